"""Tests of stopping letters: what a link of a letter can do, and what it cannot."""

from participe.extensions import db
from participe.notifications.composing import ALL_KINDS, unsubscribe_url
from participe.notifications.models import STOPPABLE, LetterKind
from participe.notifications.queries import letters
from tests.browser import Browser
from tests.factories import a_resident

KIND = LetterKind.ANSWER_PUBLISHED


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


class TestTheLinkOfALetter:
    def test_stops_its_kind_when_the_button_is_pressed_and_not_when_it_is_opened(
        self, browser: Browser
    ) -> None:
        """T-60, T-71: scanners of mail follow links."""
        person = a_resident()
        path = path_of(unsubscribe_url(person.id, KIND))

        browser.get(path)
        browser.open("HEAD", path)
        after_opening = letters.stopped_by(person)
        browser.submit(path)

        assert after_opening == set()
        assert letters.stopped_by(person) == {KIND}

    def test_stops_it_from_a_mail_program_without_a_form_of_ours(self, browser: Browser) -> None:
        """RFC 8058."""
        person = a_resident()
        path = path_of(unsubscribe_url(person.id, KIND))

        answers = [
            browser.client.post(path, data={"List-Unsubscribe": "One-Click"}) for _time in range(2)
        ]

        assert {answer.status_code for answer in answers} <= {200, 303}
        db.session.expire_all()
        assert letters.stopped_by(person) == {KIND}

    def test_signs_nobody_in(self, browser: Browser) -> None:
        """T-71."""
        person = a_resident(email="nadia@valbruyere.example")
        path = path_of(unsubscribe_url(person.id, ALL_KINDS))

        page = browser.submit(path)

        assert person.email not in str(page)
        assert person.display_name not in str(page)
        assert letters.stopped_by(person) == set(STOPPABLE)
        space = browser.open("GET", f"/{person.commune.slug}/mon-espace")
        assert space.status_code == 303

    def test_of_another_hand_is_not_found(self, browser: Browser) -> None:
        person = a_resident()
        path = path_of(unsubscribe_url(person.id, KIND))

        for forged in (path.replace("/courriel/", "/courriel/x"), "/courriel/x/desabonner"):
            browser.get(forged, status=404)
            browser.post(forged, status=404)

        assert letters.stopped_by(person) == set()
