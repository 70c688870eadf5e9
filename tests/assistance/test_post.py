"""The pages of a station: from four digits to the end, and what is left afterwards: nothing."""

from bs4 import BeautifulSoup
from flask import Flask

from participe.accounts.models import SignIn
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.services.stations import TRIES_FROM_PLACE
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock
from tests.assistance.room import PIN, WORDS, Room, rooms_of_the_house
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import a_resident, a_text


@on_both
class TestAnotherComputer:
    def test_it_joins_waits_and_becomes_somebodys(self, room: Room) -> None:
        assert text(room.join().h1) == "Poste 1, en attente"
        waiting = room.computer.open("GET", f"{room.home}/poste")
        assert waiting.headers["Refresh"].startswith("5;")

        room.hand()

        assert text(room.computer.get(f"{room.home}/poste").h1) == "Bonjour Mésange"
        page = room.computer.submit(f"{room.home}/poste/commencer")
        assert text(page.h1) == "Bonjour Mésange. Que voulez-vous faire ?"
        assert "Mon espace" not in page.text
        assert "Se connecter" not in page.text

    def test_wrong_digits_are_said_in_one_sentence_and_keep_nothing(self, room: Room) -> None:
        path = f"{room.home}/poste"
        said = {
            text(
                room.computer.post(path, {"digits": digits}, status=422).select_one(".field__error")
            )
            for digits in ("0000", "1111")
        }

        assert len(said) == 1
        assert "station" not in room.key()

    def test_t84_saying_that_one_comes_from_elsewhere_gives_no_more_tries(self, room: Room) -> None:
        path = f"{room.home}/poste"
        answers = [
            room.computer.open(
                "POST",
                path,
                {"digits": "0000"},
                headers={"X-Forwarded-For": f"192.0.2.{number}", "X-Real-IP": f"192.0.2.{number}"},
            )
            for number in range(TRIES_FROM_PLACE.times + 1)
        ]

        assert "Trop d’essais" not in answers[-2].text
        assert "Trop d’essais" in answers[-1].text

    def test_the_band_is_on_every_page_with_one_tap_to_finish(self, room: Room) -> None:
        room.begin()

        for path in ("", "/propositions", f"/propositions/{room.proposal.number}", "/rien"):
            page = BeautifulSoup(
                room.computer.open("GET", room.home + path, follow_redirects=True).text,
                "html.parser",
            )
            band = page.select_one(".demo-band")
            assert "Vous participez sous le nom Mésange." in text(band)
            assert page.select(f'form[action="{room.home}/poste/fini"] button')

    def test_what_is_done_is_theirs_by_the_assisted_channel(self, room: Room) -> None:
        room.begin()

        room.computer.submit(f"{room.home}/propositions/{room.proposal.number}/soutenir")

        given = room.proposal.supports_count
        assert given == 1

    def test_no_page_of_a_participant_is_stored_and_no_text_field_remembers(
        self, room: Room
    ) -> None:
        room.begin()
        consultation = room.session.consultation

        answer = room.computer.open(
            "GET", f"{room.home}/consultations/{consultation.slug}/proposer", follow_redirects=True
        )

        assert answer.headers["Cache-Control"] == "no-store"
        page = BeautifulSoup(answer.text, "html.parser")
        fields = page.select("main textarea, main input[type=text]")
        assert fields
        assert all(field.get("autocomplete") == "off" for field in fields)
        search = room.computer.get(f"{room.home}/propositions").select_one("main [type=search]")
        assert search["autocomplete"] == "off"
        for path in ("", "/poste", "/affichage", "/accessibilite", "/aide"):
            stored = room.computer.open("GET", room.home + path).headers["Cache-Control"]
            assert stored == "no-store", path


