"""The three consultations, each in another state."""

from datetime import datetime

from participe.accounts.models import Account
from participe.communes.models import Commune
from participe.communes.services import keep_file
from participe.consultations.models import (
    Consultation,
    ConsultationTranslation,
    Contract,
    ContractChange,
    ContractField,
    Document,
    ParticipationLevel,
    Phase,
    PhaseExtension,
)
from participe.consultations.phases import PhaseKind
from participe.demo import content, drawing
from participe.demo.content import Calendar, Entry
from participe.extensions import db
from participe.kernel.codes import random_token
from participe.kernel.documents import PDF_MEDIA_TYPE, check_pdf

People = dict[str, Account]


def fill_consultations(
    commune: Commune, people: People, calendar: Calendar
) -> dict[str, Consultation]:
    """Make the consultations, by key."""
    return {
        entry["key"]: _fill(entry, commune, people, calendar)
        for entry in content.read("consultations")["consultations"]
    }


def _fill(entry: Entry, commune: Commune, people: People, calendar: Calendar) -> Consultation:
    by, published = people[entry["prepared_by"]], calendar.moment(entry["published"])
    consultation = Consultation(
        commune=commune,
        slug=entry["slug"],
        title=entry["title"],
        summary=entry["summary"].strip(),
        minimum_age=entry["minimum_age"],
        preview_key=random_token(),
        threshold=commune.threshold,
        answer_days=commune.answer_days,
        created_by=by,
        created_at=calendar.moment(entry["published"] - 21),
        written_by_id=by.id,
        proofread_by_id=people["karima"].id,
        proofread_at=calendar.moment(entry["published"] - 1),
        published_at=published,
        published_by_id=by.id,
        needs_no_translation="translations" not in entry,
        phases=[_phase(phase, people, calendar) for phase in entry["phases"]],
        translations=[ConsultationTranslation(**t) for t in entry.get("translations", ())],
        contract=_contract(entry, people, calendar),
    )
    db.session.add(consultation)
    db.session.flush()
    _add_document(consultation, entry["document"], calendar.moment(entry["published"] - 1))
    return consultation


def _contract(entry: Entry, people: People, calendar: Calendar) -> Contract:
    terms = entry["contract"]
    return Contract(
        level=ParticipationLevel(entry["level"]),
        decided=terms["decided"],
        open_points=terms["open_points"],
        who_decides=terms["who_decides"],
        official=people[entry["official"]],
        answers_by=calendar.day(terms["answers_by"]),
        frozen_at=calendar.moment(entry["published"]),
        changes=[
            ContractChange(
                field=ContractField(change["field"]),
                before=change["before"],
                after=change["after"],
                reason=change["reason"],
                changed_by_id=people[change["by"]].id,
                changed_at=calendar.moment(change["day"]),
            )
            for change in entry.get("contract_changes", ())
        ],
    )


def _phase(entry: Entry, people: People, calendar: Calendar) -> Phase:
    phase = Phase(
        kind=PhaseKind(entry["kind"]),
        opens_at=calendar.start(entry["opens"]),
        closes_at=calendar.start(entry["closes"]),
    )
    if extension := entry.get("extension"):
        phase.extensions.append(
            PhaseExtension(
                closed_at_before=calendar.start(extension["closed_before"]),
                closes_at=phase.closes_at,
                reason=extension["reason"],
                extended_by_id=people[extension["by"]].id,
                extended_at=calendar.moment(extension["day"]),
            )
        )
    return phase


def _add_document(consultation: Consultation, entry: Entry, at: datetime) -> None:
    page = drawing.pdf(entry["title"], entry["text"])
    check_pdf(page)
    file = keep_file(consultation.commune, page, media_type=PDF_MEDIA_TYPE, at=at)
    db.session.add(
        Document(
            consultation_id=consultation.id,
            file_id=file.id,
            title=entry["title"],
            description=entry["text"].strip(),
            added_at=at,
        )
    )
