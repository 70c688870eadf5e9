"""The journal of assisted sessions: append-only, chained, without names or texts."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from participe.accounts.models import Account
from participe.assistance.models.journal import JournalEntry
from participe.assistance.models.people import ConsentForm, Participant, Way
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import journal as reads
from participe.assistance.reference import Act
from participe.assistance.services import journal, people
from participe.communes.models import Commune
from participe.consultations.phases import PhaseKind
from participe.discussions import services as discussions
from participe.extensions import db
from participe.kernel import clock
from participe.proposals.models import Proposal
from participe.proposals.services import publishing, supporting
from tests.browser import Browser
from tests.browser import text as words
from tests.databases import on_both
from tests.factories import (
    a_commune,
    a_consultation,
    a_director,
    a_facilitator,
    a_participant,
    a_phase,
    a_proposal,
    a_resident,
    a_staff_member,
    an_assisted_session,
    an_official,
)
from tests.together import together

pytestmark = pytest.mark.usefixtures("app")


def a_line(session: AssistedSession, **values: object) -> JournalEntry:
    given = {
        "commune_id": session.commune_id,
        "actor": session.facilitator,
        "participant": None,
        "act": Act.SESSION_OPENED,
        "facts": {"computers": 4},
        "at": clock.now(),
    }
    line = journal.record(session, **given | values)  # type: ignore[arg-type]
    assert line is not None
    return line


def a_journal(lines: int = 5) -> AssistedSession:
    session = an_assisted_session()
    for _ in range(lines):
        a_line(session)
    db.session.commit()
    return session


@on_both
def test_lines_follow_one_another_without_a_gap() -> None:
    session = a_journal(lines=3)

    lines = reads.of_sessions([session])

    assert [line.number for line in lines] == [1, 2, 3]
    assert lines[0].previous_hash == ""
    assert [line.previous_hash for line in lines[1:]] == [line.hash for line in lines[:-1]]
    assert journal.verify(session.commune) is None


@on_both
def test_eight_at_once_leave_a_whole_chain(app: Flask) -> None:
    session_id = an_assisted_session().id

    results = together(
        app, 8, lambda: a_line(db.session.get_one(AssistedSession, session_id)).number
    )

    assert sorted(results) == list(range(1, 9))
    assert journal.verify(db.session.get_one(AssistedSession, session_id).commune) is None


@on_both
def test_acts_of_several_stations_at_once_all_leave_their_line(app: Flask) -> None:
    """Proposing, supporting and commenting take their locks in orders that do not cross."""
    session = an_assisted_session(
        consultation=a_consultation(phases=[a_phase(PhaseKind.PROPOSE), a_phase(PhaseKind.DISCUSS)])
    )
    proposal_id = a_proposal(consultation=session.consultation).id
    turns = [(a_participant(session=session).id, kind) for kind in ("idea", "back", "say") * 3]
    session_id, waiting = session.id, iter(turns)

    def act() -> None:
        person_id, kind = next(waiting)
        person = db.session.get_one(Participant, person_id)
        proposal = db.session.get_one(Proposal, proposal_id)
        consultation, now = proposal.consultation, clock.now()
        if kind == "idea":
            publishing.publish(publishing.Idea(consultation, "Un banc"), author=person, at=now)
        elif kind == "back":
            supporting.support(proposal, person=person, at=now)
        else:
            discussions.comment(
                proposal, consultation=consultation, author=person, body="Oui.", at=now
            )

    results = together(app, len(turns), act)

    assert results == [None] * len(turns)
    session = db.session.get_one(AssistedSession, session_id)
    lines = reads.of_sessions([session])
    assert [line.number for line in lines] == list(range(1, len(turns) + 1))
    assert {line.participant_id for line in lines} == {person_id for person_id, _kind in turns}
    assert journal.verify(session.commune) is None


def test_an_empty_journal_is_whole() -> None:
    assert journal.verify(a_commune()) is None


COPIED = """
    INSERT INTO journal_entry (commune_id, number, act, facts, at, previous_hash, hash)
    SELECT commune_id, 6, act, facts, at, hash, hash FROM journal_entry WHERE number = 5
