"""What happens in assisted sessions; the journal and the packages above listen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from participe.accounts.models import Account, Person
from participe.assistance.models.codes import CodeRequest
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.models.stations import Station
from participe.assistance.reference import Count, CountedWith
from participe.communes.models import DigitalSpace


@dataclass(frozen=True)
class FacilitatorAdded:
    """Somebody works in a space from now on: they open sessions there, and their colleagues'."""

    space: DigitalSpace
    person: Account
    by: Person | None
    at: datetime


@dataclass(frozen=True)
class FacilitatorRemoved:
    """Somebody works in a space no more; `by` is None when the space itself goes."""

    space: DigitalSpace
    person: Account
    by: Person | None
    at: datetime


@dataclass(frozen=True)
class SessionPlanned:
    """A facilitator announced a session: when, where, about what."""

    session: AssistedSession
    by: Person
    at: datetime


@dataclass(frozen=True)
class SessionCalledOff:
    """It was announced, and will not take place."""

    session: AssistedSession
    by: Person
    at: datetime


@dataclass(frozen=True)
class SessionOpened:
    """People can take part in it from now on."""

    session: AssistedSession
    by: Person
    at: datetime


@dataclass(frozen=True)
class PinChanged:
    """Other digits give the facilitator's screen back from now on; they are not in here."""

    session: AssistedSession
    by: Person
    at: datetime


@dataclass(frozen=True)
class PinMistyped:
    """Somebody typed wrong digits at the facilitator's own computer; who is not known."""

    station: Station
    at: datetime


@dataclass(frozen=True)
class NoticeRead:
    """The notice `session.notice_version` was read aloud."""

    session: AssistedSession
    by: Person
    at: datetime


@dataclass(frozen=True)
class SessionClosed:
    """Nobody can take part in it any more; `by` is None when its four hours were over.

    Then nobody counted, and `counted_with` is None too.
    """

    session: AssistedSession
    by: Person | None
    at: datetime
    count: Count
    counted_with: CountedWith | None


@dataclass(frozen=True)
class PersonAdded:
    """Somebody takes part, in a way that was chosen with them, and gave their accord."""

    participant: Participant
    by: Person
    at: datetime


@dataclass(frozen=True)
class PersonRenamed:
    """Somebody has another name for the hour; neither of the two is in here."""

    participant: Participant
    by: Person
    at: datetime


@dataclass(frozen=True)
class WayChanged:
    """Somebody takes part in another way from now on (`participant.way`)."""

    participant: Participant
    by: Person
    at: datetime


@dataclass(frozen=True)
class ConsentRevoked:
    """Somebody took their accord back: nothing more can be written in their name."""

    participant: Participant
    by: Person
    at: datetime


@dataclass(frozen=True)
class StationJoined:
    """A computer joined the session with its four digits, or is lent by the facilitator."""

    station: Station
    at: datetime


@dataclass(frozen=True)
class StationHanded:
    """The facilitator handed a computer to somebody."""

    station: Station
    participant: Participant
    by: Person
    at: datetime


@dataclass(frozen=True)
class StationBegun:
    """Somebody began on the computer that was handed to them."""

    station: Station
    participant: Participant
    at: datetime


@dataclass(frozen=True)
class StationLeft:
    """Nobody is on this computer any more: they said so, idle for too long, or taken back."""

    station: Station
    participant: Participant
    at: datetime


@dataclass(frozen=True)
class ReceiptIssued:
    """A code was made for somebody's receipt; it is not in here."""

    participant: Participant
    by: Person | None
    at: datetime


@dataclass(frozen=True)
class ReceiptOpened:
    """Somebody saw what they did with the code of their receipt."""

    participant: Participant
    at: datetime


@dataclass(frozen=True)
class ReceiptClaimed:
    """What somebody did in a session is from now on that of their account."""

    participant: Participant
    account: Person
    at: datetime


@dataclass(frozen=True)
class CodeAsked:
    """One of the staff asked for another code for somebody who lost theirs."""

    request: CodeRequest
    by: Person
    at: datetime


@dataclass(frozen=True)
class CodeRefused:
    """Nobody will confirm that request: the person found their paper, or is not who they say."""

    request: CodeRequest
    by: Person
    at: datetime


@dataclass(frozen=True)
class CodeReplaced:
    """A second one of the staff confirmed it, and another code was made; it is not in here."""

    request: CodeRequest
    by: Person
    at: datetime


@dataclass(frozen=True)
class CodesForgotten:
    """The time was over in which so many codes of a session opened something."""

    session: AssistedSession
    codes: int
    at: datetime


@dataclass(frozen=True)
class PapersTyped:
    """So many papers were typed in a first time, for somebody else to type them again."""

    session: AssistedSession
    by: Person
    papers: int
    at: datetime


@dataclass(frozen=True)
class PapersForgotten:
    """The first typing of so many papers was given up."""

    session: AssistedSession
    by: Person
    papers: int
    at: datetime


@dataclass(frozen=True)
class PapersEntered:
    """The papers of some people were typed in.

    Some were `added` with it; others were in the session already, and `awaited`.
    """

    session: AssistedSession
    by: Person
    added: Sequence[Participant]
    awaited: Sequence[Participant]
    at: datetime


@dataclass(frozen=True)
class KitImported:
    """So many lines of a file filled in without network were read in."""

    session: AssistedSession
    by: Person
    lines: int
    at: datetime
