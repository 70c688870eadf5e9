"""Reads about people."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from participe.accounts.models import Account, Role, RoleGrant, SignIn
from participe.communes.models import Commune
from participe.extensions import db


def find_sign_in(token_hash: str) -> SignIn | None:
    """Return the session with this token, its account loaded, whatever its state."""
    return db.session.scalar(
        select(SignIn).where(SignIn.token_hash == token_hash).options(joinedload(SignIn.account))
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
