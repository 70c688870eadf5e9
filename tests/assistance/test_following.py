"""What one does with a receipt: see it all, take one thing or everything back, correct, claim."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from participe.accounts.models import Account, Channel
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.services import receipts
from participe.discussions import services as discussions
from participe.extensions import db
from participe.kernel import clock
from participe.proposals.models import Proposal
from participe.proposals.services import supporting
from participe.reports.queries import counting
from participe.texts.models import Wording
from tests.accounts.signing import codes_sent
from tests.browser import Browser, text
from tests.factories import (
    a_proposal,
    a_remark,
    a_resident,
    a_text,
    an_answer,
)


@pytest.fixture
def proposal(session: AssistedSession, mesange: Participant) -> Proposal:
    return a_proposal(
        consultation=session.consultation,
        author=mesange,
        acted_by=mesange,
        channel=Channel.ASSISTED,
        title="Planter des arbres",
    )


@pytest.fixture
def reader(browser: Browser, mesange: Participant, proposal: Proposal, noon: datetime) -> Browser:
    """Somebody who has typed the code of Mésange's receipt."""
    del proposal
    _open(browser, mesange, noon)
    return browser


def test_the_code_shows_everything_with_its_answers(
    browser: Browser, session: AssistedSession, mesange: Participant, proposal: Proposal,
    noon: datetime,
) -> None:  # fmt: skip
    other = a_proposal(consultation=session.consultation, title="Un banc au soleil")
    supporting.support(other, person=mesange, at=noon)
    an_answer(to=other, what_we_do="Deux bancs seront posés.")
    discussions.comment(
        proposal, consultation=session.consultation, author=mesange, body="Des tilleuls.", at=noon
    )
    a_text(consultation=session.consultation)
    a_remark(on=db.session.scalars(select(Wording)).one(), author=mesange)
    db.session.commit()

    page = _open(browser, mesange, noon)

    said = text(page.select_one("main"))
    for words in (
        "Bonjour Mésange",
        "Planter des arbres",
        "Un banc au soleil",
        "Deux bancs seront posés.",
        "Des tilleuls.",
        "Trop tôt pour les riverains.",
    ):
        assert words in said


