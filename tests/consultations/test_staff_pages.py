"""Thomas prepares a consultation, publishes it, and changes it in public; nobody else does."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from participe.accounts.models import Account
from participe.consultations import queries
from participe.consultations.models import Consultation, ContractField
from participe.consultations.phases import PhaseKind
from participe.consultations.preparation import Item, fingerprint
from participe.consultations.views.amending import ADDRESSES
from participe.extensions import db
from participe.kernel import clock
from tests.browser import Browser, text
from tests.consultations.drafts import a_draft
from tests.factories import (
    a_commune,
    a_facilitator,
    a_phase,
    a_platform_admin,
    a_resident,
    a_staff_member,
    an_official,
)

Fields = dict[str, Any]


@pytest.fixture
def thomas(app: Flask) -> Account:
    assert app
    return a_staff_member(display_name="Thomas")


@pytest.fixture
def desk(browser: Browser, thomas: Account) -> Browser:
    return browser.sign_in(thomas)


def path(consultation: Consultation, more: str = "/preparer") -> str:
    return f"/{consultation.commune.slug}/gestion/consultations/{consultation.slug}{more}"


def based_on(consultation: Consultation, part: Item | ContractField) -> Fields:
    return {"based_on": fingerprint(consultation, part)}


def a_row(number: int, kind: PhaseKind, opens: str, last: str) -> Fields:
    """Make the fields of one phase: “1 5 2030” is typed as three numbers."""
    prefix = f"phase-{number}-"
    return {
        f"{prefix}kind": kind.value,
        f"{prefix}opens_on": opens.split(" "),
        f"{prefix}last_day": last.split(" "),
    }


def errors(page: BeautifulSoup) -> list[str]:
    return [text(line) for line in page.select(".error-summary li")]


def test_a_consultation_is_prepared_from_its_question_to_its_publication(
    desk: Browser, thomas: Account
) -> None:
    """Thomas's journey: seven items, then “publish”."""
    anne = an_official(commune=thomas.commune)
    start = f"/{thomas.commune.slug}/gestion/consultations"
    page = desk.submit(f"{start}/nouvelle", {"title": "Que faire de la place ?"})
    assert "0 points sur 7 sont faits." in text(page.main)
    draft = queries.find(thomas.commune, "que-faire-de-la-place")
    assert draft is not None
    rows = a_row(0, PhaseKind.PROPOSE, "10 5 2030", "31 5 2030") | a_row(
        1, PhaseKind.ANSWER, "1 6 2030", "30 6 2030"
    )
    terms = {"level": "concertation", "decided": "A", "open_points": "B", "who_decides": "C"}
    for address, item, fields in (
        (
            "question",
            Item.QUESTION,
            {"title": "La place ?", "summary": "Dites.", "minimum_age": 13},
        ),
        ("contrat", Item.CONTRACT, terms),
        ("etapes", Item.PHASES, rows),
        ("reponse", Item.ANSWER, {"official": anne.id, "answers_by": ["1", "7", "2030"]}),
        ("traductions", Item.TRANSLATIONS, {"nl_title": "Het plein?", "nl_summary": "Zeg het."}),
        ("documents/aucun", None, {"needs_none": "yes"}),
        ("relecture", Item.PROOFREADING, {}),
    ):
        typed = fields | (based_on(draft, item) if item else {})
        page = desk.submit(path(draft, f"/preparer/{address}"), typed)
    assert "7 points sur 7 sont faits." in text(page.main)

    page = desk.submit(path(draft, "/publier"))

    assert "La consultation est publiée." in text(page.main)
    assert draft.is_published
    public = Browser(desk.app).get(f"/{thomas.commune.slug}/consultations/{draft.slug}")
    assert text(public.h1) == "La place ?"


