"""Tests of the letters about commitments."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from participe.answers.events import AnswerPublished
from participe.commitments.models import Commitment, State
from participe.commitments.services import following, updating
from participe.commitments.services.updating import News
from participe.extensions import db
from participe.kernel import clock, events
from participe.notifications.models import Letter, LetterKind
from participe.notifications.services import writing
from participe.notifications.subscriptions.commitments import tell_that_it_is_late
from tests.databases import on_both
from tests.factories import (
    a_commitment,
    a_proposal,
    a_resident,
    a_staff_member,
    a_support,
    an_answer,
)

pytestmark = [on_both, pytest.mark.usefixtures("app")]

ONE_DAY = timedelta(days=1)


def _letters(kind: LetterKind) -> Sequence[Letter]:
    return db.session.scalars(db.select(Letter).where(Letter.kind == kind)).all()


def _to(letters: Sequence[Letter]) -> set[str]:
    return {letter.recipient for letter in letters}


def _say(commitment: Commitment, state: State, at: datetime, **more: str) -> None:
    updating.update(
        commitment,
        News(state, "Les arbres sont plantés.", **more),
        by=commitment.official,
        at=at,
        based_on=updating.last_number(commitment),
    )


def test_author_supporters_and_followers_are_told_once(noon: datetime) -> None:
    """Invariant 10; interface.md, section 7."""
    commitment = a_commitment()
    supporter = a_support(of=commitment.proposal).person
    follower = a_resident(commune=commitment.commune)
    for person in (follower, supporter):
        following.follow(commitment, person=person, at=noon)

    _say(commitment, State.KEPT, noon)

    letters = _letters(LetterKind.COMMITMENT_UPDATED)
    assert len(letters) == 3
    assert _to(letters) == {commitment.proposal.author.email, supporter.email, follower.email}
    assert "Les arbres sont plantés." in letters[0].body_text
    assert letters[0].subject == "La commune déclare un engagement tenu"


def test_the_authors_of_grouped_propositions_are_told_too(noon: datetime) -> None:
    commitment = a_commitment()
    member = a_proposal(consultation=commitment.consultation, lead_id=commitment.proposal_id)

    _say(commitment, State.UNDER_WAY, noon)

    assert member.author.email in _to(_letters(LetterKind.COMMITMENT_UPDATED))


def test_nobody_is_written_to_at_night(noon: datetime) -> None:
    commitment = a_commitment()

    _say(commitment, State.UNDER_WAY, noon + timedelta(hours=11))

    (letter,) = _letters(LetterKind.COMMITMENT_UPDATED)
    assert letter.not_before == clock.at_hour((noon + ONE_DAY).date(), 8)


def test_who_stopped_them_gets_none(noon: datetime) -> None:
    commitment = a_commitment()
    author = commitment.proposal.author
    writing.stop(author, [LetterKind.COMMITMENT_UPDATED], at=noon)

    _say(commitment, State.KEPT, noon)

    assert _letters(LetterKind.COMMITMENT_UPDATED) == []


def test_a_new_version_of_the_answer_is_one_letter_to_each(noon: datetime) -> None:
    """The answer's own letter tells the author; only who merely follows is told of the change."""
    proposal = a_proposal()
    events.publish(AnswerPublished(an_answer(to=proposal)))
    commitment = db.session.scalars(db.select(Commitment)).one()
    follower = a_resident(commune=commitment.commune)
    following.follow(commitment, person=follower, at=noon)
    following.follow(commitment, person=proposal.author, at=noon)

    second = an_answer(to=proposal, version=2, what_we_do="Deux arbres.", change_note="Le sol.")
    events.publish(AnswerPublished(second))

    assert _to(_letters(LetterKind.COMMITMENT_UPDATED)) == {follower.email}


def test_a_drop_is_told_with_its_reason(noon: datetime) -> None:
    """Invariant 5."""
    commitment = a_commitment()

    _say(commitment, State.DROPPED, noon, reason="Une conduite d’eau passe là.")

    (letter,) = _letters(LetterKind.COMMITMENT_UPDATED)
    assert "Une conduite d’eau passe là." in letter.body_text


class TestLate:
    def test_it_is_told_once_on_the_morning_after(self, noon: datetime) -> None:
        commitment = a_commitment(due_on=clock.day_of(noon))
        staff = a_staff_member(commune=commitment.commune)
        morning = clock.at_hour(commitment.due_on + ONE_DAY, 9)

        for at in (noon, morning - timedelta(minutes=1), morning, morning, morning + 9 * ONE_DAY):
            tell_that_it_is_late(at)
            db.session.commit()

        letters = _letters(LetterKind.COMMITMENT_LATE)
        assert len(letters) == 3
        assert _to(letters) == {
            commitment.proposal.author.email,
            commitment.official.email,
            staff.email,
        }
        asked = {
            letter.recipient for letter in letters if "Dites où il en est." in letter.body_text
        }
        assert asked == {commitment.official.email, staff.email}

    def test_what_is_kept_is_not_late(self, noon: datetime) -> None:
        commitment = a_commitment(due_on=clock.day_of(noon))
        _say(commitment, State.KEPT, noon)

        tell_that_it_is_late(noon + 9 * ONE_DAY)

        assert _letters(LetterKind.COMMITMENT_LATE) == []
