"""The journal of assisted sessions: append-only, chained, without names or texts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from participe.assistance.models import AssistedSession, JournalEntry, Way
from participe.assistance.queries import journal as reads
from participe.assistance.reference import Act
from participe.assistance.services import journal, people
from participe.assistance.models import ConsentForm
from participe.communes.models import Commune
from participe.discussions import services as discussions
from participe.extensions import db
from participe.kernel import clock
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
    a_proposal,
    a_resident,
    a_staff_member,
    an_assisted_session,
    an_official,
)
from tests.together import together


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
def test_lines_follow_one_another_without_a_gap(app: Flask) -> None:
    session = a_journal(lines=3)

    lines = reads.of_session(session)

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


def test_an_empty_journal_is_whole(app: Flask) -> None:
    assert journal.verify(a_commune()) is None


TAMPERINGS = {
    "a fact": ("UPDATE journal_entry SET facts = '{}' WHERE number = 3", 3),
    "an actor": ("UPDATE journal_entry SET actor_id = NULL WHERE number = 2", 2),
    "a moment": ("UPDATE journal_entry SET at = '2030-01-01 00:00:00' WHERE number = 4", 4),
    "a line in the middle": ("DELETE FROM journal_entry WHERE number = 3", 3),
    "the first line": ("DELETE FROM journal_entry WHERE number = 1", 1),
    "the last line": ("DELETE FROM journal_entry WHERE number = 5", 5),
    "all lines": ("DELETE FROM journal_entry", 1),
    "a line too many": (
        "INSERT INTO journal_entry (commune_id, number, act, facts, at, previous_hash, hash) "
        "SELECT commune_id, 6, act, facts, at, hash, hash FROM journal_entry WHERE number = 5",
        6,
    ),
}


@on_both
@pytest.mark.parametrize("what", TAMPERINGS)
def test_what_is_changed_removed_or_put_in_is_found(app: Flask, what: str) -> None:
    """Invariant 6."""
    statement, broken = TAMPERINGS[what]
    commune = a_journal().commune
    assert journal.verify(commune) is None

    db.session.execute(text(statement))
    db.session.commit()

    assert journal.verify(commune) == broken


def test_a_line_put_in_with_its_right_hash_is_found_by_the_end_of_the_chain(app: Flask) -> None:
    session = a_journal()
    last = reads.of_session(session)[-1]
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


def test_each_commune_has_a_chain_of_its_own(app: Flask) -> None:
    one, other = a_journal(lines=2), a_journal(lines=3)

    db.session.execute(
        text("DELETE FROM journal_entry WHERE commune_id = :id"), {"id": one.commune_id}
    )

    assert journal.verify(one.commune) == 1
    assert journal.verify(other.commune) is None


def test_a_practice_leaves_no_line(app: Flask) -> None:
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

    assert not reads.of_session(session)


def test_a_refused_act_leaves_no_line(app: Flask) -> None:
    session = a_journal(lines=1)

    with pytest.raises(ZeroDivisionError), db.session.begin_nested():
        a_line(session)
        raise ZeroDivisionError

    assert a_line(session).number == 2
    assert journal.verify(session.commune) is None


def test_no_name_and_no_text_is_in_the_journal(app: Flask) -> None:
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
