"""What staff type on the page of a passage: what it says, and what becomes of the remarks on it."""

import hashlib

from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import Length, Optional

from participe.kernel import typed
from participe.texts.forms import deciding
from participe.texts.forms.deciding import number
from participe.texts.forms.drafting import PassageForm
from participe.texts.models import Verdict, Wording

_SAVE_FIRST = _(
    "Vous avez changé le texte du passage. Enregistrez-le avant de reprendre une phrase."
)


class WritingForm(PassageForm):
    """A passage and one decision on the remarks that are ticked, in one form: nothing is lost.

    `shown` says what the page showed of the passage, and so whether anything was typed;
    `version` which draft it was; `take_in` is the button of a remark whose sentence is taken in.
    """

    remarks = SelectMultipleField(_("Avis"), [Optional()], coerce=number, validate_choice=False)
    verdict = RadioField(
        deciding.DECIDE, [Optional()], choices=deciding.VERDICTS, validate_choice=False
    )
    decision_reason = TextAreaField(
        deciding.WHY,
        [Optional(), Length(max=deciding.LONGEST_REASON, message=deciding.TOO_LONG)],
        filters=[typed.lines],
    )
    shown = HiddenField()
    version = HiddenField()
    take_in = HiddenField(filters=[number])
    decide = HiddenField()  # the button that asks for a decision even when nothing is ticked

    def show(self, wording: Wording) -> None:
        """Begin from what a passage says in the draft now."""
        for name in ("heading", "heading_level", "body", "reason"):
            self[name].process_data(getattr(wording, name))
        self.based_on.data = str(wording.revision)
        self.version.data = str(wording.version.number)
        self.shown.data = self._fingerprint()

    @property
    def is_touched(self) -> bool:
        """Tell whether the passage was written at: then it is saved, or given back."""
        return bool(self.shown.data != self._fingerprint())

    @property
    def decides(self) -> bool:
        return bool(
            self.decide.data or self.remarks.data or self.verdict.data or self.decision_reason.data
        )

    @property
    def saves(self) -> bool:
        return self.is_touched or not (self.decides or self.take_in.data)

    @property
    def chosen(self) -> Verdict:
        return Verdict(self.verdict.data)

    def ask_what_lacks(self) -> None:
        """Say beside each part of a decision that is begun what it still needs."""
        if self.decides:
            _ask(self.remarks, self.remarks.data, deciding.TICK_SOME)
            _ask(self.verdict, self.verdict.data in set(Verdict), deciding.CHOOSE_ONE)
            _ask(self.decision_reason, self.decision_reason.data, deciding.SAY_WHY)
        if self.take_in.data and self.is_touched:
            self.form_errors.append(str(_SAVE_FIRST))

    def _fingerprint(self) -> str:
        level = self.level if self.heading.data else 0
        parts = (self.heading.data, level, self.body.data, self.reason.data)
        said = "\0".join(str(part or "") for part in parts)
        return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()


def _ask(field: Field, given: object, words: object) -> None:
    if not given:
        field.errors = [*field.errors, str(words)]
