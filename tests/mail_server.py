"""A real mail server on loopback that can refuse, hang and drop."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from socket import socket
from threading import Event

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailbox:
    """What arrived, and how the server is to behave for the next letters.

    `moods` are used up one by one, then the server is friendly: an SMTP reply to refuse
    with, or “drop”, which takes the letter and cuts the line before it says so, or “hang”.
    """

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.moods: deque[str] = deque()
        self.released = Event()

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        mood = self.moods.popleft() if self.moods else ""
        if mood[:1] in {"4", "5"}:
            return mood
        if mood == "hang":
            self.released.wait(30)
        content = envelope.original_content or b""
        letter = message_from_bytes(content, _class=EmailMessage, policy=default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        if mood == "drop":
            assert server.transport is not None
            server.transport.abort()
        return "250 taken"

    @property
    def names(self) -> set[str]:
        """The Message-IDs that arrived: a mailbox shows each once."""
        return {str(letter["Message-ID"]) for letter in self.letters}


@contextmanager
def a_mail_server() -> Iterator[tuple[Mailbox, int]]:
    """Run a server on a free port, and give its mailbox and that port."""
    mailbox, port = Mailbox(), _free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield mailbox, port
    finally:
        mailbox.released.set()
        controller.stop()


def _free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