class TestPublish:
    def test_what_is_missing_is_said_in_words_each_leading_to_its_page(
        self, desk: Browser, thomas: Account
    ) -> None:
        """R1, invariant 1."""
        draft = a_draft(by=thomas, summary="", terms={"decided": ""})

        page = desk.post(path(draft, "/publier"), status=422)

        assert errors(page) == [
            "Écrivez le résumé en langage clair.",
            "Dites ce qui est déjà décidé.",
        ]
        links = [link["href"] for link in page.select(".error-summary a")]
        assert links == [path(draft, "/preparer/question"), path(draft, "/preparer/contrat")]
        assert not draft.is_published

    def test_the_list_says_so_before_one_tries(self, desk: Browser, thomas: Account) -> None:
        draft = a_draft(by=thomas, summary="")

        page = desk.get(path(draft))

        assert "6 points sur 7 sont faits." in text(page.main)
        assert "Écrivez le résumé en langage clair." in text(page.select_one(".notice-box"))

    def test_a_second_time_is_told(self, desk: Browser, thomas: Account) -> None:
        draft = a_draft(by=thomas)
        desk.submit(path(draft, "/publier"))

        page = desk.submit(path(draft, "/publier"))

        assert "Cette consultation est publiée." in text(page.main)


class TestForms:
    def test_a_refused_form_keeps_all_that_was_typed(self, desk: Browser, thomas: Account) -> None:
        draft = a_draft(by=thomas)
        typed = {"title": " ", "summary": "Un <b>résumé", "minimum_age": "treize"}

        page = desk.post(
            path(draft, "/preparer/question"),
            typed | based_on(draft, Item.QUESTION),
            status=422,
        )

        assert errors(page) == ["Écrivez la question.", "Écrivez un âge, en chiffres."]
        assert text(page.select_one("textarea[name=summary]")) == "Un <b>résumé"
        assert page.select_one("input[name=minimum_age]")["value"] == "treize"
        assert text(page.title).startswith("Erreur :")

    def test_the_second_of_two_keeps_their_text_and_sees_the_other(
        self, desk: Browser, thomas: Account
    ) -> None:
        draft = a_draft(by=thomas)
        read = based_on(draft, Item.QUESTION) | {"minimum_age": "13"}
        address = path(draft, "/preparer/question")
        desk.submit(address, read | {"title": "La première", "summary": "A"})

        page = desk.post(address, read | {"title": "La seconde", "summary": "B"}, status=422)

        assert "Une autre personne a changé cette page" in errors(page)[0]
        assert page.select_one("input[name=title]")["value"] == "La seconde"
        assert "La première" in text(page.select_one(".notice-box"))
        again = {"based_on": page.select_one("input[name=based_on]")["value"]}
        desk.submit(address, read | again | {"title": "La seconde", "summary": "B"})
        assert draft.title == "La seconde"

    def test_a_draft_may_be_saved_half_written(self, desk: Browser, thomas: Account) -> None:
        draft = a_draft(by=thomas)
        half = {"decided": "Le budget.", "open_points": "", "who_decides": ""}
        half |= based_on(draft, Item.CONTRACT)

        desk.submit(path(draft, "/preparer/contrat"), half)

        assert (draft.contract.decided, draft.contract.open_points) == ("Le budget.", "")

    def test_a_title_alone_is_no_translation(self, desk: Browser, thomas: Account) -> None:
        draft = a_draft(by=thomas)
        half = {"nl_title": "Het plein"} | based_on(draft, Item.TRANSLATIONS)

        page = desk.post(path(draft, "/preparer/traductions"), half, status=422)

        assert errors(page) == ["Traduisez aussi ce texte."]

    def test_whoever_wrote_the_texts_is_advised_to_ask_somebody_else(
        self, desk: Browser, thomas: Account
    ) -> None:
        draft = a_draft(by=thomas, written_by=thomas)

        page = desk.get(path(draft, "/preparer/relecture"))

        assert "Une autre personne voit mieux" in text(page.main)

    @pytest.mark.parametrize(
        "item",
        ["question", "contrat", "etapes", "reponse", "traductions", "documents", "relecture"],
    )
    def test_each_item_is_a_page(self, desk: Browser, thomas: Account, item: str) -> None:
        desk.get(path(a_draft(by=thomas), f"/preparer/{item}"))

    @pytest.mark.parametrize("item", ["question", "contrat", "etapes", "reponse", "relecture"])
    def test_what_is_frozen_leads_to_what_may_change(
        self, desk: Browser, thomas: Account, item: str
    ) -> None:
        public = a_draft(by=thomas, published_at=clock.now())

        response = desk.open("GET", path(public, f"/preparer/{item}"))

        assert (response.status_code, response.location) == (303, path(public))

    def test_a_text_written_while_somebody_published_is_not_lost(
        self, desk: Browser, thomas: Account
    ) -> None:
        public = a_draft(by=thomas, published_at=clock.now())
        typed = {"title": "Trop tard", "summary": "S", "minimum_age": "13"}

        page = desk.post(
            path(public, "/preparer/question"),
            typed | based_on(public, Item.QUESTION),
            status=422,
        )

        assert "Cette consultation est publiée." in errors(page)[0]
        assert page.select_one("input[name=title]")["value"] == "Trop tard"


