"""Preparing a consultation, and publishing it: never without its contract (invariant 1)."""

from collections.abc import Callable
from datetime import date, timedelta
from threading import Barrier

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.consultations import queries, services
from participe.consultations.errors import (
    AlreadyPublished,
    ChangedMeanwhile,
    NothingToProofread,
    NotOpen,
    NotPublished,
    NotReady,
    PhasesOverlap,
    SlugTaken,
)
from participe.consultations.events import ConsultationPublished
from participe.consultations.models import Consultation
from participe.consultations.phases import Action, PhaseKind
from participe.consultations.preparation import Item
from participe.consultations.services import Period, Terms
from participe.extensions import db
from participe.kernel import clock, events
from participe.kernel.clock import at_hour, start_of
from tests.consultations.drafts import a_draft, an_edit
from tests.databases import on_both
from tests.factories import a_commune, a_consultation, a_phase, a_staff_member
from tests.together import together

pytestmark = on_both
Change = Callable[[Consultation], None]


@pytest.fixture
def thomas(app: Flask) -> Account:
    assert app
    return a_staff_member()


def _without(**values: object) -> Change:
    def change(consultation: Consultation) -> None:
        for name, value in values.items():
            setattr(consultation, name, value)

    return change


def _without_term(**values: object) -> Change:
    def change(consultation: Consultation) -> None:
        for name, value in values.items():
            setattr(consultation.contract, name, value)

    return change


def _mandate_over(consultation: Consultation) -> None:
    assert consultation.contract.official is not None
    (grant,) = consultation.contract.official.grants
    grant.ends_on = clock.day_of(clock.now()) - timedelta(days=1)


def _only(kind: PhaseKind, opens: float, closes: float) -> Change:
    def change(consultation: Consultation) -> None:
        others = [p for p in consultation.phases if p.kind is not kind]
        consultation.phases = [*others, a_phase(kind, opens=opens, closes=closes)]

    return change


class TestPublish:
    def test_a_complete_draft_becomes_public_and_its_contract_is_frozen(
        self, app: Flask, thomas: Account
    ) -> None:
        """R1: what was promised stands from the publication on."""
        draft, published = a_draft(by=thomas, threshold=3, answer_days=3), list[object]()
        events.subscribe(app, ConsultationPublished, published.append)

        services.publish(draft, by=thomas, at=clock.now())
        db.session.commit()

        assert draft.is_published
        assert draft.contract.frozen_at == clock.now()
        assert draft.published_by_id == thomas.id
        assert (draft.threshold, draft.answer_days) == (10, 30)
        assert published == [ConsultationPublished(draft)]

    @pytest.mark.parametrize(
        ("take_away", "sentence"),
        [
            (_without(title=""), "Écrivez la question."),
            (_without(summary=""), "Écrivez le résumé"),
            (_without_term(level=None), "niveau de participation"),
            (_without_term(decided=""), "ce qui est déjà décidé"),
            (_without_term(open_points=""), "ce qui reste à décider"),
            (_without_term(who_decides=""), "qui décide"),
            (_without_term(official=None), "l’élue ou l’élu qui répond"),
            (_mandate_over, "n’a plus de mandat"),
            (_without_term(answers_by=None), "avant quelle date"),
            (_without_term(answers_by=date(2030, 5, 15)), "après la fin des contributions"),
            (_without(phases=[]), "proposer ou discuter"),
            (_only(PhaseKind.PROPOSE, -9, -1), "déjà finie"),
            (_only(PhaseKind.ANSWER, -9, 0), "vient après les autres"),
            (_without(needs_no_document=False), "un document"),
            (_without(needs_no_translation=False), "une traduction"),
            (_without(proofread_at=None), "relire"),
        ],
    )
    def test_whatever_is_missing_keeps_it_from_being_published_and_is_said(
        self, thomas: Account, take_away: Change, sentence: str
    ) -> None:
        """R1, invariant 1: not without each part of the contract, one by one."""
        draft = a_draft(by=thomas)
        take_away(draft)
        db.session.commit()

        with pytest.raises(NotReady) as refusal:
            services.publish(draft, by=thomas, at=clock.now())

        assert not draft.is_published
        assert sentence in " ".join(refusal.value.sentences)

    def test_an_empty_draft_lists_all_that_is_missing(self, thomas: Account) -> None:
        """R1."""
        draft = services.create(
            thomas.commune, title="Que faire du parc ?", by=thomas, at=clock.now()
        )

        assert len(services.missing(draft, clock.now())) == 12

    def test_a_complete_draft_lacks_nothing(self, thomas: Account) -> None:
        assert services.missing(a_draft(by=thomas), clock.now()) == []

    def test_two_at_once_publish_it_once(self, app: Flask, thomas: Account) -> None:
        slug, person_id = a_draft(by=thomas).slug, thomas.id

        def publish() -> None:
            who = db.session.get_one(Account, person_id)
            draft = queries.find(who.commune, slug)
            assert draft is not None
            services.publish(draft, by=who, at=clock.now())

        results = together(app, 4, publish)

        refused = [r for r in results if isinstance(r, AlreadyPublished)]
        assert (len(refused), results.count(None)) == (3, 1), results


