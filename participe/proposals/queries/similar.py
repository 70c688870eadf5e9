"""Reads of propositions that resemble an idea not yet published."""

from collections.abc import Sequence

from sqlalchemy import select

from participe.extensions import db
from participe.kernel.search import SIMILAR_ENOUGH, similarity
from participe.proposals.models import SEARCH, Proposal, ProposalDraft

MOST_SHOWN = 3
# Each candidate is compared in Python; beyond so many, those with the fewest supports are left out.
MOST_COMPARED = 300


def similar_to(draft: ProposalDraft, person_id: int | None) -> Sequence[Proposal]:
    """Return at most three propositions whose titles say nearly the same, the nearest first.

    Of the same consultation, readable by everyone, and not written by this person; of those
    that are as near, the best supported comes first.
    """
    compared = (
        (similarity(draft.title, title), id_) for id_, title in _candidates(draft, person_id)
    )
    near = [pair for pair in compared if pair[0] >= SIMILAR_ENOUGH]
    near.sort(key=lambda pair: -pair[0])
    ids = [id_ for _score, id_ in near[:MOST_SHOWN]]
    found = {p.id: p for p in db.session.scalars(select(Proposal).where(Proposal.id.in_(ids)))}
    return [found[id_] for id_ in ids]


def _candidates(draft: ProposalDraft, person_id: int | None) -> Sequence[tuple[int, str]]:
    """Return those that share a word with the draft, the best supported first."""
    found = (
        select(Proposal.id, Proposal.title)
        .where(
            Proposal.consultation_id == draft.consultation_id,
            Proposal.hidden_at.is_(None),
            Proposal.withdrawn_at.is_(None),
            SEARCH.matches(Proposal.id, draft.title, any_word=True),
        )
        .order_by(Proposal.supports_count.desc(), Proposal.id)
        .limit(MOST_COMPARED)
    )
    if person_id is not None:
        found = found.where(Proposal.author_id != person_id)
    return [(id_, title) for id_, title in db.session.execute(found)]
