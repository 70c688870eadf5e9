"""What staff do with a draft, its publication, and the question whether one may act now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from sqlalchemy.exc import IntegrityError

from participe.accounts.models import Account
from participe.communes.models import Commune
from participe.consultations import preparation, queries
from participe.consultations.errors import (
    AlreadyPublished,
    ChangedMeanwhile,
    NothingToProofread,
    NotOpen,
    NotPublished,
    NotReady,
    PhasesOverlap,
    SlugTaken,
)
from participe.consultations.events import ConsultationPublished
from participe.consultations.models import (
    Consultation,
    ConsultationSlug,
    ConsultationTranslation,
    Contract,
    ParticipationLevel,
    Phase,
)
from participe.consultations.phases import Action, PhaseKind
from participe.consultations.preparation import TEXTS, Item
from participe.consultations.wording import phases as phase_words
from participe.extensions import db
from participe.kernel import events
from participe.kernel.clock import start_of
from participe.kernel.codes import random_token
from participe.kernel.slugs import slugify

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Edit:
    """Who changes something, when, and the fingerprint of what they were reading."""

    by: Account
    at: datetime
    based_on: str


@dataclass(frozen=True)
class Terms:
    """What the contract says people can change, and how far."""

    level: ParticipationLevel | None
    decided: str
    open_points: str
    who_decides: str


@dataclass(frozen=True)
class Period:
    """A phase as people write it: both days are included."""

    kind: PhaseKind
    opens_on: date
    last_day: date

    def phase(self) -> Phase:
        """Make the phase: “until 31 May” ends with the first instant of 1 June in Brussels."""
        return Phase(
            kind=self.kind,
            opens_at=start_of(self.opens_on),
            closes_at=start_of(self.last_day + ONE_DAY),
        )


def ensure_open(consultation: Consultation, action: Action, at: datetime) -> None:
    """Raise NotOpen, with the sentence that says why and what comes next, unless it is open."""
    if not consultation.is_published:
        raise NotPublished
    opening = consultation.allows(action, at)
    if not opening:
        raise NotOpen(phase_words.closed_sentence(opening, consultation.contract.answers_by))


def create(commune: Commune, *, title: str, by: Account, at: datetime) -> Consultation:
    """Begin a draft that only staff see, at an address made from its title."""
    consultation = Consultation(
        commune=commune,
        slug=_free_slug(commune, title),
        title=title,
        preview_key=random_token(),
        threshold=commune.threshold,
        answer_days=commune.answer_days,
        created_by_id=by.id,
        created_at=at,
        written_by_id=by.id,
        contract=Contract(),
    )
    db.session.add(consultation)
    _flush_slug()
    return consultation


def write_question(
    consultation: Consultation, *, title: str, summary: str, minimum_age: int, edit: Edit
) -> None:
    _begin(consultation, Item.QUESTION, edit)
    consultation.title = title
    consultation.summary = summary
    consultation.minimum_age = minimum_age
    db.session.flush()


def write_contract(consultation: Consultation, terms: Terms, edit: Edit) -> None:
    _begin(consultation, Item.CONTRACT, edit)
    for name, value in vars(terms).items():
        setattr(consultation.contract, name, value)
    db.session.flush()


def plan(consultation: Consultation, periods: Sequence[Period], edit: Edit) -> None:
    """Replace the phases; two that share an instant are refused with PhasesOverlap."""
    _begin(consultation, Item.PHASES, edit)
    in_order = sorted(periods, key=lambda period: period.opens_on)
    for before, after in pairwise(in_order):
        if after.opens_on <= before.last_day:
            raise PhasesOverlap(phase_words.overlap(before.kind, after.kind, after.opens_on))
    consultation.phases = [period.phase() for period in in_order]
    db.session.flush()


def promise_answer(
    consultation: Consultation, *, official: Account | None, answers_by: date | None, edit: Edit
) -> None:
    """Say who answers for the commune, and the day before which."""
    _begin(consultation, Item.ANSWER, edit)
    consultation.contract.official = official
    consultation.contract.answers_by = answers_by
    db.session.flush()


def declare_no_document(consultation: Consultation, *, needs_none: bool) -> None:
    """Say that there is nothing to read before taking part, or take that back."""
    queries.lock(consultation)
    consultation.needs_no_document = needs_none
    db.session.flush()


def translate(
    consultation: Consultation,
    texts: Mapping[str, tuple[str, str]],
    *,
    needs_none: bool,
    edit: Edit,
) -> None:
    """Replace the translations: (title, summary) by language; allowed after publication too."""
    if not consultation.is_published:
        _begin(consultation, Item.TRANSLATIONS, edit)
    else:
        _check(consultation, Item.TRANSLATIONS, edit)
    kept = {t.language: t for t in consultation.translations if t.language in texts}
    for language, (title, summary) in texts.items():
        translation = kept.setdefault(language, ConsultationTranslation(language=language))
        translation.title, translation.summary = title, summary
    consultation.translations = list(kept.values())
    consultation.needs_no_translation = needs_none and not texts
    db.session.flush()


def proofread(consultation: Consultation, edit: Edit) -> None:
    """Note that somebody read the very texts that are saved now; a later change undoes it.

    Raises NothingToProofread as long as the question or the contract lacks something.
    """
    _begin(consultation, Item.PROOFREADING, edit)
    lacking = preparation.missing(consultation, edit.at)
    if lacking[Item.QUESTION] or lacking[Item.CONTRACT]:
        raise NothingToProofread
    consultation.proofread_by_id = edit.by.id
    consultation.proofread_at = edit.at
    db.session.flush()


def missing(consultation: Consultation, at: datetime) -> list[str]:
    """Say in sentences all that is missing before this can be published."""
    return [s for said in preparation.missing(consultation, at).values() for s in said]


def publish(consultation: Consultation, *, by: Account, at: datetime) -> None:
    """Make it public, copy the commune's threshold and delay, and freeze its contract.

    Raises NotReady with what is missing, and AlreadyPublished the second time.
    """
    queries.lock(consultation)
    if consultation.is_published:
        raise AlreadyPublished
    sentences = missing(consultation, at)
    if sentences:
        raise NotReady(sentences)
    consultation.threshold = consultation.commune.threshold
    consultation.answer_days = consultation.commune.answer_days
    consultation.published_at = at
    consultation.published_by_id = by.id
    consultation.contract.frozen_at = at
    db.session.flush()
    events.publish(ConsultationPublished(consultation))


def move(consultation: Consultation, slug: str) -> None:
    """Give it another address; the former one leads to it for ever, and is nobody else's."""
    queries.lock(consultation)
    if slug == consultation.slug:
        return
    commune = consultation.commune
    if queries.is_taken(commune, slug, but=consultation):
        raise SlugTaken
    own = queries.find_former_slug(commune, slug)
    if own is not None:
        db.session.delete(own)
    former = ConsultationSlug(
        commune_id=commune.id, slug=consultation.slug, consultation_id=consultation.id
    )
    db.session.add(former)
    consultation.slug = slug
    _flush_slug()


def renew_preview(consultation: Consultation) -> None:
    """Make the preview links that were given out stop working."""
    consultation.preview_key = random_token()
    db.session.flush()


def _begin(consultation: Consultation, item: Item, edit: Edit) -> None:
    """Take a draft for oneself until the end of the transaction, if it is still as it was read."""
    _check(consultation, item, edit)
    if consultation.is_published:
        raise AlreadyPublished
    if item in TEXTS:
        consultation.written_by_id = edit.by.id
        consultation.proofread_by_id = consultation.proofread_at = None


def _check(consultation: Consultation, item: Item, edit: Edit) -> None:
    queries.lock(consultation)
    if preparation.fingerprint(consultation, item) != edit.based_on:
        raise ChangedMeanwhile


def _free_slug(commune: Commune, title: str) -> str:
    """Return an address that no consultation of this commune has or had."""
    wanted = slugify(title, otherwise="consultation")
    slug, number = wanted, 1
    while queries.is_taken(commune, slug):
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _flush_slug() -> None:
    """Write an address that was free a moment ago; another request may have taken it."""
    try:
        db.session.flush()
    except IntegrityError as error:
        raise SlugTaken from error
