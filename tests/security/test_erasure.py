"""After an erasure nothing leads to the person: every column of every table is looked at (G-2)."""

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text as sql

from participe import notifications
from participe.accounts.services import owning
from participe.extensions import db
from participe.kernel import clock
from participe.notifications.models import NAMING, Letter, LetterKind
from tests.browser import Browser
from tests.databases import on_both
from tests.factories import a_commune, a_participant, a_resident
from tests.security.everything import EMAIL, NAME, who_did_everything

LEFT = "Personne qui a retiré son nom"
EMAILS = Path(notifications.__file__).parents[1] / "templates" / "emails"
# Where somebody who did everything is named; the test would prove little if it were fewer.
NAMED = {
    "commitment.who",
    "contract_change.after",
    "contract_change.before",
    "contribution_version.note",
    "invitation.email",
    "letter.body_html",
    "letter.body_text",
    "letter.dedup_key",
    "letter.recipient",
    "notice.notifier_email",
    "person.display_name",
    "person.email",
    "sign_in_code.email",
}


def columns_with(word: str) -> set[str]:
    """Return every column that holds this word in some row, in whatever case."""
    found = set()
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(sql(f'SELECT * FROM "{table.name}"')).mappings():  # noqa: S608
            found |= {
                f"{table.name}.{column}"
                for column, value in row.items()
                if word.casefold() in str(value).casefold()
            }
    db.session.rollback()
    return found


@on_both
def test_no_column_holds_the_name_or_the_address(app: Flask) -> None:
    """Of the person, in the letters to others, nor as they were called for an hour."""
    person = who_did_everything(app)
    assert person.commune
    assert columns_with("canari") == NAMED

    browser = Browser(app).sign_in(person)
    browser.submit(f"/{person.commune.slug}/mon-espace/effacer", {"confirmed": "y"})

    assert columns_with("canari") == set()
    assert columns_with(LEFT) == {
        "contract_change.after",
        "contract_change.before",
        "contribution_version.note",
        "letter.body_html",
        "letter.body_text",
    }


@pytest.mark.usefixtures("app")
def test_the_name_of_who_came_to_a_session_is_gone_too() -> None:
    """With the code of their receipt they erase everything themselves."""
    came = a_participant(display_name=NAME)
    assert columns_with("canari") == {"person.display_name"}

    owning.erase(came, at=clock.now())
    db.session.commit()

    assert columns_with("canari") == set()


def test_others_of_that_name_or_address_lose_nothing(app: Flask) -> None:
    """The same address is another person in another commune, and a name is anybody's."""
    person = who_did_everything(app)
    elsewhere = a_resident(commune=a_commune(), email=EMAIL)
    assert elsewhere.commune
    Browser(app).submit(f"/{elsewhere.commune.slug}/connexion", {"email": EMAIL})
    namesake = a_participant(display_name=NAME, commune=person.commune)

    owning.erase(namesake, at=clock.now())
    db.session.commit()
    assert columns_with("canari") == NAMED

    owning.erase(person, at=clock.now())
    db.session.commit()
    assert elsewhere.email == EMAIL
    waiting = db.session.scalars(db.select(Letter).filter_by(recipient=EMAIL)).one()
    assert waiting.commune_id == elsewhere.commune_id


def test_a_letter_that_names_somebody_is_known_to_do_so() -> None:
    """Else the name of who left would stay in the letters of that kind."""
    naming = {
        LetterKind(template.parent.name)
        for template in EMAILS.glob("*/*.txt")
        if re.search(r"\.(?:shown|display)_name\b", template.read_text(encoding="utf-8"))
    }

    assert naming == set(NAMING)
