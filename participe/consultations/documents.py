"""Files to read before taking part: checked by their content, and told in words."""

from datetime import datetime

from participe.communes import services as communes
from participe.consultations import queries
from participe.consultations.errors import FileTooLarge, TooManyDocuments
from participe.consultations.models import Consultation, Document
from participe.extensions import db
from participe.kernel.documents import CheckedFile, check_file

MOST = 30


def check(content: bytes, *, largest: int) -> CheckedFile:
    """Check a file as `kernel.documents` does; raises FileTooLarge besides its refusals."""
    if len(content) > largest:
        raise FileTooLarge(largest)
    return check_file(content)


def add(
    consultation: Consultation, file: CheckedFile, *, title: str, description: str, at: datetime
) -> Document:
    """Show a checked file with the consultation, its content told in `description`."""
    queries.lock(consultation)
    if len(consultation.documents) >= MOST:
        raise TooManyDocuments
    stored = communes.keep_file(
        consultation.commune, file.content, media_type=file.media_type, at=at, size=file.size
    )
    document = Document(file=stored, title=title, description=description, added_at=at)
    consultation.documents.append(document)
    consultation.needs_no_document = False
    db.session.flush()
    return document


def remove(consultation: Consultation, document: Document) -> None:
    """Take a document away, with its bytes: its address then answers 404."""
    queries.lock(consultation)
    if document not in consultation.documents:
        return
    file = document.file
    consultation.documents.remove(document)
    db.session.flush()
    communes.discard_file(file)
