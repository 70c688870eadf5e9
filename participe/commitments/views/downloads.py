"""Commitments and figures as files, for those who reuse them: no resident is named in them."""

from collections.abc import Iterable, Sequence

from flask import Response

from participe.commitments import composing
from participe.commitments.queries import counting
from participe.commitments.views.blueprint import bp
from participe.commitments.views.public import read_wanted
from participe.communes.tenancy import current_commune
from participe.kernel import clock, tables
from participe.kernel.authorization import for_everyone

FIGURES_HEAD = (
    *("mois", "reponses_donnees", "reponses_a_temps", "reponses_en_retard", "delai_median_jours"),
    *("reponses_manquantes", "engagements_pris", "engagements_tenus", "engagements_abandonnes"),
)


@bp.get("/engagements.csv")
@for_everyone
def csv() -> Response:
    """Give the commitments of the commune, of a consultation or of an elected person."""
    now = clock.now()
    return _file("engagements", composing.HEAD, composing.lines(read_wanted().scope, now))


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


def _file(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    answer = Response(tables.as_csv(head, rows), content_type=tables.MEDIA_TYPE)
    filename = f"{current_commune().slug}-{name}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer
