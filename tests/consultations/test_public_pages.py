"""The pages that everyone reads, at each moment of a consultation."""

from datetime import timedelta

from bs4 import Tag

from participe.consultations.changes import Extension, amend, extend
from participe.consultations.models import Consultation, ConsultationTranslation, ContractField
from participe.consultations.page import PANELS, RESULTS
from participe.consultations.phases import PhaseKind
from participe.consultations.preparation import Item
from participe.consultations.services import move
from participe.extensions import db
from participe.kernel import clock
from tests.browser import Browser, text
from tests.consultations.drafts import a_document, a_draft, an_edit
from tests.factories import (
    a_commune,
    a_consultation,
    a_phase,
    a_proposal,
    a_resident,
    a_staff_member,
)

PROPOSE, DISCUSS, ANSWER = PhaseKind.PROPOSE, PhaseKind.DISCUSS, PhaseKind.ANSWER


def path(consultation: Consultation, more: str = "") -> str:
    return f"/{consultation.commune.slug}/consultations/{consultation.slug}{more}"


def said(element: Tag | None) -> str:
    """Return what a person reads of an element whose parts stand side by side."""
    assert element is not None
    return " ".join(element.get_text(" ").split())


class TestIndex:
    def test_open_ones_come_first_then_upcoming_then_those_that_are_over(
        self, browser: Browser
    ) -> None:
        commune = a_commune()
        for title, kind, opens, closes in (
            ("Finie", PROPOSE, -400, -300),
            ("À venir", PROPOSE, 5, 9),
            ("En cours", ANSWER, -1, 9),
            ("Ouverte plus tard", PROPOSE, -1, 20),
            ("Ouverte", DISCUSS, -1, 3),
        ):
            phases = [a_phase(kind, opens=opens, closes=closes)]
            a_consultation(commune=commune, title=title, phases=phases)

        page = browser.get(f"/{commune.slug}/consultations")

        titles = [text(title) for title in page.select("main h3")]
        assert titles == ["Ouverte", "Ouverte plus tard", "En cours", "À venir", "Finie"]
        headings = [text(title) for title in page.select("main h2")]
        assert headings == ["Ouvertes", "En cours", "À venir", "Finies en 2029"]

    def test_those_that_are_over_say_what_came_of_them(self, browser: Browser) -> None:
        over = a_consultation(phases=[a_phase(PROPOSE, opens=-9, closes=-2)])
        RESULTS.add(browser.app, lambda all_: {c.id: "48 propositions" for c in all_})

        page = browser.get(f"/{over.commune.slug}/consultations")

        assert "48 propositions" in text(page.main)
        assert "Finie depuis le 2 mai" in text(page.main)

    def test_nothing_open_is_said_in_words(self, browser: Browser) -> None:
        page = browser.get(f"/{a_commune().slug}/consultations")

        assert "Aucune consultation n’est ouverte en ce moment." in text(page.main)

    def test_drafts_and_other_communes_are_not_there(self, browser: Browser) -> None:
        thomas = a_staff_member()
        a_draft(by=thomas, title="Un brouillon")
        a_consultation(title="Ailleurs")

        page = browser.sign_in(thomas).get(f"/{thomas.commune.slug}/consultations")

        assert page.select("main h3") == []


