"""Persons, accounts, roles and mandates."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participe.communes.models import Commune
from participe.kernel.database import Base


class Role(StrEnum):
    """What a commune entrusts to a person."""

    STAFF = "staff"
    OFFICIAL = "official"
    FACILITATOR = "facilitator"
    DIRECTOR = "director"  # the director general, who approves and is warned


class Channel(StrEnum):
    """How an act reached the platform."""

    ONLINE = "online"
    ASSISTED = "assisted"
    PAPER = "paper"
    MEETING = "meeting"


def name_of_who_left() -> str:
    """Return what stands wherever somebody was named who is named no more."""
    return str(_("Personne qui a retiré son nom"))


class Person(Base):
    """Whoever acts, in one commune; authors, supporters and actors are persons.

    The kinds are accounts (here) and, in an assisted session, participants. An erased
    person keeps its row, so that counts stay true, and nothing that tells who it was.
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("commune_id", "email"),
        CheckConstraint("commune_id IS NOT NULL OR is_platform_admin", name="of_one_commune"),
        Index(
            "uq_person_platform_email",
            "email",
            unique=True,
            sqlite_where=text("commune_id IS NULL"),
            postgresql_where=text("commune_id IS NULL"),
        ),
    )
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "person"}

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    commune_id: Mapped[int | None] = mapped_column(ForeignKey("commune.id"), index=True)
    display_name: Mapped[str] = mapped_column(default="")
    email: Mapped[str | None]
    is_platform_admin: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]

    commune: Mapped[Commune | None] = relationship()

    is_authenticated = False
    is_staff = False
    is_participant = False  # somebody helped in a session, who has no account to come back to

    @property
    def channel(self) -> Channel:
        """Return how what this person does now reaches the platform."""
        return Channel.ONLINE

    @property
    def typist(self) -> "Person":
        """Return whose hands are on the keyboard: another's only when one is helped."""
        return self

    @property
    def declared_age(self) -> int:
        """Return the years that somebody vouched for; 0 for who says it each time."""
        return 0

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    @property
    def shown_name(self) -> str:
        """Return what every page calls this person; who left is named by nobody any more."""
        if self.is_erased:
            return name_of_who_left()
        return self.display_name or str(_("Personne sans nom"))


class Account(Person):
    """A person who signs in by a code sent to an e-mail address."""

    __mapper_args__ = {"polymorphic_identity": "account"}

    grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="person",
        foreign_keys="RoleGrant.person_id",
        primaryjoin="and_(Account.id == RoleGrant.person_id, RoleGrant.withdrawn_at.is_(None))",
        viewonly=True,
        lazy="selectin",
    )

    # What Flask-Login asks of whoever is at the keyboard.
    is_authenticated = True
    is_active = True
    is_anonymous = False
    sign_in_id = ""  # what `get_id` gives: set by the session, never a person's number

    def get_id(self) -> str:
        return self.sign_in_id

    @property
    def has_account(self) -> bool:
        """Tell whether there is an account to look after, or only a name for an hour."""
        return not self.is_participant

    def holds(self, role: Role) -> bool:
        """Tell whether a role was granted and not withdrawn; `mandate_on` looks at its dates."""
        return any(grant.role is role for grant in self.grants)

    @property
    def is_staff(self) -> bool:  # type: ignore[override]
        return self.holds(Role.STAFF)

    @property
    def is_official(self) -> bool:
        return self.holds(Role.OFFICIAL)

    @property
    def is_facilitator(self) -> bool:
        return self.holds(Role.FACILITATOR)

    @property
    def is_director(self) -> bool:
        return self.holds(Role.DIRECTOR)

    @property
    def is_of_the_house(self) -> bool:
        """Tell whether this person works for the commune behind its counter."""
        return self.is_staff or self.is_official or self.is_director

    def mandate_on(self, day: date) -> "RoleGrant | None":
        """Return the mandate under which this person may sign on this day."""
        return next((g for g in self.grants if g.is_mandate_on(day)), None)


