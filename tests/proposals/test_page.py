"""Tests of participe.proposals.views.reading: the page, the versions and the photos."""

from datetime import datetime

import pytest

from participe.accounts.models import Channel
from participe.answers.models import OfficialResponse
from participe.communes import services as communes
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock
from participe.proposals.models import ImportedTotal, Outcome, Photo, Proposal
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import (
    ONE_DAY,
    a_comment,
    a_consultation,
    a_phase,
    a_proposal,
    a_resident,
    a_staff_member,
    a_support,
    an_official,
)
from tests.statements import counted_queries


def page_of(proposal: Proposal, more: str = "") -> str:
    return f"/{proposal.commune.slug}/propositions/{proposal.number}-{proposal.slug}{more}"


def short(proposal: Proposal, more: str = "") -> str:
    return f"/{proposal.commune.slug}/propositions/{proposal.number}{more}"


def with_a_photo(proposal: Proposal) -> Photo:
    file = communes.keep_file(
        proposal.commune, b"pixels", media_type="image/webp", at=clock.now(), size=(8, 6)
    )
    photo = Photo(position=1, file=file, alternative="Trois arbres sur une place.")
    proposal.photos.append(photo)
    db.session.commit()
    return photo


def answered(proposal: Proposal) -> None:
    signer = an_official(commune=proposal.commune)
    db.session.add(
        OfficialResponse(
            proposal=proposal,
            outcome=Outcome.REFUSED,
            why_not="Le sol est pollué.",
            signed_by=signer,
            mandate="échevine",
            saved_at=clock.now(),
            published_at=clock.now(),
        )
    )
    proposal.answered_at, proposal.outcome = clock.now(), Outcome.REFUSED
    db.session.commit()


class TestShow:
    def test_it_shows_the_text_who_wrote_it_and_how(self, browser: Browser) -> None:
        proposal = a_proposal(
            title="Une fontaine", body="Avec **trois** jets.", channel=Channel.PAPER, language="nl"
        )

        page = browser.get(page_of(proposal))

        assert text(page.h1) == "Une fontaine"
        assert f"Proposition {proposal.number}, par {proposal.author.display_name}" in text(
            page.main
        )
        assert "sur papier" in text(page.select_one(".meta"))
        prose = page.select_one("article .prose")
        assert prose is not None
        assert text(prose.strong) == "trois"
        assert prose["lang"] == "nl"

    @pytest.mark.parametrize("address", ["", "-nimporte-quoi"])
    def test_the_number_alone_decides(self, browser: Browser, address: str) -> None:
        proposal = a_proposal()

        response = browser.open("GET", short(proposal, address))

        assert response.status_code == 301
        assert response.location == page_of(proposal)

    def test_a_proposition_of_another_commune_does_not_exist(self, browser: Browser) -> None:
        proposal, other = a_proposal(), a_consultation()

        browser.get(f"/{other.commune.slug}/propositions/{proposal.number}", status=404)

    def test_a_hidden_one_answers_410_with_the_reason(
        self, browser: Browser, noon: datetime
    ) -> None:
        proposal = a_proposal(
            title="Canari caché", hidden_at=noon, hidden_reason="Une insulte, règle 4."
        )

        page = browser.get(page_of(proposal), status=410)

        assert "Une insulte, règle 4." in text(page.main)
        assert "Canari" not in page.text

    @pytest.mark.parametrize("reader", ["author", "staff"])
    def test_its_author_and_staff_still_see_a_hidden_one(
        self, browser: Browser, noon: datetime, reader: str
    ) -> None:
        proposal = a_proposal(hidden_at=noon, hidden_reason="Une insulte.")
        staff = a_staff_member(commune=proposal.commune)
        browser.sign_in(proposal.author if reader == "author" else staff)

        page = browser.get(page_of(proposal))

        assert "Une insulte." in text(page.select_one(".notice-box"))
        assert not page.select(".support form")

    def test_a_withdrawn_one_keeps_its_page_with_the_reason_and_without_the_text(
        self, browser: Browser, noon: datetime
    ) -> None:
        proposal = a_proposal(
            body="Canari retiré", withdrawn_at=noon, withdrawn_reason="L’école a déjà planté."
        )

        page = browser.get(page_of(proposal))

        assert "L’école a déjà planté." in text(page.select_one(".notice-box"))
        assert "Canari" not in page.text
        assert "Les soutiens sont fermés." in text(page.select_one(".support"))

    def test_a_visitor_supports_by_a_link_and_gets_no_cookie(self, browser: Browser) -> None:
        proposal = a_proposal()

        response = browser.open("GET", page_of(proposal))
        page = browser.get(page_of(proposal))

        assert "Set-Cookie" not in response.headers
        assert not page.select("main form")
        link = page.select_one(".support a")
        assert link is not None
        assert link["href"] == short(proposal, "/soutenir")

    def test_who_supports_can_take_it_back(self, browser: Browser) -> None:
        support = a_support(of=a_proposal())
        browser.sign_in(support.person)

        page = browser.get(page_of(support.proposal))

        assert "Vous soutenez cette proposition." in text(page.select_one(".support"))
        assert text(page.select_one(".support button")) == "Retirer mon soutien"
        assert text(page.select_one(".support__count")) == "1 soutien"

    def test_when_the_phase_is_over_it_says_so_and_what_comes_next(self, browser: Browser) -> None:
        consultation = a_consultation(
            phases=[a_phase(PhaseKind.PROPOSE, opens=-9, closes=-1), a_phase(PhaseKind.ANSWER)]
        )
        proposal = a_proposal(consultation=consultation, supports_count=12)

        page = browser.get(page_of(proposal))

        assert "12 soutiens" in text(page.select_one(".support"))
        assert "Les soutiens sont fermés. Cette étape est finie" in text(
            page.select_one(".support")
        )
        assert not page.select(".support a, .support button")

    def test_votes_of_another_site_are_labelled_as_what_they_are(self, browser: Browser) -> None:
        proposal = a_proposal()
        db.session.add(
            ImportedTotal(
                proposal_id=proposal.id,
                votes_for=31,
                votes_mixed=4,
                votes_against=2,
                source="république-numérique.fr",
            )
        )
        db.session.commit()

        page = browser.get(page_of(proposal))

        assert "qui ne sont pas des soutiens : 31 pour, 4 mitigés, 2 contre" in text(page.main)
        assert text(page.select_one(".support__count")) == "0 soutien"

    def test_the_devenir_tells_what_happened_in_order(self, browser: Browser) -> None:
        now = clock.now()
        proposal = a_proposal(
            published_at=now - 40 * ONE_DAY,
            edited_at=now - 39 * ONE_DAY,
            threshold_reached_at=now - 38 * ONE_DAY,
            due_on=clock.day_of(now) - 8 * ONE_DAY,
            answered_at=now - 3 * ONE_DAY,
            outcome=Outcome.PARTLY,
        )

        page = browser.get(page_of(proposal))

        titles = [text(title) for title in page.select(".timeline__title")]
        assert titles == ["Publiée", "Texte changé", "10 soutiens", "Réponse de la commune"]
        notes = text(page.select(".timeline li")[-1])
        assert "en 35 jours" in notes
        assert "en retard de 5 jours" in notes

    def test_the_devenir_says_what_comes(self, browser: Browser) -> None:
        now = clock.now()
        young = a_proposal()
        late = a_proposal(
            threshold_reached_at=now - 40 * ONE_DAY, due_on=clock.day_of(now) - 3 * ONE_DAY
        )

        promise, lateness = (
            text(browser.get(page_of(proposal)).select_one(".timeline__current"))
            for proposal in (young, late)
        )

        assert "La commune doit alors répondre en 30 jours." in promise
        assert "en retard de 3 jours" in lateness

    @on_both
    def test_it_asks_at_most_nine_times_however_long_the_discussion(self, browser: Browser) -> None:
        """T12, signed in, with a photo, an answer and comments."""
        proposal = a_proposal()
        with_a_photo(proposal)
        answered(proposal)
        browser.sign_in(a_resident(commune=proposal.commune))
        counts = []

        for number in (2, 15):
            for _ in range(number):
                a_comment(on=proposal)
            address = page_of(proposal)
            with counted_queries() as statements:
                browser.get(address)
            counts.append(len(statements))

        assert counts[0] == counts[1]
        assert counts[0] <= 9, statements


