"""Typing in what people wrote on paper: a person, an accord, an idea, supports, remarks a sheet.

A sheet is entered whole or not at all. Whoever enters several takes all locks first, in the
order in which the acts of a station take theirs: texts, propositions, numbers, session, journal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from participe.accounts.models import Account
from participe.assistance.errors import (
    NoRemarkOnPaper,
    NothingOnPaper,
    NotUnderWay,
    SessionCancelled,
    SessionOver,
    TooManyPapers,
    UnknownNumbers,
)
from participe.assistance.events import PapersEntered
from participe.assistance.models.people import Consent, ConsentForm, Participant, Way
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import asked, sessions
from participe.assistance.queries import papers as queries
from participe.assistance.queries import people as counted
from participe.assistance.services import alike, journal, paper_remarks, people
from participe.assistance.services.alike import Pile
from participe.assistance.services.paper_remarks import PaperRemark
from participe.assistance.wording import people as people_words
from participe.extensions import db
from participe.kernel import events, limits
from participe.kernel.errors import Refusal
from participe.proposals.errors import AlreadySupported
from participe.proposals.models import Proposal
from participe.proposals.services import holding, publishing, supporting

MOST_PEOPLE = 100  # in a session, papers and what was captured without network included
BATCHES = limits.Limit("batches of papers typed in a session", 40, timedelta(hours=1))


@dataclass(frozen=True)
class Sheet:
    """What somebody wrote: a name if they wish, an idea, what they support, what they remark."""

    name: str = ""
    title: str = ""
    body: str = ""
    supports: tuple[int, ...] = ()
    remarks: tuple[PaperRemark, ...] = ()  # on the passages of a text
    of: int = 0  # the place of whose paper it is; 0 for somebody who is not in the session yet
    is_another: bool = False  # whoever typed says so of a paper that looks like one that is in
    way: Way = Way.PAPER
    consent: ConsentForm = ConsentForm.SIGNED


@dataclass(frozen=True)
class Entry:
    """What became of a sheet: its person, or why it was refused."""

    participant: Participant | None = None
    refusal: Refusal | None = None


def count_batch(session: AssistedSession, at: datetime) -> None:
    """Count a batch that arrives, before anything of it is done, or raise TooOften."""
    limits.spend(db.session, BATCHES, session.id, at)


def enter_all(
    session: AssistedSession, sheets: Sequence[Sheet], *, by: Account, at: datetime
) -> list[Entry]:
    """Enter each sheet or say why not, and tell how many were; raises when none can be.

    Papers that were filled in during a session may be typed in after it.
    """
    hold(session, sheets)
    ensure_takes_papers(session, at)
    pile = Pile(session)
    entries = [attempt(session, sheet, by=by, at=at, pile=pile) for sheet in sheets]
    taken = [
        (entry.participant, sheet.of)
        for sheet, entry in zip(sheets, entries, strict=True)
        if entry.participant is not None
    ]
    if taken:
        added = [person for person, of in taken if not of]
        awaited = [person for person, of in taken if of]
        events.publish(PapersEntered(session, by, added, awaited, at))
    return entries


def ensure_takes_papers(session: AssistedSession, at: datetime) -> None:
    """Raise unless the session was opened; one of practice takes papers until it is over."""
    if session.cancelled_at is not None:
        raise SessionCancelled
    if session.opened_at is None:
        raise NotUnderWay
    if session.is_practice and session.is_over_at(at):
        raise SessionOver


def hold(session: AssistedSession, sheets: Sequence[Sheet]) -> None:
    """Take everything that entering these sheets changes, so that nobody waits in a circle."""
    paper_remarks.hold(remark for sheet in sheets for remark in sheet.remarks)
    numbers = {number for sheet in sheets for number in sheet.supports}
    proposals = list(queries.by_number(session.consultation, numbers).values())
    if proposals:
        holding.hold(proposals)
    queries.lock_numbers(session.commune_id)
    sessions.lock(session)
    journal.hold(session.commune_id)


def attempt(
    session: AssistedSession, sheet: Sheet, *, by: Account, at: datetime, **more: Any
) -> Entry:
    """Enter one sheet, or leave nothing of it."""
    try:
        with db.session.begin_nested():
            return Entry(participant=_enter(session, sheet, by=by, at=at, **more))
    except Refusal as refusal:
        return Entry(refusal=refusal)


def _enter(
    session: AssistedSession,
    sheet: Sheet,
    *,
    by: Account,
    at: datetime,
    pile: Pile | None = None,
    **more: Any,
) -> Participant:
    """Enter a sheet; one that comes with its own number, from a file, is compared with no pile."""
    if not sheet.title and not sheet.supports and not sheet.remarks:
        raise NothingOnPaper if asked.ever(session.consultation).proposals else NoRemarkOnPaper
    supported = _find_supported(session, sheet)
    what = alike.said(sheet.title, supported, sheet.remarks)
    awaited = pile.take(sheet.of) if pile and sheet.of else None
    if pile and not sheet.is_another:
        pile.ensure_new(sheet.name, what, of=awaited)
    person = awaited or _enrol(session, sheet, by, at, **more)
    if sheet.title:
        idea = publishing.Idea(session.consultation, sheet.title, sheet.body)
        publishing.publish(idea, author=person, at=at, acted_by=by)
    for proposal in supported:
        _support(proposal, person, by, at)
    paper_remarks.enter(sheet.remarks, author=person, acted_by=by, at=at)
    if pile:
        pile.put(person, what)
    return person


def _enrol(
    session: AssistedSession, sheet: Sheet, by: Account, at: datetime, **more: Any
) -> Participant:
    """Write down who comes with their paper; who was in the session gave their accord there."""
    if counted.last_place(session) >= MOST_PEOPLE:
        raise TooManyPapers
    accord = Consent(
        notice_version=session.notice_version or people_words.NOTICE_VERSION,
        given=sheet.consent,
        recorded_by_id=by.id,
        given_at=at,
    )
    return people.enrol(session, accord, name=sheet.name, way=sheet.way, by=by, at=at, **more)


def _find_supported(session: AssistedSession, sheet: Sheet) -> list[Proposal]:
    numbers = list(dict.fromkeys(sheet.supports))  # a number written twice counts once
    found = queries.by_number(session.consultation, numbers)
    if unknown := [number for number in numbers if number not in found]:
        raise UnknownNumbers(unknown)
    return [found[number] for number in numbers]


def _support(proposal: Proposal, person: Participant, by: Account, at: datetime) -> None:
    """Support what a paper says; two numbers of one group are one support."""
    try:
        supporting.support(proposal, person=person, at=at, acted_by=by)
    except AlreadySupported:
        return
