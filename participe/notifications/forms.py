"""The form on which a person chooses which letters they receive."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField
from wtforms.fields import SelectChoice

from participe.accounts.models import Account
from participe.notifications.models import OF_WORK, STOPPABLE, LetterKind

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
    LetterKind.MONTH_SHEET: _("La feuille du mois est prête à imprimer"),
}


class LettersForm(FlaskForm):
    """The kinds of letters that may be stopped; ticked are those one wants."""

    wanted = SelectMultipleField(_("Je veux recevoir un e-mail quand"), validate_choice=False)

    def __init__(self, person: Account, **values: Any) -> None:
        super().__init__(**values)
        works = person.is_of_the_house or person.is_facilitator
        self.offered = [kind for kind in STOPPABLE if works or kind not in OF_WORK]
        self.wanted.choices = [SelectChoice(kind.value, LABELS[kind]) for kind in self.offered]

    def kinds(self) -> set[LetterKind]:
        """Return the kinds ticked, and those not asked about; what is none counts for nothing."""
        ticked = self.wanted.data or ()
        return {kind for kind in STOPPABLE if kind.value in ticked or kind not in self.offered}
