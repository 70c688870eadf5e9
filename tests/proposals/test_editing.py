"""Tests of participe.proposals.services.editing, photos, and of their pages."""

from datetime import datetime
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image

from participe.accounts.models import Account
from participe.contributions.errors import ChangedMeanwhile
from participe.extensions import db
from participe.kernel import events
from participe.proposals.errors import AlreadyAnswered, NoLongerPublic
from participe.proposals.events import ProposalChanged, ProposalWithdrawn
from participe.proposals.models import Outcome, Photo, Proposal, Theme
from participe.proposals.queries import listing
from participe.proposals.queries.filters import Filters, Order, Scope
from participe.proposals.services import editing
from tests.browser import Browser, a_file, text
from tests.databases import on_both
from tests.factories import a_proposal, a_resident, a_staff_member, a_support
from tests.proposals.test_page import page_of, short

TEXT = "Près du tilleul, avec un banc pour les personnes qui attendent le bus du matin."


@pytest.fixture
def changed(app: Flask) -> list[ProposalChanged]:
    """What was published about changes of substance."""
    published: list[ProposalChanged] = []
    events.subscribe(app, ProposalChanged, published.append)
    return published


def author_of(proposal: Proposal) -> Account:
    assert isinstance(proposal.author, Account)
    return proposal.author


def a_picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (40, 30), "green").save(buffer, "PNG")
    return buffer.getvalue()


@on_both
class TestEdit:
    def test_the_new_text_stands_is_found_and_the_old_stays(
        self, app: Flask, noon: datetime
    ) -> None:
        """R2: propositions are versioned."""
        proposal = a_proposal(title="Une fontaine", body=TEXT)

        editing.edit(
            proposal,
            by=author_of(proposal),
            text=("Un verger", "Des pommiers."),
            based_on=1,
            at=noon,
            note="Une autre idée",
        )
        db.session.commit()
        db.session.refresh(proposal)

        def found(words: str) -> int:
            scope, filters = Scope(proposal.commune), Filters(words=words)
            return listing.page(scope, filters, Order.NEWEST, after=None, at=noon).total

        assert (proposal.title, proposal.body, proposal.version) == (
            "Un verger",
            "Des pommiers.",
            2,
        )
        assert proposal.excerpt == "Des pommiers."
        assert [(v.title, v.note) for v in proposal.versions] == [
            ("Une fontaine", "Une autre idée")
        ]
        assert (found("verger"), found("fontaine")) == (1, 0)

    def test_two_windows_lose_nothing(self, app: Flask, noon: datetime) -> None:
        proposal = a_proposal(title="Une fontaine")
        by = author_of(proposal)
        editing.edit(proposal, by=by, text=("Un verger", ""), based_on=1, at=noon)

        with pytest.raises(ChangedMeanwhile):
            editing.edit(proposal, by=by, text=("Un étang", ""), based_on=1, at=noon)

        assert proposal.title == "Un verger"

    @pytest.mark.parametrize(
        ("since", "more", "refusal"),
        [
            ("answered_at", {"outcome": Outcome.REFUSED}, AlreadyAnswered),
            ("withdrawn_at", {}, NoLongerPublic),
            ("hidden_at", {"hidden_reason": "Insulte."}, NoLongerPublic),
        ],
    )
    def test_it_refuses_once_answered_or_no_longer_public(
        self,
        app: Flask,
        noon: datetime,
        since: str,
        more: dict[str, object],
        refusal: type[Exception],
    ) -> None:
        proposal = a_proposal(**{since: noon}, **more)

        with pytest.raises(refusal):
            editing.edit(
                proposal, by=author_of(proposal), text=("Un étang", ""), based_on=1, at=noon
            )

    @pytest.mark.parametrize(
        ("title", "body", "is_told"),
        [
            ("Une fontaine", TEXT.replace("tilleul", "platane"), False),
            ("une fontaine !", TEXT, False),
            ("Une fontaine et un étang", TEXT, True),
            ("Une fontaine", "Tout autre chose, qui ne ressemble en rien au texte d’avant.", True),
        ],
    )
    def test_supporters_are_told_of_a_change_of_substance(
        self,
        app: Flask,
        noon: datetime,
        changed: list[ProposalChanged],
        title: str,
        body: str,
        is_told: bool,
    ) -> None:
        proposal = a_proposal(title="Une fontaine", body=TEXT)
        a_support(of=proposal)

        editing.edit(proposal, by=author_of(proposal), text=(title, body), based_on=1, at=noon)

        assert len(changed) == is_told

    def test_without_supporters_nobody_is_told(
        self, app: Flask, noon: datetime, changed: list[ProposalChanged]
    ) -> None:
        proposal = a_proposal()

        editing.edit(proposal, by=author_of(proposal), text=("Un étang", ""), based_on=1, at=noon)

        assert not changed


