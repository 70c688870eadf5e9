"""What staff type to bring in a text, to write its passages and to publish it."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from participe.kernel import typed
from participe.texts import cutting
from participe.texts.cutting import Piece
from participe.texts.forms.deciding import number
from participe.texts.services.holding import LONGEST_PASSAGE

TITLE_MAX = 150
SUMMARY_MAX = 1500
TEXT_MAX = 200_000
HEADING_MAX = 300
REASON_MAX = 1000
NOTE_MAX = 2000
LEVELS = {1: _("Titre"), 2: _("Chapitre"), 3: _("Section"), 4: _("Article")}

_TOO_LONG = _("Ce texte est trop long. Il tient en %(max)d caractères.")
_SAY_WHY = _("Dites pourquoi. Tout le monde lira cette raison.")


def _line(label: Any, *rules: Any, maximum: int) -> Any:
    return StringField(
        label, [*rules, Length(max=maximum, message=_TOO_LONG)], filters=[typed.line]
    )


def _lines(label: Any, *rules: Any, maximum: int) -> Any:
    return TextAreaField(
        label, [*rules, Length(max=maximum, message=_TOO_LONG)], filters=[typed.lines]
    )


class AboutForm(FlaskForm):
    """How a text is called, and what it is about in plain words."""

    title = _line(
        _("Le nom du texte"), DataRequired(_("Écrivez le nom du texte.")), maximum=TITLE_MAX
    )
    summary = _lines(_("Le texte en bref, en langage clair"), Optional(), maximum=SUMMARY_MAX)


class ImportForm(AboutForm):
    """A text, pasted or in a file."""

    file = FileField(_("Un fichier .docx, .odt, .txt ou .md"), [Optional()])
    body = _lines(_("Ou le texte, collé ici"), Optional(), maximum=TEXT_MAX)

    def has_one_text(self) -> bool:
        """Tell whether there is a file or a pasted text, and say what to do otherwise."""
        if bool(self.file.data) == bool(self.body.data):
            words = (
                _("Choisissez un fichier, ou collez le texte : pas les deux.")
                if self.file.data
                else _("Choisissez un fichier, ou collez le texte.")
            )
            self.file.errors = [*self.file.errors, str(words)]
        return not self.file.errors


class BasedForm(FlaskForm):
    """A form that says which revision of a passage its editor was reading."""

    based_on = HiddenField()

    @property
    def revision(self) -> int:
        return number(self.based_on.data)


class PassageForm(BasedForm):
    """What a passage says, and why it changes."""

    heading = _line(_("Le titre du passage"), Optional(), maximum=HEADING_MAX)
    heading_level = SelectField(
        _("Le rang de ce titre"),
        coerce=number,
        validate_choice=False,
        choices=[SelectChoice(level, words) for level, words in LEVELS.items()],
    )
    body = _lines(_("Le texte du passage"), Optional(), maximum=LONGEST_PASSAGE)
    reason = _lines(_("Pourquoi ce changement ?"), Optional(), maximum=REASON_MAX)

    @property
    def level(self) -> int | None:
        return self.heading_level.data if self.heading_level.data in LEVELS else None

    def piece(self) -> Piece:
        heading = self.heading.data or ""
        level = (self.level or cutting.ARTICLE_LEVEL) if heading else 0
        return Piece(heading, level, self.body.data or "")

    def ask_reason(self) -> None:
        self.reason.errors = [*self.reason.errors, str(_SAY_WHY)]


class ParagraphsForm(BasedForm):
    """Before which paragraphs a passage is cut."""

    before = SelectMultipleField(
        _("Couper avant quels paragraphes ?"),
        [DataRequired(_("Cochez au moins un paragraphe."))],
        coerce=number,
        validate_choice=False,
    )

    def bodies(self, paragraphs: Sequence[str]) -> list[str]:
        """Put the paragraphs between two cuts together."""
        bodies: list[list[str]] = [[]]
        for place, paragraph in enumerate(paragraphs):
            if place in (self.before.data or ()):
                bodies.append([])
            bodies[-1].append(paragraph)
        return ["\n\n".join(body) for body in bodies]


class MarkedForm(BasedForm):
    """A passage in which a line of three dashes says where it is cut."""

    body = _lines(
        _("Le texte, avec une ligne --- là où il faut couper"), Optional(), maximum=LONGEST_PASSAGE
    )

    def bodies(self, _paragraphs: Sequence[str]) -> list[str]:
        return cutting.marked(self.body.data or "")


class MergeForm(FlaskForm):
    """Which passage the page showed as the next one."""

    following = HiddenField()


class MoveForm(FlaskForm):
    """After which passage another one is put; 0 is the beginning."""

    after = SelectField(_("Placer après"), coerce=number, validate_choice=False)


class RemoveForm(FlaskForm):
    """Why a passage leaves the text."""

    reason = _lines(_("Pourquoi retirer ce passage ?"), Optional(), maximum=REASON_MAX)


class PublishForm(FlaskForm):
    """What changes in a version; `seen` is the draft that the page showed."""

    note = _lines(_("Ce qui change, et pourquoi"), Optional(), maximum=NOTE_MAX)
    seen = HiddenField()
