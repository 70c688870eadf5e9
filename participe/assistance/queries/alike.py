"""What people of a session say on paper, as papers are compared: word for word, but capitals."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select

from participe.assistance.models.people import Participant
from participe.extensions import db
from participe.proposals.models import Proposal, Support
from participe.texts.models import Remark, Stance

Said = frozenset[tuple[object, ...]]


def idea(title: str) -> tuple[object, ...]:
    return "idea", folded(title)


def support(head_id: int) -> tuple[object, ...]:
    """Return the support of a proposition, or of the group that it leads."""
    return "support", head_id


def remark(passage_id: int, stance: Stance, wording: str, body: str) -> tuple[object, ...]:
    return "remark", passage_id, stance, folded(wording), folded(body)


def folded(words: str) -> str:
    return " ".join(words.casefold().split())


def said_by(people: Sequence[Participant]) -> dict[int, Said]:
    """Return what each of these people says now, by their id."""
    ids = [one.id for one in people]
    found = defaultdict[int, set[tuple[object, ...]]](set)
    ideas = select(Proposal.author_id, Proposal.title).where(
        Proposal.author_id.in_(ids), Proposal.withdrawn_at.is_(None)
    )
    for person_id, title in db.session.execute(ideas):
        found[person_id].add(idea(title))
    supports = (
        select(Support.person_id, func.coalesce(Proposal.lead_id, Proposal.id))
        .join(Proposal, Proposal.id == Support.proposal_id)
        .where(Support.person_id.in_(ids), Support.withdrawn_at.is_(None))
    )
    for person_id, head_id in db.session.execute(supports):
        found[person_id].add(support(head_id))
    remarks = select(Remark).where(Remark.author_id.in_(ids), Remark.withdrawn_at.is_(None))
    for one in db.session.scalars(remarks):
        found[one.author_id].add(remark(one.passage_id, one.stance, one.wording, one.body))
    return {person_id: frozenset(said) for person_id, said in found.items()}
