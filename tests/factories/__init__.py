"""Things for tests to work on: saved, complete by default, and named as one speaks of them."""

from tests.factories.answers import (
    a_clarification,
    a_commitment,
    a_service,
    an_answer,
    an_observation,
)
from tests.factories.consultations import a_consultation, a_phase
from tests.factories.people import (
    a_commune,
    a_director,
    a_facilitator,
    a_platform_admin,
    a_resident,
    a_staff_member,
    an_official,
)
from tests.factories.proposals import a_comment, a_proposal, a_support, an_amendment
from tests.factories.saving import ONE_DAY
from tests.factories.sessions import a_participant, a_space, an_assisted_session
from tests.factories.texts import a_remark, a_text

__all__ = [
    "ONE_DAY",
    "a_clarification",
    "a_comment",
    "a_commitment",
    "a_commune",
    "a_consultation",
    "a_director",
    "a_facilitator",
    "a_participant",
    "a_phase",
    "a_platform_admin",
    "a_proposal",
    "a_remark",
    "a_resident",
    "a_service",
    "a_space",
    "a_staff_member",
    "a_support",
    "a_text",
    "an_amendment",
    "an_answer",
    "an_assisted_session",
    "an_observation",
    "an_official",
]
