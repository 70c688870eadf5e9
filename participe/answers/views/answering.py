"""One answer: its draft, its signature and its publication."""

from datetime import UTC, datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.models import Account
from participe.accounts.session import current_account, for_officials, for_staff_and_officials
from participe.answers import page, policies, queries, services
from participe.answers.errors import DraftChanged
from participe.answers.forms.answering import AnswerForm
from participe.answers.models import OfficialResponse
from participe.answers.queries import cases, reading
from participe.answers.views import access
from participe.answers.views.blueprint import bp
from participe.extensions import db
from participe.kernel import clock, french
from participe.kernel.authorization import require
from participe.kernel.errors import Refusal
from participe.kernel.readability import readability
from participe.proposals.models import Proposal
from participe.proposals.queries import grouping

Page = str | tuple[str, int]

NEVER = datetime(1, 1, 1, tzinfo=UTC)


@bp.get("/gestion/reponses/<int:number>")
@for_staff_and_officials
def edit(number: int) -> Page | Response:
    """Show a proposition whole with all that one weighs, and the draft of its answer."""
    proposal = access.find(number)
    if proposal.number != number:
        return redirect(url_for(".edit", number=proposal.number), 303)
    draft = queries.draft_of(proposal)
    shown = draft or queries.current(proposal)
    form = AnswerForm(obj=shown)
    form.outcome.data = shown.outcome.value if shown and shown.outcome else None
    form.based_on.data = _stamp(draft)
    return _edit_page(proposal, form, draft)


@bp.post("/gestion/reponses/<int:number>")
@for_staff_and_officials
def save(number: int) -> Page | Response:
    """Keep the draft."""
    proposal = access.find(number)
    form = AnswerForm()
    draft = _saved(proposal, form)
    if draft is None:
        return _refused(proposal, form)
    db.session.commit()
    flash(_("Le brouillon est enregistré."), "success")
    return redirect(url_for(".edit", number=number), 303)


@bp.get("/gestion/reponses/<int:number>/apercu")
@for_staff_and_officials
def preview(number: int) -> str:
    """Show the saved draft as everyone would read it."""
    proposal = access.find(number)
    draft = queries.draft_of(proposal) or abort(404)
    return render_template(
        "answers/preview.html",
        proposal=proposal,
        draft=draft,
        readable=readability(_words_of(draft)),
    )


@bp.post("/gestion/reponses/<int:number>/envoyer")
@for_staff_and_officials
def send_to_sign(number: int) -> Page | Response:
    """Keep the draft and ask an official to sign it."""
    proposal = access.find(number)
    form = AnswerForm()
    signer = _signer(request.form.get("signer", ""))
    complete = form.validate() and _is_complete(proposal, form)
    if signer is None:
        form.form_errors.append(_("Choisissez qui signe la réponse."))
    draft = _saved(proposal, form) if complete and signer else None
    if draft is None or signer is None:
        return _refused(proposal, form)
    services.send_to_sign(draft, signer=signer, at=clock.now())
    db.session.commit()
    whose = french.of(signer.shown_name)
    flash(_("La réponse attend la signature %(of_name)s.", of_name=whose), "success")
    return redirect(url_for(".desk"), 303)


@bp.post("/gestion/reponses/<int:number>/renvoyer")
@for_officials
def send_back(number: int) -> Response:
    """Return an unsigned answer to the staff."""
    draft = queries.draft_of(access.find(number)) or abort(404)
    services.send_back(draft)
    db.session.commit()
    flash(_("La réponse est renvoyée au service."), "success")
    return redirect(url_for(".mine"), 303)


@bp.post("/gestion/reponses/<int:number>/signer")
@for_officials
def sign(number: int) -> Page | Response:
    """Keep what is typed, sign it in one's name and mandate, and publish it."""
    proposal = access.find(number)
    now = clock.now()
    require(policies.may_sign(current_account(), proposal, clock.day_of(now)))
    form = AnswerForm()
    complete = form.validate() and _is_complete(proposal, form)
    draft = _saved(proposal, form) if complete else None
    if draft is None:
        return _refused(proposal, form)
    services.sign(proposal, by=current_account(), at=now, based_on=draft.saved_at)
    db.session.commit()
    flash(_("La réponse est signée et publiée."), "success")
    return redirect(
        url_for("proposals.show", number=number, slug=proposal.slug, _anchor="reponse"), 303
    )


def _is_complete(proposal: Proposal, form: AnswerForm) -> bool:
    return form.is_complete(
        is_new_version=proposal.is_answered, published=queries.current(proposal), at=clock.now()
    )


def _saved(proposal: Proposal, form: AnswerForm) -> OfficialResponse | None:
    """Save what was typed, or put into the form why not, and answer None."""
    if not form.validate():
        return None
    based_on = _moment(form.based_on.data)
    try:
        return services.save(
            proposal, form.content(), by=current_account(), at=clock.now(), based_on=based_on
        )
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        if isinstance(refusal, DraftChanged):
            form.based_on.data = _stamp(queries.draft_of(proposal))
        return None


def _refused(proposal: Proposal, form: AnswerForm) -> tuple[str, int]:
    db.session.rollback()
    return _edit_page(proposal, form, queries.draft_of(proposal)), 422


def _edit_page(proposal: Proposal, form: AnswerForm, draft: OfficialResponse | None) -> str:
    now = clock.now()
    promised = cases.standing(proposal)
    return render_template(
        "answers/edit.html",
        proposal=proposal,
        form=form,
        draft=draft,
        promised=promised,
        published=queries.versions(proposal),
        notes=cases.notes_of(proposal),
        channels=reading.supports_by_channel(proposal),
        arguments=reading.arguments(proposal),
        near=reading.near(proposal),
        members=grouping.members(proposal),
        readable=readability(_words_of(draft)) if draft else None,
        officials=access.officials(),
        may_sign=policies.may_sign(current_account(), proposal, clock.day_of(now)),
        now=now,
        **page.context(promised, now),
    )


def _words_of(draft: OfficialResponse) -> str:
    """Return what of a draft is prose, to be measured."""
    return f"{draft.what_we_do}\n{draft.why_not}"


def _signer(typed: str) -> Account | None:
    return next((who for who in access.officials() if str(who.id) == typed), None)


def _stamp(draft: OfficialResponse | None) -> str:
    """Write which saved draft an editor is reading."""
    return draft.saved_at.isoformat() if draft else ""


def _moment(stamp: str | None) -> datetime | None:
    """Read a stamp of ours; anything else can be no draft's, and is refused as another's change."""
    if not stamp:
        return None
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return NEVER
    return moment if moment.tzinfo else NEVER
