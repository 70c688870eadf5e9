"""Texts are written together: identity is kept, no word is lost, nobody overwrites another."""

import pytest
from flask import Flask
from sqlalchemy import select

from participe.accounts.models import Account
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel import clock
from participe.texts.cutting import Piece, paragraphs
from participe.texts.errors import (
    ChangedMeanwhile,
    NotCut,
    NotNeighbours,
    PassageEmpty,
    PassageGone,
    RemovalNeedsReason,
    TextIsPublic,
    TextTooLong,
    VersionFixed,
    WordsChanged,
)
from participe.texts.models import (
    DiscussedText,
    Passage,
    PassageRemoval,
    TextVersion,
    Wording,
)
from participe.texts.queries import drafting as queries
from participe.texts.queries import finding
from participe.texts.services import arranging, drafting, publishing, writing
from tests.databases import on_both
from tests.texts.draft import a_draft, descents, passage_numbers, said, save, split, words
from tests.together import together

pytestmark = on_both


class TestCreate:
    def test_passages_are_numbered_from_one_in_the_order_of_the_text(
        self, draft: TextVersion
    ) -> None:
        assert (draft.number, draft.text.number, draft.is_published) == (1, 1, False)
        assert [(w.position, w.passage.number, w.heading) for w in draft.wordings] == [
            (1, 1, "La place"),
            (2, 2, "Article 1er – Le marché"),
            (3, 3, "Article 2"),
            (4, 4, "Divers"),
            (5, 5, ""),
        ]

    def test_texts_of_a_consultation_are_numbered(
        self, draft: TextVersion, thomas: Account
    ) -> None:
        assert a_draft(draft.text.consultation, thomas).text.number == 2

    def test_nobody_can_discuss_a_thousand_passages(
        self, consultation: Consultation, thomas: Account
    ) -> None:
        with pytest.raises(TextTooLong):
            a_draft(consultation, thomas, "Un mot.\n\n" * 1000)


class TestBegin:
    def test_the_next_version_says_the_same_by_the_same_passages(
        self, next_draft: TextVersion
    ) -> None:
        first = finding.current(next_draft.text)

        assert first is not None
        assert (first.number, next_draft.number) == (1, 2)
        assert said(next_draft) == said(first)
        assert {w.revision for w in next_draft.wordings} == {1}

    def test_who_comes_second_gets_the_same_draft(
        self, next_draft: TextVersion, thomas: Account
    ) -> None:
        assert drafting.begin(next_draft.text, by=thomas, at=clock.now()) is next_draft


