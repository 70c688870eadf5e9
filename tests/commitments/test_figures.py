"""The figures of /engagements, computed twice: by the pure functions, and by SQL written here."""

import math
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql

from participe.commitments import figures
from participe.commitments.figures import Answer, Promise
from participe.commitments.models import Commitment, State
from participe.commitments.queries import counting
from participe.commitments.queries.listing import Scope
from participe.communes.models import Commune
from participe.extensions import db
from participe.proposals.models import Proposal
from tests.databases import on_both
from tests.factories import a_commitment, a_consultation, a_proposal, a_resident, an_official

ONE_DAY = timedelta(days=1)
TODAY = date(2030, 5, 4)
YEAR = date(2029, 6, 1)  # the first day of the period that ends with May 2030
EVER = date(2026, 1, 1)

past = st.dates(EVER, TODAY)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    promised = draw(past)
    due = promised + timedelta(days=draw(st.integers(0, 60)))
    late = draw(st.none() | st.integers(0, 120))
    day = None if late is None else promised + timedelta(days=late)
    return Answer(promised, due, day if day and day <= TODAY else None)


@st.composite
def promises(draw: st.DrawFn) -> Promise:
    made = draw(past)
    due = made + timedelta(days=draw(st.integers(0, 400)))
    end = draw(st.none() | st.dates(made, TODAY))
    kept, begun = draw(st.booleans()), draw(st.booleans())
    return Promise(made, due, end if kept else None, None if kept else end, begun and not end)


class TestPure:
    @given(st.lists(promises()))
    def test_every_commitment_is_counted_in_one_state(self, rows: list[Promise]) -> None:
        kept = figures.keeping(rows, today=TODAY)

        states = (kept.kept, kept.to_do, kept.under_way, kept.late, kept.dropped)
        assert sum(states) == kept.total == len(rows)
        assert kept.kept_late <= kept.kept

    @given(st.lists(answers()), st.lists(promises()))
    def test_the_months_add_up_to_the_figures(
        self, given_answers: list[Answer], rows: list[Promise]
    ) -> None:
        total = figures.punctuality(given_answers, since=YEAR, today=TODAY)

        months = figures.by_month(given_answers, rows, since=YEAR, today=TODAY)

        assert len(months) == 12
        assert sum(month.given for month in months) == total.given
        assert sum(month.on_time for month in months) == total.on_time
        assert sum(month.missing for month in months) <= total.late_now

    @given(st.lists(answers()))
    def test_all_months_miss_what_is_late_today(self, rows: list[Answer]) -> None:
        months = figures.by_month(rows, [], since=EVER, today=TODAY)

        late = figures.punctuality(rows, since=YEAR, today=TODAY).late_now
        assert sum(month.missing for month in months) == late

    @pytest.mark.parametrize(
        ("given_on", "on_time"),
        [(date(2030, 4, 30), True), (date(2030, 5, 1), False)],
    )
    def test_the_last_day_is_still_on_time(self, given_on: date, on_time: bool) -> None:
        """R5: late is shown as late, from the first day after the first date."""
        answer = Answer(date(2030, 4, 1), date(2030, 4, 30), given_on)

        assert answer.is_on_time is on_time

    def test_nothing_is_made_to_look_better_by_rounding(self) -> None:
        rows = [
            Answer(date(2030, 4, 1), date(2030, 4, 9), date(2030, 4, 1 + days)) for days in (1, 2)
        ]
        late = Answer(date(2030, 4, 1), date(2030, 4, 9))

        counted = figures.punctuality([*rows, late], since=YEAR, today=TODAY)

        assert (counted.share, counted.median_days) == (66, 2)

    def test_nothing_promised_is_no_share(self) -> None:
        counted = figures.punctuality([], since=YEAR, today=TODAY)

        assert (counted.share, counted.median_days, counted.promised) == (None, None, 0)

    @pytest.mark.parametrize(
        ("today", "first"),
        [
            (date(2030, 5, 31), date(2029, 6, 1)),
            (date(2030, 12, 1), date(2030, 1, 1)),
            (date(2030, 1, 9), date(2029, 2, 1)),
        ],
    )
    def test_a_period_is_twelve_months(self, today: date, first: date) -> None:
        assert figures.period_start(today) == first


