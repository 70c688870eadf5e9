"""The texts under discussion: versions, remarks with their supports and replies, decisions."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from participe.accounts.models import Account, Channel
from participe.consultations.models import Consultation
from participe.demo import content
from participe.demo.content import Calendar, Entry
from participe.demo.filling.discussion import write_comment
from participe.demo.filling.proposals import between
from participe.extensions import db
from participe.texts.cutting import Piece, cut
from participe.texts.models import (
    Passage,
    Remark,
    RemarkSupport,
    Stance,
    TextVersion,
    Verdict,
    Wording,
)
from participe.texts.queries import finding
from participe.texts.services import arranging, deciding, drafting, publishing, remarking, writing

People = dict[str, Account]

_ARTICLE = re.compile(r"Article (\w+)")


def fill_texts(
    consultations: Mapping[str, Consultation], people: People, calendar: Calendar
) -> dict[str, Remark]:
    """Write all texts, and return what was said of them, by key."""
    said: dict[str, Remark] = {}
    for entry in content.texts():
        text = _Text(entry, people, calendar)
        text.fill(consultations[entry["consultation"]])
        said |= text.remarks
    return said


class _Text:
    """One text on its way through its versions, each at its time."""

    def __init__(self, entry: Entry, people: People, calendar: Calendar) -> None:
        self.entry, self.people, self.calendar = entry, people, calendar
        self.residents = [person for person in people.values() if not person.grants]
        self.passages: dict[str, Passage] = {}
        self.remarks: dict[str, Remark] = {}
        self.by = people[entry["by"]]

    def fill(self, consultation: Consultation) -> None:
        first, *later = self.entry["versions"]
        version = drafting.create(
            consultation,
            title=self.entry["title"],
            summary=self.entry["summary"].strip(),
            pieces=cut(content.text(self.entry["source"])),
            by=self.by,
            at=self.calendar.moment(first["day"]),
        )
        for wording in version.wordings:
            if article := _ARTICLE.match(wording.heading):
                self.passages[article[1]] = wording.passage
        self._publish(version, first)
        for entry in later:
            self._next(version, entry)

    def _next(self, first: TextVersion, entry: Entry) -> None:
        """Write the next version with its decisions; publish it unless it is in preparation."""
        changes, decisions = entry["changes"], entry["decisions"]
        at = self.calendar.moment(entry["begun"])
        version = drafting.begin(first.text, by=self.by, at=at)
        for place, change in enumerate(changes):
            _Step(self, version, self.calendar.moment(entry["begun"], place, len(changes))).take(
                change
            )
        for place, decision in enumerate(decisions):
            deciding.decide(
                [self.remarks[key] for key in decision["remarks"]],
                version=version,
                verdict=Verdict(decision["verdict"]),
                reason=decision["reason"],
                by=self.by,
                at=self.calendar.moment(entry["begun"], place, len(decisions)),
            )
        if "day" in entry:
            self._publish(version, entry)

    def _publish(self, version: TextVersion, entry: Entry) -> None:
        at = self.calendar.moment(entry["day"], 1, 2)
        publishing.publish(version, note=entry.get("note", "").strip(), by=self.by, at=at)
        until = self._decided_after(version.number)
        for remark in self.entry["remarks"]:
            if remark["on"] == version.number:
                self._remark(remark, until)

    def _remark(self, entry: Entry, until: datetime) -> None:
        """Say something of a passage, with what others say of that."""
        passage = self.passages[entry["article"]]
        seen = finding.current(passage.text)
        assert seen, "a version was published"  # noqa: S101
        author = self.people[entry["by"]]
        remark = remarking.remark(
            passage,
            seen=seen,
            author=author,
            stance=Stance(entry["stance"]),
            body=entry.get("text", ""),
            wording=entry.get("wording", ""),
            at=self.calendar.moment(entry["day"], 1, 3),
        )
        remark.channel = Channel(entry.get("channel", "online"))
        remark.acted_by_id = self.people.get(entry.get("acted_by", ""), author).id
        self._support(remark, entry, until)
        replies = entry.get("replies", ())
        for place, reply in enumerate(replies):
            at = {"place": place, "of": len(replies)}
            write_comment(reply, remark, None, self.people, self.calendar, at)
        self.remarks[entry["key"]] = remark

    def _support(self, remark: Remark, entry: Entry, until: datetime) -> None:
        chance = Random(entry["key"])  # noqa: S311 -- the same demo each time
        others = [person for person in self.residents if person.id != remark.author_id]
        for person in chance.sample(others, entry.get("supports", 0)):
            at = between(remark.published_at, until, chance)
            db.session.add(
                RemarkSupport(
                    remark_id=remark.id, person_id=person.id, acted_by_id=person.id, given_at=at
                )
            )
        remark.supports_count = entry.get("supports", 0)
        db.session.flush()

    def _decided_after(self, number: int) -> datetime:
        """Return until when remarks on a version are supported: until they are decided."""
        later = (v for v in self.entry["versions"] if v["number"] == number + 1 and "day" in v)
        begun = [version["begun"] for version in later]
        last = self.calendar.moment(begun[0]) if begun else self.calendar.now
        return min(last, self.calendar.now) - timedelta(minutes=5)


class _Step:
    """One thing that changes in a version, as `step` names it."""

    def __init__(self, text: _Text, version: TextVersion, at: datetime) -> None:
        self.text, self.version, self.at = text, version, at

    def take(self, change: Entry) -> None:
        getattr(self, f"_{change['step'].replace('-', '_')}")(change)

    def _take_in(self, change: Entry) -> None:
        remark = self.text.remarks[change["remark"]]
        wording = self._wording(remark.passage)
        deciding.take_in(
            remark,
            version=self.version,
            based_on=wording.revision,
            reason=change["reason"],
            by=self.text.by,
            at=self.at,
        )

    def _reword(self, change: Entry) -> None:
        wording = self._wording(self.text.passages[change["article"]])
        self._save(wording, wording.heading, change["text"], change["reason"])

    def _split(self, change: Entry) -> None:
        wording = self._wording(self.text.passages[change["article"]])
        level, bodies = wording.heading_level, wording.body.split("\n\n")
        [made] = arranging.split(
            wording, bodies, based_on=wording.revision, by=self.text.by, at=self.at
        )
        self._save(wording, change["heading"], wording.body, change["reason"])
        self._save(made, change["new_heading"], made.body, change["reason"], level)
        self.text.passages[change["into"]] = made.passage

    def _merge(self, change: Entry) -> None:
        wording = self._wording(self.text.passages[change["into"]])
        following = self._wording(self.text.passages[change["article"]])
        arranging.merge(wording, following, by=self.text.by, at=self.at)
        self._save(wording, change["heading"], change["text"], change["reason"])

    def _move(self, change: Entry) -> None:
        wording = self._wording(self.text.passages[change["article"]])
        target = self._wording(self.text.passages[change["after"]])
        to = target.position + (0 if wording.position < target.position else 1)
        arranging.move(wording, to=to)

    def _add(self, change: Entry) -> None:
        before = self._wording(self.text.passages[change["after"]])
        piece = Piece(change["heading"], before.heading_level, change["text"])
        made = writing.add(self.version, piece, after=before.position, by=self.text.by, at=self.at)
        made.reason = change["reason"]
        self.text.passages[change["key"]] = made.passage

    def _remove(self, change: Entry) -> None:
        wording = self._wording(self.text.passages[change["article"]])
        writing.remove(wording, reason=change["reason"])

    def _save(
        self, wording: Wording, heading: str, body: str, reason: str, level: int | None = None
    ) -> None:
        writing.save(
            wording,
            heading=heading,
            body=body,
            reason=reason,
            based_on=wording.revision,
            by=self.text.by,
            at=self.at,
            heading_level=level,
        )

    def _wording(self, passage: Passage) -> Wording:
        found = self.version.wording_of(passage.id)
        assert found, "the passage is in the draft"  # noqa: S101
        return found
