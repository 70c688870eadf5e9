"""Texts are written together: identity is kept, no word is lost, nobody overwrites another."""

from collections import Counter
from dataclasses import dataclass, field

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from participe.accounts.models import Account
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.errors import Refusal
from participe.texts.cutting import Piece, cut, paragraphs
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
from participe.texts.lineage import Fate
from participe.texts.models import (
    DiscussedText,
    Passage,
    PassageDescent,
    PassageRemoval,
    TextVersion,
    Wording,
)
from participe.texts.queries import drafting as queries
from participe.texts.queries import finding
from participe.texts.queries import lineage as lineages
from participe.texts.services import drafting, publishing
from tests.databases import on_both
from tests.factories import a_consultation, a_staff_member
from tests.together import together

pytestmark = on_both

SOURCE = """\
# La place

Article 1er – Le marché

Il a lieu le jeudi.

Il ferme à treize heures.

Article 2

Les voitures roulent à 20 km/h.

# Divers

Une phrase.
"""


@pytest.fixture
def consultation(app: Flask) -> Consultation:
    assert app
    return a_consultation()


@pytest.fixture
def thomas(consultation: Consultation) -> Account:
    return a_staff_member(commune=consultation.commune)


@pytest.fixture
def draft(consultation: Consultation, thomas: Account) -> TextVersion:
    return a_draft(consultation, thomas)


@pytest.fixture
def next_draft(draft: TextVersion, thomas: Account) -> TextVersion:
    """A second version in preparation, of a text whose first one is public."""
    publishing.publish(draft, note="", by=thomas, at=clock.now())
    return drafting.begin(draft.text, by=thomas, at=clock.now())


def a_draft(consultation: Consultation, by: Account, source: str = SOURCE) -> TextVersion:
    return drafting.create(
        consultation,
        title="Règlement de la place",
        summary="",
        pieces=cut(source),
        by=by,
        at=clock.now(),
    )


def said(version: TextVersion) -> list[tuple[int, str, str]]:
    """Return what a version says, in order, each with the number of its passage."""
    return [(w.passage.number, w.heading, w.body) for w in version.wordings]


def words(version: TextVersion) -> list[str]:
    """Return the words of a version in order; the signs that mark a heading are none."""
    texts = (f"{wording.heading} {wording.body}" for wording in version.wordings)
    return [word for text in texts for word in text.split() if word.strip("#")]


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
                drafting.merge(first, second, by=by, at=clock.now())
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
            drafting.split(article, parts, based_on=1, by=thomas, at=clock.now())


class TestMerge:
    def test_what_the_next_one_says_comes_after_heading_included(
        self, draft: TextVersion, thomas: Account
    ) -> None:
        before = words(draft)

        drafting.merge(draft.wordings[1], draft.wordings[2], by=thomas, at=clock.now())

        assert draft.wordings[1].body.split("\n\n") == [
            "Il a lieu le jeudi.",
            "Il ferme à treize heures.",
            "#### Article 2",
            "Les voitures roulent à 20 km/h.",
        ]
        assert words(draft) == before

    def test_only_neighbours_are_put_together(self, draft: TextVersion, thomas: Account) -> None:
        with pytest.raises(NotNeighbours):
            drafting.merge(draft.wordings[1], draft.wordings[3], by=thomas, at=clock.now())

    def test_in_a_first_version_the_identity_is_forgotten(
        self, draft: TextVersion, thomas: Account
    ) -> None:
        drafting.merge(draft.wordings[1], draft.wordings[2], by=thomas, at=clock.now())

        assert passage_numbers(draft.text) == [1, 2, 4, 5]
        assert not descents(draft)

    def test_cutting_off_and_putting_together_again_leaves_no_trace(
        self, next_draft: TextVersion, thomas: Account
    ) -> None:
        article = next_draft.wordings[1]
        [made] = split(article, paragraphs(article.body), thomas)
        assert len(descents(next_draft)) == 1

        drafting.merge(article, made, by=thomas, at=clock.now())

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
        drafting.move(draft.wordings[2], to=to)

        again = queries.draft_of(draft.text)
        assert again is not None
        assert [w.passage.number for w in again.wordings] == order
        assert [w.position for w in again.wordings] == [1, 2, 3, 4, 5]


class TestAddAndRemove:
    def test_a_new_passage_gets_a_number_never_given_before(
        self, draft: TextVersion, thomas: Account
    ) -> None:
        drafting.remove(draft.wordings[4], reason="")

        drafting.add(draft, Piece(body="Neuf."), after=0, by=thomas, at=clock.now())

        assert [number for number, *_rest in said(draft)] == [6, 1, 2, 3, 4]

    def test_what_was_public_leaves_with_a_reason(self, next_draft: TextVersion) -> None:
        """Invariant 1."""
        article = next_draft.wordings[2]
        with pytest.raises(RemovalNeedsReason):
            drafting.remove(article, reason="")

        drafting.remove(article, reason="La loi le dit déjà.")

        [removal] = queries.removals(next_draft)
        assert (removal.passage.number, removal.reason) == (3, "La loi le dit déjà.")

    def test_a_removed_passage_comes_back_where_it_was(self, next_draft: TextVersion) -> None:
        first = said(next_draft)
        passage = next_draft.wordings[2].passage
        drafting.remove(next_draft.wordings[2], reason="Erreur.")

        drafting.restore(next_draft, passage)

        assert said(next_draft) == first
        assert not queries.removals(next_draft)

    def test_what_was_cut_off_from_public_words_leaves_with_a_reason_too(
        self, next_draft: TextVersion, thomas: Account
    ) -> None:
        article = next_draft.wordings[1]
        [made] = split(article, paragraphs(article.body), thomas)
        with pytest.raises(RemovalNeedsReason):
            drafting.remove(made, reason="")

        drafting.remove(made, reason="L’heure est ailleurs.")

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


