"""Papers about a text typed in while somebody else types, or publishes the next version."""

import pytest
from flask import Flask

from participe.accounts.models import Account
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.services import journal, papers
from participe.assistance.services.paper_remarks import PaperRemark
from participe.assistance.services.papers import Entry, Sheet
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock
from participe.texts.models import DiscussedText, Remark, Stance, TextVersion
from participe.texts.queries import finding
from participe.texts.services import publishing
from tests.databases import on_both
from tests.factories import a_consultation, a_phase, a_proposal, a_text, an_assisted_session
from tests.texts.versions import a_draft
from tests.together import together

pytestmark = on_both


@pytest.fixture
def session(app: Flask) -> AssistedSession:  # noqa: ARG001 -- a database to be in
    consultation = a_consultation(phases=[a_phase(PhaseKind.PROPOSE)])
    return an_assisted_session(consultation=consultation)


@pytest.fixture
def discussed(session: AssistedSession) -> DiscussedText:
    return a_text("Le marché a lieu le jeudi.", consultation=session.consultation)


def _sheet(discussed: DiscussedText, name: str, *supports: int) -> Sheet:
    seen = finding.version(discussed, 1)
    assert seen
    said = PaperRemark(1, "1", seen.wordings[0].passage, seen, Stance.DISAGREE, "Trop tôt.")
    return Sheet(name=name, remarks=(said,), supports=supports)


def _count(model: type) -> int:
    return int(db.session.scalar(db.select(db.func.count()).select_from(model)) or 0)


def test_batches_of_the_same_text_and_propositions_wait_for_each_other(
    app: Flask, session: AssistedSession, discussed: DiscussedText
) -> None:
    """R2: no circle of locks, whatever stands on the papers."""
    numbers = tuple(a_proposal(consultation=session.consultation).number or 0 for _ in range(2))
    session_id, text_id, by_id = session.id, discussed.id, session.facilitator_id
    names = [("Odette", "Léon"), ("Rosa", "Ivo"), ("Marthe", "Ali")]

    def enter() -> list[bool]:
        first, second = names.pop()
        here = db.session.get_one(AssistedSession, session_id)
        about = db.session.get_one(DiscussedText, text_id)
        sheets = [_sheet(about, first, *numbers), _sheet(about, second, *numbers[::-1])]
        by = db.session.get_one(Account, by_id)
        entries = papers.enter_all(here, sheets, by=by, at=clock.now())
        return [entry.refusal is None for entry in entries]

    results = together(app, 3, enter)

    assert results == [[True, True]] * 3
    assert (_count(Remark), _count(Participant)) == (6, 6)
    assert journal.verify(session.commune) is None


def test_a_paper_comes_before_the_next_version_or_is_told_that_its_passage_changed(
    app: Flask, session: AssistedSession, discussed: DiscussedText
) -> None:
    """A remark lands on a definite version, from paper too."""
    draft = a_draft(discussed, {1: "Le marché a lieu le vendredi."})
    session_id, text_id, draft_id = session.id, discussed.id, draft.id
    by_id, staff_id = session.facilitator_id, discussed.created_by_id
    turns = ["publish", "enter"]

    def act() -> Entry | None:
        if turns.pop() == "publish":
            version = db.session.get_one(TextVersion, draft_id)
            by = db.session.get_one(Account, staff_id)
            publishing.publish(version, note="Vos avis.", by=by, at=clock.now())
            return None
        here = db.session.get_one(AssistedSession, session_id)
        sheet = _sheet(db.session.get_one(DiscussedText, text_id), "Odette")
        by = db.session.get_one(Account, by_id)
        [entry] = papers.enter_all(here, [sheet], by=by, at=clock.now())
        return entry

    [entry] = [result for result in together(app, 2, act) if result is not None]

    told = str(entry.refusal or "")
    assert told == "" or "le passage 1 a changé depuis que ce bulletin est imprimé" in told
    assert _count(Remark) == (0 if told else 1)
