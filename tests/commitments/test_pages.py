"""Tests of the public pages about commitments."""

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask

from participe.commitments.models import Commitment, Observation, State
from participe.commitments.services import observing, updating
from participe.commitments.services.observing import Seen
from participe.commitments.services.updating import News
from participe.extensions import db
from participe.kernel import clock
from tests.accounts.signing import codes_sent, sign_in
from tests.browser import Browser, text
from tests.factories import (
    a_commitment,
    a_commune,
    a_consultation,
    a_director,
    a_proposal,
    a_resident,
    a_staff_member,
    an_official,
)

ONE_DAY = timedelta(days=1)


def _address(commitment: Commitment, verb: str = "") -> str:
    base = f"/{commitment.commune.slug}/engagements/{commitment.number}"
    return base + verb if verb else f"{base}-{commitment.slug}"


def _kept(commitment: Commitment) -> Commitment:
    news = News(State.KEPT, "Les arbres sont plantés.")
    updating.update(commitment, news, by=commitment.official, at=clock.now(), based_on=0)
    db.session.commit()
    return commitment


class TestIndex:
    def test_nothing_promised_says_so(self, browser: Browser) -> None:
        page = browser.get(f"/{a_commune().slug}/engagements")

        assert "La commune n’a encore rien promis ici." in text(page.main)

    def test_it_shows_three_figures_and_every_commitment(self, browser: Browser) -> None:
        late = a_commitment(due_on=clock.day_of(clock.now() - 3 * ONE_DAY))
        _kept(a_commitment(to=a_proposal(consultation=late.consultation)))

        page = browser.get(f"/{late.commune.slug}/engagements")

        numbers = [text(number) for number in page.select(".figures__number")]
        assert numbers == ["0 sur 0", "–", "1 sur 2"]
        assert "1 en retard" in text(page.select_one(".figures"))
        states = [text(state) for state in page.select("#engagements ~ * .status")]
        assert states == ["Tenu", "En retard de 3 jours"]
        svg = page.select_one("svg.bars")
        assert svg is not None
        assert svg["role"] == "img"
        assert not svg.select("[style]")

    def test_what_became_of_all_adds_up_as_the_list_does(self, browser: Browser) -> None:
        """Those kept late are among those kept; what is to be done is not said to be under way."""
        first = a_commitment()
        proposal, response = first.proposal, first.response
        past = clock.day_of(clock.now() - ONE_DAY)
        a_commitment(to=proposal, response=response, state=State.UNDER_WAY)
        a_commitment(to=proposal, response=response, due_on=past)
        _kept(a_commitment(to=proposal, response=response, due_on=past))
        _kept(a_commitment(to=proposal, response=response))

        page = browser.get(f"/{first.commune.slug}/engagements")

        assert text(page.select(".figures > div")[-1]) == (
            "Engagements tenus 2 sur 5"
            " Dont 1 après sa date. Les autres : 1 à faire, 1 en cours, 1 en retard."
        )

    def test_on_a_narrow_screen_a_row_says_its_state_first_and_names_the_rest(
        self, browser: Browser
    ) -> None:
        commitment = a_commitment()

        page = browser.get(f"/{commitment.commune.slug}/engagements")

        table = page.select_one(".stacked table")
        heads = [text(head) for head in table.select("thead th")]
        cells = table.select("tbody tr td")
        assert cells[0]["class"] == ["stacked__first"]
        assert [cell["data-label"] for cell in cells[1:]] == heads[2:]

    def test_it_is_filtered_by_state_consultation_and_mandate(self, browser: Browser) -> None:
        one = a_commitment(what="Quatre arbres.")
        other = a_commitment(
            to=a_proposal(consultation=a_consultation(commune=one.commune)), what="Deux bancs."
        )
        _kept(other)
        root = f"/{one.commune.slug}/engagements"

        for query, shown in (
            ("etat=tenu", ["Deux bancs."]),
            ("etat=a-faire", ["Quatre arbres."]),
            (f"consultation={one.consultation.slug}", ["Quatre arbres."]),
            (f"mandat={other.official_id}", ["Deux bancs."]),
            ("etat=retard", []),
            ("etat=rien&consultation=x&mandat=y", ["Deux bancs.", "Quatre arbres."]),
        ):
            page = browser.get(f"{root}?{query}")
            assert [text(cell) for cell in page.select("#commitments-caption ~ tbody th")] == shown

    def test_pages_neither_repeat_nor_skip(self, browser: Browser) -> None:
        first = a_commitment()
        proposal = first.proposal
        for number in range(29):
            a_commitment(to=proposal, response=first.response, what=f"Banc {number}.")
        seen, url = list[str](), f"/{first.commune.slug}/engagements"

        while url:
            page = browser.get(url)
            seen += [text(cell) for cell in page.select("#commitments-caption ~ tbody th")]
            onward = page.select_one("a[rel=next]")
            url = str(onward["href"]) if onward else ""

        assert len(seen) == len(set(seen)) == 30

    def test_the_rules_of_counting_have_a_page(self, browser: Browser) -> None:
        page = browser.get(f"/{a_commune().slug}/engagements/comment-on-compte")

        assert "La première date promise compte toujours." in text(page.main)


