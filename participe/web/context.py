"""What every template can ask for: the commune, the person, how the page is to be displayed."""

from typing import Any

from flask import Flask, current_app, g, has_request_context, request, url_for

from participe.accounts.models import Visitor
from participe.accounts.session import current_person
from participe.communes.models import Commune
from participe.communes.tenancy import commune_or_none
from participe.web import staff_bar

DISPLAY_COOKIE = "affichage"
# What a device may ask for; all else is as usual.
DISPLAY = {
    "theme": {"light", "dark"},
    "text_size": {"large", "larger"},
    "spacing": {"wide"},
}


def register(app: Flask) -> None:
    """Add the shared names to every template."""
    app.context_processor(_shared)


def _shared() -> dict[str, Any]:
    """Gather the names; the page that says something broke must not ask the database."""
    if g.get("is_broken"):
        return {}
    commune = commune_or_none()
    person = current_person() if has_request_context() else Visitor()
    return {
        "commune": commune,
        "person": person,
        "display": display(),
        "staff_bar": staff_bar.entries(person, commune),
        "demo_url": _demo_url(commune),
        **(_of_commune(commune) if commune else {}),
    }


def _demo_url(commune: Commune | None) -> str | None:
    """Return where one tries another role, in the demo only."""
    if commune is None or not commune.is_demo or not current_app.config["DEMO"]:
        return None
    return url_for("demo.index")


def _of_commune(commune: Commune) -> dict[str, Any]:
    coat = commune.coat_of_arms
    return {
        "theme_url": url_for("communes.theme", fingerprint=commune.theme_fingerprint),
        "coat_of_arms_url": url_for("communes.coat_of_arms", key=coat.file.key) if coat else None,
    }


def display() -> dict[str, str]:
    """Read how this device wants its pages: only words of ours ever reach the page."""
    typed = request.cookies.get(DISPLAY_COOKIE, "") if has_request_context() else ""
    wanted = dict(part.split(":", 1) for part in typed.split("|") if ":" in part)
    return {name: wanted[name] for name, values in DISPLAY.items() if wanted.get(name) in values}


def as_cookie(wanted: dict[str, str]) -> str:
    """Write what `display` reads."""
    return "|".join(f"{name}:{value}" for name, value in wanted.items())