class TestPhases:
    def test_a_row_is_added_without_script_and_nothing_typed_is_lost(
        self, desk: Browser, thomas: Account
    ) -> None:
        draft = a_draft(by=thomas)
        typed = a_row(0, PhaseKind.PROPOSE, "31 2 2030", "x  ")

        page = desk.post(path(draft, "/preparer/etapes"), typed | {"add": "phase"}, status=200)

        assert len(page.select("main select")) == 2
        days = [box["value"] for box in page.select("[name=phase-0-opens_on]")]
        assert days == ["31", "2", "2030"]
        assert len(draft.phases) == 2, "nothing is saved yet"

    def test_the_button_that_enter_presses_saves(self, desk: Browser, thomas: Account) -> None:
        page = desk.get(path(a_draft(by=thomas), "/preparer/etapes"))

        buttons = page.select("main form button")
        assert [button.get("name") for button in buttons] == [None, "add"]

    def test_wrong_dates_are_said_beside_their_row(self, desk: Browser, thomas: Account) -> None:
        draft = a_draft(by=thomas)
        rows = (
            a_row(0, PhaseKind.INFORM, "31 2 2030", "1 3 2030")
            | a_row(1, PhaseKind.PROPOSE, "9 5 2030", "1 5 2030")
            | a_row(2, PhaseKind.ANSWER, "9 5 30", "  ")
        )

        page = desk.post(
            path(draft, "/preparer/etapes"), rows | based_on(draft, Item.PHASES), status=422
        )

        assert errors(page) == [
            "Cette date n’existe pas. Écrivez le jour, le mois et l’année en chiffres.",
            "Cette étape finit avant de commencer.",
            "Écrivez l’année avec quatre chiffres, comme 2030.",
            "Écrivez le jour, le mois et l’année.",
        ]
        for link in page.select(".error-summary a"):
            assert page.select(f"input{link['href']}")

    def test_an_overlap_is_refused_and_both_rows_are_kept(
        self, desk: Browser, thomas: Account
    ) -> None:
        draft = a_draft(by=thomas)
        rows = a_row(0, PhaseKind.PROPOSE, "1 5 2030", "31 5 2030") | a_row(
            1, PhaseKind.ANSWER, "20 5 2030", "30 6 2030"
        )

        page = desk.post(
            path(draft, "/preparer/etapes"), rows | based_on(draft, Item.PHASES), status=422
        )

        assert "commence le 20 mai, avant la fin de" in errors(page)[0]
        assert len(page.select("main select")) == 2

    def test_a_removed_row_and_an_empty_one_are_no_phases(
        self, desk: Browser, thomas: Account
    ) -> None:
        draft = a_draft(by=thomas)
        rows = (
            a_row(0, PhaseKind.INFORM, "1 5 2030", "5 5 2030")
            | {"phase-0-removed": "y"}
            | a_row(1, PhaseKind.PROPOSE, "10 5 2030", "31 5 2030")
            | a_row(2, PhaseKind.ANSWER, "  ", "  ")
        )

        desk.submit(path(draft, "/preparer/etapes"), rows | based_on(draft, Item.PHASES))

        assert [phase.kind for phase in draft.phases] == [PhaseKind.PROPOSE]


