"""Reads about what became of passages from one version of a text to another."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

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
    descents = db.session.scalars(_descents(text)).all()
    removals = db.session.scalars(
        select(PassageRemoval)
        .join(PassageRemoval.version)
        .where(TextVersion.text_id == text.id)
        .options(joinedload(PassageRemoval.version))
    ).all()
    merged = [
        Departure(descent.version.number, descent.from_id, descent.to_id)
        for descent in descents
        if descent.kind is Descent.MERGED
    ]
    removed = [
        Departure(removal.version.number, removal.passage_id, None, removal.reason)
        for removal in removals
    ]
    cuttings = [
        Cutting(descent.version.number, descent.from_id, descent.to_id)
        for descent in descents
        if descent.kind is Descent.SPLIT
    ]
    return Lineage(_present(text), merged + removed, cuttings)


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


def _descents(text: DiscussedText) -> Select[PassageDescent]:
    return (
        select(PassageDescent)
        .join(PassageDescent.version)
        .where(TextVersion.text_id == text.id)
        .options(joinedload(PassageDescent.version))
    )


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
