"""Tests of what residents say they see, of following, and of what is forgotten."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.accounts.services import owning
from participe.commitments.errors import AlreadyReplied, NotDeclaredKept
from participe.commitments.models import Commitment, CommitmentFollow, Observation, State
from participe.commitments.queries import finding
from participe.commitments.queries.finding import Counts
from participe.commitments.services import following, observing, updating
from participe.commitments.services.observing import Seen
from participe.commitments.services.updating import News
from participe.extensions import db
from tests.databases import on_both
from tests.factories import a_commitment, a_resident
from tests.together import together

pytestmark = [on_both, pytest.mark.usefixtures("app")]

ONE_DAY = timedelta(days=1)
DONE, NOT_YET = Seen(is_done=True), Seen(is_done=False, body="Il en manque deux.")


def _kept(noon: datetime) -> Commitment:
    commitment = a_commitment()
    news = News(State.KEPT, "Les arbres sont plantés.")
    updating.update(commitment, news, by=commitment.official, at=noon, based_on=0)
    db.session.commit()
    return commitment


def test_the_latest_replaces_what_the_same_person_said(noon: datetime) -> None:
    commitment = _kept(noon)
    person = a_resident(commune=commitment.commune)

    first = observing.observe(commitment, NOT_YET, author=person, at=noon)
    second = observing.observe(commitment, DONE, author=person, at=noon + ONE_DAY)

    assert first.replaced_at == noon + ONE_DAY
    assert finding.current_observation(commitment, person) is second
    assert finding.counts_of(commitment) == Counts(seen=1, not_yet=0)


def test_the_same_said_twice_is_said_once(noon: datetime) -> None:
    commitment = _kept(noon)
    person = a_resident(commune=commitment.commune)

    first = observing.observe(commitment, NOT_YET, author=person, at=noon)

    assert observing.observe(commitment, NOT_YET, author=person, at=noon + ONE_DAY) is first


def test_an_act_has_one_actor_who_is_the_person(noon: datetime) -> None:
    """Invariant 4."""
    commitment = _kept(noon)
    person = a_resident(commune=commitment.commune)

    said = observing.observe(commitment, DONE, author=person, at=noon)

    assert said.author_id == said.acted_by_id == said.person_id == person.id


def test_only_what_is_declared_kept_is_observed(noon: datetime) -> None:
    commitment = a_commitment()

    with pytest.raises(NotDeclaredKept):
        observing.observe(commitment, DONE, author=a_resident(commune=commitment.commune), at=noon)


@pytest.mark.parametrize("state", ["hidden", "withdrawn"])
def test_what_cannot_be_read_is_not_counted(state: str, noon: datetime) -> None:
    commitment = _kept(noon)
    person = a_resident(commune=commitment.commune)
    said = observing.observe(commitment, NOT_YET, author=person, at=noon)

    if state == "hidden":
        said.hidden_at, said.hidden_reason = noon, "Insulte."
        db.session.flush()
    else:
        observing.withdraw(said, at=noon)

    assert finding.counts_of(commitment) == Counts()
    observing.observe(commitment, DONE, author=person, at=noon)
    assert finding.counts_of(commitment) == Counts(seen=1)


def test_a_person_observes_once_however_often_at_once(app: Flask, noon: datetime) -> None:
    commitment = _kept(noon)
    person = a_resident(commune=commitment.commune)
    ids = commitment.id, person.id

    def act() -> None:
        observing.observe(
            db.session.get_one(Commitment, ids[0]),
            NOT_YET,
            author=db.session.get_one(Account, ids[1]),
            at=noon,
        )

    results = together(app, 4, act)

    assert results == [None] * 4
    assert len(db.session.scalars(db.select(Observation)).all()) == 1


def test_two_replies_at_once_are_one(app: Flask, noon: datetime) -> None:
    commitment = _kept(noon)
    person = a_resident(commune=commitment.commune)
    said = observing.observe(commitment, NOT_YET, author=person, at=noon)
    ids = said.id, commitment.official_id

    def act() -> None:
        observing.reply(
            db.session.get_one(Observation, ids[0]),
            "Lundi.",
            by=db.session.get_one(Account, ids[1]),
            at=noon,
        )

    results = together(app, 4, act)

    assert sum(isinstance(result, AlreadyReplied) for result in results) == 3
    assert results.count(None) == 1


def test_a_reply_stays_with_what_it_replies_to(noon: datetime) -> None:
    commitment = _kept(noon)
    person = a_resident(commune=commitment.commune)
    first = observing.observe(commitment, NOT_YET, author=person, at=noon)
    observing.reply(first, "Lundi.", by=commitment.official, at=noon)

    second = observing.observe(commitment, DONE, author=person, at=noon + ONE_DAY)

    assert finding.observations(commitment) == [second, first]


def test_following_twice_at_once_is_following(app: Flask, noon: datetime) -> None:
    commitment = a_commitment()
    person = a_resident(commune=commitment.commune)
    ids = commitment.id, person.id

    def act() -> None:
        following.follow(
            db.session.get_one(Commitment, ids[0]),
            person=db.session.get_one(Account, ids[1]),
            at=noon,
        )

    assert together(app, 4, act) == [None] * 4
    assert len(db.session.scalars(db.select(CommitmentFollow)).all()) == 1


def test_who_leaves_follows_nothing_and_what_they_saw_stays(noon: datetime) -> None:
    """Erasure: public text stays, without a name."""
    commitment = _kept(noon)
    person = a_resident(commune=commitment.commune)
    following.follow(commitment, person=person, at=noon)
    observing.observe(commitment, NOT_YET, author=person, at=noon)

    owning.erase(person, at=noon)
    db.session.commit()

    assert not finding.follows(commitment, person.id)
    (said,) = finding.observations(commitment)
    assert said.author.shown_name == "Personne qui a retiré son nom"
