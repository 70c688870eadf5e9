"""A question about what a published answer means, and the reply of the commune."""

from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from participe.accounts.models import Account
from participe.answers import queries
from participe.answers.errors import (
    AlreadyAsked,
    AlreadyClarified,
    NotConcerned,
    NothingToClarify,
    NothingToReplyTo,
)
from participe.answers.events import ClarificationAsked, ClarificationGiven
from participe.answers.models import Clarification, OfficialResponse
from participe.answers.queries import clarifying
from participe.answers.schedule import CLARIFIED_WITHIN
from participe.contributions import services as contributions
from participe.extensions import db
from participe.kernel import events
from participe.kernel.clock import day_of
from participe.kernel.html import TextFormat, clean_text
from participe.kernel.limits import Limit
from participe.proposals.models import Proposal

CLARIFICATIONS = Limit("clarifications", 10, timedelta(hours=1))  # of one person


def answer_to_clarify(proposal: Proposal) -> OfficialResponse:
    """Return the published answer that one may ask about, or raise NothingToClarify."""
    answer = queries.current(proposal)
    if answer is None or proposal.is_hidden or proposal.is_withdrawn:
        raise NothingToClarify
    return answer


def ask(proposal: Proposal, *, author: Account, body: str, at: datetime) -> Clarification:
    """Ask what the answer means, once for each published version of it; the short clock starts.

    Raises NothingToClarify, NotConcerned (neither author nor supporter), AlreadyAsked.
    """
    response = answer_to_clarify(proposal)
    if not clarifying.concerns(proposal, author.id):
        raise NotConcerned
    if clarifying.asked_by(response, author):
        raise AlreadyAsked
    new = Clarification(
        commune_id=proposal.commune_id,
        response_id=response.id,
        asker_id=author.id,
        author_id=author.id,
        acted_by_id=author.typist.id,
        channel=author.channel,
        published_at=at,
        due_on=day_of(at + CLARIFIED_WITHIN),
    )
    new.write(title="", body=clean_text(body).strip(), body_format=TextFormat.PLAIN)
    try:
        with db.session.begin_nested():
            db.session.add(new)
            db.session.flush()
    except IntegrityError as error:  # the same person, at the same moment
        raise AlreadyAsked from error
    events.publish(ClarificationAsked(new))
    return new


def reply(clarification: Clarification, *, body: str, by: Account, at: datetime) -> None:
    """Say it in other words, once and for everyone. Raises AlreadyClarified, NothingToReplyTo."""
    clarifying.lock(clarification)
    if clarification.is_replied:
        raise AlreadyClarified
    if clarification.is_hidden or clarification.is_withdrawn:
        raise NothingToReplyTo
    mandate = by.mandate_on(day_of(at))
    clarification.reply = clean_text(body).strip()
    clarification.replied_by_id, clarification.replied_at = by.id, at
    clarification.mandate = mandate.mandate if mandate else ""
    db.session.flush()
    events.publish(ClarificationGiven(clarification))


def withdraw(clarification: Clarification, *, at: datetime) -> None:
    """Take one's question back; a reply that was given goes with it."""
    clarifying.lock(clarification)
    contributions.withdraw(clarification, reason="", at=at)
