"""The name for the hour: no address, and corrected as long as nothing is public under it."""

import pytest
from flask import Flask

from participe.assistance.errors import AccordRevoked, NamePublished, SessionOver
from participe.assistance.models.journal import JournalEntry
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.reference import Act
from participe.assistance.services import people
from participe.extensions import db
from participe.kernel import clock
from participe.proposals.services import publishing
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import a_facilitator, a_participant, an_assisted_session

pytestmark = on_both
ADDRESS = "zoe@example.be"
NO_ADDRESS = "Écrivez un prénom ou un surnom"


@pytest.fixture
def session(app: Flask) -> AssistedSession:  # noqa: ARG001 -- a database to be in
    return an_assisted_session()


@pytest.fixture
def zoe(session: AssistedSession) -> Participant:
    return a_participant(session=session, display_name="Zoe", place=1)


def path_of(session: AssistedSession, more: str) -> str:
    return f"/{session.commune.slug}/seances/{session.number}{more}"


def renamed(person: Participant, name: str) -> str:
    people.rename(person, name=name, by=person.session.facilitator, at=clock.now())
    return person.display_name


def publish(person: Participant) -> None:
    idea = publishing.Idea(person.session.consultation, "Un kiosque")
    publishing.publish(idea, author=person, at=clock.now())
    db.session.commit()


class TestAnAddressIsNoName:
    """A name is public, and nobody is asked for an address. Files: test_kit."""

    def test_when_somebody_is_added(self, browser: Browser, session: AssistedSession) -> None:
        browser.sign_in(session.facilitator)
        fields = {"name": ADDRESS, "way": "alone", "consent": "spoken"}

        page = browser.post(path_of(session, "/personnes"), fields, status=422)

        assert NO_ADDRESS in text(page.select_one(".field--error"))
        assert page.select_one("[name=name]")["value"] == ADDRESS
        assert db.session.query(Participant).count() == 0

    def test_on_a_paper(self, browser: Browser, session: AssistedSession) -> None:
        browser.sign_in(session.facilitator)
        fields = {"p1-name": ADDRESS, "p1-title": "Un kiosque à musique", "p1-signed": "y"}

        page = browser.post(path_of(session, "/saisie"), fields, status=422)

        assert NO_ADDRESS in text(page.main)
        assert db.session.query(Participant).count() == 0

    def test_when_a_name_is_corrected(
        self, browser: Browser, session: AssistedSession, zoe: Participant
    ) -> None:
        browser.sign_in(session.facilitator)

        page = browser.post(path_of(session, "/personnes/1/nom"), {"name": ADDRESS}, status=422)

        assert NO_ADDRESS in text(page.main)
        assert zoe.display_name == "Zoe"


class TestCorrectingAName:
    def test_it_is_corrected_on_a_page_of_its_own(
        self, browser: Browser, session: AssistedSession, zoe: Participant
    ) -> None:
        page = browser.sign_in(session.facilitator).get(path_of(session, "/personnes/1"))
        (link,) = [a for a in page.main.select("a") if text(a) == "Changer ce nom"]

        page = browser.submit(str(link["href"]), {"name": "Zoé"})

        assert zoe.display_name == "Zoé"
        assert "Le nom est changé" in text(page.main)

    def test_two_names_of_a_session_stay_apart(
        self, session: AssistedSession, zoe: Participant
    ) -> None:
        a_participant(session=session, display_name="Ondine")

        assert renamed(zoe, "Ondine") == "Ondine 2"
        assert renamed(zoe, "ZOE") == "ZOE"
        assert renamed(zoe, "Zoe") == "Zoe", "what changes is no other person's name"
        assert renamed(zoe, "") not in {"", "Zoe"}

    def test_the_journal_says_that_it_was_changed_and_neither_name(self, zoe: Participant) -> None:
        renamed(zoe, "Zoé")

        line = db.session.query(JournalEntry).one()
        assert (line.act, line.participant_id) == (Act.PERSON_RENAMED.value, zoe.id)
        assert line.facts == "{}"

    def test_what_is_public_keeps_its_name(
        self, browser: Browser, session: AssistedSession, zoe: Participant
    ) -> None:
        publish(zoe)
        browser.sign_in(session.facilitator)

        with pytest.raises(NamePublished):
            renamed(zoe, "Zoé")
        db.session.rollback()
        assert "Changer ce nom" not in text(browser.get(path_of(session, "/personnes/1")).main)
        page = browser.post(path_of(session, "/personnes/1/nom"), {"name": "Zoé"}, status=422)

        assert "Cette personne a déjà publié un texte sous ce nom." in text(page.main)
        assert zoe.display_name == "Zoe"

    def test_it_ends_with_the_session_and_with_the_accord(
        self, session: AssistedSession, zoe: Participant
    ) -> None:
        people.revoke_consent(zoe, by=session.facilitator, at=clock.now())
        with pytest.raises(AccordRevoked):
            renamed(zoe, "Zoé")
        session.closed_at = clock.now()
        with pytest.raises(SessionOver):
            renamed(zoe, "Zoé")

    def test_it_is_for_who_runs_the_session(
        self, browser: Browser, session: AssistedSession, zoe: Participant
    ) -> None:
        browser.sign_in(a_facilitator(commune=session.commune))

        browser.get(path_of(session, "/personnes/1/nom"), status=403)
        browser.post(path_of(session, "/personnes/1/nom"), {"name": "Zoé"}, status=403)

        assert zoe.display_name == "Zoe"
