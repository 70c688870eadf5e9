"""Three minutes without a touch: what ends, what is kept, what warns."""

import pytest
from flask import Flask

from tests.assistance.room import WORDS, Room
from tests.browser import text
from tests.databases import on_both
from tests.factories import (
    a_participant,
)


@on_both
class TestThreeMinutes:
    def test_nobody_there_for_three_minutes_ends_it(
        self, room: Room, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        room.begin()
        room.computer.get(f"{room.home}/poste")

        room.let_pass(monkeypatch, minutes=3)

        answer = room.computer.open("GET", f"{room.home}/propositions")
        assert answer.location == f"{room.home}/poste"
        assert "Clear-Site-Data" in answer.headers
        assert text(room.computer.get(f"{room.home}/poste").h1) == "Poste 1, en attente"

    def test_where_one_writes_one_has_longer(
        self, room: Room, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        room.begin()
        form = f"{room.home}/consultations/{room.session.consultation.slug}/proposer"
        page = room.computer.open("GET", form, follow_redirects=True)
        assert "http-equiv" not in page.text

        room.let_pass(monkeypatch, minutes=14)

        page = room.computer.get(f"{room.home}/propositions")
        assert room.living() == 1

    def test_a_page_without_a_text_field_asks_without_script_whether_one_is_there(
        self, room: Room
    ) -> None:
        room.begin()
        address = f"{room.home}/propositions/{room.proposal.number}-{room.proposal.slug}/soutenir"

        page = room.computer.get(f"{room.home}/poste")

        meta = page.select_one("noscript meta[http-equiv=refresh]")
        assert meta is not None
        assert f"{room.home}/poste/repos?retour=" in str(meta["content"])
        asked = room.computer.open("GET", f"{room.home}/poste/repos?retour={address}")
        assert asked.headers["Refresh"] == f"65; url={room.home}/poste"
        assert "Vous êtes toujours là\u00a0?" in asked.text

    def test_asking_is_no_sign_of_life(self, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
        room.begin()
        room.let_pass(monkeypatch, minutes=2)
        room.computer.get(f"{room.home}/poste/repos")

        room.let_pass(monkeypatch, minutes=1)

        assert room.living() == 0

    def test_a_touch_is_told_without_a_page(
        self, room: Room, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        room.begin()
        room.let_pass(monkeypatch, minutes=2)
        assert room.computer.open("GET", f"{room.home}/poste/la").status_code == 204

        room.let_pass(monkeypatch, minutes=2)

        assert room.living() == 1

    def test_the_page_that_asks_leads_nowhere_else(self, room: Room) -> None:
        room.begin()

        page = room.computer.get(f"{room.home}/poste/repos?retour=https://ailleurs.example/")

        assert "ailleurs.example" not in str(page.main)

    @pytest.mark.parametrize("way", ["sent too late", "sent by the script"])
    def test_what_was_typed_is_kept_for_its_person_and_nobody_else(
        self, room: Room, app: Flask, monkeypatch: pytest.MonkeyPatch, way: str
    ) -> None:
        """Invariant 7, on a shared computer."""
        room.begin()
        comment = f"{room.home}/propositions/{room.proposal.number}/commenter"
        room.let_pass(monkeypatch, minutes=16)
        path = comment if way == "sent too late" else f"{room.home}/poste/repos?chemin={comment}"

        answer = room.computer.open("POST", path, {"body": WORDS})
        assert answer.location == f"{room.home}/poste"
        assert WORDS not in room.computer.get(f"{room.home}/poste").text

        other = a_participant(session=room.session, place=2)
        room.hand(other)
        page = room.computer.submit(f"{room.home}/poste/commencer")
        assert "Votre texte est gardé" not in text(page.main)
        room.computer.post(f"{room.home}/poste/fini", status=303)

        room.hand()
        page = room.computer.submit(f"{room.home}/poste/commencer")
        assert "Votre texte est gardé" in text(page.main)
        kept = room.computer.get(f"{room.home}/connexion/texte-garde")
        assert WORDS in kept.text
        form = kept.select_one(f'form[action="{comment}"]')
        assert form is not None
        fields = {str(one["name"]): str(one.get("value", "")) for one in form.select("input")}
        room.computer.open("POST", comment, fields)
        assert "Votre texte est gardé" not in text(room.computer.get(f"{room.home}/poste").main)

    def test_nothing_of_the_one_before_is_in_the_session_of_the_next(
        self, room: Room, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        room.begin()
        room.computer.submit(f"{room.home}/propositions/{room.proposal.number}/soutenir")
        with room.computer.client.session_transaction() as session:
            session["drafts"] = session["intention"] = "of the first person"
            session["_flashes"] = [("success", "Merci, Mésange.")]
        room.let_pass(monkeypatch, minutes=16)  # there is a field on the page of a proposition
        other = a_participant(session=room.session, place=2)
        room.hand(other)

        page = room.computer.open("GET", f"{room.home}/poste", follow_redirects=True)
        assert "Merci, Mésange." not in page.text
        room.computer.submit(f"{room.home}/poste/commencer")

        assert {"drafts", "intention"}.isdisjoint(room.key())
