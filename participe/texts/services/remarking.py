"""Saying something of a passage, and taking it back.

Whoever remarks takes the lock of the text's row, as whoever publishes a version does: a remark
always lands on a definite version, and a person has one position on a passage.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from participe.accounts.models import Account
from participe.consultations import services as consultations
from participe.consultations.phases import Action
from participe.contributions import services as contributions
from participe.extensions import db
from participe.kernel import events
from participe.kernel.html import TextFormat, clean_text
from participe.kernel.limits import Limit
from participe.texts import policies
from participe.texts import wording as words
from participe.texts.errors import (
    NewVersionPublished,
    NothingToRemark,
    RemarkDecided,
    RemarkNoLongerPublic,
    SameWording,
)
from participe.texts.events import RemarkPublished
from participe.texts.models import Passage, Remark, Stance, TextVersion, Wording
from participe.texts.queries import finding, remarks

REMARKS = Limit("remarks", 60, timedelta(hours=1))  # of one person: a text has many passages


@dataclass(frozen=True)
class Said:
    """What a person says of a passage, cleaned of what no reader would see."""

    stance: Stance
    body: str
    wording: str


def remark(  # noqa: PLR0913 -- what a remark is
    passage: Passage,
    *,
    seen: TextVersion,
    author: Account,
    stance: Stance,
    body: str,
    wording: str,
    at: datetime,
    acted_by: Account | None = None,
) -> Remark:
    """Publish what a person says of a passage as the version `seen` says it.

    When a newer version came between: where the passage is the same it lands on that one,
    where it changed NewVersionPublished is raised. A second agreement or disagreement of the
    same person replaces the first. The same words within the hour are the same remark: the
    first is returned, and nothing is added. Raises NotOpen outside the phases.
    """
    finding.lock(passage.text)
    consultations.ensure_open(passage.text.consultation, Action.REMARK, at)
    landing = _landing(passage, seen)
    new = _written(landing, _cleaned(stance, body, wording), author=author, at=at)
    new.acted_by_id = (acted_by or author.typist).id
    earlier = remarks.same_lately(new, at)
    if earlier:
        return earlier
    if stance in remarks.POSITIONS:
        _replace_position(passage, author, at)
    db.session.add(new)
    db.session.flush()
    events.publish(RemarkPublished(new))
    return new


def ensure_possible(passage: Passage, *, seen: TextVersion, at: datetime) -> None:
    """Raise the Refusal that says why nothing can be said of a passage as `seen` says it."""
    consultations.ensure_open(passage.text.consultation, Action.REMARK, at)
    _landing(passage, seen)


def withdraw(remark: Remark, *, reason: str, at: datetime) -> None:
    """Take a remark back: its page stays, with the author's reason, and its supports are closed."""
    finding.lock(remark.passage.text)
    remarks.lock(remark)
    if not remark.is_public:
        raise RemarkNoLongerPublic
    contributions.withdraw(remark, reason=reason, at=at)


def correct(remark: Remark, *, body: str, based_on: int, at: datetime) -> bool:
    """Change the reason or the question of a remark, its past kept; tell whether anything changed.

    The stance and the proposed sentence stay: others support them. Raises what
    `ensure_correctable` does, and ChangedMeanwhile.
    """
    finding.lock(remark.passage.text)
    remarks.lock(remark)
    ensure_correctable(remark)
    text = (remark.title, clean_text(body).strip())
    return contributions.revise(remark, by=remark.author, text=text, based_on=based_on, at=at)


def ensure_correctable(remark: Remark) -> None:
    """Raise the Refusal that says why the author can no longer change this, if so."""
    if not remark.is_public:
        raise RemarkNoLongerPublic
    newest = finding.versions(remark.passage.text)[-1]
    if policies.is_decided(remark) or newest.id != remark.made_on_id:
        raise RemarkDecided


def _landing(passage: Passage, seen: TextVersion) -> Wording:
    """Return what the passage says now, if that is what the author was reading."""
    current = finding.current(passage.text)
    said = current.wording_of(passage.id) if current else None
    if said is not None and said.version_id == seen.id:
        return _ensured(said)
    read = seen.wording_of(passage.id)
    if said is None or read is None or not said.says_the_same(read):
        raise NewVersionPublished
    return _ensured(said)


def _ensured(said: Wording) -> Wording:
    """Refuse a title: there is nothing in it to agree with."""
    if said.is_title:
        raise NothingToRemark
    return said


def _cleaned(stance: Stance, body: str, wording: str) -> Said:
    sentence = clean_text(wording).strip() if stance is Stance.REWORDING else ""
    return Said(stance, clean_text(body).strip(), sentence)


def _written(landing: Wording, said: Said, *, author: Account, at: datetime) -> Remark:
    if said.stance is Stance.REWORDING and said.wording.split() in ([], landing.body.split()):
        raise SameWording
    version = landing.version
    new = Remark(
        commune_id=version.text.commune_id,
        passage_id=landing.passage_id,
        made_on_id=version.id,
        stance=said.stance,
        wording=said.wording,
        author_id=author.id,
        channel=author.channel,
        language=version.text.consultation.language,
        published_at=at,
    )
    title = words.title_of(version.text.title, landing.heading, version.numbers[landing.passage_id])
    new.write(title=title, body=said.body, body_format=TextFormat.PLAIN)
    return new


def _replace_position(passage: Passage, author: Account, at: datetime) -> None:
    for former in remarks.positions_of(author, passage):
        contributions.withdraw(former, reason=words.replaced(), at=at)
