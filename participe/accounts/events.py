"""What happens to people, told to the packages above."""

from dataclasses import dataclass
from datetime import datetime

from participe.accounts.models import Account, Invitation, RoleGrant
from participe.communes.models import Commune


@dataclass(frozen=True)
class SignInCodeRequested:
    """Somebody typed this address, known or not; the six digits are nowhere but here."""

    commune: Commune | None  # None: for the pages of the platform itself
    email: str
    code: str
    at: datetime


@dataclass(frozen=True)
class InvitationMade:
    """A role is offered to `invitation.email`; the token is nowhere but here."""

    invitation: Invitation
    token: str


@dataclass(frozen=True)
class RoleGranted:
    grant: RoleGrant


@dataclass(frozen=True)
class RoleWithdrawn:
    grant: RoleGrant


@dataclass(frozen=True)
class PersonErased:
    """An account is about to lose all that tells who it is: its address can still be read.

    Whoever subscribes removes what is theirs and private: drafts, letters, preferences.
    """

    person: Account
    at: datetime


@dataclass(frozen=True)
class PersonClaimed:
    """What a person without an account did is from now on that of an account, which they made.

    Whoever subscribes hands over what is theirs, so that nothing counts twice.
    """

    person: Account
    account: Account
    at: datetime
