"""Making commitments: by an answer that says yes, by a new version of it, by staff beside it.

Whoever signs an answer holds the lock of its proposition, and staff who add a commitment take it,
so that a proposition has one commitment of its answer, whatever happens at once.
"""

from dataclasses import dataclass
from datetime import date, datetime

from participe.accounts.models import Account, Person
from participe.answers import queries as answers
from participe.answers.errors import DayGone
from participe.answers.models import PROMISING, OfficialResponse
from participe.commitments.errors import NothingPromised
from participe.commitments.events import CommitmentMade
from participe.commitments.models import Commitment, State
from participe.commitments.queries import finding
from participe.commitments.services import updating
from participe.commitments.services.updating import News
from participe.commitments.wording import answer_changed, answer_dropped
from participe.communes import services as communes
from participe.communes.models import Commune
from participe.extensions import db
from participe.kernel import events
from participe.kernel.clock import day_of
from participe.proposals.models import Proposal


@dataclass(frozen=True)
class Promised:
    """What the commune says it will do, who does it, by when, with what money."""

    what: str
    who: str
    due_on: date
    budget_line: str = ""


def follow_answer(response: OfficialResponse) -> None:
    """Bring the commitment of an answer in line with the version just published.

    The first version that promises something makes it. A later one is told of in an update;
    the first date stays the one that decides.
    """
    commitment = finding.of_answer(response.proposal)
    promised = _promised_by(response)
    if commitment is None:
        if promised:
            _make(response, promised, by=_signer(response), is_of_answer=True)
        return
    finding.lock(commitment)
    news = _news(commitment, promised, response)
    if news:
        updating.append(commitment, news, by=_signer(response), at=_moment(response))


def add(proposal: Proposal, promised: Promised, *, by: Account, at: datetime) -> Commitment:
    """Add a commitment of staff to an answered proposition, under the mandate of its answer.

    Raises NothingPromised unless the commune's answer, as it stands, says yes at least in part,
    and DayGone for a promise that would be late when made.
    """
    if promised.due_on < day_of(at):
        raise DayGone
    answers.lock(proposal)
    response = answers.current(proposal)
    if response is None or response.outcome not in PROMISING:
        raise NothingPromised
    return _make(response, promised, by=by, at=at)


def forget_name(official: Person) -> None:
    """Leave of an official who is erased the mandate under which they promised to see to it."""
    for commitment in finding.promised_by(official):
        if commitment.who == _named(official, commitment.mandate):
            commitment.who = commitment.mandate
    db.session.flush()


def may_promise(response: OfficialResponse | None) -> bool:
    return response is not None and response.outcome in PROMISING


def _make(
    response: OfficialResponse,
    promised: Promised,
    *,
    by: Account,
    at: datetime | None = None,
    is_of_answer: bool = False,
) -> Commitment:
    proposal = response.proposal
    commitment = Commitment(
        commune_id=proposal.commune_id,
        number=communes.next_number(proposal.commune_id, Commune.last_commitment_number),
        proposal=proposal,
        consultation_id=proposal.consultation_id,
        response=response,
        is_of_answer=is_of_answer,
        what=promised.what,
        who=promised.who,
        due_on=promised.due_on,
        budget_line=promised.budget_line,
        official=_signer(response),
        mandate=response.mandate,
        made_by=by,
        made_at=at or _moment(response),
        state=State.TO_DO,
    )
    db.session.add(commitment)
    db.session.flush()
    events.publish(CommitmentMade(commitment))
    return commitment


def _promised_by(response: OfficialResponse) -> Promised | None:
    if response.outcome not in PROMISING or not response.what_we_do or response.done_by is None:
        return None
    return Promised(
        what=response.what_we_do,
        who=response.who_does or _named(_signer(response), response.mandate),
        due_on=response.done_by,
        budget_line=response.budget_line,
    )


def _news(
    commitment: Commitment, promised: Promised | None, response: OfficialResponse
) -> News | None:
    """Say what the new version changes of what was promised; nothing, if it changes nothing."""
    if promised is None:
        return None if commitment.is_over else _dropped(response)
    known = updating.as_it_stands(commitment)
    what_changed = promised.what != known.what
    day_changed = promised.due_on != known.due_on
    if not (what_changed or day_changed or commitment.state is State.DROPPED):
        return None
    return News(
        state=State.TO_DO if commitment.state is State.DROPPED else commitment.state,
        sentence=answer_changed(response),
        new_what=promised.what if what_changed else "",
        expected_on=promised.due_on if day_changed else None,
        response=response,
    )


def _dropped(response: OfficialResponse) -> News:
    return News(
        state=State.DROPPED,
        sentence=answer_changed(response),
        reason=response.why_not or response.change_note or answer_dropped(),
        response=response,
    )


def _named(official: Person, mandate: str) -> str:
    return f"{official.shown_name}, {mandate}"


def _signer(response: OfficialResponse) -> Account:
    assert response.signed_by is not None, "a published answer is signed"  # noqa: S101
    return response.signed_by


def _moment(response: OfficialResponse) -> datetime:
    return response.published_at or response.saved_at
