"""What residents say they see of a commitment declared kept, and the commune's reply.

Whoever observes takes the lock of the commitment: a person has one current observation.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from participe.accounts.models import Account
from participe.commitments.errors import AlreadyReplied, NotDeclaredKept, NothingToReplyTo
from participe.commitments.events import ObservationReplied
from participe.commitments.models import Commitment, Observation
from participe.commitments.queries import finding
from participe.commitments.wording import observation_title
from participe.contributions import services as contributions
from participe.extensions import db
from participe.kernel import events
from participe.kernel.html import TextFormat, clean_text
from participe.kernel.limits import Limit

OBSERVATIONS = Limit("observations", 30, timedelta(hours=1))  # of one person


@dataclass(frozen=True)
class Seen:
    """What somebody says: done or not yet, and perhaps a sentence."""

    is_done: bool
    body: str = ""


def ensure_observable(commitment: Commitment) -> None:
    """Raise NotDeclaredKept while the commune itself does not say that it is done."""
    if not commitment.is_kept:
        raise NotDeclaredKept


def observe(commitment: Commitment, seen: Seen, *, author: Account, at: datetime) -> Observation:
    """Say what one sees, in place of what one said before; the same said twice is said once."""
    finding.lock(commitment)
    ensure_observable(commitment)
    body = clean_text(seen.body).strip()
    earlier = finding.current_observation(commitment, author)
    if earlier and not earlier.is_withdrawn and _says(earlier) == (seen.is_done, body):
        return earlier
    if earlier:
        earlier.replaced_at = at
        db.session.flush()
    new = Observation(
        commune_id=commitment.commune_id,
        commitment=commitment,
        person_id=author.id,
        is_seen=seen.is_done,
        author_id=author.id,
        acted_by_id=author.typist.id,
        channel=author.channel,
        published_at=at,
    )
    title = observation_title(commitment, is_seen=seen.is_done)
    new.write(title=title, body=body, body_format=TextFormat.PLAIN)
    db.session.add(new)
    db.session.flush()
    return new


def withdraw(observation: Observation, *, at: datetime) -> None:
    """Take back what one said; it is counted no more."""
    finding.lock(observation.commitment)
    contributions.withdraw(observation, reason="", at=at)


def reply(observation: Observation, body: str, *, by: Account, at: datetime) -> None:
    """Reply for the commune, once: what was replied stays as it was."""
    finding.lock(observation.commitment)
    db.session.refresh(observation)
    if observation.is_withdrawn or observation.is_hidden:
        raise NothingToReplyTo
    if observation.reply:
        raise AlreadyReplied
    signature = by.id, at  # read first: a reply is never written without who gives it
    observation.reply = clean_text(body).strip()
    observation.replied_by_id, observation.replied_at = signature
    db.session.flush()
    events.publish(ObservationReplied(observation))


def _says(observation: Observation) -> tuple[bool, str]:
    return observation.is_seen, observation.body
