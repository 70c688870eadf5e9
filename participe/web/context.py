"""What every template can ask for: the commune, the person, how the page is to be displayed."""

from typing import Any

from flask import Flask, has_request_context, request, url_for
from sqlalchemy.exc import DBAPIError

from participe.accounts.models import Visitor, Whoever
from participe.accounts.session import current_person
from participe.communes.models import Commune
from participe.communes.tenancy import commune_or_none

THEMES = {"light", "dark"}
TEXT_SIZES = {"large", "larger"}
SPACINGS = {"wide"}


def register(app: Flask) -> None:
    """Add the shared names to every template."""
    app.context_processor(_shared)


def _shared() -> dict[str, Any]:
    commune = commune_or_none()
    person = _person_or_visitor()
    return {
        "commune": commune,
        "person": person,
        "display": display(),
        **(_of_commune(commune) if commune else {}),
    }


def _person_or_visitor() -> Whoever:
    """Return who is there; the page that says the database is down must not ask the database."""
    try:
        return current_person() if has_request_context() else Visitor()
    except DBAPIError:
        return Visitor()


def _of_commune(commune: Commune) -> dict[str, Any]:
    coat = commune.coat_of_arms
    return {
        "theme_url": url_for("communes.theme", fingerprint=commune.theme_fingerprint),
        "coat_of_arms_url": url_for("communes.coat_of_arms", key=coat.file.key) if coat else None,
    }


def display() -> dict[str, str]:
    """Read how this device wants its pages: only words of ours ever reach the page."""
    wanted = dict(
        part.split(":", 1) for part in request.cookies.get("affichage", "").split("|") if ":" in part
    )
    known = {"theme": THEMES, "text_size": TEXT_SIZES, "spacing": SPACINGS}
    return {name: wanted[name] for name, values in known.items() if wanted.get(name) in values}
