"""What may be added to a draft, one small page each; and discarding it."""

from flask import flash, render_template, url_for
from flask_babel import gettext as _

from participe.accounts.session import current_person
from participe.communes.tenancy import current_commune
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import for_everyone
from participe.proposals.forms.proposing import PlaceForm, ThemeForm
from participe.proposals.models import ProposalDraft
from participe.proposals.queries import listing
from participe.proposals.queries.filters import Scope
from participe.proposals.services import drafting
from participe.proposals.views import writing
from participe.proposals.views.blueprint import bp
from participe.proposals.views.writing import Page


@bp.get("/consultations/<slug>/proposer/<int:draft_id>/lieu")
@for_everyone
def place(slug: str, draft_id: int) -> Page:
    """Ask where the idea is."""
    draft = writing.find_draft(writing.open_consultation(slug), draft_id)
    return _place_page(draft, PlaceForm(obj=draft))


@bp.post("/consultations/<slug>/proposer/<int:draft_id>/lieu")
@for_everyone
def save_place(slug: str, draft_id: int) -> Page:
    """Keep where the idea is, and go back to check."""
    consultation = writing.open_consultation(slug)
    draft = writing.find_draft(consultation, draft_id)
    form = PlaceForm()
    if not form.validate():
        return _place_page(draft, form)
    drafting.locate(draft, locality=form.locality.data, at=clock.now())
    db.session.commit()
    return writing.see(writing.address("check", consultation, draft))


@bp.get("/consultations/<slug>/proposer/<int:draft_id>/theme")
@for_everyone
def theme(slug: str, draft_id: int) -> Page:
    """Ask for the theme; left empty, the commune's team chooses it."""
    draft = writing.find_draft(writing.open_consultation(slug), draft_id)
    form = ThemeForm(data={"theme": draft.theme.slug if draft.theme else ""})
    form.offer(_themes(draft.consultation))
    return _theme_page(draft, form)


@bp.post("/consultations/<slug>/proposer/<int:draft_id>/theme")
@for_everyone
def save_theme(slug: str, draft_id: int) -> Page:
    """Keep the theme, and go back to check."""
    consultation = writing.open_consultation(slug)
    draft = writing.find_draft(consultation, draft_id)
    themes = _themes(consultation)
    form = ThemeForm()
    form.offer(themes)
    if not form.validate():
        return _theme_page(draft, form)
    chosen = themes.get(form.theme.data)
    drafting.classify(draft, theme_id=chosen[0] if chosen else None, at=clock.now())
    db.session.commit()
    return writing.see(writing.address("check", consultation, draft))


@bp.get("/consultations/<slug>/proposer/<int:draft_id>/effacer")
@for_everyone
def discard(slug: str, draft_id: int) -> Page:
    """Ask once more before a text is forgotten for good."""
    draft = writing.find_draft(writing.find_consultation(slug), draft_id)
    return render_template(
        "proposals/propose/discard.html", consultation=draft.consultation, draft=draft
    )


@bp.post("/consultations/<slug>/proposer/<int:draft_id>/effacer")
@for_everyone
def confirm_discard(slug: str, draft_id: int) -> Page:
    """Forget a draft."""
    consultation = writing.find_consultation(slug)
    drafting.discard(writing.find_draft(consultation, draft_id))
    db.session.commit()
    flash(_("Votre brouillon est effacé."), "success")
    if current_person().is_authenticated:
        return writing.see(url_for("accounts.space"))
    return writing.see(url_for("proposals.in_consultation", slug=consultation.slug))


def _themes(consultation: Consultation) -> dict[str, tuple[int, str]]:
    return listing.facets(Scope(current_commune(), consultation)).themes


def _place_page(draft: ProposalDraft, form: PlaceForm) -> Page:
    page = render_template(
        "proposals/propose/place.html", consultation=draft.consultation, draft=draft, form=form
    )
    return page, 422 if form.errors else 200


def _theme_page(draft: ProposalDraft, form: ThemeForm) -> Page:
    page = render_template(
        "proposals/propose/theme.html", consultation=draft.consultation, draft=draft, form=form
    )
    return page, 422 if form.errors else 200
