"""Making a version of a text public: from then on it is fixed for ever."""

import hashlib
from datetime import datetime

from participe.accounts.models import Account
from participe.extensions import db
from participe.kernel import events
from participe.texts.errors import DraftChanged, NoteNeeded, NothingToPublish, VersionFixed
from participe.texts.events import VersionPublished
from participe.texts.models import TextVersion
from participe.texts.queries import drafting


def fingerprint(version: TextVersion) -> str:
    """Sum up what a draft says, so that one publishes what one has read."""
    said = [(wording.passage_id, wording.revision) for wording in version.wordings]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def publish(
    version: TextVersion, *, note: str, by: Account, at: datetime, seen: str | None = None
) -> None:
    """Publish a draft with all that was decided in it; the next remarks are made on it.

    `note` says in plain words what changed and why: NoteNeeded asks for it from the second
    version on. Raises NothingToPublish when no passage has a text, VersionFixed the second time,
    DraftChanged when the draft is no longer the one of which `seen` is the fingerprint.
    """
    public = drafting.public_wordings(version.text)
    version = drafting.hold(version)
    _ensure_ready(version, note)
    if seen is not None and seen != fingerprint(version):
        raise DraftChanged
    for wording in version.wordings:
        said = public.get(wording.passage_id)
        if said and said.says_the_same(wording):
            wording.reason = ""  # it changed and changed back
        wording.joined = None  # from now on it cannot be taken apart
    version.note = note
    version.published_by, version.published_at = by, at
    db.session.flush()
    events.publish(VersionPublished(version))


def _ensure_ready(version: TextVersion, note: str) -> None:
    if version.is_published:
        raise VersionFixed
    if all(wording.is_title for wording in version.wordings):
        raise NothingToPublish
    if version.number > 1 and not note:
        raise NoteNeeded