class TestAfterPublication:
    def _public(self, thomas: Account, **values: Any) -> Consultation:
        phases = [a_phase(PhaseKind.PROPOSE), a_phase(PhaseKind.ANSWER, opens=2, closes=30)]
        return a_draft(by=thomas, **{"published_at": clock.now(), "phases": phases} | values)

    @pytest.mark.parametrize("name", ADDRESSES.values())
    def test_each_part_of_the_contract_has_a_page_to_change_it(
        self, desk: Browser, thomas: Account, name: str
    ) -> None:
        public = self._public(thomas)

        page = desk.get(path(public, f"/contrat/{name}"))

        assert "Pourquoi ce changement ?" in text(page.main)

    def test_no_part_changes_without_a_reason(self, desk: Browser, thomas: Account) -> None:
        public = self._public(thomas)
        typed = {"value": "Tout."} | based_on(public, ContractField.DECIDED)
        address = path(public, "/contrat/decide")

        page = desk.post(address, typed | {"reason": " "}, status=422)
        desk.submit(address, typed | {"reason": "Le conseil a voté."})

        assert errors(page) == ["Dites pourquoi. Tout le monde lira cette raison."]
        assert [change.reason for change in public.contract.changes] == ["Le conseil a voté."]

    def test_another_official_is_chosen_among_those_with_a_mandate(
        self, desk: Browser, thomas: Account
    ) -> None:
        public, anne = self._public(thomas), an_official(commune=thomas.commune)
        stranger = an_official()
        address = path(public, "/contrat/qui-repond")
        typed = {"reason": "Remaniement."} | based_on(public, ContractField.OFFICIAL)

        desk.post(address, typed | {"value": str(stranger.id)}, status=422)
        desk.submit(address, typed | {"value": str(anne.id)})

        assert public.contract.official_id == anne.id

    def test_the_level_changes_in_public_too(self, desk: Browser, thomas: Account) -> None:
        public = self._public(thomas)
        typed = {"reason": "Le collège va plus loin.", "value": "co-construction"}

        page = desk.submit(
            path(public, "/contrat/niveau"), typed | based_on(public, ContractField.LEVEL)
        )

        assert "Le collège va plus loin." in text(page.main)
        assert public.contract.level == "co-construction"

    def test_a_phase_is_made_longer(self, desk: Browser, thomas: Account) -> None:
        public = self._public(thomas)
        address = path(public, f"/etapes/{public.phases[0].id}/prolonger")
        typed = {"reason": "Il a neigé.", "last_day": ["10", "5", "2030"]}
        typed |= based_on(public, Item.PHASES)

        refused = desk.post(address, typed, status=422)
        page = desk.submit(address, typed | {"moves_next": "y"})

        assert "L’étape suivante commence avant cette date." in errors(refused)[0]
        assert "Il a neigé." in text(page.main)

    def test_an_unknown_part_or_phase_is_not_found(self, desk: Browser, thomas: Account) -> None:
        public, other = self._public(thomas), self._public(thomas)

        desk.get(path(public, "/contrat/rien"), status=404)
        desk.get(path(public, f"/etapes/{other.phases[0].id}/prolonger"), status=404)

    def test_the_address_changes_and_the_former_one_leads_to_it(
        self, desk: Browser, thomas: Account
    ) -> None:
        public, other = self._public(thomas, slug="place"), self._public(thomas)
        former = path(public)

        page = desk.post(path(public, "/adresse"), {"slug": "La Place"}, status=422)
        taken = desk.post(path(public, "/adresse"), {"slug": other.slug}, status=422)
        desk.submit(path(public, "/adresse"), {"slug": "la-place"})

        assert "lettres minuscules" in errors(page)[0]
        assert "Une autre consultation" in errors(taken)[0]
        assert desk.open("GET", former).location == path(public)


