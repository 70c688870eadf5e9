"""kill -9 under load: what was acknowledged is there once (V-1 to V-3, F-01, F-02, R-1, R-3).

Real processes on both databases. Nothing is timed: each kill comes when so many writes were
acknowledged. It is the real clock here, for the servers know no other.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Lock, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from participe.accounts.models import Account
from participe.discussions.models import Comment
from participe.extensions import db
from participe.kernel import clock
from participe.notifications.models import Letter, LetterKind
from participe.proposals.models import Proposal, Support
from participe.web.submissions import Submission
from tests.databases import on_both
from tests.durability.running import (
    Client,
    LetterWorker,
    Server,
    eventually,
    killed_at_last,
    session_of,
)
from tests.factories import a_commune, a_consultation, a_proposal, a_resident
from tests.mail_server import a_mail_server

# With `--dist loadgroup` one process takes them all, for each starts several servers.
pytestmark = [on_both, pytest.mark.xdist_group("durability")]

PEOPLE = 8
PROPOSALS = 6
COMMENTS = 10  # of each person
WORKER_KILLED_AT = (12, 30, 50)  # writes acknowledged
GROUP_KILLED_AT = 70
LETTERS = 40
TAKEN_BEFORE = 10  # letters taken when the worker is killed


@pytest.fixture(autouse=True)
def noon() -> None:
    """Let the real clock run, in the place of the noon of other tests."""


@dataclass
class Ledger:
    """What the clients were told, to be compared with what the database holds."""

    acknowledged: Counter[tuple[object, ...]] = field(default_factory=Counter)
    unknown: Counter[tuple[object, ...]] = field(default_factory=Counter)
    faults: list[Exception] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def note(self, write: tuple[object, ...], *, is_acknowledged: bool) -> None:
        with self.lock:
            (self.acknowledged if is_acknowledged else self.unknown)[write] += 1

    def has(self, count: int) -> bool:
        return bool(self.faults) or self.acknowledged.total() >= count


class Participant(Thread):
    """A person who supports every proposition and comments a lot, as fast as the server answers.

    Every fourth write is given up at the first lost answer; all others are tried again.
    """

    def __init__(
        self, client: Client, person: Account, paths: dict[int, str], ledger: Ledger
    ) -> None:
        super().__init__()
        self.client, self.person_id, self.paths, self.ledger = client, person.id, paths, ledger
        self.written = 0

    def run(self) -> None:
        try:
            self._take_part()
        except Exception as error:  # noqa: BLE001 -- the test looks at it
            self.ledger.faults.append(error)

    def _take_part(self) -> None:
        numbers = list(self.paths)
        self.client.open_form(f"{self.paths[numbers[0]]}/soutenir")
        for n in range(max(PROPOSALS, COMMENTS)):
            subject_id = numbers[n % PROPOSALS]
            if n < PROPOSALS:
                self._write(("support", subject_id), "soutenir", {})
            if n < COMMENTS:
                body = f"Remarque {n} de {self.person_id}."
                self._write(("comment", subject_id, body), "commenter", {"body": body})

    def _write(self, what: tuple[object, ...], action: str, fields: dict[str, str]) -> None:
        self.written += 1
        path = f"{self.paths[int(str(what[1]))]}/{action}"
        told = self.client.send(path, fields, gives_up=self.written % 4 == 0)
        self.ledger.note((what[0], self.person_id, *what[1:]), is_acknowledged=told)


def writes_kept() -> Counter[tuple[object, ...]]:
    """Count each write by who made it, on what, in which words."""
    supports = select(Support.person_id, Support.proposal_id).where(Support.withdrawn_at.is_(None))
    comments = select(Comment.author_id, Comment.subject_id, Comment.body)
    return Counter(
        [("support", *row) for row in db.session.execute(supports)]
        + [("comment", *row) for row in db.session.execute(comments)]
    )


def assert_counters_are_true() -> None:
    for proposal in db.session.scalars(select(Proposal)):
        supports = select(func.count()).where(
            Support.proposal_id == proposal.id, Support.withdrawn_at.is_(None)
        )
        comments = select(func.count()).where(Comment.subject_id == proposal.id)
        assert proposal.supports_count == db.session.scalar(supports)
        assert proposal.comments_count == db.session.scalar(comments)


def participants(app: Flask, server: Server, ledger: Ledger) -> list[Participant]:
    consultation = a_consultation()
    base = f"/{consultation.commune.slug}/propositions"
    proposals = [a_proposal(consultation=consultation) for _ in range(PROPOSALS)]
    paths = {proposal.id: f"{base}/{proposal.number}" for proposal in proposals}
    people = [a_resident(commune=consultation.commune) for _ in range(PEOPLE)]
    return [
        Participant(Client(server.port, session_of(app, person)), person, paths, ledger)
        for person in people
    ]


def test_acknowledged_writes_are_there_once_after_kills(app: Flask, tmp_path: Path) -> None:
    server, ledger = Server(app, tmp_path), Ledger()
    crowd = participants(app, server, ledger)
    db.session.commit()

    with killed_at_last(server):
        server.serve()
        for participant in crowd:
            participant.start()
        for count in WORKER_KILLED_AT:
            eventually(lambda count=count: ledger.has(count), f"{count} writes")
            server.kill_a_worker()
        eventually(lambda: ledger.has(GROUP_KILLED_AT), f"{GROUP_KILLED_AT} writes")
        server.kill()
        server.serve()
        for participant in crowd:
            participant.join()

    db.session.expire_all()
    kept = writes_kept()
    assert not ledger.faults, ledger.faults
    assert sum(participant.client.lost for participant in crowd) > 0, "a kill cut some answer"
    assert ledger.acknowledged.total() + ledger.unknown.total() == PEOPLE * (PROPOSALS + COMMENTS)
    assert not ledger.acknowledged - kept, "an acknowledged write was lost"
    assert max(kept.values()) == 1, "a write was doubled"
    assert not kept - ledger.acknowledged - ledger.unknown, "nobody sent this"
    submissions = db.session.scalar(select(func.count()).select_from(Submission))
    assert submissions == kept.total(), "one form key for each effect"
    assert_counters_are_true()


def test_a_killed_letter_worker_loses_no_letter(app: Flask, tmp_path: Path) -> None:
    """A letter that the server took just before the kill goes twice, under one Message-ID."""
    person = a_resident(commune=a_commune())
    db.session.add_all(a_letter(person, number) for number in range(LETTERS))
    db.session.commit()

    with a_mail_server() as (mailbox, port):
        worker = LetterWorker(app, tmp_path, mail_port=port)
        with killed_at_last(worker):
            mailbox.moods.extend([*[""] * TAKEN_BEFORE, "hang"])
            worker.work()
            eventually(lambda: not mailbox.moods, "the server holds a letter in its hands")
            worker.kill()
            mailbox.released.set()
            let_claims_run_out()
            worker.work()
            eventually(lambda: len(mailbox.letters) > LETTERS // 2, "half of the letters left")
            worker.kill()
            let_claims_run_out()
            worker.work()
            eventually(nothing_waits, "all letters left")

    assert len(mailbox.names) == LETTERS
    assert LETTERS < len(mailbox.letters) <= LETTERS + 2, "one double for each kill at most"


def a_letter(person: Account, number: int) -> Letter:
    return Letter(
        commune_id=person.commune_id,
        person_id=person.id,
        kind=LetterKind.ANSWER_PUBLISHED,
        dedup_key=f"answer:{number}",
        recipient=person.email,
        subject="La commune a répondu",
        body_text="Bonjour,\n\nOui.",
        body_html="<p>Bonjour,</p><p>Oui.</p>",
        written_at=clock.now(),
        not_before=clock.now(),
    )


def let_claims_run_out() -> None:
    """Do what five minutes do."""
    db.session.execute(
        update(Letter)
        .where(Letter.claimed_until.is_not(None))
        .values(claimed_until=clock.now() - timedelta(seconds=1))
    )
    db.session.commit()


def nothing_waits() -> bool:
    waiting = db.session.scalar(select(func.count()).where(Letter.sent_at.is_(None)))
    db.session.rollback()
    return not waiting
