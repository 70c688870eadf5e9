"""Hostile names and texts on the pages on which people judge, change or take back a text."""

import pytest

from participe.extensions import db
from participe.kernel import clock
from participe.moderation import services
from participe.moderation.models import Ground
from tests.browser import Browser
from tests.factories import a_comment, a_proposal, a_resident, a_staff_member

HOSTILE = "<img src=x onerror=alert(1)> {{ 7*7 }} %(title)s {0.__class__}"
PAGES_OF_THE_AUTHOR = ("modifier", "retirer", "theme", "lieu", "photos", "versions")


def is_inert(page: str) -> bool:
    return "<img src=x" not in page and "&lt;img src=x" in page


@pytest.mark.parametrize("page", PAGES_OF_THE_AUTHOR)
def test_what_an_author_changes_is_shown_as_typed(browser: Browser, page: str) -> None:
    """T-10."""
    proposal = a_proposal(title=HOSTILE, body=HOSTILE)
    browser.sign_in(proposal.author)

    shown = browser.open("GET", f"/{proposal.commune.slug}/propositions/{proposal.number}/{page}")

    assert shown.status_code == 200
    assert "<img src=x" not in shown.get_data(as_text=True)


def test_what_staff_judge_is_shown_as_typed(browser: Browser) -> None:
    """T-01, T-03, T-09."""
    author = a_resident(display_name=HOSTILE)
    proposal = a_proposal(author=author, title=HOSTILE, body=HOSTILE)
    comment = a_comment(on=proposal, body=HOSTILE)
    for text in (proposal, comment):
        services.report(text, ground=Ground.OTHER, words=HOSTILE, notifier=None, at=clock.now())
    staff = a_staff_member(commune=proposal.commune)
    browser.sign_in(staff)
    desk = f"/{proposal.commune.slug}/gestion"

    for path in ("/moderation", f"/moderation/{proposal.id}", f"/moderation/{comment.id}"):
        assert is_inert(str(browser.get(desk + path))), path
    for path in ("", "/reponses", f"/reponses/{proposal.number}", "/moderation/mes-decisions"):
        assert "<img src=x" not in str(browser.get(desk + path)), path


def test_the_author_never_learns_who_reported(browser: Browser) -> None:
    """M-12."""
    proposal = a_proposal()
    notifier = a_resident(
        commune=proposal.commune, display_name="Zélie Guetteuse", email="zelie@valbruyere.example"
    )
    words = "Ce texte me gêne beaucoup"
    services.report(proposal, ground=Ground.SPAM, words=words, notifier=notifier, at=clock.now())
    decision = services.hide(
        proposal,
        services.Reasons(Ground.SPAM, "Ce texte était de la publicité."),
        by=a_staff_member(commune=proposal.commune),
        seen=0,
        at=clock.now(),
    )
    db.session.commit()
    browser.sign_in(proposal.author)
    home = f"/{proposal.commune.slug}"

    pages = [
        str(browser.get(f"{home}/mon-espace")),
        str(browser.get(f"{home}/decisions/{decision.id}")),
        browser.open("GET", f"{home}/mon-espace/donnees").get_data(as_text=True),
    ]

    for secret in (notifier.display_name, notifier.email, words):
        assert all(secret not in page for page in pages), secret
