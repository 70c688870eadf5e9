"""Tests of participe.texts.changes."""

from hypothesis import given
from hypothesis import strategies as st

from participe.kernel.differences import Kind
from participe.texts.changes import Change, compare, stretches
from participe.texts.lineage import Cutting, Departure, Fate, Lineage
from participe.texts.models import TextVersion, Wording

SENTENCES = st.lists(
    st.sampled_from(("Le marché a lieu le jeudi. ", "Les chiens sont tenus. ", "Été.\n\n", "!")),
    min_size=1,
    max_size=4,
).map("".join)


def _version(number: int, said: dict[int, str]) -> TextVersion:
    """Make a version whose passages, by id, say this; it is never saved."""
    wordings = [
        Wording(passage_id=passage, position=position, heading="", body=body)
        for position, (passage, body) in enumerate(said.items(), start=1)
    ]
    return TextVersion(number=number, wordings=wordings)


def _lineage(*versions: TextVersion, **events: list[Departure] | list[Cutting]) -> Lineage:
    present = {v.number: {said.passage_id for said in v.wordings} for v in versions}
    return Lineage(present, **events)


def _words(change: Change, kind: Kind) -> str:
    return " ".join(piece.text.strip() for piece in change.body if piece.kind is kind)


def test_what_stayed_is_put_together_and_what_changed_stands_alone() -> None:
    first = _version(1, {1: "Un.", 2: "Deux.", 3: "Le marché a lieu le jeudi.", 4: "Quatre."})
    second = _version(2, {1: "Un.", 2: "Deux.", 3: "Le marché a lieu le samedi.", 4: "Quatre."})

    found = stretches(compare(first, second, _lineage(first, second), {3: ["Demandé."]}))

    assert [(stretch.is_same, stretch.numbers) for stretch in found] == [
        (True, [1, 2]),
        (False, [3]),
        (True, [4]),
    ]
    (change,) = found[1].changes
    assert (_words(change, Kind.REMOVED), _words(change, Kind.ADDED)) == ("jeudi", "samedi")
    assert change.reasons == ["Demandé."]


def test_a_passage_that_was_removed_keeps_its_place_and_its_reason() -> None:
    first = _version(1, {1: "Un.", 2: "Deux.", 3: "Trois."})
    second = _version(2, {1: "Un.", 3: "Trois."})
    lineage = _lineage(first, second, departures=[Departure(2, 2, None, "Déjà dans la loi.")])

    _one, two, three = compare(first, second, lineage, {})

    assert (two.place.fate, two.place.reason) == (Fate.REMOVED, "Déjà dans la loi.")
    assert _words(two, Kind.REMOVED) == "Deux."
    assert (three.number_before, three.number, three.is_same) == (3, 2, True)


def test_splitting_shows_no_word_as_changed() -> None:
    """Invariant 2 of texts: splitting, merging and moving change no word."""
    first = _version(1, {1: "Le marché a lieu le jeudi. Les chiens sont tenus."})
    second = _version(2, {1: "Le marché a lieu le jeudi.", 2: "Les chiens sont tenus."})
    lineage = _lineage(first, second, cuttings=[Cutting(2, 1, 2)])

    one, two = compare(first, second, lineage, {})

    assert (one.was_cut, one.is_reworded) == (True, False)
    assert (two.cut_from, two.is_reworded) == (1, False)
    assert _words(two, Kind.SAME) == "Les chiens sont tenus."


def test_merging_shows_no_word_as_changed() -> None:
    """Invariant 2 of texts: splitting, merging and moving change no word."""
    first = _version(1, {1: "Le marché a lieu le jeudi.", 2: "Les chiens sont tenus."})
    second = _version(2, {1: "Le marché a lieu le jeudi.\n\nLes chiens sont tenus."})
    lineage = _lineage(first, second, departures=[Departure(2, 2, 1)])

    one, two = compare(first, second, lineage, {})

    assert (one.joined, one.is_reworded) == ([2], False)
    assert (two.place.fate, two.number, list(two.body)) == (Fate.MERGED, 1, [])


def test_only_the_passage_that_moved_is_said_to_have_moved() -> None:
    first = _version(1, {1: "Un.", 2: "Deux.", 3: "Trois.", 4: "Quatre."})
    second = _version(2, {4: "Quatre.", 1: "Un.", 2: "Deux.", 3: "Trois."})

    changes = compare(first, second, _lineage(first, second), {})

    assert [(change.said.passage_id, change.is_moved) for change in changes] == [
        (4, True),
        (1, False),
        (2, False),
        (3, False),
    ]


def test_a_new_passage_is_all_added() -> None:
    first, second = _version(1, {1: "Un."}), _version(2, {1: "Un.", 2: "Deux."})

    _one, two = compare(first, second, _lineage(first, second), {})

    assert (two.is_new, two.cut_from, _words(two, Kind.ADDED)) == (True, None, "Deux.")


@given(
    st.dictionaries(st.integers(1, 5), SENTENCES, min_size=1),
    st.dictionaries(st.integers(1, 9), SENTENCES, min_size=1),
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 9))),
)
def test_what_is_shown_as_the_later_text_is_the_later_text(
    before: dict[int, str], after: dict[int, str], pairs: list[tuple[int, int]]
) -> None:
    first, second = _version(1, before), _version(2, after)
    lineage = _lineage(
        first,
        second,
        departures=[Departure(2, old, new) for old, new in pairs if old not in after],
        cuttings=[Cutting(2, old, new) for old, new in pairs if new not in before],
    )

    changes = compare(first, second, lineage, {})

    assert {change.said.passage_id for change in changes} == set(before) | set(after)
    for change in changes:
        if change.after is not None:
            shown = "".join(piece.text for piece in change.new_body)
            assert shown == change.after.body
