"""Passages keep their identity whatever is done to them (invariants 1 and 2)."""

from collections import Counter
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from participe.accounts.models import Account
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.errors import Refusal
from participe.texts.cutting import Piece, paragraphs
from participe.texts.lineage import Fate
from participe.texts.models import (
    DiscussedText,
    Passage,
    TextVersion,
    Wording,
)
from participe.texts.queries import drafting as queries
from participe.texts.queries import finding
from participe.texts.queries import lineage as lineages
from participe.texts.services import arranging, drafting, publishing, separating, writing
from tests.databases import on_both
from tests.texts.draft import a_draft, descents, said, save, split, words

pytestmark = on_both


STEPS = st.tuples(
    st.sampled_from(
        [
            *("edit", "split", "split", "merge", "merge", "merge", "separate", "separate"),
            *("move", "add", "remove", "restore", "publish"),
        ]
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
            writing.add(draft, piece, after=number, by=self.by, at=clock.now())
        elif name == "restore":
            for removal in queries.removals(draft)[:1]:
                writing.restore(draft, removal.passage)
        elif wording:
            self._act_on(name, wording, to)

    def _act_on(self, name: str, wording: Wording, to: int) -> None:
        before, version = words(wording.version), wording.version
        if name == "edit":
            save(wording, self.by, body=f"{wording.body}\n\nMot {to}.")
        elif name == "move":
            arranging.move(wording, to=to)
            assert Counter(words(version)) == Counter(before)
        elif name == "remove":
            writing.remove(wording, reason="Déjà dit.")
        else:
            self._cut_or_join(name, wording)
            assert words(version) == before

    def _cut_or_join(self, name: str, wording: Wording) -> None:
        if name == "split":
            parts = paragraphs(wording.body)
            split(wording, ["\n\n".join(parts[:1]), *parts[1:]], self.by)
        elif name == "separate":
            separating.separate(wording, by=self.by, at=clock.now())
        else:
            following = wording.version.wordings[wording.position : wording.position + 1]
            for other in following:
                arranging.merge(wording, other, by=self.by, at=clock.now())


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
