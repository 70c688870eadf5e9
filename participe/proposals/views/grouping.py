"""Putting similar propositions under one, for staff; taking them out, for their authors too."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from participe.accounts.session import current_account, current_person, for_signed_in, for_staff
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import require
from participe.kernel.errors import Refusal
from participe.kernel.html import clean_line
from participe.proposals import policies
from participe.proposals.forms.grouping import GroupForm, LeaveForm
from participe.proposals.models import Proposal
from participe.proposals.queries import grouping as queries
from participe.proposals.queries import similar
from participe.proposals.services import grouping
from participe.proposals.views import access
from participe.proposals.views.blueprint import bp
from participe.proposals.wording import lists as list_words

Page = str | tuple[str, int] | Response
LONGEST_SEARCH = 200
LONGEST_NUMBER = 9  # digits


@bp.get("/gestion/propositions/regrouper")
@for_staff
def regroup() -> str:
    """Show what resembles a proposition, or what is searched for, to tick and put under it."""
    return _page(_lead(request.args.get("proposition", "")), GroupForm())


@bp.post("/gestion/propositions/regrouper")
@for_staff
def group() -> Page:
    """Put the ticked ones under the proposition, for a reason that everyone reads."""
    lead = _lead(request.form.get("proposition", ""))
    form = GroupForm()
    if not form.validate():
        return _page(lead, form), 422
    try:
        members = queries.numbered(lead, form.numbers())
        grouping.group(lead, members, by=current_account(), reason=form.reason.data, at=clock.now())
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return _page(lead, form), 422
    address = _address(lead)
    db.session.commit()
    said = ngettext(
        "%(num)d proposition est regroupée sous celle-ci.",
        "%(num)d propositions sont regroupées sous celle-ci.",
        len(members),
    )
    flash(said, "success")
    return redirect(address, 303)


@bp.route("/propositions/<int:number>/quitter-le-groupe", methods=["GET", "POST"])
@for_signed_in
def leave_group(number: int) -> Page:
    """Explain what leaving means, then take a proposition out of its group."""
    proposal = access.find(number)
    require(policies.may_ungroup(current_person(), proposal))
    address = _address(proposal)
    head = queries.head(proposal)
    form = LeaveForm()
    if not form.validate_on_submit():
        page = render_template(
            "proposals/leave_group.html",
            proposal=proposal,
            head=head,
            back=address,
            form=form,
            is_own=current_person().id == proposal.author_id,
        )
        return (page, 422) if form.errors else page
    try:
        grouping.leave(
            proposal, by=current_account(), at=clock.now(), reason=form.reason.data or ""
        )
    except Refusal as refusal:
        db.session.rollback()
        flash(str(refusal), "error")
        return redirect(address, 303)
    db.session.commit()
    flash(_("C’est fait. Le groupe a changé."), "success")
    return redirect(address, 303)


def _lead(typed: str) -> Proposal:
    known = typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER
    return access.find(int(typed) if known else abort(404))


def _page(lead: Proposal, form: GroupForm) -> str:
    words = clean_line(request.values.get("q", "")[:LONGEST_SEARCH])
    ticked = queries.numbered(lead, form.numbers())
    found = similar.to_group_with(lead, words)
    offered = [*ticked, *(p for p in found if p not in ticked)]
    form.offer(offered)
    return render_template(
        "proposals/regroup.html",
        lead=lead,
        form=form,
        offered=offered,
        q=words,
        closed=_closed(lead),
        hints={str(p.number): list_words.told_of(p) for p in offered},
        back=_address(lead),
    )


def _closed(lead: Proposal) -> str:
    """Say why nothing can be put under this proposition; nothing while it can."""
    try:
        grouping.check_lead(lead)
    except Refusal as refusal:
        return str(refusal)
    return ""


def _address(proposal: Proposal) -> str:
    return url_for(".show", number=proposal.number, slug=proposal.slug)
