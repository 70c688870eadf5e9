"""The seven items of preparing a consultation: what each still lacks before publication.

GOV.UK's “complete multiple tasks” pattern: few states, computed, never stored.
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from participe.consultations.models import Consultation, Contract, ContractField
from participe.consultations.phases import PhaseKind
from participe.kernel.clock import day_of, last_day_before


class Item(StrEnum):
    """One of the seven things to do before publishing."""

    QUESTION = "question"
    CONTRACT = "contract"
    PHASES = "phases"
    ANSWER = "answer"
    DOCUMENTS = "documents"
    TRANSLATIONS = "translations"
    PROOFREADING = "proofreading"

    @property
    def label(self) -> str:
        return str(_LABELS[self])


_LABELS: dict[Item, LazyString] = {
    Item.QUESTION: _("La question et le résumé en langage clair"),
    Item.CONTRACT: _("Ce que les gens peuvent changer"),
    Item.PHASES: _("Les étapes et leurs dates"),
    Item.ANSWER: _("Qui répond, et avant quelle date"),
    Item.DOCUMENTS: _("Les documents à lire avant"),
    Item.TRANSLATIONS: _("Les traductions"),
    Item.PROOFREADING: _("La relecture"),
}

# Items whose words people read: a change of them asks for a new proofreading.
TEXTS = frozenset({Item.QUESTION, Item.CONTRACT, Item.TRANSLATIONS})

# The two parts of what was promised that stand beside the contract itself.
OF_THE_QUESTION = frozenset({ContractField.TITLE, ContractField.SUMMARY})


def missing(consultation: Consultation, at: datetime) -> dict[Item, list[str]]:
    """Say in sentences what each item still lacks; an item that lacks nothing is done."""
    return {
        item: [str(said) for said in check(consultation, at)] for item, check in _CHECKS.items()
    }


def _of_the_question(consultation: Consultation, _at: datetime) -> Sequence[LazyString]:
    return _absent(
        (consultation.title, _("Écrivez la question.")),
        (consultation.summary, _("Écrivez le résumé en langage clair.")),
    )


def _of_the_contract(consultation: Consultation, _at: datetime) -> Sequence[LazyString]:
    contract = consultation.contract
    return _absent(
        (contract.level, _("Choisissez le niveau de participation.")),
        (contract.decided, _("Dites ce qui est déjà décidé.")),
        (contract.open_points, _("Dites ce qui reste à décider ensemble.")),
        (contract.who_decides, _("Dites qui décide.")),
    )


def _of_the_phases(consultation: Consultation, at: datetime) -> Sequence[LazyString]:
    closes_at = consultation.closes_at()
    answering = [p for p in consultation.phases if p.kind is PhaseKind.ANSWER]
    said = _absent(
        (
            closes_at,
            _("Ajoutez une étape où l’on peut proposer ou discuter, avec sa date de fin."),
        ),
        (answering, _("Ajoutez l’étape « La commune répond », avec ses dates.")),
    )
    if closes_at is None or said:
        return said
    return _absent(
        (
            closes_at > at,
            _("L’étape où l’on peut proposer ou discuter est déjà finie. Changez ses dates."),
        ),
        (
            answering[-1].closes_at > closes_at,
            _("L’étape « La commune répond » vient après les autres. Changez ses dates."),
        ),
    )


def _of_the_answer(consultation: Consultation, at: datetime) -> Sequence[LazyString]:
    contract = consultation.contract
    return [
        *_absent(
            (contract.official, _("Choisissez l’élue ou l’élu qui répond.")),
            (contract.answers_by, _("Dites avant quelle date la commune répond.")),
        ),
        *_broken_promises(consultation, contract, at),
    ]


def _broken_promises(
    consultation: Consultation, contract: Contract, at: datetime
) -> Sequence[LazyString]:
    """Say what was chosen and cannot hold: a mandate that ended, an answer before the end."""
    official, answers_by = contract.official, contract.answers_by
    return _absent(
        (
            official is None or official.mandate_on(day_of(at)),
            _("La personne qui répond n’a plus de mandat en cours. Choisissez-en une autre."),
        ),
        (
            answers_by is None or is_after_closing(consultation, answers_by),
            _("La commune répond après la fin des contributions. Choisissez une date plus tard."),
        ),
    )


def _of_the_documents(consultation: Consultation, _at: datetime) -> Sequence[LazyString]:
    given = consultation.documents or consultation.needs_no_document
    return _absent((given, _("Ajoutez un document, ou dites qu’il n’y en a pas.")))


def _of_the_translations(consultation: Consultation, _at: datetime) -> Sequence[LazyString]:
    given = consultation.translations or consultation.needs_no_translation
    return _absent((given, _("Ajoutez une traduction, ou dites qu’il n’en faut pas.")))


def _of_the_proofreading(consultation: Consultation, _at: datetime) -> Sequence[LazyString]:
    return _absent((consultation.proofread_at, _("Faites relire les textes.")))


_CHECKS: dict[Item, Callable[[Consultation, datetime], Sequence[LazyString]]] = {
    Item.QUESTION: _of_the_question,
    Item.CONTRACT: _of_the_contract,
    Item.PHASES: _of_the_phases,
    Item.ANSWER: _of_the_answer,
    Item.DOCUMENTS: _of_the_documents,
    Item.TRANSLATIONS: _of_the_translations,
    Item.PROOFREADING: _of_the_proofreading,
}


def _absent(*wanted: tuple[object, LazyString]) -> list[LazyString]:
    """Return the sentence of each thing that is not there."""
    return [sentence for given, sentence in wanted if not given]


def is_after_closing(consultation: Consultation, answers_by: date) -> bool:
    """Tell whether an answer by this day comes after the last day on which people contribute."""
    closes_at = consultation.closes_at()
    return closes_at is None or answers_by > last_day_before(closes_at)


def fingerprint(consultation: Consultation, part: Item | ContractField) -> str:
    """Sum up what is saved of a part: whoever edits it sends back the one they were reading.

    It changes only with that part, so two people may work on two items at the same time.
    """
    if isinstance(part, ContractField):
        written = repr(_values_of_field(consultation, part))
    else:
        written = repr(_values_of_item(consultation, part))
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def _values_of_field(consultation: Consultation, field: ContractField) -> Any:
    if field in OF_THE_QUESTION:
        return getattr(consultation, field.value)
    if field is ContractField.OFFICIAL:
        return consultation.contract.official_id
    return getattr(consultation.contract, field.value)


def _values_of_item(consultation: Consultation, item: Item) -> Any:
    contract = consultation.contract
    values: dict[Item, Any] = {
        Item.QUESTION: (consultation.title, consultation.summary, consultation.minimum_age),
        Item.CONTRACT: (
            contract.level,
            contract.decided,
            contract.open_points,
            contract.who_decides,
        ),
        Item.PHASES: [(p.kind, p.opens_at, p.closes_at) for p in consultation.phases],
        Item.ANSWER: (contract.official_id, contract.answers_by),
        Item.DOCUMENTS: [document.id for document in consultation.documents],
        Item.TRANSLATIONS: (
            [(t.language, t.title, t.summary) for t in consultation.translations],
            consultation.needs_no_translation,
        ),
    }
    if item is Item.PROOFREADING:
        return [values[text] for text in sorted(TEXTS)]
    return values[item]