class TestEditPage:
    def test_the_author_sees_the_text_and_changes_it(self, browser: Browser) -> None:
        """R2: a proposition is amended after comments."""
        proposal = a_proposal(title="Une fontaine", body=TEXT)
        browser.sign_in(author_of(proposal))
        form = browser.get(short(proposal, "/modifier"))

        page = browser.submit(
            short(proposal, "/modifier"),
            {
                "title": "Une fontaine d’eau potable",
                "body": form.textarea.text.strip(),  # type: ignore[union-attr]
                "based_on": form.select_one("[name=based_on]")["value"],  # type: ignore[index]
            },
        )

        assert text(page.h1) == "Une fontaine d’eau potable"
        assert "Texte changé le 4 mai 2030" in text(page.article)

    def test_a_preview_changes_nothing(self, browser: Browser) -> None:
        proposal = a_proposal(title="Une fontaine")
        browser.sign_in(author_of(proposal))

        page = browser.post(
            short(proposal, "/modifier"),
            {"title": "Un étang", "body": "Avec **joie**.", "based_on": "1", "apercu": "1"},
            status=200,
        )

        assert text(page.select_one(".notice-box strong")) == "joie"
        assert page.select_one("#title")["value"] == "Un étang"  # type: ignore[index]
        db.session.refresh(proposal)
        assert proposal.title == "Une fontaine"

    def test_a_conflict_shows_both_and_keeps_what_was_typed(self, browser: Browser) -> None:
        """T-15: both texts are escaped."""
        proposal = a_proposal(title="Une fontaine")
        browser.sign_in(author_of(proposal))
        typed = {"body": "Le mien <script>alert(1)</script>", "based_on": "1"}
        browser.submit(short(proposal, "/modifier"), {"title": "Un <b>verger</b>"} | typed)

        page = browser.post(short(proposal, "/modifier"), {"title": "Un étang"} | typed, status=422)

        assert page.title.text.startswith("Erreur\u00a0: ")  # type: ignore[union-attr]
        assert "verger" in text(page.select_one(".diff del"))
        assert "étang" in text(page.select_one(".diff ins"))
        assert page.select_one("#title")["value"] == "Un étang"  # type: ignore[index]
        assert page.select_one("[name=based_on]")["value"] == "2"  # type: ignore[index]
        assert not page.select("main script, main b")

    def test_what_is_missing_is_said_and_the_rest_kept(self, browser: Browser) -> None:
        proposal = a_proposal()
        browser.sign_in(author_of(proposal))

        page = browser.post(
            short(proposal, "/modifier"),
            {"title": "", "body": "Mon texte", "based_on": "x"},
            status=422,
        )

        assert page.select(".error-summary a[href='#title']")
        assert page.textarea.text.strip() == "Mon texte"  # type: ignore[union-attr]

    def test_once_answered_it_says_why_not(self, browser: Browser, noon: datetime) -> None:
        proposal = a_proposal(answered_at=noon, outcome=Outcome.REFUSED)
        browser.sign_in(author_of(proposal))

        page = browser.get(short(proposal, "/modifier"), status=422)

        assert "La commune a répondu à cette proposition." in text(page.main)

    @pytest.mark.parametrize("action", ["/modifier", "/retirer", "/theme", "/lieu", "/photos"])
    def test_it_is_the_author_s_only(self, browser: Browser, action: str) -> None:
        """M-15: not even staff."""
        proposal = a_proposal()
        neighbour = a_resident(commune=proposal.commune)
        staff = a_staff_member(commune=proposal.commune)

        browser.get(short(proposal, action), status=303)
        for other in (neighbour, staff):
            browser.sign_in(other)
            browser.get(short(proposal, action), status=403)
            browser.post(short(proposal, action), {"title": "Volé"}, status=403)


