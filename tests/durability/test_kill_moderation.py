"""kill -9 between two steps of moderation, and within one (M-1, M-17).

Real processes on both databases. What was acknowledged stands after the kill, and a decision that
was cut is there whole or not at all: with its reason, its notices, and its text out of sight.
"""

from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from participe.contributions.models import Contribution
from participe.extensions import db
from participe.moderation.models import ModerationDecision, Notice
from participe.notifications.models import Letter, LetterKind
from participe.proposals.models import Proposal
from tests.databases import on_both
from tests.durability.running import Client, Server, eventually, killed_at_last, session_of
from tests.factories import a_proposal, a_resident
from tests.moderation.desk import a_notice, desk, hiding, queue, reporting, staff_of

# With `--dist loadgroup` one process takes them all, for each starts several servers.
pytestmark = [on_both, pytest.mark.xdist_group("durability")]

TEXTS = 12
KILLED_AT = (3, 6, 9)  # decisions of which something can be seen


State = tuple[bool, int, list[tuple[str, bool]]]


@pytest.fixture(autouse=True)
def noon() -> None:
    """Let the real clock run, in the place of the noon of other tests."""


def state_of(text_id: int) -> State:
    """Return whether a text is hidden, how many notices wait, and each decision, undone or not."""
    waiting = select(func.count()).where(
        Notice.contribution_id == text_id, Notice.decision_id.is_(None)
    )
    decisions = db.session.scalars(
        select(ModerationDecision)
        .where(ModerationDecision.contribution_id == text_id)
        .order_by(ModerationDecision.id)
    )
    state = (
        db.session.get_one(Contribution, text_id).is_hidden,
        db.session.scalar(waiting) or 0,
        [(decision.measure.value, decision.undone_at is not None) for decision in decisions],
    )
    db.session.rollback()
    return state


def last_decision(text_id: int) -> str:
    newest = select(func.max(ModerationDecision.id)).where(
        ModerationDecision.contribution_id == text_id
    )
    found = db.session.scalar(newest) or 0
    db.session.rollback()
    return str(found)


def test_every_state_survives_a_kill_before_the_next_step(app: Flask, tmp_path: Path) -> None:
    """Reported, hidden, shown again, kept."""
    server, text = Server(app, tmp_path), a_proposal()
    nadia = Client(server.port, session_of(app, a_resident(commune=text.commune)))
    thomas = Client(server.port, session_of(app, staff_of(text)))
    hidden, undone, kept = ("hide", False), ("hide", True), ("keep", False)
    # Read before the server starts: a transaction of the test would keep SQLite locked.
    text_id, report, case, undo = text.id, reporting(text), desk(text), queue(text, "/annuler")
    form = hiding(text)
    db.session.commit()

    def stands(state: State) -> None:
        server.kill()
        assert state_of(text_id) == state
        server.serve()

    with killed_at_last(server):
        server.serve()
        nadia.open_form(report)
        thomas.open_form(case)
        nadia.send(report, {"ground": "spam"})
        stands((False, 1, []))
        thomas.send(f"{case}/masquer", form)
        stands((True, 0, [hidden]))
        thomas.send(undo, {})
        stands((False, 1, [undone]))
        thomas.send(f"{case}/garder", {"seen": last_decision(text_id)})
        stands((False, 0, [undone, kept]))


def test_a_decision_that_was_cut_is_there_whole_or_not_at_all(app: Flask, tmp_path: Path) -> None:
    """Whenever the kill comes."""
    server = Server(app, tmp_path)
    first = a_proposal()
    texts = [first] + [a_proposal(consultation=first.consultation) for _ in range(TEXTS - 1)]
    for text in texts:
        a_notice(text)
    thomas = Client(server.port, session_of(app, staff_of(first)))
    forms = [(desk(text, "/masquer"), hiding(text)) for text in texts]
    ids, start = [text.id for text in texts], desk(first)
    db.session.commit()
    faults: list[Exception] = []

    def decide() -> None:
        try:
            thomas.open_form(start)
            for path, fields in forms:
                thomas.send(path, fields)
        except Exception as error:  # noqa: BLE001 -- the test looks at it
            faults.append(error)

    with killed_at_last(server):
        server.serve()
        deciding = Thread(target=decide)
        deciding.start()
        cut = []
        for count in KILLED_AT:
            eventually(lambda count=count: faults or seen_of_any(count), f"{count} decisions")
            server.kill()
            cut += [state_of(text_id) for text_id in ids]
            server.serve()
        deciding.join()

    assert not faults, faults
    untouched, decided = (False, 1, []), (True, 0, [("hide", False)])
    assert all(state in (untouched, decided) for state in cut), cut
    assert [state_of(text_id) for text_id in ids] == [decided] * TEXTS
    told = select(func.count()).where(Letter.kind == LetterKind.CONTRIBUTION_HIDDEN)
    assert db.session.scalar(told) == TEXTS, "each author is told once"


def seen_of_any(count: int) -> bool:
    """Tell whether something shows of so many decisions: each part counts, and all come at once."""
    parts = (
        select(func.count(ModerationDecision.id)),
        select(func.count(Proposal.id)).where(Proposal.hidden_at.is_not(None)),
        select(func.count(Notice.id)).where(Notice.decision_id.is_not(None)),
        select(func.count(Letter.id)).where(Letter.kind == LetterKind.CONTRIBUTION_HIDDEN),
    )
    seen = max(db.session.scalar(part) or 0 for part in parts)
    db.session.rollback()
    return seen >= count