class TestShow:
    def test_it_says_what_can_change_who_decides_and_by_when_it_is_answered(
        self, browser: Browser
    ) -> None:
        """R1: the contract is read before anything is written."""
        consultation = a_consultation()

        page = browser.get(path(consultation))

        contract = said(page.select_one("section.contract"))
        assert "Ce que vous pouvez changer" in contract
        assert "Décidé, ne change plus Le marché du jeudi reste." in contract
        assert "À décider ensemble Les arbres" in contract
        assert "Qui décide ? Le conseil communal." in contract
        assert "Avec 10 soutiens, une proposition reçoit une réponse en 30 jours." in contract
        assert "avant le 3 juillet 2030" in contract
        assert "échevine de l’environnement" in contract
        assert page.select_one("aside .timeline__current") is not None

    def test_the_contract_stands_before_everything_but_the_question_and_its_buttons(
        self, browser: Browser
    ) -> None:
        page = browser.get(path(a_consultation()))

        order = [e.name for e in page.main.select("h1, section, aside")]
        assert order[:2] == ["h1", "section"]

    def test_while_people_propose_the_button_says_so(self, browser: Browser) -> None:
        consultation = a_consultation()

        page = browser.get(path(consultation))

        labels = [text(button) for button in page.main.select("a.button")]
        assert labels == ["Proposer une idée"]
        assert "La vôtre peut être la première." in text(page.main)
        assert "Se termine demain" in text(page.select_one("main .status"))

    def test_when_it_is_over_the_button_gives_way_to_what_comes_next(
        self, browser: Browser
    ) -> None:
        phases = [a_phase(PROPOSE, opens=-9, closes=-2), a_phase(ANSWER, opens=-2, closes=20)]
        consultation = a_consultation(phases=phases)

        page = browser.get(path(consultation))

        assert "Proposer une idée" not in text(page.main)
        assert "Cette étape est finie depuis le 2 mai. En ce moment : la commune répond" in text(
            page.main
        )

    def test_before_it_opens_it_says_when(self, browser: Browser) -> None:
        consultation = a_consultation(phases=[a_phase(PROPOSE, opens=3, closes=9)])

        page = browser.get(path(consultation))

        assert "Cette étape ouvre le 7 mai." in text(page.main)
        assert page.main.select("a.button") == []

    def test_a_closed_consultation_stays_readable(self, browser: Browser) -> None:
        consultation = a_consultation(phases=[a_phase(PROPOSE, opens=-9, closes=-2)])
        a_proposal(consultation=consultation)

        page = browser.get(path(consultation))

        assert "Vous pouvez encore tout lire." in text(page.main)
        assert text(page.select_one("main a.button")) == "Lire la proposition"

    def test_higher_packages_tell_how_many_propositions_there_are(self, browser: Browser) -> None:
        consultation = a_consultation()
        PANELS.add(browser.app, lambda *_: {"proposals_count": 48, "latest_proposals": []})

        page = browser.get(path(consultation))

        assert "Lire les 48 propositions" in text(page.main)

    def test_changes_of_the_contract_and_of_the_dates_are_public(self, browser: Browser) -> None:
        thomas = a_staff_member(display_name="Thomas")
        consultation = a_draft(
            by=thomas, published_at=clock.now(), phases=[a_phase(PROPOSE, opens=-1, closes=9)]
        )
        field = ContractField.DECIDED
        edit = an_edit(consultation, field, by=thomas)
        amend(consultation, field, "Plus rien.", reason="Le conseil a voté.", edit=edit)
        later = Extension(
            clock.day_of(clock.now()) + timedelta(days=12), "Il a neigé.", moves_next=False
        )
        edit = an_edit(consultation, Item.PHASES, by=thomas)
        extend(consultation.phases[0], later, edit)
        db.session.commit()

        changes = said(browser.get(path(consultation)).select_one("[aria-labelledby=changes]"))

        assert "Avant Le marché du jeudi reste. Maintenant Plus rien." in changes
        assert "Pourquoi Le conseil a voté." in changes
        assert "Changé le 4 mai 2030 par Thomas." in changes
        assert "Étape prolongée : Proposer des idées" in changes
        assert "Maintenant jusqu’au 16 mai 2030" in changes
        assert "Pourquoi Il a neigé." in changes

    def test_what_is_typed_in_the_contract_cannot_act(self, browser: Browser) -> None:
        consultation = a_consultation(title="<script>x</script>", summary="<img src=x onerror=y>")

        page = browser.get(path(consultation))

        assert page.main.select("script, img") == []
        assert "<script>x</script>" in text(page.h1)

    def test_a_visitor_who_reads_gets_no_cookie(self, browser: Browser) -> None:
        response = browser.open("GET", path(a_consultation()))

        assert "Set-Cookie" not in response.headers


