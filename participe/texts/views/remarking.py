"""Saying something of a passage, signed in or not yet; and taking it back."""

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts import intentions
from participe.accounts.models import Account
from participe.accounts.session import current_person, for_signed_in
from participe.consultations.phases import Action
from participe.consultations.wording.phases import closed_sentence
from participe.extensions import db
from participe.kernel import clock, limits
from participe.kernel.authorization import for_everyone, require
from participe.kernel.errors import Refusal
from participe.texts import page, policies
from participe.texts import wording as words
from participe.texts.errors import NewVersionPublished, NothingToRemark
from participe.texts.forms.remarking import RemarkForm, WithdrawRemarkForm
from participe.texts.models import DiscussedText, Passage, Remark, TextVersion, Wording
from participe.texts.queries import finding, lineage
from participe.texts.services import remarking
from participe.texts.views import access
from participe.texts.views.blueprint import bp

Page = str | tuple[str, int] | Response


@dataclass(frozen=True)
class Place:
    """A passage of a text, and what it said in the version that somebody was reading."""

    text: DiscussedText
    passage: Passage
    seen: TextVersion
    said: Wording


@bp.get(
    "/consultations/<slug>/textes/<int:text_number>/passages/<int:passage_number>/donner-un-avis"
)
@for_everyone
def remark(slug: str, text_number: int, passage_number: int) -> Page:
    """Show a passage and ask what one thinks of it."""
    text = access.find_text(slug, text_number)
    current = access.find_current(text)
    passage = access.find_passage(text, passage_number)
    said = current.wording_of(passage.id)
    if said is None or said.is_title:
        return redirect(page.passage_url(passage))
    return _form_page(RemarkForm(formdata=None), Place(text, passage, current, said))


@bp.post(
    "/consultations/<slug>/textes/<int:text_number>/passages/<int:passage_number>/donner-un-avis"
)
@for_everyone
def publish_remark(slug: str, text_number: int, passage_number: int) -> Page:
    """Publish what one thinks of a passage, or keep a visitor's until they have signed in."""
    text = access.find_text(slug, text_number)
    passage = access.find_passage(text, passage_number)
    form = RemarkForm()
    place = _read(text, passage, form.version)
    form.quote(place.said.body, place.seen.number)
    if not form.validate():
        return _form_page(form, place)
    try:
        return redirect(_published(form, place), 303)
    except NewVersionPublished as refusal:
        db.session.rollback()
        return _newer_page(form, place, refusal)
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return _form_page(form, place)


@bp.route("/avis/<int:remark_id>/retirer", methods=["GET", "POST"])
@for_signed_in
def withdraw(remark_id: int) -> Page:
    """Take a remark back, with a reason that stays on its page."""
    found = access.find_own(remark_id)
    form = WithdrawRemarkForm()
    if form.validate_on_submit() and _withdrawn(found, form):
        return redirect(url_for(".show_remark", remark_id=remark_id), 303)
    shown = render_template("texts/withdraw.html", remark=found, form=form)
    return shown, 422 if form.errors else 200


def _read(text: DiscussedText, passage: Passage, number: int) -> Place:
    """Return the passage as the person was reading it; if they do not say, as it was last."""
    seen = finding.version(text, number)
    said = seen.wording_of(passage.id) if seen else None
    if said is None:
        past = finding.past_of(passage) or abort(404)
        said = past[-1]
    return Place(text, passage, said.version, said)


def _published(form: RemarkForm, place: Place) -> str:
    """Publish and return where it is to be read; for a visitor, where to sign in. Commits."""
    person = current_person()
    if not isinstance(person, Account):
        return _kept(form, place)
    require(policies.may_remark(person, place.text.consultation))
    limits.spend(db.session, remarking.REMARKS, person.id, clock.now())
    finding.lock(place.text)  # before the clock is read: who waited past the end is too late
    published = remarking.remark(
        place.passage,
        seen=place.seen,
        author=person,
        stance=form.chosen,
        body=form.body.data,
        wording=form.wording.data,
        at=clock.now(),
    )
    url = page.address(published)
    db.session.commit()
    flash(words.published(published), f"success@{page.anchor_of(published)}")
    return url


def _kept(form: RemarkForm, place: Place) -> str:
    remarking.ensure_possible(place.passage, seen=place.seen, at=clock.now())
    payload = {
        "passage": place.passage.id,
        "seen": place.seen.number,
        "stance": form.stance.data,
        "body": form.body.data,
        "wording": form.wording.data,
    }
    intentions.keep("remark", payload)
    db.session.commit()
    return url_for("accounts.sign_in")


def _newer_page(form: RemarkForm, place: Place, refusal: Refusal) -> Page:
    """Show what the passage says now, with what was typed: sending again is about that."""
    current = access.find_current(place.text)
    home = lineage.home(place.passage, current)
    said = current.wording_of(home.id) if home else None
    if home is None or said is None or said.is_title:
        form.form_errors.append(str(NothingToRemark()))
        return _form_page(form, place, is_gone=True)
    form.form_errors.append(str(refusal))
    form.quote(said.body, current.number)
    return _form_page(form, Place(place.text, home, current, said), before=place.said)


def _form_page(
    form: RemarkForm, place: Place, *, before: Wording | None = None, is_gone: bool = False
) -> Page:
    form.quote(place.said.body, place.seen.number)
    consultation = place.text.consultation
    opening = consultation.allows(Action.REMARK, clock.now())
    shown = render_template(
        "texts/remark_form.html",
        form=form,
        text=place.text,
        consultation=consultation,
        passage=place.passage,
        said=place.said,
        number=place.seen.numbers.get(place.passage.id),
        change=page.change(before, place.said),
        may_send=opening and not is_gone,
        closed="" if opening else closed_sentence(opening, consultation.contract.answers_by),
        back=page.passage_url(place.passage),
    )
    return shown, 422 if form.errors else 200


def _withdrawn(found: Remark, form: WithdrawRemarkForm) -> bool:
    """Take it back, or put the refusal into the form."""
    try:
        remarking.withdraw(found, reason=form.reason.data, at=clock.now())
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return False
    db.session.commit()
    flash(_("Votre avis est retiré. Sa page reste, avec votre raison."), "success")
    return True