class TestCreate:
    def test_its_address_comes_from_its_title_and_is_never_one_that_was_used(
        self, thomas: Account
    ) -> None:
        first = services.create(thomas.commune, title="Le parc ?", by=thomas, at=clock.now())
        services.move(first, "le-grand-parc")

        second = services.create(thomas.commune, title="Le parc !", by=thomas, at=clock.now())

        assert (first.slug, second.slug) == ("le-grand-parc", "le-parc-2")

    def test_two_communes_may_use_the_same_address(self, thomas: Account) -> None:
        elsewhere = a_staff_member()

        both = [
            services.create(who.commune, title="Le parc", by=who, at=clock.now())
            for who in (thomas, elsewhere)
        ]

        assert [consultation.slug for consultation in both] == ["le-parc", "le-parc"]


class TestWriting:
    def test_the_texts_are_kept_and_ask_for_a_new_proofreading(self, thomas: Account) -> None:
        draft = a_draft(by=thomas)
        terms = Terms(level=None, decided="Tout.", open_points="Rien.", who_decides="Le collège.")

        services.write_contract(draft, terms, an_edit(draft, Item.CONTRACT, by=thomas))

        assert draft.contract.decided == "Tout."
        assert draft.proofread_at is None
        assert draft.written_by_id == thomas.id

    def test_a_change_of_dates_asks_for_no_proofreading(self, thomas: Account) -> None:
        draft = a_draft(by=thomas)

        services.plan(draft, [], an_edit(draft, Item.PHASES, by=thomas))

        assert draft.proofread_at is not None

    def test_the_second_of_two_who_edit_the_same_text_is_told(self, thomas: Account) -> None:
        draft = a_draft(by=thomas)
        first = second = an_edit(draft, by=thomas)
        services.write_question(draft, title="La place", summary="A.", minimum_age=13, edit=first)

        with pytest.raises(ChangedMeanwhile):
            services.write_question(
                draft, title="La place", summary="B.", minimum_age=13, edit=second
            )

        assert draft.summary == "A."

    def test_two_who_edit_different_items_do_not_disturb_each_other(self, thomas: Account) -> None:
        draft = a_draft(by=thomas)
        question, answer = an_edit(draft, by=thomas), an_edit(draft, Item.ANSWER, by=thomas)
        services.write_question(draft, title="T", summary="S", minimum_age=16, edit=question)

        services.promise_answer(draft, official=None, answers_by=None, edit=answer)

        assert (draft.title, draft.contract.answers_by) == ("T", None)

    def test_whoever_proofread_another_text_than_the_saved_one_is_told(
        self, thomas: Account
    ) -> None:
        draft = a_draft(by=thomas)
        read = an_edit(draft, Item.PROOFREADING, by=thomas)
        edit = an_edit(draft, by=thomas)
        services.write_question(draft, title="T", summary="S", minimum_age=13, edit=edit)

        with pytest.raises(ChangedMeanwhile):
            services.proofread(draft, read)

    def test_what_is_not_written_yet_is_not_proofread(self, thomas: Account) -> None:
        draft = a_draft(by=thomas, terms={"decided": ""})

        with pytest.raises(NothingToProofread):
            services.proofread(draft, an_edit(draft, Item.PROOFREADING, by=thomas))

    def test_nothing_that_is_frozen_is_written_after_publication(self, thomas: Account) -> None:
        consultation = a_draft(by=thomas, published_at=clock.now())
        edit = an_edit(consultation, by=thomas)

        with pytest.raises(AlreadyPublished):
            services.write_question(
                consultation, title="Autre", summary="", minimum_age=13, edit=edit
            )

    def test_translations_may_be_added_after_publication(self, thomas: Account) -> None:
        consultation = a_draft(by=thomas, published_at=clock.now())
        edit = an_edit(consultation, Item.TRANSLATIONS, by=thomas)

        services.translate(consultation, {"nl": ("Het plein", "…")}, needs_none=False, edit=edit)
        db.session.commit()

        translation = consultation.translation("nl")
        assert translation is not None
        assert translation.title == "Het plein"

    def test_a_translation_that_is_left_empty_goes_away(self, thomas: Account) -> None:
        draft = a_draft(by=thomas)
        both = {"nl": ("Het plein", "…"), "de": ("Der Platz", "…")}
        edit = an_edit(draft, Item.TRANSLATIONS, by=thomas)
        services.translate(draft, both, needs_none=False, edit=edit)
        db.session.commit()

        edit = an_edit(draft, Item.TRANSLATIONS, by=thomas)
        services.translate(draft, {"de": ("Der Markt", "…")}, needs_none=False, edit=edit)
        db.session.commit()

        assert [(t.language, t.title) for t in draft.translations] == [("de", "Der Markt")]


