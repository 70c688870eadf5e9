"""Real processes of participe on loopback, to be killed, and clients that never lose heart."""

import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from bs4 import BeautifulSoup
from flask import Flask

from participe.accounts.models import Account
from participe.serving import web_command, worker_command
from tests.browser import Browser

PATIENCE = 30  # seconds; only a broken server needs as many


def eventually(found: Callable[[], object], what: str) -> None:
    """Wait until something holds."""
    until = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < until, f"it never came to this: {what}"
        time.sleep(0.01)


class Running:
    """One of our commands as an operator would start it, in a group of its own."""

    def __init__(self, app: Flask, folder: Path, **settings: object) -> None:
        self.settings = {
            "SECRET_KEY": app.config["SECRET_KEY"],
            "SQLALCHEMY_DATABASE_URI": app.config["SQLALCHEMY_DATABASE_URI"],
            **settings,
        }
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, command: list[str]) -> None:
        assert self.process is None
        named = {f"PARTICIPE_{name}": str(value) for name, value in self.settings.items()}
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                env=os.environ | named,
                cwd=self.folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """End the whole group at once, as a machine that loses its power would."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@contextmanager
def killed_at_last(running: Running) -> Iterator[None]:
    try:
        yield
    finally:
        running.kill()


class Server(Running):
    """The web server with two workers."""

    def __init__(self, app: Flask, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        super().__init__(app, folder, ORIGIN=f"http://127.0.0.1:{self.port}")

    def serve(self) -> None:
        self.start(web_command(f"127.0.0.1:{self.port}", processes=2, threads=4))
        eventually(self._answers, "the server answers")

    def kill_a_worker(self) -> None:
        eventually(lambda: len(self._workers()) == 2, "the server has two workers")
        with suppress(ProcessLookupError):
            os.kill(random.choice(self._workers()), signal.SIGKILL)  # noqa: S311 -- any will do

    def _workers(self) -> list[int]:
        assert self.process is not None
        pid = self.process.pid
        return [
            int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]

    def _answers(self) -> bool:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            return True
        return False


class LetterWorker(Running):
    """The process that sends the letters."""

    def __init__(self, app: Flask, folder: Path, *, mail_port: int) -> None:
        super().__init__(app, folder, MAIL_SERVER="127.0.0.1", MAIL_PORT=mail_port)

    def work(self) -> None:
        self.start(worker_command())


class NoAnswer(Exception):
    """The line was cut before an answer came: nobody knows whether the form had its effect."""


def session_of(app: Flask, person: Account) -> str:
    cookie = Browser(app).sign_in(person).client.get_cookie("participe")
    assert cookie is not None
    return cookie.value


class Client:
    """Somebody who is signed in, with nothing but HTTP, one cookie and the forms of our pages."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.cookie = port, cookie
        self.csrf_token = ""
        self.lost = 0  # answers that never came

    def open_form(self, path: str) -> None:
        """Read the page of a form for the token of this session."""
        page = BeautifulSoup(self._until_answered("GET", path, {})[1], "html.parser")
        field = page.select_one("form[method=post] input[name=csrf_token]")
        assert field is not None, page.text
        self.csrf_token = str(field["value"])

    def send(self, path: str, fields: dict[str, str], *, gives_up: bool = False) -> bool:
        """Send a form until it is acknowledged, always under one key; return whether it was.

        Who gives up leaves at the first lost answer, and does not know.
        """
        filled = fields | {"csrf_token": self.csrf_token, "form_key": uuid4().hex}
        try:
            act = self._once if gives_up else self._until_answered
            status, answer = act("POST", path, filled)
        except NoAnswer:
            return False
        assert status == 303, answer
        return True

    def _until_answered(self, method: str, path: str, fields: dict[str, str]) -> tuple[int, str]:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self._once(method, path, fields)
            except NoAnswer:
                assert time.monotonic() < until, "the server never came back"
                time.sleep(0.05)

    def _once(self, method: str, path: str, fields: dict[str, str]) -> tuple[int, str]:
        headers = {
            "Cookie": f"participe={self.cookie}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, urlencode(fields), headers)
            response = connection.getresponse()
            said = response.read().decode()
        except (OSError, HTTPException) as error:
            self.lost += 1
            raise NoAnswer from error
        finally:
            connection.close()
        new_cookie = response.getheader("Set-Cookie", "")
        if new_cookie.startswith("participe="):
            self.cookie = new_cookie.split(";")[0].removeprefix("participe=")
        return response.status, said