class TestSave:
    def test_the_passage_says_something_else_and_why(
        self, draft: TextVersion, thomas: Account
    ) -> None:
        article = draft.wordings[1]

        save(article, thomas, heading="Article 1", body="Le vendredi.", reason="Plus calme.")

        assert (article.heading, article.body, article.reason) == (
            "Article 1",
            "Le vendredi.",
            "Plus calme.",
        )
        assert (article.revision, article.heading_level, article.saved_by) == (2, 4, thomas)

    def test_invariant_4_who_read_an_older_revision_is_refused(
        self, draft: TextVersion, thomas: Account
    ) -> None:
        article = draft.wordings[1]
        save(article, thomas)

        with pytest.raises(ChangedMeanwhile):
            save(article, thomas, based_on=1)

    def test_a_published_version_is_fixed(self, draft: TextVersion, thomas: Account) -> None:
        publishing.publish(draft, note="", by=thomas, at=clock.now())

        with pytest.raises(VersionFixed):
            save(draft.wordings[1], thomas)

    def test_what_people_discuss_is_removed_with_a_reason_and_not_emptied(
        self, draft: TextVersion, thomas: Account
    ) -> None:
        with pytest.raises(PassageEmpty):
            save(draft.wordings[1], thomas, body="")

    def test_two_editors_of_a_passage_never_overwrite_each_other(
        self, app: Flask, draft: TextVersion, thomas: Account
    ) -> None:
        """Invariant 4, with real threads: one is saved, the others see that it changed."""
        db.session.commit()
        passage_id, staff_id = draft.wordings[1].passage_id, thomas.id

        def write() -> str:
            wording = db.session.scalars(
                select(Wording).where(Wording.passage_id == passage_id)
            ).one()
            by = db.session.get(Account, staff_id)
            assert by is not None
            save(wording, by, body="Le lundi.", based_on=1)
            return "saved"

        results = together(app, 4, write)

        assert results.count("saved") == 1
        assert sum(isinstance(result, ChangedMeanwhile) for result in results) == 3
        assert db.session.get_one(Wording, draft.wordings[1].id).revision == 2

    def test_who_merges_and_who_writes_at_once_lose_nothing(
        self, app: Flask, draft: TextVersion, thomas: Account
    ) -> None:
        db.session.commit()
        text_id, staff_id, turns = draft.text_id, thomas.id, iter([True, False])

        def act() -> str:
            text, by = (
                db.session.get_one(DiscussedText, text_id),
                db.session.get_one(Account, staff_id),
            )
            version = queries.draft_of(text)
            assert version is not None
            first, second = version.wordings[1:3]
            if next(turns):
                arranging.merge(first, second, by=by, at=clock.now())
                return "merged"
            save(second, by, body="Les voitures roulent à 30 km/h.", based_on=1)
            return "saved"

        results = together(app, 2, act)

        now = queries.draft_of(draft.text)
        assert now is not None
        assert "merged" in results
        if "saved" in results:
            assert "30" in words(now)
        else:
            assert any(isinstance(result, PassageGone) for result in results)
            assert "20" in words(now)


class TestSplit:
    def test_the_first_part_stays_and_each_other_is_a_passage_of_its_own(
        self, draft: TextVersion, thomas: Account
    ) -> None:
        article = draft.wordings[1]

        [made] = split(article, paragraphs(article.body), thomas)

        assert said(draft)[1:3] == [
            (2, "Article 1er – Le marché", "Il a lieu le jeudi."),
            (6, "", "Il ferme à treize heures."),
        ]
        assert [w.position for w in draft.wordings] == [1, 2, 3, 4, 5, 6]
        assert (article.revision, made.revision) == (2, 1)

    def test_the_words_stay_the_words(self, draft: TextVersion, thomas: Account) -> None:
        """Invariant 2."""
        article = draft.wordings[1]

        with pytest.raises(WordsChanged):
            split(article, ["Il a lieu", "le vendredi."], thomas)
        with pytest.raises(NotCut):
            split(article, [article.body, " "], thomas)
        with pytest.raises(NotCut):
            split(article, [article.body], thomas)

    def test_the_cut_is_of_what_the_editor_read(self, draft: TextVersion, thomas: Account) -> None:
        article = draft.wordings[1]
        parts = paragraphs(article.body)
        save(article, thomas)

        with pytest.raises(ChangedMeanwhile):
            arranging.split(article, parts, based_on=1, by=thomas, at=clock.now())


