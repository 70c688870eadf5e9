"""Tests of participe.discussions.views, and of commenting on the page of a proposition."""

import json
from datetime import datetime, timedelta

import pytest

from participe.accounts import intentions
from participe.accounts.models import Account, Intention
from participe.consultations.phases import PhaseKind
from participe.contributions import services as contributions
from participe.discussions import services
from participe.discussions.models import Comment
from participe.extensions import db
from participe.kernel import clock
from participe.proposals.models import Proposal
from tests.browser import Browser, text
from tests.factories import (
    a_comment,
    a_commune,
    a_consultation,
    a_phase,
    a_proposal,
    a_resident,
    a_staff_member,
)

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> [clic](javascript:alert(1))"


def the_comment() -> Comment:
    return db.session.query(Comment).one()


def path_of(comment: Comment, verb: str = "") -> str:
    return f"/{comment.commune.slug}/commentaires/{comment.id}{verb}"


def commenting(proposal: Proposal) -> str:
    return f"/{proposal.commune.slug}/propositions/{proposal.number}/commenter"


def form_page(proposal: Proposal) -> str:
    start = f"/{proposal.commune.slug}/propositions/{proposal.number}-{proposal.slug}"
    return f"{start}/commenter"


def later(monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    then = clock.now() + timedelta(minutes=minutes)
    monkeypatch.setattr(clock, "now", lambda: then)


class TestCommenting:
    def test_a_comment_is_public_at_once_in_its_place(self, browser: Browser) -> None:
        proposal = a_proposal()
        browser.sign_in(a_resident(commune=proposal.commune, display_name="Marc D."))

        page = browser.submit(commenting(proposal), {"body": "Attention.", "position": "against"})

        shown = page.select_one(f"#commentaire-{the_comment().id}")
        assert "Marc D." in text(shown)
        assert "Attention." in text(shown)
        assert "Contre" in text(shown)
        assert "1 commentaire" in text(page.select_one("#commentaires h2"))

    def test_what_is_said_of_it_stands_where_one_is_led_and_once(self, browser: Browser) -> None:
        proposal = a_proposal()
        browser.sign_in(a_resident(commune=proposal.commune))

        page = browser.submit(commenting(proposal), {"body": "Attention."})

        (said,) = page.select("[role=status]")
        assert "Votre commentaire est publié." in text(said)
        assert said.parent is page.select_one(f"#commentaire-{the_comment().id}")

    def test_nothing_in_it_is_executed(self, browser: Browser) -> None:
        proposal = a_proposal()
        name = '<img src=x onerror=alert(1)>"'
        browser.sign_in(a_resident(commune=proposal.commune, display_name=name))

        page = browser.submit(commenting(proposal), {"body": HOSTILE})

        assert "<script>alert(1)</script>" in text(page.select_one(".comment-thread"))
        assert not page.select(".comment-thread script, .comment-thread img")

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"body": ""}, "Écrivez votre commentaire."),
            ({"body": " \n "}, "Écrivez votre commentaire."),
            ({"body": "é" * 1001}, "dépasse 1 000 caractères"),
        ],
    )
    def test_what_is_refused_is_kept_and_says_why(
        self, browser: Browser, typed: dict[str, str], said: str
    ) -> None:
        proposal = a_proposal()
        browser.sign_in(a_resident(commune=proposal.commune))

        page = browser.post(commenting(proposal), typed | {"position": "question"}, status=422)

        assert said in text(page.select_one(".error-summary"))
        assert page.select_one("textarea").text.strip() == typed["body"].strip()
        assert page.select_one("input[value=question]").has_attr("checked")

    def test_the_same_form_twice_is_one_comment(self, browser: Browser) -> None:
        proposal = a_proposal()
        browser.sign_in(a_resident(commune=proposal.commune))
        form = {"body": "Bonne idée.", "form_key": "the-very-same-form-key"}

        first = browser.open("POST", commenting(proposal), form)
        second = browser.open("POST", commenting(proposal), form)

        assert (first.status_code, second.status_code) == (303, 303)
        assert first.location == second.location
        assert db.session.query(Comment).count() == 1

    def test_closed_says_since_when_and_keeps_the_text(self, browser: Browser) -> None:
        closed = a_consultation(phases=[a_phase(PhaseKind.DISCUSS, opens=-9, closes=-1)])
        proposal = a_proposal(consultation=closed)
        browser.sign_in(a_resident(commune=proposal.commune))

        page = browser.post(commenting(proposal), {"body": "Trop tard ?"}, status=422)

        assert "finie depuis" in text(page.select_one(".error-summary"))
        assert "Trop tard ?" in page.select_one("textarea").text
        assert not page.select("main form button")

    def test_too_many_in_an_hour_is_refused_and_the_text_kept(self, browser: Browser) -> None:
        proposal = a_proposal()
        browser.sign_in(a_resident(commune=proposal.commune))
        for number in range(30):
            browser.submit(commenting(proposal), {"body": f"Numéro {number}"})

        page = browser.post(commenting(proposal), {"body": "Un de trop."}, status=422)

        assert "Attendez" in text(page.select_one(".error-summary"))
        assert "Un de trop." in page.select_one("textarea").text

    def test_a_visitor_reads_without_a_cookie(self, browser: Browser) -> None:
        comment = a_comment()
        proposal = db.session.get_one(Proposal, comment.subject_id)

        response = browser.open(
            "GET", f"/{proposal.commune.slug}/propositions/{proposal.number}-{proposal.slug}"
        )

        assert response.status_code == 200
        assert "Set-Cookie" not in response.headers

    def test_what_a_visitor_types_is_published_once_they_have_signed_in(
        self, browser: Browser
    ) -> None:
        proposal = a_proposal()
        browser.get(form_page(proposal))
        answer = browser.open("POST", commenting(proposal), {"body": "Oui !", "position": "for"})
        assert answer.location.endswith("/connexion")
        assert db.session.query(Comment).count() == 0
        kept = db.session.query(Intention).one()
        account = a_resident(commune=proposal.commune)

        assert kept.kind == "comment"
        url = perform(browser, account, kept)

        assert (the_comment().body, the_comment().author) == ("Oui !", account)
        assert url.endswith(f"#commentaire-{the_comment().id}")

    def test_a_form_on_what_is_hidden_is_gone(self, browser: Browser, noon: datetime) -> None:
        proposal = a_proposal()
        contributions.hide(proposal, reason="Publicité.", at=noon)
        db.session.commit()

        page = browser.get(form_page(proposal), status=410)

        assert "Publicité." in text(page.main)

    def test_another_commune_has_no_such_proposition(self, browser: Browser) -> None:
        proposal = a_proposal()
        elsewhere = a_commune()
        browser.sign_in(a_resident(commune=elsewhere))

        path = f"/{elsewhere.slug}/propositions/{proposal.number}/commenter"

        browser.post(path, {"body": "Ici ?"}, status=404)


