"""The pages that everyone reads: a text passage by passage, one passage, one remark."""

from collections.abc import Sequence
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from participe.accounts.session import current_person
from participe.communes.tenancy import current_commune
from participe.consultations.models import Consultation
from participe.consultations.phases import Action
from participe.consultations.wording.phases import closed_sentence
from participe.discussions import wording as discussion_words
from participe.kernel import clock
from participe.kernel.authorization import for_everyone
from participe.kernel.pagination import parse_key
from participe.texts import page, policies
from participe.texts import wording as words
from participe.texts.models import DiscussedText, TextVersion, Wording
from participe.texts.queries import finding, lineage, ordering, outcomes, remarks
from participe.texts.views import access
from participe.texts.views.blueprint import bp, find_consultation
from participe.texts.views.replying import discussion_of


@bp.get("/consultations/<slug>/texte")
@for_everyone
def index(slug: str) -> str | Response:
    """Lead to the text of a consultation, or list them when it has several."""
    consultation = find_consultation(slug)
    texts = finding.texts_of(consultation)
    if not texts:
        abort(404)
    if len(texts) == 1:
        return redirect(url_for(".show", slug=slug, text_number=texts[0].number))
    return render_template(
        "texts/index.html",
        consultation=consultation,
        texts=texts,
        sizes=finding.sizes_of(texts),
        counts=remarks.count_of(texts),
    )


@bp.get("/consultations/<slug>/textes/<int:text_number>")
@for_everyone
def show(slug: str, text_number: int) -> str:
    """Show a text as it is now, or as the version that `?version=` names said it.

    With `?changements=`, what each passage was before is open from the start.
    """
    text = access.find_text(slug, text_number)
    versions = finding.versions(text) or abort(404)
    version = _wanted(text, versions)
    previous = _before(text, version, versions)
    history = lineage.of(text)
    tally = remarks.tally(text, version, history)
    shown = page.lines(version, previous, tally)
    return render_template(
        "texts/show.html",
        text=text,
        version=version,
        newest=versions[-1],
        versions=versions,
        previous=previous,
        lines=shown,
        summary=page.summary(shown),
        removals=finding.removals_in(version),
        credited=outcomes.credits(version, history),
        remarks_total=remarks.count_of([text]).get(text.id, 0),
        shows_changes="changements" in request.args,
        **_opening(text.consultation),
    )


@bp.get("/consultations/<slug>/textes/<int:text_number>/passages/<int:passage_number>")
@for_everyone
def passage(slug: str, text_number: int, passage_number: int) -> str:
    """Show a passage whole, its past, and what people say of it; one that left says where to."""
    text = access.find_text(slug, text_number)
    current = access.find_current(text)
    found = access.find_passage(text, passage_number)
    past = finding.past_of(found) or abort(404)
    history, who = lineage.of(text), current_person()
    place, after = history.place(found.id, current.number), request.args.get("apres")
    sorting = ordering.sorting(
        found, order=request.args.get("tri", ""), after=after, today=clock.day_of(clock.now())
    )
    return render_template(
        "texts/passage.html",
        text=text,
        passage=found,
        current=current,
        said=past[-1],
        number=_number(text, past[-1], current),
        steps=page.steps(past),
        place=place,
        home=place.home and current.wording_of(place.home),
        credited=outcomes.credits(current, history),
        sources=lineage.find_all(s.passage for s in history.sources(found.id, current.number)),
        readings=remarks.page_of(current, history, who, sorting, after),
        order=sorting.order,
        is_first_page=parse_key(after, 3) is None,
        count=remarks.count_about(found, current, history),
        **_opening(text.consultation),
        **remark_context(),
    )


@bp.get("/avis/<int:remark_id>")
@for_everyone
def show_remark(remark_id: int) -> str:
    """Show a remark with the passage as it was then, what became of it, and its replies."""
    who = current_person()
    reading = remarks.read(current_commune(), remark_id, who) or abort(404)
    remark = reading.remark
    access.ensure_seen(remark)
    return render_template(
        "texts/remark_page.html",
        reading=reading,
        remark=remark,
        text=remark.made_on.text,
        back=page.address(remark),
        may_read_text=policies.may_read_words(who, remark),
        may_withdraw=policies.may_withdraw(who, remark) and not remark.is_hidden,
        changes=discussion_words.changes(remark) if remark.edited_at else [],
        discussion=discussion_of(remark),
        **_opening(remark.made_on.text.consultation),
        **remark_context(),
    )


def remark_context() -> dict[str, Any]:
    """Give the names that `texts/remark.html` needs beside a reading."""
    who = current_person()
    return {
        "words": words,
        "proposed": page.proposed,
        "is_decided": policies.is_decided,
        "works_here": who.is_staff and who.commune_id == current_commune().id,
    }


def _wanted(text: DiscussedText, versions: Sequence[TextVersion]) -> TextVersion:
    """Return the version that the address names, else the newest; what never was is not found."""
    number = request.args.get("version", str(versions[-1].number))
    if not any(str(version.number) == number for version in versions):
        abort(404)
    return finding.version(text, int(number)) or abort(404)


def _before(
    text: DiscussedText, version: TextVersion, versions: Sequence[TextVersion]
) -> TextVersion | None:
    numbers = [v.number for v in versions if v.number < version.number]
    return finding.version(text, numbers[-1]) if numbers else None


def _number(text: DiscussedText, said: Wording, current: TextVersion) -> int | None:
    """Return the number that readers see of a passage, or saw as long as it was in the text."""
    version = current
    if said.version_id != current.id:
        version = finding.version(text, said.version.number) or abort(404)
    return version.numbers.get(said.passage_id)


def _opening(consultation: Consultation) -> dict[str, Any]:
    """Tell whether one can say something now; if not, why not, and what comes next."""
    opening = consultation.allows(Action.REMARK, clock.now())
    return {
        "consultation": consultation,
        "opening": opening,
        "closed": "" if opening else closed_sentence(opening, consultation.contract.answers_by),
    }
