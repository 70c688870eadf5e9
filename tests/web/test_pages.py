"""The pages that everyone may read, and what must be true of each answer."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.answers import services as answers
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock
from participe.texts.queries import finding
from tests.browser import Browser, text
from tests.factories import (
    a_commitment,
    a_commune,
    a_consultation,
    a_director,
    a_facilitator,
    a_phase,
    a_proposal,
    a_remark,
    a_resident,
    a_staff_member,
    a_text,
    an_official,
)

OF_A_COMMUNE = [
    *("", "/contact", "/charte", "/accessibilite", "/vie-privee"),
    *("/aide", "/aide/epn", "/aide/mots", "/aide/habiter"),
]
OF_THE_PLATFORM = ["/", "/?commune=liege", "/aide", "/aide/mots", "/aide/habiter"]


class TestReading:
    @pytest.mark.parametrize("path", OF_A_COMMUNE)
    def test_a_page_of_a_commune_leaves_no_cookie(self, browser: Browser, path: str) -> None:
        commune = a_commune()

        page = browser.get(f"/{commune.slug}{path}")

        assert commune.name in text(page.title)
        assert "Set-Cookie" not in browser.open("GET", f"/{commune.slug}{path}").headers

    @pytest.mark.parametrize("path", OF_THE_PLATFORM)
    def test_a_page_of_the_platform_leaves_no_cookie(self, browser: Browser, path: str) -> None:
        browser.get(path)

        assert "Set-Cookie" not in browser.open("GET", path).headers

    @pytest.mark.parametrize("path", OF_THE_PLATFORM)
    def test_head_answers_as_get_without_a_body(self, browser: Browser, path: str) -> None:
        response = browser.open("HEAD", path)

        assert (response.status_code, response.data) == (200, b"")

    def test_every_answer_carries_the_headers_that_protect(self, browser: Browser) -> None:
        for path in ("/", "/nulle-part/ici", "/static/css/participe.css", "/healthz"):
            response = browser.open("GET", path)
            response.close()
            headers = response.headers

            assert "default-src 'none'" in headers["Content-Security-Policy"]
            assert "unsafe" not in headers["Content-Security-Policy"]
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Referrer-Policy"] == "same-origin"
            assert headers["Cross-Origin-Opener-Policy"] == "same-origin"

    def test_a_watching_machine_is_told_that_all_is_well(self, browser: Browser) -> None:
        response = browser.open("GET", "/healthz")

        assert response.get_data(as_text=True) == "ok\n"
        assert "Set-Cookie" not in response.headers


class TestPlatformHome:
    def test_a_locality_leads_to_a_commune_that_is_open(self, browser: Browser) -> None:
        a_commune(nis="92094", slug="namur", name="Namur")

        page = browser.get("/?commune=Saint-Servais")

        found = page.select("#found ~ ul > li")
        assert found[0].select_one("a")["href"] == "/namur"
        assert "avec Saint-Servais" in text(found[0])

    def test_the_open_one_comes_first_and_of_others_one_reads_that_they_are_not(
        self, browser: Browser
    ) -> None:
        a_commune(nis="55004", slug="braine-le-comte", name="Braine-le-Comte")

        found = browser.get("/?commune=braine").select("#found ~ ul > li")

        assert "Braine-le-Comte" in text(found[0])
        assert "n’utilise pas encore ce site" in text(found[1])

    def test_what_was_typed_stays_and_is_only_text(self, browser: Browser) -> None:
        page = browser.get("/?commune=%3Cscript%3E")

        assert page.select_one("#commune")["value"] == "<script>"
        assert "Aucune commune de ce nom" in text(page.main)

    def test_the_source_of_the_names_is_credited(self, browser: Browser) -> None:
        assert "© Statbel" in text(browser.get("/").main)


class TestCommuneHome:
    def test_what_ends_soon_comes_first_with_the_days_left(self, browser: Browser) -> None:
        commune = a_commune()
        a_consultation(commune=commune, phases=[a_phase(PhaseKind.DISCUSS, closes=40)])
        soon = a_consultation(commune=commune, phases=[a_phase(PhaseKind.PROPOSE, closes=3)])
        a_consultation(commune=commune, phases=[a_phase(PhaseKind.PROPOSE, opens=2, closes=3)])

        cards = browser.get(f"/{commune.slug}").select(".card")

        assert len(cards) == 2
        assert soon.title in text(cards[0])
        assert "Se termine dans 3 jours" in text(cards[0])
        assert "Vous pouvez proposer des idées." in text(cards[0])
        assert "Ouvert jusqu’au" in text(cards[1])

    def test_a_card_says_the_same_end_as_its_page_and_when_the_phase_ends(
        self, browser: Browser
    ) -> None:
        commune = a_commune()
        proposing = a_phase(PhaseKind.PROPOSE, closes=12)
        a_consultation(
            commune=commune, phases=[proposing, a_phase(PhaseKind.DISCUSS, opens=12, closes=40)]
        )

        card = browser.get(f"/{commune.slug}").select_one(".card")
        page = browser.get(card.select_one("a")["href"])

        assert text(card.select_one(".status")) == text(page.select_one("main .status"))
        assert "Vous pouvez proposer des idées. Cette étape finit le" in text(card)

    def test_a_commune_of_the_start_has_a_page_too(self, browser: Browser) -> None:
        commune = a_commune()

        page = browser.get(f"/{commune.slug}")

        assert "Aucune consultation n’est ouverte" in text(page.main)


class TestStaffBar:
    def test_staff_find_their_work_from_every_page(self, browser: Browser) -> None:
        commune = a_commune()
        browser.sign_in(a_staff_member(commune=commune))

        bar = [
            text(link) for link in browser.get(f"/{commune.slug}/contact").select(".staff-nav a")
        ]

        assert bar == [
            "Aujourd’hui", "À modérer", "Réponses", "Engagements", "Consultations",
            "Séances", "Personnes", "Réglages",
        ]  # fmt: skip

    def test_one_sees_in_which_part_of_the_work_one_is(self, browser: Browser) -> None:
        commune = a_commune()
        browser.sign_in(a_staff_member(commune=commune))

        page = browser.get(f"/{commune.slug}/gestion/reglages/contact")

        assert [text(link) for link in page.select(".staff-nav [aria-current]")] == ["Réglages"]

    def test_an_official_finds_what_to_sign_and_what_was_promised(self, browser: Browser) -> None:
        commune = a_commune()
        browser.sign_in(an_official(commune=commune))

        bar = browser.get(f"/{commune.slug}/contact").select(".staff-nav a")

        assert [text(link) for link in bar] == ["Mes réponses", "Engagements"]

    def test_residents_have_none(self, browser: Browser) -> None:
        commune = a_commune()
        browser.sign_in(a_resident(commune=commune))

        assert not browser.get(f"/{commune.slug}/contact").select(".staff-nav")


class TestDay:
    def test_a_day_without_work_says_so(self, browser: Browser) -> None:
        commune = a_commune()
        browser.sign_in(a_staff_member(commune=commune))

        assert "Rien en retard" in text(browser.get(f"/{commune.slug}/gestion").main)

    def test_what_a_consultation_still_owes_is_there(self, browser: Browser) -> None:
        """R2, R5: remarks without a decision and a bilan that is late are work of the day."""
        commune = a_commune()
        late = a_consultation(commune=commune, title="La bibliothèque")
        late.contract.answers_by = clock.day_of(clock.now()) - timedelta(days=2)
        said = a_text(consultation=a_consultation(commune=commune))
        a_remark(on=(finding.current(said) or pytest.fail("it is public")).wordings[0])
        browser.sign_in(a_staff_member(commune=commune))

        page = browser.get(f"/{commune.slug}/gestion")

        assert text(page.select_one("#late-reports")) == "1 bilan en retard"
        assert page.select_one("#late-reports ~ ul a")["href"].endswith("/bilan")
        assert text(page.select_one("#remarked ~ ul")) == f"{said.title} 1 avis"

    def test_an_answer_is_listed_once_with_how_far_it_is(self, browser: Browser) -> None:
        today = clock.day_of(clock.now())
        due = {"threshold_reached_at": clock.now() - timedelta(days=28)}
        late = a_proposal(title="Des bancs", due_on=today - timedelta(days=2), **due)
        due["consultation"] = late.consultation
        soon = a_proposal(title="Un toit", due_on=today + timedelta(days=2), **due)
        a_proposal(title="Une haie", due_on=today + timedelta(days=3), **due)
        early = a_proposal(title="Un pont", consultation=late.consultation)
        for proposal in (late, soon, early):
            answers.save(
                proposal,
                answers.Content(),
                by=late.consultation.contract.official,
                at=clock.now(),
                based_on=None,
            )
        db.session.commit()
        browser.sign_in(a_staff_member(commune=late.commune))

        page = browser.get(f"/{late.commune.slug}/gestion")

        listed = {
            text(line.h3): [text(state) for state in line.select(".status")]
            for line in page.select("main .list > li")
        }
        assert [text(title) for title in page.select("main h3")] == [
            "Des bancs", "Un pont", "Un toit", "Une haie",
        ]  # fmt: skip
        assert listed == {
            "Des bancs": ["en retard de 2 jours", "brouillon commencé"],
            "Un toit": ["à donner avant la fin du 6 mai 2030", "brouillon commencé"],
            "Une haie": ["à donner avant la fin du 7 mai 2030"],
            "Un pont": ["brouillon commencé"],
        }

    def test_commitments_that_are_late_are_work_of_the_day(self, browser: Browser) -> None:
        """R5: the commune's word does not end with its answer."""
        today = clock.day_of(clock.now())
        first = a_commitment(due_on=today - timedelta(days=2524))
        a_commitment(to=first.proposal, response=first.response, due_on=today - timedelta(days=1))
        a_commitment(to=first.proposal, response=first.response, due_on=today)
        browser.sign_in(a_staff_member(commune=first.commune))

        page = browser.get(f"/{first.commune.slug}/gestion")

        section = page.select_one("[aria-labelledby=late-commitments]")
        assert text(section.h2) == "2 engagements en retard"
        assert "Le plus ancien est en retard de 2 524 jours." in text(section)
        assert section.a["href"] == f"/{first.commune.slug}/gestion/engagements"
        assert "Rien en retard" not in text(page.main)

    def test_it_is_for_staff(self, browser: Browser) -> None:
        commune = a_commune()
        browser.sign_in(a_resident(commune=commune))

        browser.get(f"/{commune.slug}/gestion", status=403)

    @pytest.mark.parametrize(
        ("somebody", "desk"),
        [
            (an_official, "/gestion/mes-reponses"),
            (a_director, "/gestion/bilans"),
            (a_facilitator, "/seances"),
        ],
    )
    def test_who_works_elsewhere_is_led_there(
        self, browser: Browser, somebody: Callable[..., Account], desk: str
    ) -> None:
        """They have a desk of their own: the bar begins with it."""
        commune = a_commune()
        browser.sign_in(somebody(commune=commune))

        response = browser.open("GET", f"/{commune.slug}/gestion")

        assert (response.status_code, response.location) == (303, f"/{commune.slug}{desk}")
        assert browser.get(response.location).select('.staff-nav a[aria-current="true"]')


