"""Accounts as such: choosing a name, the administrators of the platform, leaving."""

from datetime import datetime

from sqlalchemy import delete

from participe.accounts import policies, queries
from participe.accounts.errors import (
    AlreadyHolds,
    LastStaffMember,
    NameChosen,
    NameOfWhoLeft,
    NameSoundsOfficial,
)
from participe.accounts.events import PersonErased
from participe.accounts.models import (
    Account,
    Invitation,
    Role,
    SignIn,
    SignInCode,
    name_of_who_left,
)
from participe.accounts.services import roles
from participe.extensions import db
from participe.kernel import events


def choose_name(account: Account, name: str) -> None:
    """Give an account the name that everyone reads, once; pseudonyms are welcome.

    Raises NameSoundsOfficial for a name that the commune, or who works for it, goes by,
    NameOfWhoLeft for the words that stand for whoever has no name any more.
    """
    if account.display_name:
        raise NameChosen
    if policies.skeleton(name) == policies.skeleton(name_of_who_left()):
        raise NameOfWhoLeft
    commune = account.commune
    if commune is not None:
        if policies.sounds_official(name, commune.name):
            raise NameSoundsOfficial
        looks = policies.skeleton(name)
        taken = (
            policies.skeleton(holder.display_name)
            for role in (Role.STAFF, Role.OFFICIAL, Role.DIRECTOR)
            for holder in queries.holders(commune, role)
        )
        if looks in taken:
            raise NameSoundsOfficial
    account.display_name = name
    db.session.flush()


def make_platform_admin(email: str, *, at: datetime) -> Account:
    """Make an administrator of the platform, an account of no commune. Raises AlreadyHolds."""
    if queries.find_by_email(None, email):
        raise AlreadyHolds
    account = Account(email=email, is_platform_admin=True, created_at=at)
    db.session.add(account)
    db.session.flush()
    return account


def erase(account: Account, *, at: datetime) -> None:
    """Remove all that tells who a person is; what they published stays, without their name.

    GDPR art. 17, with the public record kept (product.md). The row of the person stays too, so
    that counts remain true. Raises LastStaffMember.
    """
    for grant in list(account.grants):
        if grant.role is Role.STAFF and len(queries.staff_grants(grant.commune_id)) == 1:
            raise LastStaffMember
    for grant in list(account.grants):
        roles.withdraw(grant, by=account, at=at)
    events.publish(PersonErased(account, at))
    _forget_address(account)
    db.session.execute(delete(SignIn).where(SignIn.account_id == account.id))
    account.email = None
    account.display_name = ""
    account.erased_at = at
    db.session.flush()


def _forget_address(account: Account) -> None:
    for table in (SignInCode, Invitation):
        db.session.execute(
            delete(table).where(
                table.commune_id == account.commune_id, table.email == account.email
            )
        )
