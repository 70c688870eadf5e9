"""Thomas prepares a consultation, publishes it, and changes it in public; nobody else does."""

from typing import Any

import pytest

from participe.accounts.models import Account
from participe.consultations import queries
from participe.consultations.models import Consultation, ContractField
from participe.consultations.phases import PhaseKind
from participe.consultations.preparation import Item
from participe.consultations.views.amending import ADDRESSES
from participe.extensions import db
from participe.kernel import clock
from tests.browser import Browser, text
from tests.consultations.drafts import a_draft
from tests.consultations.preparing import ACTS, PAGES, a_row, based_on, errors, path
from tests.factories import (
    a_commune,
    a_facilitator,
    a_phase,
    a_platform_admin,
    a_resident,
    a_staff_member,
    an_official,
)


def test_a_consultation_is_prepared_from_its_question_to_its_publication(
    desk: Browser, thomas: Account
) -> None:
    """Thomas's journey: seven items, then “publish”."""
    anne = an_official(commune=thomas.commune)
    start = f"/{thomas.commune.slug}/gestion/consultations"
    page = desk.submit(f"{start}/nouvelle", {"title": "Que faire de la place ?"})
    assert "0 point sur 7 est fait." in text(page.main)
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
