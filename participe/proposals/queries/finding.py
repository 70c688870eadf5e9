"""Reads of one proposition, and of what belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, false, func, select
from sqlalchemy.orm import defaultload, joinedload

from participe.accounts.models import Account, Whoever
from participe.communes.models import Commune
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.proposals.models import ImportedTotal, Photo, Proposal, Support, Theme
from participe.proposals.queries import amending, grouping


@dataclass(frozen=True)
class Reading:
    """A proposition with what its page needs to know at once."""

    proposal: Proposal
    is_supported: bool  # by whoever reads
    imported: ImportedTotal | None
    suggestions: int = 0  # other wordings that can be read
    links: int = 0  # suggested wordings that are in it, or became it
    moves: int = 0  # times that something was put under it, or it under something


def find(commune: Commune, number: int) -> Proposal | None:
    """Return the proposition of this number, hidden or not; author, theme and phases are loaded."""
    return db.session.scalars(_numbered(commune, number)).unique().one_or_none()


def find_to_change(commune: Commune, number: int) -> Proposal | None:
    """Return it as `find` does, and make whoever else would change it wait until the commit.

    The clock is read after this, so that a request which had to wait past the closing
    instant is too late [V-4]; and the text is read after it, for who waits in one query gets
    the row it waited for as it is, and the text beside it as it was. The references of
    comments and supports need not wait.
    """
    text = _numbered(commune, number).execution_options(populate_existing=True)
    db.session.execute(
        select(Proposal.id)
        .where(Proposal.commune_id == commune.id, Proposal.number == number)
        .with_for_update(of=Proposal.__table__, key_share=True)
    )
    return db.session.scalars(text).unique().one_or_none()


def read(commune: Commune, number: int, who: Whoever) -> Reading | None:
    """Return a proposition as its page shows it to somebody, photos loaded, in one query."""
    row = (
        db.session.execute(
            _numbered(commune, number)
            .add_columns(
                _is_supported(who),
                ImportedTotal,
                amending.count_suggested(Proposal.id).scalar_subquery(),
                amending.links(Proposal.id).scalar_subquery(),
                grouping.moves(Proposal.id).scalar_subquery(),
            )
            .outerjoin(ImportedTotal, ImportedTotal.proposal_id == Proposal.id)
            .options(joinedload(Proposal.photos).joinedload(Photo.file))
        )
        .unique()
        .one_or_none()
    )
    return None if row is None else Reading(*row)


def lock(proposal: Proposal) -> None:
    """Make whoever else would change this proposition wait until this transaction ends."""
    db.session.execute(
        select(Proposal.__table__.c.id)
        .where(Proposal.__table__.c.id == proposal.id)
        .with_for_update(key_share=True)
    )


def find_consultation(commune: Commune, slug: str) -> Consultation | None:
    """Return a published consultation with its phases, which is all that a list needs of it."""
    return (
        db.session.scalars(
            select(Consultation)
            .where(
                Consultation.commune_id == commune.id,
                Consultation.slug == slug,
                Consultation.published_at.is_not(None),
            )
            .options(joinedload(Consultation.phases), joinedload(Consultation.contract))
        )
        .unique()
        .one_or_none()
    )


def find_photo(proposal: Proposal, photo_id: int) -> Photo | None:
    return db.session.scalar(
        select(Photo)
        .where(Photo.proposal_id == proposal.id, Photo.id == photo_id)
        .options(joinedload(Photo.file))
    )


def find_theme(commune: Commune, slug: str) -> Theme | None:
    return db.session.scalar(
        select(Theme).where(Theme.commune_id == commune.id, Theme.slug == slug)
    )


def supported_among(who: Whoever, proposals: Sequence[Proposal]) -> set[int]:
    """Return the ids of those of these propositions that somebody supports."""
    ids = [proposal.id for proposal in proposals]
    return set(
        db.session.scalars(select(Proposal.id).where(Proposal.id.in_(ids), _is_supported(who)))
    )


def _is_supported(who: Whoever) -> ColumnElement[bool]:
    """Say whether somebody supports a proposition or, which is the same, another of its group."""
    if who.id is None:
        return false()
    other = Proposal.__table__.alias()
    head_of_other = func.coalesce(other.c.lead_id, other.c.id)
    return exists().where(
        Support.person_id == who.id,
        Support.withdrawn_at.is_(None),
        Support.proposal_id == other.c.id,
        head_of_other == func.coalesce(Proposal.lead_id, Proposal.id),
    )


def _numbered(commune: Commune, number: int) -> Select[Proposal]:
    consultation = joinedload(Proposal.consultation, innerjoin=True)
    return (
        select(Proposal)
        .where(Proposal.commune_id == commune.id, Proposal.number == number)
        .options(
            # A name is all that is shown of the author: roles are not asked for.
            joinedload(Proposal.author),
            defaultload(Proposal.author.of_type(Account)).lazyload(Account.grants),
            joinedload(Proposal.theme),
            consultation.joinedload(Consultation.phases),
            consultation.joinedload(Consultation.contract),
        )
    )
