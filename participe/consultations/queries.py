"""Reads about consultations: nothing here changes anything."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from participe.accounts import queries as accounts
from participe.accounts.models import Account, Role
from participe.communes.models import Commune
from participe.consultations.models import (
    Consultation,
    ConsultationSlug,
    Contract,
    ContractChange,
    ContractField,
    Document,
    Phase,
    PhaseExtension,
)
from participe.extensions import db
from participe.kernel.clock import day_of


def find(commune: Commune, slug: str) -> Consultation | None:
    """Return a consultation, published or not, with all that its page shows."""
    return db.session.scalar(
        select(Consultation)
        .where(Consultation.commune_id == commune.id, Consultation.slug == slug)
        .options(*_whole())
    )


def find_moved(commune: Commune, slug: str) -> Consultation | None:
    """Return the consultation that had this address before."""
    return db.session.scalar(
        select(Consultation)
        .join(ConsultationSlug, ConsultationSlug.consultation_id == Consultation.id)
        .where(ConsultationSlug.commune_id == commune.id, ConsultationSlug.slug == slug)
    )


def lock(consultation: Consultation) -> None:
    """Make whoever else changes it wait until this transaction ends, and read it afresh."""
    db.session.scalars(
        select(Consultation)
        .where(Consultation.id == consultation.id)
        .with_for_update(of=Consultation)
        .options(*_whole())
        .execution_options(populate_existing=True)
    ).one()


def published(commune: Commune) -> Sequence[Consultation]:
    """Return what the commune has published, the newest first, phases and contracts loaded."""
    return db.session.scalars(
        _of(commune)
        .where(Consultation.published_at.is_not(None))
        .order_by(Consultation.published_at.desc(), Consultation.id.desc())
    ).all()


def drafts(commune: Commune) -> Sequence[Consultation]:
    """Return what the commune is still preparing, the newest first."""
    return db.session.scalars(
        _of(commune)
        .where(Consultation.published_at.is_(None))
        .options(selectinload(Consultation.documents), selectinload(Consultation.translations))
        .order_by(Consultation.created_at.desc(), Consultation.id.desc())
    ).all()


def count_drafts(commune: Commune) -> int:
    return db.session.scalars(
        select(func.count(Consultation.id)).where(
            Consultation.commune_id == commune.id, Consultation.published_at.is_(None)
        )
    ).one()


def is_taken(commune: Commune, slug: str, *, but: Consultation | None = None) -> bool:
    """Tell whether another consultation of this commune has or had this address."""
    own = but.id if but else None
    present = select(Consultation.id).where(
        Consultation.commune_id == commune.id, Consultation.slug == slug
    )
    former = select(ConsultationSlug.consultation_id).where(
        ConsultationSlug.commune_id == commune.id, ConsultationSlug.slug == slug
    )
    return any(id_ != own for id_ in db.session.scalars(present.union_all(former)))


def find_former_slug(commune: Commune, slug: str) -> ConsultationSlug | None:
    return db.session.scalar(
        select(ConsultationSlug).where(
            ConsultationSlug.commune_id == commune.id, ConsultationSlug.slug == slug
        )
    )


def officials(commune: Commune, at: datetime) -> list[Account]:
    """Return who may answer for the commune: those with a mandate on this day, by name."""
    today = day_of(at)
    return [who for who in accounts.holders(commune, Role.OFFICIAL) if who.mandate_on(today)]


def changes_of_official(official: Account) -> Sequence[ContractChange]:
    """Return the changes of who answers that name this official, as before or as after."""
    name = official.display_name
    return db.session.scalars(
        select(ContractChange)
        .join(Consultation, Consultation.id == ContractChange.consultation_id)
        .where(
            Consultation.commune_id == official.commune_id,
            ContractChange.field == ContractField.OFFICIAL,
            or_(ContractChange.before == name, ContractChange.after == name),
        )
        .order_by(ContractChange.id)
    ).all()


def _of(commune: Commune) -> Select[Consultation]:
    return (
        select(Consultation)
        .where(Consultation.commune_id == commune.id)
        .options(
            joinedload(Consultation.contract).joinedload(Contract.official),
            selectinload(Consultation.phases),
        )
    )


def _whole() -> tuple[ORMOption, ...]:
    contract = joinedload(Consultation.contract)
    return (
        joinedload(Consultation.commune),
        contract.joinedload(Contract.official),
        contract.selectinload(Contract.changes).joinedload(ContractChange.changed_by),
        selectinload(Consultation.phases)
        .selectinload(Phase.extensions)
        .joinedload(PhaseExtension.extended_by),
        selectinload(Consultation.documents).joinedload(Document.file),
        selectinload(Consultation.translations),
    )
