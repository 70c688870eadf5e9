"""What people are asked in a consultation: ideas, supports, remarks; and what its papers list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from participe.consultations.models import Consultation
from participe.consultations.phases import Action
from participe.extensions import db
from participe.proposals.models import Proposal
from participe.proposals.queries import listing
from participe.proposals.queries.filters import Scope, listed_in
from participe.texts.models import DiscussedText
from participe.texts.queries import finding

PRINTED = 200  # propositions on a paper, some nine sheets: more would not be read


@dataclass(frozen=True)
class Asked:
    """The parts that a paper, a station or the typing of papers has in a consultation."""

    ideas: bool
    supports: bool
    texts: Sequence[DiscussedText]

    @property
    def proposals(self) -> bool:
        return self.ideas or self.supports

    def __bool__(self) -> bool:
        return self.proposals or bool(self.texts)


@dataclass(frozen=True)
class Printed:
    """The propositions that a paper lists, and how many the consultation has in all."""

    proposals: Sequence[Proposal]
    total: int  # up to listing.COUNTED + 1

    @property
    def is_whole(self) -> bool:
        return self.total <= len(self.proposals)


def now(consultation: Consultation, at: datetime) -> Asked:
    """Return what people can do at this instant."""
    return _asked(consultation, lambda action: bool(consultation.allows(action, at)))


def from_now_on(consultation: Consultation, at: datetime) -> Asked:
    """Return what is open or planned: papers are printed before a phase opens too."""

    def is_coming(action: Action) -> bool:
        opening = consultation.allows(action, at)
        return opening.is_open or opening.opens_at is not None

    return _asked(consultation, is_coming)


def ever(consultation: Consultation) -> Asked:
    """Return what some phase opens: a paper that comes too late is told so, in words."""
    opens = {action for phase in consultation.phases for action in phase.kind.opens}
    return _asked(consultation, lambda action: action in opens)


def printed(consultation: Consultation) -> Printed:
    """Return the propositions that a paper lists, by number, as they are then looked for."""
    where = listed_in(Scope(consultation.commune, consultation))
    rows = db.session.scalars(
        select(Proposal).where(*where).order_by(Proposal.number).limit(PRINTED)
    ).all()
    return Printed(rows, len(rows) if len(rows) < PRINTED else listing.count_in(consultation))


def _asked(consultation: Consultation, is_for: Callable[[Action], bool]) -> Asked:
    ideas = is_for(Action.PROPOSE)
    return Asked(
        ideas=ideas,
        # A phase for discussing opens supports also where there never was a proposition.
        supports=is_for(Action.SUPPORT) and (ideas or listing.count_in(consultation) > 0),
        texts=finding.texts_of(consultation) if is_for(Action.REMARK) else (),
    )