class Visitor:
    """Someone who has not signed in; answers every question an account answers."""

    id = None
    commune_id = None
    display_name = ""
    email = None
    is_authenticated = False
    is_active = False
    is_anonymous = True
    is_staff = False
    is_official = False
    is_facilitator = False
    is_director = False
    is_participant = False
    declared_age = 0
    has_account = False
    is_of_the_house = False
    is_platform_admin = False

    def get_id(self) -> None:
        return None

    def holds(self, role: Role) -> bool:
        return False

    def mandate_on(self, day: date) -> None:
        return None


Whoever = Account | Visitor


class RoleGrant(Base):
    """A role given to a person, by whom and when; withdrawn, it stays as a record."""

    __tablename__ = "role_grant"
    __table_args__ = (
        Index(
            "uq_role_grant_current",
            "person_id",
            "role",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        CheckConstraint("role <> 'official' OR mandate <> ''", name="official_has_mandate"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role]
    mandate: Mapped[str] = mapped_column(default="")  # “échevine de l’environnement”
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]  # the last day, included
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]

    person: Mapped[Account] = relationship(foreign_keys=[person_id])
    granted_by: Mapped[Person | None] = relationship(foreign_keys=[granted_by_id])
    withdrawn_by: Mapped[Person | None] = relationship(foreign_keys=[withdrawn_by_id])

    def is_mandate_on(self, day: date) -> bool:
        """Tell whether this lets its holder sign for the commune on this day."""
        return (
            self.role is Role.OFFICIAL
            and self.withdrawn_at is None
            and (self.starts_on is None or self.starts_on <= day)
            and (self.ends_on is None or day <= self.ends_on)
        )


class Invitation(Base):
    """A role offered by letter to one address of one commune; it expires, and works once."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), index=True)
    email: Mapped[str]
    role: Mapped[Role]
    mandate: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    token_hash: Mapped[str] = mapped_column(unique=True)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]

    commune: Mapped[Commune] = relationship()
    invited_by: Mapped[Person | None] = relationship()

    def is_open(self, at: datetime) -> bool:
        """Tell whether this can still be accepted; the expiring instant is already too late."""
        return self.accepted_at is None and at < self.expires_at


class SignInCode(Base):
    """Six digits sent to an address, known or not: only the newest works, five tries, once."""

    __tablename__ = "sign_in_code"
    __table_args__ = (Index("ix_sign_in_code_address", "commune_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int | None] = mapped_column(ForeignKey("commune.id"))
    email: Mapped[str]
    code_hash: Mapped[str]
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]  # used, replaced by a newer one, or tried too often


class SignIn(Base):
    """A session kept on the server, so that it can be ended from anywhere at once."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    commune_id: Mapped[int | None] = mapped_column(ForeignKey("commune.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    on_public_computer: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(lazy="joined")

    def is_alive(self, at: datetime, config: Mapping[str, Any]) -> bool:
        """Tell whether this session still works: not ended, not too old, not idle for too long.

        Staff and public computers have shorter lives than a resident's own device (ASVS 7.3);
        `config` names the lengths.
        """
        idle = self.idle_limit(config)
        return self.ended_at is None and at < self.expires_at and at < self.seen_at + idle

    def idle_limit(self, config: Mapping[str, Any]) -> timedelta:
        """Return how long this session lasts when nothing is asked of it."""
        if self.account.is_participant:
            return timedelta(minutes=config["PARTICIPANT_IDLE_MINUTES"])
        if self.on_public_computer:
            return timedelta(minutes=config["PUBLIC_COMPUTER_IDLE_MINUTES"])
        if self.account.is_of_the_house or self.account.is_platform_admin:
            return timedelta(minutes=config["STAFF_IDLE_MINUTES"])
        return timedelta(days=config["SIGN_IN_IDLE_DAYS"])


class Intention(Base):
    """What a visitor was about to do when asked to sign in: kept, and done once afterwards."""

    __tablename__ = "intention"

    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(unique=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), index=True)
    kind: Mapped[str]
    payload: Mapped[str]  # JSON, as its performer wrote it
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
