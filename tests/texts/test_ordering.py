"""The order in which remarks on a passage are read: no place is gained by being first (R4)."""

from datetime import date, timedelta

import pytest
from flask import Flask

from participe.accounts.models import Visitor
from participe.extensions import db
from participe.kernel import clock
from participe.texts.models import Remark
from participe.texts.queries import deciding, finding, lineage, ordering, remarks
from participe.texts.services import arranging, writing
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import a_remark, a_text
from tests.statements import counted_queries
from tests.texts.versions import a_draft, publish, said_in, the_wording

DAY = date(2031, 3, 21)


@pytest.fixture
def some(app: Flask) -> list[Remark]:
    assert app
    said = the_wording(a_text("Le marché a lieu le jeudi."))
    return [a_remark(on=said, body=f"Avis {n}.", supports_count=n % 3) for n in range(45)]


def read(some: list[Remark], order: str = "", day: date = DAY) -> list[Remark]:
    """Follow the pages to the end, the last ones after midnight."""
    passage, found, after = some[0].passage, list[Remark](), None
    current = finding.current(passage.text) or pytest.fail("it is public")
    history = lineage.of(passage.text)
    for later in range(5):
        today = day + timedelta(days=later > 1)
        sorting = ordering.sorting(passage, order=order, after=after, today=today)
        page = remarks.page_of(current, history, Visitor(), sorting, after)
        found += [reading.remark for reading in page]
        after = page.next_key
        if after is None:
            break
    return found


@on_both
class TestPages:
    @pytest.mark.parametrize("order", ["", "hasard", "recents", "soutenus", "rien"])
    def test_pages_neither_repeat_nor_skip(self, some: list[Remark], order: str) -> None:
        found = read(some, order)

        assert sorted(remark.id for remark in found) == [remark.id for remark in some]

    def test_each_day_begins_elsewhere_and_is_the_same_all_day(self, some: list[Remark]) -> None:
        days = [[r.id for r in read(some, day=DAY + timedelta(days=n))] for n in range(6)]

        assert days[0] == [r.id for r in read(some)]
        assert len({day[0] for day in days}) > 3
        assert not any(day == sorted(day) for day in days)

    def test_who_asks_reads_the_newest_or_the_most_backed(self, some: list[Remark]) -> None:
        newest, backed = read(some, "recents"), read(some, "soutenus")

        assert newest == some[::-1]
        counts = [remark.supports_count for remark in backed]
        assert counts == sorted(counts, reverse=True)
        assert [remark.id for remark in backed[:15]] != sorted(r.id for r in backed[:15])

    @pytest.mark.parametrize("order", ["hasard", "recents", "soutenus"])
    def test_a_remark_is_on_the_page_that_its_key_names(
        self, some: list[Remark], order: str
    ) -> None:
        passage = some[0].passage
        current = finding.current(passage.text) or pytest.fail("it is public")
        sorting = ordering.sorting(passage, order=order, after=None, today=DAY)

        for remark in some[::7]:
            key = remarks.page_key(remark, current, lineage.of(passage.text), sorting)
            page = remarks.page_of(current, lineage.of(passage.text), Visitor(), sorting, key)
            assert remark in [reading.remark for reading in page]

    def test_a_page_costs_the_same_whatever_it_shows(self, some: list[Remark]) -> None:
        passage = some[0].passage
        current = finding.current(passage.text) or pytest.fail("it is public")
        history = lineage.of(passage.text)
        sorting = ordering.sorting(passage, order="", after=None, today=DAY)
        db.session.expunge_all()

        with counted_queries() as asked:
            page = remarks.page_of(current, history, Visitor(), sorting)
            assert [r.remark.author.shown_name for r in page]

        assert len(asked) == 1


@on_both
class TestInText:
    def test_a_passage_stands_where_the_text_has_it_or_had_it(self, app: Flask) -> None:
        """R2: not where it was born, which is last for what was cut off."""
        assert app
        discussed = a_text("Un.\n\nDeux.", "Trois.", "Quatre.", "Cinq.")
        draft, by = a_draft(discussed), discussed.created_by
        cut = said_in(draft, 1)
        parts = {"bodies": ["Un.", "Deux."], "based_on": cut.revision}
        arranging.split(cut, **parts, by=by, at=clock.now())  # type: ignore[arg-type]
        publish(draft)
        for number in (4, 5, 3, 2, 1):
            a_remark(on=the_wording(discussed, number, version=2), body=f"{number}")
        later = a_draft(discussed)
        writing.remove(said_in(later, 2), reason="Déjà dit.")
        arranging.merge(said_in(later, 5), said_in(later, 3), by=by, at=clock.now())  # type: ignore[arg-type]

        found = [remark.body for remark in deciding.page_to_decide(discussed, after=None)]

        assert found == ["1", "5", "2", "3", "4"]
        assert [remark.body for remark in deciding.to_decide(discussed)] == found

    def test_its_pages_neither_repeat_nor_skip(
        self, some: list[Remark], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(deciding, "PAGE_SIZE", 7)
        discussed, found, after = some[0].passage.text, list[Remark](), None

        for _ in range(7):
            page = deciding.page_to_decide(discussed, after=after)
            found += page.items
            after = page.next_key

        assert found == some
        assert after is None


class TestPage:
    def test_the_page_says_how_it_is_ranged_and_offers_the_other_ways(
        self, some: list[Remark], browser: Browser
    ) -> None:
        told = some[0].passage.text
        path = f"/{told.commune.slug}/consultations/{told.consultation.slug}/textes/1/passages/1"

        page = browser.get(path)
        links = {text(link): link["href"] for link in page.select("#avis p a[rel=nofollow]")}
        newest = browser.get(links["les plus récents"])

        assert "au hasard" in text(page.select_one("#avis p strong"))
        assert "chaque avis a sa chance" in text(page.select_one("#avis"))
        assert text(newest.select_one(".comment-thread .prose")) == "Avis 44."
        following = newest.select_one("a[rel=next]")["href"]
        assert "tri=recents" in following
        assert text(browser.get(following).select_one(".comment-thread .prose")) == "Avis 24."