"""
TAMPERINGS = {
    "a fact": ("UPDATE journal_entry SET facts = '{}' WHERE number = 3", 3),
    "an actor": ("UPDATE journal_entry SET actor_id = NULL WHERE number = 2", 2),
    "a moment": ("UPDATE journal_entry SET at = '2030-01-01 00:00:00' WHERE number = 4", 4),
    "a line in the middle": ("DELETE FROM journal_entry WHERE number = 3", 3),
    "the first line": ("DELETE FROM journal_entry WHERE number = 1", 1),
    "the last line": ("DELETE FROM journal_entry WHERE number = 5", 5),
    "all lines": ("DELETE FROM journal_entry", 1),
    "a line too many": (COPIED, 6),
}


@on_both
@pytest.mark.parametrize("what", TAMPERINGS)
def test_what_is_changed_removed_or_put_in_is_found(what: str) -> None:
    """Invariant 6."""
    statement, broken = TAMPERINGS[what]
    commune = a_journal().commune
    assert journal.verify(commune) is None

    db.session.execute(text(statement))
    db.session.commit()

    assert journal.verify(commune) == broken


def test_a_line_put_in_with_its_right_hash_is_found_by_the_end_of_the_chain() -> None:
    session = a_journal()
    last = reads.of_sessions([session])[-1]
    forged = JournalEntry(
        commune_id=session.commune_id,
        number=6,
        act=Act.SUPPORTED.value,
        facts="{}",
        at=clock.now(),
        previous_hash=last.hash,
    )
    forged.hash = journal.digest(forged)

    db.session.add(forged)
    db.session.commit()

    assert journal.verify(session.commune) == 7


def test_what_is_written_while_it_is_read_is_no_break(monkeypatch: pytest.MonkeyPatch) -> None:
    session = a_journal()
    read, late = reads.all_lines, iter([session])

    def all_lines(commune: Commune) -> Iterator[JournalEntry]:
        yield from read(commune)
        for one in late:
            a_line(one)

    monkeypatch.setattr(reads, "all_lines", all_lines)

    assert journal.verify(session.commune) is None


def test_each_commune_has_a_chain_of_its_own() -> None:
    one, other = a_journal(lines=2), a_journal(lines=3)

    db.session.execute(
        text("DELETE FROM journal_entry WHERE commune_id = :id"), {"id": one.commune_id}
    )

    assert journal.verify(one.commune) == 1
    assert journal.verify(other.commune) is None


def test_a_practice_leaves_no_line() -> None:
    """Invariant 5 of assisted sessions: its people are erased at its end."""
    session = an_assisted_session(is_practice=True)

    people.add(
        session,
        name="Merle",
        way=Way.ALONE,
        consent=ConsentForm.SPOKEN,
        by=session.facilitator,
        at=clock.now(),
    )

    assert not reads.of_sessions([session])


def test_a_refused_act_leaves_no_line() -> None:
    session = a_journal(lines=1)

    attempt = db.session.begin_nested()
    a_line(session)
    attempt.rollback()

    assert a_line(session).number == 2
    assert journal.verify(session.commune) is None


def test_no_name_and_no_text_is_in_the_journal() -> None:
    """A-8, and the data map: numbers of rows, ways and channels only."""
    session = an_assisted_session()
    now = clock.now()
    person = people.add(
        session,
        name="CANARI-NOM",
        way=Way.TYPED,
        consent=ConsentForm.SPOKEN,
        by=session.facilitator,
        at=now,
    )
    idea = publishing.Idea(session.consultation, "CANARI-TITRE", "CANARI-TEXTE")
    proposal = publishing.publish(idea, author=person, at=now)
    discussions.comment(
        proposal, consultation=session.consultation, author=person, body="CANARI-MOT", at=now
    )
    supporting.support(proposal, person=person, at=now)

    rows = db.session.execute(text("SELECT * FROM journal_entry")).all()

    assert len(rows) == 4
    assert "CANARI" not in repr(rows)
    assert session.facilitator.display_name not in repr(rows)


class TestThePage:
    @pytest.fixture
    def session(self) -> AssistedSession:
        return a_journal()

    def address(self, session: AssistedSession, query: str = "") -> str:
        return f"/{session.commune.slug}/gestion/journal{query}"

    @pytest.mark.parametrize("make", [a_staff_member, a_director])
    def test_staff_and_who_looks_after_data_read_it(
        self, make: Callable[..., Account], browser: Browser, session: AssistedSession
    ) -> None:
        browser.sign_in(make(commune=session.commune))

        page = browser.get(self.address(session))

        assert "Le journal est intact" in words(page.main)
        assert len(page.select("tbody tr")) == 5
        assert session.facilitator.display_name not in words(page.main)

    @pytest.mark.parametrize("make", [a_resident, a_facilitator, an_official])
    def test_nobody_else_reads_it(
        self, make: Callable[..., Account], browser: Browser, session: AssistedSession
    ) -> None:
        browser.sign_in(make(commune=session.commune))

        browser.get(self.address(session), status=403)

    def test_it_says_that_it_was_tampered_with(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        browser.sign_in(a_staff_member(commune=session.commune))
        db.session.execute(text("UPDATE journal_entry SET act = 'forged' WHERE number = 4"))

        page = browser.get(self.address(session))

        assert "La ligne 4 ne suit pas la précédente." in words(page.main)

    def test_it_shows_one_session_and_page_by_page(
        self, browser: Browser, session: AssistedSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reads, "PER_PAGE", 3)
        a_line(an_assisted_session(consultation=session.consultation))
        browser.sign_in(a_staff_member(commune=session.commune))

        page = browser.get(self.address(session, f"?seance={session.number}"))
        older = browser.get(page.select_one(".pagination a")["href"])

        assert [words(row) for row in page.select("tbody th")] == ["5", "4", "3"]
        assert [words(row) for row in older.select("tbody th")] == ["2", "1"]

    @pytest.mark.parametrize("query", ["?seance=999999", "?seance=x", "?seance=²"])
    def test_a_session_that_does_not_exist(
        self, query: str, browser: Browser, session: AssistedSession
    ) -> None:
        browser.sign_in(a_staff_member(commune=session.commune))

        browser.get(self.address(session, query), status=404)


def test_the_command_fails_when_the_journal_is_broken(app: Flask) -> None:
    commune = a_journal().commune
    command = ["journal", "verify", "--commune", commune.slug]

    assert app.test_cli_runner().invoke(args=command).exit_code == 0
    db.session.execute(text("DELETE FROM journal_entry WHERE number = 2"))
    db.session.commit()
    broken = app.test_cli_runner().invoke(args=command)

    assert broken.exit_code == 1
    assert "line 2" in broken.output
