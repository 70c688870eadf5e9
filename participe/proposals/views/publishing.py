"""The last step of a proposition: checking, publishing, and the page that confirms it."""

from datetime import timedelta

from flask import abort, current_app, flash, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from participe.accounts.models import Account
from participe.accounts.session import current_account, current_person, for_signed_in
from participe.consultations.models import Consultation
from participe.consultations.phases import Action
from participe.extensions import db
from participe.kernel import clock, codes, limits
from participe.kernel.authorization import for_everyone
from participe.kernel.errors import Refusal
from participe.kernel.html import render_markdown
from participe.proposals.errors import SentAlready
from participe.proposals.forms.proposing import PublicationForm
from participe.proposals.models import ProposalDraft
from participe.proposals.queries import drafts
from participe.proposals.services import drafting, publishing
from participe.proposals.views import writing
from participe.proposals.views.blueprint import bp
from participe.proposals.views.writing import Page

PUBLISHED = limits.Limit("propositions published", 30, timedelta(hours=1))


@bp.get("/consultations/<slug>/proposer/<int:draft_id>/verifier")
@for_everyone
def check(slug: str, draft_id: int) -> Page:
    """Show all that will be public, before it is."""
    consultation = writing.open_consultation(slug)
    draft = writing.find_draft(consultation, draft_id)
    if writing.must_compare(draft):
        return writing.see(writing.address("compare", consultation, draft), 302)
    return _check_page(draft, PublicationForm(_age_to_say(consultation)))


@bp.post("/consultations/<slug>/proposer/<int:draft_id>/verifier")
@for_everyone
def publish(slug: str, draft_id: int) -> Page:
    """Publish, once; a visitor signs in first, and finds it published when they come back."""
    consultation = writing.open_consultation(slug)
    draft = writing.find_draft(consultation, draft_id)
    if writing.must_compare(draft):
        return writing.see(writing.address("compare", consultation, draft))
    form = PublicationForm(_age_to_say(consultation))
    if not form.validate():
        return _check_page(draft, form)
    if not current_person().display_name:
        return writing.sign_in_first("propose", {"draft": draft.id})
    try:
        limits.spend(db.session, PUBLISHED, current_person().id, clock.now())
        address = publish_as(current_account(), draft)
    except Refusal as refusal:
        form.form_errors.append(str(refusal))
        db.session.rollback()
        return _check_page(draft, form, writing.status_of(refusal))
    db.session.commit()
    return writing.see(address)


@bp.get("/consultations/<slug>/proposer/fait/<code>")
@for_signed_in
def done(slug: str, code: str) -> str:
    """Confirm what was published, with its code and what comes next; to its author only."""
    consultation = writing.find_consultation(slug)
    known = codes.normalise(code)[-drafts.RECEIPT_LENGTH :]
    receipt = drafts.find_receipt(consultation, current_account().id, known) or abort(404)
    return render_template(
        "proposals/propose/done.html",
        consultation=consultation,
        proposal=receipt.published,
        code=receipt.shown_code,
        supports_until=consultation.allows(Action.SUPPORT, clock.now()).until,
    )


def publish_as(account: Account, draft: ProposalDraft) -> str:
    """Publish a draft, and return the page that says so."""
    at_most = current_app.config["PROPOSALS_PER_PERSON"]
    try:
        publishing.publish_draft(draft, author=account, at=clock.now(), at_most=at_most)
    except SentAlready as refusal:
        drafting.discard(draft)
        flash(str(refusal), "success")
        return url_for("proposals.show", number=refusal.number, slug=refusal.slug)
    return writing.address_of_receipt(draft.consultation, draft)


def _age_to_say(consultation: Consultation) -> int:
    """Return from which age on one takes part, or 0 for who is known to have it."""
    age = consultation.minimum_age
    return age if age > current_person().declared_age else 0


def _check_page(draft: ProposalDraft, form: PublicationForm, status: int = 422) -> Page:
    page = render_template(
        "proposals/propose/check.html",
        consultation=draft.consultation,
        draft=draft,
        form=form,
        rows=_summary(draft),
    )
    return page, status if form.errors else 200


def _summary(draft: ProposalDraft) -> list[dict[str, str | Markup]]:
    """Sum up what will be public; what is missing can be added, nothing of it must be."""
    change, add = _("Modifier"), _("Ajouter")
    where = {
        step: writing.address(step, draft.consultation, draft)
        for step in ("idea", "place", "theme")
    }
    text = render_markdown(draft.body) if draft.body else ""
    theme = draft.theme.name if draft.theme else ""
    name = current_person().display_name or _("Vous le choisirez à la page suivante.")
    return [
        {
            "key": _("Votre idée"),
            "value": draft.title,
            "url": where["idea"],
            "action": change,
            "hidden": _("votre idée"),
        },
        {
            "key": _("Explication"),
            "value": text or "—",
            "url": where["idea"],
            "action": change if text else add,
            "hidden": _("une explication"),
        },
        {
            "key": _("Lieu"),
            "value": draft.locality or "—",
            "url": where["place"],
            "action": change if draft.locality else add,
            "hidden": _("un lieu"),
        },
        {
            "key": _("Thème"),
            "value": theme or "—",
            "url": where["theme"],
            "action": change if theme else add,
            "hidden": _("un thème"),
        },
        {"key": _("Nom affiché"), "value": name},
    ]
