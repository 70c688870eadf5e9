"""Reads of what became of remarks: decisions, whom they credit, why passages changed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from participe.extensions import db
from participe.kernel.pagination import Page, key_of, parse_key
from participe.texts.lineage import Lineage
from participe.texts.models import (
    DiscussedText,
    Passage,
    Remark,
    RemarkDecision,
    TextVersion,
    Verdict,
    Wording,
)
from participe.texts.queries import lineage
from participe.texts.queries.deciding import public, undecided_of
from participe.texts.queries.ordering import InText

PAGE_SIZE = 20


@dataclass(frozen=True)
class Figures:
    """How many public remarks of a text had which verdict, and how many wait for one."""

    by_verdict: dict[Verdict, int]
    waiting: int

    @property
    def total(self) -> int:
        return sum(self.by_verdict.values()) + self.waiting


def decided_in(version: TextVersion) -> Sequence[Remark]:
    """Return the public remarks decided in a version, in the order of its passages, then by age."""
    query = (
        select(Remark)
        .join(Remark.decision)
        .join(Remark.passage)
        .where(RemarkDecision.version_id == version.id, *public())
        .options(
            contains_eager(Remark.decision),
            contains_eager(Remark.passage),
            joinedload(Remark.author),
            joinedload(Remark.made_on),
        )
    )
    return db.session.scalars(InText().of(query)).all()


def figures(text: DiscussedText) -> Figures:
    """Count the public remarks of a text by what became of them in its public versions."""
    rows = db.session.execute(
        select(RemarkDecision.verdict, func.count())
        .select_from(Remark)
        .join(Remark.passage)
        .join(Remark.decision)
        .join(RemarkDecision.version)
        .where(Passage.text_id == text.id, TextVersion.published_at.is_not(None), *public())
        .group_by(RemarkDecision.verdict)
    ).all()
    counted = dict.fromkeys(Verdict, 0)
    for verdict, times in rows:
        counted[verdict] = times
    return Figures(counted, undecided_of(text))


def page_of(
    text: DiscussedText, *, after: str | None, verdict: Verdict | None = None
) -> Page[RemarkDecision]:
    """Return a page of the public decisions on remarks of a text, the newest version first.

    Each comes with its public remarks; one whose remarks are all gone is left out.
    """
    query = (
        select(RemarkDecision)
        .join(RemarkDecision.version)
        .where(
            TextVersion.text_id == text.id,
            TextVersion.published_at.is_not(None),
            select(Remark.id)
            .where(Remark.decision_id == RemarkDecision.id, *public())
            .correlate(RemarkDecision)
            .exists(),
        )
        .order_by(TextVersion.number.desc(), RemarkDecision.id)
        .options(
            contains_eager(RemarkDecision.version),
            selectinload(RemarkDecision.remarks.and_(*public())).options(
                joinedload(Remark.author), joinedload(Remark.passage), joinedload(Remark.made_on)
            ),
        )
        .limit(PAGE_SIZE + 1)
        .execution_options(populate_existing=True)
    )
    if verdict is not None:
        query = query.where(RemarkDecision.verdict == verdict)
    key = parse_key(after, 2)
    if key is not None:
        older = TextVersion.number < key[0]
        query = query.where(
            or_(older, and_(TextVersion.number == key[0], RemarkDecision.id > key[1]))
        )
    found = db.session.scalars(query).all()
    items = found[:PAGE_SIZE]
    more = len(found) > PAGE_SIZE
    return Page(items, key_of(items[-1].version.number, items[-1].id) if more else None)


def credits(  # noqa: A001 -- what the page calls them
    version: TextVersion, history: Lineage | None = None
) -> dict[int, list[Remark]]:
    """Return the public remarks whose sentence a passage of this version took in, then or before.

    By the passage that holds it in this version, the oldest first.
    """
    query = (
        select(Remark)
        .join(Remark.taken_in)
        .where(TextVersion.text_id == version.text_id, TextVersion.number <= version.number)
        .where(*public())
        .order_by(TextVersion.number, Remark.id)
        .options(contains_eager(Remark.taken_in), joinedload(Remark.author))
    )
    remarks = db.session.scalars(query).all()
    if not remarks:
        return {}
    history = history or lineage.of(version.text)
    credited = defaultdict[int, list[Remark]](list)
    for remark in remarks:
        home = history.place(remark.passage_id, version.number).home
        if home is not None:
            credited[home].append(remark)
    return dict(credited)


def reasons_between(before: TextVersion, after: TextVersion) -> dict[int, list[str]]:
    """Return why each passage changed after one version and up to another, by its id."""
    rows = db.session.execute(
        select(Wording.passage_id, Wording.reason)
        .join(Wording.version)
        .where(
            TextVersion.text_id == after.text_id,
            TextVersion.number > before.number,
            TextVersion.number <= after.number,
            Wording.reason != "",
        )
        .order_by(TextVersion.number)
    )
    reasons = defaultdict[int, list[str]](list)
    for passage_id, reason in rows:
        reasons[passage_id].append(reason)
    return dict(reasons)
