"""The forms of the task list: the question, the contract, who answers, documents, translations."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired, NumberRange, Optional

from participe.accounts.models import Account
from participe.consultations.forms import fields
from participe.consultations.models import Consultation, Contract, ParticipationLevel
from participe.consultations.services import Terms
from participe.consultations.wording import consultations as consultation_words

OLDEST = 99


class NewForm(FlaskForm):
    """The question alone: enough to begin."""

    title = fields.question(_("Quelle question posez-vous ?"))


class QuestionForm(fields.Based):
    """The question and its summary in plain language."""

    title = fields.question(_("La question"))
    summary = fields.text(_("Le résumé en langage clair"), maximum=fields.SUMMARY_MAX)
    minimum_age = fields.Age(
        _("À partir de quel âge peut-on participer ?"),
        [
            InputRequired(_("Écrivez un âge, en chiffres.")),
            NumberRange(min=0, max=OLDEST, message=_("Écrivez un âge entre 0 et 99 ans.")),
        ],
    )


class ContractForm(fields.Based):
    """What is decided, what is open, who decides, and how far people take part."""

    level = RadioField(
        _("Le niveau de participation"),
        [Optional()],
        choices=fields.levels,
        validate_choice=False,
    )
    decided = fields.text(_("Décidé, ne change plus"))
    open_points = fields.text(_("À décider ensemble"))
    who_decides = fields.text(_("Qui décide ?"), maximum=fields.LINE_MAX)

    @classmethod
    def of(cls, contract: Contract) -> "ContractForm":
        form = cls(obj=contract)
        form.level.data = contract.level.value if contract.level else form.level.data
        return form

    def terms(self) -> Terms:
        known = self.level.data in set(ParticipationLevel)
        return Terms(
            level=ParticipationLevel(self.level.data) if known else None,
            decided=self.decided.data or "",
            open_points=self.open_points.data or "",
            who_decides=self.who_decides.data or "",
        )


class AnswerForm(fields.Based):
    """Who answers for the commune, and before which day."""

    official = RadioField(_("Qui répond ?"), [Optional()], validate_choice=False)
    answers_by = fields.Day(_("Avant quelle date la commune répond-elle ?"))

    def __init__(self, officials: Sequence[Account], contract: Contract) -> None:
        chosen = str(contract.official_id) if contract.official_id else None
        super().__init__(data={"official": chosen, "answers_by": contract.answers_by})
        self._officials = {str(official.id): official for official in officials}
        self.official.choices = fields.people(officials)

    def chosen(self) -> Account | None:
        return self._officials.get(str(self.official.data))


class DocumentForm(FlaskForm):
    """A file to read before taking part, and its content told in words (WCAG 1.1.1)."""

    file = FileField(_("Le fichier, PDF ou image"), [FileRequired(_("Choisissez un fichier."))])
    title = fields.line(_("Le titre"), needed=_("Écrivez le titre du document."))
    description = fields.text(
        _("Ce que dit ou montre le document"),
        needed=_("Dites en quelques mots ce que dit ou montre le document."),
        maximum=fields.REASON_MAX,
    )


class TranslationsForm(fields.Based):
    """The question and its summary in the other languages; each needs both or none."""

    nl_title = fields.line(_("La question en néerlandais"))
    nl_summary = fields.text(_("Le résumé en néerlandais"), maximum=fields.SUMMARY_MAX)
    de_title = fields.line(_("La question en allemand"))
    de_summary = fields.text(_("Le résumé en allemand"), maximum=fields.SUMMARY_MAX)
    needs_none = BooleanField(_("Cette consultation n’a pas besoin de traduction"))

    @classmethod
    def of(cls, consultation: Consultation) -> "TranslationsForm":
        known = {
            f"{translation.language}_{part}": getattr(translation, part)
            for translation in consultation.translations
            for part in ("title", "summary")
        }
        return cls(data=known | {"needs_none": consultation.needs_no_translation})

    def texts(self) -> dict[str, tuple[str, str]]:
        """Return what was typed: title and summary by language."""
        return {
            language: (self[f"{language}_title"].data, self[f"{language}_summary"].data)
            for language in consultation_words.LANGUAGES
            if self[f"{language}_title"].data
        }

    def validate(self, *args: Any, **values: Any) -> bool:
        valid = super().validate(*args, **values)
        for language in consultation_words.LANGUAGES:
            title, summary = self[f"{language}_title"], self[f"{language}_summary"]
            for control, other in ((title, summary), (summary, title)):
                if other.data and not control.data:
                    control.errors = [*control.errors, str(_("Traduisez aussi ce texte."))]
                    valid = False
        return bool(valid)
