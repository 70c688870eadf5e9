"""What changes in public: only with a reason that stays beside it."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.consultations import changes
from participe.consultations.changes import Extension
from participe.consultations.errors import (
    AnswerTooEarly,
    ChangedMeanwhile,
    NextPhaseInTheWay,
    NextPhaseTooShort,
    NoMandate,
    NothingChanged,
    NotLater,
    NotPublished,
    PhaseOver,
    PromiseInTheWay,
)
from participe.consultations.events import ContractChanged, PhaseExtended
from participe.consultations.models import Consultation, ContractField, ParticipationLevel, Phase
from participe.consultations.phases import PhaseKind
from participe.consultations.preparation import Item
from participe.extensions import db
from participe.kernel import clock, events
from participe.kernel.clock import last_day_before, start_of
from tests.consultations.drafts import a_draft, an_edit
from tests.databases import on_both
from tests.factories import a_resident, a_staff_member, an_official

pytestmark = on_both

ONE_DAY = timedelta(days=1)


@pytest.fixture
def thomas(app: Flask) -> Account:
    assert app
    return a_staff_member()


def a_public_one(by: Account, **values: Any) -> Consultation:
    """Make one that people can read: they propose until 20 May, it answers from 22 May on."""
    phases = [
        Phase(kind=kind, opens_at=start_of(first), closes_at=start_of(last + ONE_DAY))
        for kind, first, last in (
            (PhaseKind.INFORM, date(2030, 4, 1), date(2030, 4, 30)),
            (PhaseKind.PROPOSE, date(2030, 5, 1), date(2030, 5, 20)),
            (PhaseKind.ANSWER, date(2030, 5, 22), date(2030, 6, 30)),
        )
    ]
    return a_draft(by=by, **{"published_at": clock.now(), "phases": phases} | values)


class TestAmend:
    def test_what_was_promised_before_stays_beside_the_reason(
        self, app: Flask, thomas: Account
    ) -> None:
        consultation, told = a_public_one(thomas), list[object]()
        events.subscribe(app, ContractChanged, told.append)
        field = ContractField.DECIDED

        change = changes.amend(
            consultation,
            field,
            "Rien.",
            reason="Le conseil a voté.",
            edit=an_edit(consultation, field, by=thomas),
        )
        db.session.commit()

        assert consultation.contract.decided == "Rien."
        assert (change.before, change.after) == ("Le marché du jeudi reste.", "Rien.")
        assert (change.reason, change.changed_by_id) == ("Le conseil a voté.", thomas.id)
        assert told == [ContractChanged(change)]

    @pytest.mark.parametrize(
        ("field", "value", "after"),
        [
            (ContractField.TITLE, "Et le parc ?", "Et le parc ?"),
            (ContractField.SUMMARY, "Autre chose.", "Autre chose."),
            (ContractField.LEVEL, ParticipationLevel.CO_CONSTRUCTION, "Co-construction"),
            (ContractField.ANSWERS_BY, date(2030, 7, 1), "avant le 1er juillet 2030"),
        ],
    )
    def test_each_part_is_kept_as_people_read_it(
        self, thomas: Account, field: ContractField, value: Any, after: str
    ) -> None:
        consultation = a_public_one(thomas)
        edit = an_edit(consultation, field, by=thomas)

        change = changes.amend(consultation, field, value, reason="Parce que.", edit=edit)

        assert change.after == after

    def test_another_official_answers_if_their_mandate_runs(self, thomas: Account) -> None:
        consultation = a_public_one(thomas)
        anne, resident = an_official(commune=thomas.commune), a_resident(commune=thomas.commune)
        field = ContractField.OFFICIAL
        edit = an_edit(consultation, field, by=thomas)

        with pytest.raises(NoMandate):
            changes.amend(consultation, field, resident, reason="Non.", edit=edit)
        change = changes.amend(consultation, field, anne, reason="Remaniement.", edit=edit)

        assert consultation.contract.official == anne
        assert change.after == anne.display_name

    def test_an_answer_before_the_end_of_the_contributions_is_refused(
        self, thomas: Account
    ) -> None:
        consultation, field = a_public_one(thomas), ContractField.ANSWERS_BY
        edit = an_edit(consultation, field, by=thomas)

        with pytest.raises(AnswerTooEarly):
            changes.amend(consultation, field, date(2030, 5, 20), reason="Vite.", edit=edit)

    def test_the_same_words_are_no_change(self, thomas: Account) -> None:
        consultation, field = a_public_one(thomas), ContractField.TITLE
        edit = an_edit(consultation, field, by=thomas)

        with pytest.raises(NothingChanged):
            changes.amend(consultation, field, consultation.title, reason="…", edit=edit)

    def test_the_second_of_two_is_told(self, thomas: Account) -> None:
        consultation, field = a_public_one(thomas), ContractField.TITLE
        edit = an_edit(consultation, field, by=thomas)
        changes.amend(consultation, field, "Un", reason="…", edit=edit)

        with pytest.raises(ChangedMeanwhile):
            changes.amend(consultation, field, "Deux", reason="…", edit=edit)

    def test_a_draft_has_nothing_to_amend(self, thomas: Account) -> None:
        draft, field = a_draft(by=thomas), ContractField.TITLE

        with pytest.raises(NotPublished):
            changes.amend(draft, field, "Un", reason="…", edit=an_edit(draft, field, by=thomas))


class TestExtend:
    def _extend(
        self, consultation: Consultation, by: Account, *, last_day: date, moves: bool = False
    ) -> Phase:
        phase = next(p for p in consultation.phases if p.kind is PhaseKind.PROPOSE)
        extension = Extension(last_day, "La salle était fermée.", moves_next=moves)
        changes.extend(phase, extension, an_edit(consultation, Item.PHASES, by=by))
        db.session.commit()
        return phase

    def test_a_phase_ends_later_with_a_reason(self, app: Flask, thomas: Account) -> None:
        consultation, told = a_public_one(thomas), list[object]()
        events.subscribe(app, PhaseExtended, told.append)

        phase = self._extend(consultation, thomas, last_day=date(2030, 5, 21))

        (extension,) = phase.extensions
        assert phase.closes_at == extension.closes_at == start_of(date(2030, 5, 22))
        assert extension.closed_at_before == start_of(date(2030, 5, 21))
        assert (extension.reason, extension.next_opens_at) == ("La salle était fermée.", None)
        assert extension.extended_by == thomas
        assert told == [PhaseExtended(extension)]

    def test_it_never_overlaps_the_next_one(self, thomas: Account) -> None:
        with pytest.raises(NextPhaseInTheWay):
            self._extend(a_public_one(thomas), thomas, last_day=date(2030, 5, 22))

    def test_the_next_one_may_begin_later_by_as_many_days_and_ends_when_it_was_to(
        self, thomas: Account
    ) -> None:
        consultation = a_public_one(thomas)

        phase = self._extend(consultation, thomas, last_day=date(2030, 5, 27), moves=True)

        following = consultation.phases[-1]
        assert following.opens_at == start_of(date(2030, 5, 29))
        assert last_day_before(following.closes_at) == date(2030, 6, 30)
        assert phase.extensions[0].next_opens_at == following.opens_at

    def test_the_next_one_is_not_eaten_up(self, thomas: Account) -> None:
        consultation = a_public_one(thomas, terms={"answers_by": date(2030, 9, 1)})

        with pytest.raises(NextPhaseTooShort):
            self._extend(consultation, thomas, last_day=date(2030, 7, 1), moves=True)

    def test_the_promised_answer_stays_possible(self, thomas: Account) -> None:
        consultation = a_public_one(thomas, terms={"answers_by": date(2030, 5, 25)})

        with pytest.raises(PromiseInTheWay):
            self._extend(consultation, thomas, last_day=date(2030, 5, 25), moves=True)

    def test_a_phase_never_ends_earlier(self, thomas: Account) -> None:
        with pytest.raises(NotLater):
            self._extend(a_public_one(thomas), thomas, last_day=date(2030, 5, 20))

    def test_a_phase_that_is_over_stays_over(self, thomas: Account) -> None:
        consultation = a_public_one(thomas)
        over = consultation.phases[0]
        extension = Extension(date(2030, 6, 1), "…", moves_next=False)

        with pytest.raises(PhaseOver):
            changes.extend(over, extension, an_edit(consultation, Item.PHASES, by=thomas))

    def test_the_second_of_two_is_told(self, thomas: Account) -> None:
        consultation = a_public_one(thomas)
        read = an_edit(consultation, Item.PHASES, by=thomas)
        phase = self._extend(consultation, thomas, last_day=date(2030, 5, 21))

        with pytest.raises(ChangedMeanwhile):
            changes.extend(phase, Extension(date(2030, 5, 21), "…", moves_next=False), read)
