"""The desk of staff: what is in preparation, the task list of one, and its publication."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.session import current_account, for_staff
from participe.communes.tenancy import current_commune
from participe.consultations import page, policies, preparation, queries, services
from participe.consultations.errors import NotReady, SlugTaken
from participe.consultations.forms.preparing import NewForm
from participe.consultations.models import Consultation
from participe.consultations.views.amending import ADDRESSES
from participe.consultations.views.blueprint import Answer, Page, bp, find_to_prepare
from participe.consultations.wording import contracts as contract_words
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import require
from participe.kernel.errors import Refusal


@bp.get("/gestion/consultations")
@for_staff
def desk() -> str:
    """List the drafts, with what each still lacks, then what is published."""
    commune, now = current_commune(), clock.now()
    require(policies.may_begin(current_account(), commune))
    drafts = [(draft, preparation.missing(draft, now)) for draft in queries.drafts(commune)]
    return render_template(
        "consultations/desk.html", drafts=drafts, published=queries.published(commune), now=now
    )


@bp.route("/gestion/consultations/nouvelle", methods=["GET", "POST"])
@for_staff
def new() -> Answer:
    """Begin a draft from its question alone."""
    commune = current_commune()
    require(policies.may_begin(current_account(), commune))
    form = NewForm()
    if form.validate_on_submit():
        consultation = _created(form)
        if consultation is not None:
            db.session.commit()
            return redirect(url_for(".prepare", slug=consultation.slug), 303)
    return render_template("consultations/new.html", form=form), 422 if form.errors else 200


@bp.get("/gestion/consultations/<slug>/preparer")
@for_staff
def prepare(slug: str) -> Page:
    """Show the task list of a draft; of a published one, what may still change."""
    consultation = find_to_prepare(slug)
    if not consultation.is_published:
        return _task_list(consultation)
    now = clock.now()
    return render_template(
        "consultations/manage.html",
        consultation=consultation,
        addresses=ADDRESSES,
        history=contract_words.history(consultation),
        now=now,
        **page.followed(consultation, current_account(), now),
    )


@bp.post("/gestion/consultations/<slug>/publier")
@for_staff
def publish(slug: str) -> Answer:
    """Publish, or say in words what is missing."""
    consultation = find_to_prepare(slug)
    try:
        services.publish(consultation, by=current_account(), at=clock.now())
    except NotReady as refusal:
        db.session.rollback()
        return _task_list(consultation, refusal.sentences), 422
    except Refusal as refusal:
        db.session.rollback()
        flash(str(refusal), "error")
    else:
        db.session.commit()
        flash(_("La consultation est publiée. Tout le monde peut la lire."), "success")
    return redirect(url_for(".prepare", slug=slug), 303)


@bp.post("/gestion/consultations/<slug>/apercu/renouveler")
@for_staff
def renew_preview(slug: str) -> Response:
    """Replace the preview link; the former one stops working."""
    consultation = find_to_prepare(slug)
    services.renew_preview(consultation)
    db.session.commit()
    flash(_("Le lien d’aperçu est nouveau. L’ancien ne marche plus."), "success")
    return redirect(url_for(".prepare", slug=slug), 303)


def _created(form: NewForm) -> Consultation | None:
    try:
        return services.create(
            current_commune(), title=form.title.data, by=current_account(), at=clock.now()
        )
    except SlugTaken as refusal:
        db.session.rollback()
        form.title.errors = [str(refusal)]
        return None


def _task_list(consultation: Consultation, refused: Sequence[str] = ()) -> str:
    return render_template(
        "consultations/prepare.html",
        consultation=consultation,
        items=preparation.missing(consultation, clock.now()),
        refused=refused,
    )
