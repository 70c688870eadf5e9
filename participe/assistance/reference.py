"""What the journal of assisted sessions knows: acts, and the count agreed at the closing [A-13]."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Act(StrEnum):
    """What was done; stored, so a value never changes its meaning."""

    FACILITATOR_ADDED = "facilitator-added"
    FACILITATOR_REMOVED = "facilitator-removed"
    SESSION_PLANNED = "session-planned"
    SESSION_CALLED_OFF = "session-called-off"
    SESSION_OPENED = "session-opened"
    PIN_CHANGED = "pin-changed"
    PIN_MISTYPED = "pin-mistyped"
    NOTICE_READ = "notice-read"
    SESSION_CLOSED = "session-closed"
    PERSON_ADDED = "person-added"
    WAY_CHANGED = "way-changed"
    PERSON_RENAMED = "person-renamed"
    CONSENT_REVOKED = "consent-revoked"
    STATION_JOINED = "station-joined"
    STATION_HANDED = "station-handed"
    STATION_BEGUN = "station-begun"
    STATION_LEFT = "station-left"
    PROPOSED = "proposed"
    REMARKED = "remarked"
    COMMENTED = "commented"
    SUPPORTED = "supported"
    SUPPORT_TAKEN_BACK = "support-taken-back"
    REVISED = "revised"
    WITHDRAWN = "withdrawn"
    RECEIPT_ISSUED = "receipt-issued"
    RECEIPT_OPENED = "receipt-opened"
    RECEIPT_CLAIMED = "receipt-claimed"
    CODE_ASKED = "code-asked"
    CODE_REFUSED = "code-refused"
    CODE_REPLACED = "code-replaced"
    CODES_FORGOTTEN = "codes-forgotten"
    ERASED = "erased"
    PAPERS_TYPED = "papers-typed"
    PAPERS_FORGOTTEN = "papers-forgotten"
    PAPERS_ENTERED = "papers-entered"
    KIT_IMPORTED = "kit-imported"


class CountedWith(StrEnum):
    """Who counted with the facilitator before the session closed."""

    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"  # another one
    NOBODY = "nobody"


class Count(NamedTuple):
    """What a session came to in three numbers."""

    people: int
    contributions: int
    supports: int


@dataclass(frozen=True)
class Agreement:
    """The count that was read aloud, and who agreed to it."""

    count: Count
    counted_with: CountedWith


# What is public with the name of the person who takes part.
CONTRIBUTIONS = frozenset({Act.PROPOSED, Act.REMARKED, Act.COMMENTED})
