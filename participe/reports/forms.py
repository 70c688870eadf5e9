"""The forms of a bilan: its text, and the word with which it is sent back."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length, Optional

from participe.kernel import typed
from participe.reports.composing import Content

TEXT_MAX = 10_000
WORD_MAX = 1000


class _Reading(FlaskForm):
    """A form that says which revision of the bilan its sender was reading."""

    based_on = HiddenField()

    def revision(self) -> int:
        """Return that revision; anything else than a number of ours is of no bilan."""
        told = self.based_on.data or ""
        return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 0  # noqa: PLR2004


class ReportForm(_Reading):
    """What staff write; everything may still be empty until it is sent to be approved."""

    summary = TextAreaField(
        _("Le résumé"), [Optional(), Length(max=TEXT_MAX)], filters=[typed.lines]
    )
    what_was_kept = TextAreaField(
        _("Ce que la commune a retenu"), [Optional(), Length(max=TEXT_MAX)], filters=[typed.lines]
    )
    what_was_not = TextAreaField(
        _("Ce qu’elle n’a pas retenu, et pourquoi"),
        [Optional(), Length(max=TEXT_MAX)],
        filters=[typed.lines],
    )
    next_steps = TextAreaField(
        _("La suite"), [Optional(), Length(max=TEXT_MAX)], filters=[typed.lines]
    )

    def content(self) -> Content:
        return Content(
            summary=self.summary.data or "",
            what_was_kept=self.what_was_kept.data or "",
            what_was_not=self.what_was_not.data or "",
            next_steps=self.next_steps.data or "",
        )


class WordForm(_Reading):
    """What the director general asks to change."""

    word = TextAreaField(
        _("Ce qu’il faut changer"), [Optional(), Length(max=WORD_MAX)], filters=[typed.lines]
    )


class DecisionForm(_Reading):
    """A decision that is only a button."""
