"""The content of the demo: it holds together, in dates, names, counts and typography."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import participe.demo
from participe.accounts.models import Channel, Role
from participe.commitments.models import State
from participe.consultations.models import ParticipationLevel
from participe.consultations.phases import PhaseKind
from participe.discussions.models import Position
from participe.moderation.models import Ground, Measure
from participe.proposals.models import Outcome
from participe.texts.models import Stance

FOLDER = Path(participe.demo.__file__).parent / "content"
FILES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.toml")}

COMMUNE = FILES["commune"]
PEOPLE = {person["key"]: person for person in FILES["people"]["people"]}
RESIDENTS = {key for key, person in PEOPLE.items() if "role" not in person}
OFFICIALS = {key for key, person in PEOPLE.items() if person.get("role") == Role.OFFICIAL}
STAFF = {key for key, person in PEOPLE.items() if person.get("role") == Role.STAFF}
CONSULTATIONS = {row["key"]: row for row in FILES["consultations"]["consultations"]}
PROPOSALS: dict[str, list[dict[str, Any]]] = {
    content["consultation"]: content["proposals"]
    for name, content in FILES.items()
    if name.startswith("proposals_")
}
TOGETHER = FILES["together"]
PROPOSALS[TOGETHER["consultation"]] = [
    *PROPOSALS[TOGETHER["consultation"]],
    *TOGETHER["proposals"],
]
ALL_PROPOSALS = [proposal for rows in PROPOSALS.values() for proposal in rows]
MODERATION = FILES["moderation"]
TEXTS = {
    content["consultation"]: content for name, content in FILES.items() if name.startswith("text_")
}
SOURCES = {path.stem: path.read_text("utf-8") for path in FOLDER.glob("texts/*.txt")}
REMARKS = [remark for content in TEXTS.values() for remark in content["remarks"]]
DESK = FILES["desk"]
COMMITMENTS = FILES["commitments"]["commitments"]

Text = dict[str, Any]


def comments_of(proposal: Text) -> Iterator[Text]:
    """Give the comments and replies of a proposition, each with the day it cannot come before."""
    for comment in proposal.get("comments", ()):
        yield comment | {"after": proposal["day"]}
        for reply in comment.get("replies", ()):
            yield reply | {"after": comment["day"]}


def answers_of(proposal: Text) -> list[Text]:
    answers: list[Text] = proposal.get("answers", [])
    return answers


COMMENTS = [comment for proposal in ALL_PROPOSALS for comment in comments_of(proposal)]
ANSWERED = [proposal for proposal in ALL_PROPOSALS if answers_of(proposal)]
ANSWERS = [answer for proposal in ANSWERED for answer in answers_of(proposal)]
TARGETS = {text["key"]: text for text in [*ALL_PROPOSALS, *COMMENTS] if "key" in text}


def strings(value: object) -> Iterator[str]:
    """Give every string inside a piece of content."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def phase(consultation: str, kind: PhaseKind) -> Text:
    phases = CONSULTATIONS[consultation]["phases"]
    found: Text = next(row for row in phases if row["kind"] == kind)
    return found


def days_late(proposal: Text) -> int:
    """Say by how many days the first answer missed its date; today counts when there is none."""
    answers = answers_of(proposal)
    answered: int = answers[0]["day"] if answers else 0
    late: int = answered - proposal["reached"] - COMMUNE["answer_days"]
    return max(0, late)


