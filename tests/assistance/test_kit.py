"""The session without network: sealed, imported once, refused as a whole when it was touched."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from participe.accounts.models import Account, Channel
from participe.assistance.forms.kit import line_of
from participe.assistance.models.papers import KitRecord
from participe.assistance.models.people import Participant, Way
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import flags
from participe.assistance.services import journal, kit
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock
from participe.proposals.models import Proposal
from tests.browser import Browser, a_file, text
from tests.databases import on_both
from tests.factories import a_consultation, a_phase, a_proposal, an_assisted_session
from tests.together import together

AN_HOUR = timedelta(hours=1)
File = dict[str, Any]


@pytest.fixture
def session(app: Flask) -> AssistedSession:  # noqa: ARG001 -- a database to be in
    consultation = a_consultation(phases=[a_phase(PhaseKind.PROPOSE), a_phase(PhaseKind.DISCUSS)])
    return an_assisted_session(consultation=consultation)


@pytest.fixture
def sylvie(browser: Browser, session: AssistedSession) -> Account:
    browser.sign_in(session.facilitator)
    return session.facilitator


def _captured(**values: Any) -> dict[str, Any]:
    return {
        "uuid": str(uuid4()),
        "at": clock.now().isoformat(),
        "name": "Odette",
        "way": "typed",
        "consent": "spoken",
        "title": "Planter un tilleul",
        "body": "",
        "supports": "",
    } | values


def _file(app: Flask, session: AssistedSession, *captured: dict[str, Any]) -> File:
    """Make a file as the kit does."""
    lines = [json.dumps(one, ensure_ascii=False) for one in captured]
    file = {"participe": 1, "commune": session.commune.slug, "session": session.number}
    key = kit.key_of(session, app.config["SECRET_KEY"])
    return {**file, "lines": lines, "seal": kit.seal(file, lines, key)}


def _address(session: AssistedSession, step: str = "") -> str:
    return f"/{session.commune.slug}/seances/{session.number}/hors-ligne{step}"


def _check(browser: Browser, session: AssistedSession, content: bytes, status: int = 200) -> str:
    fields = {"file": a_file(content, "seance.json")}
    return text(browser.post(_address(session, "/verifier"), fields, status=status).main)


def _import(browser: Browser, session: AssistedSession, file: File) -> str:
    fields = {"content": json.dumps(file)}
    return text(browser.submit(_address(session, "/importer"), fields).body)


def _count(model: type) -> int:
    return int(db.session.scalar(db.select(db.func.count()).select_from(model)) or 0)


def _rows() -> dict[str, int]:
    return {model.__name__: _count(model) for model in (Participant, Proposal, KitRecord)}


@pytest.mark.usefixtures("sylvie")
class TestTaking:
    def test_the_kit_is_one_file_that_asks_for_nothing(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        proposal = a_proposal(consultation=session.consultation, title="Un kiosque </script>")

        answer = browser.open("GET", _address(session, "/page"))
        page = answer.get_data(as_text=True)

        assert answer.headers["Content-Disposition"].startswith("attachment; filename=seance-")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "src=" not in page.replace("-src", "")
        assert "href=" not in page
        assert "localStorage" not in page
        assert f"<strong>{proposal.number}</strong> : Un kiosque &lt;/script&gt;" in page
        assert "Personne ne vous demande votre identité" in page

    def test_the_console_leads_to_it(self, browser: Browser, session: AssistedSession) -> None:
        console = browser.get(_address(session).removesuffix("/hors-ligne"))

        assert console.select(f'a[href="{_address(session)}"]')


@pytest.mark.usefixtures("sylvie")
class TestImporting:
    def test_a_preview_says_what_each_line_becomes_and_keeps_nothing(
        self, app: Flask, browser: Browser, session: AssistedSession
    ) -> None:
        file = _file(app, session, _captured(), _captured(name="Léon", supports="99999"))

        said = _check(browser, session, json.dumps(file).encode())

        assert "1 personne à importer" in said
        assert "Odette Planter un tilleul Sera importée" in said
        assert "Aucune proposition publique ne porte le numéro 99999" in said
        assert _rows() == {"Participant": 0, "Proposal": 0, "KitRecord": 0}

    def test_a_line_becomes_a_person_an_idea_and_supports_with_its_way(
        self, app: Flask, browser: Browser, session: AssistedSession
    ) -> None:
        """Invariant 3; and nothing unusual is seen in many supports of one instant."""
        numbers = [a_proposal(consultation=session.consultation).number for _ in range(6)]
        line = _captured(supports=", ".join(map(str, numbers)))

        said = _import(browser, session, _file(app, session, line))

        person = db.session.scalars(db.select(Participant)).one()
        idea = db.session.scalars(db.select(Proposal).filter_by(author_id=person.id)).one()
        assert "1 personne est importée." in said
        assert (person.way, person.captured_at) == (Way.TYPED, clock.now())
        assert (idea.channel, idea.acted_by_id) == (Channel.ASSISTED, session.facilitator_id)
        assert journal.verify(session.commune) is None
        assert flags.of([session]) == []

    def test_a_file_imported_twice_changes_nothing(
        self, app: Flask, browser: Browser, session: AssistedSession
    ) -> None:
        """A-27, T-151: whatever the order, and from two files."""
        one, two = _captured(), _captured(name="Léon", title="Un banc à l’ombre")
        _import(browser, session, _file(app, session, one))
        rows = _rows()

        again = _import(browser, session, _file(app, session, one))
        _import(browser, session, _file(app, session, two, one))
        preview = _check(browser, session, json.dumps(_file(app, session, one)).encode())

        assert rows == {"Participant": 1, "Proposal": 1, "KitRecord": 1}
        assert "Rien de nouveau" in again
        assert "Déjà importée" in preview
        assert _rows() == {"Participant": 2, "Proposal": 2, "KitRecord": 2}

    def test_a_refused_line_is_kept_with_its_reason_and_may_come_again(
        self, app: Flask, browser: Browser, session: AssistedSession
    ) -> None:
        """A-28, A-29: what was captured after the closing is kept, marked late, not counted."""
        late = _captured(at=(clock.now() + 5 * AN_HOUR).isoformat())
        hidden = a_proposal(
            consultation=session.consultation, hidden_at=clock.now(), hidden_reason="Insulte."
        )
        file = _file(app, session, late, _captured(supports=str(hidden.number)))

        said = _import(browser, session, file)
        hidden.hidden_at = hidden.hidden_reason = None
        _import(browser, session, file)

        assert "Noté après la fermeture" in said
        assert f"numéro {hidden.number}" in said
        records = db.session.scalars(db.select(KitRecord).order_by(KitRecord.id)).all()
        assert [(r.is_late, r.participant is None) for r in records] == [
            (True, True),
            (False, False),
        ]

    def test_lines_that_cannot_be_are_refused_one_by_one(
        self, app: Flask, browser: Browser, session: AssistedSession
    ) -> None:
        wrong: list[dict[str, Any]] = [
            {"way": "cheval"},
            {"consent": ""},
            {"title": "x" * 141},
            {"title": "abc"},
            {"title": ["a"]},
            {"supports": "douze"},
            {"at": "hier"},
            {"at": "9999-12-31T23:59:59-23:59"},
            {"name": "12"},
            {"name": "zoe@example.be"},
            {"title": "", "supports": ""},
        ]
        file = _file(app, session, *(_captured(**values) for values in wrong), _captured())

        said = _import(browser, session, file)

        assert "1 personne est importée." in said
        refusals = db.session.scalars(db.select(KitRecord.refusal)).all()
        assert sum(map(bool, refusals)) == len(wrong)
        assert _count(Participant) == 1

    def test_a_session_that_had_no_network_counts_as_opened_at_its_hour(
        self, app: Flask, browser: Browser, session: AssistedSession
    ) -> None:
        session.opened_at, session.planned_for = None, clock.now() - 20 * AN_HOUR
        at = (clock.now() - 19 * AN_HOUR).isoformat()
        file = _file(app, session, _captured(at=at))

        _import(browser, session, file)

        assert session.opened_at == session.planned_for
        assert _count(Participant) == 1

    def test_a_session_to_come_takes_no_file(
        self, app: Flask, browser: Browser, session: AssistedSession
    ) -> None:
        session.opened_at, session.planned_for = None, clock.now() + AN_HOUR

        said = _check(browser, session, json.dumps(_file(app, session, _captured())).encode(), 422)

        assert "n’a pas encore commencé" in said


TAMPERED: dict[str, Callable[[File], Any]] = {
    "a word of an idea": lambda f: f | {"lines": [f["lines"][0].replace("tilleul", "sapin")]},
    "a line removed": lambda f: f | {"lines": f["lines"][1:]},
    "a line twice": lambda f: f | {"lines": [*f["lines"], f["lines"][0]]},
    "two lines exchanged": lambda f: f | {"lines": f["lines"][::-1]},
    "two lines joined": lambda f: f | {"lines": ["\n".join(f["lines"])]},
    "another session": lambda f: f | {"session": f["session"] + 1},
    "another commune": lambda f: f | {"commune": "ailleurs"},
    "a seal of nothing": lambda f: f | {"seal": ""},
    "no seal": lambda f: {name: value for name, value in f.items() if name != "seal"},
    "a seal that is no text": lambda f: f | {"seal": [f["seal"]]},
    "a sign of the seal": lambda f: f | {"seal": "é" + f["seal"][1:]},
    "another version": lambda f: f | {"participe": 2},
    "lines that are none": lambda f: f | {"lines": {"0": f["lines"]}},
    "a line that is no text": lambda f: f | {"lines": [1]},
    "a list": lambda f: [f],
}


@pytest.mark.usefixtures("sylvie")
class TestTampering:
    @pytest.mark.parametrize("way", TAMPERED)
    def test_a_file_that_was_touched_is_refused_whole(
        self, way: str, app: Flask, browser: Browser, session: AssistedSession
    ) -> None:
        file = _file(app, session, _captured(), _captured(name="Léon", title="Un banc"))
        touched = json.dumps(TAMPERED[way](file))

        said = _check(browser, session, touched.encode(), 422)
        browser.post(_address(session, "/importer"), {"content": touched}, status=422)

        assert "Rien n’est importé" in said or "une autre séance" in said
        assert _rows() == {"Participant": 0, "Proposal": 0, "KitRecord": 0}

    def test_a_file_cut_anywhere_is_refused_whole(
        self, app: Flask, browser: Browser, session: AssistedSession
    ) -> None:
        """T-152."""
        whole = json.dumps(_file(app, session, _captured(), _captured())).encode()

        said = {
            _check(browser, session, whole[: len(whole) * part // 7], 422) for part in range(1, 7)
        }

        assert all("coupé ou abîmé" in words for words in said)
        assert _rows() == {"Participant": 0, "Proposal": 0, "KitRecord": 0}

    @pytest.mark.parametrize(
        "content",
        [b"\xff\xfe\x00", b"[" * 100_000, b'{"lines": ["\\ud800"]}', b"null", b"x" * 200_001],
        ids=["no text", "too deep", "half a sign", "nothing", "too heavy"],
    )
    def test_what_is_no_file_of_ours_is_said_so(
        self, content: bytes, browser: Browser, session: AssistedSession
    ) -> None:
        """F-20: never a 500."""
        said = _check(browser, session, content, 422)

        assert "coupé ou abîmé" in said or "trop lourd" in said

    def test_a_number_of_a_line_that_cannot_be_read_refuses_the_file(
        self, app: Flask, browser: Browser, session: AssistedSession
    ) -> None:
        file = _file(app, session, _captured(), _captured(uuid="1"))

        said = _check(browser, session, json.dumps(file).encode(), 422)

        assert "n’a pas de numéro" in said

    def test_a_line_of_another_session_is_not_taken_twice(
        self, app: Flask, browser: Browser, session: AssistedSession
    ) -> None:
        line = _captured()
        other = an_assisted_session(
            consultation=session.consultation,
            facilitator=session.facilitator,
            space=session.space,
        )
        _import(browser, session, _file(app, session, line))

        _import(browser, other, _file(app, other, line))

        assert _count(Participant) == 1


@on_both
def test_the_same_file_imported_at_once_by_several_is_there_once(
    app: Flask, session: AssistedSession
) -> None:
    """R2, A-27, T-150."""
    proposal = a_proposal(consultation=session.consultation)
    captured = [_captured(supports=str(proposal.number)), _captured(name="Léon")]
    lines = [line for one in captured if (line := line_of(one, clock.now()))]
    session_id, facilitator_id = session.id, session.facilitator_id

    def bring_in() -> int:
        here = db.session.get_one(AssistedSession, session_id)
        by = db.session.get_one(Account, facilitator_id)
        return sum(one.is_new for one in kit.import_all(here, lines, by=by, at=clock.now()))

    results = together(app, 4, bring_in)

    assert sorted(map(str, results)) == ["0", "0", "0", "2"]
    assert _rows() == {"Participant": 2, "Proposal": 3, "KitRecord": 2}
    assert proposal.supports_count == 1
    assert journal.verify(db.session.get_one(AssistedSession, session_id).commune) is None
