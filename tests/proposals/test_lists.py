"""Tests of participe.proposals.views.lists."""

import pytest

from participe.consultations.models import Consultation
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock
from participe.proposals.models import Proposal, Theme, shuffle_of
from participe.proposals.queries import listing
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import ONE_DAY, a_consultation, a_phase, a_proposal, a_resident
from tests.statements import counted_queries


def fill(consultation: Consultation, numbers: range) -> None:
    """Put many propositions in at once."""
    author = a_resident(commune=consultation.commune)
    db.session.add_all(
        Proposal(
            commune_id=consultation.commune_id,
            consultation=consultation,
            author=author,
            acted_by=author,
            number=number,
            shuffle=shuffle_of(number),
            title=f"Idée {number}",
            locality=f"Quartier {number % 7}",
            published_at=clock.now(),
        )
        for number in numbers
    )
    db.session.commit()


def list_of(consultation: Consultation, query: str = "") -> str:
    return f"/{consultation.commune.slug}/consultations/{consultation.slug}/propositions{query}"


class TestInConsultation:
    def test_it_lists_each_proposition_with_its_figures(self, browser: Browser) -> None:
        proposal = a_proposal(title="Planter des arbres", supports_count=87, comments_count=1)

        page = browser.get(list_of(proposal.consultation))

        assert text(page.h1) == "1 proposition"
        link = page.select_one(".list__title a")
        assert link is not None
        assert link["href"].endswith(f"/propositions/{proposal.number}-planter-des-arbres")
        assert "87 soutiens, 1 commentaire." in text(page.select_one(".list .meta"))

    def test_it_offers_to_propose_while_one_may(self, browser: Browser) -> None:
        consultation = a_consultation()

        page = browser.get(list_of(consultation))

        assert "Personne n’a encore proposé d’idée" in text(page.select_one(".empty-state"))
        assert page.select(f"main a[href$='/{consultation.slug}/proposer']")

    def test_it_says_why_one_cannot_propose_any_more(self, browser: Browser) -> None:
        consultation = a_consultation(
            phases=[a_phase(PhaseKind.PROPOSE, opens=-9, closes=-1), a_phase(PhaseKind.ANSWER)]
        )
        a_proposal(consultation=consultation)

        page = browser.get(list_of(consultation))

        assert "Cette étape est finie depuis le" in text(page.main)
        assert not page.select("main a[href$='/proposer']")

    def test_it_says_what_is_late(self, browser: Browser) -> None:
        now = clock.now()
        proposal = a_proposal(
            threshold_reached_at=now - 40 * ONE_DAY, due_on=clock.day_of(now) - 3 * ONE_DAY
        )

        page = browser.get(list_of(proposal.consultation))

        assert text(page.select_one(".status--late")) == "Réponse en retard de 3 jours"

    def test_a_former_address_leads_to_the_present_one(self, browser: Browser) -> None:
        consultation = a_consultation()

        browser.get(
            f"/{consultation.commune.slug}/consultations/jamais-vue/propositions", status=404
        )

    def test_an_unpublished_consultation_has_no_list(self, browser: Browser) -> None:
        browser.get(list_of(a_consultation(published_at=None)), status=404)

    def test_pages_follow_each_other_and_keep_the_filters(
        self, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(listing, "PAGE_SIZE", 2)
        consultation = a_consultation()
        for _ in range(3):
            a_proposal(consultation=consultation, locality="Ronquet")
        a_proposal(consultation=consultation, locality="Hautebois")

        first = browser.get(list_of(consultation, "?quartier=Ronquet"))
        onward = first.select_one(".pagination a[rel=next]")
        assert onward is not None
        second = browser.get(str(onward["href"]))

        titles = [a["href"] for page in (first, second) for a in page.select(".list__title a")]
        assert len(titles) == len(set(titles)) == 3
        assert "quartier=Ronquet" in onward["href"]
        assert text(second.h1) == "3 propositions"
        assert not second.select(".pagination a[rel=next]")

    @pytest.mark.parametrize(
        ("query", "is_open"), [("", False), ("?q=arbre", False), ("?etat=attente", True)]
    )
    def test_all_but_the_words_to_look_for_is_folded_away_until_it_is_used(
        self, browser: Browser, query: str, is_open: bool
    ) -> None:
        """On a telephone the list begins in the first screen, and filtering leads to it."""
        proposal = a_proposal()

        page = browser.get(list_of(proposal.consultation, query))

        form = page.select_one("form.filters")
        fold = form.details
        assert fold.has_attr("open") is is_open
        assert not fold.select("#q, button")
        assert fold.select("[name=etat], [name=tri]")
        assert page.select_one(
            f"#{form['action'].partition('#')[2]} .list, #resultats .empty-state"
        )

    def test_what_is_left_with_filters_is_counted_where_one_lands(self, browser: Browser) -> None:
        proposal = a_proposal(locality="Ronquet")
        a_proposal(consultation=proposal.consultation)

        page = browser.get(list_of(proposal.consultation, "?quartier=Ronquet"))

        assert "1 proposition avec ces filtres." in text(page.select_one("#resultats"))

    def test_nothing_found_says_how_to_see_all_again(self, browser: Browser) -> None:
        proposal = a_proposal()

        page = browser.get(list_of(proposal.consultation, "?q=girafe"))

        assert text(page.h1) == "Aucune proposition"
        assert "Retirer les filtres" in text(page.select_one(".empty-state a"))

    @pytest.mark.parametrize(
        "query",
        [
            "etat=<svg onload=alert(1)>",
            "theme=../../etc",
            "quartier='%20OR%201=1--",
            "tri=password",
            "apres=<script>",
            "apres=999999999999999999999-1-1",
            "page=9&per_page=<svg>",
            "q=%EF%BF%BD&etat=retard&etat=nothing",
            "filter[email_start]=a",
        ],
    )
    def test_what_is_none_of_ours_is_ignored_and_never_echoed_raw(
        self, browser: Browser, query: str
    ) -> None:
        """T-05, T-26."""
        proposal = a_proposal()

        page = browser.get(list_of(proposal.consultation, f"?{query}"))

        assert not page.select("main script, main svg")

    def test_a_visitor_gets_no_cookie(self, browser: Browser) -> None:
        proposal = a_proposal()

        response = browser.open("GET", list_of(proposal.consultation))

        assert "Set-Cookie" not in response.headers


class TestIndex:
    def test_it_lists_the_commune_newest_first(self, browser: Browser) -> None:
        now = clock.now()
        older = a_proposal(title="Avant", published_at=now - ONE_DAY)
        newer = a_proposal(
            title="Après", consultation=a_consultation(commune=older.commune), published_at=now
        )
        a_proposal(title="Ailleurs")

        page = browser.get(f"/{older.commune.slug}/propositions")

        assert [text(a) for a in page.select(".list__title a")] == [newer.title, older.title]

    def test_it_can_be_narrowed(self, browser: Browser) -> None:
        wanted = a_proposal(title="Une fontaine")
        theme = Theme(commune_id=wanted.commune_id, slug="eau", name="L’eau")
        wanted.theme = theme
        db.session.commit()
        a_proposal(title="Un parking", consultation=wanted.consultation)

        page = browser.get(f"/{wanted.commune.slug}/propositions?theme=eau&q=fontaines")

        assert [text(a) for a in page.select(".list__title a")] == ["Une fontaine"]
        assert page.select("#theme option[selected]")


@on_both
class TestQueries:
    def test_a_signed_in_list_asks_as_much_of_ten_rows_as_of_a_thousand(
        self, browser: Browser
    ) -> None:
        """T12: at most five."""
        consultation = a_consultation()
        resident = a_resident(commune=consultation.commune)
        paths = [list_of(consultation), f"/{consultation.commune.slug}/propositions"]
        browser.sign_in(resident)
        counts = []

        for numbers in (range(1, 11), range(11, 1001)):
            fill(consultation, numbers)
            for path in paths:
                with counted_queries() as statements:
                    browser.get(path)
                counts.append(len(statements))

        assert counts[:2] == counts[2:]
        assert max(counts) <= 5, statements
