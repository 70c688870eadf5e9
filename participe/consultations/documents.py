"""Files to read before taking part: checked by their content, and told in words."""

from dataclasses import dataclass
from datetime import datetime

from participe.communes import services as communes
from participe.consultations import queries
from participe.consultations.errors import FileTooLarge, TooManyDocuments
from participe.consultations.models import Consultation, Document
from participe.extensions import db
from participe.kernel.documents import PDF_MEDIA_TYPE, check_pdf
from participe.kernel.images import reencode

MOST = 30
A_PDF = b"%PDF-"


@dataclass(frozen=True)
class CheckedFile:
    """Bytes that may be kept: a PDF that does nothing by itself, or an image made by us."""

    content: bytes
    media_type: str
    size: tuple[int, int] | None = None


def check(content: bytes, *, largest: int) -> CheckedFile:
    """Check a PDF or write an image again, whatever its name says it is.

    It takes its time: call it outside of a transaction. Raises FileTooLarge, and the
    Refusals of kernel.documents and kernel.images.
    """
    if len(content) > largest:
        raise FileTooLarge(largest)
    if content.startswith(A_PDF):
        check_pdf(content)
        return CheckedFile(content, PDF_MEDIA_TYPE)
    image = reencode(content)
    return CheckedFile(image.content, image.media_type, (image.width, image.height))


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
