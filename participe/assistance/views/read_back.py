"""Reading aloud what somebody else typed, before it is sent [A-10].

Whoever dictates sends nothing that was not read back: every form with words of theirs is stopped
here, shown in large type, and goes on with a seal that is made for these very words of this very
person at this very address. A form nobody thought of is stopped too: only those listed pass.

It is stopped at the commit of its transaction, so that what the rules of the form refuse is
refused as for everybody, and nothing is read aloud that cannot be sent.
"""

import hashlib
from typing import NamedTuple

from flask import Response, current_app, g, make_response, render_template, request, url_for
from flask import session as cookie
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import event
from sqlalchemy.orm import Session

from participe.accounts.session import current_person
from participe.assistance import session
from participe.assistance.errors import CannotBeReadBack
from participe.assistance.models.people import Participant
from participe.assistance.services import rates
from participe.assistance.views.blueprint import bp
from participe.communes.tenancy import current_commune
from participe.discussions import wording as discussions
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.database import ASIDE
from participe.proposals.models import ProposalDraft
from participe.proposals.queries import drafts
from participe.texts import wording as texts
from participe.texts.models import Stance

SEAL = "read_back"
TOKENS = {"csrf_token", "form_key", SEAL}
ROOMS = {"proposals", "texts", "discussions"}  # where participants may write
SUPPORTS = {"proposals.support", "texts.support", "proposals.choose"}
# What becomes public only by the last step of a proposition, and what has no words.
WITHOUT_WORDS = SUPPORTS | {
    *(f"proposals.{step}" for step in ("begin", "save_idea", "save_place", "save_theme")),
    *(f"proposals.{act}" for act in ("confirm_discard", "withdraw_support", "file_under")),
    *(f"proposals.{act}" for act in ("remove_photo", "leave_group")),
    *("texts.withdraw_support", "discussions.withdraw"),
}
# Fields that hold no words: which version was read, where a button stood.
SILENT = {"seen", "based_on", "de", "age"}
LABELS: dict[str, LazyString] = {
    "title": _("L’idée"),
    "stance": _("L’avis"),
    "position": _("L’avis"),
    "wording": _("L’autre phrase"),
    "reason": _("La raison"),
    "locality": _("Le lieu"),
}
CHOICES: dict[str, dict[str, LazyString]] = {
    "stance": {stance.value: words for stance, words in texts.STANCES.items()},
    "position": {position.value: words for position, words in discussions.POSITIONS.items()},
}


class Said(NamedTuple):
    """A piece of what somebody said: a word for what it is, their words, the field they are in."""

    label: str
    words: str
    name: str = ""

    @property
    def is_corrected_here(self) -> bool:
        """Tell whether this can be given again on the page that reads it back."""
        return bool(self.name)

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Return what it could be instead, when it was chosen: value, words, and which it is."""
        known = CHOICES.get(self.name, {})
        return [(value, str(words), str(words) == self.words) for value, words in known.items()]


class Unread(Exception):
    """Words that somebody else typed would become public, and were not read back."""

    def __init__(self, person: Participant, said: list[Said]) -> None:
        self.person, self.said = person, said


@bp.before_app_request
def _on_act() -> None:
    """Count what is sent in a session, and note what of it was not read back."""
    g.unread = None
    person = session.current_participant()
    if request.method != "POST" or person is None or request.blueprint not in ROOMS:
        return
    rates.spend(person, is_support=request.endpoint in SUPPORTS, at=clock.now())
    if person.typist is person or request.endpoint in WITHOUT_WORDS:
        return
    if any(file.filename for file in request.files.values()):
        raise CannotBeReadBack
    said = _said(person)
    if said and not _is_sealed(person, said):
        g.unread = Unread(person, said)


@event.listens_for(Session, "before_commit", insert=True)
def _refuse_commit(transaction: Session) -> None:
    """Go no further with what was not read back; the key of its form stays unused."""
    if ASIDE in transaction.info or transaction.in_nested_transaction():
        return
    if g and g.get("unread"):
        transaction.flush()
        raise g.unread


@bp.app_errorhandler(Unread)
def _read_back(unread: Unread) -> Response:
    """Undo what the view did, what it said of it included, and read the words back instead."""
    db.session.rollback()
    g.unread = None
    cookie.pop("_flashes", None)
    return make_response(_page(unread.person, unread.said))


@bp.app_template_global()
def read_back_of(draft: ProposalDraft) -> str:
    """Return the seal of a draft that its last step shows to whoever dictated it, or nothing."""
    person = current_person()
    if not isinstance(person, Participant) or person.typist is person:
        return ""
    address = url_for("proposals.publish", slug=draft.consultation.slug, draft_id=draft.id)
    return _seal(person, address, _of_draft(draft))


def _page(person: Participant, said: list[Said]) -> str:
    corrected = {piece.name for piece in said if piece.is_corrected_here}
    fields = [pair for pair in request.form.items(multi=True) if pair[0] not in TOKENS]
    return render_template(
        "assistance/read_back.html",
        said=said,
        fields=fields,
        kept=[pair for pair in fields if pair[0] not in corrected],
        is_corrected_here=bool(corrected),
        seal=_seal(person, request.path, said),
        seal_name=SEAL,
        address=request.full_path.removesuffix("?"),
    )


def _said(person: Participant) -> list[Said]:
    """Return the words that this form would make public."""
    if request.endpoint == "proposals.publish":
        draft_id = (request.view_args or {})["draft_id"]
        draft = drafts.find(current_commune(), draft_id, clock.now())
        return _of_draft(draft) if draft and draft.person_id == person.id else []
    stance = request.form.get("stance", Stance.REWORDING.value)
    silent = SILENT | TOKENS | (set() if stance == Stance.REWORDING.value else {"wording"})
    return [
        Said(_label(name), str(CHOICES.get(name, {}).get(words, words)), name)
        for name, words in request.form.items(multi=True)
        if name not in silent and words.strip()
    ]


def _of_draft(draft: ProposalDraft) -> list[Said]:
    pieces = (("title", draft.title), ("body", draft.body), ("locality", draft.locality))
    return [Said(_label(name), words) for name, words in pieces if words]


def _label(name: str) -> str:
    return str(LABELS.get(name, _("Le texte")))


def _is_sealed(person: Participant, said: list[Said]) -> bool:
    try:
        given = _serializer().loads(request.form.get(SEAL, ""))
    except BadSignature:
        return False
    return bool(given == _digest(person, request.path, said))


def _seal(person: Participant, address: str, said: list[Said]) -> str:
    sealed = _serializer().dumps(_digest(person, address, said))
    return str(sealed)


def _digest(person: Participant, address: str, said: list[Said]) -> str:
    """Sum up who says what and where; line ends are those of no browser in particular."""
    words = [(piece.label, "\n".join(piece.words.split("\r\n"))) for piece in said]
    return hashlib.sha256(repr((person.id, address, words)).encode()).hexdigest()


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="read back")
