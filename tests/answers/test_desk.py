"""Tests of the desk of answers, as staff and officials use it."""

from datetime import timedelta

import pytest

from participe.accounts.models import Channel
from participe.answers import services
from participe.answers.models import AnswerExtension, Service, ServiceNote
from participe.answers.queries import cases
from participe.answers.services import preparing
from participe.discussions.models import Position
from participe.extensions import db
from participe.kernel import clock
from participe.proposals.models import Outcome, Proposal
from tests.browser import Browser, text
from tests.factories import (
    a_clarification,
    a_comment,
    a_commune,
    a_proposal,
    a_resident,
    a_service,
    a_staff_member,
    a_support,
    an_answer,
    an_official,
)

ONE_DAY = timedelta(days=1)
IN_A_MONTH = ["4", "6", "2030"]  # the tests live on 4 May 2030


def _due(days: int, **values: object) -> Proposal:
    now = clock.now()
    due = {
        "threshold_reached_at": now - (30 - days) * ONE_DAY,
        "due_on": clock.day_of(now + days * ONE_DAY),
    }
    return a_proposal(**due | values)


def _desk(proposal: Proposal, end: str = "") -> str:
    return f"/{proposal.commune.slug}/gestion/reponses/{proposal.number}{end}"


def _public(proposal: Proposal) -> str:
    return f"/{proposal.commune.slug}/propositions/{proposal.number}-{proposal.slug}"


def _assign(proposal: Proposal, service: Service) -> None:
    official = proposal.consultation.contract.official
    preparing.assign(proposal, service=service, official=None, by=official, at=clock.now())
    db.session.commit()


def _send_to_sign(proposal: Proposal) -> None:
    official, now = proposal.consultation.contract.official, clock.now()
    no = services.Content(Outcome.REFUSED, why_not="La place est classée.")
    draft = services.save(proposal, no, by=official, at=now, based_on=None)
    services.send_to_sign(draft, signer=official, at=now)
    db.session.commit()


