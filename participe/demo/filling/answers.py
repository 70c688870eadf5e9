"""Behind the answers: services, who works on what, notes, drafts, one delay, clarifications."""

from collections.abc import Mapping

from participe.accounts.models import Account, Channel
from participe.answers.services import administration, answering, clarifying, preparing
from participe.answers.services.answering import Content
from participe.communes.models import Commune
from participe.demo import content
from participe.demo.content import Calendar, Entry
from participe.extensions import db
from participe.proposals.models import Outcome, Proposal

People = dict[str, Account]

_TEXTS = ("what_we_do", "why_not", "who_does", "budget_line")


def fill_desk(
    commune: Commune, proposals: Mapping[str, Proposal], people: People, calendar: Calendar
) -> None:
    """Set the desk of answers as the team would have left it yesterday evening."""
    _Desk(commune, proposals, people, calendar).fill(content.read("desk"))


class _Desk:
    """What each thing on the desk needs."""

    def __init__(
        self,
        commune: Commune,
        proposals: Mapping[str, Proposal],
        people: People,
        calendar: Calendar,
    ) -> None:
        self.proposals = proposals
        self.people, self.calendar = people, calendar
        self.services = {
            entry["key"]: administration.add(commune, entry["name"])
            for entry in content.read("desk")["services"]
        }

    def fill(self, file: Entry) -> None:
        steps = {
            "cases": self._assign,
            "notes": self._ask_service,
            "drafts": self._draft,
            "extensions": self._extend,
            "clarifications": self._clarify,
        }
        for name, step in steps.items():
            for entry in file[name]:
                step(entry)

    def _assign(self, entry: Entry) -> None:
        preparing.assign(
            self.proposals[entry["proposal"]],
            service=self.services[entry["service"]],
            official=self.people[entry["official"]],
            by=self.people["thomas"],
            at=self.calendar.moment(entry["day"]),
        )

    def _ask_service(self, entry: Entry) -> None:
        note = preparing.ask_service(
            self.proposals[entry["proposal"]],
            service=self.services[entry["service"]],
            question=entry["question"],
            due_on=self.calendar.day(entry["due"]),
            by=self.people[entry["asked_by"]],
            at=self.calendar.moment(entry["day"]),
        )
        if "answer" in entry:
            preparing.answer_note(
                note,
                answer=entry["answer"],
                by=self.people[entry["answered_by"]],
                at=self.calendar.moment(entry["answered"]),
            )

    def _draft(self, entry: Entry) -> None:
        draft = answering.save(
            self.proposals[entry["proposal"]],
            Content(
                outcome=Outcome(entry["outcome"]),
                done_by=self.calendar.day(entry["done_by"]) if "done_by" in entry else None,
                **{name: entry.get(name, "").strip() for name in _TEXTS},
            ),
            by=self.people[entry["by"]],
            at=self.calendar.moment(entry["day"]),
            based_on=None,
        )
        if "to_sign" in entry:
            at = self.calendar.moment(entry["to_sign"])
            answering.send_to_sign(draft, signer=self.people[entry["signer"]], at=at)

    def _extend(self, entry: Entry) -> None:
        preparing.extend(
            self.proposals[entry["proposal"]],
            until=self.calendar.day(entry["until"]),
            reason=entry["reason"],
            by=self.people[entry["by"]],
            at=self.calendar.moment(entry["day"]),
        )

    def _clarify(self, entry: Entry) -> None:
        asked = clarifying.ask(
            self.proposals[entry["proposal"]],
            author=self.people[entry["by"]],
            body=entry["text"],
            at=self.calendar.moment(entry["day"]),
        )
        if "acted_by" in entry:
            asked.channel = Channel(entry["channel"])
            asked.acted_by_id = self.people[entry["acted_by"]].id
        if "reply" in entry:
            clarifying.reply(
                asked,
                body=entry["reply"],
                by=self.people[entry["replied_by"]],
                at=self.calendar.moment(entry["replied"]),
            )
        db.session.flush()
