"""Making a version of a text public: from then on it is fixed for ever."""

from datetime import datetime

from participe.accounts.models import Account
from participe.extensions import db
from participe.kernel import events
from participe.texts.errors import NoteNeeded, NothingToPublish, VersionFixed
from participe.texts.events import VersionPublished
from participe.texts.models import TextVersion
from participe.texts.queries import drafting


def publish(version: TextVersion, *, note: str, by: Account, at: datetime) -> None:
    """Publish a draft with all that was decided in it; the next remarks are made on it.

    `note` says in plain words what changed and why: NoteNeeded asks for it from the second
    version on. Raises NothingToPublish when no passage has a text, VersionFixed the second time.
    """
    public = drafting.public_wordings(version.text)
    version = drafting.hold(version)
    if version.is_published:
        raise VersionFixed
    if all(wording.is_title for wording in version.wordings):
        raise NothingToPublish
    if version.number > 1 and not note:
        raise NoteNeeded
    for wording in version.wordings:
        said = public.get(wording.passage_id)
        if said and said.says_the_same(wording):
            wording.reason = ""  # it changed and changed back
    version.note = note
    version.published_by, version.published_at = by, at
    db.session.flush()
    events.publish(VersionPublished(version))
