"""Receipts: printed for the room or shown to one person; and the public page their QR leads to.

The page with the codes is the answer to the POST that makes them, kept nowhere: asked for
again, the key of its form leads back to the list, and no code is made (A-7, docs/adr/0032).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, make_response, render_template, url_for
from werkzeug import Response

from participe.accounts.session import current_account, for_facilitators, for_signed_in
from participe.assistance.forms.following import CodeForm
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import people, sessions
from participe.assistance.queries import receipts as queries
from participe.assistance.services import receipts, validity
from participe.assistance.views import access
from participe.assistance.views.blueprint import bp
from participe.communes.tenancy import current_commune
from participe.consultations.wording import contracts as contract_words
from participe.contributions.locating import locate
from participe.extensions import db
from participe.kernel import clock, qr
from participe.kernel.authorization import for_everyone, require, require_seen
from participe.kernel.codes import format_code


@dataclass(frozen=True)
class Receipt:
    """What a person goes home with; the code is here, and nowhere else."""

    participant: Participant
    deeds: queries.Deeds
    code: str


@bp.get("/seances/<int:session_number>/recus")
@for_facilitators
def receipt_list(session_number: int) -> str:
    """Say who has a receipt, and let the others' be printed."""
    session = access.find_to_run(session_number)
    return render_template(
        "assistance/receipt_list.html",
        session=session,
        rows=people.of(session),
        waiting=_waiting(session),
        is_open=session.is_open_at(clock.now()),
    )


@bp.post("/seances/<int:session_number>/recus/imprimer")
@for_facilitators
def print_receipts(session_number: int) -> Response:
    """Make the codes of who did something and has none yet, and show their receipts, once."""
    session = access.find_to_run(session_number)
    return _issued(session, _waiting(session), back=_list(session))


@bp.post("/seances/<int:session_number>/recus/<int:place>/imprimer")
@for_facilitators
def print_receipt(session_number: int, place: int) -> Response:
    """Make one person's code, in place of the former, and show their receipt, once."""
    session = access.find_to_run(session_number)
    return _issued(session, [access.find_person(session, place)], back=_list(session))


@bp.get("/poste/recu")
@for_signed_in
def my_receipt() -> str:
    """Tell somebody at a station what they did, and offer them the code that finds it."""
    participant = _myself()
    return render_template(
        "assistance/my_receipt.html",
        participant=participant,
        deeds=queries.deeds_of(participant),
        promises=contract_words.promises(participant.session.consultation),
    )


@bp.post("/poste/recu/code")
@for_signed_in
def my_code() -> Response:
    """Show somebody at a station their code, once."""
    participant = _myself()
    return _issued(participant.session, [participant], back=url_for(".my_receipt"))


@bp.get("/s/<code>")
@for_everyone
def session_page(code: str) -> str:
    """Show what everyone may read of a session: its number is public, and no code of a person."""
    number = int(code) if code.isascii() and code.isdecimal() and len(code) < 10 else 0  # noqa: PLR2004
    session = sessions.find(current_commune(), number) if number else None
    require_seen(session is not None and session.opened_at is not None)
    if session is None or session.is_practice:
        abort(404)
    return render_template(
        "assistance/session_page.html",
        session=session,
        contributions=[(one, locate(one)) for one in queries.public_of(session)],
        form=CodeForm(formdata=None),
    )


def _waiting(session: AssistedSession) -> list[Participant]:
    """Return who did something, has no code yet, and can have one."""
    now = clock.now()
    return [one for one in people.without_receipt(session) if receipts.can_be_issued(one, now)]


def show_once(
    session: AssistedSession,
    codes: Sequence[tuple[Participant, str]],
    *,
    back: str,
    close: str | None = None,
) -> Response:
    """Commit, and show the codes that were just made in the answer itself."""
    page = render_template(
        "assistance/receipts.html",
        session=session,
        receipts=[Receipt(one, queries.deeds_of(one), format_code(code)) for one, code in codes],
        drawing=qr.drawing(address_of(session)),
        promises=contract_words.promises(session.consultation),
        last_day=validity.last_day(session),
        back=back,
        close=close,
    )
    db.session.commit()
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    answer.location = back  # where the same form sent again is led: see web.submissions
    return answer


def _issued(session: AssistedSession, persons: Sequence[Participant], *, back: str) -> Response:
    """Make the codes of some people, and show them once."""
    at, by, hashing = clock.now(), current_account(), access.hashing()
    codes = [(one, receipts.issue(one, by=by, at=at, hashing=hashing)) for one in persons]
    close = None if by.is_participant else url_for(".close", session_number=session.number)
    return show_once(session, codes, back=back, close=close)


def address_of(session: AssistedSession) -> str:
    return url_for("assistance.session_page", code=session.number, _external=True)


def _list(session: AssistedSession) -> str:
    return url_for(".receipt_list", session_number=session.number)


def _myself() -> Participant:
    account = current_account()
    require(isinstance(account, Participant))
    assert isinstance(account, Participant)  # noqa: S101 -- `require` stopped the request
    return account
