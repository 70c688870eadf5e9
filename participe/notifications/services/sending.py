"""Sending what waits in the outbox: each letter is claimed, handed over, then noted as sent.

Each of these three commits by itself. A worker that dies before handing over loses
nothing: its claim runs out. One that dies between the server's “taken” and our note of it
sends the same letter again, under the same Message-ID; no protocol of mail closes that gap.
"""

import logging
from datetime import datetime, timedelta

from participe.extensions import db
from participe.kernel import clock
from participe.notifications.models import SECRET, Letter, LetterKind
from participe.notifications.queries import letters as queries
from participe.notifications.transport import CannotSend, Transport

log = logging.getLogger(__name__)

CLAIM = timedelta(minutes=5)  # longer than the mail server may take over one letter
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
ATTEMPTS = 18  # about three days
CODE_LIVES = timedelta(minutes=15)


def deliver_due(transport: Transport) -> int:
    """Send, one by one, all letters whose time has come, and return how many the server took."""
    sent = 0
    while (letter := _claim(clock.now())) is not None:
        sent += _deliver(letter, transport)
    return sent


def _claim(at: datetime) -> Letter | None:
    letter = queries.next_due(at)
    if letter is not None:
        letter.claimed_until = at + CLAIM
        letter.attempts += 1
    db.session.commit()
    return letter


def _deliver(letter: Letter, transport: Transport) -> bool:
    at = clock.now()
    if letter.kind is LetterKind.SIGN_IN_CODE and at >= letter.written_at + CODE_LIVES:
        letter.cancelled_at = at  # it would only confuse
        db.session.commit()
        return False
    try:
        transport.send(letter)
    except CannotSend as failure:
        _note_failure(letter, failure, clock.now())
        db.session.commit()
        return False
    letter.sent_at, letter.claimed_until, letter.last_error = clock.now(), None, ""
    _forget_secret(letter)
    db.session.commit()
    return True


def _note_failure(letter: Letter, failure: CannotSend, at: datetime) -> None:
    letter.claimed_until = None
    letter.last_error = str(failure)
    if failure.is_final or letter.attempts >= ATTEMPTS:
        letter.given_up_at = at
        _forget_secret(letter)
    else:
        letter.not_before = at + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (letter.attempts - 1))
    # The number of the letter, never the address.
    log.warning("letter %s not sent: %s", letter.id, failure)


def _forget_secret(letter: Letter) -> None:
    if letter.kind in SECRET:
        letter.subject = letter.body_text = letter.body_html = ""