class TestReferences:
    def test_every_person_named_exists(self) -> None:
        texts = [*ALL_PROPOSALS, *COMMENTS, *ANSWERS, *MODERATION["notices"]]
        named = {text[field] for text in texts for field in ("by", "acted_by") if field in text}
        named |= {row["person"] for row in FILES["people"]["identities"]}

        assert named - PEOPLE.keys() == set()

    def test_only_staff_decide_and_only_officials_answer(self) -> None:
        assert {decision["by"] for decision in MODERATION["decisions"]} <= STAFF
        assert {answer["by"] for answer in ANSWERS} <= OFFICIALS
        assert {row["official"] for row in CONSULTATIONS.values()} <= OFFICIALS
        assert {row["prepared_by"] for row in CONSULTATIONS.values()} <= STAFF

    def test_residents_only_propose(self) -> None:
        assert {proposal["by"] for proposal in ALL_PROPOSALS} <= RESIDENTS

    def test_files_localities_and_themes_exist(self) -> None:
        themes = {theme["key"] for theme in COMMUNE["themes"]}

        assert PROPOSALS.keys() | TEXTS.keys() == CONSULTATIONS.keys()
        assert {proposal["theme"] for proposal in ALL_PROPOSALS if "theme" in proposal} <= themes
        for row in [*PEOPLE.values(), *ALL_PROPOSALS, *COMMUNE["digital_spaces"]]:
            assert row["locality"] in COMMUNE["localities"]

    def test_moderation_is_about_texts_that_exist(self) -> None:
        numbers = {notice["number"]: notice["target"] for notice in MODERATION["notices"]}

        for row in [*MODERATION["notices"], *MODERATION["decisions"]]:
            assert row["day"] >= TARGETS[row["target"]]["day"]
        for decision in MODERATION["decisions"]:
            assert decision["by"] != TARGETS[decision["target"]]["by"]
            if "notice" in decision:
                assert numbers[decision["notice"]] == decision["target"]

    def test_keys_and_addresses_are_unique(self) -> None:
        texts = [text["key"] for text in [*ALL_PROPOSALS, *COMMENTS, *REMARKS] if "key" in text]

        for keys in (texts, [row["slug"] for row in CONSULTATIONS.values()]):
            assert len(keys) == len(set(keys))
        assert len(PEOPLE) == len(FILES["people"]["people"])

    def test_values_are_those_of_the_code(self) -> None:
        phases = [row for consultation in CONSULTATIONS.values() for row in consultation["phases"]]

        for rows, field, known in (
            (PEOPLE.values(), "role", Role),
            (CONSULTATIONS.values(), "level", ParticipationLevel),
            (phases, "kind", PhaseKind),
            ([*ALL_PROPOSALS, *COMMENTS], "channel", Channel),
            (COMMENTS, "position", [*Position, "none"]),
            (ANSWERS, "outcome", Outcome),
            ([*MODERATION["notices"], *MODERATION["decisions"]], "ground", Ground),
            (MODERATION["decisions"], "measure", Measure),
            (REMARKS, "stance", Stance),
        ):
            assert {row[field] for row in rows if field in row} <= set(known)


class TestTexts:
    def test_each_remark_is_made_on_an_article_of_its_version_while_it_was_allowed(self) -> None:
        for consultation, text in TEXTS.items():
            reacting = phase(consultation, PhaseKind.REACT)
            versions = {version["number"]: version for version in text["versions"]}
            articles = set(re.findall(r"Article (\w+)", SOURCES[text["source"]]))
            for remark in text["remarks"]:
                later = versions.get(remark["on"] + 1, {}).get("day", 0)
                changes = versions[remark["on"]].get("changes", ())
                added = {change.get("key", change.get("into")) for change in changes}
                assert remark["article"] in articles | added
                assert reacting["opens"] <= remark["day"] < min(later, reacting["closes"])
                assert versions[remark["on"]]["day"] <= remark["day"]
                assert bool(remark.get("wording")) == (remark["stance"] == Stance.REWORDING)

    def test_each_is_decided_once_with_a_reason_after_it_was_made(self) -> None:
        for text in TEXTS.values():
            made = {remark["key"]: remark for remark in text["remarks"]}
            decided: list[str] = []
            for version in text["versions"][1:]:
                taken = [change for change in version["changes"] if "remark" in change]
                keys = [change["remark"] for change in taken]
                keys += [key for decision in version["decisions"] for key in decision["remarks"]]
                assert all(made[key]["day"] < version["begun"] for key in keys)
                assert all(row["reason"] for row in [*taken, *version["decisions"]])
                decided += keys
            assert len(decided) == len(set(decided))

    def test_people_of_the_desk_and_of_commitments_are_who_may(self) -> None:
        officials = [*DESK["cases"], *(draft for draft in DESK["drafts"] if "signer" in draft)]
        updates = [update for each in COMMITMENTS for update in each.get("updates", ())]
        observations = [row for each in COMMITMENTS for row in each.get("observations", ())]

        assert {row.get("official", row.get("signer")) for row in officials} <= OFFICIALS
        assert {row["by"] for row in [*updates, *DESK["drafts"], *DESK["extensions"]]} <= STAFF
        assert {
            row["by"] for row in [*observations, *REMARKS, *DESK["clarifications"]]
        } <= RESIDENTS
        assert all(row["reason"] for row in updates if row["state"] == State.DROPPED)


