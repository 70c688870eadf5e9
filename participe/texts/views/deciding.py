"""Staff decide what becomes of remarks, many at once, and take proposed sentences in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from participe.accounts.session import current_account, for_staff
from participe.communes.tenancy import current_commune
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.authorization import require
from participe.kernel.differences import Piece, differences
from participe.kernel.errors import Refusal
from participe.texts import policies
from participe.texts import wording as words
from participe.texts.errors import DraftIsPublic
from participe.texts.forms.deciding import DecisionForm, TakeInForm, number
from participe.texts.lineage import Lineage
from participe.texts.models import (
    DiscussedText,
    Remark,
    RemarkDecision,
    Stance,
    TextVersion,
    Wording,
)
from participe.texts.queries import deciding as queries
from participe.texts.queries import drafting as drafts
from participe.texts.queries import finding, lineage
from participe.texts.services import deciding, drafting
from participe.texts.views import access
from participe.texts.views.blueprint import bp

Page = str | tuple[str, int]


@dataclass(frozen=True)
class Item:
    """A remark as those who decide see it, beside the passage as it is being written."""

    remark: Remark
    now: Wording | None  # what its passage says in the draft, or now when there is none
    number: int | None  # of that passage, for readers
    may_take_in: bool

    @property
    def change(self) -> Sequence[Piece]:
        """Return what the proposed sentence would change in the passage as it is now."""
        if not self.remark.wording:
            return ()
        return differences(self.now.body if self.now else "", self.remark.wording)

    @property
    def is_fixed(self) -> bool:
        decision = self.remark.decision
        return decision is not None and decision.version.is_published


def items_beside(remarks: Iterable[Remark], version: TextVersion) -> list[Item]:
    """Return remarks as they are shown beside the passages of a draft."""
    return _items(remarks, version.text, version)


def say_decided(decision: RemarkDecision, *, chosen: int) -> None:
    """Say how many remarks have a decision now, and that some need none any more."""
    count = len(decision.remarks)
    flash(
        ngettext(
            "La décision est prise pour %(num)s avis. Elle sera publique avec la version.",
            "La décision est prise pour %(num)s avis. Elle sera publique avec la version.",
            count,
        ),
        "success",
    )
    if count < chosen:
        flash(_("Des avis ont été retirés ou masqués. Ils ne demandent plus de décision."), "info")


def _blank_form(version: TextVersion | None) -> DecisionForm:
    form = DecisionForm(formdata=None)
    form.version.data = str(version.number) if version else ""
    return form


@bp.get("/gestion/consultations/<slug>/textes/<int:text_number>/avis")
@for_staff
def decisions(slug: str, text_number: int) -> str:
    """List the remarks of a text that wait for a decision, by passage."""
    text = _find_text(slug, text_number)
    return _list_page(text, _blank_form(drafts.draft_of(text)))


@bp.post("/gestion/consultations/<slug>/textes/<int:text_number>/avis")
@for_staff
def decide(slug: str, text_number: int) -> Page | Response:
    """Give the ticked remarks one decision, in the draft of the next version."""
    text = _find_text(slug, text_number)
    form = DecisionForm()
    if not form.validate_on_submit():
        return _list_page(text, form), 422
    try:
        decision = _decide(text, form)
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return _list_page(text, form), 422
    say_decided(decision, chosen=len(set(form.remarks.data)))
    address = _list_of(text)
    db.session.commit()
    return redirect(address, 303)


@bp.route("/gestion/avis/<int:remark_id>/reprendre", methods=["GET", "POST"])
@for_staff
def take_in(remark_id: int) -> Page | Response:
    """Put a proposed sentence into the draft; show it beside the draft when that has changed."""
    remark = queries.find(current_commune(), remark_id) or abort(404)
    text = remark.passage.text
    require(policies.may_draft(current_account(), text.consultation))
    if remark.stance is not Stance.REWORDING:
        abort(404)
    form = TakeInForm()
    if request.method == "GET" or not form.validate_on_submit():
        return _take_in_page(remark, form)
    try:
        draft = _expected_draft(text, form.version.data)
        deciding.take_in(
            remark,
            version=draft,
            based_on=number(form.based_on.data),
            reason=form.reason.data or "",
            by=current_account(),
            at=clock.now(),
        )
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return _take_in_page(remark, form)
    address = _list_of(text)
    db.session.commit()
    flash(_("La phrase est dans le brouillon. Son autrice ou son auteur est cité."), "success")
    return redirect(address, 303)


def _decide(text: DiscussedText, form: DecisionForm) -> RemarkDecision:
    return deciding.decide(
        queries.find_all(text, form.remarks.data or ()),
        version=_expected_draft(text, form.version.data),
        verdict=form.chosen,
        reason=form.reason.data or "",
        by=current_account(),
        at=clock.now(),
    )


def _expected_draft(text: DiscussedText, seen: str | None) -> TextVersion:
    """Return the draft that the page showed; begin one if it showed none."""
    draft = drafting.begin(text, by=current_account(), at=clock.now())
    if number(seen) not in (0, draft.number):
        raise DraftIsPublic
    return draft


def _list_page(text: DiscussedText, form: DecisionForm) -> str:
    draft, current = drafts.draft_of(text), finding.current(text)
    left_only = request.args.get("avis") != "tous"
    found = _shown(text, form, left_only=left_only)
    return render_template(
        "texts/desk/remarks.html",
        text=text,
        consultation=text.consultation,
        draft=draft,
        current=current,
        groups=_by_passage(_items(found[0], text, draft or current)),
        next_key=found[1],
        left_only=left_only,
        left=queries.left_of(text),
        drafted=queries.undecided_of(text) - queries.left_of(text),
        form=form,
        words=words,
    )


def _by_passage(items: list[Item]) -> list[list[Item]]:
    """Put together what is said of the same passage, in the order of the text."""
    return [list(group) for _id, group in groupby(items, key=lambda one: one.remark.passage_id)]


def _shown(
    text: DiscussedText, form: DecisionForm, *, left_only: bool
) -> tuple[Sequence[Remark], str | None]:
    """Return a page of remarks; after a refusal those that were ticked."""
    if form.remarks.data:
        return queries.find_all(text, form.remarks.data), None
    after = request.args.get("apres")
    found = queries.page_to_decide(text, after=after, left_only=left_only)
    return found.items, found.next_key


def _take_in_page(remark: Remark, form: TakeInForm) -> Page:
    text = remark.passage.text
    draft = drafts.draft_of(text)
    (item,) = _items([remark], text, draft or finding.current(text))
    if request.method == "GET":
        form.reason.data = str(words.TAKEN_IN)
    form.based_on.data = str(item.now.revision if draft and item.now else 1)
    form.version.data = str(draft.number) if draft else ""
    shown = render_template(
        "texts/desk/take_in.html",
        text=text,
        consultation=text.consultation,
        item=item,
        draft=draft,
        form=form,
        words=words,
        back=_list_of(text),
    )
    return (shown, 422) if form.errors else shown


def _items(
    remarks: Iterable[Remark], text: DiscussedText, version: TextVersion | None
) -> list[Item]:
    history = lineage.of(text)
    return [_item(remark, version, history) for remark in remarks]


def _item(remark: Remark, version: TextVersion | None, history: Lineage) -> Item:
    if version is None:
        return Item(remark, None, None, may_take_in=False)
    home = history.place(remark.passage_id, version.number).home
    recut = history.was_recut(remark.passage_id, remark.made_on.number, version.number)
    return Item(
        remark=remark,
        now=version.wording_of(home) if home else None,
        number=version.numbers.get(home) if home else None,
        may_take_in=remark.stance is Stance.REWORDING
        and remark.passage_id == home
        and not recut
        and remark.taken_in_id is None,
    )


def _find_text(slug: str, text_number: int) -> DiscussedText:
    text = access.find_text(slug, text_number)
    require(policies.may_draft(current_account(), text.consultation))
    return text


def _list_of(text: DiscussedText) -> str:
    return url_for(".decisions", slug=text.consultation.slug, text_number=text.number)
