"""The pages of a bilan: written by staff, approved by the director, read by everyone."""

from datetime import timedelta

import pytest

from participe.extensions import db
from participe.kernel import clock
from participe.notifications.models import Letter, LetterKind
from participe.reports.models import OutcomeReport, Stage
from participe.texts.models import RemarkDecision, TextVersion, Verdict
from tests.browser import Browser, text
from tests.factories import (
    a_comment,
    a_commune,
    a_director,
    a_proposal,
    a_remark,
    a_resident,
    a_staff_member,
    a_text,
)
from tests.reports.closing import (
    a_closed_consultation,
    a_published_report,
    a_report,
    an_answered_proposal,
    an_approved_report,
)

TYPED = {
    "summary": "Douze bancs. Aucun parking.",
    "what_was_kept": "Les bancs.",
    "what_was_not": "",
    "next_steps": "",
}


def desk_of(report: OutcomeReport, verb: str = "") -> str:
    consultation = report.consultation
    return f"/{consultation.commune.slug}/gestion/consultations/{consultation.slug}/bilan{verb}"


def page_of(report: OutcomeReport) -> str:
    consultation = report.consultation
    return f"/{consultation.commune.slug}/consultations/{consultation.slug}/bilan"


def letters(kind: LetterKind) -> list[Letter]:
    query = db.select(Letter).where(Letter.kind == kind).order_by(Letter.id)
    return list(db.session.scalars(query))


class TestTheWholeWay:
    def test_staff_write_the_director_approves_and_everyone_reads(self, browser: Browser) -> None:
        consultation = a_closed_consultation()
        commune = consultation.commune
        an_answered_proposal(consultation, title="Rouvrir la piscine")
        address = f"/{commune.slug}/gestion/consultations/{consultation.slug}/bilan"
        director = a_director(commune=commune, display_name="Marc Lambert")
        browser.sign_in(a_staff_member(commune=commune))

        browser.submit(f"{address}/commencer")
        browser.submit(f"{address}/envoyer", TYPED | {"based_on": "1"})
        browser.sign_in(director)
        bar = browser.get(f"/{commune.slug}")
        assert "Bilans (1)" in text(bar.select_one(".staff-nav"))
        browser.get(f"/{commune.slug}/gestion/bilans")
        browser.submit(f"{address}/approuver", {"based_on": "2"})
        browser.sign_in(a_staff_member(commune=commune))
        browser.submit(f"{address}/publier", {"based_on": "2"})
        browser.client = browser.app.test_client()
        page = browser.get(f"/{commune.slug}/consultations/{consultation.slug}/bilan")

        assert "Douze bancs." in text(page.main)
        assert "Rouvrir la piscine" in text(page.main)
        assert "Marc Lambert, direction générale, le 4 mai 2030" in text(page.main)
        assert "échevine de l’environnement" in text(page.main)
        assert "Moins de 5 personnes ont participé." in text(page.main)

    def test_what_is_missing_is_said_in_words_with_links(self, browser: Browser) -> None:
        consultation = a_closed_consultation()
        an_answered_proposal(consultation, answered_at=None, outcome=None)
        report = an_approved_report(consultation)
        browser.sign_in(a_staff_member(commune=consultation.commune))

        page = browser.post(
            desk_of(report, "/publier"), {"based_on": str(report.revision)}, status=422
        )

        missing = page.select(".error-summary a")
        assert [text(link) for link in missing] == [
            "1 proposition attend encore sa réponse. Répondez-lui."
        ]
        assert missing[0]["href"] == f"/{consultation.commune.slug}/gestion/reponses"


