"""The words of a letter: its text from the templates, and the same text as one column of HTML."""

import re
from dataclasses import dataclass
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from markupsafe import Markup, escape

from participe.communes.models import Commune
from participe.kernel.html import clean_line
from participe.notifications.models import STOPPABLE, LetterKind

ALL_KINDS = "all"


@dataclass(frozen=True)
class Words:
    """What a letter says, twice the same."""

    subject: str
    text: str
    html: str


def compose(kind: LetterKind, *, commune: Commune | None, reason: str, **values: Any) -> Words:
    """Render the templates of `emails/<kind>/`; `reason` says why one gets it: “parce que …”."""
    person_id = values.get("person_id")
    stop_url = unsubscribe_url(person_id, kind) if person_id and kind in STOPPABLE else None
    names = values | {"commune": commune, "address": address, "kind": kind}
    subject = clean_line(_render(f"emails/{kind}/subject.txt", names))
    body = _render(f"emails/{kind}/body.txt", names).strip()
    shown = {"subject": subject, "reason": reason, "unsubscribe_url": stop_url}
    return Words(
        subject=subject,
        text=_render("emails/letter.txt", shown | {"body": body}),
        html=_render("emails/letter.html", shown | {"body": _as_html(body)}),
    )


def address(endpoint: str, commune: Commune | None = None, **values: Any) -> str:
    """Return the full address of a page, on the origin of the settings: no request decides it."""
    anchor = values.pop("_anchor", None)
    if commune is not None:
        values["commune"] = commune.slug
    path = current_app.url_map.bind("localhost").build(endpoint, values)
    return f"{current_app.config['ORIGIN'].rstrip('/')}{path}{'#' + anchor if anchor else ''}"


def unsubscribe_url(person_id: int, kind: LetterKind | str) -> str:
    """Return the address that stops one kind of letter for one person, and does nothing else."""
    return address("letters.unsubscribe", token=_signer().dumps([person_id, str(kind)]))


def read_token(token: str) -> tuple[int, str] | None:
    """Return whose letters of which kind a token stops; None for a token that is not ours."""
    try:
        person_id, kind = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return int(person_id), str(kind)


def _signer() -> URLSafeSerializer:
    """Sign with the secret of now; a link of before works as long as its own is still accepted."""
    former = current_app.config["SECRET_KEY_FALLBACKS"] or ()
    return URLSafeSerializer([*former, current_app.secret_key or ""], salt="unsubscribe")


def _render(template: str, names: dict[str, Any]) -> str:
    return current_app.jinja_env.get_template(template).render(**names)


def _as_html(text: str) -> Markup:
    """Turn the text into paragraphs; only addresses of our own become links, never a person's."""
    origin = re.escape(current_app.config["ORIGIN"].rstrip("/"))
    paragraphs = []
    for paragraph in re.split(r"\n\s*\n", text):
        linked = re.sub(
            rf"{origin}/(?:[\w/?=&#.,%~:-]*[\w/])?",  # whose host ends there [T-107]
            lambda found: f'<a href="{found.group()}">{found.group()}</a>',
            str(escape(paragraph)),
        )
        paragraphs.append("<p>" + linked.replace("\n", "<br>\n") + "</p>")
    return Markup("\n".join(paragraphs))  # noqa: S704 -- escaped above