def perform(browser: Browser, account: Account, kept: Intention) -> str:
    """Do what was kept, as the end of signing in does."""
    payload = json.loads(kept.payload)
    with browser.app.test_request_context(f"/{account.commune.slug}/"):
        browser.app.preprocess_request()
        performer = dict(intentions.PERFORMERS)["comment"]
        url = performer(db.session.get_one(Account, account.id), payload)
        db.session.commit()
    return url


class TestReply:
    def test_it_stands_below_what_it_answers(self, browser: Browser) -> None:
        comment = a_comment(author=a_resident(display_name="Ana"))
        browser.sign_in(a_resident(commune=comment.commune))
        page = browser.get(path_of(comment, "/repondre"))
        assert "Répondre à Ana" in text(page.h1)

        page = browser.submit(path_of(comment, "/repondre"), {"body": "Pourquoi ?"})

        inside = page.select_one(f"#commentaire-{comment.id} .comment-thread")
        assert "Pourquoi ?" in text(inside)

    def test_a_visitor_is_asked_to_sign_in_and_loses_nothing(self, browser: Browser) -> None:
        comment = a_comment()

        answer = browser.open("POST", path_of(comment, "/repondre"), {"body": "Moi aussi."})

        assert answer.location.endswith("/connexion")
        assert "Moi aussi." in db.session.query(Intention).one().payload

    def test_a_comment_taken_back_cannot_be_answered(
        self, browser: Browser, noon: datetime
    ) -> None:
        comment = a_comment()
        a_comment(on=comment.subject, parent=comment)  # type: ignore[arg-type]
        services.withdraw(comment, at=noon)
        db.session.commit()

        browser.get(path_of(comment, "/repondre"), status=410)