class TestFiles:
    def test_no_cell_is_a_formula(self, browser: Browser) -> None:
        commitment = a_commitment(what='=HYPERLINK("x")', who='@service, "vert"')

        response = browser.open("GET", f"/{commitment.commune.slug}/engagements.csv")

        assert response.content_type == "text/csv; charset=utf-8"
        (row,) = csv.DictReader(io.StringIO(response.get_data(as_text=True)))
        assert row["engagement"] == '\'=HYPERLINK("x")'
        assert row["qui"] == '\'@service, "vert"'
        assert row["etat"] == "À faire"

    def test_figures_are_given_month_by_month(self, browser: Browser) -> None:
        commitment = a_commitment()

        response = browser.open("GET", f"/{commitment.commune.slug}/engagements/chiffres.csv")

        rows = list(csv.DictReader(io.StringIO(response.get_data(as_text=True))))
        assert [row["mois"] for row in rows] == [f"2029-{n:02}" for n in range(6, 13)] + [
            f"2030-{n:02}" for n in range(1, 6)
        ]
        assert rows[-1]["engagements_pris"] == "1"


class TestShow:
    def test_the_number_decides_and_another_slug_leads_there(self, browser: Browser) -> None:
        """Invariant 9: an address never dies."""
        commitment = a_commitment()

        for address in (_address(commitment, "-x"), _address(commitment, "")):
            response = browser.open("GET", address)
            assert response.status_code in {200, 301}
        assert browser.open("GET", _address(commitment, "-x")).status_code == 301

    def test_it_says_what_who_by_when_and_where_it_comes_from(self, browser: Browser) -> None:
        """R5: what the commune does, who answers, by when."""
        commitment = a_commitment(budget_line="766/721-60")

        page = browser.get(_address(commitment))

        said = text(page.main)
        for words in (
            "Quatre arbres seront plantés.",
            "Service des espaces verts",
            "30 novembre 2030",
            "766/721-60",
            "échevine de l’environnement",
            "Une fontaine",
        ):
            assert words in said

    def test_a_hidden_proposition_keeps_its_title(self, browser: Browser) -> None:
        proposal = a_proposal(title="SECRET", hidden_at=clock.now(), hidden_reason="Donnée privée.")
        commitment = a_commitment(to=proposal)

        assert "SECRET" not in str(browser.get(_address(commitment)))

    def test_kept_after_its_date_says_how_late(self, browser: Browser) -> None:
        commitment = _kept(a_commitment(due_on=clock.day_of(clock.now() - 4 * ONE_DAY)))

        page = browser.get(_address(commitment))

        assert "Tenu, avec 4 jours de retard" in text(page.select_one(".status"))

    def test_one_of_another_commune_is_not_found(self, browser: Browser) -> None:
        commitment = a_commitment()

        browser.get(f"/{a_commune().slug}/engagements/{commitment.number}", status=404)


class TestFollowing:
    def test_a_visitor_signs_in_first_and_follows_then(self, app: Flask, browser: Browser) -> None:
        """Invariant 7: what they wanted is kept."""
        commitment = a_commitment()
        resident, sent = a_resident(commune=commitment.commune), codes_sent(app)
        browser.post(_address(commitment, "/suivre"), status=303)

        sign_in(browser, commitment.commune, sent, resident.email or "")

        page = browser.get(_address(commitment))
        assert "Ne plus suivre cet engagement" in text(page.main)
        space = browser.get(f"/{commitment.commune.slug}/mon-espace")
        assert commitment.title in text(space.main)

    def test_one_stops_following(self, browser: Browser) -> None:
        commitment = a_commitment()
        browser.sign_in(a_resident(commune=commitment.commune))
        browser.submit(_address(commitment, "/suivre"))

        page = browser.submit(_address(commitment, "/ne-plus-suivre"))

        assert "Suivre cet engagement" in text(page.main)


