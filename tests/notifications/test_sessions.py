"""Letters about assisted sessions: the summary of one, and the sheet of the month."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.assistance.models.people import Way
from participe.assistance.models.sessions import LONGEST, AssistedSession
from participe.assistance.queries import people
from participe.assistance.services import receipts, sessions
from participe.communes.models import Commune
from participe.extensions import db
from participe.kernel import clock
from participe.notifications.composing import unsubscribe_url
from participe.notifications.models import Letter, LetterKind
from participe.notifications.queries import letters as queries
from participe.notifications.services import sending, writing
from participe.notifications.subscriptions.assistance import tell_of_the_sheet
from participe.notifications.transport import Transport
from tests.browser import Browser
from tests.databases import on_both
from tests.factories import (
    a_commune,
    a_consultation,
    a_facilitator,
    a_participant,
    a_proposal,
    a_resident,
    a_staff_member,
    a_support,
    an_answer,
    an_assisted_session,
)
from tests.mail_server import a_mail_server
from tests.together import together

pytestmark = [on_both, pytest.mark.usefixtures("app")]

ONE_DAY = timedelta(days=1)
FIRST = datetime(2030, 6, 1, 8, tzinfo=clock.BRUSSELS)


def _letters(kind: LetterKind) -> Sequence[Letter]:
    return db.session.scalars(db.select(Letter).where(Letter.kind == kind)).all()


def _close(session: AssistedSession, questions: str = "") -> None:
    sessions.close(session, by=session.facilitator, questions=questions, at=clock.now())
    db.session.commit()


class TestSummary:
    """interface.md, section 7: to the facilitator, at closing, codes not included."""

    @pytest.fixture
    def session(self) -> AssistedSession:
        session = an_assisted_session(listeners=2)
        first = a_participant(session=session, display_name="Capucine Canari", way=Way.TYPED)
        second = a_participant(session=session, stands_for=6)
        proposal = a_proposal(consultation=session.consultation, author=first)
        a_support(of=proposal, by=second)
        return session

    def test_it_brings_figures_and_questions_and_neither_names_nor_codes(
        self, app: Flask, session: AssistedSession
    ) -> None:
        code = receipts.issue(people.all_of(session)[0], by=None, at=clock.now())
        _close(session, "Quand commencent les travaux ?")

        with a_mail_server() as (mailbox, port):
            app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT=port)
            with Transport() as server:
                sending.deliver_due(server)

        (message,) = mailbox.letters
        said = message.get_body(("plain",)).get_content().replace("\u00a0", " ")
        assert message["To"] == session.facilitator.email
        for line in (
            "Personnes : 2",
            "Personnes représentées, groupes compris : 7",
            "En disant ce qu’il faut écrire : 1",
            "Ont juste écouté : 2",
            "Propositions : 1",
            "Soutiens : 1",
            "Quand commencent les travaux ?",
            f"/seances/{session.number}/reponses",
        ):
            assert line in said
        assert "Canari" not in message.as_string()
        assert not any(part in said for part in (code, code[:4], code[4:8]))
        assert message["List-Unsubscribe"] is None

    def test_it_comes_once_when_the_session_closes_by_itself(
        self, session: AssistedSession
    ) -> None:
        for _again in range(2):
            sessions.close_left_open(clock.now() + LONGEST + ONE_DAY)
            db.session.commit()

        (letter,) = _letters(LetterKind.SESSION_SUMMARY)
        assert "s’est fermée seule" in letter.body_text
        assert letter.recipient == session.facilitator.email

    def test_two_who_close_at_once_cause_one(self, app: Flask, session: AssistedSession) -> None:
        session_id = session.id

        def close() -> None:
            _close(db.session.get_one(AssistedSession, session_id))

        together(app, 3, close)

        assert len(_letters(LetterKind.SESSION_SUMMARY)) == 1

    def test_a_practice_causes_none(self) -> None:
        session = an_assisted_session(is_practice=True)
        a_participant(session=session)

        _close(session)

        assert _letters(LetterKind.SESSION_SUMMARY) == []

    def test_a_closing_that_is_undone_causes_none(self, session: AssistedSession) -> None:
        sessions.close(session, by=session.facilitator, questions="", at=clock.now())
        db.session.rollback()

        assert _letters(LetterKind.SESSION_SUMMARY) == []


class TestSheetOfTheMonth:
    @pytest.fixture
    def commune(self, app: Flask, noon: datetime) -> Commune:
        """Give a commune that answered something in May."""
        commune = a_commune(opened_at=noon - 90 * ONE_DAY)
        proposal = a_proposal(consultation=a_consultation(commune=commune))
        an_answer(to=proposal, published_at=noon)
        return commune

    @pytest.fixture
    def thomas(self, commune: Commune) -> Account:
        return a_staff_member(commune=commune)

    def test_staff_and_facilitators_are_told_on_the_first_and_once(
        self, commune: Commune, thomas: Account
    ) -> None:
        """Invariant 10."""
        sylvie = a_facilitator(commune=commune)
        a_resident(commune=commune)

        tell_of_the_sheet(FIRST - timedelta(minutes=1))
        assert _letters(LetterKind.MONTH_SHEET) == []
        for hours in range(3):
            tell_of_the_sheet(FIRST + timedelta(hours=hours))

        letters = _letters(LetterKind.MONTH_SHEET)
        assert {letter.recipient for letter in letters} == {thomas.email, sylvie.email}
        assert len(letters) == 2
        assert f"/{commune.slug}/valves/2030-05" in letters[0].body_text

    def test_a_month_without_news_is_told_to_nobody(self, noon: datetime) -> None:
        a_staff_member(commune=a_commune(opened_at=noon - 90 * ONE_DAY))

        tell_of_the_sheet(FIRST)

        assert _letters(LetterKind.MONTH_SHEET) == []

    @pytest.mark.usefixtures("thomas")
    def test_a_worker_that_slept_for_weeks_tells_nothing(self) -> None:
        tell_of_the_sheet(FIRST + 10 * ONE_DAY)

        assert _letters(LetterKind.MONTH_SHEET) == []

    def test_two_workers_tell_once(self, app: Flask, thomas: Account) -> None:
        def tell() -> None:
            tell_of_the_sheet(FIRST)
            db.session.commit()

        outcomes = together(app, 3, tell)

        assert set(outcomes) == {None}
        assert [letter.recipient for letter in _letters(LetterKind.MONTH_SHEET)] == [thomas.email]

    def test_one_click_stops_it(self, browser: Browser, thomas: Account) -> None:
        """RFC 8058."""
        path = "/" + unsubscribe_url(thomas.id, LetterKind.MONTH_SHEET).split("/", 3)[3]

        browser.client.post(path, data={"List-Unsubscribe": "One-Click"})
        tell_of_the_sheet(FIRST)

        assert _letters(LetterKind.MONTH_SHEET) == []

    def test_only_who_works_for_the_commune_is_asked_about_it(
        self, app: Flask, commune: Commune, thomas: Account
    ) -> None:
        """A resident who becomes staff later has not stopped what they were never asked about."""
        nadia = a_resident(commune=commune)
        page = f"/{commune.slug}/mon-espace/courriels"
        box = "[value=month-sheet]"

        assert Browser(app).sign_in(thomas).get(page).select(box)
        browser = Browser(app).sign_in(nadia)
        assert not browser.get(page).select(box)
        browser.submit(page)

        stopped = queries.stopped_by(nadia)
        assert LetterKind.ANSWER_PUBLISHED in stopped
        assert LetterKind.MONTH_SHEET not in stopped
        writing.stop(thomas, [LetterKind.MONTH_SHEET], at=clock.now())
        assert LetterKind.MONTH_SHEET in queries.stopped_by(thomas)