class TestTranslation:
    def test_the_question_is_read_in_another_language_with_its_lang(self, browser: Browser) -> None:
        dutch = ConsultationTranslation(language="nl", title="Het plein", summary="Zeg het ons.")
        consultation = a_consultation(translations=[dutch])

        french = browser.get(path(consultation))
        page = browser.get(path(consultation, "?langue=nl"))

        link = french.select_one("a[hreflang=nl]")
        assert link is not None
        assert link["lang"] == "nl"
        assert (text(page.h1), page.h1["lang"]) == ("Het plein", "nl")
        assert "La suite de la page est en français." in text(page.main)

    def test_a_language_that_is_not_there_is_french(self, browser: Browser) -> None:
        consultation = a_consultation()

        page = browser.get(path(consultation, "?langue=xx"))

        assert text(page.h1) == consultation.title


class TestAddresses:
    def test_a_former_address_leads_to_the_present_one_for_ever(self, browser: Browser) -> None:
        consultation = a_consultation(slug="place")
        move(consultation, "la-place")
        db.session.commit()

        response = browser.open(
            "GET", f"/{consultation.commune.slug}/consultations/place?langue=nl"
        )

        assert response.status_code == 301
        assert response.location == path(consultation, "?langue=nl")

    def test_an_unknown_one_is_not_found(self, browser: Browser) -> None:
        browser.get(f"/{a_commune().slug}/consultations/rien", status=404)

    def test_another_commune_does_not_know_it(self, browser: Browser) -> None:
        browser.get(f"/{a_commune().slug}/consultations/{a_consultation().slug}", status=404)


class TestDraft:
    def test_it_exists_for_the_staff_of_its_commune_only(self, browser: Browser) -> None:
        thomas = a_staff_member()
        draft = a_draft(by=thomas)
        others = [a_resident(commune=thomas.commune), a_staff_member()]

        browser.get(path(draft), status=404)
        for other in others:
            Browser(browser.app).sign_in(other).get(path(draft), status=404)

        page = browser.sign_in(thomas).get(path(draft))
        assert "Aperçu, pas encore publié" in text(page.main)

    def test_a_former_address_of_a_draft_gives_nothing_away(self, browser: Browser) -> None:
        draft = a_draft(by=a_staff_member(), slug="secret")
        move(draft, "tres-secret")
        db.session.commit()

        browser.get(f"/{draft.commune.slug}/consultations/secret", status=404)

    def test_whoever_has_its_link_reads_it_and_nothing_keeps_that_page(
        self, browser: Browser
    ) -> None:
        draft = a_draft(by=a_staff_member())
        address = path(draft, f"/apercu/{draft.preview_key}")

        page, response = browser.get(address), browser.open("GET", address)

        assert "Aperçu, pas encore publié" in text(page.main)
        assert "Proposer une idée" not in text(page.main)
        assert page.select_one("meta[name=robots]")["content"] == "noindex, nofollow"
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert response.headers["Cache-Control"] == "no-store"

    def test_a_wrong_link_is_not_found(self, browser: Browser) -> None:
        draft = a_draft(by=a_staff_member())

        browser.get(path(draft, "/apercu/é"), status=404)
        browser.get(path(draft, f"/apercu/{draft.preview_key[:-1]}"), status=404)

    def test_once_published_its_link_leads_to_the_public_page(self, browser: Browser) -> None:
        consultation = a_consultation()

        response = browser.open("GET", path(consultation, f"/apercu/{consultation.preview_key}"))

        assert response.location == path(consultation)


def test_documents_are_told_in_words_and_weigh_what_they_say(browser: Browser) -> None:
    consultation = a_consultation()
    document = a_document(consultation, title="Plan actuel")

    page = browser.get(path(consultation))

    line = said(page.select_one("ul.documents li"))
    assert line.startswith("Plan actuel (PDF, 1 ko")
    assert document.description in line
