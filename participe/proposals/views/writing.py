"""What the pages of writing have in common: whose draft it is, and whether one may propose now."""

from datetime import timedelta
from typing import Any, NoReturn

from flask import abort, make_response, redirect, render_template, request, session, url_for
from werkzeug import Response

from participe.accounts import intentions
from participe.accounts.models import Account
from participe.accounts.session import current_person
from participe.communes.tenancy import current_commune
from participe.consultations import queries as consultations
from participe.consultations.models import Consultation
from participe.consultations.phases import Action
from participe.consultations.wording import phases as phase_words
from participe.extensions import db, login_manager
from participe.kernel import clock, codes, limits
from participe.kernel.authorization import require_seen
from participe.kernel.errors import Refusal
from participe.proposals.models import Proposal, ProposalDraft
from participe.proposals.queries import drafts, similar
from participe.proposals.services import drafting

Page = str | Response | tuple[str, int]

AN_HOUR = timedelta(hours=1)
SAVED = limits.Limit("drafts saved", 120, AN_HOUR)
# A browser that forgets its cookies is counted here: so many texts in one commune are a flood.
SAVED_BY_VISITORS = limits.Limit("drafts saved by visitors", 3000, AN_HOUR)


def find_consultation(slug: str) -> Consultation:
    """Return a published consultation; its former addresses lead to the present one."""
    commune = current_commune()
    consultation = consultations.find(commune, slug)
    if consultation is None and (moved := consultations.find_moved(commune, slug)):
        arguments = {**(request.view_args or {}), "slug": moved.slug}
        abort(_response(redirect(url_for(str(request.endpoint), **arguments), 301)))
    require_seen(consultation is not None and consultation.is_published)
    assert consultation is not None  # noqa: S101 -- `require_seen` stopped the request
    return consultation


def open_consultation(slug: str) -> Consultation:
    """Return a consultation in which people propose now; otherwise the page says when they do."""
    consultation = find_consultation(slug)
    opening = consultation.allows(Action.PROPOSE, clock.now())
    if not opening:
        answers_by = consultation.contract.answers_by
        stop(consultation, phase_words.closed_sentence(opening, answers_by), 403)
    return consultation


def find_draft(consultation: Consultation, draft_id: int) -> ProposalDraft:
    """Return a draft under way that this person holds; one that was published leads to its page.

    Whoever is not signed in may hold it once they are; for anybody else it does not exist.
    """
    draft = drafts.find(current_commune(), draft_id, clock.now())
    if draft is None or draft.consultation_id != consultation.id or not is_held(draft):
        if not current_person().is_authenticated:
            abort(_response(login_manager.unauthorized()))
        abort(404)
    if draft.is_published:
        abort(_response(redirect(address_of_receipt(consultation, draft), 303)))
    return draft


def is_held(draft: ProposalDraft) -> bool:
    """Tell whether a draft is this person's or, before sign-in, this browser's."""
    return draft.is_held_by(current_person().id, key_hash())


def begun_in(consultation: Consultation) -> ProposalDraft | None:
    """Return what this person or this browser was last writing for a consultation."""
    return drafts.latest(consultation, current_person().id, key_hash(), clock.now())


def key_hash() -> str:
    """Return what is stored of the key that this browser holds, if it was handed one."""
    key = session.get(intentions.DRAFTS, "")
    return codes.hash_token(key) if key else ""


def hand_key_out() -> None:
    """Give a visitor's browser the key of its drafts, with the form and before the first word."""
    if not current_person().is_authenticated and intentions.DRAFTS not in session:
        session[intentions.DRAFTS] = codes.random_token()


def write(
    consultation: Consultation, draft: ProposalDraft | None, text: tuple[str, str]
) -> ProposalDraft:
    """Keep (title, body) in this draft or a new one; whoever is signed in owns it from now on."""
    person, at = current_person(), clock.now()
    owner = person if isinstance(person, Account) else None
    if draft is None:
        return drafting.start(consultation, person=owner, key_hash=key_hash(), text=text, at=at)
    if owner:
        drafting.claim(draft, owner)
    drafting.write(draft, text=text, at=at)
    return draft


def spend() -> None:
    """Count one text that is kept, by person or, before sign-in, by browser and commune."""
    person, at = current_person(), clock.now()
    if person.is_authenticated:
        limits.spend(db.session, SAVED, person.id, at)
        return
    hand_key_out()
    commune_id = current_commune().id
    limits.spend(db.session, SAVED_BY_VISITORS, commune_id, at)
    limits.spend(db.session, SAVED, f"browser {key_hash()}", at)


def stop(
    consultation: Consultation, sentence: str, status: int, published: Proposal | None = None
) -> NoReturn:
    """Say why it does not go on, and show what was just typed: nothing of it is lost [R-4]."""
    page = render_template(
        "proposals/propose/stopped.html",
        consultation=consultation,
        sentence=sentence,
        published=published,
        typed=[text for name in ("title", "body") if (text := request.form.get(name, ""))],
        now=clock.now(),
    )
    abort(make_response(page, status))


def status_of(refusal: Refusal) -> int:
    """Return the status of a page that shows a refused form."""
    return 429 if isinstance(refusal, limits.TooOften) else 422


def address_of_receipt(consultation: Consultation, draft: ProposalDraft) -> str:
    return url_for("proposals.done", slug=consultation.slug, code=draft.shown_code)


def sign_in_first(kind: str, payload: dict[str, Any]) -> Response:
    """Keep what this person wants to do, and ask who they are or, if that is all, their name."""
    intentions.keep(kind, payload)
    db.session.commit()
    page = "name" if current_person().is_authenticated else "sign_in"
    return see(url_for(f"accounts.{page}"))


def must_compare(draft: ProposalDraft) -> bool:
    """Tell whether similar ideas exist beside which its author has not yet kept this one."""
    return draft.compared_at is None and bool(similar.similar_to(draft, current_person().id))


def address(step: str, consultation: Consultation, draft: ProposalDraft, **more: Any) -> str:
    return url_for(f"proposals.{step}", slug=consultation.slug, draft_id=draft.id, **more)


def see(address: str, status: int = 303) -> Response:
    response = redirect(address, status)
    assert isinstance(response, Response)  # noqa: S101 -- Flask's type says less
    return response


def _response(answer: object) -> Response:
    """Return the answer with the type that `abort` wants: Flask's own are not precise."""
    assert isinstance(answer, Response)  # noqa: S101
    return answer
