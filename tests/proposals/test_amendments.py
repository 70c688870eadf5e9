"""Tests of participe.proposals.services.amending, on both databases."""

from datetime import datetime
from queue import SimpleQueue

import pytest
from flask import Flask

from participe.accounts.events import PersonErased
from participe.accounts.models import Account
from participe.consultations.errors import NotOpen
from participe.consultations.phases import PhaseKind
from participe.contributions.errors import ChangedMeanwhile
from participe.extensions import db
from participe.kernel import clock, events
from participe.notifications.models import Letter, LetterKind
from participe.proposals.errors import (
    AlreadyAnswered,
    AmendmentDecided,
    NobodyDecides,
    NoLongerPublic,
    NotDeclined,
    NothingSuggested,
    OwnProposal,
)
from participe.proposals.models import Amendment, Proposal
from participe.proposals.queries import amending as queries
from participe.proposals.queries import finding
from participe.proposals.services import amending, editing, publishing
from tests.databases import on_both
from tests.factories import ONE_DAY, a_consultation, a_phase, a_proposal, a_resident, a_support
from tests.together import together

pytestmark = on_both

OTHER = ("Une fontaine d’eau potable", "Près du tilleul, à l’ombre.")


def suggest(proposal: Proposal, by: Account | None = None, based_on: int = 1) -> Amendment:
    amendment = amending.suggest(
        proposal,
        author=by or a_resident(commune=proposal.commune, display_name="Nadia"),
        text=OTHER,
        why="On la boit aussi.",
        based_on=based_on,
        at=clock.now(),
    )
    db.session.commit()
    return amendment


def letters(kind: LetterKind) -> list[Letter]:
    return list(db.session.query(Letter).filter_by(kind=kind))


class TestSuggest:
    def test_the_author_is_told_once(self, app: Flask) -> None:
        proposal = a_proposal()
        nadia = a_resident(commune=proposal.commune)

        first, again = suggest(proposal, nadia), suggest(proposal, nadia)

        assert first is again
        (letter,) = letters(LetterKind.AMENDMENT_SUGGESTED)
        assert letter.person_id == proposal.author_id

    def test_only_while_comments_are_open(self, app: Flask) -> None:
        phases = [a_phase(PhaseKind.DISCUSS, opens=-9, closes=-1)]
        proposal = a_proposal(consultation=a_consultation(phases=phases))

        with pytest.raises(NotOpen):
            suggest(proposal)

    @pytest.mark.parametrize("state", ["hidden", "withdrawn", "answered", "own", "erased"])
    def test_only_to_an_author_who_can_still_answer(
        self, app: Flask, noon: datetime, state: str
    ) -> None:
        proposal = a_proposal()
        by = None
        match state:
            case "hidden":
                proposal.hidden_at, proposal.hidden_reason = noon, "Une insulte."
            case "withdrawn":
                proposal.withdrawn_at = noon
            case "answered":
                proposal.answered_at = noon
            case "own":
                by = proposal.author
            case _:
                proposal.author.erased_at = noon
        db.session.commit()

        refused = (NoLongerPublic, AlreadyAnswered, OwnProposal, NobodyDecides)
        with pytest.raises(refused):
            suggest(proposal, by)  # type: ignore[arg-type]

    def test_the_same_text_is_no_suggestion(self, app: Flask, noon: datetime) -> None:
        proposal = a_proposal()

        with pytest.raises(NothingSuggested):
            amending.suggest(
                proposal,
                author=a_resident(commune=proposal.commune),
                text=(proposal.title, proposal.body),
                why="",
                based_on=1,
                at=noon,
            )


