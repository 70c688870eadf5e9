"""What is done to communes: opening one, keeping a file, giving out the next number."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import InstrumentedAttribute

from participe.communes.models import Commune, StoredFile, StoredFileContent
from participe.extensions import db
from participe.kernel.codes import random_token


def keep_file(
    commune: Commune,
    content: bytes,
    *,
    media_type: str,
    at: datetime,
    size: tuple[int, int] | None = None,
) -> StoredFile:
    """Keep bytes that a kernel module has checked and written again; `size` is that of an image."""
    width, height = size or (None, None)
    file = StoredFile(
        commune_id=commune.id,
        key=random_token(),
        media_type=media_type,
        size=len(content),
        width=width,
        height=height,
        stored_at=at,
    )
    db.session.add(file)
    db.session.flush()
    db.session.add(StoredFileContent(file_id=file.id, content=content))
    db.session.flush()
    return file


def discard_file(file: StoredFile) -> None:
    """Forget a file that nothing shows any more."""
    db.session.delete(file)
    db.session.flush()


def next_number(commune_id: int, counter: InstrumentedAttribute[int]) -> int:
    """Return the next of a commune's short numbers; two requests never get the same."""
    return db.session.scalars(
        update(Commune)
        .where(Commune.id == commune_id)
        .values({counter: counter + 1})
        .returning(counter)
        .execution_options(synchronize_session=False)
    ).one()
