"""Staff write a passage of the draft and decide on the remarks on it, in one form."""

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from participe.accounts.session import current_account, for_staff
from participe.communes.tenancy import current_commune
from participe.kernel import clock
from participe.kernel.differences import differences
from participe.texts import wording as words
from participe.texts.errors import DraftIsPublic
from participe.texts.forms.deciding import number
from participe.texts.forms.writing import WritingForm
from participe.texts.models import DiscussedText, Remark, RemarkDecision, Stance, Wording
from participe.texts.queries import deciding as queries
from participe.texts.queries import drafting as drafts
from participe.texts.queries import lineage
from participe.texts.services import deciding, writing
from participe.texts.views import staff
from participe.texts.views.blueprint import bp
from participe.texts.views.deciding import items_beside, say_decided
from participe.texts.views.drafting import PASSAGE


@dataclass
class Act:
    """What was asked for with the form: all of it is done, or nothing."""

    form: WritingForm
    wording: Wording
    taken: Remark | None  # whose sentence goes into the passage
    decision: RemarkDecision | None = None

    def do(self) -> None:
        version = self.wording.version
        if number(self.form.version.data) not in (0, version.number):
            raise DraftIsPublic
        if self.form.saves:
            self._save()
        if self.form.decides:
            self._decide()
        if self.taken:
            deciding.take_in(
                self.taken,
                version=version,
                based_on=self.form.revision,
                reason=str(words.TAKEN_IN),
                by=current_account(),
                at=clock.now(),
            )

    def tell(self) -> None:
        """Say what was done, once it is."""
        if self.form.saves:
            flash(_("Le passage est enregistré dans le brouillon."), "success")
        if self.decision:
            say_decided(self.decision, chosen=len(set(self.form.remarks.data or ())))
        if self.taken:
            flash(
                _("La phrase est dans le brouillon. Son autrice ou son auteur est cité."), "success"
            )

    def _save(self) -> None:
        writing.save(
            self.wording,
            heading=self.form.heading.data,
            heading_level=self.form.level,
            body=self.form.body.data,
            reason=self.form.reason.data,
            based_on=self.form.revision,
            by=current_account(),
            at=clock.now(),
        )

    def _decide(self) -> None:
        version = self.wording.version
        self.decision = deciding.decide(
            queries.find_all(version.text, self.form.remarks.data or ()),
            version=version,
            verdict=self.form.chosen,
            reason=self.form.decision_reason.data or "",
            by=current_account(),
            at=clock.now(),
        )


@bp.route(PASSAGE, methods=["GET", "POST"])
@for_staff
def edit(slug: str, text_number: int, passage_number: int) -> staff.Page | Response:
    """Write what a passage says and decide on its remarks: all that was typed is done at once."""
    text = staff.find_text(slug, text_number)
    passage = staff.find_passage(text, passage_number)
    wording = staff.wording_in_draft(text, passage)
    form = WritingForm()
    if wording is None:
        return _gone(text, form)
    if request.method == "GET":
        form.show(wording)
        return _edit_page(text, wording, form)
    act = Act(form, wording, _taken(form, wording))
    if _is_complete(form, wording) and staff.done(form, act.do):
        act.tell()
        return redirect(_next(form, text, wording), 303)
    now = staff.wording_in_draft(text, passage)
    return _edit_page(text, now, form) if now else _gone(text, form)


def _taken(form: WritingForm, wording: Wording) -> Remark | None:
    """Return the remark whose sentence is to be taken in, if that was asked for."""
    if not form.take_in.data:
        return None
    remark = queries.find(current_commune(), form.take_in.data)
    if remark is None or remark.passage_id != wording.passage_id:
        abort(404)
    return remark if remark.stance is Stance.REWORDING else abort(404)


def _is_complete(form: WritingForm, wording: Wording) -> bool:
    """Ask why a passage that people know changes, and for what a decision lacks."""
    if not form.validate():
        return False
    piece, known = form.piece(), drafts.last_public_wording(wording.passage)
    says = (piece.heading, piece.body)
    if form.saves and known and (known.heading, known.body) != says and not form.reason.data:
        form.ask_reason()
    form.ask_what_lacks()
    return not form.errors


def _next(form: WritingForm, text: DiscussedText, wording: Wording) -> str:
    """Return where one goes on: among the remarks if one was there, else in the text."""
    if not (form.decides or form.take_in.data):
        return staff.address(text, wording.passage)
    return url_for(
        ".edit",
        slug=text.consultation.slug,
        text_number=text.number,
        passage_number=wording.passage.number,
        _anchor="remarks",
    )


def _edit_page(text: DiscussedText, wording: Wording, form: WritingForm) -> staff.Page:
    """Show the form; when somebody else saved meanwhile, both texts, and saving again is meant."""
    is_behind = request.method == "POST" and form.revision != wording.revision
    if is_behind and not form.is_touched:
        form.show(wording)
        is_behind = False
    form.based_on.data = str(wording.revision)
    origins = lineage.origins(wording.passage, wording.version)
    about = [wording.passage_id, *(passage.id for passage in origins)]
    remarks = queries.to_decide(text, passages=about) if wording.version.number > 1 else []
    page = render_template(
        "texts/desk/edit.html",
        consultation=text.consultation,
        text=text,
        version=wording.version,
        wording=wording,
        public=drafts.last_public_wording(wording.passage),
        theirs=differences(wording.body, form.body.data or "") if is_behind else None,
        items=items_beside(remarks, wording.version),
        form=form,
        words=words,
    )
    return staff.answered(page, form)


def _gone(text: DiscussedText, form: WritingForm) -> staff.Page | Response:
    """Lead back to the draft; what was typed for a passage that is gone is shown to be copied."""
    if request.method == "GET":
        return redirect(staff.address(text), 303)
    page = render_template(
        "texts/desk/gone.html",
        consultation=text.consultation,
        text=text,
        draft=drafts.draft_of(text),
        form=form,
    )
    return page, 422
