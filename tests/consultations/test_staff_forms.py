"""Tests of the small pages of the task list: refused and kept, and the phases."""

import pytest

from participe.accounts.models import Account
from participe.consultations.phases import PhaseKind
from participe.consultations.preparation import Item
from participe.kernel import clock
from tests.browser import Browser, text
from tests.consultations.drafts import a_draft
from tests.consultations.preparing import a_row, based_on, errors, path


class TestForms:
    def test_a_refused_form_keeps_all_that_was_typed(self, desk: Browser, thomas: Account) -> None:
        draft = a_draft(by=thomas)
        typed = {"title": " ", "summary": "Un <b>résumé", "minimum_age": "treize"}

        page = desk.post(
            path(draft, "/preparer/question"),
            typed | based_on(draft, Item.QUESTION),
            status=422,
        )

        assert errors(page) == ["Écrivez la question.", "Écrivez un âge, en chiffres."]
        assert text(page.select_one("textarea[name=summary]")) == "Un <b>résumé"
        assert page.select_one("input[name=minimum_age]")["value"] == "treize"
        assert text(page.title).startswith("Erreur :")

    def test_the_second_of_two_keeps_their_text_and_sees_the_other(
        self, desk: Browser, thomas: Account
    ) -> None:
        draft = a_draft(by=thomas)
        read = based_on(draft, Item.QUESTION) | {"minimum_age": "13"}
        address = path(draft, "/preparer/question")
        desk.submit(address, read | {"title": "La première", "summary": "A"})

        page = desk.post(address, read | {"title": "La seconde", "summary": "B"}, status=422)

        assert "Une autre personne a changé cette page" in errors(page)[0]
        assert page.select_one("input[name=title]")["value"] == "La seconde"
        assert "La première" in text(page.select_one(".notice-box"))
        again = {"based_on": page.select_one("input[name=based_on]")["value"]}
        desk.submit(address, read | again | {"title": "La seconde", "summary": "B"})
        assert draft.title == "La seconde"

    def test_a_draft_may_be_saved_half_written(self, desk: Browser, thomas: Account) -> None:
        draft = a_draft(by=thomas)
        half = {"decided": "Le budget.", "open_points": "", "who_decides": ""}
        half |= based_on(draft, Item.CONTRACT)

        desk.submit(path(draft, "/preparer/contrat"), half)

        assert (draft.contract.decided, draft.contract.open_points) == ("Le budget.", "")

    def test_a_title_alone_is_no_translation(self, desk: Browser, thomas: Account) -> None:
        draft = a_draft(by=thomas)
        half = {"nl_title": "Het plein"} | based_on(draft, Item.TRANSLATIONS)

        page = desk.post(path(draft, "/preparer/traductions"), half, status=422)

        assert errors(page) == ["Traduisez aussi ce texte."]

    def test_whoever_wrote_the_texts_is_advised_to_ask_somebody_else(
        self, desk: Browser, thomas: Account
    ) -> None:
        draft = a_draft(by=thomas, written_by=thomas)

        page = desk.get(path(draft, "/preparer/relecture"))

        assert "Une autre personne voit mieux" in text(page.main)

    @pytest.mark.parametrize(
        "item",
        ["question", "contrat", "etapes", "reponse", "traductions", "documents", "relecture"],
    )
    def test_each_item_is_a_page(self, desk: Browser, thomas: Account, item: str) -> None:
        desk.get(path(a_draft(by=thomas), f"/preparer/{item}"))

    @pytest.mark.parametrize("item", ["question", "contrat", "etapes", "reponse", "relecture"])
    def test_what_is_frozen_leads_to_what_may_change(
        self, desk: Browser, thomas: Account, item: str
    ) -> None:
        public = a_draft(by=thomas, published_at=clock.now())

        response = desk.open("GET", path(public, f"/preparer/{item}"))

        assert (response.status_code, response.location) == (303, path(public))

    def test_a_text_written_while_somebody_published_is_not_lost(
        self, desk: Browser, thomas: Account
    ) -> None:
        public = a_draft(by=thomas, published_at=clock.now())
        typed = {"title": "Trop tard", "summary": "S", "minimum_age": "13"}

        page = desk.post(
            path(public, "/preparer/question"),
            typed | based_on(public, Item.QUESTION),
            status=422,
        )

        assert "Cette consultation est publiée." in errors(page)[0]
        assert page.select_one("input[name=title]")["value"] == "Trop tard"


class TestPhases:
    def test_a_row_is_added_without_script_and_nothing_typed_is_lost(
        self, desk: Browser, thomas: Account
    ) -> None:
        draft = a_draft(by=thomas)
        typed = a_row(0, PhaseKind.PROPOSE, "31 2 2030", "x  ")

        page = desk.post(path(draft, "/preparer/etapes"), typed | {"add": "phase"}, status=200)

        assert len(page.select("main select")) == 2
        days = [box["value"] for box in page.select("[name=phase-0-opens_on]")]
        assert days == ["31", "2", "2030"]
        assert len(draft.phases) == 2, "nothing is saved yet"

    def test_the_button_that_enter_presses_saves(self, desk: Browser, thomas: Account) -> None:
        page = desk.get(path(a_draft(by=thomas), "/preparer/etapes"))

        buttons = page.select("main form button")
        assert [button.get("name") for button in buttons] == [None, "add"]

    def test_wrong_dates_are_said_beside_their_row(self, desk: Browser, thomas: Account) -> None:
        draft = a_draft(by=thomas)
        rows = (
            a_row(0, PhaseKind.INFORM, "31 2 2030", "1 3 2030")
            | a_row(1, PhaseKind.PROPOSE, "9 5 2030", "1 5 2030")
            | a_row(2, PhaseKind.ANSWER, "9 5 30", "  ")
        )

        page = desk.post(
            path(draft, "/preparer/etapes"), rows | based_on(draft, Item.PHASES), status=422
        )

        assert errors(page) == [
            "Cette date n’existe pas. Écrivez le jour, le mois et l’année en chiffres.",
            "Cette étape finit avant de commencer.",
            "Écrivez l’année avec quatre chiffres, comme 2030.",
            "Écrivez le jour, le mois et l’année.",
        ]
        for link in page.select(".error-summary a"):
            assert page.select(f"input{link['href']}")

    def test_an_overlap_is_refused_and_both_rows_are_kept(
        self, desk: Browser, thomas: Account
    ) -> None:
        draft = a_draft(by=thomas)
        rows = a_row(0, PhaseKind.PROPOSE, "1 5 2030", "31 5 2030") | a_row(
            1, PhaseKind.ANSWER, "20 5 2030", "30 6 2030"
        )

        page = desk.post(
            path(draft, "/preparer/etapes"), rows | based_on(draft, Item.PHASES), status=422
        )

        assert "commence le 20 mai, avant la fin de" in errors(page)[0]
        assert len(page.select("main select")) == 2

    def test_a_removed_row_and_an_empty_one_are_no_phases(
        self, desk: Browser, thomas: Account
    ) -> None:
        draft = a_draft(by=thomas)
        rows = (
            a_row(0, PhaseKind.INFORM, "1 5 2030", "5 5 2030")
            | {"phase-0-removed": "y"}
            | a_row(1, PhaseKind.PROPOSE, "10 5 2030", "31 5 2030")
            | a_row(2, PhaseKind.ANSWER, "  ", "  ")
        )

        desk.submit(path(draft, "/preparer/etapes"), rows | based_on(draft, Item.PHASES))

        assert [phase.kind for phase in draft.phases] == [PhaseKind.PROPOSE]
