"""Who may do what with an assisted session: no question is asked of the database."""

from participe.accounts.models import Whoever
from participe.assistance.models.sessions import AssistedSession
from participe.communes.models import Commune, DigitalSpace
from participe.consultations.models import Consultation


def may_run(who: Whoever, session: AssistedSession) -> bool:
    """Tell whether this person runs the session: its facilitator, or another of its space.

    Who answers for the consultation is at stake in it, and cannot [A-17]; staff read the
    report and run nothing.
    """
    if not _facilitates_in(who, session.commune_id) or _answers_for(who, session.consultation):
        return False
    works_there = any(one.person_id == who.id for one in session.colleagues)
    return who.id == session.facilitator_id or works_there


def may_plan(who: Whoever, commune: Commune, consultation: Consultation) -> bool:
    return _facilitates_in(who, commune.id) and not _answers_for(who, consultation)


def may_read_report(who: Whoever, session: AssistedSession) -> bool:
    return may_run(who, session) or may_oversee(who, session.commune)


def may_oversee(who: Whoever, commune: Commune) -> bool:
    """Tell whether this person sees all sessions of the commune, and who runs them."""
    return who.is_staff and who.commune_id == commune.id


def may_replace_codes(who: Whoever, session: AssistedSession) -> bool:
    """Tell whether this person may ask for, or confirm, another code of a session [A-23]."""
    if _answers_for(who, session.consultation):
        return False
    return may_run(who, session) or may_oversee(who, session.commune)


def may_lend(who: Whoever, space: DigitalSpace) -> bool:
    """Tell whether this person says which other communes a space serves: staff of its own."""
    return who.is_staff and who.commune_id == space.commune_id


def _facilitates_in(who: Whoever, commune_id: int) -> bool:
    return who.is_facilitator and not who.is_participant and who.commune_id == commune_id


def _answers_for(who: Whoever, consultation: Consultation) -> bool:
    return consultation.contract is not None and consultation.contract.official_id == who.id
