"""The worker that sends letters and does the chores, and a look at the outbox."""

import logging
import signal
import threading
import time
from datetime import datetime, timedelta
from types import FrameType

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from participe.extensions import db
from participe.kernel import clock
from participe.kernel.chores import CHORES
from participe.notifications.queries import letters
from participe.notifications.services import sending
from participe.notifications.transport import Transport

log = logging.getLogger(__name__)
group = AppGroup("letters", help="Look after letters.")

PAUSE = 2  # seconds between two looks at the outbox
CHORES_EVERY = timedelta(minutes=10)
AFTER_A_FAULT = 10  # seconds: a database that restarts needs some


@group.command("status")
def status() -> None:
    """Say how many letters wait and how many were given up."""
    click.echo(f"waiting: {letters.count_waiting(clock.now())}")
    click.echo(f"given up: {letters.count_given_up()}")


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
@with_appcontext
def worker(*, once: bool) -> None:
    """Send the letters that wait, and do the chores, until told to stop."""
    if once:
        do_chores(clock.now())
        send_letters()
        return
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    _work(stopping)


def _work(stopping: threading.Event) -> None:
    chores_at = clock.now()
    while not stopping.is_set():
        try:
            if clock.now() >= chores_at:
                chores_at = clock.now() + CHORES_EVERY
                do_chores(clock.now())
            send_letters()
        except Exception:
            # Whatever went wrong, the letters that wait must still leave later.
            log.exception("the worker goes on after a fault")
            db.session.rollback()
            time.sleep(AFTER_A_FAULT)
        stopping.wait(PAUSE)


def send_letters() -> None:
    """Send what is due; without a mail server in the settings, letters wait."""
    if current_app.config["MAIL_SERVER"]:
        with Transport() as transport:
            sending.deliver_due(transport)
    db.session.remove()


def do_chores(at: datetime) -> None:
    """Do every chore, each in a transaction of its own."""
    for chore in CHORES:
        chore(at)
        db.session.commit()
    db.session.remove()
