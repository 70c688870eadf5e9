"""The propositions, with their supports, photos, earlier versions and answers."""

from datetime import datetime, timedelta
from random import Random

from participe.accounts.models import Account, Channel
from participe.answers.models import OfficialResponse
from participe.consultations.models import Consultation
from participe.consultations.phases import Action
from participe.contributions.models import ContributionVersion
from participe.demo import content, drawing
from participe.demo.content import Calendar, Entry
from participe.extensions import db
from participe.kernel.clock import day_of
from participe.kernel.html import TextFormat
from participe.kernel.images import reencode
from participe.proposals.models import Outcome, Proposal, Support, Theme
from participe.proposals.services import photos, publishing
from participe.proposals.services.publishing import Idea

People = dict[str, Account]

_PARTS = ("what_we_do", "why_not", "who_decides", "change_note", "who_does", "budget_line")


class Filling:
    """What the making of every proposition needs."""

    def __init__(
        self,
        people: People,
        consultations: dict[str, Consultation],
        themes: dict[str, Theme],
        calendar: Calendar,
    ) -> None:
        self.people, self.consultations = people, consultations
        self.themes, self.calendar = themes, calendar
        self.residents = [person for person in people.values() if not person.grants]
        self.answers: list[OfficialResponse] = []

    def fill(self) -> dict[str, Proposal]:
        """Make all propositions, by key, in the order in which they were published."""
        return {entry["key"]: self.add(key, entry) for key, entry in content.proposals()}

    def answered(self) -> list[OfficialResponse]:
        """Return the published answers in the order in which they were given."""
        db.session.flush()
        return sorted(self.answers, key=lambda answer: (answer.saved_at, answer.version))

    def add(self, consultation_key: str, entry: Entry) -> Proposal:
        """Publish one proposition, with what became of it."""
        theme = self.themes.get(entry.get("theme", ""))
        proposal = publishing.add(
            Idea(
                consultation=self.consultations[consultation_key],
                title=entry["title"],
                body=entry.get("body", "").strip(),
                theme_id=theme.id if theme else None,
                locality=entry.get("locality", ""),
            ),
            author=self.people[entry["by"]],
            at=self.calendar.moment(entry["day"]),
            channel=Channel(entry.get("channel", "online")),
            acted_by=self.people.get(entry.get("acted_by", "")),
        )
        for picture in entry.get("photos", ()):
            image = reencode(drawing.photo(picture["background"], picture["shapes"]))
            photos.add_photo(
                proposal,
                image,
                alternative=picture["alternative"],
                at=self.calendar.moment(entry["day"], 1, 2),
            )
        self._support(proposal, entry)
        self._keep_versions(proposal, entry.get("edits", ()))
        self.answer(proposal, entry.get("answers", ()))
        if withdrawn := entry.get("withdrawn"):
            proposal.withdrawn_at = self.calendar.moment(withdrawn["day"])
            proposal.withdrawn_reason = withdrawn["reason"]
        return proposal

    def _support(self, proposal: Proposal, entry: Entry) -> None:
        """Have residents, never the author, support it, so that the tenth comes on its day."""
        count = entry.get("supports", 0)
        chance = Random(entry["key"])  # noqa: S311 -- the same demo each time
        people = [person for person in self.residents if person.id != proposal.author_id]
        moments = self._moments(proposal, entry, count, chance)
        for person, at in zip(chance.sample(people, count), moments, strict=True):
            db.session.add(
                Support(
                    proposal_id=proposal.id, person_id=person.id, acted_by_id=person.id, given_at=at
                )
            )
        proposal.supports_count = count
        if count >= proposal.consultation.threshold:
            reached = moments[proposal.consultation.threshold - 1]
            days = timedelta(days=proposal.consultation.answer_days)
            proposal.threshold_reached_at = reached
            proposal.due_on = day_of(reached) + days

    def _moments(
        self, proposal: Proposal, entry: Entry, count: int, chance: Random
    ) -> list[datetime]:
        """Return when each support was given, in order, within what the phases allow."""
        first, closed = proposal.published_at, self._supports_closed(proposal.consultation)
        last = min(closed, self.calendar.now) - timedelta(minutes=5)
        if "reached" not in entry:
            return sorted(between(first, last, chance) for _ in range(count))
        threshold = proposal.consultation.threshold
        tenth = max(first + timedelta(minutes=30), self.calendar.moment(entry["reached"], 1, 2))
        before = sorted(between(first, tenth, chance) for _ in range(threshold - 1))
        after = sorted(between(tenth, last, chance) for _ in range(count - threshold))
        return [*before, tenth, *after]

    def _supports_closed(self, consultation: Consultation) -> datetime:
        return max(p.closes_at for p in consultation.phases if Action.SUPPORT in p.kind.opens)

    def _keep_versions(self, proposal: Proposal, edits: list[Entry]) -> None:
        written = proposal.published_at
        for number, edit in enumerate(edits, start=1):
            at = self.calendar.moment(edit["day"])
            db.session.add(
                ContributionVersion(
                    contribution_id=proposal.id,
                    number=number,
                    title=edit["previous_title"],
                    body=edit["previous_body"].strip(),
                    body_format=TextFormat.MARKDOWN,
                    written_at=written,
                    replaced_at=at,
                    replaced_by_id=proposal.author_id,
                    note=edit["note"],
                )
            )
            proposal.version, proposal.edited_at, written = number + 1, at, at

    def answer(self, proposal: Proposal, answers: list[Entry]) -> None:
        """Give a proposition its published answer, in as many versions as it has."""
        for version, entry in enumerate(answers, start=1):
            signer, at = self.people[entry["by"]], self.calendar.moment(entry["day"], 2, 3)
            response = OfficialResponse(
                proposal_id=proposal.id,
                version=version,
                outcome=Outcome(entry["outcome"]),
                **{name: entry.get(name, "").strip() for name in _PARTS},
                done_by=self.calendar.day(entry["done_by"]) if "done_by" in entry else None,
                prepared_by_id=self.people["thomas"].id,
                signed_by_id=signer.id,
                mandate=next(grant.mandate for grant in signer.grants if grant.mandate),
                saved_at=at,
                published_at=at,
            )
            db.session.add(response)
            self.answers.append(response)
            proposal.answered_at = proposal.answered_at or at
            proposal.outcome = response.outcome


def between(first: datetime, last: datetime, chance: Random) -> datetime:
    """Return some instant of a period, or its beginning when there is none."""
    return first + (last - first) * chance.random() if last > first else first
