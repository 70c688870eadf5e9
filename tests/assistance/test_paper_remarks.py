"""Paper about a text: a form passage by passage, and the remarks typed in from it, a line each."""

from datetime import timedelta

import pytest
from flask import Flask

from participe.accounts.models import Account, Channel
from participe.assistance.models.journal import JournalEntry
from participe.assistance.models.papers import PaperRow
from participe.assistance.models.people import Participant
from participe.assistance.models.places import SpaceFacilitator
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.queries import asked
from participe.assistance.reference import Act
from participe.assistance.services import journal
from participe.consultations.models import Consultation
from participe.consultations.phases import PhaseKind
from participe.extensions import db
from participe.kernel import clock
from participe.texts.models import DiscussedText, Remark, Stance
from tests.browser import Browser, text
from tests.databases import on_both
from tests.factories import (
    a_consultation,
    a_facilitator,
    a_phase,
    a_proposal,
    a_text,
    an_assisted_session,
)
from tests.texts.versions import a_next_version

AN_HOUR = timedelta(hours=1)
PASSAGES = (
    "Le marché a lieu le jeudi.",
    "La place ferme à 22 heures.",
    "Les chiens sont en laisse.",
)

pytestmark = on_both


@pytest.fixture
def discussed(app: Flask) -> DiscussedText:  # noqa: ARG001 -- a database to be in
    """A text on which one says what one thinks, in a consultation without any proposition."""
    consultation = a_consultation(phases=[a_phase(PhaseKind.REACT)])
    return a_text(*PASSAGES, consultation=consultation)


@pytest.fixture
def session(discussed: DiscussedText) -> AssistedSession:
    return an_assisted_session(consultation=discussed.consultation)


@pytest.fixture
def sylvie(browser: Browser, session: AssistedSession) -> Account:
    browser.sign_in(session.facilitator)
    return session.facilitator


def _form_of(consultation: Consultation) -> str:
    return f"/{consultation.commune.slug}/consultations/{consultation.slug}/papier"


def _of(session: AssistedSession, page: str = "saisie") -> str:
    return f"/{session.commune.slug}/seances/{session.number}/{page}"


def _row(place: int, *lines: str, **values: str) -> dict[str, str]:
    values = {"signed": "y", "remarks": "\n".join(lines)} | values
    return {f"p{place}-{name}": value for name, value in values.items()}


def _remarks() -> list[Remark]:
    return list(db.session.scalars(db.select(Remark).order_by(Remark.id)))


def _said(remark: Remark) -> tuple[int, Stance, str, str]:
    return remark.passage.number, remark.stance, remark.body, remark.wording


def _count(model: type) -> int:
    return int(db.session.scalar(db.select(db.func.count()).select_from(model)) or 0)


