"""Tests of the pages of a facilitator: opening in three clicks, adding, closing, reporting."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.assistance.models.people import Consent, ConsentForm, Participant, Way
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.services import stations
from participe.assistance.wording.people import NOTICE_VERSION
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.codes import verify_short_code
from participe.proposals.models import Proposal, Support
from tests.browser import Browser, text
from tests.factories import (
    a_consultation,
    a_facilitator,
    a_participant,
    a_proposal,
    a_staff_member,
    an_assisted_session,
)

AN_HOUR = timedelta(hours=1)


@pytest.fixture
def session(app: Flask) -> AssistedSession:  # noqa: ARG001 -- a database to be in
    return an_assisted_session()


@pytest.fixture
def sylvie(browser: Browser, session: AssistedSession) -> Account:
    browser.sign_in(session.facilitator)
    return session.facilitator


def console(session: AssistedSession, more: str = "") -> str:
    return f"/{session.commune.slug}/seances/{session.number}{more}"


def _newest() -> AssistedSession:
    return db.session.scalars(
        db.select(AssistedSession).order_by(AssistedSession.id.desc()).limit(1)
    ).one()


@pytest.mark.usefixtures("sylvie")
class TestOpening:
    def test_a_session_opens_in_three_clicks_with_nothing_typed(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        page = browser.get(f"/{session.commune.slug}/seances")
        (link,) = (a for a in page.select("a") if text(a) == "Nouvelle séance")
        form = browser.get(str(link["href"])).select_one("main form")
        assert form is not None
        chosen = {
            str(control["name"]): str(control.get("value", ""))
            for control in form.select("input[checked], input[name=computers]")
        }

        opened = browser.submit(str(form["action"]), chosen | {"when": "now"})

        assert "En cours depuis" in text(opened.main)
        pin = re.search(r"code d’animation.: (\d{4})", text(opened.main))
        assert pin
        assert verify_short_code(pin[1], _newest().pin_hash)
        digits = [text(shown) for shown in opened.select("strong.reference")]
        assert len(set(digits)) == int(chosen["computers"])
        assert pin[1] not in text(browser.get(console(_newest())).select_one("main"))

    def test_one_is_planned_for_a_day_and_an_hour(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        browser.submit(
            f"/{session.commune.slug}/seances/nouvelle",
            _typed(session) | {"when": "later", "day": ["4", "5", "2030"], "hour": "14 h 30"},
        )

        assert _newest().planned_for == clock.now() + 2.5 * AN_HOUR
        assert _newest().opened_at is None

    def test_a_date_that_is_none_keeps_all_that_was_typed(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        """Invariant 7."""
        page = browser.post(
            f"/{session.commune.slug}/seances/nouvelle",
            _typed(session) | {"when": "later", "day": ["4", "5", "2030"], "hour": "midi"},
            status=422,
        )

        assert page.select_one("[name=hour]")["value"] == "midi"  # type: ignore[index]
        assert page.select_one("[name=computers]")["value"] == "3"  # type: ignore[index]

    def test_a_day_that_no_month_has_is_said_in_our_words(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        page = browser.post(
            f"/{session.commune.slug}/seances/nouvelle",
            _typed(session) | {"when": "later", "day": ["31", "2", "2030"], "hour": "14 h"},
            status=422,
        )

        assert "Cette date n’existe pas." in text(page.select_one(".field--error"))

    def test_the_same_one_is_not_announced_twice(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        address = f"/{session.commune.slug}/seances/nouvelle"
        planned = _typed(session) | {"when": "later", "day": ["4", "5", "2030"], "hour": "14 h"}
        browser.submit(address, planned)

        page = browser.post(address, planned | {"hour": "14 h 59"}, status=422)
        browser.post(address, planned | {"is_practice": "y"}, status=303)
        browser.post(address, planned | {"hour": "15 h"}, status=303)

        assert "est déjà prévue dans cet EPN (4 mai, 14\u00a0h)" in page.text
        assert db.session.query(AssistedSession).count() == 4

    def test_who_answers_for_a_consultation_cannot_run_it(
        self, browser: Browser, session: AssistedSession, sylvie: Account
    ) -> None:
        """A-17: an official at stake does not facilitate."""
        a_consultation(commune=session.commune, official=sylvie, title="Son propre budget")

        page = browser.get(f"/{session.commune.slug}/seances/nouvelle")

        assert "Son propre budget" not in text(page.main)

    def test_a_planned_one_is_called_off(self, browser: Browser, session: AssistedSession) -> None:
        session.opened_at, session.planned_for = None, clock.now() + AN_HOUR
        browser.get(console(session, "/annuler"))

        browser.submit(console(session, "/annuler"))

        assert session.cancelled_at == clock.now()
        browser.post(console(session, "/ouvrir"), status=422)


@pytest.mark.usefixtures("sylvie")
class TestPeople:
    def test_eight_people_cost_eight_clicks(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        form = browser.get(console(session)).select_one("form[action$=personnes]")
        assert form is not None
        as_shown = {"way": Way.ALONE.value, "consent": ConsentForm.SPOKEN.value}
        assert text(form.select_one("button")) == "Ajouter (13 ans ou plus)"
        controls = form.select("input:not([type=hidden]), select")
        assert len({control["name"] for control in controls}) == 3

        for _person in range(8):
            page = browser.submit(str(form["action"]), as_shown)

        assert text(page.select_one("caption")).startswith("8 personnes")
        assert db.session.query(Consent).count() == 8

    def test_what_was_done_is_said_in_the_part_to_which_one_is_led(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        """Else the form, empty again, looks as if nothing had happened: one clicks once more."""
        fields = {"name": "Ondine", "way": "alone", "consent": "spoken"}

        answer = browser.open("POST", console(session, "/personnes"), fields)

        page = browser.get(answer.location)
        (said,) = page.select("[role=status]")
        assert text(said) == "Ondine est dans la séance."
        assert page.select_one("#ajouter") in said.find_previous_siblings()
        assert answer.location.endswith("#ajouter")
        assert "personne" in text(page.select_one("#ajouter").find_previous("caption"))

    def test_somebody_is_added_and_handed_a_free_computer_in_one_click_or_not_at_all(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        station = stations.invite(session, at=clock.now())
        stations.join(session.commune, station.join_digits, place="room", at=clock.now())
        form = browser.get(console(session)).select_one("form[action$=personnes]")
        assert form is not None
        assert text(form.select("button")[1]) == ("Ajouter (13 ans ou plus) et confier le poste 1")
        fields = {"way": "alone", "consent": "spoken", "station": "1"}

        browser.submit(console(session, "/personnes"), fields | {"name": "Ondine"})
        browser.post(console(session, "/personnes"), fields | {"name": "Colette"}, status=422)

        assert station.participant
        assert station.participant.display_name == "Ondine"
        assert db.session.query(Participant).count() == 1

    def test_the_notice_is_read_first_and_its_version_recorded(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        session.notice_version = session.notice_read_at = None
        page = browser.get(console(session))
        assert not page.select("form[action$=personnes]")
        browser.post(console(session, "/personnes"), {"way": "alone"}, status=422)

        browser.submit(console(session, "/notice"))

        assert (session.notice_version, session.notice_read_at) == (NOTICE_VERSION, clock.now())

    def test_the_sixteenth_is_refused_in_words_and_their_name_is_kept(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        """A-12."""
        for _person in range(15):
            a_participant(session=session)

        fields = {"name": "Colette", "way": "typed", "consent": "signed"}
        page = browser.post(console(session, "/personnes"), fields, status=422)

        assert "15 personnes" in text(page.select_one(".error-summary"))
        assert page.select_one("[name=name]")["value"] == "Colette"  # type: ignore[index]

    def test_listeners_are_one_click_each(self, browser: Browser, session: AssistedSession) -> None:
        browser.submit(console(session, "/ecouter"))
        browser.submit(console(session, "/ecouter"))
        browser.submit(console(session, "/ecouter"), {"less": "1"})

        assert session.listeners == 1

    def test_a_group_says_how_many_stand_behind_it(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        participant = a_participant(session=session)
        page = console(session, f"/personnes/{participant.place}")
        browser.get(page)

        shown = browser.submit(page, {"way": "typed", "stands_for": "6"})

        assert "pour 6 personnes" in text(shown.main)
        assert participant.way is Way.TYPED

    def test_an_accord_is_taken_back_once_the_box_is_ticked(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        participant = a_participant(session=session)
        page = console(session, f"/personnes/{participant.place}/accord")
        browser.post(page, status=422)
        assert participant.consent

        shown = browser.submit(page, {"confirmed": "y"})

        assert "Accord retiré" in text(shown.main)
        assert participant.consent is None


class TestClosing:
    @pytest.mark.usefixtures("sylvie")
    def test_it_is_closed_with_its_questions_and_reported_without_names(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        participant = a_participant(session=session, display_name="Capucine")
        a_proposal(consultation=session.consultation, author=participant)
        closing = browser.get(console(session, "/fermer"))
        assert "1 personne n’a pas de reçu" in text(closing.main)

        fields = {"questions": "Quand ?", "counted": "1-1-0", "counted_with": "participant"}
        report = browser.submit(console(session, "/fermer"), fields)

        assert "Quand" in text(report.main)
        assert "Propositions1" in text(report.main)
        assert "Capucine" not in text(report.main)
        browser.post(console(session, "/personnes"), {"way": "alone"}, status=422)

    def test_staff_read_the_report_and_run_nothing(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        browser.sign_in(a_staff_member(commune=session.commune))

        assert browser.open("GET", console(session)).location.endswith("/rapport")
        browser.get(console(session, "/rapport"))
        for act in ("/personnes", "/fermer", "/ecouter", "/notice", "/code"):
            browser.post(console(session, act), status=403)

    def test_a_facilitator_of_another_space_sees_nothing(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        browser.sign_in(a_facilitator(commune=session.commune))

        browser.get(console(session, "/rapport"), status=403)
        browser.get(console(session, "/fermer"), status=403)

    @pytest.mark.usefixtures("sylvie")
    def test_a_new_code_replaces_the_one_forgotten(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        page = browser.submit(console(session, "/code"))

        pin = re.search(r"code d’animation.: (\d{4})", text(page.main))
        assert pin
        assert verify_short_code(pin[1], session.pin_hash)


class TestPractice:
    """Invariant 5 of assisted sessions: nothing done in a practice is ever counted."""

    @pytest.fixture
    def participant(self, app: Flask, session: AssistedSession) -> Participant:
        session.is_practice = True
        return a_participant(session=session)

    @pytest.mark.usefixtures("participant", "sylvie")
    def test_it_is_marked_on_every_page_of_the_session(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        participant = db.session.scalars(db.select(Participant)).one()
        for page in ("", "/fermer", "/rapport", f"/personnes/{participant.place}"):
            assert "rien ne compte" in text(browser.get(console(session, page)).main)

    def test_a_support_runs_its_rules_and_is_not_kept(
        self, browser: Browser, session: AssistedSession, participant: Participant
    ) -> None:
        proposal = a_proposal(consultation=session.consultation)
        browser.sign_in(participant)

        page = browser.submit(f"/{session.commune.slug}/propositions/{proposal.number}/soutenir")

        assert "rien ne compte" in text(page.main)
        assert db.session.query(Support).count() == 0
        assert proposal.supports_count == 0
        assert participant.rehearsed == 1

    def test_so_is_a_comment_and_a_refusal_stays_one(
        self, browser: Browser, session: AssistedSession, participant: Participant
    ) -> None:
        proposal = a_proposal(consultation=session.consultation)
        browser.sign_in(participant)
        address = f"/{session.commune.slug}/propositions/{proposal.number}/commenter"

        browser.post(address, {"body": ""}, status=422)
        browser.submit(address, {"body": "Bonne idée."})

        assert proposal.comments_count == 0
        assert participant.rehearsed == 1

    def test_a_whole_proposition_is_drafted_and_never_published(
        self, browser: Browser, session: AssistedSession, participant: Participant
    ) -> None:
        browser.sign_in(participant)
        start = f"/{session.commune.slug}/consultations/{session.consultation.slug}/proposer"
        path = browser.open("POST", start, _IDEA).location
        step = browser.open("GET", path)
        draft = re.search(r"/proposer/(\d+)", path)
        assert step.status_code < 400
        assert draft

        browser.submit(f"{start}/{draft[1]}/verifier", {"age": "y"})

        assert db.session.query(Proposal).count() == 0
        assert participant.rehearsed == 1


_IDEA = {
    "title": "Planter des arbres sur la place",
    "body": "Il fait trop chaud en été. Des arbres donneraient de l’ombre aux bancs.",
}


def _typed(session: AssistedSession) -> dict[str, object]:
    return {
        "consultation": str(session.consultation_id),
        "space": str(session.space_id),
        "computers": "3",
    }