class TestList:
    def test_a_line_says_supports_service_official_state_and_days(self, browser: Browser) -> None:
        proposal = _due(-3, title="Une fontaine", supports_count=64)
        _assign(proposal, a_service(commune=proposal.commune, name="Mobilité"))
        official = proposal.consultation.contract.official
        browser.sign_in(a_staff_member(commune=proposal.commune))

        line = text(
            browser.get(f"/{proposal.commune.slug}/gestion/reponses").select_one("li h3").parent
        )

        for part in ("64 soutiens", "Mobilité", official.display_name, "à l’étude", "3 jours"):
            assert part in line

    def test_an_address_narrows_it_to_a_service(self, browser: Browser) -> None:
        proposal = _due(3, title="Une fontaine")
        _due(3, title="Des bancs", consultation=proposal.consultation)
        service = a_service(commune=proposal.commune)
        _assign(proposal, service)
        browser.sign_in(a_staff_member(commune=proposal.commune))
        address = f"/{proposal.commune.slug}/gestion/reponses"

        page = browser.get(f"{address}?service={service.id}")
        unknown = browser.get(f"{address}?service=<svg>&elu=99999999999999999999")

        assert text(page.h1) == "1 réponse à donner"
        assert "Des bancs" not in text(page.main)
        assert text(unknown.h1) == "2 réponses à donner"

    def test_an_address_narrows_it_to_an_official(self, browser: Browser) -> None:
        proposal = _due(3, title="Une fontaine")
        _due(3, title="Des bancs", consultation=proposal.consultation)
        other = an_official(commune=proposal.commune)
        preparing.assign(proposal, service=None, official=other, by=other, at=clock.now())
        browser.sign_in(a_staff_member(commune=proposal.commune))

        page = browser.get(f"/{proposal.commune.slug}/gestion/reponses?elu={other.id}")

        assert text(page.h1) == "1 réponse à donner"
        assert "Une fontaine" in text(page.main)

    def test_an_official_sees_what_is_theirs(self, browser: Browser) -> None:
        mine = _due(3, title="Une fontaine")
        _due(3, title="Des bancs")  # of another commune
        official = mine.consultation.contract.official
        a_clarification(on=an_answer(to=a_proposal(consultation=mine.consultation), by=official))
        browser.sign_in(official)

        page = browser.get(f"/{mine.commune.slug}/gestion/mes-reponses")

        assert "Cette semaine (1)" in text(page.main)
        assert "Une fontaine" in text(page.main)
        assert "Précisions demandées sur mes réponses (1)" in text(page.main)

    def test_an_official_signs_first_then_sees_what_is_late(self, browser: Browser) -> None:
        """R5: what is late is not hidden below what is only due later."""
        later = _due(20, title="Un toit")
        official = later.consultation.contract.official
        _due(-3, title="Une fontaine", consultation=later.consultation)
        _send_to_sign(_due(2, title="Des bancs", consultation=later.consultation))
        browser.sign_in(official)

        page = browser.get(f"/{later.commune.slug}/gestion/mes-reponses")

        titles = [text(heading).split(". ")[-1] for heading in page.select("main h2, main h3")]
        assert titles == [
            *("À signer (1)", "Des bancs"),
            *("En retard (1)", "Une fontaine"),
            *("Plus tard (1)", "Un toit"),
        ]

    def test_the_badge_counts_what_is_late_and_what_is_to_sign_once_each(
        self, browser: Browser
    ) -> None:
        first = _due(-1)  # late
        official = first.consultation.contract.official
        _send_to_sign(_due(-2, consultation=first.consultation))  # late, and to sign
        _send_to_sign(_due(5, consultation=first.consultation))  # to sign
        _due(5, consultation=first.consultation)  # neither
        others = _due(-3, consultation=first.consultation)  # late, given to a colleague
        colleague = an_official(commune=first.commune)
        preparing.assign(others, service=None, official=colleague, by=colleague, at=clock.now())
        db.session.commit()

        bars = []
        for who in (official, colleague):
            browser.sign_in(who)
            page = browser.get(f"/{first.commune.slug}/gestion/mes-reponses")
            bars.append(text(page.select_one(".staff-nav a")))

        assert bars == ["Mes réponses (3)", "Mes réponses (1)"]

    def test_a_note_that_is_late_says_by_how_much(self, browser: Browser) -> None:
        proposal = _due(3)
        note = preparing.ask_service(
            proposal,
            service=a_service(commune=proposal.commune),
            question="Combien ?",
            due_on=clock.day_of(clock.now()),
            by=proposal.consultation.contract.official,
            at=clock.now(),
        )
        note.due_on -= 16 * ONE_DAY
        db.session.commit()
        browser.sign_in(a_staff_member(commune=proposal.commune))

        desk = browser.get(f"/{proposal.commune.slug}/gestion/reponses")

        for page in (desk, browser.get(_desk(proposal))):
            said = [text(state) for state in page.select(".status--late")]
            assert said == ["en retard de 16 jours"]


