"""What an address of staff names, for those who write texts, and how their forms answer."""

from collections.abc import Callable

from flask import abort, url_for
from flask_wtf import FlaskForm

from participe.accounts.session import current_account
from participe.extensions import db
from participe.kernel.authorization import require
from participe.kernel.errors import Refusal
from participe.texts import policies
from participe.texts.models import DiscussedText, Passage, TextVersion, Wording
from participe.texts.queries import drafting, finding
from participe.texts.views import access

Page = str | tuple[str, int]


def find_text(slug: str, number: int) -> DiscussedText:
    """Return a text that is this person's to write."""
    text = access.find_text(slug, number)
    require(policies.may_draft(current_account(), text.consultation))
    return text


def find_draft(text: DiscussedText) -> TextVersion:
    return drafting.draft_of(text) or abort(404)


def find_passage(text: DiscussedText, number: int) -> Passage:
    return finding.find_passage(text, number) or abort(404)


def wording_in_draft(text: DiscussedText, passage: Passage) -> Wording | None:
    """Return what a passage says in the draft: None without a draft, or when it left it."""
    draft = drafting.draft_of(text)
    return draft.wording_of(passage.id) if draft else None


def find_wording(slug: str, text_number: int, passage_number: int) -> Wording:
    """Return what a passage says in the draft of a text that is this person's to write."""
    text = find_text(slug, text_number)
    return wording_in_draft(text, find_passage(text, passage_number)) or abort(404)


def done(form: FlaskForm, change: Callable[[], object]) -> bool:
    """Try what a form asks for, in one transaction; a refusal is put on the form instead."""
    if not form.validate_on_submit():
        return False
    try:
        change()
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors = [*form.form_errors, str(refusal)]
        return False
    db.session.commit()
    return True


def answered(page: str, form: FlaskForm) -> Page:
    """Answer a form that was not accepted, or is only shown."""
    return (page, 422) if form.errors else page


def address(
    text: DiscussedText, passage: Passage | None = None, *, is_unfolded: bool = False
) -> str:
    """Return where the text is written, at a passage if one is named, its other actions shown."""
    return url_for(
        "texts.draft",
        slug=text.consultation.slug,
        text_number=text.number,
        actions=passage.number if passage and is_unfolded else None,
        _anchor=f"passage-{passage.number}" if passage else None,
    )