# Independent of figures.py: one aggregate over the tables. Instants are all at noon, when the
# day is the same in UTC and in Brussels; TestDays tries the others.
ANSWERS = """
WITH owed AS (
  SELECT {given} AS given_on, {reached} AS promised_on, c.due_on
  FROM (
    SELECT p.answered_at, p.threshold_reached_at AS reached, p.due_on
    FROM proposal p JOIN contribution k ON k.id = p.id
    WHERE k.commune_id = :commune AND p.due_on IS NOT NULL AND p.lead_id IS NULL
      AND (p.answered_at IS NOT NULL OR (k.hidden_at IS NULL AND k.withdrawn_at IS NULL))
      AND (:consultation = 0 OR p.consultation_id = :consultation)
  ) c
), recent AS (
  SELECT {between} AS days, given_on <= due_on AS on_time,
    row_number() OVER (ORDER BY {between}) AS place, count(*) OVER () AS n
  FROM owed WHERE given_on IS NOT NULL AND given_on >= :since
)
SELECT
  (SELECT count(*) FROM recent WHERE on_time),
  (SELECT count(*) FROM recent),
  (SELECT count(*) FROM owed WHERE given_on IS NULL AND due_on < :today),
  (SELECT avg(days) FROM recent WHERE place IN ((n + 1) / 2, (n + 2) / 2))
"""
COMMITMENTS = """
SELECT count(*),
  count(*) FILTER (WHERE state = 'kept'),
  count(*) FILTER (WHERE state = 'kept' AND {closed} > due_on),
  count(*) FILTER (WHERE state = 'to-do' AND due_on >= :today),
  count(*) FILTER (WHERE state = 'under-way' AND due_on >= :today),
  count(*) FILTER (WHERE closed_at IS NULL AND due_on < :today),
  count(*) FILTER (WHERE state = 'dropped')
FROM commitment WHERE commune_id = :commune
  AND (:consultation = 0 OR consultation_id = :consultation)
"""
SQLITE = {
    "given": "date(c.answered_at)",
    "reached": "date(c.reached)",
    "between": "CAST(julianday(given_on) - julianday(promised_on) AS INTEGER)",
    "closed": "date(closed_at)",
}
POSTGRESQL = {
    "given": "CAST(c.answered_at AS date)",
    "reached": "CAST(c.reached AS date)",
    "between": "(given_on - promised_on)",
    "closed": "CAST(closed_at AS date)",
}


def _counted_by_sql(commune: Commune, consultation_id: int = 0) -> list[tuple[int | None, ...]]:
    dialect = SQLITE if db.engine.dialect.name == "sqlite" else POSTGRESQL
    values = {"commune": commune.id, "consultation": consultation_id, "since": YEAR, "today": TODAY}
    if dialect is SQLITE:
        values |= {"since": YEAR.isoformat(), "today": TODAY.isoformat()}
    rows = [
        tuple(db.session.execute(sql(query.format(**dialect)), values).one())
        for query in (ANSWERS, COMMITMENTS)
    ]
    on_time, given_, late, middle = rows[0]
    return [(on_time, given_, late, None if middle is None else math.ceil(middle)), rows[1]]


def _counted_by_us(scope: Scope, at: datetime) -> list[tuple[int | None, ...]]:
    counted = counting.figures_of(scope, at)
    answers, kept = counted.answers, counted.commitments
    return [
        (answers.on_time, answers.given, answers.late_now, answers.median_days),
        (
            *(kept.total, kept.kept, kept.kept_late),
            *(kept.to_do, kept.under_way, kept.late, kept.dropped),
        ),
    ]


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)


