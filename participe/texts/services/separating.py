"""Undoing what put two passages of a draft together: each says again what it said."""

from datetime import datetime

from participe.accounts.models import Account
from participe.extensions import db
from participe.texts.errors import JoinedChanged, NothingJoined, TextTooLong
from participe.texts.models import Passage, Wording
from participe.texts.queries import finding
from participe.texts.services import holding, tracing


def separate(wording: Wording, *, by: Account, at: datetime) -> Wording:
    """Take out of a passage what last went into it, and put it after it, with its remarks.

    What was written since at the beginning of the passage stays there. Raises NothingJoined, or
    JoinedChanged when the passage no longer ends with what went into it.
    """
    version = holding.hold(wording)
    if not wording.joined:
        raise NothingJoined
    if len(version.wordings) >= holding.MOST_PASSAGES:
        raise TextTooLong
    *earlier, joined = wording.joined
    number, text = joined["number"], version.text
    made = Wording(
        passage=finding.find_passage(text, number) or Passage(text=text, number=number),
        **{name: joined[name] for name in ("heading", "heading_level", "body", "reason", "joined")},
        saved_by=by,
        saved_at=at,
    )
    wording.body = _without(wording, holding.as_part(made))
    wording.joined = earlier or None
    holding.sign(wording, by, at)
    version.wordings.insert(version.wordings.index(wording) + 1, made)
    holding.renumber(version)
    db.session.flush()
    tracing.was_separated(version, joined)
    return made


def may_separate(wording: Wording) -> bool:
    """Tell whether a passage still ends with what last went into it."""
    if not wording.joined:
        return False
    last = wording.joined[-1]
    part = Wording(**{name: last[name] for name in ("heading", "heading_level", "body")})
    return _rest(wording, holding.as_part(part)) is not None


def _without(wording: Wording, part: str) -> str:
    rest = _rest(wording, part)
    if rest is None:
        raise JoinedChanged
    return rest


def _rest(wording: Wording, part: str) -> str | None:
    """Return what a passage says before this part at its end; None if that would say nothing."""
    if wording.body == part:
        return "" if wording.heading else None
    before, separator, after = wording.body.rpartition(f"\n\n{part}")
    return before if separator and not after and before else None
