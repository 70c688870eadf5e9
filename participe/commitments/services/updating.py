"""Saying in public where a commitment stands: each update stays, the last one is the state."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from participe.accounts.models import Account
from participe.answers.models import OfficialResponse
from participe.commitments.errors import NoReason, UpdatedMeanwhile
from participe.commitments.events import CommitmentUpdated
from participe.commitments.models import Commitment, CommitmentUpdate, State
from participe.commitments.queries import finding
from participe.communes import services as communes
from participe.extensions import db
from participe.kernel import events
from participe.kernel.documents import check_file

LONGEST_SIDE = 1600  # pixels


@dataclass(frozen=True)
class Proof:
    """A photo made by us or a PDF that does nothing by itself, told in words."""

    content: bytes
    media_type: str
    alternative: str
    size: tuple[int, int] | None = None


@dataclass(frozen=True)
class News:
    """What the commune says of a commitment."""

    state: State
    sentence: str
    reason: str = ""
    expected_on: date | None = None
    decision_url: str = ""
    proof: Proof | None = None
    new_what: str = ""
    response: OfficialResponse | None = None


class Standing(NamedTuple):
    """What is promised as it was last said; the first date is the commitment's own."""

    what: str
    due_on: date


def check_proof(content: bytes, *, alternative: str) -> Proof:
    """Check a PDF or write a photo again, whatever its name says it is.

    It takes its time: call it while no lock is held. Raises what `kernel.documents` raises.
    """
    file = check_file(content, max_side=LONGEST_SIDE)
    return Proof(file.content, file.media_type, alternative, file.size)


def update(
    commitment: Commitment, news: News, *, by: Account, at: datetime, based_on: int
) -> CommitmentUpdate:
    """Publish what a member of the house says of a commitment.

    `based_on` is the number of the last update that they had read (0: none): when another came
    between, raises UpdatedMeanwhile, so that nobody undoes unread what a colleague declared.
    Raises NoReason for a commitment dropped without one.
    """
    if news.state is State.DROPPED and not news.reason:
        raise NoReason
    finding.lock(commitment)
    if based_on != last_number(commitment):
        raise UpdatedMeanwhile
    return append(commitment, news, by=by, at=at)


def append(commitment: Commitment, news: News, *, by: Account, at: datetime) -> CommitmentUpdate:
    """Add an update after all others; the caller holds the lock of the commitment."""
    new = CommitmentUpdate(
        number=last_number(commitment) + 1,
        state=news.state,
        sentence=news.sentence,
        reason=news.reason if news.state is State.DROPPED else "",
        new_what=news.new_what,
        expected_on=news.expected_on,
        decision_url=news.decision_url,
        response_id=news.response.id if news.response else None,
        by=by,
        at=at,
    )
    if news.proof:
        new.file = communes.keep_file(
            commitment.commune,
            news.proof.content,
            media_type=news.proof.media_type,
            at=at,
            size=news.proof.size,
        )
        new.alternative = news.proof.alternative
    commitment.updates.append(new)
    _denormalise(commitment, new)
    db.session.flush()
    events.publish(CommitmentUpdated(new))
    return new


def last_number(commitment: Commitment) -> int:
    return commitment.updates[-1].number if commitment.updates else 0


def as_it_stands(commitment: Commitment) -> Standing:
    """Return what is promised as the last version of it says."""
    said = [update.new_what for update in commitment.updates if update.new_what]
    return Standing(
        what=said[-1] if said else commitment.what,
        due_on=commitment.expected_on or commitment.due_on,
    )


def _denormalise(commitment: Commitment, new: CommitmentUpdate) -> None:
    """Keep in the row what lists show: the state, the last date said, and since when it is over.

    Kept once and said again to be kept, it was kept the first time.
    """
    if not new.state.is_final:
        commitment.closed_at = None
    elif commitment.state is not new.state or commitment.closed_at is None:
        commitment.closed_at = new.at
    commitment.state = new.state
    if new.expected_on:
        commitment.expected_on = new.expected_on
