"""The desk of commitments: what is late comes first; updates, and commitments that staff add."""

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.session import current_account, current_person, for_staff_and_officials
from participe.answers import queries as answers
from participe.commitments import policies
from participe.commitments.errors import UpdatedMeanwhile
from participe.commitments.forms import PromiseForm, UpdateForm
from participe.commitments.models import Commitment, State
from participe.commitments.queries import listing
from participe.commitments.services import making, updating
from participe.commitments.services.updating import News, Proof
from participe.commitments.views.blueprint import address, bp, find
from participe.communes.tenancy import current_commune
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import require
from participe.kernel.errors import Refusal
from participe.proposals.models import Proposal
from participe.proposals.queries import finding as proposals

Page = str | tuple[str, int]
LAST_OVER = 20


@bp.get("/gestion/engagements")
@for_staff_and_officials
def desk() -> str:
    """List what is to be told of: late, within a week, later; then what is over."""
    _ensure_allowed()
    commune, now = current_commune(), clock.now()
    limit = clock.day_of(now) + listing.SOON
    open_ones = listing.to_update(commune)
    return render_template(
        "commitments/desk.html",
        late=[one for one in open_ones if one.is_late(now)],
        soon=[one for one in open_ones if not one.is_late(now) and one.due_on <= limit],
        later=[one for one in open_ones if one.due_on > limit],
        over=listing.over(commune, LAST_OVER),
        now=now,
    )


@bp.route("/gestion/engagements/nouveau", methods=["GET", "POST"])
@for_staff_and_officials
def new() -> Page | Response:
    """Add a commitment to an answered proposition."""
    _ensure_allowed()
    proposal = _asked_for()
    form = PromiseForm()
    if form.validate_on_submit() and (made := _made(proposal, form)):
        flash(_("L’engagement est publié."), "success")
        return redirect(address(made), 303)
    page = render_template(
        "commitments/new.html",
        proposal=proposal,
        form=form,
        may_promise=making.may_promise(answers.current(proposal)),
    )
    return page, 422 if form.errors else 200


@bp.route("/gestion/engagements/<int:commitment_number>", methods=["GET", "POST"])
@for_staff_and_officials
def update(commitment_number: int) -> Page | Response:
    """Say where a commitment stands."""
    _ensure_allowed()
    commitment = find(commitment_number)
    form = UpdateForm()
    if form.validate_on_submit() and _updated(commitment, form):
        flash(_("La mise à jour est publiée."), "success")
        return redirect(address(commitment), 303)
    if not form.is_submitted():
        form.state.data = commitment.state.value
    if not form.errors or _is_outrun(form):
        form.based_on.data = str(updating.last_number(commitment))
    page = render_template(
        "commitments/update.html", commitment=commitment, form=form, now=clock.now()
    )
    return page, 422 if form.errors else 200


def _ensure_allowed() -> None:
    require(policies.may_update(current_person(), current_commune()))


def _asked_for() -> Proposal:
    """Return the proposition that the address names by its number."""
    typed = request.args.get("proposition", "")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0  # noqa: PLR2004
    return proposals.find(current_commune(), number) or abort(404)


def _made(proposal: Proposal, form: PromiseForm) -> Commitment | None:
    """Add it, or put into the form why not. Commits."""
    try:
        made = making.add(proposal, form.promised(), by=current_account(), at=clock.now())
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return None
    db.session.commit()
    return made


def _updated(commitment: Commitment, form: UpdateForm) -> bool:
    """Publish the update, or put into the form why not. Commits."""
    try:
        proof = _proof(form)
    except Refusal as refusal:
        form.proof.errors = [str(refusal)]
        return False
    try:
        updating.update(
            commitment,
            _news(form, proof),
            by=current_account(),
            at=clock.now(),
            based_on=form.last_seen,
        )
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return False
    db.session.commit()
    return True


def _proof(form: UpdateForm) -> Proof | None:
    """Check the file that was sent, while nobody waits for us."""
    content = form.proof.data.read() if form.proof.data else b""
    if not content:
        return None
    db.session.rollback()
    return updating.check_proof(content, alternative=form.alternative.data)


def _news(form: UpdateForm, proof: Proof | None) -> News:
    return News(
        state=State(form.state.data),
        sentence=form.sentence.data,
        reason=form.reason.data or "",
        expected_on=form.expected_on.data,
        decision_url=form.decision_address,
        proof=proof,
    )


def _is_outrun(form: UpdateForm) -> bool:
    """Tell whether a colleague's update came between: the page then shows it."""
    return str(UpdatedMeanwhile()) in form.form_errors