@on_both
@pytest.mark.usefixtures("app")
class TestTwice:
    def test_sql_counts_the_same(self, noon: datetime) -> None:
        """The same figures by independent code, on data that hypothesis makes up."""
        first = a_consultation()
        commune = first.commune
        second = a_consultation(commune=commune)
        author, official = a_resident(commune=commune), an_official(commune=commune)
        commune_id, ids = commune.id, (first.id, second.id)
        base = a_commitment(to=a_proposal(consultation=first, author=author))
        response, base_proposal = base.response_id, base.proposal_id
        elsewhere = a_commitment(due_on=TODAY - ONE_DAY)
        assert elsewhere.commune_id != commune_id
        db.session.delete(base)
        db.session.commit()
        numbers = iter(range(100_000, 10_000_000))

        def proposal(row: Answer, place: int, gone: str) -> Proposal:
            return Proposal(
                commune_id=commune_id,
                consultation_id=ids[place],
                author_id=author.id,
                acted_by_id=author.id,
                number=next(numbers),
                shuffle=0,
                published_at=_noon(EVER),
                threshold_reached_at=_noon(row.promised_on),
                due_on=row.due_on,
                answered_at=_noon(row.given_on) if row.given_on else None,
                hidden_at=noon if gone == "hidden" else None,
                hidden_reason="Insulte." if gone == "hidden" else None,
                withdrawn_at=noon if gone == "withdrawn" else None,
            )

        def commitment(row: Promise, place: int) -> Commitment:
            closed_on = row.kept_on or row.dropped_on
            begun = State.UNDER_WAY if row.is_begun else State.TO_DO
            state = State.KEPT if row.kept_on else State.DROPPED if row.dropped_on else begun
            return Commitment(
                commune_id=commune_id,
                number=next(numbers),
                proposal_id=base_proposal,
                consultation_id=ids[place],
                response_id=response,
                what="x",
                who="x",
                due_on=row.due_on,
                official_id=official.id,
                mandate="x",
                made_by_id=official.id,
                made_at=_noon(row.made_on),
                state=state,
                closed_at=_noon(closed_on) if closed_on else None,
            )

        owed = st.tuples(answers(), st.integers(0, 1), st.sampled_from(["", "hidden", "withdrawn"]))

        @settings(
            max_examples=25,
            deadline=None,
            suppress_health_check=[HealthCheck.function_scoped_fixture],
        )
        @given(
            st.lists(owed, max_size=12),
            st.lists(st.tuples(promises(), st.integers(0, 1)), max_size=12),
        )
        def check(owed: list[tuple[Answer, int, str]], made: list[tuple[Promise, int]]) -> None:
            db.session.add_all(proposal(*one) for one in owed)
            db.session.add_all(commitment(*one) for one in made)
            db.session.flush()
            try:
                assert _counted_by_us(Scope(commune), noon) == _counted_by_sql(commune)
                assert _counted_by_us(Scope(commune, second), noon) == _counted_by_sql(
                    commune, second.id
                )
            finally:
                db.session.rollback()

        check()

    def test_a_day_ends_at_midnight_in_brussels(self, noon: datetime) -> None:
        before_midnight = datetime(2030, 4, 30, 21, 59, tzinfo=UTC)
        proposal = a_proposal(
            threshold_reached_at=before_midnight - 20 * ONE_DAY,
            due_on=date(2030, 4, 30),
            answered_at=before_midnight,
        )
        a_proposal(
            consultation=proposal.consultation,
            threshold_reached_at=before_midnight - 20 * ONE_DAY,
            due_on=date(2030, 4, 30),
            answered_at=before_midnight + timedelta(minutes=1),
        )

        counted = counting.punctuality(proposal.commune, noon)

        assert (counted.on_time, counted.given) == (1, 2)

    def test_an_official_is_counted_for_what_they_sign_and_what_they_owe(
        self, noon: datetime
    ) -> None:
        owes = an_official()
        consultation = a_consultation(commune=owes.commune, official=owes)
        due = {"threshold_reached_at": noon - 40 * ONE_DAY, "due_on": TODAY - 10 * ONE_DAY}
        a_proposal(consultation=consultation, **due)
        signed = a_commitment(to=a_proposal(consultation=consultation, **due))

        owing = counting.figures_of(Scope(owes.commune, official=owes), noon)
        signing = counting.figures_of(Scope(owes.commune, official=signed.official), noon)

        assert (owing.answers.late_now, owing.answers.given, owing.commitments.total) == (1, 0, 0)
        assert (signing.answers.late_now, signing.answers.given) == (0, 1)
        assert signing.commitments.total == 1

    def test_grouped_propositions_are_owed_one_answer(self, noon: datetime) -> None:
        due = {"threshold_reached_at": noon - 40 * ONE_DAY, "due_on": TODAY - 10 * ONE_DAY}
        lead = a_proposal(**due)
        a_proposal(consultation=lead.consultation, lead_id=lead.id, **due)

        assert counting.punctuality(lead.commune, noon).late_now == 1

    def test_late_and_missing_answers_count_against_the_commune(self, noon: datetime) -> None:
        """R5: what was promised and lacks is late, and counted."""
        on_time = a_proposal(
            threshold_reached_at=noon - 20 * ONE_DAY,
            due_on=TODAY + 10 * ONE_DAY,
            answered_at=noon,
        )
        late = {"threshold_reached_at": noon - 40 * ONE_DAY, "due_on": TODAY - 10 * ONE_DAY}
        a_proposal(consultation=on_time.consultation, answered_at=noon, **late)
        a_proposal(consultation=on_time.consultation, **late)

        kept = counting.punctuality(on_time.commune, noon)

        assert (kept.on_time, kept.given, kept.late_now, kept.promised) == (1, 2, 1, 3)
        assert (kept.share, kept.median_days) == (33, 30)
