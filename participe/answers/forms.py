"""The form of an answer: what may be typed, and what each outcome demands before it is signed."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional

from participe.answers import wording
from participe.answers.models import NEEDED
from participe.answers.services import Content
from participe.kernel import typed
from participe.proposals.models import Outcome
from participe.proposals.wording import OUTCOMES

TEXT_MAX = 4000
LINE_MAX = 300


class AnswerForm(FlaskForm):
    """The draft of an answer: everything may still be empty, but not wrong."""

    outcome = RadioField(_("Quelle est la réponse ?"), [Optional()], validate_choice=False)
    what_we_do = TextAreaField(
        _("Ce que la commune fait"), [Optional(), Length(max=TEXT_MAX)], filters=[typed.lines]
    )
    done_by = DateField(_("Pour quand ?"), [Optional()], format="%d %m %Y")
    why_not = TextAreaField(
        _("Pourquoi pas, ou pourquoi pas tout"),
        [Optional(), Length(max=TEXT_MAX)],
        filters=[typed.lines],
    )
    who_decides = StringField(
        _("Qui décide, si ce n’est pas la commune ?"),
        [Optional(), Length(max=LINE_MAX)],
        filters=[typed.line],
    )
    change_note = StringField(
        _("Pourquoi cette nouvelle version ?"),
        [Optional(), Length(max=LINE_MAX)],
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
            change_note=self.change_note.data or "",
        )

    def chosen_outcome(self) -> Outcome | None:
        return Outcome(self.outcome.data) if self.outcome.data in set(Outcome) else None

    def is_complete(self, *, is_new_version: bool) -> bool:
        """Tell whether it may be signed; say beside each empty field what the outcome demands."""
        outcome = self.chosen_outcome()
        if outcome is None:
            _say(self.outcome, _("Choisissez une réponse."))
            return False
        for part in NEEDED[outcome]:
            if not self[part.value].data:
                _say(self[part.value], wording.MISSING[part])
        if is_new_version and not self.change_note.data:
            _say(self.change_note, _("Dites pourquoi la réponse change. Tout le monde le lira."))
        return not self.errors


def _say(field: Any, words: object) -> None:
    field.errors = [*field.errors, str(words)]
