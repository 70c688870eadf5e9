"""What everyone reads: the list of consultations, and one of them; drafts by their preview link."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug import Response as BaseResponse

from participe.accounts.session import current_person
from participe.communes.tenancy import current_commune
from participe.consultations import page, policies, queries
from participe.consultations.models import Consultation
from participe.consultations.phases import Action
from participe.consultations.views.blueprint import bp, find, find_visible
from participe.consultations.wording import consultations as consultation_words
from participe.consultations.wording import contracts as contract_words
from participe.consultations.wording import phases as phase_words
from participe.kernel import clock
from participe.kernel.authorization import for_everyone


@bp.get("/consultations")
@for_everyone
def index() -> str:
    """List what is open, then under way, then to come, then over, year by year."""
    now = clock.now()
    published = queries.published(current_commune())
    over = [consultation for consultation in published if consultation.is_over(now)]
    return render_template(
        "consultations/index.html",
        groups=_by_standing([c for c in published if not c.is_over(now)], now),
        years=_by_year(over),
        results=page.results(over),
        now=now,
    )


@bp.get("/consultations/<slug>")
@for_everyone
def show(slug: str) -> str:
    """Show a consultation: what can change, what is open, by when the commune answers."""
    return _shown(find_visible(slug))


@bp.get("/consultations/<slug>/apercu/<key>")
@for_everyone
def preview(slug: str, key: str) -> BaseResponse:
    """Show a draft to whoever has its link; nothing keeps or indexes that page."""
    consultation = find_preview(slug, key)
    if consultation.is_published:
        return redirect(url_for(".show", slug=consultation.slug))
    return out_of_sight(make_response(_shown(consultation, preview_key=key)))


def find_preview(slug: str, key: str) -> Consultation:
    """Return the consultation that this secret link is for."""
    consultation = find(slug)
    if not secrets.compare_digest(consultation.preview_key.encode(), key.encode()):
        abort(404)
    return consultation


def out_of_sight(response: BaseResponse) -> BaseResponse:
    """Ask search engines and caches to forget what is not public yet."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _shown(consultation: Consultation, preview_key: str | None = None) -> str:
    now, person = clock.now(), current_person()
    opening = consultation_words.main_opening(consultation, now)
    return render_template(
        "consultations/show.html",
        consultation=consultation,
        preview_key=preview_key,
        may_prepare=policies.may_prepare(person, consultation),
        translation=consultation.translation(request.args.get("langue")),
        propose=consultation.allows(Action.PROPOSE, now),
        support=consultation.allows(Action.SUPPORT, now),
        opening=opening,
        closed=phase_words.closed_sentence(opening, consultation.contract.answers_by),
        history=contract_words.history(consultation),
        now=now,
        **page.context(consultation, person, now),
    )


def _by_standing(
    consultations: Iterable[Consultation], now: datetime
) -> dict[str, list[Consultation]]:
    """Sort into open, under way and to come; in each, what ends or begins first on top."""
    groups: dict[str, list[Consultation]] = {"open": [], "under_way": [], "upcoming": []}
    for consultation in sorted(consultations, key=lambda c: _next_date(c, now)):
        starts_at = consultation.starts_at()
        if consultation.is_open(now):
            groups["open"].append(consultation)
        elif starts_at is None or starts_at > now:
            groups["upcoming"].append(consultation)
        else:
            groups["under_way"].append(consultation)
    return groups


def _next_date(consultation: Consultation, now: datetime) -> Any:
    dates = [at for phase in consultation.phases for at in (phase.opens_at, phase.closes_at)]
    return min((at for at in dates if at > now), default=now), consultation.id


def _by_year(over: Sequence[Consultation]) -> list[tuple[int, list[Consultation]]]:
    """Group by the year of the end, the latest first."""
    ended = sorted(((c.ends_at(), c.id, c) for c in over), reverse=True)
    years = groupby(ended, key=lambda row: clock.last_day_before(row[0]).year)  # type: ignore[arg-type]
    return [(year, [c for _end, _id, c in rows]) for year, rows in years]
