"""What the journal notes of each event, and the one guard of all that is written in a session.

An event is published in the transaction of the act, by whatever page or import it came: so
nothing is written in somebody's name without a line, and the act that a rule refuses here is
undone as a whole.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from participe.accounts.events import PersonErased
from participe.accounts.models import Person
from participe.answers.events import ClarificationAsked
from participe.assistance import events
from participe.assistance.errors import AccordRevoked, AccountNeeded
from participe.assistance.models.people import Participant, Way
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.reference import Act
from participe.assistance.services import journal, people
from participe.contributions.events import ContributionRevised, ContributionWithdrawn
from participe.contributions.models import Contribution
from participe.discussions.events import CommentPublished
from participe.proposals.events import (
    AmendmentSuggested,
    ProposalPublished,
    SupportGiven,
    SupportTakenBack,
)
from participe.texts.events import RemarkPublished, RemarkSupportGiven, RemarkSupportTakenBack


def ensure_may_write(participant: Participant, at: datetime) -> None:
    """Raise unless something may be written in this person's name now [A-13].

    The session is under way and their accord holds. Papers filled in during the session are
    typed in after it, and so is imported what was captured without network.
    """
    if participant.way is not Way.PAPER and participant.captured_at is None:
        people.ensure_may_act(participant, at)
    elif participant.consent is None:
        raise AccordRevoked


def _written(contribution: Contribution, act: Act) -> None:
    author = contribution.author
    if not isinstance(author, Participant):
        return
    at = contribution.published_at
    ensure_may_write(author, at)
    _note_act(author, act, contribution.acted_by, _facts(author, contribution), at)


def _revised(event: ContributionRevised) -> None:
    author = event.contribution.author
    if not isinstance(author, Participant):
        return
    # After the session nobody opens this but the person, with the code of their receipt.
    is_over = author.session.is_over_at(event.at)
    if not is_over:
        ensure_may_write(author, event.at)
    actor = author if is_over else author.typist
    _note_act(author, Act.REVISED, actor, _facts(author, event.contribution), event.at)


def _withdrawn(event: ContributionWithdrawn) -> None:
    """Note what was taken back, which stays possible for ever."""
    author = event.contribution.author
    if isinstance(author, Participant):
        facts = _facts(author, event.contribution)
        _note_act(author, Act.WITHDRAWN, author, facts, event.at)


def _supported(on: Contribution, person: Person, actor: Person, at: datetime) -> None:
    if isinstance(person, Participant):
        ensure_may_write(person, at)
        _note_act(person, Act.SUPPORTED, actor, _facts(person, on), at)


def _support_taken_back(on: Contribution, person: Person, at: datetime) -> None:
    if isinstance(person, Participant):
        _note_act(person, Act.SUPPORT_TAKEN_BACK, person, _facts(person, on), at)


def _erased(event: PersonErased) -> None:
    """Note that somebody took everything back with the code of their receipt."""
    one = event.person
    if isinstance(one, Participant):
        _note(one.session, Act.ERASED, one, event.at, of=one)


def _refuse(author: Person) -> None:
    """Refuse what needs somebody who can be answered afterwards."""
    if author.is_participant:
        raise AccountNeeded


def _facts(person: Participant, on: Contribution) -> dict[str, Any]:
    facts = {"on": on.id, "channel": person.channel.value, "way": person.way.value}
    return facts if person.captured_at is None else facts | {"offline": True}


def _note_act(
    person: Participant, act: Act, actor: Person, facts: Mapping[str, Any], at: datetime
) -> None:
    journal.record(
        person.session,
        commune_id=person.session.commune_id,
        actor=actor,
        participant=person,
        act=act,
        facts=facts,
        at=at,
    )


def _note(
    session: AssistedSession,
    act: Act,
    by: Person | None,
    at: datetime,
    *,
    of: Participant | None = None,
    **facts: Any,
) -> None:
    journal.record(
        session,
        commune_id=session.commune_id,
        actor=by,
        participant=of,
        act=act,
        facts=facts,
        at=at,
    )


def _person_added(event: events.PersonAdded) -> None:
    one = event.participant
    consent = one.consent
    _note(
        one.session,
        Act.PERSON_ADDED,
        event.by,
        event.at,
        of=one,
        way=one.way.value,
        stands_for=one.stands_for,
        consent=consent.given.value if consent else "",
        notice=consent.notice_version if consent else 0,
        **({} if one.captured_at is None else {"offline": True}),
    )


def _way_changed(event: events.WayChanged) -> None:
    one = event.participant
    _note(
        one.session,
        Act.WAY_CHANGED,
        event.by,
        event.at,
        of=one,
        way=one.way.value,
        stands_for=one.stands_for,
    )


def _on_space(act: Act) -> Callable[[Any], None]:
    """Note who works where in the journal of the commune for which they work there."""

    def note(event: Any) -> None:
        journal.record(
            None,
            commune_id=event.person.commune_id,
            actor=event.by,
            participant=None,
            act=act,
            facts={"space": event.space.id, "person": event.person.id},
            at=event.at,
        )

    return note


def _session_closed(event: events.SessionClosed) -> None:
    """Note the count that was agreed, and with whom [A-13]."""
    one = event.session
    agreed = {"counted_with": event.counted_with.value} if event.counted_with else {}
    counted = event.count._asdict() | agreed
    _note(one, Act.SESSION_CLOSED, event.by, event.at, listeners=one.listeners, **counted)


def _papers_entered(event: events.PapersEntered) -> None:
    """Note how many papers came in and whose they are: `queries.papers` reads it here."""
    added, awaited = ([one.id for one in people] for people in (event.added, event.awaited))
    _note(
        event.session,
        Act.PAPERS_ENTERED,
        event.by,
        event.at,
        papers=len(added) + len(awaited),
        added=added,
        awaited=awaited,
    )


def _on_station(act: Act) -> Callable[[Any], None]:
    def note(event: Any) -> None:
        _note(
            event.station.session,
            act,
            getattr(event, "by", None),
            event.at,
            of=event.participant,
            station=event.station.number,
        )

    return note


def _of_receipt(act: Act) -> Callable[[Any], None]:
    def note(event: Any) -> None:
        by = getattr(event, "by", None) or getattr(event, "account", None)
        _note(event.participant.session, act, by, event.at, of=event.participant)

    return note


def _of_code(act: Act) -> Callable[[Any], None]:
    def note(event: Any) -> None:
        asked = event.request
        ground = asked.confirmed_ground or asked.ground
        one = asked.participant
        _note(one.session, act, event.by, event.at, of=one, ground=ground.value)

    return note


# Each kind of event, and what is done when one is published.
NOTED: dict[type, Callable[[Any], None]] = {
    ProposalPublished: lambda e: _written(e.proposal, Act.PROPOSED),
    RemarkPublished: lambda e: _written(e.remark, Act.REMARKED),
    CommentPublished: lambda e: _written(e.comment, Act.COMMENTED),
    AmendmentSuggested: lambda e: _refuse(e.amendment.author),
    ClarificationAsked: lambda e: _refuse(e.clarification.author),
    ContributionRevised: _revised,
    ContributionWithdrawn: _withdrawn,
    SupportGiven: lambda e: _supported(e.proposal, e.person, e.acted_by, e.at),
    RemarkSupportGiven: lambda e: _supported(e.remark, e.person, e.person.typist, e.at),
    SupportTakenBack: lambda e: _support_taken_back(e.proposal, e.person, e.at),
    RemarkSupportTakenBack: lambda e: _support_taken_back(e.remark, e.person, e.at),
    events.FacilitatorAdded: _on_space(Act.FACILITATOR_ADDED),
    events.FacilitatorRemoved: _on_space(Act.FACILITATOR_REMOVED),
    events.SessionPlanned: lambda e: _note(
        e.session, Act.SESSION_PLANNED, e.by, e.at, computers=e.session.computers
    ),
    events.SessionCalledOff: lambda e: _note(e.session, Act.SESSION_CALLED_OFF, e.by, e.at),
    events.SessionOpened: lambda e: _note(e.session, Act.SESSION_OPENED, e.by, e.at),
    events.PinChanged: lambda e: _note(e.session, Act.PIN_CHANGED, e.by, e.at),
    events.PinMistyped: lambda e: _note(
        e.station.session, Act.PIN_MISTYPED, None, e.at, station=e.station.number
    ),
    events.NoticeRead: lambda e: _note(
        e.session, Act.NOTICE_READ, e.by, e.at, notice=e.session.notice_version
    ),
    events.SessionClosed: _session_closed,
    events.PersonAdded: _person_added,
    events.WayChanged: _way_changed,
    events.PersonRenamed: lambda e: _note(
        e.participant.session, Act.PERSON_RENAMED, e.by, e.at, of=e.participant
    ),
    events.ConsentRevoked: lambda e: _note(
        e.participant.session, Act.CONSENT_REVOKED, e.by, e.at, of=e.participant
    ),
    events.StationJoined: lambda e: _note(
        e.station.session, Act.STATION_JOINED, None, e.at, station=e.station.number
    ),
    events.StationHanded: _on_station(Act.STATION_HANDED),
    events.StationBegun: _on_station(Act.STATION_BEGUN),
    events.StationLeft: _on_station(Act.STATION_LEFT),
    events.ReceiptIssued: _of_receipt(Act.RECEIPT_ISSUED),
    events.ReceiptOpened: _of_receipt(Act.RECEIPT_OPENED),
    events.ReceiptClaimed: _of_receipt(Act.RECEIPT_CLAIMED),
    events.CodeAsked: _of_code(Act.CODE_ASKED),
    events.CodeRefused: _of_code(Act.CODE_REFUSED),
    events.CodeReplaced: _of_code(Act.CODE_REPLACED),
    events.CodesForgotten: lambda e: _note(
        e.session, Act.CODES_FORGOTTEN, None, e.at, codes=e.codes
    ),
    PersonErased: _erased,
    events.PapersTyped: lambda e: _note(e.session, Act.PAPERS_TYPED, e.by, e.at, papers=e.papers),
    events.PapersForgotten: lambda e: _note(
        e.session, Act.PAPERS_FORGOTTEN, e.by, e.at, papers=e.papers
    ),
    events.PapersEntered: _papers_entered,
    events.KitImported: lambda e: _note(e.session, Act.KIT_IMPORTED, e.by, e.at, lines=e.lines),
}