class TestAccept:
    def test_the_text_is_taken_with_credit_and_the_former_stays(
        self, app: Flask, noon: datetime
    ) -> None:
        """R2: amended with credit, and every version stays."""
        proposal = a_proposal()
        a_support(of=proposal)
        before = (proposal.title, proposal.body)
        amendment = suggest(proposal)

        amending.accept(amendment, word="Merci.", based_on=1, at=noon)
        db.session.commit()

        assert (proposal.title, proposal.body) == OTHER
        (version,) = proposal.versions
        assert (version.title, version.body) == before
        assert version.note == "Phrase proposée par Nadia"
        assert amendment.made_version == proposal.version == 2
        (changed,) = letters(LetterKind.PROPOSAL_CHANGED)
        assert f"« {before[0]} »" in changed.body_text  # the name by which people know it
        assert f"/propositions/{proposal.number}/versions/2\n" in changed.body_text
        (letter,) = letters(LetterKind.AMENDMENT_ANSWERED)
        assert f"« {before[0]} » est acceptée" in letter.body_text
        assert (letter.person_id, letter.subject) == (
            amendment.author_id,
            "Votre reformulation est acceptée",
        )

    def test_a_text_that_moved_is_not_overwritten(self, app: Flask, noon: datetime) -> None:
        proposal = a_proposal()
        amendment = suggest(proposal)
        mine = ("Une fontaine", "Près du banc.")
        editing.edit(proposal, by=proposal.author, text=mine, based_on=1, at=noon)  # type: ignore[arg-type]

        with pytest.raises(ChangedMeanwhile):
            amending.accept(amendment, word="", based_on=1, at=noon)

        assert (proposal.title, proposal.body) == mine
        assert amendment.is_open

    def test_it_is_decided_once(self, app: Flask, noon: datetime) -> None:
        amendment = suggest(a_proposal())
        amending.decline(amendment, word="Trop long.", at=noon)

        with pytest.raises(AmendmentDecided):
            amending.accept(amendment, word="", based_on=1, at=noon)

    def test_nothing_changes_once_the_commune_has_answered(
        self, app: Flask, noon: datetime
    ) -> None:
        """R2: everyone knows what the commune answered."""
        amendment = suggest(a_proposal())
        amendment.proposal.answered_at = noon
        db.session.commit()

        with pytest.raises(AlreadyAnswered):
            amending.accept(amendment, word="", based_on=1, at=noon)

    def test_the_name_of_somebody_erased_leaves_the_note(self, app: Flask, noon: datetime) -> None:
        proposal = a_proposal()
        amendment = suggest(proposal)
        amending.accept(amendment, word="", based_on=1, at=noon)
        db.session.commit()
        assert isinstance(amendment.author, Account)

        events.publish(PersonErased(amendment.author, noon))
        db.session.commit()

        assert "Nadia" not in proposal.versions[0].note

    def test_accepting_while_the_author_edits_loses_neither_text(self, app: Flask) -> None:
        """Invariant 10: two writers of one text; the second sees both."""
        proposal = a_proposal()
        amendment = suggest(proposal)
        commune_id, number, amendment_id = proposal.commune_id, proposal.number, amendment.id
        mine = ("Une fontaine", "Près du banc.")
        todo: SimpleQueue[int] = SimpleQueue()
        for turn in range(2):
            todo.put(turn)

        def one() -> None:
            author = db.session.get(Account, proposal_author)
            assert author is not None
            assert author.commune is not None
            assert author.commune_id == commune_id
            assert number is not None
            held = finding.find_to_change(author.commune, number)
            assert held is not None
            if todo.get():
                editing.edit(held, by=author, text=mine, based_on=1, at=clock.now())
                return
            found = queries.find_to_decide(held, amendment_id)
            assert found is not None
            amending.accept(found, word="", based_on=1, at=clock.now())

        proposal_author = proposal.author_id
        results = together(app, 2, one)

        assert sum(result is None for result in results) == 1
        assert sum(isinstance(result, ChangedMeanwhile) for result in results) == 1
        assert proposal.version == 2
        assert (proposal.title, proposal.body) in {mine, OTHER}
        assert amendment.is_accepted is (proposal.title == OTHER[0])


class TestDecline:
    def test_it_becomes_a_proposition_of_its_own(self, app: Flask, noon: datetime) -> None:
        amendment = suggest(a_proposal())
        amending.decline(amendment, word="Je tiens à mon titre.", at=noon)
        by = amendment.author
        assert isinstance(by, Account)

        draft = amending.as_draft(amendment, by=by, at=noon)
        assert amending.as_draft(amendment, by=by, at=noon) is draft
        born = publishing.publish_draft(draft, author=by, at=noon, at_most=9)
        db.session.commit()

        assert (born.title, born.body) == OTHER
        assert amendment.became is born
        assert queries.origin_of(born) is amendment
        with pytest.raises(NotDeclined):
            amending.as_draft(amendment, by=by, at=noon)

    def test_the_letter_says_why(self, app: Flask, noon: datetime) -> None:
        amendment = suggest(a_proposal())

        amending.decline(amendment, word="Je tiens à mon titre.", at=noon)

        (letter,) = letters(LetterKind.AMENDMENT_ANSWERED)
        assert "Je tiens à mon titre." in letter.body_text
        assert letter.subject == "Votre reformulation n’est pas acceptée"


class TestWithdraw:
    def test_what_is_taken_back_is_not_decided(self, app: Flask, noon: datetime) -> None:
        amendment = suggest(a_proposal())

        amending.withdraw(amendment, at=noon)

        with pytest.raises(AmendmentDecided):
            amending.decline(amendment, word="Non.", at=noon + ONE_DAY)
        assert queries.suggested_for(amendment.proposal) == []
