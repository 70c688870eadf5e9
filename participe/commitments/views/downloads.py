"""Commitments and figures as files, for those who reuse them: no resident is named in them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from flask import Response

from participe.commitments.models import Commitment
from participe.commitments.queries import counting, listing
from participe.commitments.queries.listing import Scope
from participe.commitments.views.blueprint import address, bp
from participe.commitments.views.public import read_wanted
from participe.commitments.wording import STATES
from participe.communes.tenancy import current_commune
from participe.kernel import clock, tables
from participe.kernel.authorization import for_everyone

COMMITMENTS_HEAD = (
    *("numero", "engagement", "consultation", "proposition", "promis_le", "pour_le"),
    *("nouvelle_date", "etat", "jours_de_retard", "termine_le", "qui", "mandat", "budget"),
    *("derniere_mise_a_jour", "preuve", "adresse"),
)
FIGURES_HEAD = (
    *("mois", "reponses_donnees", "reponses_a_temps", "reponses_en_retard", "delai_median_jours"),
    *("reponses_manquantes", "engagements_pris", "engagements_tenus", "engagements_abandonnes"),
)


@bp.get("/engagements.csv")
@for_everyone
def csv() -> Response:
    """Give the commitments of the commune, of a consultation or of an elected person."""
    now = clock.now()
    return _file("engagements", COMMITMENTS_HEAD, lines(read_wanted().scope, now))


@bp.get("/engagements/chiffres.csv")
@for_everyone
def figures_csv() -> Response:
    """Give the figures of every month since the first promise."""
    months = counting.all_months(read_wanted().scope, clock.now())
    rows = (
        (
            f"{month.first_day:%Y-%m}",
            *(month.given, month.on_time, month.late, month.median_days),
            *(month.missing, month.made, month.kept, month.dropped),
        )
        for month in months
    )
    return _file("chiffres", FIGURES_HEAD, rows)


def lines(scope: Scope, at: datetime) -> Iterable[Sequence[object]]:
    """Give the cells of each commitment of a scope, below `COMMITMENTS_HEAD`."""
    return (_row(commitment, at) for commitment in listing.everything(scope))


def _row(commitment: Commitment, now: datetime) -> Sequence[object]:
    last = commitment.updates[-1] if commitment.updates else None
    proof = next((one.decision_url or "fichier" for one in commitment.updates if one.has_proof), "")
    return (
        *(commitment.number, commitment.what, commitment.consultation.title),
        *(commitment.proposal.number, _day(commitment.made_at), commitment.due_on),
        *(commitment.expected_on, STATES[commitment.state], commitment.days_late(now)),
        *(_day(commitment.closed_at), commitment.who, commitment.mandate, commitment.budget_line),
        *(last.sentence if last else "", proof, address(commitment, is_full=True)),
    )


def _day(moment: datetime | None) -> date | None:
    return clock.day_of(moment) if moment else None


def _file(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    answer = Response(tables.as_csv(head, rows), content_type=tables.MEDIA_TYPE)
    filename = f"{current_commune().slug}-{name}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer
