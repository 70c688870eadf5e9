"""Reads about what became of passages from one version of a text to another."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import CompoundSelect, Integer, String, cast, literal, null, select, union_all

from participe.extensions import db
from participe.texts.lineage import Cutting, Departure, Lineage
from participe.texts.models import (
    Descent,
    DiscussedText,
    Passage,
    PassageDescent,
    PassageRemoval,
    TextVersion,
    Wording,
)


def of(text: DiscussedText) -> Lineage:
    """Return all that happened to the passages of a text, its draft included."""
    departures, cuttings = [], []
    for version, passage, other, kind, reason in db.session.execute(_happened(text)):
        if kind == Descent.SPLIT:
            cuttings.append(Cutting(version, passage, other))
        else:
            departures.append(Departure(version, passage, other, reason))
    return Lineage(_present(text), departures, cuttings)


def places(text: DiscussedText, version: TextVersion) -> dict[int, int | None]:
    """Return which passage of a version holds each passage that the text ever had, by ids.

    None: it was removed, or had not come yet.
    """
    return {passage: place.home for passage, place in of(text).places(version.number).items()}


def home(passage: Passage, version: TextVersion) -> Passage | None:
    """Return the passage that holds this one in a version: itself, what it went into, or none."""
    held_by = of(passage.text).place(passage.id, version.number).home
    return db.session.get(Passage, held_by) if held_by else None


def origins(passage: Passage, version: TextVersion) -> Sequence[Passage]:
    """Return the passages that went into this one or from which it was cut off, by number.

    What was said of them before is shown with it; `Lineage.sources` says before which version.
    """
    sources = of(passage.text).sources(passage.id, version.number)
    return find_all(source.passage for source in sources)


def find_all(ids: Iterable[int]) -> Sequence[Passage]:
    """Return passages by their ids, in the order of their numbers."""
    wanted = list(ids)
    if not wanted:
        return []
    return db.session.scalars(
        select(Passage).where(Passage.id.in_(wanted)).order_by(Passage.number)
    ).all()


def _happened(text: DiscussedText) -> CompoundSelect[int, int, int, str, str]:
    """Select what each version did of passages: its number, passage, other one, how, and why."""
    descents = (
        select(
            TextVersion.number,
            PassageDescent.from_id,
            PassageDescent.to_id,
            cast(PassageDescent.kind, String),
            literal(""),
        )
        .join(PassageDescent.version)
        .where(TextVersion.text_id == text.id)
    )
    removals = (
        select(
            TextVersion.number,
            PassageRemoval.passage_id,
            cast(null(), Integer),
            literal("removed"),
            PassageRemoval.reason,
        )
        .join(PassageRemoval.version)
        .where(TextVersion.text_id == text.id)
    )
    return union_all(descents, removals)


def _present(text: DiscussedText) -> dict[int, set[int]]:
    present = defaultdict[int, set[int]](set)
    rows = db.session.execute(
        select(TextVersion.number, Wording.passage_id)
        .join(Wording.version)
        .where(TextVersion.text_id == text.id)
    )
    for number, passage_id in rows:
        present[number].add(passage_id)
    return present
