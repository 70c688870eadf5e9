"""Correcting with the code of a receipt, by the rules that everybody's texts have.

Whoever typed the first text stays its typist; the correction is the person's, and visible.
"""

from collections.abc import Callable

from flask import abort, flash, render_template, request
from flask_babel import gettext as _

from participe.assistance.models.people import Participant
from participe.assistance.services import following as services
from participe.assistance.views.blueprint import bp
from participe.assistance.views.following import Page, own, refused, see_all
from participe.assistance.views.opening import with_code
from participe.communes.tenancy import current_commune
from participe.consultations.models import Consultation
from participe.contributions.errors import ChangedMeanwhile
from participe.contributions.models import Contribution
from participe.discussions import subjects
from participe.discussions.forms import EditForm as CommentForm
from participe.discussions.models import Comment
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import for_everyone
from participe.kernel.errors import Refusal
from participe.proposals.forms.authoring import EditForm
from participe.proposals.models import Proposal
from participe.proposals.queries import finding
from participe.proposals.services import editing
from participe.texts.forms.remarking import CorrectRemarkForm, form_of
from participe.texts.models import Remark


@bp.route("/suivi/corriger/<int:number>", methods=["GET", "POST"])
@for_everyone
@with_code
def correct(participant: Participant, number: int) -> Page:
    """Let somebody change their proposition until the commune answers."""
    finder = finding.find_to_change if request.method == "POST" else finding.find
    proposal = finder(current_commune(), number)
    if proposal is None or proposal.author_id != participant.id:
        abort(404)
    try:
        editing.ensure_editable(proposal)
    except Refusal as refusal:
        return refused(refusal)
    form = EditForm(title=proposal.title, body=proposal.body, based_on=str(proposal.version))
    if form.validate_on_submit() and _saved(
        proposal, form, lambda: _edit(proposal, participant, form)
    ):
        flash(_("Votre proposition est corrigée. L’ancien texte reste lisible."), "success")
        return see_all()
    page = render_template("assistance/correct.html", form=form, proposal=proposal)
    return page, 422 if form.errors else 200


@bp.route("/suivi/corriger-un-texte/<int:contribution_id>", methods=["GET", "POST"])
@for_everyone
@with_code
def correct_words(participant: Participant, contribution_id: int) -> Page:
    """Let somebody change their comment until it is answered, or their remark until a decision."""
    contribution = own(participant, contribution_id)
    if not isinstance(contribution, Comment | Remark):
        abort(404)
    consultation = subjects.consultation_of(getattr(contribution, "subject", contribution))
    try:
        services.ensure_correctable(contribution, consultation, clock.now())
    except Refusal as refusal:
        return refused(refusal)
    form = _form_of(contribution)
    if form.validate_on_submit() and _saved(
        contribution, form, lambda: _edit_words(contribution, consultation, form)
    ):
        flash(_("Votre texte est corrigé. L’ancien texte reste lisible."), "success")
        return see_all()
    page = render_template("assistance/correct_words.html", form=form, contribution=contribution)
    return page, 422 if form.errors else 200


def _form_of(contribution: Comment | Remark) -> CommentForm | CorrectRemarkForm:
    if isinstance(contribution, Remark):
        return form_of(contribution)
    return CommentForm(body=contribution.body, based_on=str(contribution.version))


def _edit(proposal: Proposal, participant: Participant, form: EditForm) -> None:
    editing.edit(
        proposal,
        by=participant,
        text=form.text(),
        based_on=form.version,
        at=clock.now(),
        note=form.note.data,
    )


def _edit_words(
    contribution: Comment | Remark,
    consultation: Consultation,
    form: CommentForm | CorrectRemarkForm,
) -> None:
    services.correct(
        contribution,
        consultation=consultation,
        body=form.body.data,
        based_on=form.version,
        at=clock.now(),
    )


def _saved(
    contribution: Contribution,
    form: EditForm | CommentForm | CorrectRemarkForm,
    edit: Callable[[], None],
) -> bool:
    """Change the words and commit, or put the refusal into the form."""
    try:
        edit()
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        if isinstance(refusal, ChangedMeanwhile):
            form.based_on.data = str(contribution.version)
        return False
    db.session.commit()
    return True
