"""`python -m benchmarks.serving [--propositions N]`: real HTTP, two workers, beside a “hello”.

Start to first page, memory of each worker, and CPU of all the server's processes for each
request, read from /proc. The servers take turns, forwards and backwards, so that a drift of
the machine meets them all.
"""

import argparse
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

import flask_migrate

from benchmarks import generate
from participe.app import create_app
from participe.kernel import clock
from participe.serving import web_command

HELLO = """from flask import Flask


def create_app():
    app = Flask("hello")
    app.get("/")(lambda: "hello")
    return app
"""
WORKERS, CONCURRENCY, REQUESTS, ROUNDS = 2, 8, 200, 4
QUESTION = "/grande-commune/consultations/une-grande-question/propositions"
PATHS = {"list": QUESTION, "search": f"{QUESTION}?q=ba", "commune": "/grande-commune"}
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """A web server in a group of its own, and what its pages cost."""

    command: list[str]
    port: int
    env: dict[str, str]
    first_page: float = 0.0
    figures: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self, path: str) -> None:
        started = time.perf_counter()
        folder = self.env["PYTHONPATH"]
        self.process = subprocess.Popen(
            self.command, env=os.environ | self.env, cwd=folder, start_new_session=True
        )
        while not self.ask(path):
            time.sleep(0.01)
        self.first_page = time.perf_counter() - started

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait()

    def ask(self, path: str) -> bool:
        with suppress(OSError):
            connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
            connection.request("GET", path)
            answer = connection.getresponse()
            assert answer.status == 200 and answer.read(), (path, answer.status)  # noqa: PT018
            connection.close()
            return True
        return False

    def pids(self) -> list[int]:
        assert self.process is not None
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        return [pid, *map(int, children.split())]

    def cpu(self) -> float:
        """Return the CPU seconds of all processes so far."""
        return sum(_ticks(pid) for pid in self.pids()) / TICK

    def memory(self) -> list[int]:
        """Return the resident megabytes of each worker."""
        return [_resident(pid) for pid in self.pids()[1:]]

    def measure(self, name: str, path: str) -> None:
        before, started = self.cpu(), time.perf_counter()
        with ThreadPoolExecutor(CONCURRENCY) as pool:
            assert all(pool.map(self.ask, [path] * REQUESTS)), "every request was answered"
        took = time.perf_counter() - started
        cost = (self.cpu() - before) / REQUESTS * 1000
        self.figures.setdefault(name, []).append((cost, REQUESTS / took))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--propositions", type=int, default=10_000)
    size = parser.parse_args().propositions
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the servers must not outlive us
    with tempfile.TemporaryDirectory() as folder:
        ours, hello = _ours(Path(folder), size), _hello(Path(folder))
        try:
            ours.start(QUESTION)
            hello.start("/")
            _measure(ours, hello)
            _tell(ours, hello)
        finally:
            ours.stop()
            hello.stop()


def _measure(ours: Server, hello: Server) -> None:
    turns = [(hello, "hello", "/"), *((ours, name, path) for name, path in PATHS.items())]
    for server, name, path in turns:  # warm every thread
        server.measure(name, path)
        server.figures.clear()
    for number in range(ROUNDS):
        for server, name, path in turns if number % 2 == 0 else reversed(turns):
            server.measure(name, path)


def _tell(ours: Server, hello: Server) -> None:
    print(f"load average {os.getloadavg()[0]:.1f}; {ROUNDS} rounds of {REQUESTS} requests")
    print(f"start to first page: {ours.first_page:.1f} s")
    print(f"memory of each worker: {ours.memory()} MB")
    floor = statistics.median(cost for cost, _rate in hello.figures["hello"])
    for name, values in (hello.figures | ours.figures).items():
        costs, rates = zip(*values, strict=True)
        middle = statistics.median(costs)
        span = f"({min(costs):.2f} to {max(costs):.2f})"
        rate = statistics.median(rates)
        print(
            f"{name:<10}{middle:8.2f} ms CPU {span:<18}{rate:7.0f}/s {middle / floor:6.1f} x hello"
        )


def _ours(folder: Path, size: int) -> Server:
    settings = {
        "SECRET_KEY": "benchmarks-" * 4,
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'bench.sqlite3'}",
    }
    app = create_app(**settings)
    with app.app_context():
        flask_migrate.upgrade()
        generate.commune(size, clock.now())
    port = _free_port()
    env = {f"PARTICIPE_{name}": value for name, value in settings.items()}
    env |= {"PYTHONPATH": str(folder), "PARTICIPE_ORIGIN": f"http://127.0.0.1:{port}"}
    return Server(web_command(f"127.0.0.1:{port}", processes=WORKERS), port, env)


def _hello(folder: Path) -> Server:
    (folder / "hello.py").write_text(HELLO, encoding="utf-8")
    port = _free_port()
    command = web_command(f"127.0.0.1:{port}", processes=WORKERS)
    place = command.index("participe.app:create_app()")
    command[place] = "hello:create_app()"
    return Server(command, port, {"PYTHONPATH": str(folder)})


def _ticks(pid: int) -> int:
    after_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return int(after_name[11]) + int(after_name[12])  # user and system


def _resident(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
