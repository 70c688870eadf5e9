"""The queue of reported texts, and what staff decide: keep, hide, undo. One address per verb."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from participe.accounts.session import current_account, for_staff
from participe.communes.tenancy import current_commune
from participe.contributions.models import Contribution
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import require
from participe.kernel.errors import Refusal
from participe.kernel.pagination import key_of
from participe.moderation import forms, policies, services
from participe.moderation.errors import AlreadyDecided, DecidedSince, NothingChosen, TooLateToUndo
from participe.moderation.forms import HideForm, HideManyForm
from participe.moderation.models import ModerationDecision
from participe.moderation.queries import cases, finding, notices
from participe.moderation.queries import decisions as queries
from participe.moderation.queries.cases import Case
from participe.moderation.views.blueprint import bp

Page = str | tuple[str, int]


@dataclass(frozen=True)
class Item:
    """A case as the queue shows it, to one member of staff."""

    case: Case
    form: HideForm
    may_decide: bool
    is_late: bool

    @property
    def key(self) -> str:
        """What its box says when it is chosen: the text, and the last decision seen of it."""
        return key_of(self.case.contribution.id, self.case.seen)


@bp.get("/gestion/moderation")
@for_staff
def queue() -> str:
    """Show what is reported, the one that waits longest first."""
    return _queue_page(HideManyForm(formdata=None, prefix="bulk-"))


@bp.get("/gestion/moderation/mes-decisions")
@for_staff
def mine() -> str:
    """Show one's own decisions, the last ones with the way to undo them."""
    return render_template(
        "moderation/mine.html",
        decisions=queries.decided_by(current_account(), request.args.get("apres")),
        now=clock.now(),
    )


@bp.get("/gestion/moderation/<int:contribution_id>")
@for_staff
def case(contribution_id: int) -> Page:
    """Show one text, reported or not, with everything that was decided on it."""
    return _case_page(_item(cases.of(_find(contribution_id))))


@bp.post("/gestion/moderation/<int:contribution_id>/garder")
@for_staff
def keep(contribution_id: int) -> Page | Response:
    """Leave a reported text as it is."""
    contribution = _find_mine(contribution_id)
    try:
        services.keep(
            contribution,
            by=current_account(),
            seen=forms.number(request.form.get("seen")),
            at=clock.now(),
        )
    except AlreadyDecided as refusal:
        return _decided_page(contribution, refusal)
    db.session.commit()
    flash(_("Le texte est gardé. Vous pouvez annuler pendant dix minutes."), "success")
    return redirect(url_for(".queue"), 303)


@bp.post("/gestion/moderation/<int:contribution_id>/masquer")
@for_staff
def hide(contribution_id: int) -> Page | Response:
    """Hide a text, with its reasons."""
    contribution = _find_mine(contribution_id)
    form = HideForm(prefix=_prefix(contribution))
    if not form.validate_on_submit():
        return _case_page(_item(cases.of(contribution), form))
    try:
        services.hide(
            contribution,
            form.reasons(),
            by=current_account(),
            seen=forms.number(form.seen.data),
            at=clock.now(),
        )
    except AlreadyDecided as refusal:
        return _decided_page(contribution, refusal)
    db.session.commit()
    flash(_("Le texte est masqué. Vous pouvez annuler pendant dix minutes."), "success")
    return redirect(url_for(".queue"), 303)


@bp.post("/gestion/moderation/masquer")
@for_staff
def hide_chosen() -> Page | Response:
    """Hide all the texts whose box was ticked, on one ground."""
    form = HideManyForm(prefix="bulk-")
    chosen = forms.chosen(request.form.getlist("chosen"))
    found = cases.find_all(current_commune(), list(chosen))
    if not found:
        flash(str(NothingChosen()), "error")
        return redirect(url_for(".queue"), 303)
    if not form.validate_on_submit():
        return _queue_page(form), 422
    person = current_account()
    require(all(policies.may_decide(person, one.contribution, one.notices) for one in found))
    decisions = services.hide_all(
        [(one.contribution, chosen[one.contribution.id]) for one in found],
        form.reasons(),
        by=person,
        at=clock.now(),
    )
    db.session.commit()
    _say_hidden(len(decisions), len(chosen) - len(decisions))
    return redirect(url_for(".queue"), 303)


@bp.post("/gestion/moderation/annuler")
@for_staff
def undo_last() -> Response:
    """Undo one's last decision, or all of those taken at once."""
    return _undo(queries.last_gesture(current_account(), clock.now()))


@bp.post("/gestion/moderation/decisions/<int:decision_id>/annuler")
@for_staff
def undo(decision_id: int) -> Response:
    """Undo one of one's decisions."""
    decision = finding.find_decision(current_commune(), decision_id) or abort(404)
    require(policies.may_undo(current_account(), decision))
    return _undo([decision])


def _undo(decisions: Sequence[ModerationDecision]) -> Response:
    try:
        services.undo(decisions, at=clock.now())
    except (TooLateToUndo, DecidedSince) as refusal:
        db.session.rollback()
        flash(str(refusal), "error")
        return redirect(url_for(".queue"), 303)
    db.session.commit()
    number = len(decisions)
    flash(
        ngettext("La décision est annulée.", "%(num)s décisions sont annulées.", number), "success"
    )
    return redirect(url_for(".queue"), 303)


def _queue_page(bulk: HideManyForm) -> str:
    """Show a page of the queue; the boxes that were ticked when a reason lacked stay ticked."""
    after = request.args.get("apres")
    found = cases.waiting(current_commune(), after)
    return render_template(
        "moderation/queue.html",
        items=[_item(case) for case in found],
        after=after,
        next_key=found.next_key,
        count=cases.count_waiting(current_commune()),
        bulk=bulk,
        chosen=request.form.getlist("chosen"),
        undoable=queries.last_gesture(current_account(), clock.now()),
    )


def _say_hidden(hidden: int, left: int) -> None:
    if hidden:
        flash(ngettext("Un texte est masqué.", "%(num)s textes sont masqués.", hidden), "success")
    if left:
        words = ngettext(
            "Un texte avait déjà été traité : rien n’a changé.",
            "%(num)s textes avaient déjà été traités : rien n’a changé.",
            left,
        )
        flash(words, "warning")


def _case_page(item: Item) -> Page:
    page = render_template(
        "moderation/case.html",
        item=item,
        history=queries.history(item.case.contribution),
        now=clock.now(),
    )
    return page, 422 if item.form.errors else 200


def _decided_page(contribution: Contribution, refusal: Refusal) -> tuple[str, int]:
    """Say who decided meanwhile; the state that the person acted on is no longer there (T-42)."""
    db.session.rollback()
    decision = queries.last_decision(contribution)
    return render_template("moderation/decided.html", decision=decision, refusal=refusal), 409


def _item(case: Case, form: HideForm | None = None) -> Item:
    return Item(
        case,
        form or HideForm(formdata=None, prefix=_prefix(case.contribution), seen=str(case.seen)),
        policies.may_decide(current_account(), case.contribution, case.notices),
        case.is_late(clock.now()),
    )


def _prefix(contribution: Contribution) -> str:
    return f"t{contribution.id}-"


def _find(contribution_id: int) -> Contribution:
    return finding.find_contribution(current_commune(), contribution_id) or abort(404)


def _find_mine(contribution_id: int) -> Contribution:
    """Return a text that this person may decide on; 403 on their own, or one they reported."""
    contribution = _find(contribution_id)
    waiting = notices.open_notices(contribution)
    require(policies.may_decide(current_account(), contribution, waiting))
    return contribution
