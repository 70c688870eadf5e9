"""Saying something of a passage: on which version it lands, once, and with real threads."""

from datetime import date, datetime, timedelta
from queue import SimpleQueue

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.consultations.errors import NotOpen
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock, events
from participe.kernel.errors import Refusal
from participe.texts.errors import (
    NewVersionPublished,
    NothingToRemark,
    RemarkNoLongerPublic,
    SameWording,
)
from participe.texts.events import RemarkPublished
from participe.texts.models import Passage, Remark, RemarkDecision, Stance, TextVersion, Verdict
from participe.texts.queries import finding, lineage, ordering, remarks
from participe.texts.services import arranging, publishing, remarking, writing
from tests.databases import on_both
from tests.factories import ONE_DAY, a_consultation, a_phase, a_remark, a_resident, a_text
from tests.texts.versions import a_draft, a_next_version, publish, said_in, the_wording
from tests.together import together

pytestmark = on_both


def say(
    passage: Passage,
    seen: TextVersion,
    author: Account,
    stance: Stance = Stance.DISAGREE,
    *,
    body: str = "Trop tôt.",
    wording: str = "",
) -> Remark:
    return remarking.remark(
        passage,
        seen=seen,
        author=author,
        stance=stance,
        body=body,
        wording=wording,
        at=clock.now(),
    )


class TestRemark:
    def test_it_is_public_at_once_on_the_version_that_was_read(self, app: Flask) -> None:
        said = the_wording(a_text("Le marché a lieu le jeudi."))
        told: list[RemarkPublished] = []
        events.subscribe(app, RemarkPublished, told.append)

        remark = say(said.passage, said.version, a_resident(commune=said.version.text.commune))

        assert (remark.passage, remark.made_on) == (said.passage, said.version)
        assert remark.is_public
        assert remark.title == "Règlement de la place, passage 1"
        assert [event.remark for event in told] == [remark]

    def test_what_is_not_a_rewording_keeps_no_sentence(self, app: Flask) -> None:
        said = the_wording(a_text())
        author = a_resident(commune=said.version.text.commune)

        remark = say(said.passage, said.version, author, wording=said.body)

        assert remark.wording == ""

    def test_the_sentence_of_the_text_is_no_other_sentence(self, app: Flask) -> None:
        said = the_wording(a_text("Le marché a lieu le jeudi."))
        author = a_resident(commune=said.version.text.commune)

        with pytest.raises(SameWording):
            say(said.passage, said.version, author, Stance.REWORDING, wording=f" {said.body}\n")

    @pytest.mark.parametrize(
        ("kind", "days", "is_open"),
        [
            (PhaseKind.REACT, 0.999, True),
            (PhaseKind.REACT, 1, False),
            (PhaseKind.REACT, -1.001, False),
            (PhaseKind.ANSWER, 0, False),
        ],
    )
    def test_it_is_open_with_its_phase_only(
        self, app: Flask, noon: datetime, kind: PhaseKind, days: float, is_open: bool
    ) -> None:
        """Invariant 2."""
        said = the_wording(a_text(consultation=a_consultation(phases=[a_phase(kind)])))
        values = {"author": a_resident(commune=said.version.text.commune), "seen": said.version}

        def act() -> Remark:
            return remarking.remark(
                said.passage,
                stance=Stance.AGREE,
                body="",
                wording="",
                at=noon + days * ONE_DAY,
                **values,  # type: ignore[arg-type]
            )

        if is_open:
            assert act().is_public
        else:
            with pytest.raises(NotOpen):
                act()

    def test_the_same_words_within_the_hour_are_the_same_remark(
        self, app: Flask, monkeypatch: pytest.MonkeyPatch, noon: datetime
    ) -> None:
        said = the_wording(a_text())
        author = a_resident(commune=said.version.text.commune)
        first = say(said.passage, said.version, author, Stance.QUESTION, body="Pourquoi ?")

        again = say(said.passage, said.version, author, Stance.QUESTION, body=" Pourquoi ? ")
        monkeypatch.setattr(clock, "now", lambda: noon + timedelta(hours=1))
        later = say(said.passage, said.version, author, Stance.QUESTION, body="Pourquoi ?")

        assert again == first
        assert later != first

    def test_a_second_position_replaces_the_first_in_public(self, app: Flask) -> None:
        said = the_wording(a_text())
        author = a_resident(commune=said.version.text.commune)
        question = say(said.passage, said.version, author, Stance.QUESTION)
        first = say(said.passage, said.version, author, Stance.AGREE)

        second = say(said.passage, said.version, author, Stance.DISAGREE)

        assert first.is_withdrawn
        assert "plus récent" in first.withdrawn_reason
        assert question.is_public
        assert second.is_public

    def test_a_position_that_was_decided_stays(self, app: Flask, noon: datetime) -> None:
        """R2: what a public version decided is never changed."""
        said = the_wording(a_text())
        text = said.version.text
        first = a_remark(on=said, stance=Stance.AGREE)
        draft = a_draft(text, {1: "Autre chose."})
        first.decision = RemarkDecision(
            version=draft,
            verdict=Verdict.KEPT,
            reason="Oui.",
            decided_by=text.created_by,
            decided_at=noon,
        )
        publish(draft)

        say(said.passage, draft, first.author, Stance.DISAGREE)  # type: ignore[arg-type]

        assert first.is_public


