"""The lists of propositions: of a consultation, and of the whole commune."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from participe.communes.tenancy import current_commune
from participe.consultations import queries as consultations
from participe.consultations.models import Consultation
from participe.consultations.phases import Action
from participe.consultations.wording.phases import closed_sentence
from participe.kernel import clock
from participe.kernel.authorization import for_everyone
from participe.kernel.html import clean_line
from participe.proposals.queries import finding, listing
from participe.proposals.queries.filters import Filters, Order, Scope, State
from participe.proposals.queries.listing import Facets
from participe.proposals.views.blueprint import bp
from participe.proposals.wording import lists as list_words
from participe.proposals.wording import standing as standing_words

LONGEST_SEARCH = 200

Choice = TypeVar("Choice", State, Order)


@dataclass(frozen=True)
class Wanted:
    """What the address of a list asks for, once all that is none of ours was left out [T-26]."""

    states: list[State]
    theme: str
    locality: str
    words: str
    order: Order
    default_order: Order

    @property
    def is_choosy(self) -> bool:
        """Tell whether it asks for more than words: then what is folded away is shown."""
        return bool(self.query().keys() - {"q"})

    def filters(self, facets: Facets) -> Filters:
        theme_id, _name = facets.themes.get(self.theme, (None, ""))
        return Filters(frozenset(self.states), theme_id, self.locality, self.words)

    def query(self) -> dict[str, Any]:
        """Return the part of an address that asks for the same again."""
        asked = {
            "q": self.words,
            "etat": [str(state) for state in self.states],
            "theme": self.theme,
            "quartier": self.locality,
            "tri": "" if self.order is self.default_order else str(self.order),
        }
        return {name: value for name, value in asked.items() if value}


@bp.get("/propositions")
@for_everyone
def index() -> str:
    """List the propositions of the commune, the newest first."""
    return _list(Scope(current_commune()))


@bp.get("/consultations/<slug>/propositions")
@for_everyone
def in_consultation(slug: str) -> str | Response:
    """List the propositions of a consultation: drawn for the day, or by answer once it is over."""
    commune = current_commune()
    consultation = finding.find_consultation(commune, slug)
    if consultation is None:
        moved = consultations.find_moved(commune, slug) or abort(404)
        address = url_for(".in_consultation", slug=moved.slug)
        query = request.query_string.decode("ascii", "ignore")
        return redirect(f"{address}?{query}" if query else address, 301)
    return _list(Scope(commune, consultation))


def _list(scope: Scope) -> str:
    at = clock.now()
    facets = listing.facets(scope)
    wanted = _wanted(scope, facets, at)
    after = request.args.get("apres")
    page = listing.page(scope, wanted.filters(facets), wanted.order, after=after, at=at)
    consultation = scope.consultation
    opening = consultation.allows(Action.PROPOSE, at) if consultation else None
    return render_template(
        "proposals/index.html",
        consultation=consultation,
        page=page,
        is_first_page=after is None,
        facets=facets,
        wanted=wanted,
        list_words=list_words,
        standing_words=standing_words,
        is_narrowed=bool(wanted.filters(facets)),
        base=url_for(".index"),
        here=_address(scope),
        next_url=_address(scope, **wanted.query(), apres=page.next_key) if page.next_key else None,
        first_url=_address(scope, **wanted.query()),
        orders=list_words.ORDERS if consultation else {},
        closed=_closed(consultation, at) if consultation and not opening else "",
        may_propose=bool(opening),
        at=at,
    )


def _wanted(scope: Scope, facets: Facets, at: datetime) -> Wanted:
    words = clean_line(request.args.get("q", "")[:LONGEST_SEARCH])
    theme, locality = request.args.get("theme", ""), request.args.get("quartier", "")
    default = _default_order(scope, at, searching=bool(words))
    asked = _known(Order, request.args.getlist("tri")[:1]) if scope.consultation else []
    asked = [order for order in asked if order in list_words.ORDERS]
    return Wanted(
        states=_known(State, request.args.getlist("etat")),
        theme=theme if theme in facets.themes else "",
        locality=locality if locality in facets.localities else "",
        words=words,
        order=asked[0] if asked else default,
        default_order=default,
    )


def _default_order(scope: Scope, at: datetime, *, searching: bool) -> Order:
    if searching:
        return Order.LAST_ADDED
    if scope.consultation is None:
        return Order.NEWEST
    return Order.OF_THE_DAY if scope.consultation.is_open(at) else Order.ANSWERED


def _known(kind: type[Choice], values: list[str]) -> list[Choice]:
    return [member for member in kind if member.value in values]


def _address(scope: Scope, **query: Any) -> str:
    if scope.consultation is None:
        return url_for(".index", **query)
    return url_for(".in_consultation", slug=scope.consultation.slug, **query)


def _closed(consultation: Consultation, at: datetime) -> str:
    opening = consultation.allows(Action.PROPOSE, at)
    return closed_sentence(opening, consultation.contract.answers_by)