def test_the_page_is_kept_nowhere_and_closes_after_a_quarter_of_an_hour(
    reader: Browser, mesange: Participant, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _address(mesange, "/mes-contributions")
    assert reader.open("GET", path).headers["Cache-Control"] == "no-store"

    monkeypatch.setattr(clock, "now", lambda: noon + timedelta(minutes=15))

    assert reader.open("GET", path).location.endswith("/suivi")


def test_a_text_that_took_longer_to_write_is_saved_or_given_back(
    reader: Browser, mesange: Participant, proposal: Proposal, noon: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Nothing typed is lost (invariant 7); reading and erasing still end after the quarter."""
    path = _address(mesange, f"/corriger/{proposal.number}")
    form = {"title": "Planter des tilleuls", "body": "Dix.", "note": "", "based_on": "1"}
    monkeypatch.setattr(clock, "now", lambda: noon + timedelta(minutes=20))
    erasing = reader.open("POST", _address(mesange, "/tout-effacer"), {"sure": "y"})
    assert erasing.location.endswith("/suivi")
    _open(reader, mesange, noon)
    monkeypatch.setattr(clock, "now", lambda: noon + timedelta(minutes=45))
    assert reader.open("POST", path, form).location.endswith("/mes-contributions")
    monkeypatch.setattr(clock, "now", lambda: noon + timedelta(minutes=90))

    page = reader.post(path, form | {"title": "Trois tilleuls", "based_on": "2"}, status=422)

    assert "Trois tilleuls" in text(page.select_one("main"))
    assert page.select_one("[name=receipt_code]")
    db.session.refresh(proposal)
    assert proposal.title == "Planter des tilleuls"


def test_closing_it_closes_it_for_a_copied_cookie_too(
    reader: Browser, mesange: Participant
) -> None:
    name = reader.app.config["SESSION_COOKIE_NAME"]
    cookie = reader.client.get_cookie(name)
    assert cookie is not None
    reader.submit(_address(mesange, "/fermer"))

    reader.client.set_cookie(name, cookie.value)

    assert reader.open("GET", _address(mesange, "/mes-contributions")).status_code == 303


def test_a_new_receipt_closes_what_the_former_opened(
    reader: Browser, mesange: Participant, noon: datetime
) -> None:
    receipts.issue(mesange, by=None, at=noon)
    db.session.commit()

    assert reader.open("GET", _address(mesange, "/mes-contributions")).status_code == 303


def test_a_wrong_code_is_refused_beside_its_field_and_what_was_typed_stays(
    browser: Browser, mesange: Participant
) -> None:
    page = browser.post(_address(mesange), {"receipt_code": "7KQ4-M2XR-9ABC"}, status=422)

    assert "Le 0 est un zéro." in text(page.select_one(".error-summary"))
    assert page.select_one("[name=receipt_code]")["value"] == "7KQ4-M2XR-9ABC"


def test_without_a_code_nothing_opens(browser: Browser, mesange: Participant) -> None:
    for path in ("/mes-contributions", "/tout-effacer", "/garder", "/retirer/1", "/corriger/1"):
        assert browser.open("GET", _address(mesange, path)).location.endswith("/suivi")
        if path != "/mes-contributions":
            assert browser.open("POST", _address(mesange, path)).location.endswith("/suivi")


def test_nobody_reaches_what_another_wrote(
    reader: Browser, session: AssistedSession, mesange: Participant
) -> None:
    """A code opens one person's things and nothing else (invariant 4)."""
    other = a_proposal(consultation=session.consultation)
    for path in (f"/retirer/{other.id}", f"/corriger/{other.number}"):
        reader.post(_address(mesange, path), {"title": "Autre chose"}, status=404)

    db.session.refresh(other)
    assert not other.is_withdrawn


def test_a_withdrawal_reaches_the_public_page_the_counts_the_lists_and_the_files(
    reader: Browser, session: AssistedSession, mesange: Participant, proposal: Proposal
) -> None:
    commune = session.commune.slug
    before = _counted(session)
    files = [f"/{commune}/donnees-ouvertes/propositions.{end}" for end in ("csv", "json")]
    for file in files:
        assert "Planter des arbres" in reader.open("GET", file).get_data(as_text=True)

    reader.submit(_address(mesange, f"/retirer/{proposal.id}"), {"reason": "Je me suis trompée."})

    public = Browser(reader.app)
    page = text(public.get(f"/{commune}/propositions/{proposal.number}-planter-des-arbres"))
    assert "Je me suis trompée." in page
    assert "près du tilleul" not in page
    assert "Planter des arbres" not in text(public.get(f"/{commune}/s/{session.number}"))
    assert "Planter des arbres" not in text(
        public.get(f"/{commune}/consultations/{session.consultation.slug}/propositions")
    )
    for file in files:
        assert "Planter des arbres" not in public.open("GET", file).get_data(as_text=True)
    assert _counted(session) == before - 1


def test_a_support_is_taken_back(
    browser: Browser, session: AssistedSession, mesange: Participant, noon: datetime
) -> None:
    other = a_proposal(consultation=session.consultation)
    supporting.support(other, person=mesange, at=noon)
    db.session.commit()
    _open(browser, mesange, noon)

    browser.submit(_address(mesange, f"/soutiens/{other.number}/retirer"))

    db.session.refresh(other)
    assert other.supports_count == 0


def test_ones_text_is_corrected_after_the_session_until_the_answer(
    reader: Browser, session: AssistedSession, mesange: Participant, proposal: Proposal,
    noon: datetime,
) -> None:  # fmt: skip
    session.closed_at = noon
    db.session.commit()
    path = _address(mesange, f"/corriger/{proposal.number}")
    form = {"title": "Planter des tilleuls", "body": "Dix.", "note": "", "based_on": "1"}

    reader.submit(path, form)

    db.session.refresh(proposal)
    assert (proposal.title, proposal.version) == ("Planter des tilleuls", 2)
    an_answer(to=proposal)
    assert reader.open("GET", path).status_code == 303


def test_correcting_what_changed_meanwhile_loses_neither(
    reader: Browser, mesange: Participant, proposal: Proposal
) -> None:
    form = {"title": "Planter des tilleuls", "body": "Dix.", "note": "", "based_on": "0"}

    page = reader.post(_address(mesange, f"/corriger/{proposal.number}"), form, status=422)

    assert page.select_one("[name=title]")["value"] == "Planter des tilleuls"


def test_everything_is_taken_back_at_once(
    reader: Browser, session: AssistedSession, mesange: Participant, proposal: Proposal,
    noon: datetime,
) -> None:  # fmt: skip
    other = a_proposal(consultation=session.consultation)
    supporting.support(other, person=mesange, at=noon)
    comment = discussions.comment(
        other, consultation=session.consultation, author=mesange, body="Oui.", at=noon
    )
    db.session.commit()
    path = _address(mesange, "/tout-effacer")
    reader.post(path, status=422)

    reader.submit(path, {"sure": "y"})

    db.session.expire_all()
    assert proposal.is_withdrawn
    assert comment.is_withdrawn
    assert (other.supports_count, other.comments_count) == (0, 0)
    assert (mesange.display_name, mesange.code_hash, mesange.consent) == ("", "", None)
    assert "Mésange" not in str(
        Browser(reader.app).get(
            f"/{session.commune.slug}/propositions/{proposal.number}-planter-des-arbres"
        )
    )


def test_erasing_works_after_the_session_and_after_everything_is_closed(
    reader: Browser, session: AssistedSession, mesange: Participant, proposal: Proposal,
    noon: datetime,
) -> None:  # fmt: skip
    other = a_proposal(consultation=session.consultation)
    supporting.support(other, person=mesange, at=noon)
    session.closed_at = noon
    for phase in session.consultation.phases:
        phase.closes_at = noon - timedelta(hours=1)
    db.session.commit()

    reader.submit(_address(mesange, "/tout-effacer"), {"sure": "y"})

    db.session.expire_all()
    assert proposal.is_withdrawn
    assert other.supports_count == 1  # the result stands, of a person without a name
    assert mesange.is_erased


def test_who_has_no_account_yet_claims_by_signing_in_as_usual(
    reader: Browser, session: AssistedSession, mesange: Participant, proposal: Proposal
) -> None:
    """Nothing needs an administrator: the code, then six digits by e-mail, then a name."""
    commune = session.commune.slug
    email = "noemie@valbruyere.example"
    sent = codes_sent(reader.app)
    reader.get(_address(mesange, "/garder"))
    reader.submit(_address(mesange, "/garder"))
    reader.submit(f"/{commune}/connexion", {"email": email, "own_computer": "y"})
    reader.submit(f"/{commune}/connexion/code", {"code": sent[-1].code})

    page = reader.submit(f"/{commune}/connexion/nom", {"display_name": "Noémie"})

    db.session.expire_all()
    assert "Vos contributions sont dans votre compte" in text(page.select_one("main"))
    assert "Planter des arbres" in text(page.select_one("main"))
    account = db.session.scalars(select(Account).where(Account.email == email)).one()
    assert (proposal.author, proposal.channel) == (account, Channel.ASSISTED)
    assert mesange.claimed_by == account


def test_who_is_signed_in_confirms_that_the_account_is_theirs(
    reader: Browser, session: AssistedSession, mesange: Participant, proposal: Proposal,
    noon: datetime,
) -> None:  # fmt: skip
    account = a_resident(commune=session.commune, display_name="Noémie")
    reader.sign_in(account)
    _open(reader, mesange, noon)
    page = reader.get(_address(mesange, "/garder"))
    assert "Vous êtes dans le compte « Noémie »" in text(page.select_one("main"))

    reader.submit(_address(mesange, "/garder"))

    db.session.expire_all()
    assert proposal.author == account


def test_who_runs_the_session_cannot_keep_somebody_elses_contributions(
    reader: Browser, session: AssistedSession, mesange: Participant, proposal: Proposal,
    noon: datetime,
) -> None:  # fmt: skip
    reader.sign_in(session.facilitator)
    _open(reader, mesange, noon)

    page = reader.submit(_address(mesange, "/garder"))

    assert "Vous animez des séances" in text(page.select_one("main"))
    db.session.expire_all()
    assert proposal.author == mesange


def _open(browser: Browser, participant: Participant, at: datetime) -> object:
    code = receipts.issue(participant, by=None, at=at)
    db.session.commit()
    return browser.submit(_address(participant), {"receipt_code": code})


def _address(participant: Participant, path: str = "") -> str:
    return f"/{participant.session.commune.slug}/suivi{path}"


def _counted(session: AssistedSession) -> int:
    return sum(counting.counts(session.consultation).kinds.values())
