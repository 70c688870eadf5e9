"""Tests of what the page of an answer says of its reminders: those that left, and the next."""

from datetime import timedelta

from sqlalchemy import select

from participe.extensions import db
from participe.kernel import clock
from participe.notifications.models import Letter
from participe.notifications.services import reminding
from participe.proposals.models import Proposal
from tests.browser import Browser, text
from tests.factories import a_proposal, a_staff_member

ONE_DAY = timedelta(days=1)


def _due(days: int) -> Proposal:
    now = clock.now()
    return a_proposal(
        threshold_reached_at=now - (30 - days) * ONE_DAY, due_on=clock.day_of(now + days * ONE_DAY)
    )


def _desk(proposal: Proposal) -> str:
    return f"/{proposal.commune.slug}/gestion/reponses/{proposal.number}"


def test_it_says_which_reminders_left_and_when_the_next_comes(browser: Browser) -> None:
    """The clock is told as it is: what should have left and has not is said too."""
    proposal = _due(-4)  # the last day was 30 April
    browser.sign_in(a_staff_member(commune=proposal.commune))

    before = text(browser.get(_desk(proposal)).main)
    reminding.remind(clock.now())
    db.session.commit()
    ready = text(browser.get(_desk(proposal)).main)
    for letter in db.session.scalars(select(Letter)):
        letter.sent_at = clock.now()
    db.session.commit()
    after = text(browser.get(_desk(proposal)).main)

    none = "Aucun rappel n’est parti."
    assert f"{none} 4 rappels prévus ne sont pas partis. Prochain : le 8 mai 2030." in before
    assert f"{none} 3 rappels prévus ne sont pas partis. Un rappel est prêt" in ready
    assert "Rappels envoyés : le 4 mai. 3 rappels prévus ne sont pas partis." in after


def test_a_reminder_for_the_morning_is_ready(browser: Browser) -> None:
    proposal = _due(7)  # the last day is 11 May: its morning of today has come
    browser.sign_in(a_staff_member(commune=proposal.commune))
    reminding.remind(clock.at_hour(clock.day_of(clock.now()), 23))
    db.session.commit()

    assert "Un rappel est prêt : il part le 5 mai 2030. Prochain : le 10 mai 2030." in text(
        browser.get(_desk(proposal)).main
    )


def test_a_reminder_that_a_newer_one_replaced_has_not_left(browser: Browser) -> None:
    proposal = _due(-4)
    browser.sign_in(a_staff_member(commune=proposal.commune))
    for days_ago in (12, 3):
        reminding.remind(clock.now() - days_ago * ONE_DAY)
    db.session.commit()

    page = text(browser.get(_desk(proposal)).main)

    assert "3 rappels prévus ne sont pas partis. Un rappel est prêt" in page
