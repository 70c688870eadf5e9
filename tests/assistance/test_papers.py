"""Paper out and in: a form that everyone prints, and eight rows on one page."""

from datetime import timedelta

import pytest
from flask import Flask

from participe.accounts.models import Account, Channel
from participe.assistance.forms.papers import numbers_in
from participe.assistance.models.papers import PaperRow
from participe.assistance.models.people import ConsentForm, Participant, Way
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.services import journal, papers, twice
from participe.assistance.services.papers import Sheet
from participe.consultations.models import Consultation
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock
from participe.proposals.models import Proposal, Support
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import (
    a_consultation,
    a_facilitator,
    a_participant,
    a_phase,
    a_proposal,
    a_space,
    a_staff_member,
    an_assisted_session,
)
from tests.together import together

AN_HOUR = timedelta(hours=1)


@pytest.fixture
def session(app: Flask) -> AssistedSession:  # noqa: ARG001 -- a database to be in
    consultation = a_consultation(phases=[a_phase(PhaseKind.PROPOSE), a_phase(PhaseKind.DISCUSS)])
    return an_assisted_session(consultation=consultation)


@pytest.fixture
def sylvie(browser: Browser, session: AssistedSession) -> Account:
    browser.sign_in(session.facilitator)
    return session.facilitator


def _address(session: AssistedSession) -> str:
    return f"/{session.commune.slug}/seances/{session.number}/saisie"


def _row(place: int, **values: str) -> dict[str, str]:
    return {f"p{place}-{name}": value for name, value in ({"signed": "y"} | values).items()}


def _a_hidden_one(consultation: Consultation) -> Proposal:
    return a_proposal(
        consultation=consultation,
        title="Masquée",
        hidden_at=clock.now(),
        hidden_reason="Insulte.",
    )


def _people() -> list[Participant]:
    return list(db.session.scalars(db.select(Participant).order_by(Participant.place)))


def _count(model: type) -> int:
    return int(db.session.scalar(db.select(db.func.count()).select_from(model)) or 0)