def test_a_renewed_preview_link_ends_the_former(desk: Browser, thomas: Account) -> None:
    draft = a_draft(by=thomas)
    former = f"/{draft.commune.slug}/consultations/{draft.slug}/apercu/{draft.preview_key}"

    desk.submit(path(draft, "/apercu/renouveler"))

    desk.get(former, status=404)


def test_the_desk_lists_drafts_with_what_they_lack(desk: Browser, thomas: Account) -> None:
    a_draft(by=thomas, title="Prête")
    a_draft(by=thomas, title="Commencée", summary="")
    a_draft(by=thomas, title="Publique", published_at=clock.now())

    page = desk.get(f"/{thomas.commune.slug}/gestion/consultations")

    said = text(page.main)
    assert "Prête à être publiée" in said
    assert "6 points sur 7 sont faits" in said
    assert "Voir la page publique" in said


PAGES = (
    "/preparer",
    "/preparer/question",
    "/preparer/contrat",
    "/preparer/etapes",
    "/preparer/reponse",
    "/preparer/documents",
    "/preparer/traductions",
    "/preparer/relecture",
    "/contrat/decide",
    "/adresse",
)
ACTS = (*PAGES[1:], "/publier", "/apercu/renouveler", "/preparer/documents/aucun")


class TestWho:
    """Invariant 6: staff of one commune can do nothing in another."""

    @pytest.mark.parametrize("page", PAGES)
    def test_staff_of_another_commune_are_nobody_here(
        self, browser: Browser, thomas: Account, page: str
    ) -> None:
        draft = a_draft(by=thomas)
        browser.sign_in(a_staff_member())

        response = browser.open("GET", path(draft, page))

        assert response.status_code in {302, 303}
        assert "/connexion" in response.location

    @pytest.mark.parametrize("act", ACTS)
    def test_they_change_nothing_either(self, browser: Browser, thomas: Account, act: str) -> None:
        draft = a_draft(by=thomas, title="Avant", needs_no_document=False)
        key = draft.preview_key
        browser.sign_in(a_staff_member())

        browser.open("POST", path(draft, act), {"title": "Après", "needs_none": "yes"})

        assert (draft.title, draft.preview_key) == ("Avant", key)
        assert not draft.is_published
        assert not draft.needs_no_document

    @pytest.mark.parametrize("page", PAGES)
    def test_staff_find_no_consultation_of_another_commune_under_their_own_address(
        self, desk: Browser, thomas: Account, page: str
    ) -> None:
        elsewhere = a_draft(by=a_staff_member())

        address = f"/{thomas.commune.slug}/gestion/consultations/{elsewhere.slug}{page}"

        desk.get(address, status=404)

    @pytest.mark.parametrize("make", [a_resident, a_facilitator, an_official])
    def test_others_of_the_commune_are_refused(
        self, browser: Browser, thomas: Account, make: Any
    ) -> None:
        draft = a_draft(by=thomas)
        browser.sign_in(make(commune=thomas.commune))

        browser.get(path(draft), status=403)
        browser.post(path(draft, "/publier"), status=403)

    def test_a_platform_administrator_is_nobody_in_a_commune(
        self, browser: Browser, thomas: Account
    ) -> None:
        browser.sign_in(a_platform_admin())

        response = browser.open("GET", path(a_draft(by=thomas)))

        assert "/connexion" in response.location

    def test_a_commune_without_any_has_an_empty_desk(self, browser: Browser) -> None:
        commune = a_commune()
        db.session.commit()

        page = browser.sign_in(a_staff_member(commune=commune)).get(
            f"/{commune.slug}/gestion/consultations"
        )

        assert "Aucune consultation en préparation." in text(page.main)