class TestWriting:
    def test_the_second_editor_sees_both_texts(self, browser: Browser) -> None:
        report = a_report()
        browser.sign_in(a_staff_member(commune=report.consultation.commune))
        seen = str(report.revision)
        browser.submit(desk_of(report), TYPED | {"based_on": seen})

        page = browser.post(
            desk_of(report), {"summary": "Un autre texte.", "based_on": seen}, status=422
        )

        assert page.select_one("#summary").text.strip() == "Un autre texte."
        assert "Douze bancs." in text(page.select_one(".notice-box"))
        now_reading = page.select_one("[name=based_on]")["value"]
        browser.submit(desk_of(report), {"summary": "Les deux.", "based_on": now_reading})
        assert report.summary == "Les deux."

    def test_a_text_too_long_keeps_what_was_typed_and_what_was_read(self, browser: Browser) -> None:
        report = a_report()
        browser.sign_in(a_staff_member(commune=report.consultation.commune))

        page = browser.post(desk_of(report), {"summary": "x" * 10_001, "based_on": "1"}, status=422)

        assert page.select_one("#summary").text.strip() == "x" * 10_001
        assert page.select_one("[name=based_on]")["value"] == "1"

    def test_one_of_another_commune_finds_nothing(self, browser: Browser) -> None:
        report = a_report()
        browser.sign_in(a_staff_member(commune=a_commune()))

        assert browser.open("GET", desk_of(report)).status_code in {302, 303}


class TestApproving:
    def test_a_word_is_needed_to_send_it_back_and_reaches_the_staff(self, browser: Browser) -> None:
        report = a_report()
        commune = report.consultation.commune
        browser.sign_in(a_staff_member(commune=commune))
        browser.submit(desk_of(report, "/envoyer"), TYPED | {"based_on": str(report.revision)})
        browser.sign_in(a_director(commune=commune))
        reading = {"based_on": str(report.revision)}

        browser.post(desk_of(report, "/renvoyer"), reading, status=422)
        browser.submit(desk_of(report, "/renvoyer"), reading | {"word": "Dites la date."})

        assert report.stage is Stage.DRAFT
        assert {
            letter.body_text.count("Dites la date.")
            for letter in letters(LetterKind.REPORT_SENT_BACK)
        } == {1}

    def test_staff_do_not_approve(self, browser: Browser) -> None:
        report = a_report()
        browser.sign_in(a_staff_member(commune=report.consultation.commune))

        browser.post(desk_of(report, "/approuver"), {"based_on": "2"}, status=403)

    def test_a_text_that_changed_meanwhile_is_shown_instead(self, browser: Browser) -> None:
        report = a_report()
        staff = a_staff_member(commune=report.consultation.commune)
        browser.sign_in(staff)
        browser.submit(desk_of(report, "/envoyer"), TYPED | {"based_on": str(report.revision)})
        read = str(report.revision)
        browser.submit(desk_of(report), TYPED | {"summary": "Autre.", "based_on": read})
        browser.sign_in(a_director(commune=report.consultation.commune))

        page = browser.post(desk_of(report, "/approuver"), {"based_on": read}, status=422)

        assert "a changé ce bilan" in text(page.select_one(".error-summary"))
        assert report.stage is Stage.DRAFT

    def test_the_director_is_invited_like_anybody_of_the_house(self, browser: Browser) -> None:
        staff = a_staff_member()
        people = f"/{staff.commune.slug}/gestion/personnes"
        a_director(commune=staff.commune, display_name="Marc Lambert")
        browser.sign_in(staff)

        browser.submit(f"{people}/inviter", {"email": "dg@exemple.be", "role": "director"})

        said = text(browser.get(people).main)
        assert "Direction générale : qui, depuis quand" in said
        assert "Marc Lambert" in said
        assert "dg@exemple.be" in said


