"""The assisted sessions: who works where, an hour with eight people, and what came of it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from participe.assistance.models.people import ConsentForm, Participant, Way
from participe.assistance.queries import people as participants
from participe.assistance.reference import Agreement, CountedWith
from participe.assistance.services import noting, papers, people, places, receipts, sessions
from participe.assistance.services.paper_remarks import PaperRemark
from participe.assistance.services.papers import Sheet
from participe.assistance.views.access import hashing
from participe.communes.models import Commune, DigitalSpace
from participe.communes.queries import digital_spaces
from participe.demo import content
from participe.demo.content import Entry
from participe.demo.filling.proposals import Filling
from participe.discussions import services as discussions
from participe.discussions.models import Position
from participe.kernel import events
from participe.proposals.models import Proposal
from participe.proposals.services import publishing, supporting
from participe.proposals.services.publishing import Idea
from participe.texts.models import Passage, Stance, TextVersion
from participe.texts.queries import finding
from participe.texts.services import remarking


def fill_sessions(commune: Commune, filling: Filling, proposals: Mapping[str, Proposal]) -> None:
    """Play the sessions as they went, minute by minute; their journal is all that hears of it."""
    spaces = {space.name: space for space in digital_spaces(commune)}
    file = content.read("sessions")
    with events.heard_only_by(noting.NOTED):
        for entry in file["facilitators"]:
            ids = [filling.people[key].id for key in entry["people"]]
            by, at = filling.people["thomas"], filling.calendar.moment(entry["since"])
            places.set_facilitators(spaces[entry["space"]], commune, ids, by=by, at=at)
        for entry in file["sessions"]:
            _Hour(entry, filling, dict(proposals)).play(commune, spaces[entry["space"]])


class _Hour:
    """One session, from its announcement to its closing and the answer that came since."""

    def __init__(self, entry: Entry, filling: Filling, proposals: dict[str, Proposal]) -> None:
        self.entry, self.filling, self.proposals = entry, filling, proposals
        self.calendar = filling.calendar
        self.by = filling.people[entry["by"]]
        start = self.calendar.start(entry["day"]) + timedelta(hours=entry["hour"])
        self.start = start.astimezone(UTC)

    def play(self, commune: Commune, space: DigitalSpace) -> None:
        consultation = self.filling.consultations[self.entry["consultation"]]
        self.session = sessions.plan(
            commune,
            self.by,
            consultation,
            space,
            computers=self.entry["computers"],
            planned_for=self.start,
            is_practice=False,
            at=self.calendar.moment(self.entry["announced"]),
        )
        if "closed" in self.entry:
            self._take_place()

    def _take_place(self) -> None:
        session, by = self.session, self.by
        pin = sessions.draw_pin()
        sessions.open_session(session, pin=pin, by=by, at=self.start, hashing=hashing())
        sessions.note_notice_read(session, by=by, at=self._at(9))
        sessions.count_listeners(session, more=self.entry["listeners"], at=self._at(11))
        self.people = {entry["name"]: self._add(entry) for entry in self.entry["people"]}
        for entry in self.entry["acts"]:
            act = getattr(self, f"_{entry['do']}")
            act(self.people[entry["by"]], entry, self._at(entry["minute"], len(entry["by"])))
        for entry in self.entry.get("papers", ()):
            self._enter(entry)
        for one in participants.all_of(session):
            at = self._at(self.entry["receipts"])
            receipts.issue(one, by=by, at=at, hashing=hashing())
        questions = self.entry["questions"].strip()
        sessions.close(
            session,
            by=by,
            questions=questions,
            at=self._at(self.entry["closed"]),
            agreed=Agreement(participants.figures(session).count, CountedWith.PARTICIPANT),
        )
        if answer := self.entry.get("answer"):
            self.filling.answer(self.proposals[answer["on"]], [answer])

    def _at(self, minute: int, second: int = 0) -> datetime:
        return self.start + timedelta(minutes=minute, seconds=second)

    def _add(self, entry: Entry) -> Participant:
        return people.add(
            self.session,
            name=entry["name"],
            way=Way(entry["way"]),
            consent=ConsentForm(entry["consent"]),
            stands_for=entry.get("stands_for", 1),
            by=self.by,
            at=self._at(entry["minute"]),
        )

    def _support(self, person: Participant, entry: Entry, at: datetime) -> None:
        supporting.support(self.proposals[entry["on"]], person=person, at=at)

    def _propose(self, person: Participant, entry: Entry, at: datetime) -> None:
        theme = self.filling.themes.get(entry.get("theme", ""))
        idea = Idea(
            self.session.consultation,
            entry["title"],
            entry.get("body", ""),
            theme_id=theme.id if theme else None,
        )
        self.proposals[entry["key"]] = publishing.publish(idea, author=person, at=at)

    def _comment(self, person: Participant, entry: Entry, at: datetime) -> None:
        discussions.comment(
            self.proposals[entry["on"]],
            consultation=self.session.consultation,
            author=person,
            body=entry["text"],
            position=Position(entry["position"]),
            at=at,
        )

    def _remark(self, person: Participant, entry: Entry, at: datetime) -> None:
        passage, seen = self._article(entry["on"])
        remarking.remark(
            passage,
            seen=seen,
            author=person,
            stance=Stance(entry["stance"]),
            body=entry.get("text", ""),
            wording="",
            at=at,
        )

    def _article(self, number: str) -> tuple[Passage, TextVersion]:
        [text] = finding.texts_of(self.session.consultation)
        seen = finding.current(text)
        assert seen, "a version was published"  # noqa: S101
        heading = f"Article {number} "
        said = next(one for one in seen.wordings if f"{one.heading} ".startswith(heading))
        return said.passage, seen

    def _on_paper(self, entry: Entry) -> PaperRemark:
        passage, seen = self._article(entry["on"])
        stance, body = Stance(entry["stance"]), entry.get("text", "")
        return PaperRemark(1, entry["on"], passage, seen, stance, body)

    def _enter(self, entry: Entry) -> None:
        sheet = Sheet(
            name=entry["name"],
            title=entry.get("title", ""),
            body=entry.get("body", ""),
            supports=tuple(self.proposals[key].number or 0 for key in entry.get("supports", ())),
            remarks=tuple(self._on_paper(one) for one in entry.get("remarks", ())),
        )
        at = self._at(entry["minute"])
        [entered] = papers.enter_all(self.session, [sheet], by=self.by, at=at)
        assert entered.participant, entered.refusal  # noqa: S101
