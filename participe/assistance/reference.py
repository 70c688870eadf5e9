"""The acts that the journal of assisted sessions knows."""

from enum import StrEnum


class Act(StrEnum):
    """What was done; stored, so a value never changes its meaning."""

    SESSION_PLANNED = "session-planned"
    SESSION_OPENED = "session-opened"
    NOTICE_READ = "notice-read"
    SESSION_CLOSED = "session-closed"
    PERSON_ADDED = "person-added"
    WAY_CHANGED = "way-changed"
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
    PAPERS_ENTERED = "papers-entered"
    KIT_IMPORTED = "kit-imported"


# What is public with the name of the person who takes part.
CONTRIBUTIONS = frozenset({Act.PROPOSED, Act.REMARKED, Act.COMMENTED})