class TestPage:
    def test_all_that_one_weighs_is_on_one_page(self, browser: Browser) -> None:
        proposal = _due(3, title="Une fontaine sur la place")
        a_support(of=proposal)
        a_support(of=proposal, channel=Channel.PAPER)
        a_comment(on=proposal, body="De l’eau pour tous.", position=Position.FOR)
        a_comment(on=proposal, body="Qui paie ?", position=Position.QUESTION)
        near = a_proposal(consultation=proposal.consultation, title="Une fontaine sur la place")
        member = a_proposal(consultation=proposal.consultation, lead=proposal, title="De l’eau")
        browser.sign_in(a_staff_member(commune=proposal.commune))

        page = text(browser.get(_desk(proposal)).main)

        for part in (
            "Place du marché, près du tilleul.",
            "1 en ligne",
            "1 sur papier",
            "Pour (1) De l’eau pour tous.",
            "Questions (1) Qui paie ?",
            f"{near.number}. Une fontaine sur la place",
            member.title,
        ):
            assert part in page

    def test_a_member_of_a_group_leads_to_what_is_answered(self, browser: Browser) -> None:
        lead = _due(3)
        member = a_proposal(consultation=lead.consultation, lead=lead)
        browser.sign_in(a_staff_member(commune=lead.commune))

        response = browser.open("GET", _desk(member))

        assert response.location == _desk(lead)

    def test_a_saved_draft_is_read_as_everyone_will(self, browser: Browser) -> None:
        proposal = _due(3)
        browser.sign_in(a_staff_member(commune=proposal.commune))
        browser.get(_desk(proposal, "/apercu"), status=404)
        fields = {
            "outcome": "refused",
            "why_not": "La place est classée.",
            "is_collective": "y",
            "based_on": "",
        }
        browser.submit(_desk(proposal), fields)

        page = text(browser.get(_desk(proposal, "/apercu")).main)

        assert "Cette réponse ne peut pas encore" not in page
        assert "Une réponse collective du collège" in page
        assert "La place est classée." in page
        assert "Lisibilité" in page

    def test_a_draft_says_which_parts_lack(self, browser: Browser) -> None:
        proposal = _due(3)
        browser.sign_in(a_staff_member(commune=proposal.commune))
        partly = {"outcome": "partly", "what_we_do": "Deux bancs.", "based_on": ""}
        browser.submit(_desk(proposal), partly)

        page = browser.get(_desk(proposal, "/apercu"))

        assert "Cette réponse ne peut pas encore être signée :" in text(page.main)
        assert [text(part) for part in page.select("main > ul li")] == [
            "Dites pour quand.",
            "Dites pourquoi pas, ou pourquoi pas tout.",
        ]


class TestAssign:
    def test_everyone_sees_which_service_studies_it(self, browser: Browser) -> None:
        proposal = _due(3)
        service = a_service(commune=proposal.commune, name="Mobilité")
        browser.sign_in(a_staff_member(commune=proposal.commune))

        browser.submit(_desk(proposal, "/confier"), {"service": service.id, "official": ""})

        page = browser.get(_public(proposal))
        said = "La commune étudie cette proposition depuis le 4 mai, service Mobilité."
        assert said in text(page.select_one("#reponse"))
        assert "service Mobilité" in text(page.select_one(".timeline"))

    def test_a_service_of_another_commune_is_none_here(self, browser: Browser) -> None:
        """Invariant 6."""
        proposal = _due(3)
        foreign = a_service()
        browser.sign_in(a_staff_member(commune=proposal.commune))

        browser.submit(_desk(proposal, "/confier"), {"service": foreign.id, "official": ""})

        assert cases.standing(proposal).service is None


class TestNotes:
    def test_a_service_is_asked_and_its_word_stays_inside(self, browser: Browser) -> None:
        proposal = _due(3)
        service = a_service(commune=proposal.commune)
        browser.sign_in(a_staff_member(commune=proposal.commune))
        browser.submit(
            _desk(proposal, "/notes"),
            {"service": service.id, "question": "Combien ?", "due_on": IN_A_MONTH},
        )
        note = db.session.query(ServiceNote).one()

        browser.submit(f"/{proposal.commune.slug}/gestion/notes/{note.id}", {"answer": "Trop."})

        assert "Trop." in text(browser.get(_desk(proposal)).main)
        assert "Trop." not in text(browser.get(_public(proposal)).main)
        browser.sign_in(proposal.author)
        browser.get(f"/{proposal.commune.slug}/gestion/notes/{note.id}", status=403)
        export = browser.open("GET", f"/{proposal.commune.slug}/mon-espace/donnees")
        assert "Trop." not in export.get_data(as_text=True)

    def test_what_lacks_is_said_and_all_is_kept(self, browser: Browser) -> None:
        proposal = _due(3)
        browser.sign_in(a_staff_member(commune=proposal.commune))

        page = browser.post(
            _desk(proposal, "/notes"),
            {"service": "", "question": "Combien ?", "due_on": ["31", "2", "2030"]},
            status=422,
        )

        assert text(page.select_one("#question")) == "Combien ?"
        assert page.select_one("#due_on")["value"] == "31"

    def test_it_is_asked_for_a_day_to_come(self, browser: Browser) -> None:
        proposal = _due(3)
        service = a_service(commune=proposal.commune)
        browser.sign_in(a_staff_member(commune=proposal.commune))
        typed = {"service": service.id, "question": "Combien ?"}

        page = browser.post(
            _desk(proposal, "/notes"), typed | {"due_on": ["3", "5", "2030"]}, status=422
        )

        (error,) = page.select(".error-summary a")
        assert (error["href"], text(error)) == ("#due_on", "Choisissez une date à venir.")
        assert text(page.select_one("#question")) == "Combien ?"
        browser.submit(_desk(proposal, "/notes"), typed | {"due_on": ["4", "5", "2030"]})


