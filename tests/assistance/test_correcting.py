"""Correcting a comment or a remark with the code of a receipt, by the rules everybody has."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from participe.accounts.models import Channel
from participe.assistance.models.journal import JournalEntry
from participe.assistance.models.people import Participant
from participe.assistance.models.sessions import AssistedSession
from participe.assistance.services import receipts
from participe.discussions import services as discussions
from participe.discussions.models import Comment
from participe.extensions import db
from participe.texts.models import Remark, Stance, Wording
from tests.browser import Browser, text
from tests.factories import (
    a_comment,
    a_proposal,
    a_remark,
    a_resident,
    a_text,
)


@pytest.fixture
def remark(session: AssistedSession, mesange: Participant) -> Remark:
    a_text(consultation=session.consultation)
    said = db.session.scalars(select(Wording)).one()
    typist = session.facilitator
    return a_remark(on=said, author=mesange, acted_by=typist, channel=Channel.ASSISTED)


@pytest.fixture
def comment(session: AssistedSession, mesange: Participant, noon: datetime) -> Comment:
    proposal = a_proposal(consultation=session.consultation)
    return a_comment(
        on=proposal,
        author=mesange,
        acted_by=session.facilitator,
        channel=Channel.ASSISTED,
        published_at=noon - timedelta(hours=1),
    )


@pytest.fixture
def at_home(
    browser: Browser, session: AssistedSession, mesange: Participant, noon: datetime
) -> Browser:
    """Somebody who typed the code of Mésange's receipt, after the session."""
    code = receipts.issue(mesange, by=None, at=noon)
    session.closed_at = noon
    db.session.commit()
    browser.submit(_address(session), {"receipt_code": code})
    return browser


def test_a_remark_is_corrected_its_typist_stays_and_everyone_sees_what_changed(
    at_home: Browser, session: AssistedSession, mesange: Participant, remark: Remark
) -> None:
    """A-18, and the journal has a line by the person themself."""
    at_home.get(_correct(remark))

    page = at_home.submit(_correct(remark), {"body": "Trop tôt pour l’école.", "based_on": "1"})

    assert "Trop tôt pour l’école." in text(page.select_one("main"))
    db.session.refresh(remark)
    assert (remark.acted_by, remark.channel) == (session.facilitator, Channel.ASSISTED)
    assert remark.versions[0].replaced_by == mesange
    public = Browser(at_home.app).get(f"/{session.commune.slug}/avis/{remark.id}")
    assert "Corrigé le 4 mai 2030" in text(public.select_one("main"))
    assert "les riverains" in text(public.select_one("del"))
    line = db.session.scalars(select(JournalEntry).where(JournalEntry.act == "revised")).one()
    assert (line.actor_id, line.participant_id) == (mesange.id, mesange.id)


def test_a_remark_is_fixed_once_the_commune_has_decided(
    at_home: Browser, remark: Remark, noon: datetime
) -> None:
    version = remark.made_on
    newer = type(version)(
        text=version.text,
        number=2,
        begun_by=version.begun_by,
        begun_at=noon,
        published_by=version.begun_by,
        published_at=noon,
    )
    db.session.add(newer)
    db.session.commit()

    page = at_home.submit(_correct(remark), {"body": "Autre chose.", "based_on": "1"})

    assert "Votre avis ne change plus" in text(page.select_one("main"))
    db.session.refresh(remark)
    assert remark.version == 1


def test_a_question_keeps_words_and_what_changed_meanwhile_is_not_lost(
    at_home: Browser, remark: Remark
) -> None:
    remark.stance = Stance.QUESTION
    db.session.commit()

    empty = at_home.post(_correct(remark), {"body": " ", "based_on": "1"}, status=422)
    stale = at_home.post(
        _correct(remark), {"body": "Et l’école, alors.", "based_on": "7"}, status=422
    )

    assert "Écrivez votre question." in text(empty.select_one(".error-summary"))
    assert text(stale.select_one("textarea")) == "Et l’école, alors."


def test_a_comment_is_corrected_until_somebody_answers(
    at_home: Browser, session: AssistedSession, comment: Comment, noon: datetime
) -> None:
    at_home.submit(_correct(comment), {"body": "Des tilleuls, plutôt.", "based_on": "1"})
    db.session.refresh(comment)
    assert (comment.body, comment.version) == ("Des tilleuls, plutôt.", 2)
    assert comment.acted_by == session.facilitator
    discussions.comment(
        comment.subject,
        consultation=session.consultation,
        author=a_resident(commune=session.commune),
        body="Pourquoi ?",
        parent=comment,
        at=noon,
    )
    db.session.commit()

    page = at_home.submit(_correct(comment), {"body": "Rien.", "based_on": "2"})

    assert "Une personne a répondu" in text(page.select_one("main"))
    assert comment.body == "Des tilleuls, plutôt."


def test_a_residents_own_comment_is_fixed_after_ten_minutes(
    session: AssistedSession, noon: datetime
) -> None:
    author = a_resident(commune=session.commune)
    comment = a_comment(on=a_proposal(consultation=session.consultation), author=author)

    assert comment.is_editable(noon)
    assert not comment.is_editable(noon + timedelta(minutes=10))


def test_nobody_corrects_what_another_wrote(at_home: Browser, session: AssistedSession) -> None:
    """A code opens one person's things and nothing else (invariant 4)."""
    other = a_comment(on=a_proposal(consultation=session.consultation))

    at_home.post(_correct(other), {"body": "Non.", "based_on": "1"}, status=404)


def _address(session: AssistedSession) -> str:
    return f"/{session.commune.slug}/suivi"


def _correct(contribution: Comment | Remark) -> str:
    return f"/{contribution.commune.slug}/suivi/corriger-un-texte/{contribution.id}"
