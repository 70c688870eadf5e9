"""Reads of remarks: those of a passage, how many there are, one of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, lazyload

from participe.accounts.models import Account, Person, Whoever
from participe.communes.models import Commune
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel.pagination import Page
from participe.texts.lineage import Lineage
from participe.texts.models import (
    DiscussedText,
    Passage,
    Remark,
    RemarkDecision,
    RemarkSupport,
    Stance,
    TextVersion,
    Wording,
)
from participe.texts.queries.ordering import Sorting

PAGE_SIZE = 20
SHOWN_BEFORE = 3  # when a page is asked for the sake of one remark
SAME_WITHIN = timedelta(hours=1)
POSITIONS = (Stance.AGREE, Stance.DISAGREE)  # of these a person has one on a passage


@dataclass(frozen=True)
class Reading:
    """A remark with what its page needs to know at once."""

    remark: Remark
    quoted: Wording  # the passage as its author was reading it
    is_supported: bool  # by whoever reads


def find(commune: Commune, remark_id: int) -> Remark | None:
    """Return one remark of this commune in any state, with its author, text and decision."""
    return db.session.scalars(_loaded(commune, remark_id)).unique().one_or_none()


def read(commune: Commune, remark_id: int, who: Whoever) -> Reading | None:
    """Return a remark as its page shows it to somebody, in one query."""
    said = _said()
    row = (
        db.session.execute(
            _loaded(commune, remark_id)
            .join(said, _is_quoted(said))
            .add_columns(said, _is_supported(who))
        )
        .unique()
        .one_or_none()
    )
    return None if row is None else Reading(*row)


def lock(remark: Remark) -> None:
    """Wait until nobody else is changing this remark, and read its present state."""
    db.session.scalars(
        select(Remark)
        .where(Remark.id == remark.id)
        .with_for_update(of=Remark.__table__, key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def of_passages(passage_ids: Collection[int]) -> Sequence[Remark]:
    """Return every public remark on these passages, the oldest first."""
    return db.session.scalars(
        _shown(contains_eager(Remark.made_on))
        .where(Remark.passage_id.in_(passage_ids), *_is_public())
        .order_by(Remark.id)
    ).all()


def page_of(
    version: TextVersion,
    lineage: Lineage,
    who: Whoever,
    sorting: Sorting,
    after: str | None = None,
) -> Page[Reading]:
    """Return a page of what was said of a passage and of what it comes from, in some order.

    It shows hidden ones too, whose place says why; those taken back have only their own page.
    """
    said = _said()
    found = (
        db.session.execute(
            _shown(contains_eager(Remark.made_on))
            .join(said, _is_quoted(said))
            .add_columns(said, _is_supported(who))
            .where(
                _is_about(sorting.passage, version, lineage),
                Remark.withdrawn_at.is_(None),
                sorting.is_from(after),
            )
            .order_by(*sorting.places)
            .limit(PAGE_SIZE + 1)
        )
        .unique()
        .all()
    )
    readings = [Reading(*row) for row in found]
    more = [sorting.key(reading.remark) for reading in readings[PAGE_SIZE:]]
    return Page(readings[:PAGE_SIZE], more[0] if more else None)


def page_key(remark: Remark, version: TextVersion, lineage: Lineage, sorting: Sorting) -> str:
    """Return the key of a page that begins a little before a remark, unless the first has it."""
    found = db.session.scalars(
        select(Remark)
        .join(Remark.made_on)
        .where(
            _is_about(sorting.passage, version, lineage),
            Remark.withdrawn_at.is_(None),
            sorting.is_before(remark),
        )
        .order_by(*(place.desc() for place in sorting.places))
        .limit(PAGE_SIZE)
    ).all()
    return sorting.key(found[SHOWN_BEFORE - 1]) if len(found) == PAGE_SIZE else ""


def counts(text: DiscussedText) -> dict[int, int]:
    """Return how many public remarks were made on each passage itself, by its id."""
    made: dict[int, int] = defaultdict(int)
    for passage_id, _version, count in _counted(text):
        made[passage_id] += count
    return dict(made)


def tally(text: DiscussedText, version: TextVersion, lineage: Lineage) -> dict[int, int]:
    """Return how many public remarks the page of each passage of a version shows, by its id."""
    made = list(_counted(text))
    shown = {}
    for said in version.wordings:
        scope = _scope(said.passage_id, version, lineage)
        shown[said.passage_id] = sum(
            count
            for passage_id, number, count in made
            if passage_id in scope and number < scope[passage_id]
        )
    return shown


def count_about(passage: Passage, version: TextVersion, lineage: Lineage) -> int:
    """Return how many public remarks the page of one passage shows."""
    return db.session.scalars(
        select(func.count(Remark.id))
        .join(Remark.made_on)
        .where(_is_about(passage, version, lineage), *_is_public())
    ).one()


def count_of(texts: Iterable[DiscussedText]) -> dict[int, int]:
    """Return how many public remarks each text has, by its id."""
    rows = db.session.execute(
        select(Passage.text_id, func.count(Remark.id))
        .join(Remark.passage)
        .where(Passage.text_id.in_([text.id for text in texts]), *_is_public())
        .group_by(Passage.text_id)
    )
    return {text_id: count for text_id, count in rows}  # noqa: C416 -- a Row is no pair to mypy


def same_lately(remark: Remark, at: datetime) -> Remark | None:
    """Return what its author said of the same passage in the same words within the hour."""
    return db.session.scalar(
        select(Remark)
        .where(
            Remark.passage_id == remark.passage_id,
            Remark.author_id == remark.author_id,
            Remark.stance == remark.stance,
            Remark.body == remark.body,
            Remark.wording == remark.wording,
            Remark.published_at > at - SAME_WITHIN,
            Remark.withdrawn_at.is_(None),
        )
        .order_by(Remark.id)
        .limit(1)
    )


def positions_of(author: Person, passage: Passage) -> Sequence[Remark]:
    """Return where a person stands on a passage, as far as nothing public was decided of it."""
    return db.session.scalars(
        select(Remark)
        .outerjoin(Remark.decision)
        .outerjoin(RemarkDecision.version)
        .where(
            Remark.author_id == author.id,
            Remark.passage_id == passage.id,
            Remark.stance.in_(POSITIONS),
            Remark.withdrawn_at.is_(None),
            TextVersion.published_at.is_(None),
        )
        .order_by(Remark.id)
    ).all()


def _is_public() -> tuple[ColumnElement[bool], ...]:
    return Remark.hidden_at.is_(None), Remark.withdrawn_at.is_(None)


def _shown(*options: object) -> Select[Remark]:
    """Select remarks as lists show them; of an author a name is all that is asked for."""
    decision = joinedload(Remark.decision)
    return (
        select(Remark)
        .join(Remark.made_on)
        .options(
            *options,  # type: ignore[arg-type]
            joinedload(Remark.author.of_type(Account)).options(lazyload(Account.grants)),
            decision.joinedload(RemarkDecision.version),
        )
    )


def _loaded(commune: Commune, remark_id: int) -> Select[Remark]:
    text = contains_eager(Remark.made_on).joinedload(TextVersion.text)
    consultation = text.joinedload(DiscussedText.consultation)
    return _shown(
        joinedload(Remark.passage),
        joinedload(Remark.taken_in),
        consultation.joinedload(Consultation.phases),
        consultation.joinedload(Consultation.contract),
    ).where(Remark.id == remark_id, Remark.commune_id == commune.id)


def _said() -> type[Wording]:
    return aliased(Wording)


def _is_quoted(said: type[Wording]) -> ColumnElement[bool]:
    return and_(said.version_id == Remark.made_on_id, said.passage_id == Remark.passage_id)


def _is_supported(who: Whoever) -> ColumnElement[bool]:
    if who.id is None:
        return false()
    return exists().where(RemarkSupport.remark_id == Remark.id, RemarkSupport.person_id == who.id)


def _scope(passage_id: int, version: TextVersion, lineage: Lineage) -> dict[int, int]:
    """Return whose remarks a passage shows: passages, each with the version it ends before."""
    sources = lineage.sources(passage_id, version.number)
    return {source.passage: source.before for source in sources} | {passage_id: 2**31 - 1}


def _is_about(passage: Passage, version: TextVersion, lineage: Lineage) -> ColumnElement[bool]:
    scope = _scope(passage.id, version, lineage)
    return or_(
        *(
            and_(Remark.passage_id == passage_id, TextVersion.number < before)
            for passage_id, before in scope.items()
        )
    )


def _counted(text: DiscussedText) -> Sequence[tuple[int, int, int]]:
    """Count the public remarks on each passage as each version says it."""
    rows = db.session.execute(
        select(Remark.passage_id, TextVersion.number, func.count(Remark.id))
        .join(Remark.made_on)
        .where(TextVersion.text_id == text.id, *_is_public())
        .group_by(Remark.passage_id, TextVersion.number)
    )
    return [(passage_id, number, count) for passage_id, number, count in rows]
