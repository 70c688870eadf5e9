"""The form of an answer: what may be typed, and what each outcome demands before it is signed."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional

from participe.answers import wording
from participe.answers.errors import DateWithoutPromise, DayGone
from participe.answers.models import NEEDED, PROMISING, OfficialResponse
from participe.answers.services import Content, promises_the_past
from participe.consultations.forms import fields
from participe.kernel import typed
from participe.proposals.models import Outcome
from participe.proposals.wording.outcomes import OUTCOMES

TEXT_MAX = 4000
LINE_MAX = 300
_LONG_TEXT = Length(max=TEXT_MAX, message=_("Ce texte est trop long. Raccourcissez-le."))
_LONG_LINE = Length(max=LINE_MAX, message=_("Ce texte est trop long. Dites-le en une ligne."))


class AnswerForm(FlaskForm):
    """The draft of an answer: everything may still be empty, but not wrong."""

    outcome = RadioField(_("Quelle est la réponse ?"), [Optional()], validate_choice=False)
    what_we_do = TextAreaField(
        _("Ce que la commune fait"), [Optional(), _LONG_TEXT], filters=[typed.lines]
    )
    done_by = fields.Day(_("Pour quand ?"))
    why_not = TextAreaField(
        _("Pourquoi pas, ou pourquoi pas tout"),
        [Optional(), _LONG_TEXT],
        filters=[typed.lines],
    )
    who_decides = StringField(
        _("Qui décide, si ce n’est pas la commune ?"),
        [Optional(), _LONG_LINE],
        filters=[typed.line],
    )
    who_does = StringField(_("Qui s’en occupe ?"), [Optional(), _LONG_LINE], filters=[typed.line])
    budget_line = StringField(
        _("Article du budget"), [Optional(), _LONG_LINE], filters=[typed.line]
    )
    is_collective = BooleanField(_("C’est une réponse collective du collège"))
    change_note = StringField(
        _("Pourquoi cette nouvelle version ?"),
        [Optional(), _LONG_LINE],
        filters=[typed.line],
    )
    based_on = HiddenField()

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.outcome.choices = [
            SelectChoice(outcome.value, words) for outcome, words in OUTCOMES.items()
        ]

    def content(self) -> Content:
        return Content(
            outcome=self.chosen_outcome(),
            what_we_do=self.what_we_do.data or "",
            done_by=self.done_by.data,
            why_not=self.why_not.data or "",
            who_decides=self.who_decides.data or "",
            who_does=self.who_does.data or "",
            budget_line=self.budget_line.data or "",
            is_collective=bool(self.is_collective.data),
            change_note=self.change_note.data or "",
        )

    def chosen_outcome(self) -> Outcome | None:
        return Outcome(self.outcome.data) if self.outcome.data in set(Outcome) else None

    def is_complete(
        self, *, is_new_version: bool, published: OfficialResponse | None, at: datetime
    ) -> bool:
        """Tell whether it may be signed; say beside each field what the outcome demands of it."""
        outcome = self.chosen_outcome()
        if outcome is None:
            _say(self.outcome, _("Choisissez une réponse."))
            return False
        for part in NEEDED[outcome]:
            if not self[part.value].data:
                _say(self[part.value], wording.MISSING[part])
        self._check_date(outcome, published, at)
        if is_new_version and not self.change_note.data:
            _say(self.change_note, _("Dites pourquoi la réponse change. Tout le monde le lira."))
        return not self.errors

    def _check_date(
        self, outcome: Outcome, published: OfficialResponse | None, at: datetime
    ) -> None:
        if self.done_by.data and outcome not in PROMISING:
            _say(self.done_by, DateWithoutPromise.message)
        elif promises_the_past(self.done_by.data, published, at):
            _say(self.done_by, DayGone.message)


def _say(field: Any, words: object) -> None:
    field.errors = [*field.errors, str(words)]
