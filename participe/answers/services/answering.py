"""An answer on its way: the draft, sent for signature, signed and published."""

from dataclasses import dataclass
from datetime import date, datetime

from participe.accounts.models import Account
from participe.answers import queries
from participe.answers.errors import (
    AnsweredByGroup,
    AnswerIncomplete,
    DateWithoutPromise,
    DayGone,
    DraftChanged,
    NoMandate,
    NothingToSign,
    OwnProposal,
    ProposalNotAnswerable,
)
from participe.answers.events import AnswerPublished, AnswerSentToSign
from participe.answers.models import PROMISING, OfficialResponse
from participe.answers.services import preparing
from participe.extensions import db
from participe.kernel import events
from participe.kernel.clock import day_of
from participe.proposals.models import Outcome, Proposal
from participe.proposals.services import grouping


@dataclass(frozen=True)
class Content:
    """What an answer says; which parts it needs depends on the outcome."""

    outcome: Outcome | None = None
    what_we_do: str = ""
    done_by: date | None = None
    why_not: str = ""
    who_decides: str = ""
    who_does: str = ""
    budget_line: str = ""
    is_collective: bool = False
    change_note: str = ""


def save(
    proposal: Proposal, content: Content, *, by: Account, at: datetime, based_on: datetime | None
) -> OfficialResponse:
    """Keep the draft of the next version, begun if there is none.

    `based_on` is when the draft that the editor was reading was saved (None: there was
    none); raises DraftChanged when another has been saved since, ProposalNotAnswerable when
    the proposition is no longer public, and AnsweredByGroup when its lead is what is answered.
    """
    if proposal.is_hidden or proposal.is_withdrawn:
        raise ProposalNotAnswerable
    queries.lock(proposal)
    if proposal.lead_id is not None:
        raise AnsweredByGroup
    draft = queries.draft_of(proposal)
    if (draft.saved_at if draft else None) != based_on:
        raise DraftChanged
    draft = draft or _begin(proposal)
    for name, value in vars(content).items():
        setattr(draft, name, value)
    draft.prepared_by_id = by.id
    draft.saved_at = at
    db.session.add(draft)
    preparing.open_case(proposal, at=at)
    db.session.flush()
    return draft


def send_to_sign(draft: OfficialResponse, *, signer: Account, at: datetime) -> None:
    """Ask an official with a current mandate to sign a complete answer."""
    if signer.mandate_on(day_of(at)) is None:
        raise NoMandate
    _ensure_complete(draft, at=at)
    draft.signer_id = signer.id
    draft.sent_to_sign_at = at
    db.session.flush()
    events.publish(AnswerSentToSign(draft))


def send_back(draft: OfficialResponse) -> None:
    """Return an answer to the staff who prepared it, unsigned."""
    draft.sent_to_sign_at = None
    db.session.flush()


def sign(proposal: Proposal, *, by: Account, at: datetime, based_on: datetime) -> OfficialResponse:
    """Publish the draft in the name and mandate of an official, as the next version.

    The first publication stops the clock, of the whole group if there is one: what was late
    stays late. Raises NoMandate, OwnProposal, AnswerIncomplete, DateWithoutPromise, DayGone,
    DraftChanged, and NothingToSign when somebody else has just published it.
    """
    queries.lock(proposal)
    draft = queries.draft_of(proposal)
    if draft is None:
        raise NothingToSign
    if draft.saved_at != based_on:
        raise DraftChanged
    mandate = by.mandate_on(day_of(at))
    if mandate is None:
        raise NoMandate
    if by.id == proposal.author_id:
        raise OwnProposal
    _ensure_complete(draft, at=at)
    draft.signed_by_id, draft.mandate, draft.published_at = by.id, mandate.mandate, at
    grouping.mark_answered(proposal, outcome=draft.outcome, at=at)
    events.publish(AnswerPublished(draft))
    return draft


def promises_the_past(
    done_by: date | None, published: OfficialResponse | None, at: datetime
) -> bool:
    """Tell whether a promise would be late when made; a date already published may stay."""
    known = published.done_by if published else None
    return done_by is not None and done_by < day_of(at) and done_by != known


def _begin(proposal: Proposal) -> OfficialResponse:
    published = queries.current(proposal)
    return OfficialResponse(
        proposal_id=proposal.id, version=published.version + 1 if published else 1
    )


def _ensure_complete(draft: OfficialResponse, *, at: datetime) -> None:
    if draft.missing():
        raise AnswerIncomplete
    if draft.done_by is not None and draft.outcome not in PROMISING:
        raise DateWithoutPromise
    if promises_the_past(draft.done_by, queries.current(draft.proposal), at):
        raise DayGone
