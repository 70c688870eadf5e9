"""Doing the same thing at once from several real threads, each with a session of its own."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import TypeVar

from flask import Flask

from participe.extensions import db

Result = TypeVar("Result")


def together(app: Flask, times: int, act: Callable[[], Result]) -> list[Result | Exception]:
    """Call `act` in as many threads, all started at the same moment; return results and errors.

    Each thread has an application context, and commits or rolls back by itself: `act` is
    followed by a commit, an error by a rollback. The test's own transaction is ended first,
    for on SQLite it would hold the write lock.
    """
    db.session.commit()
    start, results = Barrier(times), list[Result | Exception]()

    def run() -> None:
        with app.app_context():
            start.wait()
            try:
                result = act()
                db.session.commit()
                results.append(result)
            except Exception as error:  # noqa: BLE001 -- the test looks at it
                db.session.rollback()
                results.append(error)

    threads = [Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    return results
