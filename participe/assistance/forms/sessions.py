"""What is typed about a session: planning it, closing it."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
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
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from participe.assistance.reference import Agreement, Count, CountedWith
from participe.assistance.services.sessions import MOST_COMPUTERS
from participe.assistance.wording.sessions import COUNTED_WITH
from participe.communes.forms import WholeNumber
from participe.communes.models import DigitalSpace
from participe.consultations.forms.fields import Day
from participe.consultations.models import Consultation
from participe.kernel import typed
from participe.kernel.clock import at_hour

QUESTIONS_MAX = 5000
LAST_HOUR, LAST_MINUTE = 23, 59

_COUNT = re.compile(r"(\d{1,9})-(\d{1,9})-(\d{1,9})", re.ASCII)
_NO_COUNT = Count(-1, -1, -1)
_HOUR = re.compile(r"(\d{1,2})\s*(?:[h:.]\s*(\d{2})?)?")


class SessionForm(FlaskForm):
    """One page for all that a session asks; its two buttons are now, or at a date."""

    consultation = RadioField(
        _("Quelle consultation ?"), [InputRequired(_("Choisissez une consultation."))], coerce=int
    )
    space = RadioField(_("Dans quel EPN ?"), [InputRequired(_("Choisissez un EPN."))], coerce=int)
    computers = WholeNumber(
        _("Nombre d’ordinateurs"),
        [
            NumberRange(
                min=0, max=MOST_COMPUTERS, message=_("Écrivez un nombre entre 0 et %(max)s.")
            )
        ],
        default=4,
    )
    is_practice = BooleanField(_("C’est un entraînement : rien ne compte"))
    day = Day(_("Jour de la séance"), [Optional()])
    hour = StringField(_("Heure"), [Optional()], filters=[typed.line])

    def __init__(
        self, consultations: Sequence[Consultation], spaces: Sequence[DigitalSpace], **values: Any
    ) -> None:
        super().__init__(**values)
        self.consultation.choices = [SelectChoice(one.id, one.title) for one in consultations]
        self.space.choices = [SelectChoice(one.id, f"{one.name}, {one.address}") for one in spaces]
        for field in (self.consultation, self.space):
            if not self.is_submitted() and field.choices:
                field.data = field.choices[0].value

    def planned_for(self) -> datetime | None:
        """Return the instant that was typed; None, with what is wrong in the form, without one."""
        found = _HOUR.fullmatch(self.hour.data)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (LAST_HOUR + 1, 0)
        if hour > LAST_HOUR or minute > LAST_MINUTE:
            self.hour.errors = [_("Écrivez une heure, comme 14 h ou 14 h 30.")]
        if self.day.data is None:
            self.day.errors = [_("Écrivez une date complète : jour, mois, année.")]
        if self.hour.errors or self.day.data is None:
            return None
        return at_hour(self.day.data, hour) + timedelta(minutes=minute)


class ClosingForm(FlaskForm):
    """What was counted together and asked in the room, before the session closes [A-13]."""

    questions = TextAreaField(
        _("Questions posées pendant la séance"),
        [
            Optional(),
            Length(max=QUESTIONS_MAX, message=_("Ce texte est trop long : 5 000 signes au plus.")),
        ],
        filters=[typed.lines],
    )
    counted_with = RadioField(
        _("Qui a compté avec vous ?"),
        [InputRequired(_("Dites qui a compté avec vous."))],
        choices=[SelectChoice(who.value, words) for who, words in COUNTED_WITH.items()],
    )
    counted = HiddenField()

    def agreed(self) -> Agreement:
        """Return the count that was shown, and who agreed to it; no count is like a forged one."""
        found = _COUNT.fullmatch(self.counted.data or "")
        count = Count(*map(int, found.groups())) if found else _NO_COUNT
        return Agreement(count, CountedWith(self.counted_with.data))

    def show(self, count: Count) -> None:
        """Keep the count that this page shows."""
        self.counted.data = "-".join(map(str, count))