class TestEdit:
    def test_within_ten_minutes_and_the_change_can_be_read(self, browser: Browser) -> None:
        comment = a_comment(body="Une bonne idée")
        browser.sign_in(db.session.get_one(Account, comment.author_id))
        form = browser.get(path_of(comment, "/modifier"))
        based_on = form.select_one("[name=based_on]")["value"]

        page = browser.submit(
            path_of(comment, "/modifier"), {"body": "Une mauvaise idée", "based_on": based_on}
        )

        assert "modifié" in text(page.select_one(f"#commentaire-{comment.id}"))
        versions = browser.get(path_of(comment, "/versions"))
        assert "bonne" in text(versions.select_one("del"))
        assert "mauvaise" in text(versions.select_one("ins"))

    def test_afterwards_it_is_fixed_and_the_text_kept(
        self, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        comment = a_comment(body="Avant.")
        browser.sign_in(db.session.get_one(Account, comment.author_id))
        later(monkeypatch, 10)

        page = browser.post(
            path_of(comment, "/modifier"), {"body": "Après.", "based_on": "1"}, status=422
        )

        assert "dix minutes" in text(page.select_one(".error-summary"))
        assert "Après." in page.select_one("textarea").text
        assert the_comment().body == "Avant."

    def test_not_by_anybody_else(self, browser: Browser) -> None:
        comment = a_comment()
        browser.sign_in(a_staff_member(commune=comment.commune))

        browser.post(path_of(comment, "/modifier"), {"body": "Autre."}, status=403)
        browser.post(path_of(comment, "/retirer"), status=403)


class TestWithdraw:
    def test_it_disappears(self, browser: Browser) -> None:
        comment = a_comment(body="Je regrette.")
        browser.sign_in(db.session.get_one(Account, comment.author_id))
        browser.get(path_of(comment, "/retirer"))

        page = browser.submit(path_of(comment, "/retirer"))

        assert "Je regrette." not in page.text
        assert not page.select(f"#commentaire-{comment.id}")
        browser.get(path_of(comment), status=410)
        browser.get(path_of(comment, "/versions"), status=410)

    def test_if_it_was_answered_a_word_stays_in_its_place(self, browser: Browser) -> None:
        comment = a_comment(body="Je regrette.")
        a_comment(on=comment.subject, parent=comment, body="Bien dit.")  # type: ignore[arg-type]
        browser.sign_in(db.session.get_one(Account, comment.author_id))

        page = browser.submit(path_of(comment, "/retirer"))

        place = text(page.select_one(f"#commentaire-{comment.id}"))
        assert "retiré par son auteur ou son autrice" in place
        assert "Bien dit." in place
        assert "Je regrette." not in page.text


class TestShow:
    def test_an_address_leads_to_the_page_that_shows_it(self, browser: Browser) -> None:
        proposal = a_proposal()
        comments = [a_comment(on=proposal) for _ in range(25)]

        answer = browser.open("GET", path_of(comments[-1]))
        page = browser.get(answer.location)

        assert answer.status_code == 303
        assert page.select(f"#commentaire-{comments[-1].id}")

    def test_a_hidden_comment_keeps_its_place_and_says_why_to_all(
        self, browser: Browser, noon: datetime
    ) -> None:
        comment = a_comment(body="canari-de-T-35")
        a_comment(on=comment.subject, parent=comment)  # type: ignore[arg-type]
        contributions.hide(comment, reason="Ce texte était de la publicité.", at=noon)
        db.session.commit()
        author = db.session.get_one(Account, comment.author_id)

        for reader in (browser, Browser(browser.app).sign_in(author)):
            page = reader.get(browser.open("GET", path_of(comment)).location)
            place = text(page.select_one(f"#commentaire-{comment.id}"))
            assert "Ce commentaire est masqué. Raison : Ce texte était de la publicité." in place
            assert "canari" not in page.text
        browser.get(path_of(comment, "/versions"), status=410)
        browser.get(path_of(comment, "/repondre"), status=410)

    def test_a_comment_of_another_commune_does_not_exist(self, browser: Browser) -> None:
        comment = a_comment()
        elsewhere = a_commune()

        for verb in ("", "/reponses", "/repondre", "/versions"):
            browser.get(f"/{elsewhere.slug}/commentaires/{comment.id}{verb}", status=404)

    def test_the_team_is_marked(self, browser: Browser) -> None:
        proposal = a_proposal()
        comment = a_comment(on=proposal, author=a_staff_member(commune=proposal.commune))

        page = browser.get(browser.open("GET", path_of(comment)).location)

        assert "Équipe de participation" in text(page.select_one(".comment--official"))


class TestSpace:
    def test_my_comments_are_in_my_space_and_my_export(self, browser: Browser) -> None:
        comment = a_comment(body="Ce que j’ai dit.")
        browser.sign_in(db.session.get_one(Account, comment.author_id))

        page = browser.get(f"/{comment.commune.slug}/mon-espace")

        assert "Ce que j’ai dit." in page.text
