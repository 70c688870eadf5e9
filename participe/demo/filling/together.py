"""What people did together: similar propositions in a group, other wordings for some."""

from collections.abc import Mapping

from participe.demo import content
from participe.demo.content import Entry
from participe.demo.filling.proposals import Filling
from participe.extensions import db
from participe.proposals.models import Amendment, Proposal
from participe.proposals.services import amending, grouping


def fill_together(filling: Filling, known: Mapping[str, Proposal]) -> dict[str, Proposal]:
    """Publish the last propositions, group similar ones, suggest and decide other wordings."""
    file = content.read("together")
    new = {entry["key"]: filling.add(file["consultation"], entry) for entry in file["proposals"]}
    together = _Together(filling, {**known, **new})
    for entry in file["amendments"]:
        together.amend(entry)
    for entry in file["groups"]:
        together.group(entry)
    return new


class _Together:
    """What each of these acts needs."""

    def __init__(self, filling: Filling, proposals: Mapping[str, Proposal]) -> None:
        self.people, self.calendar = filling.people, filling.calendar
        self.proposals = proposals

    def group(self, entry: Entry) -> None:
        grouping.group(
            self.proposals[entry["lead"]],
            [self.proposals[key] for key in entry["members"]],
            by=self.people[entry["by"]],
            reason=entry["reason"],
            at=self.calendar.moment(entry["day"], 1, 3),
        )
        for left in entry["left"]:
            member = self.proposals[left["member"]]
            by = next(p for p in self.people.values() if p.id == member.author_id)
            grouping.leave(member, by=by, at=self.calendar.moment(left["day"], 2, 3))

    def amend(self, entry: Entry) -> None:
        """Suggest another wording, and decide on it as the author did."""
        proposal = self.proposals[entry["proposal"]]
        became = self.proposals.get(entry.get("became", ""))
        written = became or proposal
        amendment = amending.suggest(
            proposal,
            author=self.people[entry["by"]],
            text=(entry.get("title", written.title), entry.get("body", written.body)),
            why=entry["why"],
            based_on=proposal.version,
            at=self.calendar.moment(entry["day"]),
        )
        self._decide(amendment, entry)
        if became:
            amendment.became_id = became.id
            db.session.flush()

    def _decide(self, amendment: Amendment, entry: Entry) -> None:
        if accepted := entry.get("accepted"):
            at = self.calendar.moment(accepted["day"])
            based_on = amendment.proposal.version
            amending.accept(amendment, word=accepted["word"], based_on=based_on, at=at)
        elif declined := entry.get("declined"):
            at = self.calendar.moment(declined["day"])
            amending.decline(amendment, word=declined["word"], at=at)
