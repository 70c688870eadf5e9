"""Things for tests to work on: saved, complete by default, and named as one speaks of them."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from participe.accounts.models import Account, Role, RoleGrant
from participe.answers.models import Clarification, OfficialResponse, Service
from participe.assistance.models import (
    AssistedSession,
    Consent,
    ConsentForm,
    Participant,
    SpaceFacilitator,
    Way,
)
from participe.assistance.queries import people as people_of_sessions
from participe.commitments.models import Commitment, Observation
from participe.communes.models import Commune, DigitalSpace
from participe.consultations.models import Consultation, Contract, ParticipationLevel, Phase
from participe.consultations.phases import PhaseKind
from participe.discussions.models import Comment
from participe.extensions import db
from participe.kernel import clock
from participe.kernel.codes import random_token
from participe.kernel.database import Base
from participe.kernel.html import TextFormat
from participe.kernel.search import terms
from participe.proposals.models import (
    Amendment,
    Outcome,
    Proposal,
    ProposalSearch,
    Support,
    shuffle_of,
)
from participe.texts.models import DiscussedText, Passage, Remark, Stance, TextVersion, Wording

ONE_DAY = timedelta(days=1)

Thing = TypeVar("Thing", bound=Base)
_numbers = count(1)


def a_commune(**values: Any) -> Commune:
    n = next(_numbers)
    defaults = {
        "nis": f"{n:05}",
        "slug": f"valbruyere-{n}",
        "name": "Valbruyère",
        "telephone": "081 00 00 00",
        "opened_at": clock.now(),
    }
    return _save(Commune(**defaults | values))


def a_resident(*, commune: Commune | None = None, **values: Any) -> Account:
    n = next(_numbers)
    defaults = {
        "commune": commune or a_commune(),
        "display_name": f"Habitante {n}",
        "email": f"habitante{n}@valbruyere.example",
        "created_at": clock.now(),
    }
    return _save(Account(**defaults | values))


def a_staff_member(**values: Any) -> Account:
    return _with_role(a_resident(**values), Role.STAFF)


def an_official(*, mandate: str = "échevine de l’environnement", **values: Any) -> Account:
    return _with_role(a_resident(**values), Role.OFFICIAL, mandate=mandate)


def a_facilitator(**values: Any) -> Account:
    return _with_role(a_resident(**values), Role.FACILITATOR)


def a_director(**values: Any) -> Account:
    return _with_role(a_resident(**values), Role.DIRECTOR)


def a_platform_admin(**values: Any) -> Account:
    n = next(_numbers)
    defaults = {
        "display_name": "Plateforme",
        "email": f"plateforme{n}@participe.example",
        "is_platform_admin": True,
        "created_at": clock.now(),
    }
    return _save(Account(**defaults | values))


def a_consultation(*, commune: Commune | None = None, **values: Any) -> Consultation:
    """Make a published consultation in which one proposes and discusses until tomorrow."""
    n = next(_numbers)
    commune = commune or a_commune()
    phases = values.pop("phases", None) or [a_phase(PhaseKind.PROPOSE)]
    official = values.pop("official", None) or an_official(commune=commune)
    defaults = {
        "commune": commune,
        "slug": f"place-du-marche-{n}",
        "title": f"Refaire la place du Marché {n}",
        "summary": "La place sera refaite. Dites ce qui compte pour vous.",
        "preview_key": random_token(),
        "threshold": commune.threshold,
        "answer_days": commune.answer_days,
        "created_by": official,
        "created_at": clock.now() - 9 * ONE_DAY,
        "published_at": clock.now() - 8 * ONE_DAY,
        "phases": phases,
        "contract": Contract(
            level=ParticipationLevel.CONSULTATION,
            decided="Le marché du jeudi reste.",
            open_points="Les arbres, les bancs, le parking.",
            who_decides="Le conseil communal.",
            official=official,
            answers_by=clock.day_of(clock.now()) + 60 * ONE_DAY,
            frozen_at=clock.now() - 8 * ONE_DAY,
        ),
    }
    return _save(Consultation(**defaults | values))


def a_phase(
    kind: PhaseKind, *, opens: float = -1, closes: float = 1, at: datetime | None = None
) -> Phase:
    """Make a phase, not yet of any consultation, between two numbers of days from now."""
    now = at or clock.now()
    return Phase(kind=kind, opens_at=now + opens * ONE_DAY, closes_at=now + closes * ONE_DAY)


def a_proposal(
    *,
    consultation: Consultation | None = None,
    author: Account | None = None,
    body: str = "Place du marché, près du tilleul.",
    body_format: TextFormat = TextFormat.MARKDOWN,
    **values: Any,
) -> Proposal:
    n = next(_numbers)
    consultation = consultation or a_consultation()
    author = author or a_resident(commune=consultation.commune)
    defaults = {
        "commune": consultation.commune,
        "consultation": consultation,
        "author": author,
        "acted_by": author,
        "number": n,
        "shuffle": shuffle_of(n),
        "published_at": clock.now(),
        "title": "Une fontaine",
    }
    proposal = Proposal(**defaults | values)
    proposal.write(title=proposal.title, body=body, body_format=body_format)
    _save(proposal)
    _save(ProposalSearch(proposal_id=proposal.id, terms=terms(f"{proposal.title} {body}")))
    return proposal


def a_comment(
    *,
    on: Proposal | None = None,
    author: Account | None = None,
    body: str = "Bonne idée.",
    **values: Any,
) -> Comment:
    subject = on or a_proposal()
    author = author or a_resident(commune=subject.commune)
    defaults = {
        "commune": subject.commune,
        "subject": subject,
        "author": author,
        "acted_by": author,
        "published_at": clock.now(),
    }
    comment = Comment(**defaults | values)
    comment.write(title="", body=body, body_format=TextFormat.PLAIN)
    (comment.parent or subject).comments_count += 1
    if comment.parent:
        subject.comments_count += 1
    return _save(comment)


def a_support(*, of: Proposal, by: Account | None = None, **values: Any) -> Support:
    person = by or a_resident(commune=of.commune)
    of.supports_count += 1
    defaults = {"proposal": of, "person": person, "acted_by_id": person.id, "given_at": clock.now()}
    return _save(Support(**defaults | values))


def an_amendment(
    *, of: Proposal, author: Account | None = None, body: str = "Près du banc.", **values: Any
) -> Amendment:
    """Make another wording that somebody suggests for a proposition."""
    author = author or a_resident(commune=of.commune)
    defaults = {
        "commune": of.commune,
        "proposal": of,
        "based_on": of.version,
        "author": author,
        "acted_by": author,
        "published_at": clock.now(),
    }
    amendment = Amendment(**defaults | values)
    amendment.write(title=of.title, body=body, body_format=of.body_format)
    return _save(amendment)


def a_text(
    *bodies: str, consultation: Consultation | None = None, published: bool = True, **values: Any
) -> DiscussedText:
    """Make a text whose first version says these passages; public unless told otherwise."""
    consultation = consultation or a_consultation()
    staff = consultation.created_by
    defaults = {
        "commune": consultation.commune,
        "consultation": consultation,
        "number": 1,
        "title": "Règlement de la place",
        "created_by": staff,
        "created_at": clock.now() - 8 * ONE_DAY,
    }
    discussed = _save(DiscussedText(**defaults | values))
    version = TextVersion(
        text=discussed,
        number=1,
        begun_by=staff,
        begun_at=discussed.created_at,
        published_by=staff if published else None,
        published_at=clock.now() - 7 * ONE_DAY if published else None,
    )
    for position, body in enumerate(bodies or ("Le marché a lieu le jeudi.",), start=1):
        version.wordings.append(
            Wording(
                passage=Passage(text=discussed, number=position),
                position=position,
                body=body,
                saved_by=staff,
                saved_at=discussed.created_at,
            )
        )
    discussed.last_passage_number = len(version.wordings)
    _save(version)
    return discussed


def a_remark(
    *,
    on: Wording,
    author: Account | None = None,
    stance: Stance = Stance.DISAGREE,
    body: str = "Trop tôt pour les riverains.",
    **values: Any,
) -> Remark:
    """Make a remark on a passage as one published version says it."""
    commune = on.version.text.commune
    author = author or a_resident(commune=commune)
    defaults = {
        "commune": commune,
        "passage": on.passage,
        "made_on": on.version,
        "stance": stance,
        "author": author,
        "acted_by": author,
        "published_at": clock.now(),
    }
    remark = Remark(**defaults | values)
    number = on.version.numbers.get(on.passage_id, 0)
    title = f"{on.version.text.title}, passage {number}"
    remark.write(title=title, body=body, body_format=TextFormat.PLAIN)
    return _save(remark)


def an_answer(*, to: Proposal, by: Account | None = None, **values: Any) -> OfficialResponse:
    """Make a published answer that says yes; what it promises is no commitment yet."""
    official = by or an_official(commune=to.commune)
    at = values.pop("published_at", None) or clock.now()
    to.answered_at, to.outcome = to.answered_at or at, values.get("outcome", Outcome.ACCEPTED)
    defaults = {
        "proposal": to,
        "outcome": Outcome.ACCEPTED,
        "what_we_do": "Quatre arbres seront plantés.",
        "done_by": date(2030, 11, 30),
        "signed_by": official,
        "mandate": "échevine de l’environnement",
        "saved_at": at,
        "published_at": at,
    }
    return _save(OfficialResponse(**defaults | values))


def a_service(*, commune: Commune | None = None, **values: Any) -> Service:
    defaults = {"commune": commune or a_commune(), "name": f"Mobilité {next(_numbers)}"}
    return _save(Service(**defaults | values))


def a_clarification(
    *, on: OfficialResponse, author: Account | None = None, body: str = "Où ?", **values: Any
) -> Clarification:
    """Make a question about a published answer, which waits for its reply."""
    commune = on.proposal.commune
    author = author or a_resident(commune=commune)
    defaults = {
        "commune": commune,
        "response": on,
        "asker_id": author.id,
        "author": author,
        "acted_by": author,
        "published_at": clock.now(),
        "due_on": clock.day_of(clock.now() + 10 * ONE_DAY),
    }
    clarification = Clarification(**defaults | values)
    clarification.write(title="", body=body, body_format=TextFormat.PLAIN)
    return _save(clarification)


def a_commitment(*, to: Proposal | None = None, **values: Any) -> Commitment:
    """Make the commitment of an accepted answer, of the day it was given."""
    proposal = to or a_proposal()
    response = values.pop("response", None) or an_answer(
        to=proposal, published_at=values.get("made_at")
    )
    defaults = {
        "commune": proposal.commune,
        "number": next(_numbers),
        "proposal": proposal,
        "consultation": proposal.consultation,
        "response": response,
        "what": response.what_we_do,
        "who": "Service des espaces verts",
        "due_on": response.done_by,
        "official": response.signed_by,
        "mandate": response.mandate,
        "made_by": response.signed_by,
        "made_at": response.published_at,
    }
    return _save(Commitment(**defaults | values))


def an_observation(
    *,
    on: Commitment,
    author: Account | None = None,
    body: str = "Il en manque deux.",
    **values: Any,
) -> Observation:
    """Make what a resident says they see of a commitment: not yet, unless told otherwise."""
    author = author or a_resident(commune=on.commune)
    defaults = {
        "commune": on.commune,
        "commitment": on,
        "person_id": author.id,
        "is_seen": False,
        "author": author,
        "acted_by": author,
        "published_at": clock.now(),
    }
    observation = Observation(**defaults | values)
    observation.write(title="", body=body, body_format=TextFormat.PLAIN)
    return _save(observation)


def a_space(*, commune: Commune | None = None, **values: Any) -> DigitalSpace:
    commune = commune or a_commune()
    defaults = {
        "commune_id": commune.id,
        "name": f"EPN {next(_numbers)}",
        "address": "Rue de l’École 3",
        "hours": "Mardi de 13 h à 17 h",
    }
    return _save(DigitalSpace(**defaults | values))


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
        "number": next(_numbers),
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
        _save(SpaceFacilitator(space_id=space.id, person_id=facilitator.id))
    return _save(AssistedSession(**defaults | values))


def a_participant(*, session: AssistedSession | None = None, **values: Any) -> Participant:
    """Make a person of a session, who said their accord aloud and takes part without help."""
    session = session or an_assisted_session()
    n = next(_numbers)
    defaults = {
        "commune": session.commune,
        "display_name": f"Mésange {n}",
        "created_at": clock.now(),
        "session": session,
        "place": people_of_sessions.last_place(session) + 1,
        "way": Way.ALONE,
    }
    participant = _save(Participant(**defaults | values))
    _save(
        Consent(
            participant_id=participant.id,
            notice_version=session.notice_version or 1,
            given=ConsentForm.SPOKEN,
            recorded_by_id=session.facilitator_id,
            given_at=clock.now(),
        )
    )
    return participant


def _with_role(account: Account, role: Role, *, mandate: str = "") -> Account:
    _save(
        RoleGrant(
            commune_id=account.commune_id,
            person_id=account.id,
            role=role,
            mandate=mandate,
            starts_on=date(2024, 12, 2) if mandate else None,
            ends_on=date(2030, 12, 1) if mandate else None,
            granted_at=clock.now(),
        )
    )
    db.session.refresh(account, ["grants"])
    return account


def _save(thing: Thing) -> Thing:
    db.session.add(thing)
    db.session.commit()
    return thing
