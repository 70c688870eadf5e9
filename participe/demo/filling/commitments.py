"""The commitments that the answers made, what became of them, and what residents see of them."""

from collections.abc import Mapping, Sequence
from random import Random

from participe.accounts.models import Account, Channel
from participe.answers.models import OfficialResponse
from participe.commitments.models import Commitment, State
from participe.commitments.queries import finding
from participe.commitments.services import following, making, observing, updating
from participe.commitments.services.observing import Seen
from participe.commitments.services.updating import News, Proof
from participe.demo import content, drawing
from participe.demo.content import Calendar, Entry
from participe.extensions import db
from participe.kernel.images import reencode
from participe.proposals.models import Proposal

People = dict[str, Account]


def fill_commitments(
    answers: Sequence[OfficialResponse],
    proposals: Mapping[str, Proposal],
    people: People,
    calendar: Calendar,
) -> None:
    """Make what the published answers promised, in their order, and tell what became of it."""
    for answer in answers:
        making.follow_answer(answer)
    for entry in content.read("commitments")["commitments"]:
        commitment = finding.of_answer(proposals[entry["proposal"]])
        assert commitment, entry["proposal"]  # noqa: S101
        _Filling(commitment, people, calendar).fill(entry)


class _Filling:
    """One commitment on its way."""

    def __init__(self, commitment: Commitment, people: People, calendar: Calendar) -> None:
        self.commitment, self.people, self.calendar = commitment, people, calendar

    def fill(self, entry: Entry) -> None:
        chance = Random(entry["proposal"])  # noqa: S311 -- the same demo each time
        residents = [person for person in self.people.values() if not person.grants]
        for person in chance.sample(residents, entry.get("followers", 0)):
            following.follow(self.commitment, person=person, at=self.commitment.made_at)
        for update in entry.get("updates", ()):
            self._update(update)
        for observation in entry.get("observations", ()):
            self._observe(observation)

    def _update(self, entry: Entry) -> None:
        news = News(
            state=State(entry["state"]),
            sentence=entry["sentence"],
            reason=entry.get("reason", ""),
            expected_on=self.calendar.day(entry["expected"]) if "expected" in entry else None,
            decision_url=entry.get("proof", ""),
            proof=_photo(entry["photo"]) if "photo" in entry else None,
        )
        updating.update(
            self.commitment,
            news,
            by=self.people[entry["by"]],
            at=self.calendar.moment(entry["day"]),
            based_on=updating.last_number(self.commitment),
        )

    def _observe(self, entry: Entry) -> None:
        author = self.people[entry["by"]]
        observation = observing.observe(
            self.commitment,
            Seen(is_done=entry["seen"], body=entry.get("text", "")),
            author=author,
            at=self.calendar.moment(entry["day"], 1, 2),
        )
        if "acted_by" in entry:
            observation.channel = Channel(entry["channel"])
            observation.acted_by_id = self.people[entry["acted_by"]].id
            db.session.flush()
        if reply := entry.get("reply"):
            at = self.calendar.moment(reply["day"])
            observing.reply(observation, reply["text"], by=self.people[reply["by"]], at=at)


def _photo(entry: Entry) -> Proof:
    image = reencode(drawing.photo(entry["background"], entry["shapes"]))
    size = (image.width, image.height)
    return Proof(image.content, image.media_type, entry["alternative"], size)