@on_both
class TestLeaving:
    def test_one_tap_leaves_nothing_but_the_key_of_the_station(self, room: Room) -> None:
        room.begin()
        room.computer.client.set_cookie("affichage", "text_size:large")
        before = room.key()

        answer = room.computer.open("POST", f"{room.home}/poste/fini")

        assert answer.status_code == 303
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert set(room.key()) == {"station", "_flashes"}, "what the next page says, once"
        assert room.key()["station"] == before["station"]
        assert room.computer.client.get_cookie("affichage") is None
        assert room.living() == 0
        page = room.computer.get(f"{room.home}/poste")
        assert text(page.h1) == "Poste 1, en attente"
        assert text(page.select_one("[role=status]")) == (
            "Merci. Rien ne reste de vous sur cet écran."
        )
        assert "_flashes" not in room.key()

    def test_what_one_was_writing_is_kept_by_the_script_and_said_to_be(self, room: Room) -> None:
        """As when nobody touches it for three minutes: test_idle."""
        room.begin()
        comment = f"{room.home}/propositions/{room.proposal.number}/commenter"

        room.computer.open("POST", f"{room.home}/poste/fini?chemin={comment}", {"body": WORDS})

        page = room.computer.get(f"{room.home}/poste")
        assert "Votre texte commencé est gardé" in text(page.select_one("[role=status]"))
        assert WORDS not in page.text
        room.hand()
        page = room.computer.submit(f"{room.home}/poste/commencer")
        assert "Votre texte est gardé" in text(page.main)
        assert WORDS in room.computer.get(f"{room.home}/connexion/texte-garde").text

    def test_afterwards_every_address_leads_to_the_welcome_page(self, room: Room) -> None:
        room.begin()
        room.computer.post(f"{room.home}/poste/fini", status=303)

        for path in ("", f"/propositions/{room.proposal.number}", "/connexion", "/mon-espace"):
            answer = room.computer.open("GET", room.home + path)
            assert (answer.status_code, answer.location) == (303, f"{room.home}/poste"), path

    def test_a_form_sent_after_it_has_no_effect(self, room: Room) -> None:
        room.begin()
        room.computer.post(f"{room.home}/poste/fini", status=303)

        path = f"{room.home}/propositions/{room.proposal.number}/soutenir"
        answer = room.computer.open("POST", path)

        assert answer.location == f"{room.home}/poste"
        assert room.proposal.supports_count == 0

    def test_the_console_takes_a_station_back_at_once(self, room: Room) -> None:
        room.begin()

        room.facilitator.post(f"{room.console}/poste/1/reprendre", status=303)

        assert room.living() == 0
        answer = room.computer.open("GET", f"{room.home}/propositions")
        assert answer.location == f"{room.home}/poste"

    def test_a_page_left_open_does_not_end_what_its_person_began_elsewhere(
        self, room: Room, app: Flask
    ) -> None:
        room.begin()
        old = room.computer
        room.facilitator.post(f"{room.console}/poste/1/reprendre", status=303)
        room.computer = Browser(app)
        room.join()
        room.hand(station=2)
        room.computer.submit(f"{room.home}/poste/commencer")

        old.post(f"{room.home}/poste/fini", status=303)

        assert room.living() == 1

    def test_a_station_may_leave_its_session(self, room: Room) -> None:
        room.join()

        page = room.computer.submit(f"{room.home}/poste/quitter")

        assert text(page.h1) == "Rejoindre une séance accompagnée"
        room.computer.get(f"{room.home}/connexion")

    def test_closing_the_session_ends_what_is_open(self, room: Room) -> None:
        room.begin()
        db.session.execute(db.update(AssistedSession).values(closed_at=clock.now()))

        answer = room.computer.open("GET", f"{room.home}/propositions")

        assert answer.location == f"{room.home}/poste"
        page = BeautifulSoup(
            room.computer.open("GET", answer.location, follow_redirects=True).text, "html.parser"
        )
        assert text(page.h1) == "Rejoindre une séance accompagnée"


