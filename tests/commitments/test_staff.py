"""Tests of the desk of commitments, of updates with their proofs, and of the proposition's page."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from participe.accounts.models import Account
from participe.commitments.models import Commitment, CommitmentUpdate, State
from participe.commitments.services import updating
from participe.commitments.services.updating import News
from participe.extensions import db
from participe.kernel import clock
from tests.browser import Browser, a_file, text
from tests.factories import (
    a_commitment,
    a_proposal,
    a_resident,
    a_staff_member,
    an_answer,
    an_official,
)

ONE_DAY = timedelta(days=1)
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
UPDATE = {"state": "under-way", "sentence": "La terre est préparée.", "based_on": "0"}


def _desk(commitment: Commitment, more: str = "") -> str:
    return f"/{commitment.commune.slug}/gestion/engagements{more}"


def _page(commitment: Commitment) -> str:
    return f"/{commitment.commune.slug}/engagements/{commitment.number}-{commitment.slug}"


def _a_photo() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(written, "PNG")
    return written.getvalue()


@pytest.fixture
def commitment() -> Commitment:
    return a_commitment()


@pytest.fixture
def staff(browser: Browser, commitment: Commitment) -> Account:
    account = a_staff_member(commune=commitment.commune)
    browser.sign_in(account)
    return account


@pytest.mark.usefixtures("staff")
class TestDesk:
    def test_what_is_late_comes_first(self, browser: Browser, commitment: Commitment) -> None:
        today = clock.day_of(clock.now())
        more = {"to": commitment.proposal, "response": commitment.response}
        a_commitment(**more, what="Deux bancs.", due_on=today + 3 * ONE_DAY)
        a_commitment(**more, what="Un toit.", due_on=today - 3 * ONE_DAY)

        page = browser.get(_desk(commitment))

        titles = [text(heading) for heading in page.select("main h2, main h3")]
        assert [title.split(". ", 1)[-1] for title in titles] == [
            "En retard (1)",
            "Un toit.",
            "Cette semaine (1)",
            "Deux bancs.",
            "Plus tard (1)",
            "Quatre arbres seront plantés.",
        ]
        entry = next(link for link in page.select(".staff-nav a") if "Engagements" in text(link))
        assert "2" in text(entry)


@pytest.mark.usefixtures("staff")
class TestUpdate:
    def test_a_state_and_a_sentence_are_public_at_once(
        self, browser: Browser, commitment: Commitment
    ) -> None:
        page = browser.submit(_desk(commitment, f"/{commitment.number}"), UPDATE)

        assert text(page.select_one(".status")) == "En cours"
        assert "La terre est préparée." in text(page.main)

    def test_a_refusal_keeps_everything(self, browser: Browser, commitment: Commitment) -> None:
        """Invariant 7."""
        page = browser.post(
            _desk(commitment, f"/{commitment.number}"),
            {
                "state": "dropped",
                "sentence": "Plus d’argent.",
                "expected_on": ["3", "4", "2031"],
                "decision_url": "conseil.example/12",
                "based_on": "0",
            },
            status=422,
        )

        errors = {text(link) for link in page.select(".error-summary a")}
        assert errors == {
            "Dites pourquoi la commune abandonne cet engagement. Tout le monde le lira.",
            "Ce lien ne s’ouvre pas. Copiez l’adresse d’une page web.",
        }
        assert page.select_one("[value=dropped]").has_attr("checked")
        assert text(page.select_one("#sentence")) == "Plus d’argent."
        assert page.select_one("#expected_on-year")["value"] == "2031"
        assert page.select_one("#decision_url")["value"] == "conseil.example/12"

    def test_a_new_date_is_a_day_to_come(self, browser: Browser, commitment: Commitment) -> None:
        address = _desk(commitment, f"/{commitment.number}")

        page = browser.post(address, UPDATE | {"expected_on": ["3", "5", "2030"]}, status=422)

        (error,) = page.select(".error-summary a")
        assert (error["href"], text(error)) == ("#expected_on", "Choisissez une date à venir.")
        browser.submit(address, UPDATE | {"expected_on": ["4", "5", "2030"]})

    def test_the_second_of_two_sees_the_first_and_keeps_their_own(
        self, browser: Browser, commitment: Commitment
    ) -> None:
        updating.update(
            commitment,
            News(State.KEPT, "Les arbres sont là."),
            by=commitment.official,
            at=clock.now(),
            based_on=0,
        )
        db.session.commit()

        page = browser.post(_desk(commitment, f"/{commitment.number}"), UPDATE, status=422)

        assert "Les arbres sont là." in text(page.main)
        assert text(page.select_one("#sentence")) == "La terre est préparée."
        again = UPDATE | {"based_on": page.select_one("[name=based_on]")["value"]}
        browser.submit(_desk(commitment, f"/{commitment.number}"), again)
        assert len(db.session.scalars(db.select(CommitmentUpdate)).all()) == 2

    def test_a_photo_and_a_decision_prove_it(
        self, browser: Browser, commitment: Commitment
    ) -> None:
        page = browser.submit(
            _desk(commitment, f"/{commitment.number}"),
            UPDATE
            | {
                "state": "kept",
                "decision_url": "https://conseil.example/12",
                "proof": a_file(_a_photo(), "x.png"),
                "alternative": "Quatre tilleuls sur la place",
            },
        )

        image = page.select_one("main figure img")
        assert image["alt"] == "Quatre tilleuls sur la place"
        assert page.select_one('a[href="https://conseil.example/12"]')
        photo = browser.open("GET", str(image["src"]))
        assert photo.content_type == "image/webp"
        assert "sandbox" in photo.headers["Content-Security-Policy"]
        listed = browser.get(f"/{commitment.commune.slug}/engagements")
        assert "décision, photo" in text(listed.main)

    def test_a_pdf_is_kept_and_not_opened_here(
        self, browser: Browser, commitment: Commitment
    ) -> None:
        page = browser.submit(
            _desk(commitment, f"/{commitment.number}"),
            UPDATE | {"proof": a_file(PDF, "x.pdf"), "alternative": "Le procès-verbal"},
        )

        link = next(link for link in page.select("main a") if "Le procès-verbal" in text(link))
        answer = browser.open("GET", str(link["href"]))
        assert answer.headers["Content-Disposition"].startswith("attachment")

    @pytest.mark.parametrize(
        ("content", "alternative", "error"),
        [
            (
                b"<svg onload=alert(1)>",
                "Un plan",
                "Ce fichier n’est ni un PDF ni une image lisible.",
            ),
            (PDF, "", "Dites en une phrase ce que montre le fichier."),
        ],
    )
    def test_a_file_that_is_none_or_untold_is_refused(
        self,
        content: bytes,
        alternative: str,
        error: str,
        browser: Browser,
        commitment: Commitment,
    ) -> None:
        page = browser.post(
            _desk(commitment, f"/{commitment.number}"),
            UPDATE | {"proof": a_file(content, "x.pdf"), "alternative": alternative},
            status=422,
        )

        assert error in text(page.select_one(".error-summary"))
        assert text(page.select_one("#sentence")) == "La terre est préparée."

    def test_a_hostile_link_never_reaches_the_page(
        self, browser: Browser, commitment: Commitment
    ) -> None:
        for url in ("javascript:alert(1)", "mailto:x@y.example", "//"):
            browser.post(
                _desk(commitment, f"/{commitment.number}"),
                UPDATE | {"decision_url": url},
                status=422,
            )


class TestWhoMay:
    def test_officials_update_too(self, browser: Browser, commitment: Commitment) -> None:
        browser.sign_in(commitment.official)

        browser.submit(_desk(commitment, f"/{commitment.number}"), UPDATE)

    def test_staff_of_another_commune_do_nothing_here(
        self, browser: Browser, commitment: Commitment
    ) -> None:
        """Invariant 6."""
        browser.sign_in(a_staff_member())

        response = browser.open("POST", _desk(commitment, f"/{commitment.number}"), UPDATE)

        assert response.status_code in {303, 403}
        assert db.session.scalars(db.select(CommitmentUpdate)).all() == []


class TestNew:
    PROMISE = {
        "what": "Deux bancs.",
        "who": "Travaux",
        "due_on": ["1", "6", "2031"],
        "budget_line": "766",
    }

    def test_staff_add_one_to_an_answered_proposition(self, browser: Browser) -> None:
        proposal = a_proposal()
        an_answer(to=proposal)
        browser.sign_in(a_staff_member(commune=proposal.commune))
        page = browser.get(f"/{proposal.commune.slug}/propositions/{proposal.number}-une-fontaine")
        link = next(link for link in page.select("a") if text(link) == "Ajouter un engagement")

        page = browser.submit(str(link["href"]), self.PROMISE)

        assert text(page.h1) == "Deux bancs."
        assert "766" in text(page.main)

    def test_it_is_for_a_day_to_come(self, browser: Browser) -> None:
        proposal = a_proposal()
        an_answer(to=proposal)
        browser.sign_in(a_staff_member(commune=proposal.commune))
        url = f"/{proposal.commune.slug}/gestion/engagements/nouveau?proposition={proposal.number}"

        page = browser.post(url, self.PROMISE | {"due_on": ["3", "5", "2030"]}, status=422)

        (error,) = page.select(".error-summary a")
        assert (error["href"], text(error)) == ("#due_on", "Choisissez une date à venir.")
        assert page.select_one("#due_on")["value"] == "3"
        assert text(page.select_one("#what")) == "Deux bancs."
        browser.submit(url, self.PROMISE | {"due_on": ["4", "5", "2030"]})

    def test_without_an_answer_it_says_what_to_do(self, browser: Browser) -> None:
        proposal = a_proposal()
        browser.sign_in(an_official(commune=proposal.commune))
        url = f"/{proposal.commune.slug}/gestion/engagements/nouveau?proposition={proposal.number}"

        page = browser.post(url, self.PROMISE, status=422)

        assert "Répondez d’abord à la proposition." in text(page.select_one(".error-summary"))


class TestOnItsProposition:
    def test_the_commitment_and_its_devenir_are_told(
        self, browser: Browser, commitment: Commitment
    ) -> None:
        """R5: what became of a proposition is on its page, step by step."""
        updating.update(
            commitment,
            News(State.KEPT, "Les arbres sont plantés."),
            by=commitment.official,
            at=clock.now(),
            based_on=0,
        )
        db.session.commit()

        page = browser.get(
            f"/{commitment.commune.slug}/propositions/{commitment.proposal.number}-une-fontaine"
        )

        assert "Les arbres sont plantés." in text(page.select_one("#engagements"))
        assert "Engagement tenu" in text(page.select_one(".timeline"))


def test_the_export_holds_what_one_follows_and_saw(browser: Browser) -> None:
    commitment = a_commitment()
    updating.update(
        commitment, News(State.KEPT, "Fait."), by=commitment.official, at=clock.now(), based_on=0
    )
    db.session.commit()
    browser.sign_in(a_resident(commune=commitment.commune))
    address = f"/{commitment.commune.slug}/engagements/{commitment.number}"
    browser.submit(f"{address}/suivre")
    browser.submit(f"{address}/dire-ce-que-je-vois", {"seen": "fait", "body": "Ils sont beaux."})

    kept = browser.open("GET", f"/{commitment.commune.slug}/mon-espace/donnees").get_json()

    assert kept["engagements_suivis"][0]["numero"] == commitment.number
    assert kept["constats"][0]["texte"] == "Ils sont beaux."
