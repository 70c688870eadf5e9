"""The demo as people meet it: filled once, served by the real server, read with a real browser.

The server is a process of its own, with the real clock: the noon of the other tests is not here.
"""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, sync_playwright

from participe.serving import web_command, worker_command
from tests import chromium
from tests.e2e.reader import Reader
from tests.mail_server import Mailbox, a_mail_server

COMMUNE = "valbruyere"
DATABASE = "demo.sqlite3"
READY_WITHIN = 60  # seconds, for a machine that is busy with other tests
STOPPED_WITHIN = 15
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="session")
def filled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The database of the demo as it stands today, to be copied; filled once for all workers."""
    base = tmp_path_factory.getbasetemp()
    folder = base if worker_id == "master" else base.parent
    path = folder / "filled.sqlite3"
    with (folder / "filling.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            _fill(shutil.copy(sqlite_template, folder / "filling.sqlite3")).rename(path)
    return path


def _fill(path: Path) -> Path:
    command = [sys.executable, "-m", "participe", "demo", "fill"]
    subprocess.run(command, env=_settings(path, "http://127.0.0.1"), check=True)
    return path


@pytest.fixture(scope="session")
def shared_demo(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo in which nothing is published: for tests that read."""
    with _served(filled, tmp_path_factory.mktemp("shared")) as address:
        yield address


@pytest.fixture
def demo(filled: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a demo of this test's own: for tests that publish."""
    with _served(filled, tmp_path) as address:
        yield address


@pytest.fixture
def posting(filled: Path, tmp_path: Path) -> Iterator[tuple[str, Mailbox]]:
    """The same with a worker beside it, and the mailbox that its letters reach."""
    with a_mail_server() as (mailbox, port):
        mail = {"PARTICIPE_MAIL_SERVER": "127.0.0.1", "PARTICIPE_MAIL_PORT": str(port)}
        with _served(filled, tmp_path) as address, _working(tmp_path, address, mail):
            yield address, mailbox


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """The browser; without one the test is skipped, or fails where CI=true."""
    path = chromium.find()
    if path is None:
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up(chromium.HOW_TO_GET_IT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        yield browser
        browser.close()


Opener = Callable[..., AbstractContextManager[Reader]]


@pytest.fixture
def reading(chrome: Browser) -> Opener:
    """Open a browser window of one's own on an address; options are those of Playwright."""

    @contextmanager
    def opened(address: str, kind: type[Reader] = Reader, **options: Any) -> Iterator[Reader]:
        context = chrome.new_context(locale="fr-BE", timezone_id="Europe/Brussels", **options)
        try:
            reader = kind(context, f"{address}/{COMMUNE}")
            yield reader
            reader.check_nothing_went_wrong()
        finally:
            context.close()

    return opened


@contextmanager
def _served(filled: Path, folder: Path) -> Iterator[str]:
    database = folder / DATABASE
    shutil.copy(filled, database)
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    command = web_command(f"127.0.0.1:{port}")
    with subprocess.Popen(command, env=_settings(database, address)) as server, _ending(server):
        _wait_for(f"{address}/healthz", server)
        yield address


@contextmanager
def _working(folder: Path, origin: str, mail: dict[str, str]) -> Iterator[None]:
    settings = _settings(folder / DATABASE, origin) | mail
    with subprocess.Popen(worker_command(), env=settings) as worker, _ending(worker):
        yield


@contextmanager
def _ending(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()


def _settings(database: Path, origin: str) -> dict[str, str]:
    return os.environ | {
        "PARTICIPE_DEMO": "true",
        "PARTICIPE_ORIGIN": origin,
        "PARTICIPE_SQLALCHEMY_DATABASE_URI": f"sqlite:///{database}",
        "PARTICIPE_SECRET_KEY": "tests-and-nothing-else-use-this-key",
        "PARTICIPE_CODE_HASH_MEMORY_KIB": "8",
        "PARTICIPE_CODE_HASH_ROUNDS": "1",
    }


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    last = time.monotonic() + READY_WITHIN
    while time.monotonic() < last and server.poll() is None:
        try:
            with urlopen(address, timeout=5):  # noqa: S310 -- an address of ours
                return
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"The server of the demo did not start (it ended with {server.poll()}).")
