"""The mail server: one connection, kept while letters leave one after the other."""

import hashlib
import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any, Self
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext as _

from participe.notifications.composing import unsubscribe_url
from participe.notifications.models import STOPPABLE, Letter

TIMEOUT = 20  # seconds a mail server may take to answer
PERMANENT = 500  # SMTP replies from here on will not change (RFC 5321, section 4.2.1)


class CannotSend(Exception):
    """The mail server did not take a letter; `is_final` tells whether it never will."""

    def __init__(self, words: str, *, is_final: bool) -> None:
        super().__init__(words)
        self.is_final = is_final


class Transport:
    """Hands letters to the mail server that the settings name."""

    def __init__(self) -> None:
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_of_the_error: object) -> None:
        self._hang_up()

    def send(self, letter: Letter) -> None:
        """Return when the mail server has taken the letter; raise CannotSend otherwise."""
        try:
            self._connected().send_message(as_message(letter))
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            self._hang_up()
            raise CannotSend(_said(code, words), is_final=code >= PERMANENT) from error
        except smtplib.SMTPResponseException as error:
            self._hang_up()
            raise CannotSend(
                _said(error.smtp_code, error.smtp_error),
                is_final=error.smtp_code >= PERMANENT
                and isinstance(error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused),
            ) from error
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            raise CannotSend(type(error).__name__, is_final=False) from error

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            self._server = _connect(current_app.config)
        return self._server

    def _hang_up(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None


def as_message(letter: Letter) -> EmailMessage:
    """Dress a letter for the post: text first, the same in HTML, and the way out in its header."""
    config = current_app.config
    host = urlsplit(config["ORIGIN"]).hostname
    message = EmailMessage()
    message["Subject"] = letter.subject
    message["From"] = Address(_sender_name(letter), addr_spec=config["MAIL_SENDER"])
    message["To"] = Address(addr_spec=letter.recipient)
    if letter.commune and letter.commune.email:
        message["Reply-To"] = Address(addr_spec=letter.commune.email)
    # The same letter always bears the same name, so that a mailbox shows it once even if the
    # worker died between the server's “taken” and our note of it.
    message["Message-ID"] = f"<{hashlib.sha256(letter.dedup_key.encode()).hexdigest()[:32]}@{host}>"
    message["Date"] = letter.written_at
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "fr"
    if letter.person_id and letter.kind in STOPPABLE:
        message["List-Unsubscribe"] = f"<{unsubscribe_url(letter.person_id, letter.kind)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.body_text)
    message.add_alternative(letter.body_html, subtype="html")
    return message


def _sender_name(letter: Letter) -> str:
    if letter.commune is None:
        return "participe"
    return str(_("Participer à %(commune)s", commune=letter.commune.name))


def _connect(config: dict[str, Any]) -> smtplib.SMTP:
    server = smtplib.SMTP(config["MAIL_SERVER"], config["MAIL_PORT"], timeout=TIMEOUT)
    if config["MAIL_STARTTLS"]:
        server.starttls(context=ssl.create_default_context())
    if config["MAIL_USER"]:
        server.login(config["MAIL_USER"], config["MAIL_PASSWORD"])
    return server


def _said(code: int, words: bytes | str) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return f"{code} {text}"[:200]
