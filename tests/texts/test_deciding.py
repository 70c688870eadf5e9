"""Tests of participe.texts.services.deciding and of the reads of decisions."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.extensions import db
from participe.texts.errors import (
    AlreadyDecided,
    CannotTakeIn,
    ChangedMeanwhile,
    DraftIsPublic,
    NothingToDecide,
    ReasonNeeded,
)
from participe.texts.models import (
    DiscussedText,
    Remark,
    RemarkDecision,
    Stance,
    TextVersion,
    Verdict,
    Wording,
)
from participe.texts.queries import deciding as queries
from participe.texts.queries import drafting as drafts
from participe.texts.queries import finding, outcomes
from participe.texts.services import arranging, deciding, drafting, publishing
from tests.databases import on_both
from tests.factories import a_remark, a_text
from tests.together import together

pytestmark = [on_both, pytest.mark.usefixtures("app")]

SENTENCE = "Le marché a lieu le samedi."


def _first(text: DiscussedText) -> TextVersion:
    version = finding.current(text)
    assert version is not None
    return version


def _draft(text: DiscussedText, at: datetime) -> TextVersion:
    draft = drafting.begin(text, by=_staff(text), at=at)
    db.session.commit()
    return draft


def _staff(text: DiscussedText) -> Account:
    return text.created_by


def _decide(*remarks: Remark, at: datetime, verdict: Verdict = Verdict.KEPT) -> RemarkDecision:
    text = remarks[0].passage.text
    decision = deciding.decide(
        remarks,
        version=_draft(text, at),
        verdict=verdict,
        reason="Les riverains le demandent.",
        by=_staff(text),
        at=at,
    )
    db.session.commit()
    return decision


def _publish(text: DiscussedText, at: datetime) -> None:
    draft = drafts.draft_of(text)
    assert draft is not None
    publishing.publish(draft, note="Le jour change.", by=_staff(text), at=at)
    db.session.commit()


def _rewording(text: DiscussedText, sentence: str = SENTENCE) -> Remark:
    return a_remark(
        on=_first(text).wordings[0], stance=Stance.REWORDING, wording=sentence, body="Plus calme."
    )


def _take_in(remark: Remark, draft: TextVersion, at: datetime, *, based_on: int = 1) -> None:
    deciding.take_in(
        remark,
        version=draft,
        based_on=based_on,
        reason="La phrase est reprise.",
        by=_staff(draft.text),
        at=at,
    )
    db.session.commit()


def _drafted(draft: TextVersion, place: int = 0) -> Wording:
    db.session.expire_all()
    return draft.wordings[place]


class TestDecide:
    def test_every_remark_gets_a_decision_and_none_is_left(self, noon: datetime) -> None:
        """R2: every remark gets a decision, which is public with its version."""
        text = a_text("Un.", "Deux.")
        one, two = (a_remark(on=wording) for wording in _first(text).wordings)
        assert queries.undecided(text.consultation) == 2

        _decide(one, two, at=noon)

        assert queries.undecided_of(text) == 2, "a decision in a draft is not public"
        assert list(queries.to_decide(text, left_only=True)) == []
        assert list(queries.to_decide(text)) == [one, two]
        _publish(text, noon)
        assert queries.undecided(text.consultation) == 0
        assert outcomes.figures(text).by_verdict[Verdict.KEPT] == 2
        assert list(outcomes.decided_in(_first(text))) == [one, two]

    def test_several_remarks_share_one_decision(self, noon: datetime) -> None:
        text = a_text()
        remarks = [a_remark(on=_first(text).wordings[0]) for _ in range(3)]

        decision = _decide(*remarks, at=noon)

        assert {remark.decision_id for remark in remarks} == {decision.id}

    def test_it_may_be_changed_while_its_version_is_a_draft(self, noon: datetime) -> None:
        text = a_text()
        one, two = (a_remark(on=_first(text).wordings[0]) for _ in range(2))
        first = _decide(one, two, at=noon)

        second = _decide(one, at=noon, verdict=Verdict.PARTLY)

        assert (one.decision, two.decision) == (second, first)
        third = _decide(two, at=noon, verdict=Verdict.NOT_KEPT)
        assert set(db.session.scalars(db.select(RemarkDecision))) == {second, third}

    def test_a_published_one_is_never_changed(self, noon: datetime) -> None:
        text = a_text()
        decided, waiting = (a_remark(on=_first(text).wordings[0]) for _ in range(2))
        decision = _decide(decided, at=noon)
        _publish(text, noon)

        with pytest.raises(AlreadyDecided):
            _decide(decided, waiting, at=noon, verdict=Verdict.NOT_KEPT)

        db.session.rollback()
        assert (decided.decision, waiting.decision) == (decision, None)

    def test_a_published_version_takes_no_decision(self, noon: datetime) -> None:
        text = a_text()
        remark = a_remark(on=_first(text).wordings[0])

        with pytest.raises(DraftIsPublic):
            deciding.decide(
                [remark],
                version=_first(text),
                verdict=Verdict.KEPT,
                reason="Oui.",
                by=_staff(text),
                at=noon,
            )

    def test_a_reason_is_needed(self, noon: datetime) -> None:
        text = a_text()
        remark = a_remark(on=_first(text).wordings[0])

        with pytest.raises(ReasonNeeded):
            deciding.decide(
                [remark],
                version=_draft(text, noon),
                verdict=Verdict.NOT_KEPT,
                reason=" \n",
                by=_staff(text),
                at=noon,
            )

    def test_hidden_and_withdrawn_remarks_need_none(self, noon: datetime) -> None:
        text = a_text()
        said = _first(text).wordings[0]
        hidden = a_remark(on=said, hidden_at=noon, hidden_reason="Injure.")
        withdrawn = a_remark(on=said, withdrawn_at=noon)
        public = a_remark(on=said)

        with pytest.raises(NothingToDecide):
            _decide(hidden, withdrawn, at=noon)

        db.session.rollback()
        _decide(hidden, withdrawn, public, at=noon)
        assert (hidden.decision, withdrawn.decision) == (None, None)
        assert public.decision is not None

    def test_a_remark_on_another_text_is_left_alone(self, noon: datetime) -> None:
        text, other = a_text(), a_text()
        remark, foreign = (
            a_remark(on=_first(text).wordings[0]),
            a_remark(on=_first(other).wordings[0]),
        )

        _decide(remark, foreign, at=noon)

        assert foreign.decision is None

    def test_a_remark_without_decision_stays_open_for_the_next_version(
        self, noon: datetime
    ) -> None:
        """Invariant 5 of texts."""
        text = a_text()
        decided, waiting = (a_remark(on=_first(text).wordings[0]) for _ in range(2))
        _decide(decided, at=noon)
        _publish(text, noon)

        _decide(waiting, at=noon + timedelta(days=1))

        _publish(text, noon + timedelta(days=1))
        assert queries.undecided_of(text) == 0

    def test_deciding_while_somebody_publishes(self, app: Flask, noon: datetime) -> None:
        """A decision is public with its version, or refused: none slips in afterwards."""
        text = a_text()
        remark = a_remark(on=_first(text).wordings[0])
        draft = _draft(text, noon)
        ids = remark.id, draft.id, _staff(text).id
        acts = iter([_publish_it, _decide_it, _decide_it])

        results = together(app, 3, lambda: next(acts)(ids, noon))

        refused = [result for result in results if isinstance(result, Exception)]
        assert all(isinstance(error, DraftIsPublic) for error in refused)
        assert draft.is_published
        if remark.decision is None:
            assert len(refused) == 2
        else:
            assert remark.decision.version == draft
        assert db.session.query(RemarkDecision).count() <= 1


class TestTakeIn:
    def test_the_sentence_is_in_the_draft_and_its_author_credited(self, noon: datetime) -> None:
        text = a_text("Le marché a lieu le jeudi.")
        remark, draft = _rewording(text), _draft(text, noon)

        _take_in(remark, draft, noon)

        said = _drafted(draft)
        assert (said.body, said.reason, said.revision) == (SENTENCE, "La phrase est reprise.", 2)
        assert remark.decision is not None
        assert remark.decision.verdict is Verdict.KEPT
        _publish(text, noon)
        assert outcomes.credits(_first(text)) == {said.passage_id: [remark]}

    def test_the_credit_follows_the_passage_where_it_goes(self, noon: datetime) -> None:
        text = a_text("Zéro.", "Le marché a lieu le jeudi.")
        remark = a_remark(
            on=_first(text).wordings[1], stance=Stance.REWORDING, wording=SENTENCE, body=""
        )
        _take_in(remark, _draft(text, noon), noon)
        _publish(text, noon)
        draft = _draft(text, noon)
        zero, said = draft.wordings
        arranging.merge(zero, said, by=_staff(text), at=noon)
        _publish(text, noon)

        assert outcomes.credits(_first(text)) == {zero.passage_id: [remark]}

    def test_an_editor_who_reads_an_older_draft_sees_both(self, noon: datetime) -> None:
        """Invariant 4 of texts: two editors of a passage never overwrite each other."""
        text = a_text("Le marché a lieu le jeudi.")
        one, two = _rewording(text), _rewording(text, "Le marché a lieu le dimanche.")
        draft = _draft(text, noon)
        _take_in(one, draft, noon)

        with pytest.raises(ChangedMeanwhile):
            _take_in(two, draft, noon)

        db.session.rollback()
        assert (_drafted(draft).body, two.decision, two.taken_in_id) == (SENTENCE, None, None)

    def test_taking_in_twice_at_once_is_done_once(self, app: Flask, noon: datetime) -> None:
        text = a_text("Le marché a lieu le jeudi.")
        remark, draft = _rewording(text), _draft(text, noon)
        ids = remark.id, draft.id, _staff(text).id

        results = together(app, 4, lambda: _take_it_in(ids, noon))

        refused = [result for result in results if isinstance(result, Exception)]
        assert len(refused) == 3
        assert all(isinstance(error, ChangedMeanwhile) for error in refused)
        assert _drafted(draft).revision == 2

    def test_a_sentence_for_a_passage_that_was_cut_is_taken_by_hand(self, noon: datetime) -> None:
        text = a_text("Le marché a lieu le jeudi. Les chiens sont tenus.")
        remark, draft = _rewording(text), _draft(text, noon)
        bodies = ["Le marché a lieu le jeudi.", "Les chiens sont tenus."]
        arranging.split(draft.wordings[0], bodies, based_on=1, by=_staff(text), at=noon)
        db.session.commit()

        with pytest.raises(CannotTakeIn):
            _take_in(remark, draft, noon, based_on=2)

    def test_a_question_proposes_no_sentence(self, noon: datetime) -> None:
        text = a_text()
        remark = a_remark(on=_first(text).wordings[0], stance=Stance.QUESTION)

        with pytest.raises(CannotTakeIn):
            _take_in(remark, _draft(text, noon), noon)

    def test_who_is_not_kept_after_all_is_not_credited(self, noon: datetime) -> None:
        text = a_text("Le marché a lieu le jeudi.")
        remark = _rewording(text)
        _take_in(remark, _draft(text, noon), noon)

        _decide(remark, at=noon, verdict=Verdict.NOT_KEPT)

        assert remark.taken_in_id is None


def _publish_it(ids: tuple[int, int, int], at: datetime) -> None:
    _remark, draft, staff = _loaded(ids)
    publishing.publish(draft, note="Le jour change.", by=staff, at=at)


def _decide_it(ids: tuple[int, int, int], at: datetime) -> None:
    remark, draft, staff = _loaded(ids)
    deciding.decide([remark], version=draft, verdict=Verdict.KEPT, reason="Oui.", by=staff, at=at)


def _take_it_in(ids: tuple[int, int, int], at: datetime) -> None:
    remark, draft, staff = _loaded(ids)
    deciding.take_in(remark, version=draft, based_on=1, reason="Reprise.", by=staff, at=at)


def _loaded(ids: tuple[int, int, int]) -> tuple[Remark, TextVersion, Account]:
    return (
        db.session.get_one(Remark, ids[0]),
        db.session.get_one(TextVersion, ids[1]),
        db.session.get_one(Account, ids[2]),
    )