class TestForm:
    def test_a_text_is_printed_passage_by_passage_and_no_idea_is_asked(
        self, browser: Browser, discussed: DiscussedText
    ) -> None:
        page = browser.get(_form_of(discussed.consultation))

        questions = [text(heading) for heading in page.select("main h2")]
        read = text(page.main)
        assert questions[:3] == [
            "1. Votre prénom ou un surnom (facultatif)",
            "2. Votre avis sur le texte : Règlement de la place (facultatif)",
            "3. Votre accord",
        ]
        assert [text(one) for one in page.select("main h3")] == ["N° 1", "N° 2", "N° 3"]
        assert all(passage in read for passage in PASSAGES)
        assert read.count("☐ D d’accord ☐ P pas d’accord ☐ Q une question") == 3
        assert "Version 1 du texte" in read
        assert "Votre idée" not in read
        assert "proposition" not in read

    def test_a_long_passage_is_begun_and_says_where_its_end_is(
        self, browser: Browser, discussed: DiscussedText
    ) -> None:
        a_text("Un mot. " * 200, consultation=discussed.consultation, number=2)

        page = browser.get(_form_of(discussed.consultation))

        read = text(page.main)
        assert "La suite est dans le texte complet." in read
        assert read.count("Un mot.") < 50
        assert "N° 2.1" in read

    def test_where_both_are_open_both_are_asked(
        self, browser: Browser, discussed: DiscussedText
    ) -> None:
        consultation = discussed.consultation
        consultation.phases[0].kind = PhaseKind.PROPOSE
        proposal = a_proposal(consultation=consultation, title="Un kiosque")

        read = text(browser.get(_form_of(consultation)).main)

        assert "2. Votre idée, en une phrase" in read
        assert "5. Votre avis sur le texte" in read
        assert f"N° {proposal.number} : Un kiosque" in read

    def test_what_is_planned_is_printed_before_and_what_is_over_no_more(
        self, browser: Browser, discussed: DiscussedText
    ) -> None:
        consultation, now = discussed.consultation, clock.now()
        [phase] = consultation.phases
        phase.opens_at, phase.closes_at = now + AN_HOUR, now + 2 * AN_HOUR
        before = text(browser.get(_form_of(consultation)).main)
        phase.opens_at, phase.closes_at = now - 2 * AN_HOUR, now - AN_HOUR

        after = text(browser.get(_form_of(consultation)).main)

        assert "Votre avis sur le texte" in before
        assert "Votre avis sur le texte" not in after
        assert "Cette consultation ne prend plus de papier" in after

    def test_propositions_are_listed_by_number_and_what_is_left_out_is_said(
        self, browser: Browser, discussed: DiscussedText, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(asked, "PRINTED", 2)
        consultation = a_consultation(commune=discussed.commune)
        whole = [a_proposal(consultation=consultation).number for _ in range(2)]
        before = browser.get(_form_of(consultation))
        a_proposal(consultation=consultation)

        page = browser.get(_form_of(consultation))

        listed = [text(one) for one in page.select("main li strong")]
        assert [one for one in listed if "N°" in one] == [f"N° {number}" for number in whole]
        assert "2 sur 3 ; les autres sont sur le site." in text(page.main)
        assert "sur le site" not in text(before.main)


@pytest.mark.usefixtures("sylvie")
class TestEntering:
    def test_each_line_is_a_remark_on_paper_with_who_typed_it(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        """Invariant 3: what was written by hand is said as in a room, by the channel of paper."""
        lines = (
            "1 D",
            "2 p Trop tôt en été.",
            "2 F La place ferme à minuit.",
            "2 R Les terrasses restent.",
            "n° 3 : Q",
            "3 R Et les chats ?",
        )

        page = browser.submit(_of(session), _row(1, *lines, name="Odette"))

        remarks = _remarks()
        assert "1 papier est encodé." in text(page.body)
        assert list(map(_said, remarks)) == [
            (1, Stance.AGREE, "", ""),
            (2, Stance.DISAGREE, "Trop tôt en été.", ""),
            (2, Stance.REWORDING, "Les terrasses restent.", "La place ferme à minuit."),
            (3, Stance.QUESTION, "Et les chats ?", ""),
        ]
        assert {remark.channel for remark in remarks} == {Channel.PAPER}
        assert {remark.acted_by_id for remark in remarks} == {session.facilitator_id}
        assert {remark.author.display_name for remark in remarks} == {"Odette"}
        noted = db.select(db.func.count()).select_from(JournalEntry)
        assert db.session.scalar(noted.where(JournalEntry.act == Act.REMARKED.value)) == 4
        assert journal.verify(session.commune) is None

    def test_the_receipt_tells_of_it(self, browser: Browser, session: AssistedSession) -> None:
        browser.submit(_of(session), _row(1, "1 D", "2 D", name="Odette"))

        receipts = browser.post(_of(session, "recus/imprimer"), status=200)

        assert "2 avis sur un" in text(receipts.select_one(".receipt"))

    def test_a_colleague_who_types_is_the_typist(
        self, app: Flask, session: AssistedSession
    ) -> None:
        colleague = _a_colleague(session)

        Browser(app).sign_in(colleague).submit(_of(session), _row(1, "1 D"))

        assert [remark.acted_by_id for remark in _remarks()] == [colleague.id]

    def test_the_page_asks_for_remarks_and_for_nothing_of_propositions(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        page = browser.get(_of(session))

        assert page.select_one("[name=p1-remarks]")
        assert not page.select("[name=p1-title], [name=p1-body], [name=p1-supports]")
        assert not page.select("select[name$=version]")
        session.consultation.phases[0].kind = PhaseKind.PROPOSE
        both = browser.get(_of(session))
        assert both.select_one("[name=p1-remarks]")
        assert both.select_one("[name=p1-title]")

    def test_lines_that_cannot_be_are_explained_each_and_nothing_is_lost(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        """Invariant 7."""
        wrong = (
            "1 D",
            "1 P Finalement non.",
            "9 D",
            "3 pas d’accord",
            "2 Q",
            "2 F La place  ferme à 22 heures.",
            "1 R Pour rire.",
        )
        rows = _row(1, "1 D", name="Odette") | _row(2, *wrong, name="Léon") | _row(3, name="Ivo")

        page = browser.post(_of(session), rows, status=422)

        said = text(page.select_one(".error-summary"))
        assert "Ligne 1" not in said
        assert "Papier 2 : Ligne 2 : ce passage a déjà un avis D ou P." in said
        assert "Ligne 3 : aucun passage n’a le numéro 9." in said
        assert "Ligne 4 : commencez par le numéro du passage et une lettre" in said
        assert "Ligne 5 : recopiez la question après Q." in said
        assert "Ligne 6 : recopiez après F la phrase de la personne" in said
        assert "Ligne 7 : mettez R juste sous l’avis du même passage" in said
        assert "Papier 3 : Il n’y a aucun avis." in said
        assert page.select_one("[name=p2-remarks]").get_text().strip() == "\n".join(wrong)
        assert [remark.author.display_name for remark in _remarks()] == ["Odette"]
        assert _count(Participant) == 1

    def test_a_passage_that_changed_since_the_form_was_printed_is_told_its_line(
        self, browser: Browser, session: AssistedSession, discussed: DiscussedText
    ) -> None:
        """The version on the paper counts; it is the one that was public when people wrote."""
        session.opened_at = clock.now() - AN_HOUR
        a_next_version(discussed, {2: "La place ferme à minuit."})
        rows = _row(1, "1 D", "2 P Non.", name="Léon") | _row(2, "1 D", "3 D", name="Odette")

        page = browser.post(_of(session), rows, status=422)

        chosen = page.select_one("select[name=t1-version] option[selected]")
        assert text(chosen) == "Version 1"
        said = text(page.select_one(".error-summary"))
        assert "Papier 1 : Ligne 2 : le passage 2 a changé depuis que ce bulletin" in said
        assert {remark.author.display_name for remark in _remarks()} == {"Odette"}
        newer = _row(1, "1 D", "2 P Non.", name="Léon") | {"t1-version": "2"}
        browser.submit(_of(session), newer)
        assert [_said(remark)[:2] for remark in _remarks()][2:] == [
            (1, Stance.AGREE),
            (2, Stance.DISAGREE),
        ]

    def test_of_several_texts_a_line_names_the_text(
        self, browser: Browser, session: AssistedSession, discussed: DiscussedText
    ) -> None:
        other = a_text("Un plan.", consultation=discussed.consultation, number=2, title="Plan")

        page = browser.post(_of(session), _row(1, "1 D"), status=422)
        browser.submit(_of(session), _row(1, "1.1 D", "2.1 P"))

        assert "Ligne 1 : écrivez le numéro du texte et du passage" in text(page.main)
        assert [remark.passage.text_id for remark in _remarks()] == [discussed.id, other.id]

    def test_after_the_end_the_paper_is_refused_in_words_and_kept_on_the_page(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        session.consultation.phases[0].closes_at = clock.now() - AN_HOUR

        page = browser.post(_of(session), _row(1, "1 D"), status=422)

        assert "Cette étape est finie depuis" in text(page.select_one(".error-summary"))
        assert page.select_one("[name=p1-remarks]").get_text().strip() == "1 D"
        assert _count(Remark) == 0

    def test_a_practice_keeps_nothing(self, browser: Browser, session: AssistedSession) -> None:
        session.is_practice = True

        page = browser.submit(_of(session), _row(1, "1 D"))

        assert "Rien n’est gardé" in text(page.body)
        assert _count(Remark) == 0


@pytest.mark.usefixtures("sylvie")
class TestTwice:
    def test_remarks_are_compared_line_by_line_before_anything_is_public(
        self, app: Flask, browser: Browser, session: AssistedSession
    ) -> None:
        session.commune.types_papers_twice = True
        colleague = Browser(app).sign_in(_a_colleague(session))
        browser.submit(_of(session), _row(1, "1 D", "2 P Trop tard.") | _row(2, "3 Q Et le chat ?"))
        typed = _row(1, "1 D", "2 P Trop tôt.") | _row(2, "3. q Et le chat ?")

        page = colleague.post(_of(session, "saisie/seconde"), typed, status=422)
        before = _count(Remark)
        done = colleague.submit(_of(session, "saisie/seconde"), typed | {"p1-checked": "y"})

        said = text(page.select_one(".error-summary"))
        assert "Papier 1 : les deux saisies diffèrent" in said
        assert "Papier 2" not in said
        assert "2 P Trop tard." in text(page.main)
        assert before == 0
        assert "2 papiers sont encodés." in text(done.body)
        assert [remark.body for remark in _remarks()] == ["", "Trop tôt.", "Et le chat ?"]
        assert _count(PaperRow) == 0

    def test_another_version_of_the_text_is_a_difference_too(
        self, app: Flask, browser: Browser, session: AssistedSession, discussed: DiscussedText
    ) -> None:
        session.commune.types_papers_twice = True
        a_next_version(discussed, {2: "La place ferme à minuit."})
        colleague = Browser(app).sign_in(_a_colleague(session))
        browser.submit(_of(session), _row(1, "1 D") | {"t1-version": "1"})

        second = _row(1, "1 D") | {"t1-version": "2"}
        page = colleague.post(_of(session, "saisie/seconde"), second, status=422)

        assert "version 1 / 1 D" in text(page.main)
        assert _count(Remark) == 0


@pytest.mark.usefixtures("sylvie")
class TestWithoutNetwork:
    def test_the_kit_is_not_offered_for_a_text_and_leads_to_the_paper(
        self, browser: Browser, session: AssistedSession
    ) -> None:
        page = browser.get(_of(session, "hors-ligne"))
        kit = browser.open("GET", _of(session, "hors-ligne/page"))

        assert "La page hors ligne sert aux propositions et aux soutiens." in text(page.main)
        assert page.select(f'a[href="{_form_of(session.consultation)}"]')
        assert not page.select(f'a[href="{_of(session, "hors-ligne/page")}"]')
        assert kit.headers["Location"] == _of(session, "hors-ligne")

    def test_the_kit_lists_propositions_by_number_and_says_what_it_leaves_out(
        self, browser: Browser, session: AssistedSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(asked, "PRINTED", 2)
        session.consultation.phases[0].kind = PhaseKind.PROPOSE
        first, second, third = (a_proposal(consultation=session.consultation) for _ in range(3))

        page = browser.get(_of(session, "hors-ligne"))
        kit = browser.open("GET", _of(session, "hors-ligne/page")).get_data(as_text=True)

        assert page.select(f'a[href="{_of(session, "hors-ligne/page")}"]')
        assert page.select(f'a[href="{_form_of(session.consultation)}"]')
        places = [kit.find(f"<strong>{one.number}</strong>") for one in (first, second, third)]
        assert 0 < places[0] < places[1]
        assert places[2] == -1
        assert "2 sur 3" in kit


def _a_colleague(session: AssistedSession) -> Account:
    other = a_facilitator(commune=session.commune)
    db.session.add(SpaceFacilitator(space_id=session.space_id, person_id=other.id))
    db.session.commit()
    return other