class TestCounts:
    def test_there_is_enough_and_not_too_much_of_everything(self) -> None:
        assert 85 <= len(PEOPLE) <= 100
        assert [len(PROPOSALS[key]) for key in ("place", "mobilite", "ecole")] == [31, 22, 12]
        assert 240 <= len(COMMENTS) <= 270
        assert 24 <= len(ANSWERED) <= 30
        assert len(FILES["people"]["identities"]) == 5
        assert sum("photos" in proposal for proposal in ALL_PROPOSALS) == 3

    def test_supports_can_be_given_by_residents_other_than_the_author(self) -> None:
        for proposal in ALL_PROPOSALS:
            assert 0 <= proposal["supports"] <= min(85, len(RESIDENTS) - 1)

    def test_the_threshold_has_its_day_exactly_when_it_was_reached(self) -> None:
        for proposal in ALL_PROPOSALS:
            assert ("reached" in proposal) == (proposal["supports"] >= COMMUNE["threshold"])

    def test_two_notices_wait_one_text_was_kept_and_three_were_hidden(self) -> None:
        decided = {decision.get("notice") for decision in MODERATION["decisions"]}
        waiting = [row for row in MODERATION["notices"] if row["number"] not in decided]

        assert len(waiting) == 2
        measures = Counter(decision["measure"] for decision in MODERATION["decisions"])
        assert measures == {"keep": 1, "hide": 3}


class TestDates:
    @pytest.mark.parametrize("key", CONSULTATIONS)
    def test_phases_follow_one_another_without_a_gap(self, key: str) -> None:
        phases = CONSULTATIONS[key]["phases"]

        kinds = [PhaseKind(row["kind"]) for row in phases]
        assert kinds == [kind for kind in PhaseKind if kind in kinds]
        assert {PhaseKind.INFORM, PhaseKind.ANSWER, PhaseKind.REPORT} <= set(kinds)
        assert all(row["opens"] < row["closes"] for row in phases)
        assert all(a["closes"] == b["opens"] for a, b in pairwise(phases))
        for row in (row for row in phases if "extension" in row):
            extension = row["extension"]
            assert extension["day"] <= extension["closed_before"] < row["closes"]

    def test_each_is_in_another_state(self) -> None:
        proposing = phase("place", PhaseKind.PROPOSE)
        answering = phase("mobilite", PhaseKind.ANSWER)

        assert proposing["opens"] < 0 < proposing["closes"]
        assert answering["opens"] < 0 < answering["closes"]
        assert phase("ecole", PhaseKind.REPORT)["closes"] < 0
        assert CONSULTATIONS["ecole"]["report"]["published"] < 0
        assert "published" not in CONSULTATIONS["bibliotheque"]["report"]
        assert phase("reglement", PhaseKind.REACT)["closes"] > 0
        assert phase("bibliotheque", PhaseKind.REPORT)["closes"] < 0

    @pytest.mark.parametrize("key", PROPOSALS)
    def test_everything_was_written_while_it_was_allowed(self, key: str) -> None:
        proposing, discussing = phase(key, PhaseKind.PROPOSE), phase(key, PhaseKind.DISCUSS)

        for proposal in PROPOSALS[key]:
            assert proposing["opens"] <= proposal["day"] < min(0, proposing["closes"])
            for comment in comments_of(proposal):
                assert comment["after"] <= comment["day"] < min(0, discussing["closes"])
            if "reached" in proposal:
                assert proposal["day"] < proposal["reached"] < min(0, discussing["closes"])

    def test_changes_and_answers_come_after_the_text_and_before_today(self) -> None:
        for proposal in ALL_PROPOSALS:
            changes = [*proposal.get("edits", ()), *answers_of(proposal)]
            if "withdrawn" in proposal:
                changes.append(proposal["withdrawn"])
            assert all(proposal["day"] <= change["day"] < 0 for change in changes)

    def test_versions_of_an_answer_are_in_order_and_the_later_ones_say_why(self) -> None:
        for proposal in ANSWERED:
            days = [answer["day"] for answer in answers_of(proposal)]
            assert days == sorted(days)
            assert all("change_note" in answer for answer in answers_of(proposal)[1:])

    def test_some_answers_are_late_some_awaited_and_three_missing(self) -> None:
        due = [proposal for proposal in ALL_PROPOSALS if "reached" in proposal]
        missing = [proposal for proposal in due if not answers_of(proposal)]
        late = [proposal for proposal in due if answers_of(proposal) and days_late(proposal)]

        assert sum(days_late(proposal) > 0 for proposal in missing) == 3
        assert (
            sum(
                days_late(proposal) == 0
                for proposal in PROPOSALS["mobilite"]
                if "reached" in proposal and not answers_of(proposal)
            )
            >= 3
        )
        assert 3 <= len(late) < len(ANSWERED) / 2

    def test_a_finished_consultation_leaves_nothing_unanswered(self) -> None:
        for proposal in PROPOSALS["ecole"]:
            assert answers_of(proposal) or "withdrawn" in proposal


