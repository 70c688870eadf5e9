"""What happens to texts under discussion."""

from dataclasses import dataclass
from datetime import datetime

from participe.accounts.models import Person
from participe.texts.models import Remark, TextVersion


@dataclass(frozen=True)
class VersionPublished:
    """A version is public, and with it the decisions made in it; their authors are told, once."""

    version: TextVersion


@dataclass(frozen=True)
class RemarkPublished:
    """A remark is public from now on."""

    remark: Remark


@dataclass(frozen=True)
class RemarkSupportGiven:
    """Somebody backs a remark."""

    remark: Remark
    person: Person
    at: datetime


@dataclass(frozen=True)
class RemarkSupportTakenBack:
    """Somebody no longer backs a remark."""

    remark: Remark
    person: Person
    at: datetime
