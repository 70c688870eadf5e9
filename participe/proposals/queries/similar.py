"""Reads of propositions that resemble an idea, or another proposition."""

from collections.abc import Sequence
from typing import TypeVarTuple

from sqlalchemy import Select, select

from participe.extensions import db
from participe.kernel.search import SIMILAR_ENOUGH, similarity
from participe.proposals.models import SEARCH, Proposal, ProposalDraft

Row = TypeVarTuple("Row")

MOST_SHOWN = 3
MOST_OFFERED = 20  # to staff who look for what can be grouped
# Each candidate is compared in Python; beyond so many, those with the fewest supports are left out.
MOST_COMPARED = 300


def similar_to(draft: ProposalDraft, person_id: int | None) -> Sequence[Proposal]:
    """Return at most three propositions whose titles say nearly the same, the nearest first.

    Of the same consultation, readable by everyone, and not written by this person; of those
    that are as near, the best supported comes first.
    """
    candidates = _candidates(draft.consultation_id, draft.title)
    if person_id is not None:
        candidates = candidates.where(Proposal.author_id != person_id)
    return _nearest(draft.title, candidates, MOST_SHOWN)


def to_group_with(lead: Proposal, words: str) -> Sequence[Proposal]:
    """Return what could be put under a proposition: its likes, or what is searched for."""
    if not words:
        free = _free(lead, _candidates(lead.consultation_id, lead.title))
        return _nearest(lead.title, free, MOST_OFFERED)
    found = select(Proposal).where(
        Proposal.consultation_id == lead.consultation_id,
        Proposal.hidden_at.is_(None),
        Proposal.withdrawn_at.is_(None),
        SEARCH.matches(Proposal.id, words),
    )
    ordered = _free(lead, found).order_by(Proposal.supports_count.desc(), Proposal.id)
    return db.session.scalars(ordered.limit(MOST_OFFERED)).all()


def _nearest(title: str, candidates: Select[int, str], at_most: int) -> Sequence[Proposal]:
    """Return those whose titles say nearly the same, the nearest first."""
    compared = ((similarity(title, other), id_) for id_, other in db.session.execute(candidates))
    near = [pair for pair in compared if pair[0] >= SIMILAR_ENOUGH]
    near.sort(key=lambda pair: -pair[0])
    ids = [id_ for _score, id_ in near[:at_most]]
    found = {p.id: p for p in db.session.scalars(select(Proposal).where(Proposal.id.in_(ids)))}
    return [found[id_] for id_ in ids]


def _candidates(consultation_id: int, title: str) -> Select[int, str]:
    """Select those that share a word with a title, the best supported first."""
    return (
        select(Proposal.id, Proposal.title)
        .where(
            Proposal.consultation_id == consultation_id,
            Proposal.hidden_at.is_(None),
            Proposal.withdrawn_at.is_(None),
            SEARCH.matches(Proposal.id, title, any_word=True),
        )
        .order_by(Proposal.supports_count.desc(), Proposal.id)
        .limit(MOST_COMPARED)
    )


def _free(lead: Proposal, found: Select[*Row]) -> Select[*Row]:
    """Leave out what is answered, in a group, or the lead itself."""
    return found.where(
        Proposal.id != lead.id,
        Proposal.answered_at.is_(None),
        Proposal.lead_id.is_(None),
        Proposal.people_count.is_(None),
    )
