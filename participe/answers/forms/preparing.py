"""What may be typed before an answer is signed: who works on it, notes, the delay, services."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from participe.accounts.models import Account
from participe.answers.models import AnswerCase, Service
from participe.consultations.forms import fields
from participe.kernel import typed

QUESTION_MAX = 1000
NOTE_MAX = 4000
REASON_MAX = 500
NAME_MAX = 80
_TOO_LONG = _("Ce texte est trop long. Raccourcissez-le.")


class _ChoosesService(FlaskForm):
    """A form with a service to choose among those given."""

    service = SelectField(_("Service"), validate_choice=False)

    def __init__(self, services: Sequence[Service], **values: Any) -> None:
        super().__init__(**values)
        self._services = {str(service.id): service for service in services}
        self.service.choices = [
            SelectChoice(key, service.name) for key, service in self._services.items()
        ]

    @property
    def chosen_service(self) -> Service | None:
        return self._services.get(self.service.data or "")


class AssignForm(_ChoosesService):
    """Who works on an answer, and who is asked to give it."""

    official = SelectField(_("Élue ou élu qui répond"), validate_choice=False)

    def __init__(
        self, services: Sequence[Service], officials: Sequence[Account], case: AnswerCase | None
    ) -> None:
        chosen = {
            "service": str(case.service_id) if case and case.service_id else "",
            "official": str(case.official_id) if case and case.official_id else "",
        }
        super().__init__(services, data=chosen)
        self._officials = {str(official.id): official for official in officials}
        self.service.choices = [SelectChoice("", _("Aucun service")), *self.service.choices]
        self.official.choices = [
            SelectChoice("", _("La personne qui répond de la consultation")),
            *(SelectChoice(key, who.display_name) for key, who in self._officials.items()),
        ]

    @property
    def chosen_official(self) -> Account | None:
        return self._officials.get(self.official.data or "")


class NoteForm(_ChoosesService):
    """A question to a service, and by when it says its word."""

    question = TextAreaField(
        _("Que doit dire ce service ?"),
        [DataRequired(_("Écrivez votre question.")), Length(max=QUESTION_MAX, message=_TOO_LONG)],
        filters=[typed.lines],
    )
    due_on = fields.Day(_("Pour quand ?"), [fields.needed_day, fields.day_to_come])

    def validate_service(self, control: SelectField) -> None:
        if self.chosen_service is None:
            raise ValidationError(_("Choisissez un service."))


class NoteAnswerForm(FlaskForm):
    """What the service says."""

    answer = TextAreaField(
        _("La note du service"),
        [DataRequired(_("Écrivez la note.")), Length(max=NOTE_MAX, message=_TOO_LONG)],
        filters=[typed.lines],
    )


class ExtensionForm(FlaskForm):
    """The one delay of an answer."""

    until = fields.Day(_("Nouvelle date"), [fields.needed_day])
    reason = TextAreaField(
        _("Pourquoi ce délai ? Tout le monde le lira."),
        [
            DataRequired(_("Dites pourquoi, en une phrase.")),
            Length(max=REASON_MAX, message=_TOO_LONG),
        ],
        filters=[typed.lines],
    )


class ServiceForm(FlaskForm):
    """The name of a service."""

    name = StringField(
        _("Nom du service"),
        [
            DataRequired(_("Écrivez le nom du service.")),
            Length(max=NAME_MAX, message=_("Ce nom est trop long. Raccourcissez-le.")),
        ],
        filters=[typed.plain_line],
    )
