"""Tests of the page of a passage: what it says and what becomes of its remarks, in one form."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from participe.extensions import db
from participe.kernel import clock
from participe.texts.models import DiscussedText, Remark, Stance, TextVersion, Verdict
from participe.texts.queries import drafting as drafts
from participe.texts.services import arranging, deciding, drafting, writing
from tests.browser import Browser, text
from tests.factories import a_remark, a_staff_member, a_text
from tests.texts.desk import errors
from tests.texts.versions import the_wording

SATURDAY = "Le marché a lieu le samedi."
DECISION = {"verdict": "partly", "decision_reason": "Le samedi matin seulement."}


@pytest.fixture
def draft(app: Flask, browser: Browser) -> TextVersion:
    """The second version of a text, whose first passage has two remarks."""
    assert app
    discussed = a_text("Le marché a lieu le jeudi.", "Les chiens sont tenus.")
    a_remark(on=the_wording(discussed), body="Trop tôt.")
    rewording = {"stance": Stance.REWORDING, "wording": SATURDAY, "body": "Plus calme."}
    a_remark(on=the_wording(discussed), **rewording)  # type: ignore[arg-type]
    begun = drafting.begin(discussed, by=_author(discussed), at=clock.now())
    db.session.commit()
    browser.sign_in(a_staff_member(commune=discussed.commune))
    return begun


def _author(of: DiscussedText) -> Any:
    return of.created_by


def remarks() -> list[Remark]:
    return list(db.session.scalars(db.select(Remark).order_by(Remark.id)))


def path(draft: TextVersion) -> str:
    of = draft.text
    desk = f"/{of.commune.slug}/gestion/consultations/{of.consultation.slug}"
    return f"{desk}/textes/{of.number}/passages/1"


def fields(page: BeautifulSoup) -> dict[str, Any]:
    """Return what a browser would send of the form as the page shows it."""
    form = page.select_one("main form")
    assert form is not None
    typed = {c["name"]: c.get("value", "") for c in form.select("input[type=hidden], [type=text]")}
    typed |= {area["name"]: area.text.strip() for area in form.select("textarea")}
    boxes = form.select("input[name=remarks][checked]")
    chosen = [radio["value"] for radio in form.select("[name=verdict][checked]")]
    return typed | {"remarks": [box["value"] for box in boxes], "verdict": chosen}


def says(draft: TextVersion) -> str:
    return (drafts.draft_of(draft.text) or pytest.fail("it is a draft")).wordings[0].body


def test_remarks_stand_beside_with_those_of_what_went_into_it(
    draft: TextVersion, browser: Browser
) -> None:
    """R2: a passage keeps its remarks through new versions."""
    a_remark(on=the_wording(draft.text, 2), body="Trop de chiens.")
    one, two = draft.wordings
    arranging.merge(one, two, by=_author(draft.text), at=clock.now())

    page = browser.get(path(draft))

    section = text(page.select_one("[aria-labelledby=remarks]"))
    assert "3 avis à décider sur ce passage" in section
    assert "Trop tôt." in section
    assert "Trop de chiens." in section
    assert "sur la version 1" in section


def test_deciding_leads_back_to_the_passage(draft: TextVersion, browser: Browser) -> None:
    done, left = remarks()
    typed = fields(browser.get(path(draft)))

    page = browser.submit(path(draft), typed | DECISION | {"remarks": [done.id], "decide": "1"})

    assert "1 sur 2 ont une décision." in text(page.main)
    assert "Le passage est enregistré" not in text(page.main)
    without = browser.get(f"{path(draft)}?avis=sans-decision")
    assert [box["value"] for box in without.select("[name=remarks]")] == [str(left.id)]


def test_a_sentence_is_taken_in_by_one_button(draft: TextVersion, browser: Browser) -> None:
    page = browser.get(path(draft))
    (button,) = page.select("button[name=take_in]")

    page = browser.submit(path(draft), fields(page) | {"take_in": button["value"]})

    assert text(page.select_one("#body")) == SATURDAY
    assert "Sa phrase est reprise." in text(page.main)


@pytest.mark.parametrize("button", [{}, {"decide": "1"}])
def test_whichever_button_all_that_was_typed_is_done(
    button: dict[str, str], draft: TextVersion, browser: Browser
) -> None:
    """Invariant 7: nothing typed is lost."""
    typed = fields(browser.get(path(draft))) | DECISION | {"remarks": [remarks()[0].id]}
    written = {"body": "Le marché a lieu tôt.", "reason": "Plus clair."}

    page = browser.submit(path(draft), typed | written | button)

    assert says(draft) == "Le marché a lieu tôt."
    assert [one.decision and one.decision.verdict for one in remarks()] == [Verdict.PARTLY, None]
    assert "Le passage est enregistré" in text(page.main)
    assert "La décision est prise pour 1 avis." in text(page.main)


@pytest.mark.parametrize(
    ("lacks", "said"),
    [
        ("remarks", "Cochez au moins un avis."),
        ("verdict", "Choisissez une décision."),
        ("decision_reason", "Écrivez la raison."),
        ("reason", "Dites pourquoi. Tout le monde lira cette raison."),
    ],
)
def test_when_something_lacks_nothing_is_done_and_all_is_given_back(
    lacks: str, said: str, draft: TextVersion, browser: Browser
) -> None:
    """Invariant 7."""
    whole = fields(browser.get(path(draft))) | DECISION
    whole |= {"remarks": [str(remarks()[0].id)], "body": "Tôt.", "reason": "Plus clair."}
    typed = whole | {lacks: [] if lacks in {"remarks", "verdict"} else ""}

    page = browser.post(path(draft), typed | {"decide": "1"}, status=422)

    assert [error for error in errors(page) if error.startswith(said)]
    kept = fields(page)
    assert {name: kept[name] for name in ("body", "reason", "remarks", "decision_reason")} == {
        name: typed[name] for name in ("body", "reason", "remarks", "decision_reason")
    }
    assert kept["verdict"] == ([] if lacks == "verdict" else ["partly"])
    assert says(draft) != "Tôt."
    assert not any(one.decision for one in remarks())


def test_a_sentence_does_not_take_the_place_of_what_was_being_written(
    draft: TextVersion, browser: Browser
) -> None:
    """Invariant 7."""
    page = browser.get(path(draft))
    asked = {"body": "Une heure de travail.", "take_in": str(remarks()[1].id)}

    page = browser.post(path(draft), fields(page) | asked, status=422)

    assert "Enregistrez-le avant de reprendre une phrase." in errors(page)[0]
    assert text(page.select_one("#body")) == "Une heure de travail."


def test_who_only_decides_is_not_stopped_by_another_who_writes(
    draft: TextVersion, browser: Browser
) -> None:
    """Invariant 4 of texts: what nobody touched here overwrites nothing."""
    typed = fields(browser.get(path(draft))) | DECISION | {"remarks": [remarks()[0].id]}
    wording = draft.wordings[0]
    save = {"heading": "", "body": SATURDAY, "reason": "", "based_on": wording.revision}
    writing.save(wording, **save, by=_author(draft.text), at=clock.now())  # type: ignore[arg-type]

    page = browser.submit(path(draft), typed | {"decide": "1"})

    assert text(page.select_one("#body")) == SATURDAY
    assert remarks()[0].decision is not None


def test_a_remark_of_another_passage_is_not_taken_in(draft: TextVersion, browser: Browser) -> None:
    other = a_remark(on=the_wording(draft.text, 2), stance=Stance.REWORDING, wording=SATURDAY)
    typed = fields(browser.get(path(draft)))

    for wanted in (other.id, remarks()[0].id, 10**9, "x"):
        status = 303 if wanted == "x" else 404
        browser.post(path(draft), typed | {"take_in": wanted}, status=status)

    assert says(draft) == "Le marché a lieu le jeudi."


def test_a_decision_for_a_draft_published_meanwhile_is_given_back(
    draft: TextVersion, browser: Browser
) -> None:
    typed = fields(browser.get(path(draft))) | DECISION | {"remarks": [str(remarks()[0].id)]}

    page = browser.post(path(draft), typed | {"version": "1"}, status=422)

    assert "Cette version vient d’être publiée" in errors(page)[0]
    assert fields(page)["decision_reason"] == DECISION["decision_reason"]


def test_what_a_draft_decided_can_be_decided_again(draft: TextVersion, browser: Browser) -> None:
    remark = remarks()[0]
    how = {"verdict": Verdict.KEPT, "reason": "Oui.", "at": clock.now()}
    deciding.decide([remark], version=draft, by=_author(draft.text), **how)  # type: ignore[arg-type]
    typed = fields(browser.get(path(draft)))

    browser.submit(path(draft), typed | DECISION | {"remarks": [remark.id]})

    assert remark.decision is not None
    assert remark.decision.verdict is Verdict.PARTLY
