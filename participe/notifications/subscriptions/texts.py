"""Letters about texts: what became of a person's remarks, once a version is public."""

from collections import defaultdict
from collections.abc import Iterable

from flask import Flask
from flask_babel import lazy_gettext as _

from participe.accounts.models import Person
from participe.kernel.events import subscribe
from participe.notifications.models import LetterKind
from participe.notifications.services.writing import Subject, in_waking_hours, write
from participe.notifications.subscriptions.readers import to
from participe.texts import wording
from participe.texts.events import VersionPublished
from participe.texts.models import Remark
from participe.texts.queries import outcomes

MOST_REMARKS = 20  # told one by one in a letter; the page has all


def register(app: Flask) -> None:
    """Listen to what the other packages tell."""
    subscribe(app, VersionPublished, tell_authors)


def tell_authors(event: VersionPublished) -> None:
    """Tell each author what was decided of all their remarks in this version, in one letter."""
    version = event.version
    at = version.published_at or version.begun_at
    for author, remarks in _by_author(outcomes.decided_in(version)).items():
        write(
            Subject(
                LetterKind.REMARK_DECIDED,
                event=f"version:{version.id}",
                commune=version.text.commune,
                at=at,
                not_before=in_waking_hours(at),
                values={
                    "version": version,
                    "remarks": remarks[:MOST_REMARKS],
                    "count": len(remarks),
                    "words": wording,
                },
            ),
            to(author, _("parce que vous avez donné un avis sur ce texte")),
        )


def _by_author(remarks: Iterable[Remark]) -> dict[Person, list[Remark]]:
    written = defaultdict[Person, list[Remark]](list)
    for remark in remarks:
        written[remark.author].append(remark)
    return dict(written)
