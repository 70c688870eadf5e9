"""Commitments as the rows of a file: no resident is named in them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from flask import url_for

from participe.commitments.models import Commitment
from participe.commitments.queries import listing
from participe.commitments.queries.listing import Scope
from participe.commitments.wording import STATES
from participe.kernel import clock

HEAD = (
    *("numero", "engagement", "consultation", "proposition", "promis_le", "pour_le"),
    *("nouvelle_date", "etat", "jours_de_retard", "termine_le", "qui", "mandat", "budget"),
    *("derniere_mise_a_jour", "preuve", "adresse"),
)


def lines(scope: Scope, at: datetime) -> Iterable[Sequence[object]]:
    """Give the cells of each commitment of a scope, below `HEAD`."""
    return (_row(commitment, at) for commitment in listing.everything(scope))


def _row(commitment: Commitment, now: datetime) -> Sequence[object]:
    last = commitment.updates[-1] if commitment.updates else None
    proof = next((one.decision_url or "fichier" for one in commitment.updates if one.has_proof), "")
    return (
        *(commitment.number, commitment.what, commitment.consultation.title),
        *(commitment.proposal.number, _day(commitment.made_at), commitment.due_on),
        *(commitment.expected_on, STATES[commitment.state], commitment.days_late(now)),
        *(_day(commitment.closed_at), commitment.who, commitment.mandate, commitment.budget_line),
        *(last.sentence if last else "", proof, _address(commitment)),
    )


def _day(moment: datetime | None) -> date | None:
    return clock.day_of(moment) if moment else None


def _address(commitment: Commitment) -> str:
    return url_for(
        "commitments.show",
        commitment_number=commitment.number,
        slug=commitment.slug,
        _external=True,
    )