class TestLanding:
    def test_an_unchanged_passage_takes_it_on_the_newest_version(self, app: Flask) -> None:
        text = a_text("Le marché a lieu le jeudi.", "Les chiens sont tenus en laisse.")
        seen = the_wording(text).version
        newer = a_next_version(text, {2: "Les chiens sont les bienvenus."})

        remark = say(the_wording(text).passage, seen, a_resident(commune=text.commune))

        assert remark.made_on == newer

    def test_a_changed_passage_shows_itself_to_its_author_first(self, app: Flask) -> None:
        """R2, invariant 7."""
        text = a_text("Le marché a lieu le jeudi.")
        seen = the_wording(text).version
        a_next_version(text, {1: "Le marché a lieu le samedi."})

        with pytest.raises(NewVersionPublished):
            say(the_wording(text).passage, seen, a_resident(commune=text.commune))

        assert db.session.query(Remark).count() == 0

    def test_a_passage_that_left_takes_no_remark(self, app: Flask) -> None:
        text = a_text("Le marché a lieu le jeudi.", "Les chiens sont interdits.")
        seen = the_wording(text, 2)
        draft = a_draft(text)
        writing.remove(said_in(draft, 2), reason="Refusé.")
        publish(draft)

        with pytest.raises(NewVersionPublished):
            say(seen.passage, seen.version, a_resident(commune=text.commune))

    def test_a_title_takes_no_remark(self, app: Flask) -> None:
        said = the_wording(a_text("Corps.", "Autre."))
        said.heading, said.heading_level, said.body = "Titre", 1, ""
        db.session.commit()

        with pytest.raises(NothingToRemark):
            say(said.passage, said.version, a_resident(commune=said.version.text.commune))


class TestWithdraw:
    def test_it_leaves_its_reason(self, app: Flask, noon: datetime) -> None:
        remark = a_remark(on=the_wording(a_text()))

        remarking.withdraw(remark, reason="Je me suis trompée.", at=noon)

        assert (remark.withdrawn_at, remark.withdrawn_reason) == (noon, "Je me suis trompée.")
        with pytest.raises(RemarkNoLongerPublic):
            remarking.withdraw(remark, reason="Encore.", at=noon)


class TestSplit:
    def test_remarks_from_before_the_cut_are_shown_with_both_halves(self, app: Flask) -> None:
        """R2: a remark keeps its passage through splits."""
        text = a_text("Le marché a lieu le jeudi. Il ferme à 13 heures.")
        before = a_remark(on=the_wording(text))
        draft = a_draft(text)
        parts = arranging.split(
            said_in(draft, 1),
            ["Le marché a lieu le jeudi.", "Il ferme à 13 heures."],
            based_on=said_in(draft, 1).revision,
            by=text.created_by,  # type: ignore[arg-type]
            at=clock.now(),
        )
        publish(draft)
        a_remark(on=said_in(draft, 1))

        history, current = lineage.of(text), finding.current(text)
        assert current is not None
        cut_off = next(part.passage for part in parts if part.passage.number == 2)
        today = ordering.sorting(cut_off, order="", after=None, today=date(2031, 3, 21))
        shown = remarks.page_of(current, history, before.author, today)

        assert [reading.remark for reading in shown] == [before]
        assert remarks.tally(text, current, history) == {
            said_in(draft, 1).passage_id: 2,
            cut_off.id: 1,
        }


class TestTogether:
    def test_remarks_posted_while_a_version_is_published_land_on_a_definite_one(
        self, app: Flask
    ) -> None:
        """R2: on the version that says what their authors were reading, or nowhere yet."""
        text = a_text("Le marché a lieu le jeudi.", "Les chiens sont tenus en laisse.")
        draft = a_draft(text, {1: "Le marché a lieu le samedi."})
        staff_id, draft_id, seen_id = text.created_by_id, draft.id, the_wording(text).version_id
        jobs: SimpleQueue[tuple[int, int]] = SimpleQueue()
        for number in range(8):
            said = the_wording(text, 1 + number % 2)
            jobs.put((said.passage_id, a_resident(commune=text.commune).id))
        jobs.put((0, 0))

        def act() -> int:
            passage_id, person_id = jobs.get()
            if not passage_id:
                mine, staff = (
                    db.session.get(TextVersion, draft_id),
                    db.session.get(Account, staff_id),
                )
                assert mine is not None
                assert staff is not None
                publishing.publish(mine, note="Le samedi.", by=staff, at=clock.now())
                return 0
            passage, seen, person = (
                db.session.get(Passage, passage_id),
                db.session.get(TextVersion, seen_id),
                db.session.get(Account, person_id),
            )
            assert passage is not None
            assert seen is not None
            assert person is not None
            return say(passage, seen, person).id

        results = together(app, 9, act)

        refused = [result for result in results if isinstance(result, Exception)]
        assert all(isinstance(result, NewVersionPublished) for result in refused), refused
        made = db.session.query(Remark).all()
        assert len(made) + len(refused) == 8
        for remark in made:
            said = remark.made_on.wording_of(remark.passage_id)
            assert said is not None
            assert said.body == the_wording(text, remark.passage.number).body
            assert remark.made_on.is_published
        changed = [remark for remark in made if remark.passage.number == 1]
        assert all(remark.made_on_id == seen_id for remark in changed)

    def test_many_positions_of_one_person_at_once_leave_one(self, app: Flask) -> None:
        said = the_wording(a_text())
        person_id = a_resident(commune=said.version.text.commune).id
        passage_id, seen_id = said.passage_id, said.version_id
        words: SimpleQueue[str] = SimpleQueue()
        for number in range(8):
            words.put(f"Avis {number}")

        def act() -> None:
            passage, seen, person = (
                db.session.get(Passage, passage_id),
                db.session.get(TextVersion, seen_id),
                db.session.get(Account, person_id),
            )
            assert passage is not None
            assert seen is not None
            assert person is not None
            say(passage, seen, person, body=words.get())

        results = together(app, 8, act)

        assert not any(isinstance(result, Refusal) for result in results)
        assert db.session.query(Remark).count() == 8
        assert db.session.query(Remark).filter(Remark.withdrawn_at.is_(None)).count() == 1