class TestObserving:
    def test_both_sides_are_shown_with_counts(self, browser: Browser) -> None:
        commitment = _kept(a_commitment())
        browser.sign_in(a_resident(commune=commitment.commune))
        browser.submit(_address(commitment, "/dire-ce-que-je-vois"), {"seen": "fait"})
        browser.sign_in(a_resident(commune=commitment.commune))

        page = browser.submit(
            _address(commitment, "/dire-ce-que-je-vois"),
            {"seen": "pas-encore", "body": "Il en manque deux."},
        )

        said = text(page.select_one("#constats"))
        assert "1 personne dit « je le vois fait »" in said
        assert "1 personne dit « pas encore »" in said
        assert "Il en manque deux." in said

    def test_a_refusal_keeps_what_was_typed(self, browser: Browser) -> None:
        """Invariant 7."""
        commitment = _kept(a_commitment())
        browser.sign_in(a_resident(commune=commitment.commune))

        page = browser.post(
            _address(commitment, "/dire-ce-que-je-vois"), {"body": "Il en manque."}, status=422
        )

        assert text(page.select_one("#body")) == "Il en manque."

    @pytest.mark.parametrize("role", ["staff", "official", "director"])
    def test_the_house_does_not_vouch_for_its_own_word(self, role: str, browser: Browser) -> None:
        """R5: “kept” is the commune's word, what is seen is the residents'."""
        commitment = _kept(a_commitment())
        make = {"staff": a_staff_member, "official": an_official, "director": a_director}[role]
        browser.sign_in(make(commune=commitment.commune))
        address = _address(commitment, "/dire-ce-que-je-vois")

        assert not browser.get(_address(commitment)).select(f'a[href="{address}"]')
        for page in (
            browser.get(address),
            browser.post(address, {"seen": "fait", "body": "Ils sont là."}, status=403),
        ):
            assert "Ce sont les habitantes et habitants qui disent" in text(page.main)
            assert not page.select("main form")
        assert db.session.scalars(db.select(Observation)).all() == []

    def test_nor_does_it_before_signing_in(self, app: Flask, browser: Browser) -> None:
        """What was typed as a visitor is done as the person who then signs in."""
        commitment = _kept(a_commitment())
        staff, sent = a_staff_member(commune=commitment.commune), codes_sent(app)
        browser.post(_address(commitment, "/dire-ce-que-je-vois"), {"seen": "fait"}, status=303)

        sign_in(browser, commitment.commune, sent, staff.email or "")

        assert db.session.scalars(db.select(Observation)).all() == []

    def test_what_is_not_declared_kept_is_not_observed(self, browser: Browser) -> None:
        commitment = a_commitment()
        browser.sign_in(a_resident(commune=commitment.commune))

        browser.post(_address(commitment, "/dire-ce-que-je-vois"), {"seen": "fait"}, status=422)

        assert db.session.scalars(db.select(Observation)).all() == []

    def test_a_visitor_signs_in_and_it_is_said(self, app: Flask, browser: Browser) -> None:
        commitment = _kept(a_commitment())
        resident, sent = a_resident(commune=commitment.commune), codes_sent(app)
        browser.post(
            _address(commitment, "/dire-ce-que-je-vois"),
            {"seen": "pas-encore", "body": "Rien ici."},
            status=303,
        )

        sign_in(browser, commitment.commune, sent, resident.email or "")

        assert "Rien ici." in text(browser.get(_address(commitment)).main)

    def test_one_takes_it_back(self, browser: Browser) -> None:
        commitment = _kept(a_commitment())
        browser.sign_in(a_resident(commune=commitment.commune))
        browser.submit(_address(commitment, "/dire-ce-que-je-vois"), {"seen": "fait"})

        page = browser.submit(_address(commitment, "/retirer-ce-que-j-ai-dit"))

        assert "Personne n’a encore dit" in text(page.select_one("#constats"))

    def test_the_commune_replies_once(self, browser: Browser) -> None:
        commitment = _kept(a_commitment())
        observation = observing.observe(
            commitment,
            Seen(is_done=False, body="Deux manquent."),
            author=a_resident(commune=commitment.commune),
            at=clock.now(),
        )
        db.session.commit()
        browser.sign_in(a_staff_member(commune=commitment.commune))
        url = (
            f"/{commitment.commune.slug}/gestion/engagements/{commitment.number}"
            f"/constats/{observation.id}"
        )

        page = browser.submit(url, {"body": "Ils arrivent lundi."})

        assert "Ils arrivent lundi." in text(page.select_one("#constats"))
        browser.post(url, {"body": "Encore."}, status=422)

    def test_a_hidden_one_shows_its_reason_only(self, browser: Browser) -> None:
        commitment = _kept(a_commitment())
        observation = observing.observe(
            commitment,
            Seen(is_done=False, body="INSULTE"),
            author=a_resident(commune=commitment.commune),
            at=clock.now(),
        )
        observation.hidden_at, observation.hidden_reason = clock.now(), "Insulte grave."
        db.session.commit()

        page = browser.get(_address(commitment))

        assert "INSULTE" not in text(page.main)
        assert "Insulte grave." in text(page.main)
        assert "Personne n’a encore dit" in text(page.main)
