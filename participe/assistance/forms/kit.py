"""What comes in from a computer without network: a file, and what stands on each of its lines."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from participe.assistance.forms.papers import RowForm, numbers_in
from participe.assistance.models.people import ConsentForm, Way
from participe.assistance.services.kit import Line
from participe.assistance.services.papers import Sheet

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SIGNED = {"signed": True}  # the accord of a line is checked by itself
_TEXTS = ("name", "title", "body", "supports")


class FileForm(FlaskForm):
    """The file that was saved from the kit."""

    file = FileField(_("Le fichier enregistré"), [FileRequired(_("Choisissez un fichier."))])


class ContentForm(FlaskForm):
    """The same file once more, sealed as it was, now that its preview was read."""

    content = TextAreaField(validators=[InputRequired(_("Choisissez le fichier à nouveau."))])


def line_of(captured: Mapping[str, Any], at: datetime) -> Line | None:
    """Return a line as it can be imported; None when not even its number can be read."""
    uuid, moment = captured.get("uuid"), _moment(captured.get("at"))
    if not isinstance(uuid, str) or not _UUID.fullmatch(uuid):
        return None
    if moment is None:
        return Line(uuid, at, None, gettext("L’heure de cette ligne ne se lit pas."))
    sheet, wrong = _sheet(captured)
    return Line(uuid, moment, sheet, wrong)


def _sheet(captured: Mapping[str, Any]) -> tuple[Sheet | None, str]:
    texts = {name: captured.get(name, "") for name in _TEXTS}
    way, consent = captured.get("way"), captured.get("consent")
    if not all(isinstance(text, str) for text in texts.values()) or way not in list(Way):
        return None, gettext("Cette ligne ne se lit pas.")
    if consent not in list(ConsentForm):
        return None, gettext("L’accord de cette personne n’est pas noté.")
    row = RowForm(data={name: text.replace("\0", "") for name, text in texts.items()} | SIGNED)
    if not row.validate():
        return None, str(next(errors[0] for errors in row.errors.values()))
    sheet = Sheet(
        name=row.name.data,
        title=row.title.data,
        body=row.body.data,
        supports=numbers_in(row.supports.data),
        way=Way(str(way)),
        consent=ConsentForm(str(consent)),
    )
    return sheet, ""


def _moment(written: Any) -> datetime | None:
    """Return the instant that a computer wrote, in UTC."""
    try:
        moment = datetime.fromisoformat(written)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (TypeError, ValueError, OverflowError):
        return None
