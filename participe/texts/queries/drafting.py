"""Reads for those who write the next version of a text."""

from collections.abc import Sequence

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import joinedload

from participe.consultations.models import Consultation
from participe.extensions import db
from participe.texts.models import (
    DiscussedText,
    Passage,
    PassageDescent,
    PassageRemoval,
    Remark,
    TextVersion,
    Wording,
)
from participe.texts.queries import finding

Trace = tuple[int, int, str]  # the numbers of a passage and of what it went into, and how


def draft_of(text: DiscussedText) -> TextVersion | None:
    """Return the version in preparation, its wordings in order with their passages."""
    return _one(_whole().where(TextVersion.text_id == text.id, TextVersion.published_at.is_(None)))


def hold(version: TextVersion) -> TextVersion:
    """Make whoever else writes this text wait until the commit, and read the version afresh."""
    finding.lock(version.text)
    return _whole_version(version)


def latest_number(text: DiscussedText) -> int:
    return db.session.scalars(
        select(func.coalesce(func.max(TextVersion.number), 0)).where(TextVersion.text_id == text.id)
    ).one()


def next_text_number(consultation: Consultation) -> int:
    return (
        1
        + db.session.scalars(
            select(func.coalesce(func.max(DiscussedText.number), 0)).where(
                DiscussedText.consultation_id == consultation.id
            )
        ).one()
    )


def was_public(passage: Passage) -> bool:
    """Tell whether a passage stands in a version that people could read."""
    return db.session.scalars(
        select(
            exists().where(
                Wording.passage_id == passage.id,
                Wording.version_id == TextVersion.id,
                TextVersion.published_at.is_not(None),
            )
        )
    ).one()


def public_wordings(text: DiscussedText) -> dict[int, Wording]:
    """Return what the newest public version says, by the ids of its passages."""
    current = finding.current(text)
    return {wording.passage_id: wording for wording in current.wordings} if current else {}


def last_public_wording(passage: Passage) -> Wording | None:
    """Return what a passage said in the last public version that has it."""
    return db.session.scalars(
        select(Wording)
        .join(Wording.version)
        .where(Wording.passage_id == passage.id, TextVersion.published_at.is_not(None))
        .order_by(TextVersion.number.desc())
        .limit(1)
    ).first()


def waiting(text: DiscussedText) -> dict[int, int]:
    """Count the public remarks on each passage that nobody has decided on, by its id."""
    rows = db.session.execute(
        select(Remark.passage_id, func.count(Remark.id))
        .join(Remark.passage)
        .where(
            Passage.text_id == text.id,
            Remark.hidden_at.is_(None),
            Remark.withdrawn_at.is_(None),
            Remark.decision_id.is_(None),
        )
        .group_by(Remark.passage_id)
    )
    return dict(rows.all())


def descents(version: TextVersion, passage: Passage) -> Sequence[PassageDescent]:
    """Return where a passage comes from in a version, and what comes from it."""
    return db.session.scalars(
        select(PassageDescent)
        .where(
            PassageDescent.version_id == version.id,
            or_(PassageDescent.from_id == passage.id, PassageDescent.to_id == passage.id),
        )
        .order_by(PassageDescent.id)
    ).all()


def all_descents(version: TextVersion) -> Sequence[PassageDescent]:
    """Return all that was cut off or put together in a version, the passages loaded."""
    return db.session.scalars(
        select(PassageDescent)
        .where(PassageDescent.version_id == version.id)
        .options(joinedload(PassageDescent.origin), joinedload(PassageDescent.destination))
    ).all()


def traces(version: TextVersion) -> set[Trace]:
    """Return the same by the numbers of the passages, which outlive a passage that goes."""
    return {trace_of(row) for row in all_descents(version)}


def trace_of(row: PassageDescent) -> Trace:
    return row.origin.number, row.destination.number, str(row.kind)


def removals(version: TextVersion) -> Sequence[PassageRemoval]:
    """Return the passages that a version leaves out, by their numbers."""
    return db.session.scalars(
        select(PassageRemoval)
        .join(PassageRemoval.passage)
        .where(PassageRemoval.version_id == version.id)
        .options(joinedload(PassageRemoval.passage))
        .order_by(Passage.number)
    ).all()


def find_removal(version: TextVersion, passage: Passage) -> PassageRemoval | None:
    return db.session.scalar(
        select(PassageRemoval).where(
            PassageRemoval.version_id == version.id, PassageRemoval.passage_id == passage.id
        )
    )


def _whole() -> Select[TextVersion]:
    wordings = joinedload(TextVersion.wordings).joinedload(Wording.passage, innerjoin=True)
    return select(TextVersion).options(wordings).execution_options(populate_existing=True)


def _whole_version(version: TextVersion) -> TextVersion:
    return db.session.scalars(_whole().where(TextVersion.id == version.id)).unique().one()


def _one(statement: Select[TextVersion]) -> TextVersion | None:
    return db.session.scalars(statement).unique().one_or_none()