STEPS = st.tuples(
    st.sampled_from(
        ["edit", "split", "split", "merge", "merge", "move", "add", "remove", "restore", "publish"]
    ),
    st.integers(0, 11),
    st.integers(1, 12),
)


@dataclass
class Editor:
    """Does whatever a step says to a text, and remembers what was public."""

    text: DiscussedText
    by: Account
    published: dict[int, list[tuple[int, str, str]]] = field(default_factory=dict)

    @property
    def draft(self) -> TextVersion:
        draft = queries.draft_of(self.text)
        return draft or drafting.begin(self.text, by=self.by, at=clock.now())

    def act(self, step: tuple[str, int, int]) -> None:
        name, number, to = step
        draft = self.draft
        wording = draft.wordings[number % len(draft.wordings)] if draft.wordings else None
        if name == "publish":
            publishing.publish(draft, note="Plus clair.", by=self.by, at=clock.now())
            self.published[draft.number] = said(draft)
        elif name == "add":
            piece = Piece(body=f"Neuf {to}.\n\nEncore.")
            drafting.add(draft, piece, after=number, by=self.by, at=clock.now())
        elif name == "restore":
            for removal in queries.removals(draft)[:1]:
                drafting.restore(draft, removal.passage)
        elif wording:
            self._act_on(name, wording, to)

    def _act_on(self, name: str, wording: Wording, to: int) -> None:
        before, version = words(wording.version), wording.version
        if name == "edit":
            save(wording, self.by, body=f"{wording.body}\n\nMot {to}.")
        elif name == "split":
            parts = paragraphs(wording.body)
            split(wording, ["\n\n".join(parts[:1]), *parts[1:]], self.by)
            assert words(version) == before
        elif name == "merge":
            following = version.wordings[wording.position : wording.position + 1]
            for other in following:
                drafting.merge(wording, other, by=self.by, at=clock.now())
            assert words(version) == before
        elif name == "move":
            drafting.move(wording, to=to)
            assert Counter(words(version)) == Counter(before)
        else:
            drafting.remove(wording, reason="Déjà dit.")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(STEPS, min_size=3, max_size=14))
def test_identity_is_kept_under_any_sequence_of_edits_splits_merges_and_moves(
    steps: list[tuple[str, int, int]], consultation: Consultation, thomas: Account
) -> None:
    """Invariants 1 and 2."""
    db.session.rollback()  # what the example before did
    editor = Editor(a_draft(consultation, thomas).text, thomas)

    for step in steps:
        try:
            editor.act(step)
        except Refusal:
            continue
        check_positions(editor.draft)
        check_traces(editor.draft, {n for told in editor.published.values() for n, *_ in told})

    for number, told in editor.published.items():
        version = finding.version(editor.text, number)
        assert version is not None
        assert said(version) == told, "a published version is fixed for ever"


def check_positions(draft: TextVersion) -> None:
    assert [w.position for w in draft.wordings] == list(range(1, len(draft.wordings) + 1))
    assert len({w.passage_id for w in draft.wordings}) == len(draft.wordings)


def check_traces(draft: TextVersion, once_public: set[int]) -> None:
    """Every passage that was public is here, or in one that is here, or removed with a reason."""
    here = {w.passage_id for w in draft.wordings}
    lineage = lineages.of(draft.text)
    passages = db.session.scalars(select(Passage).where(Passage.text_id == draft.text_id)).all()
    for passage in passages:
        place = lineage.place(passage.id, draft.number)
        if passage.number in once_public:
            assert place.fate is not Fate.UNBORN
            assert place.home in here if place.home else place.reason
        else:
            assert place.fate is Fate.PRESENT, (
                "what nobody read and is no longer there is forgotten"
            )
    for descent in descents(draft):
        assert descent.to_id in here
        assert descent.from_id != descent.to_id


def save(
    wording: Wording,
    by: Account,
    *,
    heading: str | None = None,
    body: str = "Autre chose.",
    reason: str = "",
    based_on: int | None = None,
) -> None:
    drafting.save(
        wording,
        heading=wording.heading if heading is None else heading,
        body=body,
        reason=reason,
        based_on=based_on or wording.revision,
        by=by,
        at=clock.now(),
    )


def split(wording: Wording, bodies: list[str], by: Account) -> list[Wording]:
    return drafting.split(wording, bodies, based_on=wording.revision, by=by, at=clock.now())


def descents(version: TextVersion) -> list[PassageDescent]:
    return list(
        db.session.scalars(select(PassageDescent).where(PassageDescent.version_id == version.id))
    )


def passage_numbers(text: DiscussedText) -> list[int]:
    statement = select(Passage.number).where(Passage.text_id == text.id).order_by(Passage.number)
    return list(db.session.scalars(statement))


def test_removals_are_of_the_version_they_are_made_in(next_draft: TextVersion) -> None:
    drafting.remove(next_draft.wordings[1], reason="Déjà dit.")

    removals = db.session.scalars(select(PassageRemoval)).all()

    assert [removal.version.number for removal in removals] == [2]
