"""Drafts for tests to work on: complete, so that a test takes away only what it is about."""

from datetime import timedelta
from typing import Any

from participe.accounts.models import Account
from participe.consultations import documents
from participe.consultations.models import (
    Consultation,
    Contract,
    Document,
    ParticipationLevel,
)
from participe.consultations.phases import PhaseKind
from participe.consultations.preparation import Item, fingerprint
from participe.consultations.services import Edit
from participe.extensions import db
from participe.kernel import clock
from tests.factories import a_consultation, a_phase, an_official


def a_draft(*, by: Account, **values: Any) -> Consultation:
    """Make a draft that lacks nothing: it proposes for ten days, then answers for twenty."""
    official = values.pop("official", None) or an_official(commune=by.commune)
    terms = {
        "level": ParticipationLevel.CONCERTATION,
        "decided": "Le marché du jeudi reste.",
        "open_points": "Les arbres, les bancs, le parking.",
        "who_decides": "Le conseil communal, le 2 juin.",
        "official": official,
        "answers_by": clock.day_of(clock.now()) + timedelta(days=40),
    }
    defaults = {
        "commune": by.commune,
        "created_by": by,
        "published_at": None,
        "phases": [
            a_phase(PhaseKind.PROPOSE, opens=1, closes=11),
            a_phase(PhaseKind.ANSWER, opens=12, closes=32),
        ],
        "needs_no_document": True,
        "needs_no_translation": True,
        "proofread_by": by,
        "proofread_at": clock.now(),
        "contract": Contract(**terms | values.pop("terms", {})),
    }
    return a_consultation(**defaults | values, official=official)


def a_pdf() -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"


def a_document(consultation: Consultation, *, title: str = "Plan de la place") -> Document:
    file = documents.check(a_pdf(), largest=10_000)
    document = documents.add(
        consultation, file, title=title, description="La place, vue de haut.", at=clock.now()
    )
    db.session.commit()
    return document


def an_edit(consultation: Consultation, part: Any = Item.QUESTION, *, by: Account) -> Edit:
    """Make the edit of somebody who reads the part as it is now."""
    return Edit(by=by, at=clock.now(), based_on=fingerprint(consultation, part))