class TestForm:
    def test_everyone_prints_a_consultation_with_its_numbers_its_notice_and_where_to_bring_it(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        consultation, space = session.consultation, a_space(commune=session.commune)
        proposal = a_proposal(consultation=consultation, title="Un kiosque à musique")
        a_proposal(
            consultation=consultation,
            title="Masquée",
            hidden_at=clock.now(),
            hidden_reason="Insulte.",
        )

        page = browser.get(f"/{session.commune.slug}/consultations/{consultation.slug}/papier")

        read = text(page.main)
        assert consultation.title in read
        assert "Les arbres, les bancs, le parking." in read
        assert f"N° {proposal.number} : Un kiosque à musique" in read
        assert "Masquée" not in read
        assert "Personne ne vous demande votre identité" in read
        assert "☐ Je suis d’accord" in read
        assert space.address in read

    def test_the_consultation_and_the_console_lead_to_it(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        consultation = session.consultation
        form = f"/{session.commune.slug}/consultations/{consultation.slug}/papier"

        page = browser.get(form.removesuffix("/papier"))
        browser.sign_in(session.facilitator)
        console = browser.get(f"/{session.commune.slug}/seances/{session.number}")

        assert page.select(f'a[href="{form}"]')
        assert console.select(f'a[href="{form}"]')
        assert console.select(f'a[href="{_address(session)}"]')

    def test_a_draft_is_printed_by_nobody_outside(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        draft = a_consultation(commune=session.commune, published_at=None)

        browser.get(f"/{session.commune.slug}/consultations/{draft.slug}/papier", status=404)


@pytest.mark.usefixtures("sylvie")
class TestEntering:
    def test_a_row_becomes_a_person_an_idea_and_supports_on_paper(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        """Invariant 3: everything says by which channel, and who typed."""
        one, two = (a_proposal(consultation=session.consultation) for _ in range(2))
        row = _row(
            1, name="Odette", title="Planter un tilleul", supports=f"{one.number}, {two.number}"
        )

        page = browser.submit(_address(session), row)

        (person,) = _people()
        assert "1 papier est encodé." in text(page.body)
        assert person.way is Way.PAPER
        assert person.consent is not None
        assert person.consent.given is ConsentForm.SIGNED
        proposal = db.session.scalars(db.select(Proposal).filter_by(author_id=person.id)).one()
        assert (proposal.title, proposal.channel) == ("Planter un tilleul", Channel.PAPER)
        assert proposal.acted_by_id == session.facilitator_id
        supports = db.session.scalars(db.select(Support).filter_by(person_id=person.id)).all()
        assert {one.id, two.id} == {support.proposal_id for support in supports}
        assert {Channel.PAPER} == {support.channel for support in supports}
        assert journal.verify(session.commune) is None

    def test_rows_that_cannot_be_are_explained_and_shown_again_the_others_are_kept_once(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        """Invariant 7."""
        hidden = a_proposal(
            consultation=session.consultation, hidden_at=clock.now(), hidden_reason="Insulte."
        )
        elsewhere = a_proposal(consultation=a_consultation(commune=session.commune))
        rows = (
            _row(1, name="Odette", title="Planter un tilleul")
            | _row(2, name="Léon", supports=str(hidden.number))
            | _row(3, name="Rosa", title="Une idée de Rosa", supports="douze")
            | _row(4, name="Ivo", title="Des bancs à l’ombre", signed="")
            | _row(5, name="Marthe", supports=str(elsewhere.number))
            | _row(6, name="Personne")
        )

        page = browser.post(_address(session), rows, status=422)
        again = {
            str(one["name"]): str(one.get("value", ""))
            for one in page.select("main input[name]")
            if one.get("type") != "checkbox" or one.has_attr("checked")
        }
        browser.post(_address(session), again, status=422)

        said = text(page.select_one(".error-summary"))
        assert "1 papier est encodé." in text(page.main)
        assert "Odette" not in again.values()
        assert {"Léon", "Rosa", "Ivo", "Marthe", "douze"} <= set(again.values())
        assert f"Papier 2 : Aucune proposition publique ne porte le numéro {hidden.number}" in said
        assert "Papier 3 : Écrivez les numéros avec une virgule" in said
        assert "Papier 4 : Sans accord signé" in said
        assert (
            f"Papier 5 : Aucune proposition publique ne porte le numéro {elsewhere.number}" in said
        )
        assert "Papier 6 : Il n’y a ni idée ni soutien" in said
        assert [person.display_name for person in _people()] == ["Odette"]

    def test_the_same_page_sent_twice_is_entered_once(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        """R-3: some rows refused or none, the key of the form is spent."""
        key = {"form_key": "la meme cle de formulaire"}
        rows = key | _row(1, name="Odette", title="Planter un tilleul") | _row(2, name="Léon")

        browser.post(_address(session), rows, status=422)
        browser.open("POST", _address(session), rows)

        assert _count(Participant) == 1

    def test_papers_in_hand_are_compared_with_rows(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        row = _row(1, title="Planter un tilleul")

        page = browser.submit(_address(session), row | {"in_hand": "3"})
        none = browser.post(_address(session), {"in_hand": "2"}, status=422)

        assert "Vous avez 3 papiers en main. 1 est recopié. Il en manque 2." in text(page.body)
        assert "1 papier de cette séance est déjà encodé." in text(page.main)
        assert "Recopiez au moins un papier." in text(none.main)

    def test_a_paper_is_typed_in_after_the_session_while_the_consultation_is_open(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        session.opened_at = clock.now() - 5 * AN_HOUR

        browser.submit(_address(session), _row(1, title="Planter un tilleul"))
        session.consultation.phases[0].closes_at = clock.now() - AN_HOUR
        session.consultation.phases[1].closes_at = clock.now() - AN_HOUR
        browser.post(_address(session), _row(1, title="Un autre tilleul"), status=422)

        assert _count(Participant) == 1

    def test_who_is_typed_in_after_the_session_gets_a_first_receipt_and_no_second(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        """Everybody can take back what is in their name; nobody else gets a code of theirs."""
        session.opened_at = clock.now() - 5 * AN_HOUR
        before = a_participant(session=session)
        browser.submit(_address(session), _row(1, title="Planter un tilleul"))
        receipts = _address(session).replace("saisie", "recus")

        offered = browser.get(receipts)
        first = browser.post(f"{receipts}/imprimer", status=200)
        (person,) = (one for one in _people() if one is not before)
        kept = person.code_hash
        browser.open("POST", f"{receipts}/{person.place}/imprimer")
        again = browser.get(receipts)

        assert "Imprimer le reçu (1)" in text(offered.main)
        assert first.select(".receipt")
        assert (person.code_hash, before.code_hash) == (kept, "")
        assert "Imprimer le reçu" not in text(again.main)

    def test_a_practice_goes_through_every_rule_and_keeps_nothing(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        """Practice never counts."""
        session.is_practice = True

        page = browser.submit(_address(session), _row(1, title="Planter un tilleul"))

        assert "Rien n’est gardé" in text(page.body)
        assert (_count(Participant), _count(Proposal)) == (0, 0)

    def test_a_planned_session_takes_no_paper_yet(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        session.opened_at = None

        page = browser.post(_address(session), _row(1, title="Planter un tilleul"), status=422)

        assert "Cette séance n’est pas ouverte" in text(page.main)


@pytest.mark.usefixtures("sylvie")
class TestTwice:
    """Where the commune asks for it, two people type, and nothing is public before both agree."""

    def test_differences_are_shown_row_by_row_and_nothing_is_created_before(
        self, browser: Browser, session: AssistedSession, colleague: Browser
    ) -> None:
        second = f"{_address(session)}/seconde"
        first = _row(1, name="Odete", title="Planter un tilleul") | _row(2, title="Un banc")
        browser.submit(_address(session), first)
        typed = _row(1, name="Odette", title="Planter un tilleul") | _row(2, title="Un banc")

        page = colleague.post(second, typed, status=422)
        before = _count(Participant)
        done = colleague.submit(second, typed | {"p1-checked": "y"})

        assert "Papier 1 : les deux saisies diffèrent" in text(page.select_one(".error-summary"))
        assert "Papier 2" not in text(page.select_one(".error-summary"))
        assert "Prénom ou surnom : « Odete »" in text(page.main)
        assert before == 0
        assert "2 papiers sont encodés." in text(done.body)
        assert "Odette" in {person.display_name for person in _people()}
        assert _count(PaperRow) == 0

    def test_who_typed_first_does_not_type_again(
        self, browser: Browser, session: AssistedSession, colleague: Browser
    ) -> None:
        row, second = _row(1, title="Planter un tilleul"), f"{_address(session)}/seconde"
        browser.submit(_address(session), row)

        page = browser.post(second, row, status=422)
        another = browser.post(_address(session), row, status=422)

        assert "Une autre personne les tape" in text(page.main)
        assert "attend déjà sa seconde saisie" in text(another.main)
        assert _count(Participant) == 0
        assert text(colleague.submit(second, row).h1) == "Encoder des papiers"

    def test_what_a_rule_refuses_goes_on_waiting_and_can_be_forgotten(
        self, browser: Browser, session: AssistedSession, colleague: Browser
    ) -> None:
        rows = _row(1, title="Planter un tilleul") | _row(2, supports="99999")
        browser.submit(_address(session), rows)

        page = colleague.post(f"{_address(session)}/seconde", rows, status=422)
        colleague.submit(f"{_address(session)}/oublier")

        assert "Papier 2 : Aucune proposition publique" in text(page.select_one(".error-summary"))
        assert _count(Participant) == 1
        assert _count(PaperRow) == 0

    def test_staff_ask_for_it_in_one_click(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        browser.sign_in(a_staff_member(commune=session.commune))

        page = browser.submit(f"/{session.commune.slug}/gestion/seances/papiers", {"twice": "1"})

        assert session.commune.types_papers_twice
        assert "Deux personnes tapent chaque papier" in text(page.main)


@on_both
def test_several_batches_at_once_wait_for_each_other_and_count_each_support(
    app: Flask, session: AssistedSession
) -> None:
    """R2, invariant 4: no circle of locks, no number given twice."""
    proposals = [a_proposal(consultation=session.consultation) for _ in range(3)]
    numbers = tuple(proposal.number or 0 for proposal in proposals)
    sheets = [
        Sheet(title="Un tilleul", supports=numbers, is_another=True),
        Sheet(supports=numbers[::-1], is_another=True),
    ]
    session_id, facilitator_id = session.id, session.facilitator_id

    def enter() -> int:
        here = db.session.get_one(AssistedSession, session_id)
        by = db.session.get_one(Account, facilitator_id)
        return len(papers.enter_all(here, sheets, by=by, at=clock.now()))

    results = together(app, 3, enter)

    assert results == [2, 2, 2]
    assert [person.place for person in _people()] == [1, 2, 3, 4, 5, 6]
    assert {proposal.supports_count for proposal in proposals} == {6}
    assert journal.verify(db.session.get_one(AssistedSession, session_id).commune) is None


@on_both
def test_the_same_papers_typed_again_by_two_at_once_are_entered_once(
    app: Flask, session: AssistedSession
) -> None:
    """R2: a paper that a rule refused goes on waiting, and takes none of the others along."""
    other, now = a_facilitator(commune=session.commune), clock.now()
    sheets = {0: Sheet(title="Un tilleul ici"), 1: Sheet(supports=(99_999,))}
    twice.keep(session, sheets, by=session.facilitator, at=now)
    rows = db.session.scalars(db.select(PaperRow)).all()
    second = {row.id: sheets[row.place] for row in rows}
    session_id, other_id = session.id, other.id

    def settle() -> dict[int, papers.Entry]:
        held = db.session.get_one(AssistedSession, session_id)
        return twice.settle(held, second, by=db.session.get_one(Account, other_id), at=now)

    together(app, 2, settle)

    assert _count(Participant) == 1
    assert [row.place for row in db.session.scalars(db.select(PaperRow))] == [1]


@pytest.mark.parametrize(
    ("written", "numbers"),
    [("12, 45", (12, 45)), ("n° 7 et 8", (7, 8)), ("", ()), (" 3;4 / 5 ", (3, 4, 5))],
)
def test_numbers_are_read_as_people_write_them(written: str, numbers: tuple[int, ...]) -> None:
    assert numbers_in(written) == numbers


@pytest.mark.parametrize("written", ["douze", "12x", "①", "1234567890123"])
def test_what_is_no_number_is_asked_again(written: str) -> None:
    with pytest.raises(ValueError, match=written):
        numbers_in(written)
