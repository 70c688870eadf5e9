"""The form on which a person chooses which letters they receive."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField
from wtforms.fields import SelectChoice

from participe.notifications.models import STOPPABLE, LetterKind

LABELS = {
    LetterKind.ANSWER_PUBLISHED: _("La commune répond à une proposition que je suis"),
    LetterKind.ANSWER_LATE: _("La commune est en retard pour me répondre"),
    LetterKind.THRESHOLD_REACHED: _("Une proposition a assez de soutiens"),
    LetterKind.PROPOSAL_CHANGED: _("Une proposition que je soutiens a changé"),
    LetterKind.AMENDMENT_SUGGESTED: _("Quelqu’un propose une reformulation de ma proposition"),
    LetterKind.REMARK_DECIDED: _("La commune décide de mes avis sur un texte"),
    LetterKind.COMMITMENT_UPDATED: _("La commune dit où en est un engagement que je suis"),
    LetterKind.COMMITMENT_LATE: _("Un engagement que je suis est en retard"),
    LetterKind.REPORT_PUBLISHED: _("Une consultation où j’ai participé a son bilan"),
}


class LettersForm(FlaskForm):
    """The kinds of letters that may be stopped; ticked are those one wants."""

    wanted = SelectMultipleField(_("Je veux recevoir un e-mail quand"), validate_choice=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.wanted.choices = [SelectChoice(kind.value, LABELS[kind]) for kind in STOPPABLE]

    def kinds(self) -> set[LetterKind]:
        """Return the ticked kinds; a value that is no kind of ours counts for nothing."""
        return {kind for kind in STOPPABLE if kind.value in (self.wanted.data or ())}
