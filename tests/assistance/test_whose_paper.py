"""Whose paper is typed in: somebody who waits in the session, somebody else, or one that is in."""

import json
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from participe.accounts.models import Account, Channel
from participe.assistance.errors import PaperNotAwaited
from participe.assistance.models.people import ConsentForm, Participant, Way
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import journal
from participe.assistance.queries import papers as queries
from participe.assistance.reference import Act
from participe.assistance.services import journal as chain
from participe.assistance.services import kit, papers, people
from participe.assistance.services.papers import Sheet
from participe.extensions import db
from participe.kernel import clock
from participe.notifications.models import Letter, LetterKind
from participe.proposals.models import Proposal, Support
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import a_proposal
from tests.together import together

pytestmark = on_both


@pytest.fixture
def sylvie(browser: Browser, session: AssistedSession) -> Browser:
    return browser.sign_in(session.facilitator)


@pytest.fixture
def dahlia(session: AssistedSession) -> Participant:
    return waiting(session, "Dahlia")


def waiting(session: AssistedSession, name: str) -> Participant:
    """Add somebody by hand who writes on paper."""
    one = people.add(
        session,
        name=name,
        way=Way.PAPER,
        consent=ConsentForm.SPOKEN,
        by=session.facilitator,
        at=clock.now(),
    )
    db.session.commit()
    return one


def address(session: AssistedSession, page: str = "saisie") -> str:
    return f"/{session.commune.slug}/seances/{session.number}/{page}"


def row(place: int, **values: object) -> dict[str, str]:
    return {f"p{place}-{name}": str(said) for name, said in ({"signed": "y"} | values).items()}


def names(session: AssistedSession) -> list[str]:
    found = db.select(Participant).filter_by(session_id=session.id).order_by(Participant.place)
    return [one.display_name for one in db.session.scalars(found)]


def count(model: type) -> int:
    return int(db.session.scalar(db.select(db.func.count()).select_from(model)) or 0)


def problems(page: BeautifulSoup) -> str:
    return text(page.select_one(".error-summary"))


def typed(page: BeautifulSoup) -> dict[str, str]:
    """Return what a page would send again."""
    return {
        str(one["name"]): str(one.get("value", ""))
        for one in page.select("main form input[name]")
        if one["name"] != "form_key" and (one.get("type") != "checkbox" or one.has_attr("checked"))
    }


