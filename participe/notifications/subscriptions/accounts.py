"""Letters about accounts: codes, invitations; what is exported of a person, and forgotten."""

from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _

from participe.accounts.events import InvitationMade, PersonErased, SignInCodeRequested
from participe.accounts.models import Account
from participe.accounts.space import EXPORTS
from participe.kernel.chores import CHORES
from participe.kernel.events import subscribe
from participe.notifications.forms import LABELS
from participe.notifications.models import LetterKind, Reader
from participe.notifications.queries import letters as queries
from participe.notifications.services.writing import Subject, forget, forget_strangers, write


def register(app: Flask) -> None:
    """Listen to what the other packages tell."""
    subscribe(app, SignInCodeRequested, send_the_code)
    subscribe(app, InvitationMade, invite)
    subscribe(app, PersonErased, forget_the_person)
    CHORES.add(app, forget_strangers)
    EXPORTS.add(app, _exported_letters)
    EXPORTS.add(app, _exported_preferences)


def send_the_code(event: SignInCodeRequested) -> None:
    """Send six digits to whoever can read this address."""
    write(
        Subject(
            LetterKind.SIGN_IN_CODE,
            event=f"code:{event.commune.id if event.commune else 0}:{event.at.timestamp()}",
            commune=event.commune,
            at=event.at,
            values={"code": event.code},
        ),
        [Reader(event.email, str(_("parce que quelqu’un a demandé un code avec cette adresse")))],
    )


def invite(event: InvitationMade) -> None:
    """Offer a role; the token is nowhere but in this letter."""
    invitation = event.invitation
    write(
        Subject(
            LetterKind.INVITATION,
            event=f"invitation:{invitation.id}",
            commune=invitation.commune,
            at=invitation.invited_at,
            values={"invitation": invitation, "token": event.token},
        ),
        [Reader(invitation.email, str(_("parce que la commune vous confie un rôle")))],
    )


def forget_the_person(event: PersonErased) -> None:
    """Remove the letters and choices of a person who erased their account."""
    forget(event.person)


def _exported_letters(account: Account) -> tuple[str, Any]:
    return "courriels", [
        {
            "objet": letter.subject,
            "texte": letter.body_text,
            "ecrit_le": letter.written_at.isoformat(),
            "envoye_le": letter.sent_at.isoformat() if letter.sent_at else "",
        }
        for letter in queries.to_person(account)
    ]


def _exported_preferences(account: Account) -> tuple[str, Any]:
    return "courriels_arretes", [
        {
            "quand": str(LABELS.get(stopped.kind, stopped.kind.value)),
            "arrete_le": stopped.stopped_at.isoformat(),
        }
        for stopped in queries.preferences_of(account)
    ]