class TestMerge:
    def test_what_the_next_one_says_comes_after_heading_included(
        self, draft: TextVersion, thomas: Account
    ) -> None:
        before = words(draft)

        arranging.merge(draft.wordings[1], draft.wordings[2], by=thomas, at=clock.now())

        assert draft.wordings[1].body.split("\n\n") == [
            "Il a lieu le jeudi.",
            "Il ferme à treize heures.",
            "#### Article 2",
            "Les voitures roulent à 20 km/h.",
        ]
        assert words(draft) == before

    def test_only_neighbours_are_put_together(self, draft: TextVersion, thomas: Account) -> None:
        with pytest.raises(NotNeighbours):
            arranging.merge(draft.wordings[1], draft.wordings[3], by=thomas, at=clock.now())

    def test_in_a_first_version_the_identity_is_forgotten(
        self, draft: TextVersion, thomas: Account
    ) -> None:
        arranging.merge(draft.wordings[1], draft.wordings[2], by=thomas, at=clock.now())

        assert passage_numbers(draft.text) == [1, 2, 4, 5]
        assert not descents(draft)

    def test_cutting_off_and_putting_together_again_leaves_no_trace(
        self, next_draft: TextVersion, thomas: Account
    ) -> None:
        article = next_draft.wordings[1]
        [made] = split(article, paragraphs(article.body), thomas)
        assert len(descents(next_draft)) == 1

        arranging.merge(article, made, by=thomas, at=clock.now())

        assert not descents(next_draft)
        first = finding.current(next_draft.text)
        assert first is not None
        assert said(next_draft) == said(first)


class TestMove:
    @pytest.mark.parametrize(
        ("to", "order"), [(1, [3, 1, 2, 4, 5]), (3, [1, 2, 3, 4, 5]), (9, [1, 2, 4, 5, 3])]
    )
    def test_a_passage_takes_the_place_it_is_given(
        self, to: int, order: list[int], draft: TextVersion
    ) -> None:
        arranging.move(draft.wordings[2], to=to)

        again = queries.draft_of(draft.text)
        assert again is not None
        assert [w.passage.number for w in again.wordings] == order
        assert [w.position for w in again.wordings] == [1, 2, 3, 4, 5]


class TestAddAndRemove:
    def test_a_new_passage_gets_a_number_never_given_before(
        self, draft: TextVersion, thomas: Account
    ) -> None:
        writing.remove(draft.wordings[4], reason="")

        writing.add(draft, Piece(body="Neuf."), after=0, by=thomas, at=clock.now())

        assert [number for number, *_rest in said(draft)] == [6, 1, 2, 3, 4]

    def test_what_was_public_leaves_with_a_reason(self, next_draft: TextVersion) -> None:
        """Invariant 1."""
        article = next_draft.wordings[2]
        with pytest.raises(RemovalNeedsReason):
            writing.remove(article, reason="")

        writing.remove(article, reason="La loi le dit déjà.")

        [removal] = queries.removals(next_draft)
        assert (removal.passage.number, removal.reason) == (3, "La loi le dit déjà.")

    def test_a_removed_passage_comes_back_where_it_was(self, next_draft: TextVersion) -> None:
        first = said(next_draft)
        passage = next_draft.wordings[2].passage
        writing.remove(next_draft.wordings[2], reason="Erreur.")

        writing.restore(next_draft, passage)

        assert said(next_draft) == first
        assert not queries.removals(next_draft)

    def test_what_was_cut_off_from_public_words_leaves_with_a_reason_too(
        self, next_draft: TextVersion, thomas: Account
    ) -> None:
        article = next_draft.wordings[1]
        [made] = split(article, paragraphs(article.body), thomas)
        with pytest.raises(RemovalNeedsReason):
            writing.remove(made, reason="")

        writing.remove(made, reason="L’heure est ailleurs.")

        assert article.reason == "L’heure est ailleurs."
        assert not descents(next_draft)


class TestDiscard:
    def test_a_text_nobody_read_is_forgotten(self, draft: TextVersion) -> None:
        drafting.discard(draft.text)

        assert not db.session.scalars(select(Passage)).all()
        assert not db.session.scalars(select(DiscussedText)).all()

    def test_a_public_one_is_not(self, next_draft: TextVersion) -> None:
        with pytest.raises(TextIsPublic):
            drafting.discard(next_draft.text)


def test_removals_are_of_the_version_they_are_made_in(next_draft: TextVersion) -> None:
    writing.remove(next_draft.wordings[1], reason="Déjà dit.")

    removals = db.session.scalars(select(PassageRemoval)).all()

    assert [removal.version.number for removal in removals] == [2]
