"""What may be typed about commitments: a new one, its updates, what one sees, a reply."""

from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from participe.commitments.models import State
from participe.commitments.services.making import Promised
from participe.commitments.services.observing import Seen
from participe.commitments.wording import STATES
from participe.consultations.forms.fields import Day, day_to_come, needed_day
from participe.kernel import typed
from participe.kernel.links import target

TEXT_MAX = 2000
SENTENCE_MAX = 600
LINE_MAX = 300
URL_MAX = 500
OBSERVATION_MAX = 500
A_NUMBER = 9  # digits: no commitment has more updates

DONE, NOT_YET = "fait", "pas-encore"


def _rules(needed: LazyString | None, maximum: int) -> list[Any]:
    too_long = _("Ce texte est trop long. Il tient en %(max)d caractères.")
    return [DataRequired(needed) if needed else Optional(), Length(max=maximum, message=too_long)]


class PromiseForm(FlaskForm):
    """A commitment that staff add to an answered proposition."""

    what = TextAreaField(
        _("Que fait la commune ?"),
        _rules(_("Dites ce que la commune s’engage à faire."), TEXT_MAX),
        filters=[typed.lines],
    )
    who = StringField(
        _("Qui s’en occupe ?"),
        _rules(_("Écrivez le service ou la personne qui s’en occupe."), LINE_MAX),
        filters=[typed.line],
    )
    due_on = Day(_("Pour quand ?"), [needed_day, day_to_come])
    budget_line = StringField(_("Article du budget"), _rules(None, LINE_MAX), filters=[typed.line])

    def promised(self) -> Promised:
        assert self.due_on.data is not None, "ask for a valid form"  # noqa: S101
        return Promised(
            what=self.what.data,
            who=self.who.data,
            due_on=self.due_on.data,
            budget_line=self.budget_line.data or "",
        )


class UpdateForm(FlaskForm):
    """Where a commitment stands, in a sentence, with what proves it."""

    state = RadioField(
        _("Où en est cet engagement ?"),
        [InputRequired(_("Choisissez où en est cet engagement."))],
        choices=[SelectChoice(state.value, words) for state, words in STATES.items()],
        validate_choice=False,
    )
    sentence = TextAreaField(
        _("Que s’est-il passé ?"),
        _rules(_("Dites en une phrase ce qui s’est passé."), SENTENCE_MAX),
        filters=[typed.lines],
    )
    reason = TextAreaField(
        _("Pourquoi la commune abandonne-t-elle cet engagement ?"),
        [Length(max=TEXT_MAX, message=_("Ce texte est trop long. Raccourcissez-le."))],
        filters=[typed.lines],
    )
    expected_on = Day(_("Nouvelle date prévue"), [Optional(), day_to_come])
    decision_url = StringField(
        _("Lien vers la décision du conseil"), _rules(None, URL_MAX), filters=[typed.line]
    )
    proof = FileField(_("Une photo ou un PDF"), [Optional()])
    alternative = StringField(
        _("Que montre ce fichier ?"),
        [Length(max=LINE_MAX, message=_("Ce texte est trop long. Raccourcissez-le."))],
        filters=[typed.line],
    )
    based_on = HiddenField()

    def validate_state(self, control: Any) -> None:
        if control.data not in set(State):
            raise ValidationError(_("Choisissez où en est cet engagement."))

    def validate_reason(self, control: Any) -> None:
        if self.state.data == State.DROPPED and not control.data:
            raise ValidationError(
                _("Dites pourquoi la commune abandonne cet engagement. Tout le monde le lira.")
            )

    def validate_decision_url(self, control: Any) -> None:
        """Take a page of the web, and nothing else that an address can be."""
        found = target(control.data) if control.data else None
        if control.data and (found is None or not found.address.startswith("http")):
            raise ValidationError(_("Ce lien ne s’ouvre pas. Copiez l’adresse d’une page web."))

    def validate_alternative(self, control: Any) -> None:
        if self.proof.data and not control.data:
            raise ValidationError(_("Dites en une phrase ce que montre le fichier."))

    @property
    def decision_address(self) -> str:
        """Return the page of the decision as a browser reads its address."""
        found = target(self.decision_url.data) if self.decision_url.data else None
        return found.address if found else ""

    @property
    def last_seen(self) -> int:
        """Return the number of the last update that was read; what is none of ours matches none."""
        seen = self.based_on.data or ""
        return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < A_NUMBER else -1


class ObservationForm(FlaskForm):
    """What somebody sees of a commitment declared kept."""

    seen = RadioField(
        _("Que voyez-vous ?"),
        [InputRequired(_("Choisissez ce que vous voyez."))],
        choices=[
            SelectChoice(DONE, _("Je le vois fait")),
            SelectChoice(NOT_YET, _("Pas encore")),
        ],
        validate_choice=False,
    )
    body = TextAreaField(
        _("Une phrase pour expliquer"), _rules(None, OBSERVATION_MAX), filters=[typed.lines]
    )

    def validate_seen(self, control: Any) -> None:
        if control.data not in {DONE, NOT_YET}:
            raise ValidationError(_("Choisissez ce que vous voyez."))

    def observation(self) -> Seen:
        return Seen(is_done=self.seen.data == DONE, body=self.body.data or "")


class CommitmentReplyForm(FlaskForm):
    """What the commune replies to an observation."""

    body = TextAreaField(
        _("Réponse de la commune"),
        _rules(_("Écrivez la réponse de la commune."), TEXT_MAX),
        filters=[typed.lines],
    )