class TestWithdraw:
    def test_the_page_stays_with_the_reason(self, app: Flask, browser: Browser) -> None:
        proposal = a_proposal()
        a_support(of=proposal)
        withdrawn: list[ProposalWithdrawn] = []
        events.subscribe(app, ProposalWithdrawn, withdrawn.append)
        browser.sign_in(author_of(proposal))

        page = browser.submit(short(proposal, "/retirer"), {"reason": "L’école a déjà planté."})
        listed = browser.get(f"/{proposal.commune.slug}/propositions")

        assert "L’école a déjà planté." in text(page.main)
        assert len(withdrawn) == 1
        assert not listed.select(".list__title")

    def test_a_reason_is_asked(self, browser: Browser) -> None:
        proposal = a_proposal()
        browser.sign_in(author_of(proposal))

        page = browser.post(short(proposal, "/retirer"), {"reason": " "}, status=422)

        assert page.select(".error-summary a[href='#reason']")


class TestFiling:
    def test_a_theme_and_a_place_can_be_added_after(self, browser: Browser) -> None:
        proposal = a_proposal()
        db.session.add(Theme(commune_id=proposal.commune_id, slug="eau", name="L’eau"))
        db.session.commit()
        browser.sign_in(author_of(proposal))

        browser.submit(short(proposal, "/theme"), {"theme": "eau"})
        page = browser.submit(short(proposal, "/lieu"), {"locality": "Ronquet"})

        assert {text(a) for a in page.select("article .meta a")} == {"L’eau", "Ronquet"}
        assert proposal.version == 1

    def test_a_theme_of_nobody_is_refused(self, browser: Browser) -> None:
        proposal = a_proposal()
        browser.sign_in(author_of(proposal))

        browser.post(short(proposal, "/theme"), {"theme": "inconnu"}, status=422)


class TestPhotos:
    def add(self, browser: Browser, proposal: Proposal, **more: object) -> None:
        fields = {
            "picture": a_file(a_picture(), "<svg onload=alert(1)>.png"),
            "alternative": "Un carré vert.",
        }
        browser.submit(short(proposal, "/photos"), fields | more)

    def test_up_to_three_are_encoded_anew_and_told_in_words(self, browser: Browser) -> None:
        proposal = a_proposal()
        browser.sign_in(author_of(proposal))

        for _ in range(3):
            self.add(browser, proposal)
        page = browser.get(page_of(proposal))
        full = browser.get(short(proposal, "/photos"))
        one_more = browser.post(
            short(proposal, "/photos"),
            {"picture": a_file(a_picture(), "x.png"), "alternative": "Encore"},
            status=422,
        )

        images = page.select(".photos img")
        assert [image["alt"] for image in images] == ["Un carré vert."] * 3
        sent = browser.open("GET", str(images[0]["src"]))
        assert Image.open(BytesIO(sent.data)).format == "WEBP"
        assert not full.select("input[type=file]")
        assert "déjà trois photos" in text(one_more.main)

    def test_one_can_be_removed_and_its_place_given_again(self, browser: Browser) -> None:
        proposal = a_proposal()
        browser.sign_in(author_of(proposal))
        self.add(browser, proposal)
        self.add(browser, proposal)
        first = db.session.query(Photo).order_by(Photo.position).first()
        assert first is not None

        browser.submit(short(proposal, f"/photos/{first.id}/retirer"))
        self.add(browser, proposal)

        assert [photo.position for photo in db.session.query(Photo)] == [2, 1]

    def test_words_are_asked_and_no_image_is_refused(self, browser: Browser) -> None:
        proposal = a_proposal()
        browser.sign_in(author_of(proposal))

        silent = browser.post(
            short(proposal, "/photos"),
            {"picture": a_file(a_picture(), "x.png"), "alternative": ""},
            status=422,
        )
        broken = browser.post(
            short(proposal, "/photos"),
            {"picture": a_file(b"<svg onload=alert(1)>", "x.png"), "alternative": "Un carré"},
            status=422,
        )

        assert silent.select(".error-summary a[href='#alternative']")
        assert broken.select(".error-summary a[href='#picture']")
        assert broken.select_one("#alternative")["value"] == "Un carré"  # type: ignore[index]
        assert db.session.query(Photo).count() == 0

    def test_those_of_somebody_else_cannot_be_removed(self, browser: Browser) -> None:
        mine, other = a_proposal(), a_proposal()
        browser.sign_in(author_of(other))
        self.add(browser, other)
        photo_id = db.session.query(Photo).one().id
        browser.sign_in(author_of(mine))

        browser.post(short(mine, f"/photos/{photo_id}/retirer"), status=404)
