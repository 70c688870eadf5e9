"""A person of a commune who did everything that one can do there, each act with a word of its own.

What they did is found again in the export (G-1) and leads to nobody once they are erased (G-2):
the tests say which word stands for which column. No word is their name or their address.
"""

from datetime import date

from flask import Flask

from participe.accounts.models import Account, Role
from participe.accounts.services import roles
from participe.answers.models import ServiceNote
from participe.answers.services import answering
from participe.answers.services.answering import Content
from participe.assistance.models.people import Participant
from participe.assistance.models.places import SpaceFacilitator
from participe.assistance.services import claiming, receipts
from participe.commitments.services import following
from participe.consultations import changes, preparation
from participe.consultations.models import Consultation, ContractField
from participe.consultations.phases import PhaseKind
from participe.consultations.services import Edit
from participe.contributions import services as contributions
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.html import TextFormat
from participe.moderation import services as moderation
from participe.moderation.models import Ground
from participe.notifications.models import LetterKind
from participe.notifications.services import writing
from participe.proposals.models import Outcome, Proposal
from participe.proposals.services import amending, drafting
from participe.texts.models import RemarkSupport, Wording
from tests.browser import Browser
from tests.factories import (
    ONE_DAY,
    a_clarification,
    a_comment,
    a_commitment,
    a_commune,
    a_consultation,
    a_facilitator,
    a_participant,
    a_phase,
    a_proposal,
    a_remark,
    a_service,
    a_space,
    a_staff_member,
    a_support,
    a_text,
    an_amendment,
    an_answer,
    an_assisted_session,
    an_observation,
    an_official,
)
from tests.factories.people import with_role
from tests.factories.saving import save

NAME, EMAIL = "Canari & Cie", "canari.cie@valbruyere.example"


def who_did_everything(app: Flask) -> Account:
    """Make this person: a resident, an official and a facilitator in one."""
    commune = a_commune()
    person = an_official(commune=commune, display_name=NAME, email=EMAIL, mandate="mandat-moineau")
    with_role(person, Role.FACILITATOR)
    consultation = a_consultation(
        commune=commune,
        phases=[a_phase(PhaseKind.PROPOSE), a_phase(PhaseKind.ANSWER, opens=1, closes=9)],
    )
    _knock(app, person)
    _write(person, consultation)
    _say_of_others(person, consultation)
    _answer(person, consultation)
    _animate(person, consultation)
    _come_to_a_session(person, consultation)
    db.session.commit()
    return person


def _knock(app: Flask, person: Account) -> None:
    """Ask for a code, stop a kind of letter, be offered a role."""
    commune = person.commune
    assert commune
    Browser(app).submit(f"/{commune.slug}/connexion", {"email": EMAIL})
    writing.stop(person, [LetterKind.MONTH_SHEET], at=clock.now())
    offer = roles.Offer(EMAIL, Role.STAFF, mandate="offre-ortolan")
    roles.invite(commune, offer, by=a_staff_member(commune=commune), at=clock.now())


def _write(person: Account, consultation: Consultation) -> None:
    """Write one text of each kind, and change what can be changed."""
    own = a_proposal(consultation=consultation, author=person, body="texte-proposal")
    another = a_proposal(consultation=consultation)
    wording = _a_passage(consultation)
    answer = an_answer(to=another)
    commitment = a_commitment(to=another, response=answer)
    texts = (
        own,
        a_comment(on=another, author=person, body="texte-comment"),
        a_remark(on=wording, author=person, body="texte-remark"),
    )
    an_amendment(of=another, author=person, body="texte-amendment")
    a_clarification(on=answer, author=person, body="texte-clarification")
    an_observation(on=commitment, author=person, body="texte-observation")
    for text in texts:
        before, kind = text.body, text.kind
        text.write(title=text.title, body=f"avant-{kind}", body_format=TextFormat.PLAIN)
        contributions.revise(text, by=person, text=(text.title, before), based_on=1, at=clock.now())
    drafting.start(
        consultation,
        person=person,
        key_hash="",
        text=("brouillon-bruant", ""),
        at=clock.now(),
    )
    _be_suggested(own, person)
    _suggest(person, consultation)


def _a_passage(consultation: Consultation) -> Wording:
    text = a_text(consultation=consultation)
    return db.session.scalars(db.select(Wording).join(Wording.version).filter_by(text=text)).one()


