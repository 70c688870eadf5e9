"""Letters about accounts: codes, invitations; and what is forgotten with a person."""

from flask import Flask
from flask_babel import lazy_gettext as _

from participe.accounts.events import InvitationMade, PersonErased, SignInCodeRequested
from participe.kernel.chores import CHORES
from participe.kernel.events import subscribe
from participe.notifications.models import LetterKind, Reader
from participe.notifications.services.writing import Subject, forget, forget_strangers, write


def register(app: Flask) -> None:
    """Listen to what the other packages tell."""
    subscribe(app, SignInCodeRequested, send_the_code)
    subscribe(app, InvitationMade, invite)
    subscribe(app, PersonErased, forget_the_person)
    CHORES.add(app, forget_strangers)


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