class TestAwaited:
    def test_nobody_is_counted_as_typed_in_before_it_is_so(
        self, sylvie: Browser, session: AssistedSession, dahlia: Participant
    ) -> None:
        page = sylvie.get(address(session))

        assert "Aucun papier de cette séance n’est encore encodé." in text(page.main)
        assert "Dahlia est dans la séance et écrit sur papier." in text(page.main)
        offered = [text(one) for one in page.select("#p1-of option")]
        assert offered == ["Une autre personne", "Dahlia"]
        assert page.select_one("#p1-of option[selected]")["value"] == "0"  # type: ignore[index]
        assert dahlia.place == 1

    def test_the_paper_is_theirs_and_every_count_has_them_once(
        self, sylvie: Browser, session: AssistedSession, dahlia: Participant
    ) -> None:
        """A-13: the closing, the report, the letter and the journal count one person."""
        proposal = a_proposal(consultation=session.consultation)
        paper = row(1, of=dahlia.place, title="Planter un tilleul", supports=proposal.number)

        entered = sylvie.submit(address(session), paper)
        closing = sylvie.get(address(session, "fermer"))
        counted = closing.select_one("[name=counted]")["value"]  # type: ignore[index]
        fields = {"counted": str(counted), "counted_with": "participant"}
        report = sylvie.submit(address(session, "fermer"), fields)

        assert "1 papier de cette séance est déjà encodé." in text(entered.main)
        assert not entered.select("#p1-of")
        assert names(session) == ["Dahlia"]
        idea = db.session.scalars(db.select(Proposal).filter_by(author_id=dahlia.id)).one()
        given = db.session.scalars(db.select(Support).filter_by(person_id=dahlia.id)).one()
        assert (idea.channel, given.channel) == (Channel.PAPER, Channel.PAPER)
        assert idea.acted_by_id == session.facilitator_id
        assert counted == "1-1-1"
        assert "1 personne, 1 contribution, 1 soutien" in text(report.main)
        line = journal.first_of(session, Act.SESSION_CLOSED)
        assert line is not None
        assert json.loads(line.facts)["people"] == 1
        (letter,) = db.session.scalars(db.select(Letter).filter_by(kind=LetterKind.SESSION_SUMMARY))
        said = letter.body_text.replace("\u00a0", " ").splitlines()
        assert {"Personnes : 1", "Sur papier : 1"} <= set(said)
        added = [one.act for one in journal.of_sessions([session])].count(Act.PERSON_ADDED)
        assert added == 1
        assert chain.verify(session.commune) is None

    def test_their_name_without_a_choice_is_asked_once_and_nothing_is_lost(
        self, sylvie: Browser, session: AssistedSession, dahlia: Participant
    ) -> None:
        paper = row(2, name="dahlia", title="Planter un tilleul")

        page = sylvie.post(address(session), paper, status=422)
        kept = typed(page)
        sylvie.submit(address(session), kept | {"p2-another": "y"})

        assert "Papier 2 : Dans la séance, Dahlia écrit sur papier." in problems(page)
        assert (kept["p2-name"], kept["p2-title"]) == ("dahlia", "Planter un tilleul")
        assert page.select("[name=p2-another]")
        assert not page.select("[name=p1-another]")
        assert names(session) == ["Dahlia", "dahlia 2"]
        assert [one.id for one in queries.awaited(session)] == [dahlia.id]

    def test_two_rows_are_not_both_theirs(
        self, sylvie: Browser, session: AssistedSession, dahlia: Participant
    ) -> None:
        rows = row(1, of=dahlia.place, title="Planter un tilleul") | row(
            2, of=dahlia.place, title="Un banc à l’ombre"
        )

        page = sylvie.post(address(session), rows, status=422)

        assert "Papier 2 : Le papier de cette personne est déjà encodé" in problems(page)
        assert typed(page)["p2-title"] == "Un banc à l’ombre"
        assert names(session) == ["Dahlia"]

    def test_who_was_chosen_and_nothing_else_is_no_empty_row(
        self, sylvie: Browser, session: AssistedSession, dahlia: Participant
    ) -> None:
        page = sylvie.post(address(session), row(1, of=dahlia.place), status=422)

        assert "Papier 1 : Il n’y a ni idée ni soutien." in problems(page)
        assert page.select_one("#p1-of option[selected]")["value"] == "1"  # type: ignore[index]

    def test_who_took_their_accord_back_brings_no_paper(
        self, sylvie: Browser, session: AssistedSession, dahlia: Participant
    ) -> None:
        people.revoke_consent(dahlia, by=session.facilitator, at=clock.now())
        paper = row(1, of=dahlia.place, title="Planter un tilleul")

        page = sylvie.post(address(session), paper, status=422)

        assert "n’écrit plus sur papier" in problems(page)
        assert count(Proposal) == 0

    @pytest.mark.parametrize("place", ["99", "x", "٢", "1234567890123"])
    def test_a_place_that_nobody_has_makes_nobody_else_write(
        self, sylvie: Browser, session: AssistedSession, dahlia: Participant, place: str
    ) -> None:
        sylvie.open("POST", address(session), row(1, of=place, title="Planter un tilleul"))

        assert not db.session.query(Proposal).filter_by(author_id=dahlia.id).count()
        assert dahlia.place in [one.place for one in queries.awaited(session)]
        assert chain.verify(session.commune) is None

    def test_a_practice_tries_it_and_keeps_nothing(
        self, sylvie: Browser, session: AssistedSession, dahlia: Participant
    ) -> None:
        session.is_practice = True
        paper = row(1, of=dahlia.place, title="Planter un tilleul")

        sylvie.submit(address(session), paper)
        again = sylvie.submit(address(session), paper)

        assert "Rien n’est gardé" in text(again.body)
        assert (names(session), count(Proposal)) == (["Dahlia"], 0)

    def test_typed_by_two_at_once_it_is_entered_once(
        self, app: Flask, session: AssistedSession, dahlia: Participant
    ) -> None:
        session_id, by_id, place = session.id, session.facilitator_id, dahlia.place

        def enter() -> bool:
            here = db.session.get_one(AssistedSession, session_id)
            sheet = Sheet(title="Planter un tilleul", of=place)
            by = db.session.get_one(Account, by_id)
            (entry,) = papers.enter_all(here, [sheet], by=by, at=clock.now())
            return isinstance(entry.refusal, PaperNotAwaited)

        refused = together(app, 3, enter)

        assert sorted(refused, key=str) == [False, True, True]
        assert (names(session), count(Proposal)) == (["Dahlia"], 1)
        assert queries.count_entered(session) == 1


