"""The pages on which people answer, correct and take back comments, whatever these are about."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts import intentions
from participe.accounts.models import Account
from participe.accounts.session import current_person, for_signed_in
from participe.communes.tenancy import current_commune
from participe.consultations.models import Consultation
from participe.contributions import policies as contributions
from participe.contributions.locating import locate
from participe.contributions.models import Contribution
from participe.discussions import policies, queries, services, subjects, wording
from participe.discussions.forms import EditForm, ReplyForm
from participe.discussions.models import Comment
from participe.discussions.page import Viewpoint, address, anchor_of
from participe.extensions import db
from participe.kernel import clock, limits
from participe.kernel.authorization import Hidden, for_everyone, require
from participe.kernel.errors import Refusal

bp = Blueprint("discussions", __name__, url_prefix="/<commune>")
BLUEPRINTS = (bp,)

Page = str | tuple[str, int]


@bp.get("/commentaires/<int:comment_id>")
@for_everyone
def show(comment_id: int) -> Response:
    """Lead to a comment in its thread; one that left no trace there says why."""
    comment = _find(comment_id)
    if comment.is_withdrawn and not comment.comments_count and not comment.is_hidden:
        raise Hidden(_("Ce commentaire a été retiré par son auteur ou son autrice."))
    return redirect(address(comment), 303)


@bp.get("/commentaires/<int:comment_id>/reponses")
@for_everyone
def replies(comment_id: int) -> str | Response:
    """Show the replies to a comment that are too many for the thread."""
    comment = _find(comment_id)
    if comment.parent_id:
        return redirect(address(comment), 303)
    return render_template(
        "discussions/replies.html",
        comment=comment,
        subject_url=locate(comment.subject),
        replies=queries.replies(comment, request.args.get("apres")),
        view=_viewpoint(comment),
    )


@bp.route("/commentaires/<int:comment_id>/repondre", methods=["GET", "POST"])
@for_everyone
def reply(comment_id: int) -> Page | Response:
    """Answer a comment; what a visitor typed is published once they have signed in."""
    comment = _find_readable(comment_id)
    form = ReplyForm()
    if form.validate_on_submit():
        url = publish(form, comment.subject, parent=comment)
        if url:
            return redirect(url, 303)
    page = render_template(
        "discussions/reply.html",
        form=form,
        comment=comment,
        view=_viewpoint(comment),
        back=address(comment),
    )
    return page, 422 if form.errors else 200


@bp.route("/commentaires/<int:comment_id>/modifier", methods=["GET", "POST"])
@for_signed_in
def edit(comment_id: int) -> Page | Response:
    """Correct one's comment, within its ten minutes."""
    comment = _find_readable(comment_id)
    require(policies.may_edit(current_person(), comment))
    form = EditForm(body=comment.body, based_on=str(comment.version))
    if form.validate_on_submit() and _edited(comment, form):
        return redirect(address(comment), 303)
    page = render_template(
        "discussions/edit.html", form=form, comment=comment, back=address(comment)
    )
    return page, 422 if form.errors else 200


@bp.route("/commentaires/<int:comment_id>/retirer", methods=["GET", "POST"])
@for_signed_in
def withdraw(comment_id: int) -> str | Response:
    """Ask once, then take one's comment back."""
    comment = _find(comment_id)
    require(policies.may_withdraw(current_person(), comment))
    if request.method != "POST":
        return render_template("discussions/withdraw.html", comment=comment, back=address(comment))
    services.withdraw(comment, at=clock.now())
    db.session.commit()
    flash(_("Votre commentaire est retiré."), "success")
    return redirect(address(comment) if comment.comments_count else locate(comment.subject), 303)


@bp.get("/commentaires/<int:comment_id>/versions")
@for_everyone
def versions(comment_id: int) -> str:
    """Show how a comment was worded before."""
    comment = _find_readable(comment_id)
    return render_template(
        "discussions/versions.html",
        comment=comment,
        changes=wording.changes(comment),
        back=address(comment),
    )


def publish(form: ReplyForm, subject: Contribution, *, parent: Comment | None = None) -> str | None:
    """Publish what was typed, or keep it until its author has signed in; return where to go on.

    A refusal is put into the form, with everything typed, and None is returned. Commits.
    """
    person, at = current_person(), clock.now()
    consultation = subjects.consultation_of(subject)
    try:
        if not isinstance(person, Account):
            return _keep(form, subject, parent, consultation)
        limits.spend(db.session, services.COMMENTS, person.id, at)
        comment = services.comment(
            subject,
            consultation=consultation,
            author=person,
            body=form.body.data,
            position=form.stance,
            parent=parent,
            at=at,
        )
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return None
    db.session.commit()
    said = _("Votre commentaire est publié. Vous pouvez le modifier pendant dix minutes.")
    flash(said, f"success@{anchor_of(comment)}")
    return address(comment)


def _keep(
    form: ReplyForm, subject: Contribution, parent: Comment | None, consultation: Consultation
) -> str:
    services.check_open(subject, parent, consultation, clock.now())
    payload = {
        "subject": subject.id,
        "parent": parent.id if parent else None,
        "body": form.body.data,
        "position": form.stance,
    }
    intentions.keep("comment", payload)
    db.session.commit()
    return url_for("accounts.sign_in")


def _edited(comment: Comment, form: EditForm) -> bool:
    """Correct the comment, or put the refusal into the form."""
    try:
        services.edit(
            comment,
            consultation=subjects.consultation_of(comment.subject),
            body=form.body.data,
            based_on=form.version,
            at=clock.now(),
        )
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return False
    db.session.commit()
    flash(_("Votre commentaire est modifié."), f"success@{anchor_of(comment)}")
    return True


def _find(comment_id: int) -> Comment:
    """Return a comment of this commune on a text that may be read; else the reason, or 404."""
    comment = queries.find(current_commune(), comment_id) or abort(404)
    if not contributions.may_see(current_person(), comment.subject):
        raise Hidden(comment.subject.hidden_reason or "")
    return comment


def _find_readable(comment_id: int) -> Comment:
    """Return a comment whose words may be read; of another its reason, with 410."""
    comment = _find(comment_id)
    if comment.is_withdrawn:
        raise Hidden(_("Ce commentaire a été retiré par son auteur ou son autrice."))
    if not contributions.may_see(current_person(), comment):
        raise Hidden(comment.hidden_reason or "")
    return comment


def _viewpoint(comment: Comment) -> Viewpoint:
    return Viewpoint(current_person(), clock.now(), subjects.consultation_of(comment.subject))
