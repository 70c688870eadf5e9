"""Tests of the outbox against a real mail server on loopback."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from participe.extensions import db
from participe.kernel import clock
from participe.notifications import transport
from participe.notifications.models import Letter, LetterKind
from participe.notifications.services import sending, writing
from participe.notifications.transport import Transport
from tests.databases import on_both
from tests.factories import a_commune, a_resident
from tests.mail_server import Mailbox, a_mail_server
from tests.together import together

pytestmark = on_both


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    with a_mail_server() as (mailbox, port):
        app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT=port)
        yield mailbox


def a_letter(**values: object) -> Letter:
    person = a_resident(commune=a_commune(email="equipe@valbruyere.example"))
    defaults = {
        "commune_id": person.commune_id,
        "person_id": person.id,
        "kind": LetterKind.ANSWER_PUBLISHED,
        "dedup_key": f"answer:{person.id}",
        "recipient": person.email,
        "subject": "La commune a répondu",
        "body_text": "Bonjour,\n\nOui.",
        "body_html": "<p>Bonjour,</p><p>Oui.</p>",
        "written_at": clock.now(),
        "not_before": clock.now(),
    }
    letter = Letter(**defaults | values)
    db.session.add(letter)
    db.session.commit()
    return letter


def deliver() -> int:
    with Transport() as server:
        return sending.deliver_due(server)


def later(monkeypatch: pytest.MonkeyPatch, **span: float) -> None:
    at = clock.now() + timedelta(**span)
    monkeypatch.setattr(clock, "now", lambda: at)


class TestDeliver:
    def test_a_letter_leaves_once(self, mailbox: Mailbox) -> None:
        letter = a_letter()

        assert deliver() == 1
        assert deliver() == 0

        assert len(mailbox.letters) == 1
        assert letter.sent_at is not None

    def test_it_is_text_first_and_says_how_to_stop(self, mailbox: Mailbox) -> None:
        a_letter()

        deliver()

        (message,) = mailbox.letters
        parts = [part.get_content_type() for part in message.iter_parts()]
        assert parts == ["text/plain", "text/html"]
        assert "Participer à Valbruyère" in message["From"]
        assert message["Reply-To"] == "equipe@valbruyere.example"
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert "/desabonner>" in message["List-Unsubscribe"]

    def test_a_receipt_cannot_be_stopped(self, mailbox: Mailbox) -> None:
        a_letter(kind=LetterKind.PROPOSAL_PUBLISHED)

        deliver()

        assert mailbox.letters[0]["List-Unsubscribe"] is None

    def test_what_is_for_later_waits(self, mailbox: Mailbox, noon: datetime) -> None:
        a_letter(not_before=noon + timedelta(minutes=1))

        assert deliver() == 0

    def test_a_cancelled_letter_never_leaves(self, mailbox: Mailbox, noon: datetime) -> None:
        a_letter(cancelled_at=noon)

        assert deliver() == 0

    def test_a_code_is_forgotten_once_it_left(self, mailbox: Mailbox) -> None:
        letter = a_letter(kind=LetterKind.SIGN_IN_CODE, body_text="123456")

        deliver()

        assert "123456" in mailbox.letters[0].as_string()
        assert (letter.subject, letter.body_text, letter.body_html) == ("", "", "")

    def test_a_code_that_works_no_more_is_not_sent(
        self, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        a_letter(kind=LetterKind.SIGN_IN_CODE)
        later(monkeypatch, minutes=15)

        assert deliver() == 0
        assert mailbox.letters == []


class TestAMailServerInABadMood:
    @pytest.mark.parametrize("reply", ["451 try later", "421 closing"])
    def test_for_now_means_later(
        self, reply: str, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        letter = a_letter()
        mailbox.moods.append(reply)

        assert deliver() == 0
        assert deliver() == 0, "it waits before it tries again"
        later(monkeypatch, minutes=1)

        assert deliver() == 1
        assert letter.attempts == 2
        assert len(mailbox.letters) == 1

    def test_pauses_grow_and_end(self, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
        letter = a_letter()
        mailbox.moods.extend(["451 try later"] * 40)
        pauses = []

        while letter.given_up_at is None:
            before = clock.now()
            deliver()
            db.session.refresh(letter)
            pauses.append(letter.not_before - before)
            later(monkeypatch, seconds=pauses[-1].total_seconds())

        assert pauses[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
        assert max(pauses) == sending.LONGEST_PAUSE
        assert letter.attempts == sending.ATTEMPTS

    def test_never_means_never(self, mailbox: Mailbox) -> None:
        letter = a_letter()
        mailbox.moods.append("550 no such person")

        assert deliver() == 0

        assert letter.given_up_at is not None
        assert letter.last_error.startswith("550")

    def test_one_bad_letter_does_not_stop_the_others(self, mailbox: Mailbox) -> None:
        for _ in range(3):
            a_letter()
        mailbox.moods.append("550 no such person")

        assert deliver() == 2

    def test_a_cut_line_sends_the_same_letter_again_under_the_same_name(
        self, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        a_letter()
        mailbox.moods.append("drop")

        assert deliver() == 0
        later(monkeypatch, minutes=1)
        assert deliver() == 1

        assert len(mailbox.names) == 1

    def test_a_server_that_hangs_is_left_after_a_while(
        self, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(transport, "TIMEOUT", 0.5)
        letter = a_letter()
        mailbox.moods.append("hang")

        assert deliver() == 0

        assert letter.last_error
        assert letter.given_up_at is None

    def test_no_server_at_all_loses_nothing(
        self, app: Flask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT=9)
        letter = a_letter()

        assert deliver() == 0

        assert letter.given_up_at is None
        assert letter.claimed_until is None


class TestWorkers:
    def test_several_at_once_double_nothing(self, app: Flask, mailbox: Mailbox) -> None:
        for _ in range(20):
            a_letter()

        results = together(app, 4, deliver)

        assert sum(result for result in results if isinstance(result, int)) == 20
        assert len(mailbox.letters) == len(mailbox.names) == 20

    def test_a_dead_workers_claim_runs_out(
        self, mailbox: Mailbox, noon: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        a_letter(claimed_until=noon + sending.CLAIM, attempts=1)

        assert deliver() == 0
        later(monkeypatch, minutes=5)

        assert deliver() == 1

    def test_every_letter_is_sent_or_waits(self, mailbox: Mailbox) -> None:
        for _ in range(5):
            a_letter()
        mailbox.moods.extend(["", "451 later", "550 never"])

        deliver()

        letters = db.session.scalars(select(Letter)).all()
        assert sum(letter.sent_at is not None for letter in letters) == len(mailbox.letters) == 3


class TestForgetting:
    @pytest.mark.parametrize(("days", "left"), [(29, 2), (31, 1)])
    def test_letters_to_no_account_are_forgotten_after_a_month(
        self, mailbox: Mailbox, noon: datetime, days: int, left: int
    ) -> None:
        a_letter()
        a_letter(person_id=None, recipient="passante@example.org")
        deliver()

        writing.forget_strangers(noon + timedelta(days=days))

        assert len(mailbox.letters) == 2
        assert len(db.session.scalars(select(Letter)).all()) == left

    def test_a_letter_that_waits_is_not_forgotten(self, app: Flask, noon: datetime) -> None:
        del app
        a_letter(person_id=None)

        writing.forget_strangers(noon + timedelta(days=90))

        assert db.session.scalars(select(Letter)).one().sent_at is None