class TestAlike:
    def test_the_same_paper_on_two_rows_is_stopped_once(
        self, sylvie: Browser, session: AssistedSession
    ) -> None:
        one, two = (a_proposal(consultation=session.consultation) for _ in range(2))
        said = {"name": "Odette", "title": "Planter un tilleul"}
        rows = row(1, **said, supports=f"{one.number}, {two.number}") | row(
            3, name="ODETTE", title="planter  un tilleul", supports=f"{two.number} {one.number}"
        )

        page = sylvie.post(address(session), rows, status=422)
        kept = typed(page)
        before = (names(session), one.supports_count)
        done = sylvie.submit(address(session), kept | {"p3-another": "y"})

        assert "Papier 3 : Ce papier ressemble à celui de la ligne 1" in problems(page)
        assert before == (["Odette"], 1)
        assert kept["p3-name"] == "ODETTE"
        assert kept["p3-supports"] == f"{two.number} {one.number}"
        assert names(session) == ["Odette", "ODETTE 2"]
        assert one.supports_count == 2
        assert "2 papiers de cette séance sont déjà encodés." in text(done.main)

    @pytest.mark.parametrize("name", ["Odette", ""])
    def test_the_same_paper_in_another_batch_is_stopped_too(
        self, sylvie: Browser, session: AssistedSession, name: str
    ) -> None:
        """Who writes no name is given one at random, and looks the same still."""
        paper = row(1, name=name, title="Planter un tilleul")
        sylvie.submit(address(session), paper)

        page = sylvie.post(address(session), paper, status=422)
        sylvie.submit(address(session), typed(page) | {"p1-another": "y"})
        third = sylvie.post(address(session), paper, status=422)

        assert "Ce papier ressemble à un papier déjà encodé" in problems(page)
        assert names(session)[0] in problems(page)
        assert "ressemble" in problems(third)
        assert len(names(session)) == 2

    def test_who_says_something_else_or_is_another_is_not_asked(
        self, sylvie: Browser, session: AssistedSession
    ) -> None:
        proposal = a_proposal(consultation=session.consultation)
        rows = (
            row(1, name="Odette", title="Planter un tilleul")
            | row(2, name="Léon", title="Planter un tilleul")
            | row(3, name="Odette", title="Planter un chêne")
            | row(4, name="Odette", title="Planter un tilleul", supports=proposal.number)
        )

        sylvie.submit(address(session), rows)

        assert names(session) == ["Odette", "Léon", "Odette 2", "Odette 3"]

    def test_lines_of_a_file_are_never_asked_and_papers_are_compared_with_them(
        self, sylvie: Browser, session: AssistedSession
    ) -> None:
        """A-27: a line has its number; a paper that came in with a file is not typed in again."""
        sheet = Sheet(name="Odette", title="Planter un tilleul")
        lines = [kit.Line(str(uuid4()), clock.now(), sheet) for _ in range(2)]
        by = session.facilitator
        outcomes = kit.import_all(session, lines, by=by, at=clock.now())
        db.session.commit()

        start = sylvie.get(address(session))
        page = sylvie.post(
            address(session), row(1, name="Odette", title="Planter un tilleul"), status=422
        )

        assert [one.is_new for one in outcomes] == [True, True]
        assert not start.select("#p1-of")
        assert "ressemble à un papier déjà encodé (Odette)" in problems(page)
        assert len(names(session)) == 2


