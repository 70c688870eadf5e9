"""Reads about people."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from participe.accounts.models import (
    Account,
    Intention,
    Invitation,
    Role,
    RoleGrant,
    SignIn,
    SignInCode,
)
from participe.communes.models import Commune
from participe.extensions import db


def find(account_id: int) -> Account | None:
    return db.session.get(Account, account_id)


def find_sign_in(token_hash: str) -> SignIn | None:
    """Return the session with this token, whatever its state; account and roles come with it."""
    return (
        db.session.scalars(
            select(SignIn)
            .where(SignIn.token_hash == token_hash)
            .options(joinedload(SignIn.account).joinedload(Account.grants))
        )
        .unique()
        .one_or_none()
    )


def find_by_email(commune: Commune | None, email: str) -> Account | None:
    return db.session.scalar(
        select(Account).where(
            Account.commune_id == (commune.id if commune else None), Account.email == email
        )
    )


def holders(commune: Commune, role: Role) -> Sequence[Account]:
    """Return who holds a role in this commune now, by name."""
    return db.session.scalars(
        select(Account)
        .join(RoleGrant, RoleGrant.person_id == Account.id)
        .where(
            RoleGrant.commune_id == commune.id,
            RoleGrant.role == role,
            RoleGrant.withdrawn_at.is_(None),
        )
        .order_by(Account.display_name, Account.id)
    ).all()


def find_holder(commune: Commune, role: Role, email: str) -> Account | None:
    """Return who holds this role already under this address."""
    return next((holder for holder in holders(commune, role) if holder.email == email), None)


def newest_code(commune_id: int | None, email: str) -> SignInCode | None:
    """Return the last code sent to an address, whatever its state: no other can work any more."""
    return db.session.scalar(
        select(SignInCode)
        .where(SignInCode.commune_id == commune_id, SignInCode.email == email)
        .order_by(SignInCode.id.desc())
        .limit(1)
    )


def living_sign_ins(account: Account, at: datetime, config: Mapping[str, Any]) -> Sequence[SignIn]:
    """Return the sessions with which this person is signed in somewhere, last seen first."""
    found = db.session.scalars(
        select(SignIn)
        .where(SignIn.account_id == account.id, SignIn.ended_at.is_(None), SignIn.expires_at > at)
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    )
    return [sign_in for sign_in in found if sign_in.is_alive(at, config)]


def find_sign_in_of(account: Account, sign_in_id: int) -> SignIn | None:
    return db.session.scalar(
        select(SignIn).where(SignIn.id == sign_in_id, SignIn.account_id == account.id)
    )


def find_intention(commune: Commune, key_hash: str, since: datetime) -> Intention | None:
    """Return what was kept under this key in this commune since then, and is not done yet."""
    return db.session.scalar(
        select(Intention).where(
            Intention.key_hash == key_hash,
            Intention.commune_id == commune.id,
            Intention.created_at > since,
            Intention.done_at.is_(None),
        )
    )


def grants_in(commune: Commune) -> Sequence[RoleGrant]:
    """Return every role ever given in a commune, the last first, with who gave and withdrew it."""
    return db.session.scalars(
        select(RoleGrant)
        .where(RoleGrant.commune_id == commune.id)
        .options(
            joinedload(RoleGrant.person),
            joinedload(RoleGrant.granted_by),
            joinedload(RoleGrant.withdrawn_by),
        )
        .order_by(RoleGrant.granted_at.desc(), RoleGrant.id.desc())
    ).all()


def find_grant(commune: Commune, grant_id: int) -> RoleGrant | None:
    """Return a role that is held in this commune now."""
    return db.session.scalar(
        select(RoleGrant).where(
            RoleGrant.id == grant_id,
            RoleGrant.commune_id == commune.id,
            RoleGrant.withdrawn_at.is_(None),
        )
    )


def staff_grants(commune_id: int) -> Sequence[RoleGrant]:
    """Return the grants that make the team, locked until the transaction ends.

    Two members who withdraw each other at once would else leave a commune without a team.
    """
    return db.session.scalars(
        select(RoleGrant)
        .where(
            RoleGrant.commune_id == commune_id,
            RoleGrant.role == Role.STAFF,
            RoleGrant.withdrawn_at.is_(None),
        )
        .order_by(RoleGrant.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def count_staff() -> dict[int, int]:
    """Return how many people make the team of each commune that has one, by commune id."""
    rows = db.session.execute(
        select(RoleGrant.commune_id, func.count())
        .where(RoleGrant.role == Role.STAFF, RoleGrant.withdrawn_at.is_(None))
        .group_by(RoleGrant.commune_id)
    )
    return {commune_id: number for commune_id, number in rows}  # noqa: C416 -- rows are no pairs


def find_invitation(commune: Commune, token_hash: str) -> Invitation | None:
    return db.session.scalar(
        select(Invitation).where(
            Invitation.commune_id == commune.id, Invitation.token_hash == token_hash
        )
    )


def find_invitation_by_id(commune: Commune, invitation_id: int) -> Invitation | None:
    return db.session.scalar(
        select(Invitation).where(
            Invitation.commune_id == commune.id, Invitation.id == invitation_id
        )
    )


def waiting_invitations(commune: Commune, at: datetime) -> Sequence[Invitation]:
    """Return the invitations that can still be accepted, the last made first."""
    return db.session.scalars(
        select(Invitation)
        .where(
            Invitation.commune_id == commune.id,
            Invitation.accepted_at.is_(None),
            Invitation.expires_at > at,
        )
        .options(joinedload(Invitation.invited_by))
        .order_by(Invitation.invited_at.desc(), Invitation.id.desc())
    ).all()


def invitations_of(account: Account) -> Sequence[Invitation]:
    """Return every role that was offered to a person's address, the last one first."""
    return db.session.scalars(
        select(Invitation)
        .where(Invitation.commune_id == account.commune_id, Invitation.email == account.email)
        .order_by(Invitation.invited_at.desc(), Invitation.id.desc())
    ).all()


def grants_of(account: Account) -> Sequence[RoleGrant]:
    """Return every role that a person was ever given, the last one first."""
    return db.session.scalars(
        select(RoleGrant)
        .where(RoleGrant.person_id == account.id)
        .order_by(RoleGrant.granted_at.desc(), RoleGrant.id.desc())
    ).all()
