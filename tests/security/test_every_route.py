"""Every route, asked by every role of this commune and of another: generated from the URL map.

A new route is tested without a line here; a new argument in an address needs its value in
`a_world`. Covers T-20, T-24, T-25, T-32, T-35, T-44, T-60, T-80 and F-21.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import text as sql
from werkzeug.routing import Rule

from participe.accounts.models import Account
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
from tests.browser import Browser
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
from tests.statements import counted_queries

WRITING = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')
SECRET = "CANARI-SECRET"
# Where a page gives back what its address asked for: a search field, where a station goes on.
ECHOES = re.compile(rf'value="{SECRET}"|<noscript>.*</noscript>')
# What a refused or harmless request may write: counters, kept forms, sessions.
MAY_CHANGE = {"limit_counter", "submission", "intention", "sign_in", "sign_in_code", "letter"}
# By design these POSTs change something for whoever sends them, without a word typed.
OPEN_TO_ALL = {"moderation.report", "letters.stop", "commitments.follow"}


@dataclass
class World:
    """A commune with one thing of each kind, and the people who come to it."""

    values: dict[str, object]
    people: dict[str, Account | None]
    seen_number: int

    def address(self, rule: Rule) -> str:
        values = {name: self._value(name, rule) for name in rule.arguments}
        return str(rule.build(values, append_unknown=False)[1])  # type: ignore[index]

    def _value(self, name: str, rule: Rule) -> object:
        if name == "slug" and "/propositions/" in rule.rule:
            return "une-fontaine"
        if name == "slug" and "/engagements/" in rule.rule:
            return self.values["commitment_slug"]
        return self.values[name]


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
        "slug": consultation.slug,
        "number": proposal.number,
        "key": consultation.preview_key,
        "token": "x" * 43,
        "code": "VALB-0000-0000",
        "name": "plan.pdf",
        "filename": "css/participe.css",
        "fingerprint": commune.theme_fingerprint,
        "version": 1,
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
    people: dict[str, Account | None] = {
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


STRANGERS = ("visitor", "platform", "staff elsewhere", "official elsewhere")
WORKING = ("facilitator", "official", "director", "staff")
MAY_ENTER = {
    "everyone": {"visitor", "resident", *WORKING, "participant", *STRANGERS},
    "signed in": {"resident", *WORKING, "participant"},
    "account holders": {"resident", *WORKING},
    "staff": {"staff"},
    "officials": {"official"},
    "staff and officials": {"staff", "official"},
    "directors": {"director"},
    "staff and directors": {"staff", "director"},
    "the house": {"staff", "official", "director"},
    "facilitators": {"facilitator"},
    "staff and facilitators": {"staff", "facilitator"},
}


def routes(app: Flask, method: str) -> Iterator[tuple[Rule, str]]:
    """Give every route of a commune that takes this method, and whom it is for."""
    for rule in app.url_map.iter_rules():
        if "commune" in rule.arguments and method in (rule.methods or ()):
            yield rule, app.view_functions[rule.endpoint].audience  # type: ignore[attr-defined]


def as_(browser: Browser, person: Account | None) -> Browser:
    browser.client = browser.app.test_client()
    return browser.sign_in(person) if person else browser


class Rows:
    """All rows that a refused request must leave as they are: read again only if one wrote."""

    def __init__(self) -> None:
        self.before = self._read()

    def changed_by(self, statements: list[str]) -> bool:
        """Tell whether these statements of a request left anything changed, and start afresh."""
        wrote = [table for said in statements if (table := WRITING.match(said))]
        if all(table[1] in MAY_CHANGE for table in wrote):
            return False
        before, self.before = self.before, self._read()
        return self.before != before

    @staticmethod
    def _read() -> dict[str, object]:
        tables = [t for t in db.metadata.sorted_tables if t.name not in MAY_CHANGE]
        rows = {
            t.name: db.session.execute(sql(f"SELECT * FROM {t.name}")).fetchall()  # noqa: S608
            for t in tables
        }
        db.session.rollback()
        return rows


MAY_SIGN_IN = {"signed in", "account holders"}
ROLES = ("visitor", "resident", "participant", *WORKING, *STRANGERS[1:])


def test_what_stands_under_gestion_or_mon_espace_is_for_nobody_else(app: Flask) -> None:
    """The tests below believe what a view declares: an address says it too, and both must agree."""
    rooms = {
        "/gestion": {
            *("staff", "officials", "staff and officials", "directors", "the house"),
            "staff and directors",
        },
        "/mon-espace": MAY_SIGN_IN,
    }
    wrong = [
        (rule.rule, audience)
        for method in ("GET", "POST")
        for rule, audience in routes(app, method)
        for room, audiences in rooms.items()
        if rule.rule.startswith(f"/<commune>{room}") and audience not in audiences
    ]
    assert not wrong


@pytest.mark.parametrize("role", ROLES)
class TestEveryRoute:
    def test_it_opens_to_its_audience_only(
        self, role: str, app: Flask, browser: Browser, world: World
    ) -> None:
        as_(browser, world.people[role])
        wrong = []
        for rule, audience in routes(app, "GET"):
            status = browser.open("GET", world.address(rule)).status_code
            entered = status not in {302, 303, 401, 403}
            known_here = role in MAY_ENTER["signed in"]
            expected_refusal = {403} if known_here else {302, 303}
            refused = status in expected_refusal and not entered
            if status >= 500 or not (role in MAY_ENTER.get(audience, ()) or refused):
                wrong.append((rule.rule, audience, status))
        assert not wrong

    def test_a_refused_post_changes_nothing(
        self, role: str, app: Flask, browser: Browser, world: World
    ) -> None:
        as_(browser, world.people[role])
        rows, wrong = Rows(), []
        for rule, audience in routes(app, "POST"):
            if role in MAY_ENTER[audience] and (audience != "everyone" or role == "staff"):
                continue
            if rule.endpoint in OPEN_TO_ALL:
                continue
            with counted_queries() as statements:
                status = browser.open(
                    "POST", world.address(rule), {"title": "x", "role": "staff"}
                ).status_code
            if rows.changed_by(statements) or status >= 500:
                wrong.append((rule.rule, audience, status))
        assert not wrong

    @pytest.mark.parametrize("method", ["GET", "HEAD"])
    def test_reading_changes_nothing(
        self, method: str, role: str, app: Flask, browser: Browser, world: World
    ) -> None:
        as_(browser, world.people[role])
        rows, wrong = Rows(), []
        for rule, _audience in routes(app, "GET"):
            with counted_queries() as statements:
                status = browser.open(method, world.address(rule)).status_code
            if rows.changed_by(statements) or status >= 500:
                wrong.append((rule.rule, status))
        assert not wrong


@pytest.mark.parametrize(
    "role", ["visitor", "resident", "participant", "facilitator", "staff elsewhere"]
)
def test_no_page_shows_what_is_hidden_or_not_published(
    role: str, app: Flask, browser: Browser, world: World
) -> None:
    as_(browser, world.people[role])
    number = world.values["number"]
    assert isinstance(number, int)
    shown = []
    for rule, _audience in routes(app, "GET"):
        addresses = {world.address(rule)}
        if "number" in rule.arguments:
            world.values["number"] = number + 1
            addresses.add(world.address(rule))
            world.values["number"] = number
        for address in addresses:
            for query in ("", f"?q={SECRET}&etat=&tri=recentes"):
                page = browser.open("GET", address + query).get_data(as_text=True)
                if SECRET in ECHOES.sub("", page):
                    shown.append(address)
    assert not shown


def test_a_post_without_a_token_is_refused(app: Flask, browser: Browser, world: World) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    as_(browser, world.people["staff"])
    rows = Rows()

    with counted_queries() as statements:
        accepted = [
            rule.rule
            for rule, _audience in routes(app, "POST")
            if browser.open("POST", world.address(rule), {"title": "x"}).status_code != 400
        ]

    assert not accepted
    assert not rows.changed_by(statements)


def test_a_post_without_a_form_key_is_refused(app: Flask, browser: Browser, world: World) -> None:
    as_(browser, world.people["staff"])

    accepted = [
        rule.rule
        for rule, _audience in routes(app, "POST")
        if browser.open("POST", world.address(rule), {"form_key": ""}).status_code != 400
    ]

    assert not accepted


@pytest.mark.parametrize(
    "value", ["\x00", "\ud800", "<svg onload=alert(1)>", "a" * 5000, "%s{0}{{7*7}}"]
)
def test_no_query_string_breaks_a_page(
    value: str, app: Flask, browser: Browser, world: World
) -> None:
    names = (
        "q",
        "etat",
        "theme",
        "quartier",
        "tri",
        "apres",
        "page",
        "langue",
        "ordre",
        "per_page",
    )
    as_(browser, world.people["staff"])
    wrong = []
    for rule, _audience in routes(app, "GET"):
        answer = browser.open(
            "GET",
            world.address(rule),
            query_string={name: value.encode("utf-8", "surrogatepass") for name in names},
        )
        if answer.status_code >= 500 or "<svg onload" in answer.get_data(as_text=True):
            wrong.append((rule.rule, answer.status_code))
    assert not wrong
