"""Correcting what one said of a passage, until the commune says what it does with it."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from participe.contributions.errors import ChangedMeanwhile
from participe.extensions import db
from participe.texts.errors import RemarkDecided, RemarkNoLongerPublic
from participe.texts.models import Remark
from participe.texts.services import remarking
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import a_remark, a_resident, a_text
from tests.texts.versions import a_next_version, the_wording
from tests.together import together

LATER = timedelta(hours=1)


@pytest.fixture
def remark(app: Flask) -> Remark:  # noqa: ARG001 -- a database
    return a_remark(on=the_wording(a_text("Le marché a lieu le jeudi.")), body="Trop tôt.")


@on_both
def test_the_words_change_and_their_past_stays(remark: Remark, noon: datetime) -> None:
    assert remarking.correct(remark, body="Trop tard.", based_on=1, at=noon + LATER)
    db.session.commit()

    assert (remark.body, remark.version, remark.edited_at) == ("Trop tard.", 2, noon + LATER)
    assert [version.body for version in remark.versions] == ["Trop tôt."]


@on_both
def test_of_two_corrections_at_once_neither_is_lost(
    app: Flask, remark: Remark, noon: datetime
) -> None:
    remark_id, words = remark.id, iter(["Un.", "Deux.", "Trois."])

    def correct() -> bool:
        found = db.session.get_one(Remark, remark_id)
        return remarking.correct(found, body=next(words), based_on=1, at=noon)

    results = together(app, 3, correct)

    assert results.count(True) == 1
    assert sum(isinstance(result, ChangedMeanwhile) for result in results) == 2


def test_a_newer_version_of_the_text_fixes_what_was_said_of_the_former(
    remark: Remark, noon: datetime
) -> None:
    a_next_version(remark.made_on.text)

    with pytest.raises(RemarkDecided):
        remarking.correct(remark, body="Trop tard.", based_on=1, at=noon)


def test_what_is_taken_back_does_not_change(remark: Remark, noon: datetime) -> None:
    remarking.withdraw(remark, reason="Je me suis trompée.", at=noon)

    with pytest.raises(RemarkNoLongerPublic):
        remarking.correct(remark, body="Trop tard.", based_on=1, at=noon)


def test_its_author_corrects_it_and_everyone_sees_what_changed(
    browser: Browser, remark: Remark
) -> None:
    path = f"/{remark.commune.slug}/avis/{remark.id}"
    browser.sign_in(remark.author)
    assert browser.get(path).select_one(f"a[href='{path}/corriger']")
    assert text(browser.get(f"{path}/corriger").select_one("textarea")) == "Trop tôt."

    page = browser.submit(f"{path}/corriger", {"body": "Trop tard.", "based_on": "1"})

    said = text(page.select_one("article"))
    assert "Trop tard." in said
    assert "Corrigé le 4 mai 2030" in said
    listed = browser.get(f"/{remark.commune.slug}/consultations/" + _passage(remark))
    assert "corrigé" in text(listed.select_one(f"#avis-{remark.id}"))


def test_nobody_else_corrects_it(browser: Browser, remark: Remark) -> None:
    path = f"/{remark.commune.slug}/avis/{remark.id}/corriger"
    browser.sign_in(a_resident(commune=remark.commune))

    assert browser.open("GET", path).status_code == 403
    assert browser.open("POST", path, {"body": "Non.", "based_on": "1"}).status_code == 403


def _passage(remark: Remark) -> str:
    discussed = remark.made_on.text
    slug, number = discussed.consultation.slug, remark.passage.number
    return f"{slug}/textes/{discussed.number}/passages/{number}"