class TestReading:
    def test_before_its_publication_there_is_nothing(self, browser: Browser) -> None:
        report = an_approved_report()

        browser.get(page_of(report), status=404)

    def test_the_page_of_the_consultation_and_the_list_say_its_first_sentence(
        self, browser: Browser
    ) -> None:
        report = a_published_report()
        commune = report.consultation.commune

        page = browser.get(page_of(report).removesuffix("/bilan"))

        assert "La place garde ses arbres. Lire le bilan" in text(page.main)
        report.consultation.phases[-1].closes_at = clock.now() - timedelta(hours=1)
        listed = browser.get(f"/{commune.slug}/consultations")
        assert "Bilan : La place garde ses arbres." in text(listed.main)

    def test_a_promise_that_is_past_is_said_with_its_days(self, browser: Browser) -> None:
        """R5: late is shown as late."""
        consultation = a_closed_consultation()
        consultation.contract.answers_by = clock.day_of(clock.now()) - timedelta(days=12)

        page = browser.get(f"/{consultation.commune.slug}/consultations/{consultation.slug}")

        late = "Le bilan était promis pour le 22 avril. Il a 12 jours de retard."
        assert late in text(page.main)

    def test_one_that_is_approved_is_work_of_the_day_until_it_is_public(
        self, browser: Browser
    ) -> None:
        report = an_approved_report()
        commune = report.consultation.commune
        browser.sign_in(a_staff_member(commune=commune))

        page = browser.get(f"/{commune.slug}/gestion")

        assert text(page.select_one("#to-publish")) == "1 bilan approuvé, à publier"

    def test_an_old_address_still_leads_to_it(self, browser: Browser) -> None:
        """Invariant 9."""
        report = a_published_report()
        old = page_of(report)
        staff = a_staff_member(commune=report.consultation.commune)
        browser.sign_in(staff)
        browser.submit(
            f"/{staff.commune.slug}/gestion/consultations/{report.consultation.slug}/adresse",
            {"slug": "la-place"},
        )

        response = browser.open("GET", old)

        assert (response.status_code, response.location) == (
            301,
            f"/{staff.commune.slug}/consultations/la-place/bilan",
        )


class TestLetters:
    def test_who_wrote_is_told_once_what_became_of_it(self, browser: Browser) -> None:
        """Invariant 10: the same event leaves one letter a person, whatever they wrote."""
        consultation = a_closed_consultation()
        nadia = a_resident(commune=consultation.commune, email="nadia@valbruyere.example")
        proposal = an_answered_proposal(consultation, author=nadia, title="Une piscine")
        a_proposal(consultation=consultation, author=nadia, title="Un kiosque")
        a_comment(on=proposal, author=nadia)
        a_comment(on=proposal, author=a_resident(commune=consultation.commune))

        a_published_report(consultation)

        told = letters(LetterKind.REPORT_PUBLISHED)
        assert len(told) == 2
        of_nadia = next(one for one in told if one.recipient == nadia.email)
        assert "La place garde ses arbres." in of_nadia.body_text
        assert "- Une piscine : Refusée, avec une raison" in of_nadia.body_text
        assert "- Un kiosque : pas assez de soutiens pour une réponse" in of_nadia.body_text
        assert "Ne plus recevoir" in of_nadia.body_text

    @pytest.mark.usefixtures("app")
    def test_a_remark_is_told_with_its_decision(self) -> None:
        consultation = a_closed_consultation()
        a_text(consultation=consultation)
        version = db.session.scalars(db.select(TextVersion)).one()
        remark = a_remark(on=version.wordings[0])
        remark.decision = RemarkDecision(
            version=version,
            verdict=Verdict.PARTLY,
            reason="Le marché commence une heure plus tard.",
            decided_by=consultation.created_by,
            decided_at=clock.now(),
        )
        db.session.commit()

        a_published_report(consultation)

        (told,) = letters(LetterKind.REPORT_PUBLISHED)
        assert "Votre avis sur le texte\u00a0:" in told.body_text
        assert "Règlement de la place, passage 1 : Retenu en partie" in told.body_text
        assert f"/avis/{remark.id}" in told.body_text

    def test_the_director_is_asked_and_the_staff_is_told(self, browser: Browser) -> None:
        report = a_report()
        commune = report.consultation.commune
        director = a_director(commune=commune, email="dg@valbruyere.example")
        staff = report.saved_by
        browser.sign_in(staff)
        browser.submit(desk_of(report, "/envoyer"), TYPED | {"based_on": str(report.revision)})
        browser.sign_in(director)
        browser.submit(desk_of(report, "/approuver"), {"based_on": str(report.revision)})

        assert [one.recipient for one in letters(LetterKind.REPORT_TO_APPROVE)] == [director.email]
        assert [one.recipient for one in letters(LetterKind.REPORT_APPROVED)] == [staff.email]
        assert "Ne plus recevoir" not in letters(LetterKind.REPORT_TO_APPROVE)[0].body_text