@on_both
class TestTheFacilitatorsOwnComputer:
    def lend(self, room: Room) -> None:
        room.computer = room.facilitator
        room.hand(station=0)

    def test_their_rights_are_gone_until_the_pin(self, room: Room) -> None:
        own = db.session.scalars(db.select(SignIn)).one()
        self.lend(room)
        assert own.ended_at is not None
        assert text(room.computer.get(f"{room.home}/poste").h1) == "Bonjour Mésange"
        assert room.computer.open("GET", room.console).status_code == 303
        room.computer.submit(f"{room.home}/poste/commencer")
        refused = text(room.computer.get(room.console, status=403).main)
        assert "puis tapez votre code d’animation" in refused
        assert "contactez la commune" not in refused

        room.computer.post(f"{room.home}/poste/fini", status=303)
        page = room.computer.get(f"{room.home}/poste")
        assert text(page.h1) == "Personne suivante"
        answer = room.computer.open("POST", f"{room.home}/poste/rendre", {"pin": PIN})

        assert answer.location == room.console
        assert "station" not in room.key()
        assert room.computer.open("GET", f"{room.home}/mon-espace").status_code == 200

    def test_the_pin_does_nothing_while_somebody_sits_there(self, room: Room) -> None:
        self.lend(room)
        room.computer.submit(f"{room.home}/poste/commencer")

        room.computer.post(f"{room.home}/poste/rendre", {"pin": PIN}, status=303)

        assert room.computer.open("GET", room.console).status_code == 403

    def test_five_wrong_tries_leave_only_the_ordinary_sign_in(self, room: Room) -> None:
        self.lend(room)
        for left in ("4 essais", "3 essais", "2 essais", "1 essai."):
            page = room.computer.post(f"{room.home}/poste/rendre", {"pin": "0000"}, status=422)
            assert f"reçus à l’ouverture de la séance. Il reste {left}" in text(page.main)
        page = room.computer.post(f"{room.home}/poste/rendre", {"pin": "0000"}, status=422)
        assert "Le code a été mal tapé cinq fois." in text(page.main)

        page = room.computer.post(f"{room.home}/poste/rendre", {"pin": PIN}, status=422)

        assert "Connectez-vous avec votre adresse e-mail" in page.text
        assert not page.select("#pin")
        room.computer.get(f"{room.home}/connexion")

    def test_a_stranger_has_no_pin_to_try(self, room: Room, app: Flask) -> None:
        self.lend(room)

        stranger = Browser(app)
        stranger.post(f"{room.home}/poste/rendre", {"pin": PIN}, status=303)

        assert stranger.open("GET", f"{room.home}/mon-espace").status_code == 303


def test_no_page_of_the_house_answers_in_a_browser_that_was_handed_over(
    room: Room, app: Flask
) -> None:
    """Invariant 1 of assisted sessions [A-1], for each address that there is and will be."""
    room.begin()
    seen = []
    for address in rooms_of_the_house(app):
        path = address.replace("/COMMUNE", room.home)
        for method in ("GET", "POST"):
            answer = room.computer.open(method, path)
            led_back = answer.status_code == 303 and answer.location == f"{room.home}/poste"
            if answer.status_code not in {403, 404, 405} and not led_back:
                seen.append((method, path, answer.status_code, answer.location))

    assert not seen
    assert room.living() == 1


def test_a_resident_who_joins_is_signed_out(room: Room) -> None:
    room.computer.sign_in(a_resident(commune=room.session.commune))

    room.join()

    assert not [
        row for row in db.session.scalars(db.select(SignIn)) if row.id != 1 and row.ended_at is None
    ]


def test_the_console_lists_whom_to_hand_what(room: Room) -> None:
    room.begin()

    page = room.facilitator.get(room.console)

    assert "Poste 1, en train de participer" in text(page.main)
    assert page.select(f'form[action="{room.console}/poste/1/reprendre"] button')


def test_a_button_of_the_console_leads_back_to_where_it_stands(room: Room) -> None:
    """In an hour it is pressed some twenty times: nobody scrolls down again each time."""
    room.join()

    for address, part in (
        (f"{room.console}/confier/{room.participant.place}", "personnes-caption"),
        (f"{room.console}/poste/1/reprendre", "personnes-caption"),
        (f"{room.console}/poste", "postes"),
        (f"{room.console}/poste/2/retirer", "postes"),
    ):
        answer = room.facilitator.open("POST", address, {"station": "1"})

        assert answer.location == f"{room.console}#{part}"
        assert room.facilitator.get(room.console).select(f"#{part}")


@on_both
def test_only_what_is_open_is_offered(room: Room) -> None:
    """A consultation on a text: nobody is led to propositions that cannot be."""
    room.begin()
    consultation = room.session.consultation
    a_text(consultation=consultation)
    whole = _offered(room)
    consultation.phases[0].kind = PhaseKind.DISCUSS
    discussing = _offered(room)
    consultation.phases[0].kind = PhaseKind.REACT
    db.session.commit()

    about_a_text = _offered(room)

    read_and_support, propose, remark = "Lire et soutenir", "Proposer une idée", "Donner un avis"
    assert {read_and_support, propose, remark} <= whole
    assert discussing == whole - {propose}
    assert about_a_text == whole - {propose, read_and_support}


def _offered(room: Room) -> set[str]:
    """Return how the choices of a station begin."""
    db.session.commit()
    headings = room.computer.get(f"{room.home}/poste").select("main h2")
    return {" ".join(text(one).split()[:3]) for one in headings}
