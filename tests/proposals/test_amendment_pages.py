"""Tests of the pages of suggested wordings, used as people use them."""

from flask import Flask

from participe.accounts.models import Account
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock
from participe.proposals.models import Amendment, Proposal
from participe.proposals.services import amending, editing
from tests.browser import Browser, text
from tests.factories import a_consultation, a_phase, a_proposal, a_resident, a_staff_member
from tests.proposals.test_page import page_of, short

OTHER = {
    "title": "Une fontaine d’eau potable",
    "body": "Près du tilleul.",
    "why": "On la boit aussi.",
    "based_on": "1",
}


def an_amendment(proposal: Proposal | None = None, by: Account | None = None) -> Amendment:
    proposal = proposal or a_proposal()
    amendment = amending.suggest(
        proposal,
        author=by or a_resident(commune=proposal.commune, display_name="Nadia"),
        text=(OTHER["title"], OTHER["body"]),
        why=OTHER["why"],
        based_on=1,
        at=clock.now(),
    )
    db.session.commit()
    return amendment


def address(amendment: Amendment, more: str = "") -> str:
    return short(amendment.proposal, f"/reformulations/{amendment.id}{more}")


class TestSuggest:
    def test_somebody_puts_it_in_other_words(self, browser: Browser) -> None:
        proposal = a_proposal()
        browser.sign_in(a_resident(commune=proposal.commune))

        form = browser.get(short(proposal, "/reformuler"))
        page = browser.submit(short(proposal, "/reformuler"), OTHER)

        labels = [text(label) for label in form.main.select("label")]
        assert labels[:2] == ["Le titre", "Le texte (facultatif)"]
        assert form.select_one("#title")["value"] == proposal.title
        assert "Votre reformulation est publiée." in text(page.main)
        assert "d’eau potable" in text(page.select_one("ins"))
        assert "1 reformulation proposée" in text(browser.get(page_of(proposal)).main)

    def test_a_visitors_words_are_kept_through_sign_in(self, app: Flask, browser: Browser) -> None:
        """R4: nothing typed is lost."""
        proposal = a_proposal()

        response = browser.open("POST", short(proposal, "/reformuler"), OTHER)
        kept = db.session.execute(db.text("SELECT kind, payload FROM intention")).one()

        assert response.location.endswith("/connexion")
        assert kept.kind == "amend"
        assert "eau potable" in kept.payload

    def test_a_refusal_keeps_all_that_was_typed(self, browser: Browser) -> None:
        """R4."""
        proposal = a_proposal()
        browser.sign_in(a_resident(commune=proposal.commune))

        page = browser.post(
            short(proposal, "/reformuler"),
            OTHER | {"title": "Oui", "why": "Parce que."},
            status=422,
        )

        assert page.select_one("#why")["value"] == "Parce que."
        assert "Écrivez quelques mots." in text(page.main)

    def test_where_it_is_closed_the_page_says_why(self, browser: Browser) -> None:
        phases = [a_phase(PhaseKind.DISCUSS, opens=-9, closes=-1)]
        proposal = a_proposal(consultation=a_consultation(phases=phases))
        browser.sign_in(a_resident(commune=proposal.commune))

        page = browser.get(short(proposal, "/reformuler"))

        assert not page.main.select("form[method=post]")
        assert "Proposer une reformulation" not in text(browser.get(page_of(proposal)).main)


class TestWaiting:
    """Who wrote a proposition sees at once that somebody waits for their word."""

    def test_it_comes_first_in_their_space_and_on_their_page(self, browser: Browser) -> None:
        amendment = an_amendment()
        proposal = amendment.proposal
        amending.suggest(
            proposal, author=a_resident(commune=proposal.commune), text=("Un puits", ""),
            why="", based_on=1, at=clock.now(),
        )  # fmt: skip
        browser.sign_in(db.session.get_one(Account, proposal.author_id))

        space = browser.get(f"/{proposal.commune.slug}/mon-espace")
        page = browser.get(page_of(proposal))

        assert text(space.h2) == "2 reformulations attendent votre réponse"
        assert space.select_one(f'a[href="{address(amendment, "/repondre")}"]')
        assert "2 reformulations attendent votre réponse" in text(page.main)
        assert page.select_one(f'a[href="{address(amendment, "/repondre")}"]')

    def test_others_are_not_told(self, browser: Browser) -> None:
        amendment = an_amendment()
        browser.sign_in(db.session.get_one(Account, amendment.author_id))

        for path in (f"/{amendment.proposal.commune.slug}/mon-espace", page_of(amendment.proposal)):
            assert "attend votre réponse" not in text(browser.get(path).main)

    def test_what_is_decided_hidden_taken_back_or_too_late_waits_no_more(
        self, browser: Browser
    ) -> None:
        author = a_resident()
        consultation = a_consultation(commune=author.commune)
        for field in ("decided_at", "hidden_at", "withdrawn_at"):
            amendment = an_amendment(a_proposal(consultation=consultation, author=author))
            setattr(amendment, field, clock.now())
            amendment.hidden_reason = "Une insulte." if field == "hidden_at" else None
        for field in ("answered_at", "hidden_at", "withdrawn_at"):
            proposal = a_proposal(consultation=consultation, author=author)
            an_amendment(proposal)
            setattr(proposal, field, clock.now())
            proposal.hidden_reason = "Une insulte." if field == "hidden_at" else None
        browser.sign_in(author)

        page = browser.get(f"/{consultation.commune.slug}/mon-espace")

        assert "votre réponse" not in text(page.main)


