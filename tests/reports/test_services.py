"""Writing, approving and publishing a bilan: invariant 1, R5, and who may not overwrite whom."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel.html import render_markdown
from participe.proposals.models import Outcome
from participe.reports import preparation, services
from participe.reports.composing import Content
from participe.reports.errors import (
    AlreadyPublished,
    ChangedMeanwhile,
    NotReady,
    NotWaiting,
    SummaryMissing,
)
from participe.reports.models import OutcomeReport, Stage
from participe.reports.preparation import Item
from participe.reports.queries import finding
from participe.texts.models import RemarkDecision, TextVersion, Verdict
from tests.databases import on_both
from tests.factories import (
    a_consultation,
    a_director,
    a_proposal,
    a_remark,
    a_staff_member,
    a_text,
    an_answer,
)
from tests.reports.closing import (
    WORDS,
    a_closed_consultation,
    a_published_report,
    a_report,
    an_answered_proposal,
    an_approved_report,
)
from tests.together import together

pytestmark = [on_both, pytest.mark.usefixtures("app")]
OTHER = Content(summary="Autre chose.")
ONE_DAY = timedelta(days=1)


def person(person_id: int) -> Account:
    """Find somebody in the session of this thread: that of the test is not for it."""
    return db.session.get_one(Account, person_id)


def lacking(report: OutcomeReport, at: datetime) -> set[Item]:
    known = preparation.standing(report.consultation)
    return {item for item, said in preparation.missing(report, known, at).items() if said}


def publish(report: OutcomeReport, at: datetime) -> None:
    staff = a_staff_member(commune=report.consultation.commune)
    services.publish(report, based_on=report.revision, by=staff, at=at)


class TestBegin:
    def test_a_draft_says_what_is_known(self, noon: datetime) -> None:
        """R5: what was refused is in it, not only what was accepted."""
        consultation = a_closed_consultation()
        staff = a_staff_member(commune=consultation.commune)
        for _proposal in range(5):
            a_proposal(consultation=consultation)
        an_answered_proposal(consultation, title="Rouvrir la piscine")

        report = services.begin(consultation, by=staff, at=noon)

        assert "6 personnes ont participé." in report.summary
        assert "Propositions\u00a0: 6." in report.summary
        assert "La commune a répondu à 1 proposition." in report.summary

    def test_the_words_of_residents_stay_words(self, noon: datetime) -> None:
        proposal = a_proposal(
            consultation=a_closed_consultation(), title="[Ici](https://a.example)"
        )
        an_answer(to=proposal, outcome=Outcome.REFUSED, why_not="Trop *cher*.")

        report = services.begin(
            proposal.consultation, by=a_staff_member(commune=proposal.commune), at=noon
        )

        shown = render_markdown(report.what_was_not)
        assert ">Ici</a>" not in shown
        assert "Trop *cher*." in shown

    def test_two_who_begin_at_once_write_one(self, app: Flask, noon: datetime) -> None:
        consultation = a_closed_consultation()
        id_, staff_id = consultation.id, a_staff_member(commune=consultation.commune).id

        def act() -> int:
            mine = db.session.get_one(Consultation, id_)
            return services.begin(mine, by=person(staff_id), at=noon).id

        begun = together(app, 2, act)

        assert len(set(begun)) == 1, begun


class TestPublish:
    """Invariant 1: none closes without a bilan and an answer over the threshold."""

    def test_an_approved_one_is_public_with_its_figures_for_ever(self, noon: datetime) -> None:
        """R5: a consultation closes with a bilan."""
        report = an_approved_report()

        publish(report, noon)

        assert report.stage is Stage.PUBLISHED
        assert report.figures
        assert report.mandate == "échevine de l’environnement"
        with pytest.raises(AlreadyPublished):
            services.save(
                report, OTHER, based_on=report.revision, by=report.consultation.created_by, at=noon
            )

    def test_not_without_an_answer_to_each_proposition_over_the_threshold(
        self, noon: datetime
    ) -> None:
        """R5: nothing closes without answers."""
        consultation = a_closed_consultation()
        waiting = an_answered_proposal(consultation, answered_at=None, outcome=None)
        a_proposal(consultation=consultation)  # below the threshold: no answer is due
        report = an_approved_report(consultation)

        assert lacking(report, noon) == {Item.ANSWERS}
        with pytest.raises(NotReady):
            publish(report, noon)

        waiting.withdrawn_at = noon
        publish(report, noon)

    def test_not_without_a_published_decision_on_each_remark(self, noon: datetime) -> None:
        """R2, R5: nor without a decision on every remark."""
        consultation = a_closed_consultation()
        version = _first_version(consultation)
        remark = a_remark(on=version.wordings[0])
        report = an_approved_report(consultation)

        with pytest.raises(NotReady):
            publish(report, noon)

        assert lacking(report, noon) == {Item.REMARKS}
        db.session.rollback()
        remark.decision = RemarkDecision(
            version=version,
            verdict=Verdict.NOT_KEPT,
            reason="Le marché reste le jeudi.",
            decided_by=consultation.created_by,
            decided_at=noon,
        )
        db.session.commit()
        publish(report, noon)

    def test_not_while_people_can_still_take_part(self, noon: datetime) -> None:
        report = an_approved_report(a_consultation())

        assert lacking(report, noon) == {Item.CONTRIBUTIONS}
        with pytest.raises(NotReady):
            publish(report, noon)

    def test_not_without_the_director(self, noon: datetime) -> None:
        report = a_report()

        assert lacking(report, noon) == {Item.APPROVAL}
        with pytest.raises(NotReady):
            publish(report, noon)

    def test_not_what_changed_since_the_director_read_it(self, noon: datetime) -> None:
        report = an_approved_report()
        staff = a_staff_member(commune=report.consultation.commune)

        services.save(report, OTHER, based_on=report.revision, by=staff, at=noon)

        assert report.stage is Stage.DRAFT
        with pytest.raises(NotReady):
            publish(report, noon)

    def test_twice_at_once_publishes_once(self, app: Flask, noon: datetime) -> None:
        report = an_approved_report()
        staff_id = a_staff_member(commune=report.consultation.commune).id
        id_, revision = report.id, report.revision

        def act() -> None:
            mine = db.session.get_one(OutcomeReport, id_)
            services.publish(mine, based_on=revision, by=person(staff_id), at=noon)

        results = together(app, 2, act)

        assert sorted(type(result).__name__ for result in results) == [
            "AlreadyPublished",
            "NoneType",
        ]


class TestApprove:
    def test_without_a_summary_nothing_is_sent(self, noon: datetime) -> None:
        report = a_report()
        staff = a_staff_member(commune=report.consultation.commune)
        services.save(report, Content(), based_on=report.revision, by=staff, at=noon)

        with pytest.raises(SummaryMissing):
            services.submit(report, based_on=report.revision, by=staff, at=noon)

    def test_what_was_not_sent_is_not_approved(self, noon: datetime) -> None:
        report = a_report()

        with pytest.raises(NotWaiting):
            services.approve(
                report,
                based_on=report.revision,
                by=a_director(commune=report.consultation.commune),
                at=noon,
            )

    def test_saving_the_same_words_takes_no_approval_back(self, noon: datetime) -> None:
        report = an_approved_report()
        staff = a_staff_member(commune=report.consultation.commune)

        services.save(report, WORDS, based_on=report.revision, by=staff, at=noon + ONE_DAY)

        assert report.stage is Stage.APPROVED

    def test_sent_back_it_is_with_staff_again_with_a_word(self, noon: datetime) -> None:
        report = an_approved_report()
        director = a_director(commune=report.consultation.commune)

        services.send_back(report, "Dites la date.", based_on=report.revision, by=director, at=noon)

        assert (report.stage, report.sent_back_word) == (Stage.DRAFT, "Dites la date.")

    def test_while_somebody_edits_what_is_approved_is_what_was_read(
        self, app: Flask, noon: datetime
    ) -> None:
        """Whichever comes first: the change takes the approval back, or the approval is refused."""
        report = a_report()
        director = a_director(commune=report.consultation.commune)
        staff = a_staff_member(commune=report.consultation.commune)
        services.submit(report, based_on=report.revision, by=staff, at=noon)
        id_, revision, staff_id, director_id = report.id, report.revision, staff.id, director.id
        turns = iter(["approve", "edit"])

        def act() -> str:
            turn = next(turns)
            mine = db.session.get_one(OutcomeReport, id_)
            if turn == "approve":
                services.approve(mine, based_on=revision, by=person(director_id), at=noon)
            else:
                services.save(mine, OTHER, based_on=revision, by=person(staff_id), at=noon)
            return turn

        results = together(app, 2, act)

        assert "edit" in results, results
        assert report.summary == OTHER.summary
        assert report.stage is Stage.DRAFT


class TestSave:
    def test_the_second_of_two_editors_overwrites_nothing(self, app: Flask, noon: datetime) -> None:
        report = a_report()
        staff_id = a_staff_member(commune=report.consultation.commune).id
        id_, revision = report.id, report.revision
        texts = iter([Content(summary="Le premier."), Content(summary="Le second.")])

        def act() -> str:
            content = next(texts)
            mine = db.session.get_one(OutcomeReport, id_)
            services.save(mine, content, based_on=revision, by=person(staff_id), at=noon)
            return content.summary

        results = together(app, 2, act)

        kept = [result for result in results if isinstance(result, str)]
        refused = [result for result in results if isinstance(result, ChangedMeanwhile)]
        assert (len(kept), len(refused)) == (1, 1), results
        assert report.summary == kept[0]


class TestReads:
    def test_the_published_bilans_of_a_list_come_in_one_query(self) -> None:
        report = a_published_report()
        unpublished = a_report()

        found = finding.published_of([report.consultation, unpublished.consultation])

        assert [one.id for one in found] == [report.id]


def _first_version(consultation: Consultation) -> TextVersion:
    a_text(consultation=consultation)
    return db.session.scalars(db.select(TextVersion)).one()
