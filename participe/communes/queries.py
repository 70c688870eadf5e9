"""Reads about communes."""

from collections.abc import Sequence

from sqlalchemy import select

from participe.communes.models import Commune, DigitalSpace, StoredFile, StoredFileContent
from participe.extensions import db


def find(slug: str) -> Commune | None:
    return db.session.scalar(select(Commune).where(Commune.slug == slug))


def find_by_nis(nis: str) -> Commune | None:
    return db.session.scalar(select(Commune).where(Commune.nis == nis))


def opened() -> Sequence[Commune]:
    """Return the communes that use the platform, by slug, which sorts without accents."""
    return db.session.scalars(select(Commune).order_by(Commune.slug)).all()


def digital_spaces(commune: Commune) -> Sequence[DigitalSpace]:
    return db.session.scalars(
        select(DigitalSpace)
        .where(DigitalSpace.commune_id == commune.id)
        .order_by(DigitalSpace.name)
    ).all()


def find_digital_space(commune: Commune, space_id: int) -> DigitalSpace | None:
    return db.session.scalar(
        select(DigitalSpace).where(
            DigitalSpace.commune_id == commune.id, DigitalSpace.id == space_id
        )
    )


def find_file(commune: Commune, key: str) -> StoredFile | None:
    return db.session.scalar(
        select(StoredFile).where(StoredFile.commune_id == commune.id, StoredFile.key == key)
    )


def content_of(file: StoredFile) -> bytes:
    return db.session.scalars(
        select(StoredFileContent.content).where(StoredFileContent.file_id == file.id)
    ).one()
