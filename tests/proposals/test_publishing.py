"""Tests of participe.proposals.services.publishing, with real threads on both databases."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from participe.accounts.models import Channel
from participe.consultations.errors import NotOpen
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock, codes, events
from participe.proposals.errors import DraftGone, SentAlready, TooManyProposals
from participe.proposals.events import ProposalPublished
from participe.proposals.models import SEARCH, Proposal, ProposalDraft, Support, shuffle_of
from participe.proposals.queries import drafts
from participe.proposals.services import drafting, publishing
from participe.proposals.services.publishing import Idea
from tests.browser import Browser
from tests.databases import on_both
from tests.factories import ONE_DAY, a_consultation, a_facilitator, a_phase, a_resident
from tests.proposals.drafting import a_draft
from tests.together import together

pytestmark = on_both
AT_MOST = 20


@pytest.fixture
def told(app: Flask) -> list[ProposalPublished]:
    """What was published about new propositions."""
    published: list[ProposalPublished] = []
    events.subscribe(app, ProposalPublished, published.append)
    return published


def send(draft: ProposalDraft, at: datetime, at_most: int = AT_MOST) -> Proposal:
    assert draft.person is not None
    return publishing.publish_draft(draft, author=draft.person, at=at, at_most=at_most)


class TestPublishDraft:
    def test_it_becomes_a_numbered_proposition_that_is_found(
        self, noon: datetime, told: list[ProposalPublished]
    ) -> None:
        draft = a_draft(title="Planter des tilleuls", body="De l’ombre.", locality="Ronquet")
        commune = draft.consultation.commune

        proposal = send(draft, noon)
        db.session.commit()

        assert (proposal.title, proposal.body) == ("Planter des tilleuls", "De l’ombre.")
        assert (proposal.number, proposal.shuffle) == (1, shuffle_of(1))
        assert commune.last_proposal_number == 1
        assert proposal.locality == "Ronquet"
        assert proposal.author is proposal.acted_by is draft.person
        assert proposal.channel is Channel.ONLINE
        assert "<p>De l’ombre.</p>" in proposal.html
        found = db.session.query(Proposal).filter(SEARCH.matches(Proposal.id, "tilleul ombre"))
        assert found.one() is proposal
        assert told == [ProposalPublished(proposal)]

    def test_its_author_does_not_support_it_by_that(self, app: Flask, noon: datetime) -> None:
        proposal = send(a_draft(), noon)

        assert proposal.supports_count == db.session.query(Support).count() == 0

    def test_the_draft_keeps_the_code_and_no_copy_of_the_text(
        self, app: Flask, noon: datetime
    ) -> None:
        draft = a_draft()
        draft.consultation.commune.slug = "val-bruyere"

        proposal = send(draft, noon)

        assert codes.is_valid(draft.receipt_code)
        assert draft.shown_code == f"VALB-{codes.format_code(draft.receipt_code)}"
        assert (draft.title, draft.body) == ("", "")
        assert drafts.receipt_of(proposal) is draft

    def test_a_second_click_gives_the_same_proposition(
        self, noon: datetime, told: list[ProposalPublished]
    ) -> None:
        draft = a_draft()

        first, second = send(draft, noon), send(draft, noon)

        assert first is second
        assert len(told) == 1

    def test_the_same_text_again_within_the_hour_leads_to_the_first(
        self, app: Flask, noon: datetime
    ) -> None:
        draft = a_draft()
        again = a_draft(person=draft.person, consultation=draft.consultation)
        first = send(draft, noon)

        with pytest.raises(SentAlready) as refused:
            send(again, noon + timedelta(minutes=59))
        later = send(again, noon + timedelta(minutes=61))

        assert refused.value.number == first.number
        assert later is not first

    def test_the_same_text_of_somebody_else_is_another_proposition(
        self, app: Flask, noon: datetime
    ) -> None:
        draft = a_draft()
        other = a_draft(consultation=draft.consultation)

        assert send(draft, noon).number != send(other, noon).number

    def test_a_person_publishes_so_many_in_one_consultation(
        self, app: Flask, noon: datetime
    ) -> None:
        draft = a_draft(title="Une fontaine")
        more = a_draft(title="Une mare", person=draft.person, consultation=draft.consultation)
        elsewhere = a_draft(title="Une mare", person=draft.person)
        send(draft, noon, at_most=1)

        with pytest.raises(TooManyProposals, match="déjà publié 1 proposition ici"):
            send(more, noon, at_most=1)
        send(elsewhere, noon, at_most=1)

    def test_the_closing_instant_is_too_late(self, app: Flask, noon: datetime) -> None:
        draft = a_draft(consultation=a_consultation(phases=[a_phase(PhaseKind.PROPOSE)]))

        with pytest.raises(NotOpen):
            send(draft, noon + ONE_DAY)

    def test_nobody_publishes_the_draft_of_somebody_else(self, app: Flask, noon: datetime) -> None:
        draft = a_draft()

        with pytest.raises(DraftGone):
            publishing.publish_draft(draft, author=a_resident(), at=noon, at_most=AT_MOST)

    def test_what_was_discarded_in_another_tab_is_gone(self, app: Flask, noon: datetime) -> None:
        draft = a_draft()
        seen = ProposalDraft(id=draft.id, person_id=draft.person_id)
        drafting.discard(draft)
        db.session.commit()

        with pytest.raises(DraftGone):
            publishing.publish_draft(seen, author=a_resident(), at=noon, at_most=AT_MOST)


class TestTogether:
    """F-26, T-R3: two tabs, a double click, a retry have one effect."""

    def test_one_draft_sent_from_eight_tabs_is_one_proposition(
        self, app: Flask, told: list[ProposalPublished]
    ) -> None:
        draft_id = a_draft().id

        def publish() -> int | None:
            return send(_found(draft_id), clock.now()).number

        numbers = together(app, 8, publish)

        assert set(numbers) == {1}
        assert db.session.query(Proposal).count() == len(told) == 1

    def test_the_same_text_in_two_drafts_is_one_proposition(self, app: Flask) -> None:
        draft = a_draft()
        again = a_draft(person=draft.person, consultation=draft.consultation)
        waiting = [draft.id, again.id]

        results = together(app, 2, lambda: send(_found(waiting.pop()), clock.now()).number)

        refused = [result for result in results if isinstance(result, SentAlready)]
        assert len(refused) == 1
        assert db.session.query(Proposal).count() == 1

    def test_the_limit_of_a_person_holds(self, app: Flask) -> None:
        person, consultation = a_resident(), a_consultation()
        waiting = [
            a_draft(title=f"Idée {n}", person=person, consultation=consultation).id
            for n in range(6)
        ]

        results = together(app, 6, lambda: send(_found(waiting.pop()), clock.now(), 2).number)

        assert sum(isinstance(result, TooManyProposals) for result in results) == 4
        assert db.session.query(Proposal).count() == 2

    def test_everybody_gets_a_number_of_their_own(self, app: Flask) -> None:
        consultation = a_consultation()
        waiting = [a_draft(consultation=consultation).id for _ in range(6)]

        numbers = together(app, 6, lambda: send(_found(waiting.pop()), clock.now()).number)

        assert set(numbers) == {1, 2, 3, 4, 5, 6}

    def test_a_text_changed_while_it_is_published_is_never_half_so(self, app: Flask) -> None:
        draft = a_draft(title="Une fontaine")
        draft_id, waiting = draft.id, [_write_anew, _publish]

        together(app, 2, lambda: waiting.pop()(draft_id))

        proposal = db.session.query(Proposal).one()
        kept = _found(draft_id)
        assert kept.published is proposal
        assert kept.title == ""
        assert proposal.title in {"Une fontaine", "Une mare"}

    def test_a_form_sent_by_several_requests_at_once_has_one_effect(self, app: Flask) -> None:
        draft = a_draft()
        sign_in = Browser(app).sign_in(draft.person)
        cookie = sign_in.client.get_cookie("participe")
        address = (
            f"/{draft.consultation.commune.slug}/consultations/{draft.consultation.slug}"
            f"/proposer/{draft.id}/verifier"
        )
        # Two clicks in one tab, and one in each of two others.
        keys = ["k" * 20, "k" * 20, "l" * 20, "m" * 20]

        def click() -> tuple[int, str | None]:
            client = app.test_client()
            client.set_cookie("participe", cookie.value)
            answer = client.post(address, data={"age": "y", "form_key": keys.pop()})
            if answer.location == address.removesuffix("/verifier"):  # the first is not done yet
                answer = client.get(answer.location)
            return answer.status_code, answer.location

        answers = together(app, 4, click)

        assert len(set(answers)) == 1, answers
        assert answers[0][0] == 303
        assert db.session.query(Proposal).count() == 1


class TestPublish:
    def test_what_a_facilitator_typed_says_so(
        self, app: Flask, noon: datetime, told: list[ProposalPublished]
    ) -> None:
        consultation = a_consultation()
        author, facilitator = a_resident(), a_facilitator()

        proposal = publishing.publish(
            Idea(consultation, "Une fontaine"),
            author=author,
            at=noon,
            channel=Channel.ASSISTED,
            acted_by=facilitator,
        )

        assert (proposal.author, proposal.acted_by) == (author, facilitator)
        assert proposal.channel is Channel.ASSISTED
        assert told == [ProposalPublished(proposal)]

    def test_it_is_refused_when_nobody_may_propose(self, app: Flask, noon: datetime) -> None:
        consultation = a_consultation(phases=[a_phase(PhaseKind.DISCUSS)])

        with pytest.raises(NotOpen):
            publishing.publish(Idea(consultation, "Une mare"), author=a_resident(), at=noon)


def _found(draft_id: int) -> ProposalDraft:
    draft = db.session.get(ProposalDraft, draft_id)
    assert draft is not None
    return draft


def _publish(draft_id: int) -> None:
    send(_found(draft_id), clock.now())


def _write_anew(draft_id: int) -> None:
    drafting.write(_found(draft_id), text=("Une mare", ""), at=clock.now())
