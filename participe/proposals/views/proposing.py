"""The first two steps of a proposition: one's idea, and those that resemble it.

The draft's row is the truth: each step saves it and leads to the next by its address, so that a
crash, a back button, a second tab or thirty days lose nothing. A visitor writes without an
account; see `publishing` for the last step.
"""

from collections.abc import Sequence

from flask import flash, render_template, request
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.session import current_account, current_person
from participe.communes.tenancy import current_commune
from participe.consultations.models import Consultation
from participe.consultations.phases import Action
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import for_everyone
from participe.kernel.errors import Refusal
from participe.proposals.errors import AlreadySupported, PublishedAlready
from participe.proposals.forms.proposing import ComparisonForm, IdeaForm
from participe.proposals.models import Proposal, ProposalDraft
from participe.proposals.queries import drafts, finding, similar
from participe.proposals.services import drafting, supporting
from participe.proposals.views import writing
from participe.proposals.views.blueprint import bp
from participe.proposals.views.writing import Page
from participe.proposals.wording import standing as standing_words


@bp.get("/consultations/<slug>/proposer")
@for_everyone
def propose(slug: str) -> Page:
    """Ask for the idea; whoever has begun one goes on with it, unless they ask for another."""
    consultation = writing.open_consultation(slug)
    begun = None if "autre" in request.args else writing.begun_in(consultation)
    if begun:
        return writing.see(writing.address("idea", consultation, begun), 302)
    writing.hand_key_out()
    return _idea_page(consultation, IdeaForm(), None)


@bp.post("/consultations/<slug>/proposer")
@for_everyone
def begin(slug: str) -> Page:
    """Keep a first idea as a draft."""
    return _save_idea(writing.open_consultation(slug), None)


@bp.get("/consultations/<slug>/proposer/<int:draft_id>")
@for_everyone
def resume(slug: str, draft_id: int) -> Page:
    """Lead to where a draft stands: a second click whose first has not answered yet comes here."""
    consultation = writing.open_consultation(slug)
    draft = writing.find_draft(consultation, draft_id)
    return writing.see(writing.address("idea", consultation, draft), 302)


@bp.get("/consultations/<slug>/proposer/<int:draft_id>/idee")
@for_everyone
def idea(slug: str, draft_id: int) -> Page:
    """Show the idea again, to go on with it or to change it."""
    consultation = writing.open_consultation(slug)
    draft = writing.find_draft(consultation, draft_id)
    return _idea_page(consultation, IdeaForm(obj=draft), draft)


@bp.post("/consultations/<slug>/proposer/<int:draft_id>/idee")
@for_everyone
def save_idea(slug: str, draft_id: int) -> Page:
    """Keep the idea as it is now; a draft that this person does not hold (any more) is begun anew.

    So a sign-in that ended while they were typing loses nothing of it [R-4].
    """
    consultation = writing.open_consultation(slug)
    draft = drafts.find(current_commune(), draft_id, clock.now())
    held = draft is not None and draft.consultation_id == consultation.id and writing.is_held(draft)
    return _save_idea(consultation, draft if held else None)


@bp.get("/consultations/<slug>/proposer/<int:draft_id>/ressemblances")
@for_everyone
def compare(slug: str, draft_id: int) -> Page:
    """Show the ideas that resemble this one; where there are none, the step does not exist."""
    consultation = writing.open_consultation(slug)
    draft = writing.find_draft(consultation, draft_id)
    found = similar.similar_to(draft, current_person().id)
    if not found:
        return writing.see(writing.address("check", consultation, draft), 302)
    return _comparison_page(draft, ComparisonForm(), found)


@bp.post("/consultations/<slug>/proposer/<int:draft_id>/ressemblances")
@for_everyone
def choose(slug: str, draft_id: int) -> Page:
    """Go on with one's own idea, or support one that exists, and come back to the others."""
    consultation = writing.open_consultation(slug)
    draft = writing.find_draft(consultation, draft_id)
    found = similar.similar_to(draft, current_person().id)
    form = ComparisonForm()
    chosen = form.chosen(found)
    try:
        if chosen:
            return _support_too(draft, chosen)
        drafting.keep_own(draft, at=clock.now())
    except Refusal as refusal:
        form.form_errors.append(str(refusal))
        db.session.rollback()
        return _comparison_page(draft, form, found)
    db.session.commit()
    return writing.see(writing.address("check", consultation, draft))


def _save_idea(consultation: Consultation, draft: ProposalDraft | None) -> Page:
    form = IdeaForm()
    if not form.validate():
        return _idea_page(consultation, form, draft)
    try:
        writing.spend()
        draft = writing.write(consultation, draft, form.text())
    except PublishedAlready as refusal:
        writing.stop(consultation, str(refusal), 409, draft.published if draft else None)
    except Refusal as refusal:
        form.form_errors.append(str(refusal))
        db.session.rollback()
        return _idea_page(consultation, form, draft, writing.status_of(refusal))
    db.session.commit()
    if "preview" in request.form:
        return writing.see(
            writing.address("idea", consultation, draft, apercu="oui", _anchor="apercu")
        )
    step = "compare" if writing.must_compare(draft) else "check"
    return writing.see(writing.address(step, consultation, draft))


def _support_too(draft: ProposalDraft, proposal: Proposal) -> Response:
    """Support a proposition beside one's own idea, which stays a draft until it is published."""
    if not current_person().display_name:
        return writing.sign_in_first("support", {"number": proposal.number, "has_draft": True})
    said = _("Vous soutenez « %(title)s ». Merci.", title=proposal.title)
    try:
        supporting.support(proposal, person=current_account(), at=clock.now())
    except AlreadySupported as refusal:
        said = str(refusal)
    db.session.commit()
    flash(said, "success")
    return writing.see(writing.address("compare", draft.consultation, draft))


def _idea_page(
    consultation: Consultation, form: IdeaForm, draft: ProposalDraft | None, status: int = 422
) -> Page:
    wants_preview = "apercu" in request.args or "preview" in request.form
    page = render_template(
        "proposals/propose/idea.html",
        consultation=consultation,
        form=form,
        draft=draft,
        preview=form.text() if wants_preview else None,
    )
    return page, status if form.errors else 200


def _comparison_page(draft: ProposalDraft, form: ComparisonForm, found: Sequence[Proposal]) -> Page:
    at = clock.now()
    page = render_template(
        "proposals/propose/compare.html",
        consultation=draft.consultation,
        draft=draft,
        form=form,
        similar=found,
        words=standing_words,
        at=at,
        supported=finding.supported_among(current_person(), found),
        may_support=bool(draft.consultation.allows(Action.SUPPORT, at)),
    )
    return page, 422 if form.errors else 200
