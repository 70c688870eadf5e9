"""How a contract is said: the promise, its parts, who answers, what was changed since."""

from datetime import date, datetime

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _

from participe.consultations.models import (
    Consultation,
    Contract,
    ContractChange,
    ContractField,
    ParticipationLevel,
    PhaseExtension,
)
from participe.consultations.phases import Action, PhaseKind
from participe.kernel import clock, french

LEVELS: dict[ParticipationLevel, LazyString] = {
    ParticipationLevel.INFORMATION: _("Information"),
    ParticipationLevel.CONSULTATION: _("Consultation"),
    ParticipationLevel.CONCERTATION: _("Concertation"),
    ParticipationLevel.CO_CONSTRUCTION: _("Co-construction"),
}

LEVELS_EXPLAINED: dict[ParticipationLevel, LazyString] = {
    ParticipationLevel.INFORMATION: _("La commune explique. Elle répond aux questions."),
    ParticipationLevel.CONSULTATION: _("La commune demande votre avis. Elle décide seule."),
    ParticipationLevel.CONCERTATION: _("La commune cherche une solution avec vous. Elle décide."),
    ParticipationLevel.CO_CONSTRUCTION: _("La commune et vous écrivez la décision ensemble."),
}

FIELDS: dict[ContractField, LazyString] = {
    ContractField.TITLE: _("La question"),
    ContractField.SUMMARY: _("Le résumé"),
    ContractField.LEVEL: _("Le niveau de participation"),
    ContractField.DECIDED: _("Décidé, ne change plus"),
    ContractField.OPEN_POINTS: _("À décider ensemble"),
    ContractField.WHO_DECIDES: _("Qui décide ?"),
    ContractField.OFFICIAL: _("Qui répond ?"),
    ContractField.ANSWERS_BY: _("La date de la réponse"),
}


def promises(consultation: Consultation) -> list[str]:
    """Say what people may count on, as far as its phases let them propose or remark.

    While no phase is written, nobody knows yet: then it speaks of propositions.
    """
    kinds = {phase.kind for phase in consultation.phases}
    said = []
    if not kinds or any(Action.PROPOSE in kind.opens for kind in kinds):
        said.append(_with_supports(consultation))
    if PhaseKind.REACT in kinds:
        said.append(str(_("Chaque avis sur le texte reçoit une décision, avec une raison.")))
    return said


def _with_supports(consultation: Consultation) -> str:
    supports = ngettext(
        "Avec %(num)s soutien, une proposition reçoit une réponse",
        "Avec %(num)s soutiens, une proposition reçoit une réponse",
        consultation.threshold,
    )
    days = ngettext("en %(num)s jour.", "en %(num)s jours.", consultation.answer_days)
    return f"{supports} {days}"


def value_of(contract: Contract, field: ContractField) -> str:
    """Write a part of what was promised as people read it, to show or to keep as it was."""
    consultation = contract.consultation
    words = {
        ContractField.TITLE: consultation.title,
        ContractField.SUMMARY: consultation.summary,
        ContractField.LEVEL: LEVELS[contract.level] if contract.level else "",
        ContractField.DECIDED: contract.decided,
        ContractField.OPEN_POINTS: contract.open_points,
        ContractField.WHO_DECIDES: contract.who_decides,
        ContractField.OFFICIAL: contract.official.shown_name if contract.official else "",
        ContractField.ANSWERS_BY: _promised(contract.answers_by),
    }
    return str(words[field])


def _promised(answers_by: date | None) -> str:
    if answers_by is None:
        return ""
    return str(gettext("avant le %(day)s", day=french.day(answers_by)))


def answerer(contract: Contract, at: datetime) -> str:
    """Name who answers for the commune, with the mandate held on this day."""
    if contract.official is None:
        return ""
    mandate = contract.official.mandate_on(clock.day_of(at))
    name = contract.official.shown_name
    return f"{name}, {mandate.mandate}" if mandate else name


def history(consultation: Consultation) -> list[ContractChange | PhaseExtension]:
    """Return what was changed since publication, the newest first."""
    extensions = [e for phase in consultation.phases for e in phase.extensions]
    changes = consultation.contract.changes
    return sorted([*changes, *extensions], key=_happened_at, reverse=True)


def _happened_at(entry: ContractChange | PhaseExtension) -> datetime:
    return entry.changed_at if isinstance(entry, ContractChange) else entry.extended_at
