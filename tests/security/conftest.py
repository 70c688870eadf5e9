"""The world in which every route is asked."""

import pytest
from flask import Flask

from participe.answers.models import OfficialResponse, ServiceNote
from participe.commitments.models import CommitmentUpdate, State
from participe.communes.models import DigitalSpace
from participe.communes.services import keep_file
from participe.consultations.models import Document
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock
from participe.moderation.models import Ground, Measure, ModerationDecision, Notice
from participe.proposals.models import Photo, ProposalDraft
from participe.reports.models import OutcomeReport
from participe.texts.models import TextVersion, Wording
from tests.factories import (
    a_clarification,
    a_comment,
    a_commitment,
    a_commune,
    a_consultation,
    a_director,
    a_facilitator,
    a_participant,
    a_phase,
    a_platform_admin,
    a_proposal,
    a_remark,
    a_resident,
    a_service,
    a_staff_member,
    a_support,
    a_text,
    an_amendment,
    an_answer,
    an_assisted_session,
    an_observation,
    an_official,
)
from tests.security.world import SECRET, World


@pytest.fixture
def world(app: Flask) -> World:  # noqa: ARG001 -- one thing of each kind
    commune = a_commune()
    author = a_resident(commune=commune)
    staff = a_staff_member(commune=commune)
    official = an_official(commune=commune)
    consultation = a_consultation(
        commune=commune,
        official=official,
        phases=[a_phase(PhaseKind.PROPOSE), a_phase(PhaseKind.ANSWER, opens=1, closes=9)],
    )
    proposal = a_proposal(consultation=consultation, author=author)
    hidden = a_proposal(
        consultation=consultation,
        author=author,
        title=f"{SECRET} titre",
        body=f"{SECRET} texte",
        hidden_at=clock.now(),
        hidden_reason="Donnée privée.",
    )
    comment = a_comment(on=proposal, author=author)
    a_comment(
        on=proposal,
        author=author,
        body=f"{SECRET} commentaire",
        hidden_at=clock.now(),
        hidden_reason="Insulte.",
    )
    a_support(of=hidden, by=staff)
    amendment = an_amendment(of=proposal, author=author)
    an_amendment(
        of=proposal,
        author=author,
        body=f"{SECRET} reformulation",
        hidden_at=clock.now(),
        hidden_reason="Insulte.",
    )
    a_consultation(
        commune=commune,
        official=official,
        title=f"{SECRET} brouillon",
        published_at=None,
        slug="brouillon",
    )
    text = a_text(consultation=consultation)
    wording = db.session.scalars(db.select(Wording)).one()
    remark = a_remark(on=wording, author=author)
    a_remark(
        on=wording,
        author=author,
        body=f"{SECRET} avis",
        hidden_at=clock.now(),
        hidden_reason="Insulte.",
    )
    db.session.add(
        OutcomeReport(
            consultation_id=consultation.id,
            summary=f"{SECRET} bilan",
            saved_by_id=staff.id,
            saved_at=clock.now(),
        )
    )
    draft_version = TextVersion(
        text=text, number=2, begun_by=staff, begun_at=clock.now(), note=f"{SECRET} note"
    )
    draft_version.wordings.append(
        Wording(
            passage=wording.passage,
            position=1,
            body=f"{SECRET} passage",
            saved_by=staff,
            saved_at=clock.now(),
        )
    )
    db.session.add(draft_version)
    service = a_service(commune=commune)
    note = ServiceNote(
        proposal_id=proposal.id,
        service_id=service.id,
        question=f"{SECRET} question",
        due_on=clock.day_of(clock.now()),
        asked_by_id=staff.id,
        asked_at=clock.now(),
        answer=f"{SECRET} note",
        answered_by_id=staff.id,
        answered_at=clock.now(),
    )
    answer = an_answer(to=proposal, by=official)
    clarification = a_clarification(on=answer, author=author)
    a_clarification(
        on=answer,
        body=f"{SECRET} question",
        reply=f"{SECRET} réponse",
        replied_by=staff,
        replied_at=clock.now(),
        hidden_at=clock.now(),
        hidden_reason="Insulte.",
    )
    unsigned = OfficialResponse(
        proposal=proposal, version=2, why_not=f"{SECRET} refus", saved_at=clock.now()
    )
    db.session.add_all([note, unsigned])
    file = keep_file(commune, b"%PDF-1.4", media_type="application/pdf", at=clock.now())
    image = keep_file(commune, b"RIFF", media_type="image/webp", at=clock.now())
    commitment = a_commitment(to=proposal, response=answer, state=State.KEPT, closed_at=clock.now())
    commitment.updates.append(
        CommitmentUpdate(
            number=1,
            state=State.KEPT,
            sentence="Fait.",
            file=image,
            alternative="x",
            by=staff,
            at=clock.now(),
        )
    )
    observation = an_observation(on=commitment, author=author)
    an_observation(
        on=commitment,
        body=f"{SECRET} constat",
        hidden_at=clock.now(),
        hidden_reason="Insulte.",
    )
    a_commitment(to=hidden, response=an_answer(to=hidden, by=official))
    document = Document(
        consultation_id=consultation.id,
        file=file,
        title="Plan",
        description="x",
        added_at=clock.now(),
    )
    photo = Photo(proposal_id=proposal.id, position=1, file=image, alternative="x")
    draft = ProposalDraft(
        consultation_id=consultation.id,
        person_id=author.id,
        key_hash="",
        title=f"{SECRET} idée",
        saved_at=clock.now(),
        expires_at=clock.now() + (clock.now() - consultation.created_at),
    )
    space = DigitalSpace(commune_id=commune.id, name="EPN", address="Rue", hours="Lundi")
    decision = ModerationDecision(
        commune_id=commune.id,
        contribution_id=hidden.id,
        measure=Measure.HIDE,
        ground=Ground.PRIVATE,
        reason="Donnée privée.",
        message=f"{SECRET} message",
        decided_by_id=staff.id,
        decided_at=clock.now(),
    )
    notice = Notice(
        commune_id=commune.id,
        number=1,
        contribution_id=proposal.id,
        ground=Ground.OTHER,
        words=f"{SECRET} signalement",
        received_at=clock.now(),
    )
    db.session.add_all([document, photo, draft, space, decision, notice])
    db.session.commit()
    facilitator = a_facilitator(commune=commune)
    assisted = an_assisted_session(
        consultation=consultation, space=space, facilitator=facilitator, pin_hash="x"
    )
    participant = a_participant(session=assisted)
    values: dict[str, object] = {
        "commune": commune.slug,
        "dataset": "propositions",
        "file_format": "csv",
        "slug": consultation.slug,
        "number": proposal.number,
        "key": consultation.preview_key,
        "token": "x" * 43,
        "code": "VALB-0000-0000",
        "name": "plan.pdf",
        "picture": "console.webp",
        "filename": "css/participe.css",
        "fingerprint": commune.theme_fingerprint,
        "version": 1,
        "month": "2030-05",
        "comment_id": comment.id,
        "amendment_id": amendment.id,
        "contribution_id": proposal.id,
        "decision_id": decision.id,
        "document_id": document.id,
        "photo_id": photo.id,
        "draft_id": draft.id,
        "space_id": space.id,
        "grant_id": staff.grants[0].id,
        "invitation_id": 1,
        "sign_in_id": 1,
        "phase_id": consultation.phases[0].id,
        "field": "decided",
        "text_number": text.number,
        "passage_number": 1,
        "remark_id": remark.id,
        "service_id": service.id,
        "commitment_number": commitment.number,
        "commitment_slug": commitment.slug,
        "session_number": assisted.number,
        "place": participant.place,
        "station_number": 1,
        "observation_id": observation.id,
        "update_number": 1,
        "note_id": note.id,
        "clarification_id": clarification.id,
    }
    people = {
        "visitor": None,
        "resident": a_resident(commune=commune),
        "participant": participant,
        "facilitator": facilitator,
        "official": official,
        "director": a_director(commune=commune),
        "staff": staff,
        "platform": a_platform_admin(),
        "staff elsewhere": a_staff_member(commune=a_commune()),
        "official elsewhere": an_official(commune=a_commune()),
    }
    db.session.commit()
    return World(values, people, proposal.number or 0)
