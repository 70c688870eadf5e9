"""After a session: whom to tell of an answer, the poster, and a letter that holds no code."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import afterwards
from participe.assistance.services import receipts
from participe.extensions import db
from participe.proposals.models import Proposal
from participe.texts.models import RemarkDecision, TextVersion, Verdict, Wording
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import (
    a_facilitator,
    a_participant,
    a_proposal,
    a_remark,
    a_resident,
    a_staff_member,
    a_support,
    a_text,
    an_answer,
    an_assisted_session,
)
from tests.statements import counted_queries

LATER = timedelta(days=20)


@pytest.fixture
def session(app: Flask, noon: datetime) -> AssistedSession:  # noqa: ARG001 -- a database
    return an_assisted_session(opened_at=noon - LATER, closed_at=noon - LATER + timedelta(hours=1))


@pytest.fixture
def mesange(session: AssistedSession) -> Participant:
    return a_participant(session=session, display_name="Mésange")


@pytest.fixture
def answered(session: AssistedSession, mesange: Participant) -> Proposal:
    proposal = a_proposal(
        consultation=session.consultation, author=mesange, title="Planter des arbres"
    )
    an_answer(to=proposal, what_we_do="Quatre tilleuls seront plantés.")
    return proposal


@on_both
def test_one_is_told_of_answers_decisions_and_of_what_one_supports(
    session: AssistedSession, mesange: Participant, answered: Proposal, noon: datetime
) -> None:
    supported = a_proposal(consultation=session.consultation, title="Un banc")
    a_support(of=supported, by=mesange)
    an_answer(to=supported)
    a_text(consultation=session.consultation)
    remark = a_remark(on=db.session.scalars(select(Wording)).one(), author=mesange)
    remark.decision = RemarkDecision(
        version=db.session.scalars(select(TextVersion)).one(),
        verdict=Verdict.KEPT,
        reason="C’est juste.",
        decided_by_id=session.facilitator_id,
        decided_at=noon,
    )
    quiet = a_participant(session=session, display_name="Tilleul")
    a_proposal(consultation=session.consultation, author=quiet)
    db.session.commit()

    (news,) = afterwards.news_of(session)

    assert (news.participant, news.supported) == (mesange, 1)
    assert [one.proposal for one in news.answers] == [answered]
    assert news.remarks == [remark]


@on_both
def test_of_a_grouped_proposition_it_is_the_answer_to_its_lead(
    session: AssistedSession, mesange: Participant
) -> None:
    lead = a_proposal(consultation=session.consultation)
    member = a_proposal(consultation=session.consultation, author=mesange, lead_id=lead.id)
    answer = an_answer(to=lead)

    (news,) = afterwards.news_of(session)

    assert [(one.proposal, one.answer) for one in news.answers] == [(member, answer)]


@pytest.mark.usefixtures("answered")
def test_who_erased_or_claimed_is_told_by_nobody_here(
    session: AssistedSession, mesange: Participant, noon: datetime
) -> None:
    mesange.claimed_at = noon
    db.session.commit()

    assert afterwards.news_of(session) == []


@pytest.mark.usefixtures("answered")
def test_who_was_told_is_noted_until_something_new_comes(
    browser: Browser, session: AssistedSession, mesange: Participant, noon: datetime
) -> None:
    browser.sign_in(session.facilitator)
    path = _address(session, "reponses")
    assert "C’est dit" in text(browser.get(path).select_one("main"))

    page = browser.submit(f"{path}/{mesange.place}/dit")

    assert "Dit le 4 mai 2030" in text(page.select_one("main"))
    later = a_proposal(consultation=session.consultation, author=mesange)
    an_answer(to=later, published_at=noon + timedelta(days=1))
    assert "C’est dit" in text(browser.get(path).select_one("main"))


def test_what_somebody_supports_is_not_named(
    browser: Browser, session: AssistedSession, mesange: Participant
) -> None:
    supported = a_proposal(consultation=session.consultation, title="Un banc au soleil")
    a_support(of=supported, by=mesange)
    an_answer(to=supported)
    browser.sign_in(session.facilitator)

    pages = [
        browser.get(_address(session, path))
        for path in ("reponses", "affiche", f"lettres/{mesange.place}")
    ]

    assert all("Un banc au soleil" not in str(page) for page in pages)
    said = text(pages[0].select_one("main"))
    where = f"/{session.commune.slug}/suivi"
    assert "1 réponse à ce que cette personne soutient." in said
    assert f"Avec le code de son reçu, à l’adresse {where}, elle voit laquelle." in said
    letter = text(pages[2].select_one("main"))
    assert "La commune a répondu à une proposition que vous soutenez." in letter
    assert "Cette lettre ne dit pas laquelle" in letter
    assert text(pages[2].h1) == "La commune a répondu"


@pytest.mark.usefixtures("answered")
def test_a_letter_about_both_says_that_there_is_more(
    browser: Browser, session: AssistedSession, mesange: Participant
) -> None:
    for _one in range(2):
        supported = a_proposal(consultation=session.consultation)
        a_support(of=supported, by=mesange)
        an_answer(to=supported)
    browser.sign_in(session.facilitator)

    page = browser.get(_address(session, f"lettres/{mesange.place}"))

    assert text(page.h1) == "La commune vous a répondu"
    assert "a aussi répondu à 2 propositions que vous soutenez." in text(page.select_one("main"))


def test_the_code_shows_which_of_what_one_supports_was_answered(
    browser: Browser, session: AssistedSession, mesange: Participant, noon: datetime
) -> None:
    """What the list of answers and the letter promise."""
    supported = a_proposal(consultation=session.consultation, title="Un banc au soleil")
    a_support(of=supported, by=mesange)
    an_answer(to=supported, what_we_do="Il est posé.")
    code = receipts.issue(mesange, by=None, at=noon - LATER)
    db.session.commit()

    page = browser.submit(f"/{session.commune.slug}/suivi", {"receipt_code": code})

    said = text(page.select_one("main"))
    assert "Un banc au soleil" in said
    assert "Il est posé." in said


@pytest.mark.usefixtures("answered")
def test_the_poster_tells_the_answers_and_nobodys_name(
    browser: Browser, session: AssistedSession
) -> None:
    browser.sign_in(a_staff_member(commune=session.commune))

    page = browser.get(_address(session, "affiche"))

    assert "Quatre tilleuls seront plantés." in text(page.select_one("main"))
    assert "Mésange" not in str(page)


@pytest.mark.usefixtures("answered")
def test_the_letter_is_for_one_person_and_holds_no_code(
    browser: Browser, session: AssistedSession, mesange: Participant, noon: datetime
) -> None:
    code = receipts.issue(mesange, by=None, at=noon - LATER)
    db.session.commit()
    browser.sign_in(session.facilitator)

    page = browser.get(_address(session, f"lettres/{mesange.place}"))

    said = text(page.select_one("main"))
    assert "Bonjour Mésange," in said
    assert "Quatre tilleuls seront plantés." in said
    assert not any(part in str(page) for part in (code, code[:4], code[4:8]))


def test_nobody_else_sees_whom_to_tell(
    app: Flask, session: AssistedSession, mesange: Participant
) -> None:
    for who in (a_facilitator(commune=session.commune), a_resident(commune=session.commune)):
        for path in ("reponses", "affiche", f"lettres/{mesange.place}"):
            browser = Browser(app).sign_in(who)
            assert browser.open("GET", _address(session, path)).status_code == 403


def _address(session: AssistedSession, path: str) -> str:
    return f"/{session.commune.slug}/seances/{session.number}/{path}"


class TestUntold:
    """What facilitators have still to tell, counted for all their sessions at once."""

    pytestmark = on_both

    def test_an_answer_counts_once_for_a_session_until_everybody_was_told(
        self,
        session: AssistedSession,
        mesange: Participant,
        answered: Proposal,
        noon: datetime,
    ) -> None:
        supporter = a_participant(session=session)
        a_support(of=answered, by=supporter)
        mesange.told_at = noon
        db.session.commit()
        before = afterwards.untold_in([session])

        supporter.told_at = noon
        db.session.commit()

        assert (before.by_session, before.total) == ({session.id: 1}, 1)
        assert afterwards.untold_in([session]) == afterwards.Untold({}, 0)

    def test_an_answer_for_two_sessions_is_one_answer(
        self, session: AssistedSession, answered: Proposal, noon: datetime
    ) -> None:
        other = an_assisted_session(
            commune=session.commune, opened_at=noon - LATER, closed_at=noon - LATER
        )
        a_support(of=answered, by=a_participant(session=other))

        untold = afterwards.untold_in([session, other])

        assert untold == afterwards.Untold({session.id: 1, other.id: 1}, 1)

    def test_it_agrees_with_the_list_of_each_session(
        self, session: AssistedSession, mesange: Participant, answered: Proposal, noon: datetime
    ) -> None:
        del answered
        lead = a_proposal(consultation=session.consultation)
        a_proposal(consultation=session.consultation, author=mesange, lead_id=lead.id)
        an_answer(to=lead)
        a_text(consultation=session.consultation)
        remark = a_remark(on=db.session.scalars(select(Wording)).one(), author=mesange)
        remark.decision = RemarkDecision(
            version=db.session.scalars(select(TextVersion)).one(),
            verdict=Verdict.KEPT,
            reason="C’est juste.",
            decided_by_id=session.facilitator_id,
            decided_at=noon,
        )
        claimed = a_participant(session=session, claimed_at=noon)
        erased = a_participant(session=session, erased_at=noon)
        for gone in (claimed, erased):
            an_answer(to=a_proposal(consultation=session.consultation, author=gone))
        db.session.commit()

        (news,) = afterwards.news_of(session)

        listed = len(news.answers) + len(news.remarks)
        assert listed == 3
        assert afterwards.untold_in([session]).by_session == {session.id: listed}

    def test_no_session_has_nothing(self, app: Flask) -> None:
        del app
        assert afterwards.untold_in([]).total == 0

    def test_the_page_of_sessions_says_so_in_as_many_queries_for_ten(
        self, browser: Browser, session: AssistedSession, answered: Proposal, noon: datetime
    ) -> None:
        browser.sign_in(session.facilitator)
        path = f"/{session.commune.slug}/seances"
        with counted_queries() as for_one:
            page = browser.get(path)
        for _more in range(9):
            other = an_assisted_session(
                consultation=session.consultation,
                facilitator=session.facilitator,
                space=session.space,
                opened_at=noon - LATER,
                closed_at=noon - LATER,
            )
            a_support(of=answered, by=a_participant(session=other))

        with counted_queries() as for_ten:
            browser.get(path)

        said = text(page.select_one("main"))
        assert "1 réponse est arrivée depuis vos séances." in said
        assert "1 réponse à dire" in said
        assert len(for_ten) <= len(for_one)
