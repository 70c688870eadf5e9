"""Offering, giving and withdrawing roles; each leaves a record of who did it and when."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from participe.accounts import policies, queries
from participe.accounts.errors import AlreadyHolds, InvitationOver, LastStaffMember, WrongAddress
from participe.accounts.events import InvitationMade, RoleGranted, RoleWithdrawn
from participe.accounts.models import Account, Invitation, Person, Role, RoleGrant
from participe.accounts.services import signing_in
from participe.communes.models import Commune
from participe.extensions import db
from participe.kernel import events
from participe.kernel.codes import hash_token, random_token

INVITATION_LIFE = timedelta(days=14)


@dataclass(frozen=True)
class Offer:
    """What is entrusted to whoever reads an address: a role and, of an official, a mandate."""

    email: str
    role: Role
    mandate: str = ""
    starts_on: date | None = None
    ends_on: date | None = None  # the last day, included


def invite(commune: Commune, offer: Offer, *, by: Person | None, at: datetime) -> str:
    """Offer a role by letter, and return the token that accepts it, which is nowhere but here.

    An earlier offer of the same role to the same address ends. Raises AlreadyHolds.
    """
    if queries.find_holder(commune, offer.role, offer.email):
        raise AlreadyHolds
    _end_earlier(commune, offer, at)
    token = random_token()
    invitation = Invitation(
        commune_id=commune.id,
        email=offer.email,
        role=offer.role,
        mandate=offer.mandate,
        starts_on=offer.starts_on,
        ends_on=offer.ends_on,
        token_hash=hash_token(token),
        invited_by=by,
        invited_at=at,
        expires_at=at + INVITATION_LIFE,
    )
    db.session.add(invitation)
    db.session.flush()
    events.publish(InvitationMade(invitation, token))
    return token


def cancel(invitation: Invitation, *, at: datetime) -> None:
    """Take an offer back before it was accepted."""
    if not invitation.is_open(at):
        raise InvitationOver
    invitation.expires_at = at
    db.session.flush()


def accept(invitation: Invitation, account: Account, *, at: datetime) -> RoleGrant:
    """Give the role that was offered to this account's address, once.

    Every session of the account ends, so that the next one has the shorter life of the role;
    the caller begins it.
    """
    if not policies.may_accept(account, invitation):
        raise WrongAddress
    _use_up(invitation, at)
    grant = RoleGrant(
        commune_id=invitation.commune_id,
        person_id=account.id,
        role=invitation.role,
        mandate=invitation.mandate,
        starts_on=invitation.starts_on,
        ends_on=invitation.ends_on,
        granted_by=invitation.invited_by,
        granted_at=at,
    )
    try:
        with db.session.begin_nested():
            db.session.add(grant)
    except IntegrityError:
        raise AlreadyHolds from None
    signing_in.end_sessions_of(account.id, at=at)
    db.session.refresh(account, ["grants"])
    events.publish(RoleGranted(grant))
    return grant


def withdraw(grant: RoleGrant, *, by: Person, at: datetime) -> None:
    """End a role; whoever held it is signed out everywhere. Raises LastStaffMember."""
    if grant.role is Role.STAFF and len(queries.staff_grants(grant.commune_id)) == 1:
        raise LastStaffMember
    grant.withdrawn_by = by
    grant.withdrawn_at = at
    db.session.flush()
    signing_in.end_sessions_of(grant.person_id, at=at)
    db.session.refresh(grant.person, ["grants"])
    events.publish(RoleWithdrawn(grant))


def _end_earlier(commune: Commune, offer: Offer, at: datetime) -> None:
    db.session.execute(
        update(Invitation)
        .where(
            Invitation.commune_id == commune.id,
            Invitation.email == offer.email,
            Invitation.role == offer.role,
            Invitation.accepted_at.is_(None),
            Invitation.expires_at > at,
        )
        .values(expires_at=at)
    )


def _use_up(invitation: Invitation, at: datetime) -> None:
    """Mark an invitation as accepted, or raise InvitationOver when it was, or has expired."""
    used = db.session.scalar(
        update(Invitation)
        .where(
            Invitation.id == invitation.id,
            Invitation.accepted_at.is_(None),
            Invitation.expires_at > at,
        )
        .values(accepted_at=at)
        .returning(Invitation.id)
    )
    if used is None:
        raise InvitationOver
