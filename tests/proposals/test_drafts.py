"""Tests of participe.proposals.services.drafting and of what is read of drafts."""

from datetime import datetime, timedelta

import pytest

from participe.extensions import db
from participe.proposals.errors import DraftGone, PublishedAlready
from participe.proposals.models import ProposalDraft
from participe.proposals.queries import drafts
from participe.proposals.services import drafting, publishing
from tests.databases import on_both
from tests.factories import a_consultation, a_resident
from tests.proposals.drafting import a_draft

pytestmark = [on_both, pytest.mark.usefixtures("app")]
LATER = timedelta(days=29)
TOO_LATE = timedelta(days=30)


class TestKeeping:
    def test_each_save_keeps_a_draft_for_thirty_more_days(self, noon: datetime) -> None:
        draft = a_draft()

        drafting.write(draft, text=("Une mare", ""), at=noon + LATER)

        assert draft.expires_at == noon + LATER + drafting.KEPT_FOR

    def test_another_title_is_compared_again_and_another_text_is_not(self, noon: datetime) -> None:
        draft = a_draft(title="Une fontaine")
        drafting.keep_own(draft, at=noon)

        drafting.write(draft, text=("Une fontaine", "Près du tilleul."), at=noon)
        kept = draft.compared_at
        drafting.write(draft, text=("Une mare", "Près du tilleul."), at=noon)

        assert kept == noon
        assert draft.compared_at is None

    def test_only_what_is_over_and_unpublished_is_forgotten(self, noon: datetime) -> None:
        published, young = a_draft(title="Publiée"), a_draft()
        a_draft(title="Vieille")
        publishing.publish_draft(published, author=published.person, at=noon, at_most=20)
        drafting.write(young, text=("Jeune idée", ""), at=noon + LATER)
        db.session.commit()

        forgotten = drafting.forget_expired(noon + TOO_LATE)
        db.session.commit()

        left = {draft.id for draft in db.session.query(ProposalDraft)}
        assert forgotten == 1
        assert left == {published.id, young.id}

    def test_what_was_published_is_neither_written_nor_discarded_any_more(
        self, noon: datetime
    ) -> None:
        draft = a_draft()
        publishing.publish_draft(draft, author=draft.person, at=noon, at_most=20)

        with pytest.raises(PublishedAlready):
            drafting.write(draft, text=("Autre chose", ""), at=noon)
        with pytest.raises(PublishedAlready):
            drafting.discard(draft)

    def test_an_erased_person_leaves_no_draft(self) -> None:
        draft, other = a_draft(), a_draft()

        drafting.forget_of(draft.person)

        assert db.session.query(ProposalDraft).one() is other


class TestHolding:
    def test_before_sign_in_the_key_of_the_browser_opens_it_and_afterwards_the_person(
        self, noon: datetime
    ) -> None:
        draft, person = a_draft(person=None, key_hash="browser"), a_resident()

        before = (draft.is_held_by(None, "browser"), draft.is_held_by(person.id, "another"))
        drafting.claim(draft, person)
        after = (draft.is_held_by(None, "browser"), draft.is_held_by(person.id, ""))

        assert before == (True, False)
        assert after == (False, True)

    def test_nobody_claims_what_is_somebody_elses(self) -> None:
        draft = a_draft()

        with pytest.raises(DraftGone):
            drafting.claim(draft, a_resident())

    def test_a_browser_without_a_key_holds_nothing(self, noon: datetime) -> None:
        draft = a_draft(person=None, key_hash="")

        assert not draft.is_held_by(None, "")
        assert drafts.latest(draft.consultation, None, "", noon) is None

    def test_one_goes_on_with_what_one_wrote_last_until_it_expires(self, noon: datetime) -> None:
        person, consultation = a_resident(), a_consultation()
        first = a_draft(person=person, consultation=consultation)
        a_draft(person=person, consultation=consultation)
        drafting.write(first, text=("Une mare", ""), at=noon + timedelta(hours=1))

        assert drafts.latest(consultation, person.id, "", noon) is first
        assert drafts.latest(consultation, person.id, "", noon + 2 * TOO_LATE) is None

    def test_the_drafts_of_another_commune_are_not_listed(self, noon: datetime) -> None:
        draft, elsewhere = a_draft(person=None, key_hash="k"), a_draft(person=None, key_hash="k")

        held = drafts.under_way(draft.consultation.commune, None, "k", noon)

        assert list(held) == [draft]
        assert drafts.find(draft.consultation.commune, elsewhere.id, noon) is None