def _be_suggested(own: Proposal, person: Account) -> None:
    """Be written to about what somebody else suggests: a letter of one's own."""
    amending.suggest(
        own,
        author=a_staff_member(commune=person.commune),
        text=("lettre-linotte", "Autrement."),
        why="courriel-chardonneret",
        based_on=own.version,
        at=clock.now(),
    )


def _suggest(person: Account, consultation: Consultation) -> None:
    """Suggest a wording that is taken in: its author is written to, and its version says whose."""
    another = a_proposal(consultation=consultation)
    suggested = amending.suggest(
        another,
        author=person,
        text=(another.title, "Près du kiosque."),
        why="",
        based_on=1,
        at=clock.now(),
    )
    amending.accept(suggested, word="Merci.", based_on=1, at=clock.now())


def _say_of_others(person: Account, consultation: Consultation) -> None:
    """Support, take back, follow, and report: signed in, and once without."""
    at = clock.now()
    backed = a_proposal(consultation=consultation, title="soutien-serin")
    a_support(of=backed, by=person)
    left = a_proposal(consultation=consultation, title="repris-rossignol")
    a_support(of=left, by=person, withdrawn_at=at)
    left.supports_count = 0
    remark = a_remark(on=_a_passage(a_consultation(commune=consultation.commune)))
    remark.title, remark.supports_count = "avis-alouette", 1
    save(
        RemarkSupport(remark_id=remark.id, person_id=person.id, acted_by_id=person.id, given_at=at)
    )
    commitment = a_commitment(to=backed)
    commitment.what = "suivi-sittelle"
    following.follow(commitment, person=person, at=at)
    moderation.report(backed, ground=Ground.SPAM, words="signal-sterne", notifier=person, at=at)
    moderation.report(
        left, ground=Ground.SPAM, words="anonyme-avocette", notifier=None, email=EMAIL, at=at
    )


def _answer(person: Account, consultation: Consultation) -> None:
    """Sign a promise, be named in a contract and leave it, be asked for a note."""
    at = clock.now()
    commune, staff = consultation.commune, a_staff_member(commune=consultation.commune)
    asked = a_proposal(consultation=consultation)
    a_comment(on=asked)  # whose author is brought the answer
    content = Content(
        outcome=Outcome.ACCEPTED, what_we_do="Quatre arbres.", done_by=date(2030, 11, 30)
    )
    draft = answering.save(asked, content, by=staff, at=at, based_on=None)
    answering.send_to_sign(draft, signer=person, at=at)
    answering.sign(asked, by=person, at=at, based_on=at)
    former = consultation.contract.official
    for official in (person, former):
        field = ContractField.OFFICIAL
        edit = Edit(by=staff, at=at, based_on=preparation.fingerprint(consultation, field))
        changes.amend(consultation, field, official, reason="Élection.", edit=edit)
    service = a_service(commune=commune)
    for question, answer in (("question-quiscale", ""), ("", "note-nette")):
        save(
            ServiceNote(
                proposal_id=asked.id,
                service_id=service.id,
                question=question or "Combien ?",
                due_on=clock.day_of(at),
                asked_by_id=person.id if question else staff.id,
                asked_at=at,
                answer=answer,
                answered_by_id=person.id if answer else None,
                answered_at=at if answer else None,
            )
        )


def _animate(person: Account, consultation: Consultation) -> None:
    """Work in a space, and run a session there."""
    space = a_space(commune=consultation.commune, name="lieu-loriot")
    an_assisted_session(
        consultation=consultation,
        space=space,
        facilitator=person,
        questions="seance-sizerin",
        closed_at=clock.now(),
    )
    elsewhere = a_space(commune=consultation.commune, name="poste-pinson")
    save(SpaceFacilitator(space_id=elsewhere.id, person_id=person.id))


def _come_to_a_session(person: Account, consultation: Consultation) -> Participant:
    """Take part without an account in a session of somebody else, and keep it in one's account."""
    session = an_assisted_session(
        consultation=consultation,
        space=a_space(commune=consultation.commune, name="venue-verdier"),
        facilitator=a_facilitator(commune=consultation.commune),
        planned_for=clock.now() - ONE_DAY / 24,
    )
    came = a_participant(session=session, display_name="Canari")
    receipts.issue(came, by=session.facilitator, at=clock.now())
    claiming.claim(came, person, at=clock.now())
    return came
