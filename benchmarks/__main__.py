"""`python -m benchmarks [--propositions N]`: CPU of each page beside a page of Jinja alone.

Everything runs in one process, interleaved round by round, so that the ratios hold when the
machine's speed drifts. CPU is this process's own (`time.process_time`), in milliseconds.
"""

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from uuid import uuid4

import flask_migrate
from flask import Flask
from sqlalchemy import select

from benchmarks import generate
from participe.accounts.models import Account
from participe.accounts.services import signing_in
from participe.app import create_app
from participe.extensions import db
from participe.kernel import clock
from participe.proposals.models import Proposal

ROUNDS, TIMES = 7, 20
MEMBERS = 40  # a person may not support as fast as we measure
COMMUNE = "/grande-commune"
QUESTION = f"{COMMUNE}/consultations/une-grande-question/propositions"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--propositions", type=int, default=10_000)
    size = parser.parse_args().propositions
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        app = create_app(
            SECRET_KEY="benchmarks-" * 4,
            SQLALCHEMY_DATABASE_URI=f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
            WTF_CSRF_ENABLED=False,
        )
        print(f"application made in {time.perf_counter() - started:.1f} s")
        with app.app_context():
            flask_migrate.upgrade()
            started = time.perf_counter()
            generate.commune(size, clock.now())
            print(f"{size} propositions written in {time.perf_counter() - started:.0f} s")
        measure(app, size)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"peak memory {peak} MB, generator included")


def measure(app: Flask, size: int) -> None:
    visitor, members = app.test_client(), [app.test_client() for _ in range(MEMBERS)]
    for number, client in enumerate(members):
        proposals = _sign_in(app, client, f"h{number}@grande.example")
    member = members[0]
    most = _page(visitor, f"{COMMUNE}/propositions/{proposals[0]}")
    common = _common_word(visitor)
    pages: dict[str, Callable[[], int]] = {
        "list, page 1": lambda: _get(visitor, QUESTION),
        "list, page 400": _bound(visitor, _far(visitor, min(400, size // 25))),
        "newest first": lambda: _get(visitor, f"{QUESTION}?tri=recentes"),
        "search": lambda: _get(visitor, f"{QUESTION}?q={common}"),
        "signed-in list": lambda: _get(member, QUESTION),
        "proposition": lambda: _get(visitor, most),
        "support and withdraw (2 POST)": _supporting(cycle(members), iter(proposals * 9)),
    }
    template = app.jinja_env.from_string(
        "{% for x in rows %}<li><h2>{{ x }}</h2><p>{{ x }}</p></li>{% endfor %}"
    )
    length = _get(visitor, QUESTION)
    rows = ["Une fontaine sur la place du marché"] * (length // 95)
    pages["Jinja alone, same bytes"] = lambda: len(template.render(rows=rows))
    figures: dict[str, list[float]] = {name: [] for name in pages}
    for act in pages.values():
        act()
    for _round in range(ROUNDS):
        for name, act in pages.items():
            before = time.process_time()
            for _time in range(TIMES):
                act()
            figures[name].append((time.process_time() - before) / TIMES * 1000)
    _report(figures)


def _report(figures: dict[str, list[float]]) -> None:
    first = statistics.median(figures["list, page 1"])
    for name, values in figures.items():
        middle = statistics.median(values)
        span = f"({min(values):.2f} to {max(values):.2f})"
        print(f"{name:<32}{middle:8.2f} ms  {span:<18}{middle / first:5.2f} x page 1")


def _sign_in(app: Flask, client: object, email: str) -> list[int]:
    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.email == email)).one()
        token = signing_in.begin_session(
            account, on_public_computer=False, config=app.config, at=clock.now()
        )
        db.session.commit()
        with client.session_transaction() as session:  # type: ignore[attr-defined]
            session["_user_id"] = token
        rows = db.session.scalars(
            select(Proposal.number).order_by(Proposal.comments_count.desc()).limit(400)
        )
        return [number for number in rows if number]


def _get(client: object, address: str) -> int:
    answer = client.get(address)  # type: ignore[attr-defined]
    assert answer.status_code == 200, (address, answer.status_code)
    return len(answer.data)


def _bound(client: object, address: str) -> Callable[[], int]:
    return lambda: _get(client, address)


def _page(client: object, address: str) -> str:
    return str(client.get(address).location)  # type: ignore[attr-defined]


def _far(client: object, pages: int) -> str:
    """Follow the link to the next page so many times."""
    address = QUESTION
    for _step in range(pages - 1):
        text = client.get(address).get_data(as_text=True)  # type: ignore[attr-defined]
        links = [
            part.split('"')[0] for part in text.split('href="') if "apres=" in part.split('"')[0]
        ]
        if not links:
            break
        address = links[-1].replace("&amp;", "&")
    return address


def _common_word(client: object) -> str:
    text = client.get(QUESTION).get_data(as_text=True)  # type: ignore[attr-defined]
    title = text.split('class="list__title"')[1].split("</a>")[0].split(">")[-1]
    return max(title.split(), key=len)


def _supporting(clients: object, numbers: object) -> Callable[[], int]:
    def act() -> int:
        client, number = next(clients), next(numbers)  # type: ignore[call-overload]
        for verb in ("soutenir", "retirer-mon-soutien"):
            address = f"{COMMUNE}/propositions/{number}/{verb}"
            answer = client.post(address, data={"form_key": uuid4().hex})
            assert answer.status_code == 303, (address, answer.status_code)
        return 0

    return act


if __name__ == "__main__":
    main()