class TestAnswers:
    def test_each_says_what_its_outcome_demands(self) -> None:
        for answer in ANSWERS:
            assert answer["what_we_do"]
            if answer["outcome"] in {Outcome.PARTLY, Outcome.REFUSED, Outcome.STUDIED}:
                assert answer["why_not"]
            if answer["outcome"] in {Outcome.ACCEPTED, Outcome.PARTLY, Outcome.STUDIED}:
                assert answer["done_by"] > answer["day"]
            assert ("who_decides" in answer) == (answer["outcome"] == Outcome.NOT_OURS)

    def test_they_are_of_every_outcome(self) -> None:
        assert {answer["outcome"] for answer in ANSWERS} == set(Outcome)


class TestWords:
    def test_titles_are_one_sentence_that_fits(self) -> None:
        for row in [*CONSULTATIONS.values(), *ALL_PROPOSALS]:
            assert 5 <= len(row["title"]) <= 140
            assert "\n" not in row["title"]

    def test_no_text_stands_twice(self) -> None:
        texts = [comment["text"] for comment in COMMENTS]
        texts += [remark["text"] for remark in REMARKS]
        texts += [proposal["title"] for proposal in ALL_PROPOSALS]
        texts += [proposal["body"] for proposal in ALL_PROPOSALS if "body" in proposal]
        texts += [answer["what_we_do"] for answer in ANSWERS]

        assert [text for text, times in Counter(texts).items() if times > 1] == []

    def test_typography_is_french(self) -> None:
        for text in strings([*FILES.values(), *SOURCES.values()]):
            assert "'" not in text
            assert not re.search(r" [;:?!»]|« ", text), text

    def test_every_address_is_of_the_fictional_commune(self) -> None:
        everything = "\n".join(strings(list(FILES.values())))

        for host in re.findall(r"[\w.+-]+@([\w.-]*\w)", everything):
            assert host == "valbruyere.example"
        for host in re.findall(r"https?://([^/\s)]+)", everything):
            assert host.endswith(".example")

    def test_every_telephone_number_rings_nowhere(self) -> None:
        everything = "\n".join(strings(list(FILES.values())))
        numbers = re.findall(r"\b0\d{2,3}(?:[ \xa0/.]\d{2}){3}\b", everything)

        assert numbers
        assert all(
            re.fullmatch(r"0(81|470)[ \xa0]00[ \xa0]00[ \xa0]\d\d", number) for number in numbers
        )
