"""Tests of asking what an answer means, and of the reply, as people do it."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from participe.accounts.models import Account
from participe.answers.models import Clarification
from participe.extensions import db
from participe.kernel import clock
from participe.notifications.models import Letter, LetterKind
from participe.proposals.models import Proposal
from tests.browser import Browser, text
from tests.factories import (
    a_clarification,
    a_proposal,
    a_resident,
    a_staff_member,
    a_support,
    an_answer,
)

QUESTION = {"body": "Où seront les arbres ?"}


def _answered() -> Proposal:
    proposal = a_proposal()
    an_answer(to=proposal)
    return proposal


def _ask(proposal: Proposal) -> str:
    return f"/{proposal.commune.slug}/propositions/{proposal.number}/demander-une-precision"


def _reply(asked: Clarification) -> str:
    return f"/{asked.commune.slug}/gestion/precisions/{asked.id}"


def _page(proposal: Proposal) -> str:
    return f"/{proposal.commune.slug}/propositions/{proposal.number}-{proposal.slug}"


def _letters(kind: LetterKind) -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.kind == kind)))


def test_the_author_asks_the_team_replies_and_everyone_reads(browser: Browser) -> None:
    """R5, and invariant 10: one letter to each who must act, one to who asked."""
    proposal = _answered()
    staff = a_staff_member(commune=proposal.commune)
    browser.sign_in(proposal.author)
    browser.submit(_ask(proposal), QUESTION)
    asked = db.session.query(Clarification).one()

    browser.sign_in(staff)
    page = browser.submit(_reply(asked), {"body": "Rue Haute, devant l’école."})

    answer = text(page.select_one(f"#precision-{asked.id}"))
    assert QUESTION["body"] in answer
    assert "L’équipe de la commune, le 4 mai 2030 Rue Haute, devant l’école." in answer
    assert "Précision donnée" in text(page.select_one(".timeline"))
    assert {letter.recipient for letter in _letters(LetterKind.CLARIFICATION_ASKED)} == {
        staff.email,
        asked.response.signed_by.email,
    }
    (letter,) = _letters(LetterKind.CLARIFICATION_GIVEN)
    assert letter.recipient == proposal.author.email
    assert "Rue Haute, devant l’école." in letter.body_text


def test_only_who_wrote_or_supports_it_is_offered_to_ask(browser: Browser) -> None:
    """A visitor may be one of them: they are asked who they are afterwards."""
    proposal = _answered()
    supporter = a_resident(commune=proposal.commune)
    a_support(of=proposal, by=supporter)
    said = "Les personnes qui ont écrit ou qui soutiennent cette proposition"

    people = (proposal.author, supporter, a_resident(commune=proposal.commune))
    pages = [
        browser.get(_page(proposal)),
        *(browser.sign_in(person).get(_page(proposal)) for person in people),
    ]

    offered = [bool(page.main.select(f'a[href="{_ask(proposal)}"]')) for page in pages]
    assert offered == [True, True, True, False]
    assert [said in text(page.main) for page in pages] == [False, False, False, True]


def test_late_is_shown_as_late(browser: Browser) -> None:
    """R5."""
    proposal = _answered()
    answer = an_answer(to=proposal, version=2)
    today = clock.day_of(clock.now())
    a_clarification(on=answer, due_on=today - timedelta(days=2))

    page = browser.get(_page(proposal))

    assert "Réponse en retard de 2 jours" in text(page.select_one("#reponse"))


def test_what_a_visitor_typed_is_asked_after_signing_in(browser: Browser) -> None:
    """Invariant 7."""
    proposal = _answered()
    commune = proposal.commune

    browser.submit(_ask(proposal), QUESTION)
    _sign_in(browser, proposal.author)

    assert db.session.query(Clarification).one().body == QUESTION["body"]
    assert QUESTION["body"] in text(browser.get(_page(proposal)).select_one("#reponse"))
    assert commune.slug in _ask(proposal)


def test_who_is_not_concerned_is_told_so_and_loses_nothing(browser: Browser) -> None:
    proposal = _answered()
    browser.sign_in(a_resident(commune=proposal.commune))

    page = browser.post(_ask(proposal), QUESTION, status=422)

    assert "Seules les personnes" in text(page.select_one(".error-summary"))
    assert text(page.select_one("#body")) == QUESTION["body"]


def test_before_an_answer_there_is_nothing_to_ask(browser: Browser) -> None:
    proposal = a_proposal()
    browser.sign_in(proposal.author)

    page = browser.get(_ask(proposal))
    browser.post(_ask(proposal), QUESTION, status=422)

    assert not page.select("main form")


def test_the_second_to_reply_is_told_and_loses_nothing(browser: Browser) -> None:
    """Invariant 7."""
    asked = a_clarification(on=an_answer(to=a_proposal()))
    browser.sign_in(a_staff_member(commune=asked.commune))
    browser.submit(_reply(asked), {"body": "Rue Haute."})

    page = browser.post(_reply(asked), {"body": "Rue Basse."}, status=422)

    assert "Rue Haute." in text(page.main)
    assert text(page.select_one("#body")) == "Rue Basse."


def test_a_hidden_one_says_why_and_shows_nothing(browser: Browser) -> None:
    """Invariant 9: its address answers 410, with the reason."""
    asked = a_clarification(
        on=an_answer(to=a_proposal()), hidden_at=clock.now(), hidden_reason="Insulte."
    )

    gone = browser.get(f"/{asked.commune.slug}/precisions/{asked.id}", status=410)
    page = browser.get(_page(asked.response.proposal))

    assert "Insulte." in text(gone.main)
    assert "Question masquée. Raison : Insulte." in text(page.select_one("#reponse"))
    assert asked.body not in text(page.main)


def test_it_is_reported_found_and_moderated_like_any_text(browser: Browser) -> None:
    asked = a_clarification(on=an_answer(to=a_proposal()))
    slug = asked.commune.slug

    browser.get(f"/{slug}/signaler/{asked.id}")
    response = browser.open("GET", f"/{slug}/precisions/{asked.id}")

    assert response.location.endswith(f"#precision-{asked.id}")


def test_one_takes_ones_question_back(browser: Browser) -> None:
    asked = a_clarification(on=an_answer(to=a_proposal()), body="Mon numéro est le 081.")
    address = f"/{asked.commune.slug}/precisions/{asked.id}/retirer"
    browser.sign_in(a_resident(commune=asked.commune))
    browser.post(address, status=403)
    browser.sign_in(asked.author)
    browser.get(address)

    page = browser.submit(address)

    assert "081" not in text(page.main)
    browser.get(f"/{asked.commune.slug}/precisions/{asked.id}", status=410)


def test_it_is_in_ones_space_and_in_the_export(browser: Browser) -> None:
    asked = a_clarification(on=an_answer(to=a_proposal()), body="Où donc ?")
    browser.sign_in(asked.author)

    space = browser.get(f"/{asked.commune.slug}/mon-espace")
    export = browser.open("GET", f"/{asked.commune.slug}/mon-espace/donnees")

    assert "Où donc ?" in text(space.main)
    assert json.loads(export.get_data(as_text=True))["precisions"][0]["texte"] == "Où donc ?"


def _sign_in(browser: Browser, account: Account) -> None:
    """Sign in by the code, as this visitor would, so that what was kept is done."""
    slug = account.commune.slug
    browser.submit(f"/{slug}/connexion", {"email": account.email})
    letter = _letters(LetterKind.SIGN_IN_CODE)[-1]
    code = "".join(filter(str.isdigit, letter.subject.split(":")[0]))
    browser.submit(f"/{slug}/connexion/code", {"code": code})


def test_who_cannot_ask_reads_why_before_typing(browser: Browser) -> None:
    """R5, invariant 7: nobody writes a question that would be refused."""
    proposal = _answered()
    browser.sign_in(a_resident(commune=proposal.commune))

    page = browser.get(_ask(proposal))

    assert "Seules les personnes qui ont écrit ou qui soutiennent" in text(page.main)
    assert not page.select("textarea")


@pytest.mark.usefixtures("app")
def test_a_new_version_of_an_answer_changes_nothing_of_its_delay() -> None:
    """R5: the days are those until the first answer."""
    reached = clock.now() - timedelta(days=40)
    proposal = a_proposal(threshold_reached_at=reached, due_on=clock.day_of(clock.now()))
    an_answer(to=proposal, published_at=clock.now() - timedelta(days=20))

    second = an_answer(to=proposal, version=2, change_note="Le devis est arrivé.")

    assert second.days_taken() == 20
