"""What the commune answers and promises, and what people say of that."""

from datetime import date
from typing import Any

from participe.accounts.models import Account
from participe.answers.models import Clarification, OfficialResponse, Service
from participe.commitments.models import Commitment, Observation
from participe.communes.models import Commune
from participe.kernel import clock
from participe.kernel.html import TextFormat
from participe.proposals.models import (
    Outcome,
    Proposal,
)
from tests.factories.people import a_commune, a_resident, an_official
from tests.factories.proposals import a_proposal
from tests.factories.saving import ONE_DAY, numbers, save


def an_answer(*, to: Proposal, by: Account | None = None, **values: Any) -> OfficialResponse:
    """Make a published answer that says yes; what it promises is no commitment yet."""
    official = by or an_official(commune=to.commune)
    at = values.pop("published_at", None) or clock.now()
    to.answered_at, to.outcome = to.answered_at or at, values.get("outcome", Outcome.ACCEPTED)
    defaults = {
        "proposal": to,
        "outcome": Outcome.ACCEPTED,
        "what_we_do": "Quatre arbres seront plantés.",
        "done_by": date(2030, 11, 30),
        "signed_by": official,
        "mandate": "échevine de l’environnement",
        "saved_at": at,
        "published_at": at,
    }
    return save(OfficialResponse(**defaults | values))


def a_service(*, commune: Commune | None = None, **values: Any) -> Service:
    defaults = {"commune": commune or a_commune(), "name": f"Mobilité {next(numbers)}"}
    return save(Service(**defaults | values))


def a_clarification(
    *, on: OfficialResponse, author: Account | None = None, body: str = "Où ?", **values: Any
) -> Clarification:
    """Make a question about a published answer, which waits for its reply."""
    commune = on.proposal.commune
    author = author or a_resident(commune=commune)
    defaults = {
        "commune": commune,
        "response": on,
        "asker_id": author.id,
        "author": author,
        "acted_by": author,
        "published_at": clock.now(),
        "due_on": clock.day_of(clock.now() + 10 * ONE_DAY),
    }
    clarification = Clarification(**defaults | values)
    clarification.write(title="", body=body, body_format=TextFormat.PLAIN)
    return save(clarification)


def a_commitment(*, to: Proposal | None = None, **values: Any) -> Commitment:
    """Make the commitment of an accepted answer, of the day it was given."""
    proposal = to or a_proposal()
    response = values.pop("response", None) or an_answer(
        to=proposal, published_at=values.get("made_at")
    )
    defaults = {
        "commune": proposal.commune,
        "number": next(numbers),
        "proposal": proposal,
        "consultation": proposal.consultation,
        "response": response,
        "what": response.what_we_do,
        "who": "Service des espaces verts",
        "due_on": response.done_by,
        "official": response.signed_by,
        "mandate": response.mandate,
        "made_by": response.signed_by,
        "made_at": response.published_at,
    }
    return save(Commitment(**defaults | values))


def an_observation(
    *,
    on: Commitment,
    author: Account | None = None,
    body: str = "Il en manque deux.",
    **values: Any,
) -> Observation:
    """Make what a resident says they see of a commitment: not yet, unless told otherwise."""
    author = author or a_resident(commune=on.commune)
    defaults = {
        "commune": on.commune,
        "commitment": on,
        "person_id": author.id,
        "is_seen": False,
        "author": author,
        "acted_by": author,
        "published_at": clock.now(),
    }
    observation = Observation(**defaults | values)
    observation.write(title="", body=body, body_format=TextFormat.PLAIN)
    return save(observation)
