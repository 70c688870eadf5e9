"""Propositions and what people say of them."""

from typing import Any

from participe.accounts.models import Account
from participe.consultations.models import Consultation
from participe.discussions.models import Comment
from participe.kernel import clock
from participe.kernel.html import TextFormat
from participe.kernel.search import terms
from participe.proposals.models import (
    Amendment,
    Proposal,
    ProposalSearch,
    Support,
    shuffle_of,
)
from tests.factories.consultations import a_consultation
from tests.factories.people import a_resident
from tests.factories.saving import numbers, save


def a_proposal(
    *,
    consultation: Consultation | None = None,
    author: Account | None = None,
    body: str = "Place du marché, près du tilleul.",
    body_format: TextFormat = TextFormat.MARKDOWN,
    **values: Any,
) -> Proposal:
    n = next(numbers)
    consultation = consultation or a_consultation()
    author = author or a_resident(commune=consultation.commune)
    defaults = {
        "commune": consultation.commune,
        "consultation": consultation,
        "author": author,
        "acted_by": author,
        "number": n,
        "shuffle": shuffle_of(n),
        "published_at": clock.now(),
        "title": "Une fontaine",
    }
    proposal = Proposal(**defaults | values)
    proposal.write(title=proposal.title, body=body, body_format=body_format)
    save(proposal)
    save(ProposalSearch(proposal_id=proposal.id, terms=terms(f"{proposal.title} {body}")))
    return proposal


def a_comment(
    *,
    on: Proposal | None = None,
    author: Account | None = None,
    body: str = "Bonne idée.",
    **values: Any,
) -> Comment:
    subject = on or a_proposal()
    author = author or a_resident(commune=subject.commune)
    defaults = {
        "commune": subject.commune,
        "subject": subject,
        "author": author,
        "acted_by": author,
        "published_at": clock.now(),
    }
    comment = Comment(**defaults | values)
    comment.write(title="", body=body, body_format=TextFormat.PLAIN)
    (comment.parent or subject).comments_count += 1
    if comment.parent:
        subject.comments_count += 1
    return save(comment)


def a_support(*, of: Proposal, by: Account | None = None, **values: Any) -> Support:
    person = by or a_resident(commune=of.commune)
    of.supports_count += 1
    defaults = {"proposal": of, "person": person, "acted_by_id": person.id, "given_at": clock.now()}
    return save(Support(**defaults | values))


def an_amendment(
    *, of: Proposal, author: Account | None = None, body: str = "Près du banc.", **values: Any
) -> Amendment:
    """Make another wording that somebody suggests for a proposition."""
    author = author or a_resident(commune=of.commune)
    defaults = {
        "commune": of.commune,
        "proposal": of,
        "based_on": of.version,
        "author": author,
        "acted_by": author,
        "published_at": clock.now(),
    }
    amendment = Amendment(**defaults | values)
    amendment.write(title=of.title, body=body, body_format=of.body_format)
    return save(amendment)