class TestDisplay:
    def test_a_choice_stays_on_the_device(self, browser: Browser) -> None:
        commune = a_commune()
        path = f"/{commune.slug}/affichage"

        page = browser.submit(path, {"text_size": "larger", "spacing": "wide", "theme": "dark"})

        assert "enregistré sur cet appareil" in text(page.main)
        assert page.html["data-theme"] == "dark"
        assert page.html["data-text-size"] == "larger"
        assert page.select_one("input[name=theme][checked]")["value"] == "dark"

    def test_the_usual_look_needs_no_cookie(self, browser: Browser) -> None:
        path = f"/{a_commune().slug}/affichage"
        browser.submit(path, {"text_size": "larger", "spacing": "", "theme": ""})

        browser.submit(path, {"text_size": "", "spacing": "", "theme": ""})

        assert browser.client.get_cookie("affichage") is None

    @pytest.mark.parametrize("cookie", ['theme:"><script>', "theme:dark:x", "||||", "text_size:"])
    def test_only_words_of_ours_reach_the_page(self, browser: Browser, cookie: str) -> None:
        browser.client.set_cookie("affichage", cookie)

        page = browser.get("/")

        assert set(page.html.attrs) == {"lang"}


class TestHelp:
    def test_a_guide_leads_to_the_words_of_the_same_commune(self, browser: Browser) -> None:
        commune = a_commune()

        page = browser.get(f"/{commune.slug}/aide/habiter")

        assert page.select(f'main a[href="/{commune.slug}/aide/mots"]')

    def test_no_other_file_can_be_asked_for(self, browser: Browser) -> None:
        for name in ("glossary", "..%2Fglossary", "README", "%2e%2e%2f%2e%2e%2fREADME"):
            browser.get(f"/aide/{name}", status=404)

    def test_an_installation_without_guides_still_has_its_help(
        self, app: Flask, browser: Browser, tmp_path: object
    ) -> None:
        app.config["GUIDE_FOLDER"] = str(tmp_path)
        commune = a_commune()
        db.session.commit()

        page = browser.get(f"/{commune.slug}/aide")

        assert "Trouver un EPN" in text(page.main)