class TestRead:
    def test_everyone_reads_what_was_suggested(self, browser: Browser) -> None:
        amendment = an_amendment()

        listed = browser.get(short(amendment.proposal, "/reformulations"))
        page = browser.get(address(amendment))

        assert "Attend une réponse" in text(listed.main)
        assert "On la boit aussi." in text(page.main)
        assert page.select_one(f"a[href$='/signaler/{amendment.id}']")

    def test_a_hidden_one_says_why_and_nothing_more(self, browser: Browser) -> None:
        amendment = an_amendment()
        amendment.hidden_at, amendment.hidden_reason = clock.now(), "Une insulte."
        db.session.commit()

        listed = browser.get(short(amendment.proposal, "/reformulations"))
        page = browser.get(address(amendment), status=410)

        assert "Une insulte." in text(listed.main)
        assert "eau potable" not in f"{listed}{page}"

    def test_of_a_proposition_taken_back_nothing_is_read(self, browser: Browser) -> None:
        amendment = an_amendment()
        amendment.proposal.withdrawn_at = clock.now()
        db.session.commit()

        for path in (address(amendment), short(amendment.proposal, "/reformulations")):
            browser.get(path, status=410)


class TestDecide:
    def test_the_author_accepts_and_credits(self, browser: Browser) -> None:
        amendment = an_amendment()
        browser.sign_in(amendment.proposal.author)

        page = browser.submit(
            address(amendment, "/repondre"), {"choice": "accepter", "word": "", "based_on": "1"}
        )
        shown = text(browser.get(page_of(amendment.proposal)).main)

        assert "Ce texte est accepté" in text(page.main)
        assert "Phrase proposée par Nadia" in shown
        assert "Une fontaine d’eau potable" in shown

    def test_declining_needs_a_word(self, browser: Browser) -> None:
        amendment = an_amendment()
        browser.sign_in(amendment.proposal.author)
        path = address(amendment, "/repondre")

        refused = browser.post(path, {"choice": "garder", "based_on": "1"}, status=422)
        page = browser.submit(path, {"choice": "garder", "word": "Trop long.", "based_on": "1"})

        assert "pourquoi vous gardez votre texte" in text(refused.main)
        assert "Trop long." in text(page.main)

    def test_a_text_that_moved_shows_both(self, browser: Browser) -> None:
        """Invariant 10."""
        amendment = an_amendment()
        proposal = amendment.proposal
        author = proposal.author
        editing.edit(
            proposal, by=author, text=("Une fontaine", "Au banc."), based_on=1, at=clock.now()
        )
        browser.sign_in(author)
        path = address(amendment, "/repondre")
        answer = {"choice": "accepter", "word": "Merci.", "based_on": "1"}

        page = browser.post(path, answer, status=422)
        again = page.select_one("input[name=based_on]")["value"]
        browser.submit(path, answer | {"based_on": again})

        assert "Votre texte a changé depuis cette reformulation" in text(page.main)
        assert page.select_one("#word")["value"] == "Merci."
        assert proposal.title == OTHER["title"]

    def test_nobody_else_decides(self, browser: Browser) -> None:
        amendment = an_amendment()
        browser.sign_in(a_staff_member(commune=amendment.commune))

        for method in ("GET", "POST"):
            assert browser.open(method, address(amendment, "/repondre")).status_code == 403


class TestGoOn:
    def test_a_declined_one_becomes_a_proposition(self, browser: Browser) -> None:
        amendment = an_amendment()
        proposal = amendment.proposal
        amending.decline(amendment, word="Trop long.", at=clock.now())
        browser.sign_in(amendment.author)

        form = browser.submit(address(amendment, "/en-faire-une-proposition"))
        check = form.main.select_one("form")["action"].replace("/idee", "/verifier")
        compare = check.replace("/verifier", "/ressemblances")
        browser.open("POST", compare, {"choice": "garder"})
        browser.submit(check, {"age": "y"})
        born = amendment.became

        assert form.select_one("#title")["value"] == OTHER["title"]
        assert born is not None
        assert f"la proposition {proposal.number}" in text(browser.get(page_of(born)).main)
        assert f"la proposition {born.number}" in text(browser.get(address(amendment)).main)

    def test_it_is_in_ones_space_and_can_be_taken_back(self, browser: Browser) -> None:
        amendment = an_amendment()
        commune = amendment.commune
        browser.sign_in(amendment.author)

        space = browser.get(f"/{commune.slug}/mon-espace")
        browser.submit(address(amendment, "/retirer"))

        assert "Mes reformulations" in text(space.main)
        assert amendment.is_withdrawn
        browser.client.delete_cookie("session")
        browser.get(address(amendment))
