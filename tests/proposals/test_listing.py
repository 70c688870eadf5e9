"""Tests of participe.proposals.queries.listing."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import event

from participe.consultations.models import Consultation
from participe.extensions import db
from participe.proposals.models import RING, Outcome, Proposal, Theme, shuffle_of
from participe.proposals.queries import listing, ordering
from participe.proposals.queries.filters import Filters, Order, Scope, State
from tests.databases import on_both
from tests.factories import ONE_DAY, a_consultation, a_proposal

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE_SIZE", 3)


def read_all(
    consultation: Consultation, order: Order, at: datetime, filters: Filters | None = None
) -> list[int]:
    """Follow the pages to the last."""
    found: list[int] = []
    after = None
    while True:
        page = listing.page(
            Scope(consultation.commune, consultation),
            filters or Filters(),
            order,
            after=after,
            at=at,
        )
        found += [proposal.id for proposal in page]
        if page.next_key is None:
            return found
        after = page.next_key


def some_proposals(consultation: Consultation, number: int) -> list[Proposal]:
    return [a_proposal(consultation=consultation, shuffle=shuffle_of(n + 1)) for n in range(number)]


@on_both
class TestTheOrderOfTheDay:
    @pytest.mark.parametrize("days", range(4))
    def test_its_pages_give_each_proposition_once(self, noon: datetime, days: int) -> None:
        consultation = a_consultation()
        ids = {proposal.id for proposal in some_proposals(consultation, 11)}

        found = read_all(consultation, Order.OF_THE_DAY, noon + days * ONE_DAY)

        assert len(found) == len(ids)
        assert set(found) == ids

    def test_it_is_the_same_all_day_and_another_the_next(self, noon: datetime) -> None:
        consultation = a_consultation()
        some_proposals(consultation, 11)

        morning, evening, tomorrow = (
            read_all(consultation, Order.OF_THE_DAY, at)
            for at in (noon, noon + timedelta(hours=11, minutes=59), noon + ONE_DAY)
        )

        assert morning == evening
        assert morning != tomorrow

    def test_who_reads_past_midnight_goes_on_in_the_same_order(self, noon: datetime) -> None:
        consultation = a_consultation()
        some_proposals(consultation, 11)
        scope = Scope(consultation.commune, consultation)
        first = listing.page(scope, Filters(), Order.OF_THE_DAY, after=None, at=noon)

        second, next_day = (
            listing.page(scope, Filters(), Order.OF_THE_DAY, after=first.next_key, at=at)
            for at in (noon, noon + ONE_DAY)
        )

        assert list(second) == list(next_day)

    def test_two_lists_do_not_start_at_the_same_place(self, noon: datetime) -> None:
        starts = {
            ordering.start_of_day(Consultation(id=id_), noon.toordinal())[0] for id_ in range(50)
        }

        assert len(starts) == 50

    @pytest.mark.parametrize("key", ["0-0-0", "99999999-5-5", "x", "1-2", "-1-2-3", "9" * 30])
    def test_a_key_that_is_not_ours_leads_somewhere(self, noon: datetime, key: str) -> None:
        consultation = a_consultation()
        some_proposals(consultation, 2)
        scope = Scope(consultation.commune, consultation)

        for order in Order:
            listing.page(scope, Filters(), order, after=key, at=noon)


class TestShuffleOf:
    def test_numbers_given_one_after_the_other_are_spread_evenly(self) -> None:
        places = sorted(shuffle_of(number) for number in range(1, 101))
        gaps = [after - before for before, after in pairwise(places)]

        assert len(set(places)) == 100
        assert max(gaps) < 3 * RING / 100

    def test_each_place_is_on_the_ring(self) -> None:
        assert all(0 <= shuffle_of(number) < RING for number in (1, 2, 10**6, 2**40))


@on_both
class TestTheOtherOrders:
    def test_the_newest_answers_come_first_and_what_has_none_last(self, noon: datetime) -> None:
        consultation = a_consultation()
        proposals = some_proposals(consultation, 8)
        for days, proposal in enumerate(proposals[:5]):
            proposal.answered_at = noon - (days % 3) * ONE_DAY
        db.session.commit()

        found = read_all(consultation, Order.ANSWERED, noon)

        def rank(proposal: Proposal) -> tuple[bool, float, int]:
            answered = proposal.answered_at
            return (answered is None, -answered.timestamp() if answered else 0, -proposal.id)

        assert found == [proposal.id for proposal in sorted(proposals, key=rank)]

    def test_the_last_added_come_first(self, noon: datetime) -> None:
        consultation = a_consultation()
        ids = [proposal.id for proposal in some_proposals(consultation, 7)]

        found = read_all(consultation, Order.LAST_ADDED, noon)

        assert found == sorted(ids, reverse=True)

    def test_the_newest_come_first(self, noon: datetime) -> None:
        consultation = a_consultation()
        proposals = [
            a_proposal(consultation=consultation, published_at=noon - (n % 4) * ONE_DAY)
            for n in range(7)
        ]

        found = read_all(consultation, Order.NEWEST, noon)

        def rank(proposal: Proposal) -> tuple[float, int]:
            return (proposal.published_at.timestamp(), proposal.id)

        assert found == [p.id for p in sorted(proposals, key=rank, reverse=True)]


@on_both
class TestPage:
    def test_it_leaves_out_what_is_hidden_withdrawn_or_elsewhere(self, noon: datetime) -> None:
        consultation = a_consultation()
        shown = a_proposal(consultation=consultation)
        a_proposal(consultation=consultation, hidden_at=noon, hidden_reason="Une insulte.")
        a_proposal(consultation=consultation, withdrawn_at=noon)
        a_proposal()

        for scope in (Scope(consultation.commune, consultation), Scope(consultation.commune)):
            page = listing.page(scope, Filters(), Order.NEWEST, after=None, at=noon)

            assert list(page) == [shown]
            assert page.total == 1

    @pytest.mark.parametrize(
        ("states", "expected"),
        [
            ({State.AWAITED}, {"due", "late"}),
            ({State.LATE}, {"late"}),
            ({State.ANSWERED}, {"accepted", "refused"}),
            ({State.REFUSED}, {"refused"}),
            ({State.LATE, State.ACCEPTED}, {"late", "accepted"}),
        ],
    )
    def test_it_can_be_narrowed_to_states(
        self, noon: datetime, states: set[State], expected: set[str]
    ) -> None:
        consultation = a_consultation()
        today = noon.date()
        reached = {"threshold_reached_at": noon - 40 * ONE_DAY}
        a_proposal(consultation=consultation, title="plain")
        a_proposal(consultation=consultation, title="due", due_on=today, **reached)
        a_proposal(consultation=consultation, title="late", due_on=today - ONE_DAY, **reached)
        for outcome in (Outcome.ACCEPTED, Outcome.REFUSED):
            a_proposal(
                consultation=consultation,
                title=str(outcome),
                answered_at=noon,
                outcome=outcome,
                due_on=today - ONE_DAY,
                **reached,
            )

        page = listing.page(
            Scope(consultation.commune, consultation),
            Filters(states=frozenset(states)),
            Order.OF_THE_DAY,
            after=None,
            at=noon,
        )

        assert {proposal.title for proposal in page} == expected
        assert page.total == len(expected)

    @pytest.mark.parametrize("typed", ["arbres ecole", "L’ÉCOLE et les arbre", "écoles"])
    def test_it_finds_words_whatever_their_form(self, noon: datetime, typed: str) -> None:
        consultation = a_consultation()
        wanted = a_proposal(consultation=consultation, title="Des arbres devant l’école")
        a_proposal(consultation=consultation, title="Un parking")

        page = listing.page(
            Scope(consultation.commune), Filters(words=typed), Order.NEWEST, after=None, at=noon
        )

        assert list(page) == [wanted]

    def test_it_can_be_narrowed_to_a_theme_and_a_locality(self, noon: datetime) -> None:
        consultation = a_consultation()
        theme = Theme(commune_id=consultation.commune_id, slug="verdure", name="Verdure")
        db.session.add(theme)
        wanted = a_proposal(consultation=consultation, theme=theme, locality="Ronquet")
        a_proposal(consultation=consultation, theme=theme, locality="Hautebois")
        a_proposal(consultation=consultation, locality="Ronquet")

        page = listing.page(
            Scope(consultation.commune),
            Filters(theme_id=theme.id, locality="Ronquet"),
            Order.NEWEST,
            after=None,
            at=noon,
        )

        assert list(page) == [wanted]

    def test_it_stops_counting_where_a_count_says_no_more(
        self, noon: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(listing, "COUNTED", 4)
        consultation = a_consultation()
        some_proposals(consultation, 7)

        page = listing.page(
            Scope(consultation.commune), Filters(), Order.NEWEST, after=None, at=noon
        )

        assert page.total == 5


@on_both
class TestFacets:
    def test_it_gives_each_locality_once_and_none_of_hidden_texts(self, noon: datetime) -> None:
        consultation = a_consultation()
        other = a_consultation(commune=consultation.commune)
        for locality in ("Ronquet", "Hautebois", "Ronquet", ""):
            a_proposal(consultation=consultation, locality=locality)
        a_proposal(consultation=other, locality="Saint-Roch")
        a_proposal(locality="Ailleurs")
        a_proposal(
            consultation=consultation, locality="Insulte", hidden_at=noon, hidden_reason="Insulte."
        )
        db.session.add(Theme(commune_id=consultation.commune_id, slug="verdure", name="Verdure"))
        db.session.commit()

        here = listing.facets(Scope(consultation.commune, consultation))
        everywhere = listing.facets(Scope(consultation.commune))

        assert here.localities == ["Hautebois", "Ronquet"]
        assert everywhere.localities == ["Hautebois", "Ronquet", "Saint-Roch"]
        assert [name for _id, name in here.themes.values()] == ["Verdure"]


@on_both
class TestSearch:
    @pytest.mark.parametrize("typed", ["de la", "!", "girafe"])
    def test_words_that_are_in_every_text_or_in_none_find_nothing(
        self, noon: datetime, typed: str
    ) -> None:
        consultation = a_consultation()
        some_proposals(consultation, 2)

        page = listing.page(
            Scope(consultation.commune),
            Filters(words=typed),
            Order.LAST_ADDED,
            after=None,
            at=noon,
        )

        assert not page.items

    def test_its_pages_give_each_proposition_once_the_last_added_first(
        self, noon: datetime
    ) -> None:
        consultation = a_consultation()
        ids = [proposal.id for proposal in some_proposals(consultation, 8)]
        a_proposal(consultation=consultation, title="Un parking")

        found = read_all(consultation, Order.LAST_ADDED, noon, Filters(words="fontaines"))

        assert found == sorted(ids, reverse=True)


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("words", ["", "fontaine"])
def test_no_page_of_a_list_reads_a_whole_table(noon: datetime, order: Order, words: str) -> None:
    """What SQLite says it does, as a fresh installation that was never analysed."""
    consultation = a_consultation()
    scope = Scope(consultation.commune, consultation)
    statements: list[tuple[str, Any]] = []

    def keep(_connection: Any, _cursor: Any, sql: str, values: Any, *_more: Any) -> None:
        statements.append((sql, values))

    event.listen(db.engine, "before_cursor_execute", keep)
    listing.page(scope, Filters(words=words), order, after=None, at=noon)
    sql, values = statements[-1]
    plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all()

    steps = [str(row[3]) for row in plan]
    assert not [step for step in steps if step.startswith(("SCAN proposal ", "SCAN contribution"))]