class TestVersions:
    def test_each_version_shows_what_it_changed(self, browser: Browser) -> None:
        proposal = a_proposal(title="Une fontaine", body="Près du tilleul.")
        browser.sign_in(proposal.author)
        browser.submit(
            short(proposal, "/modifier"),
            {"title": "Une fontaine", "body": "Près du banc.", "note": "Le lieu", "based_on": "1"},
        )

        page = browser.get(short(proposal, "/versions"))
        change = browser.get(short(proposal, "/versions/2"))
        first = browser.get(short(proposal, "/versions/1"))

        assert "Le lieu" in text(page.main)
        assert text(change.select_one(".diff del")) == "retiré : tilleul"
        assert text(change.select_one(".diff ins")) == "ajouté : banc"
        assert "Près du tilleul." in text(first.main)

    @pytest.mark.parametrize("version", ["0", "2", "99999999999999999999", "x", "%3Csvg%3E"])
    def test_a_version_that_is_none_does_not_exist(self, browser: Browser, version: str) -> None:
        proposal = a_proposal()

        browser.get(short(proposal, f"/versions/{version}"), status=404)


class TestPhoto:
    def test_it_is_sent_as_ours_and_as_nothing_but_an_image(self, browser: Browser) -> None:
        proposal = a_proposal()
        photo = with_a_photo(proposal)

        page = browser.get(page_of(proposal))
        image = page.select_one(".photos img")
        assert image is not None
        response = browser.open("GET", str(image["src"]))

        assert image["alt"] == "Trois arbres sur une place."
        assert response.data == b"pixels"
        assert response.content_type == "image/webp"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert str(photo.file.key) not in str(image["src"])

    @pytest.mark.parametrize("state", ["hidden", "withdrawn"])
    def test_it_goes_with_its_proposition(
        self, browser: Browser, noon: datetime, state: str
    ) -> None:
        """T-39."""
        proposal = a_proposal()
        photo = with_a_photo(proposal)
        address = short(proposal, f"/photos/{photo.id}.webp")
        if state == "hidden":
            proposal.hidden_at, proposal.hidden_reason = noon, "Une insulte."
        else:
            proposal.withdrawn_at = noon
        db.session.commit()

        browser.get(address, status=410)

    def test_it_belongs_to_one_proposition(self, browser: Browser) -> None:
        photo, other = with_a_photo(a_proposal()), a_proposal()

        browser.get(short(other, f"/photos/{photo.id}.webp"), status=404)