class TestTwice:
    """Where two people type, the second says whose paper it is, just before it goes in."""

    def test_the_second_typing_says_whose_it_is_and_asks_about_doubles(
        self,
        sylvie: Browser,
        session: AssistedSession,
        colleague: Browser,
        dahlia: Participant,
    ) -> None:
        second = address(session, "saisie/seconde")
        odette = {"name": "Odette", "title": "Un banc à l’ombre"}
        rows = row(1, title="Planter un tilleul") | row(2, **odette) | row(3, **odette)
        first = sylvie.get(address(session))
        sylvie.submit(address(session), rows)

        page = colleague.post(second, rows | {"p1-of": str(dahlia.place)}, status=422)
        before = names(session)
        done = colleague.submit(second, typed(page) | {"p3-another": "y"})

        assert not first.select("#p1-of")
        assert "Papier 3 : Ce papier ressemble à celui de la ligne 2" in problems(page)
        assert before == ["Dahlia", "Odette"]
        assert names(session) == ["Dahlia", "Odette", "Odette 2"]
        assert db.session.scalars(db.select(Proposal).filter_by(author_id=dahlia.id)).one()
        assert "3 papiers de cette séance sont déjà encodés." in text(done.main)


class TestInHand:
    def test_rows_that_are_in_go_on_counting_while_others_are_corrected(
        self, sylvie: Browser, session: AssistedSession
    ) -> None:
        good = [row(n, title=f"Planter le tilleul {n}") for n in range(1, 7)]
        rows: dict[str, str] = {"in_hand": "9"}
        for one in (*good, row(7, supports="99999"), row(8, title="Un banc", signed="")):
            rows |= one

        page = sylvie.post(address(session), rows, status=422)
        corrected = typed(page) | row(7, supports="", title="Un banc au soleil")
        second = sylvie.post(address(session), corrected, status=422)
        last = typed(second) | {"p8-signed": "y"} | row(1, title="Le neuvième papier")
        done = sylvie.submit(address(session), last)

        said = "Vous avez 9 papiers en main. 8 sont recopiés. Il en manque 1."
        assert said in text(page.main)
        assert said in text(second.main)
        assert typed(second)["in_hand"] == "9"
        assert "papiers en main" not in text(done.body)
        assert queries.count_entered(session) == 9

    def test_a_row_that_was_the_same_paper_is_emptied_and_the_page_is_done(
        self, sylvie: Browser, session: AssistedSession
    ) -> None:
        said = {"name": "Odette", "title": "Planter un tilleul"}
        page = sylvie.post(
            address(session), row(1, **said) | row(2, **said) | {"in_hand": "2"}, status=422
        )
        emptied = typed(page) | row(2, name="", title="")

        done = sylvie.submit(address(session), emptied)

        assert "Vous avez 2 papiers en main. 1 est recopié. Il en manque 1." in text(done.body)
        assert names(session) == ["Odette"]

    def test_there_may_be_too_many(self, sylvie: Browser, session: AssistedSession) -> None:
        rows = row(1, title="Planter un tilleul") | row(2, title="Un banc à l’ombre")

        page = sylvie.submit(address(session), rows | {"in_hand": "1", "accepted": "x"})

        said = "Vous avez 1 papier en main. 2 sont recopiés. Il y en a 1 de trop."
        assert said in text(page.body)