class TestPlan:
    def test_until_a_day_ends_with_the_first_instant_of_the_next_in_brussels(
        self, thomas: Account
    ) -> None:
        draft = a_draft(by=thomas)
        period = Period(PhaseKind.PROPOSE, date(2030, 3, 1), date(2030, 5, 31))

        services.plan(draft, [period], an_edit(draft, Item.PHASES, by=thomas))
        db.session.commit()

        (phase,) = draft.phases
        assert phase.opens_at == start_of(date(2030, 3, 1))
        assert phase.closes_at == start_of(date(2030, 6, 1))
        assert phase.is_open_at(at_hour(date(2030, 5, 31), 23))

    def test_phases_may_be_typed_in_any_order_and_touch(self, thomas: Account) -> None:
        draft = a_draft(by=thomas)
        answering = Period(PhaseKind.ANSWER, date(2030, 6, 1), date(2030, 6, 30))
        proposing = Period(PhaseKind.PROPOSE, date(2030, 5, 1), date(2030, 5, 31))

        services.plan(draft, [answering, proposing], an_edit(draft, Item.PHASES, by=thomas))
        db.session.commit()

        assert [p.kind for p in draft.phases] == [PhaseKind.PROPOSE, PhaseKind.ANSWER]

    def test_two_phases_never_share_a_day(self, thomas: Account) -> None:
        draft = a_draft(by=thomas)
        proposing = Period(PhaseKind.PROPOSE, date(2030, 5, 1), date(2030, 5, 31))
        answering = Period(PhaseKind.ANSWER, date(2030, 5, 31), date(2030, 6, 30))

        with pytest.raises(PhasesOverlap, match="commence le 31 mai"):
            services.plan(draft, [proposing, answering], an_edit(draft, Item.PHASES, by=thomas))


class TestMove:
    def test_the_former_address_leads_to_it(self, thomas: Account) -> None:
        draft = a_draft(by=thomas, slug="place")

        services.move(draft, "la-place")
        db.session.commit()

        assert queries.find(thomas.commune, "place") is None
        assert queries.find_moved(thomas.commune, "place") == draft

    def test_it_may_come_back_to_an_address_it_had(self, thomas: Account) -> None:
        draft = a_draft(by=thomas, slug="place")
        services.move(draft, "la-place")

        services.move(draft, "place")
        db.session.commit()

        assert queries.find(thomas.commune, "place") == draft
        assert queries.find_moved(thomas.commune, "la-place") == draft

    def test_the_address_it_has_is_no_change(self, thomas: Account) -> None:
        draft = a_draft(by=thomas, slug="place")

        services.move(draft, "place")

        assert queries.find_moved(thomas.commune, "place") is None

    def test_of_two_who_take_the_same_address_at_once_one_is_refused(
        self, app: Flask, thomas: Account
    ) -> None:
        person_id, ready = thomas.id, Barrier(2)

        def create() -> None:
            who = db.session.get_one(Account, person_id)
            if db.session.get_bind().dialect.name == "postgresql":
                ready.wait()
            services.create(who.commune, title="Le parc", by=who, at=clock.now())

        results = together(app, 2, create)

        found = [c.slug for c in queries.drafts(thomas.commune)]
        refused = [r for r in results if isinstance(r, SlugTaken)]
        assert len(found) + len(refused) == 2, results
        assert len(set(found)) == len(found)

    def test_an_address_that_another_one_had_is_refused(self, thomas: Account) -> None:
        services.move(a_draft(by=thomas, slug="place"), "la-place")
        other = a_draft(by=thomas)

        with pytest.raises(SlugTaken):
            services.move(other, "place")


class TestEnsureOpen:
    def test_what_is_open_passes(self, thomas: Account) -> None:
        services.ensure_open(a_consultation(), Action.SUPPORT, clock.now())

    def test_what_is_closed_is_refused_with_the_sentence_that_says_why(
        self, thomas: Account
    ) -> None:
        consultation = a_consultation(phases=[a_phase(PhaseKind.PROPOSE, opens=-9, closes=-2)])

        with pytest.raises(NotOpen, match="finie depuis le 2 mai"):
            services.ensure_open(consultation, Action.PROPOSE, clock.now())

    def test_a_draft_takes_no_contribution_even_within_its_dates(self, thomas: Account) -> None:
        draft = a_draft(by=thomas, phases=[a_phase(PhaseKind.PROPOSE)])

        with pytest.raises(NotPublished):
            services.ensure_open(draft, Action.PROPOSE, clock.now())


class TestQueries:
    def test_a_consultation_is_found_in_its_own_commune_only(self, thomas: Account) -> None:
        draft = a_draft(by=thomas)

        assert queries.find(thomas.commune, draft.slug) == draft
        assert queries.find(a_commune(), draft.slug) is None

    def test_drafts_and_published_ones_are_told_apart(self, thomas: Account) -> None:
        draft = a_draft(by=thomas)
        published = a_draft(by=thomas, published_at=clock.now())

        assert queries.drafts(thomas.commune) == [draft]
        assert queries.published(thomas.commune) == [published]
        assert queries.count_drafts(thomas.commune) == 1
