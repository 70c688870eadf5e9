"""Keeping in an account what one did in a session: everything moves, and nothing counts twice."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from participe.accounts.models import Account, Channel
from participe.assistance.errors import (
    ClaimedAlready,
    ClaimedByOthers,
    GroupsStay,
    WrongCode,
)
from participe.assistance.models.people import Participant, Way
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import people
from participe.assistance.services import claiming, following, receipts
from participe.consultations.phases import PhaseKind
from participe.discussions import services as discussions
from participe.extensions import db
from participe.proposals.errors import AlreadySupported
from participe.proposals.models import Proposal, Support
from participe.proposals.services import grouping, supporting
from participe.texts.models import Remark, RemarkSupport, Stance, Wording
from tests.databases import on_both
from tests.factories import (
    a_comment,
    a_commune,
    a_consultation,
    a_participant,
    a_phase,
    a_proposal,
    a_remark,
    a_resident,
    a_staff_member,
    a_support,
    a_text,
    an_assisted_session,
)
from tests.together import together

pytestmark = on_both


@pytest.fixture
def session(app: Flask) -> AssistedSession:  # noqa: ARG001 -- a database
    return an_assisted_session()


@pytest.fixture
def mesange(session: AssistedSession, noon: datetime) -> Participant:
    participant = a_participant(session=session, display_name="Mésange")
    receipts.issue(participant, by=session.facilitator, at=noon)
    db.session.commit()
    return participant


@pytest.fixture
def account(session: AssistedSession) -> Account:
    return a_resident(commune=session.commune)


def test_what_was_written_becomes_the_accounts_with_its_channel_and_its_typist(
    session: AssistedSession, mesange: Participant, account: Account, noon: datetime
) -> None:
    own = a_proposal(consultation=session.consultation, author=mesange, channel=Channel.ASSISTED)
    typed = a_comment(
        on=own, author=mesange, acted_by=session.facilitator, channel=Channel.ASSISTED
    )

    claiming.claim(mesange, account, at=noon)
    db.session.commit()

    assert [(it.author, it.acted_by, it.channel) for it in (own, typed)] == [
        (account, account, Channel.ASSISTED),
        (account, session.facilitator, Channel.ASSISTED),
    ]
    assert (mesange.claimed_at, mesange.claimed_by) == (noon, account)


def test_a_support_given_twice_counts_once(
    session: AssistedSession, mesange: Participant, account: Account, noon: datetime
) -> None:
    """Invariant 3: the counter equals the rows, whichever way somebody came."""
    both = a_proposal(consultation=session.consultation)
    one = a_proposal(consultation=session.consultation)
    a_support(of=both, by=mesange, channel=Channel.ASSISTED)
    a_support(of=both, by=account)
    a_support(of=one, by=mesange, channel=Channel.ASSISTED)

    claiming.claim(mesange, account, at=noon)
    db.session.commit()

    assert (both.supports_count, one.supports_count) == (1, 1)
    assert (_rows(both, account), _rows(one, account)) == (1, 1)
    assert (_rows(both, mesange), _rows(one, mesange)) == (0, 0)


def test_in_a_group_one_person_is_counted_once(
    session: AssistedSession, mesange: Participant, account: Account, noon: datetime
) -> None:
    lead = a_proposal(consultation=session.consultation)
    member = a_proposal(consultation=session.consultation)
    a_support(of=lead, by=mesange)
    a_support(of=member, by=account)
    staff = a_staff_member(commune=session.commune)
    grouping.group(lead, [member], by=staff, reason="La même idée.", at=noon)

    claiming.claim(mesange, account, at=noon)
    db.session.commit()

    assert lead.people_count == 1


def test_the_support_of_a_remark_given_twice_counts_once(
    session: AssistedSession, mesange: Participant, account: Account, noon: datetime
) -> None:
    remark = _a_remark(session)
    for person in (mesange, account):
        _back(remark, person, noon)

    claiming.claim(mesange, account, at=noon)
    db.session.commit()

    backers = db.session.scalars(select(RemarkSupport.person_id)).all()
    assert (remark.supports_count, backers) == (1, [account.id])


def test_of_two_positions_on_a_passage_the_newer_stays(
    session: AssistedSession, mesange: Participant, account: Account, noon: datetime
) -> None:
    said = _a_passage(session)
    before = noon - timedelta(hours=1)
    older = a_remark(on=said, author=account, stance=Stance.AGREE, published_at=before)
    newer = a_remark(on=said, author=mesange, stance=Stance.DISAGREE)

    claiming.claim(mesange, account, at=noon)
    db.session.commit()

    assert (older.is_withdrawn, newer.is_withdrawn, newer.author) == (True, False, account)


def test_claimed_twice_it_is_claimed_once(
    session: AssistedSession, mesange: Participant, account: Account, noon: datetime
) -> None:
    claiming.claim(mesange, account, at=noon)
    claiming.claim(mesange, account, at=noon + timedelta(minutes=1))

    assert mesange.claimed_at == noon
    with pytest.raises(ClaimedAlready):
        claiming.claim(mesange, a_resident(commune=session.commune), at=noon)


def test_what_was_claimed_meanwhile_is_not_erased(
    mesange: Participant, account: Account, noon: datetime
) -> None:
    proposal = a_proposal(consultation=mesange.session.consultation, author=mesange)
    claiming.claim(mesange, account, at=noon)

    following.withdraw_all(mesange, at=noon)  # sent before, from another tab

    assert not proposal.is_withdrawn
    assert mesange.display_name


def test_the_code_dies(mesange: Participant, account: Account, noon: datetime) -> None:
    code = receipts.issue(mesange, by=None, at=noon)
    claiming.claim(mesange, account, at=noon)
    db.session.commit()

    with pytest.raises(WrongCode):
        receipts.find_by_code(mesange.session.commune, code, at=noon)


def test_who_runs_the_session_claims_nobody(
    session: AssistedSession, mesange: Participant, noon: datetime
) -> None:
    with pytest.raises(ClaimedByOthers):
        claiming.claim(mesange, session.facilitator, at=noon)


@pytest.mark.parametrize("how", ["ran", "added"])
def test_nor_does_who_ran_it_or_added_them_and_lost_the_role_since(
    how: str, session: AssistedSession, mesange: Participant, account: Account, noon: datetime
) -> None:
    """Invariant 4: they held the receipts in their hands."""
    if how == "ran":
        session.facilitator = account
    else:
        mesange.consents[0].recorded_by_id = account.id
    db.session.flush()

    with pytest.raises(ClaimedByOthers):
        claiming.claim(mesange, account, at=noon)


def test_what_a_group_said_is_no_single_persons(
    session: AssistedSession, account: Account, noon: datetime
) -> None:
    group = a_participant(session=session, way=Way.HELPED, stands_for=12)
    receipts.issue(group, by=None, at=noon)

    with pytest.raises(GroupsStay):
        claiming.claim(group, account, at=noon)


def test_an_account_of_another_commune_is_out_of_the_question(
    mesange: Participant, noon: datetime
) -> None:
    with pytest.raises(AssertionError):
        claiming.claim(mesange, a_resident(commune=a_commune()), at=noon)


def test_the_report_of_the_session_stays_true(
    session: AssistedSession, mesange: Participant, account: Account, noon: datetime
) -> None:
    """What is claimed was done in the session all the same; what is withdrawn later is not."""
    session.consultation.phases.append(a_phase(PhaseKind.PROPOSE))
    session.consultation.phases.append(a_phase(PhaseKind.DISCUSS))
    liked, disliked = (a_proposal(consultation=session.consultation) for _ in range(2))
    for proposal in (liked, disliked):
        supporting.support(proposal, person=mesange, at=noon)
        supporting.support(proposal, person=account, at=noon)
    supporting.withdraw_support(disliked, person=mesange, at=noon)
    said = [
        discussions.comment(
            liked, consultation=session.consultation, author=mesange, body=body, at=noon
        )
        for body in ("Oui.", "Et des bancs.")
    ]
    db.session.commit()
    before = people.figures(session)

    claiming.claim(mesange, account, at=noon)
    db.session.commit()

    assert people.figures(session) == before
    assert (before.people, before.by_kind, before.supports) == (1, {"comment": 2}, 1)
    assert [(row.contributions, row.supports) for row in people.of(session)] == [(2, 1)]
    discussions.withdraw(said[0], at=noon)
    assert people.figures(session).by_kind == {"comment": 1}


def test_two_accounts_that_claim_at_once_do_not_share(
    app: Flask, session: AssistedSession, mesange: Participant, noon: datetime
) -> None:
    proposal = a_proposal(consultation=session.consultation)
    a_support(of=proposal, by=mesange)
    accounts = [a_resident(commune=session.commune).id for _ in range(4)]
    ids, id_ = iter(accounts), mesange.id

    def claim() -> None:
        participant = db.session.get_one(Participant, id_)
        claiming.claim(participant, db.session.get_one(Account, next(ids)), at=noon)

    results = together(app, 4, claim)

    assert sum(result is None for result in results) == 1
    assert sum(isinstance(result, ClaimedAlready) for result in results) == 3
    assert proposal.supports_count == _rows(proposal) == 1


def test_a_support_given_while_it_is_claimed_counts_once(
    app: Flask, session: AssistedSession, mesange: Participant, account: Account, noon: datetime
) -> None:
    """Invariant 3, under any concurrency."""
    proposals = [a_proposal(consultation=session.consultation) for _ in range(3)]
    for proposal in proposals:
        a_support(of=proposal, by=mesange)
    ids, account_id, participant_id = [p.id for p in proposals], account.id, mesange.id
    acts = iter(["claim", *ids])

    def act() -> None:
        what, person = next(acts), db.session.get_one(Account, account_id)
        if what == "claim":
            claiming.claim(db.session.get_one(Participant, participant_id), person, at=noon)
            return
        supporting.support(db.session.get_one(Proposal, what), person=person, at=noon)

    results = together(app, 4, act)

    assert all(result is None or isinstance(result, AlreadySupported) for result in results)
    assert [p.supports_count for p in proposals] == [_rows(p) for p in proposals] == [1, 1, 1]


def _rows(proposal: Proposal, person: Account | None = None) -> int:
    count = select(func.count(Support.id)).where(
        Support.proposal_id == proposal.id, Support.withdrawn_at.is_(None)
    )
    if person is not None:
        count = count.where(Support.person_id == person.id)
    return db.session.scalars(count).one()


def _a_passage(session: AssistedSession) -> Wording:
    consultation = a_consultation(commune=session.commune, phases=[a_phase(PhaseKind.DISCUSS)])
    a_text(consultation=consultation)
    return db.session.scalars(select(Wording)).one()


def _a_remark(session: AssistedSession) -> Remark:
    return a_remark(on=_a_passage(session))


def _back(remark: Remark, person: Account, at: datetime) -> None:
    db.session.add(
        RemarkSupport(remark_id=remark.id, person_id=person.id, acted_by_id=person.id, given_at=at)
    )
    remark.supports_count += 1
    db.session.commit()
