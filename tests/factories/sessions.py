"""Spaces, assisted sessions and who takes part in them."""

from typing import Any

from participe.accounts.models import Account
from participe.assistance.models.people import Consent, ConsentForm, Participant, Way
from participe.assistance.models.places import SpaceFacilitator
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import people as people_of_sessions
from participe.communes.models import Commune, DigitalSpace
from participe.consultations.models import Consultation
from participe.extensions import db
from participe.kernel import clock
from tests.factories.consultations import a_consultation
from tests.factories.people import a_commune, a_facilitator
from tests.factories.saving import numbers, save


def a_space(*, commune: Commune | None = None, **values: Any) -> DigitalSpace:
    commune = commune or a_commune()
    defaults = {
        "commune_id": commune.id,
        "name": f"EPN {next(numbers)}",
        "address": "Rue de l’École 3",
        "hours": "Mardi de 13 h à 17 h",
    }
    return save(DigitalSpace(**defaults | values))


def an_assisted_session(
    *,
    commune: Commune | None = None,
    consultation: Consultation | None = None,
    facilitator: Account | None = None,
    space: DigitalSpace | None = None,
    **values: Any,
) -> AssistedSession:
    """Make a session under way since just now, its notice read, run by who works in its space."""
    commune = commune or (consultation.commune if consultation else a_commune())
    space = space or a_space(commune=commune)
    facilitator = facilitator or a_facilitator(commune=commune)
    defaults = {
        "commune": commune,
        "number": next(numbers),
        "consultation": consultation or a_consultation(commune=commune),
        "space": space,
        "facilitator": facilitator,
        "computers": 4,
        "planned_for": clock.now(),
        "opened_at": clock.now(),
        "notice_version": 1,
        "notice_read_at": clock.now(),
    }
    works_there = db.select(SpaceFacilitator).filter_by(space_id=space.id, person_id=facilitator.id)
    if db.session.scalar(works_there) is None:
        save(SpaceFacilitator(space_id=space.id, person_id=facilitator.id))
    return save(AssistedSession(**defaults | values))


def a_participant(*, session: AssistedSession | None = None, **values: Any) -> Participant:
    """Make a person of a session, who said their accord aloud and takes part without help."""
    session = session or an_assisted_session()
    n = next(numbers)
    defaults = {
        "commune": session.commune,
        "display_name": f"Mésange {n}",
        "created_at": clock.now(),
        "session": session,
        "place": people_of_sessions.last_place(session) + 1,
        "way": Way.ALONE,
    }
    participant = save(Participant(**defaults | values))
    save(
        Consent(
            participant_id=participant.id,
            notice_version=session.notice_version or 1,
            given=ConsentForm.SPOKEN,
            recorded_by_id=session.facilitator_id,
            given_at=clock.now(),
        )
    )
    return participant
