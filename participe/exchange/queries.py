"""Reads about earlier imports."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from participe.communes.models import Commune
from participe.consultations.models import Consultation
from participe.discussions.models import Comment
from participe.exchange.models import ImportedRow, RowKind
from participe.extensions import db
from participe.proposals.models import Theme


@dataclass(frozen=True)
class Place:
    """Where a comment stands, in identifiers of files: its proposition, the top of its thread."""

    proposition_id: str
    root: str


@dataclass(frozen=True)
class Known:
    """What earlier imports into a consultation have made of which identifier of a file."""

    ids: Mapping[RowKind, Mapping[str, int]]
    threads: Mapping[str, Place]


def known(consultation: Consultation) -> Known:
    """Return all that was imported into this consultation."""
    ids: dict[RowKind, dict[str, int]] = {kind: {} for kind in RowKind}
    found = db.session.execute(
        select(ImportedRow.kind, ImportedRow.external_id, ImportedRow.object_id).where(
            ImportedRow.consultation_id == consultation.id
        )
    )
    for kind, external_id, object_id in found:
        ids[kind][external_id] = object_id
    return Known(ids, _threads(consultation, ids))


def themes(commune: Commune) -> list[Theme]:
    return list(db.session.scalars(select(Theme).where(Theme.commune_id == commune.id)))


def _threads(
    consultation: Consultation, ids: Mapping[RowKind, Mapping[str, int]]
) -> dict[str, Place]:
    propositions = {object_id: id_ for id_, object_id in ids[RowKind.PROPOSAL].items()}
    comments = {object_id: id_ for id_, object_id in ids[RowKind.COMMENT].items()}
    table = Comment.__table__.c
    found = db.session.execute(
        select(ImportedRow.external_id, table.subject_id, table.parent_id)
        .join(Comment.__table__, ImportedRow.object_id == table.id)
        .where(ImportedRow.consultation_id == consultation.id, ImportedRow.kind == RowKind.COMMENT)
    )
    return {
        external_id: Place(propositions[subject_id], comments.get(parent_id, external_id))
        for external_id, subject_id, parent_id in found
    }