class TestExtension:
    def test_the_reason_and_both_dates_are_public(self, browser: Browser) -> None:
        """R5: one delay, with a public reason; the first date stands."""
        proposal = _due(3)
        browser.sign_in(an_official(commune=proposal.commune))

        browser.submit(
            _desk(proposal, "/delai"), {"until": IN_A_MONTH, "reason": "Un devis manque."}
        )

        browser.client = browser.app.test_client()
        page = browser.get(_public(proposal))
        answer = text(page.select_one("#reponse"))
        assert "au plus tard le 7 mai 2030" in answer
        assert "Nouvelle date : le 4 juin 2030." in answer
        assert "Un devis manque." in answer
        assert "Délai demandé" in text(page.select_one(".timeline"))

    def test_a_second_one_is_refused_and_what_was_typed_is_kept(self, browser: Browser) -> None:
        proposal = _due(3)
        browser.sign_in(a_staff_member(commune=proposal.commune))
        browser.submit(_desk(proposal, "/delai"), {"until": IN_A_MONTH, "reason": "Un devis."})

        page = browser.post(
            _desk(proposal, "/delai"), {"until": IN_A_MONTH, "reason": "Encore."}, status=422
        )

        assert "Il n’y en a qu’un." in text(page.select_one(".error-summary"))
        assert text(page.select_one("#reason")) == "Encore."
        assert db.session.query(AnswerExtension).one().reason == "Un devis."


class TestServices:
    def test_staff_add_rename_and_retire_them(self, browser: Browser) -> None:
        staff = a_staff_member()
        address = f"/{staff.commune.slug}/gestion/services"
        browser.sign_in(staff)

        browser.submit(address, {"name": "Mobilité"})
        service = db.session.query(Service).one()
        browser.submit(f"{address}/{service.id}", {"name": "Mobilité et voirie"})
        page = browser.submit(f"{address}/{service.id}/retirer")

        assert "Mobilité et voirie Ne reçoit plus rien depuis le 4 mai 2030." in text(page.main)

    def test_a_name_that_is_taken_is_refused(self, browser: Browser) -> None:
        service = a_service()
        browser.sign_in(a_staff_member(commune=service.commune))

        page = browser.post(
            f"/{service.commune.slug}/gestion/services", {"name": service.name}, status=422
        )

        assert page.select_one("#name")["value"] == service.name


@pytest.mark.parametrize("end", ["/confier", "/delai", "/notes", "/apercu"])
def test_residents_and_other_communes_see_nothing_of_it(end: str, browser: Browser) -> None:
    """Invariant 6."""
    proposal = _due(3)

    browser.sign_in(a_resident(commune=proposal.commune))
    browser.get(_desk(proposal, end), status=403)
    browser.sign_in(a_staff_member(commune=a_commune()))
    response = browser.open("GET", _desk(proposal, end))

    assert response.status_code == 303
