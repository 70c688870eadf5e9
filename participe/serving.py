"""Running the web server and the worker side by side on one machine, and stopping both together."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

STOP_WITHIN = 30  # seconds given to requests and letters under way
PAUSE = 0.2
RESTART_AFTER = 2  # seconds: a worker that dies at once must not spin


def web_command(bind: str, *, processes: int = 1, threads: int = 8) -> list[str]:
    """Return the command of the web server alone."""
    memory = Path("/dev/shm")  # noqa: S108 -- gunicorn's heartbeat, no file of ours
    return [
        *(sys.executable, "-m", "gunicorn", "participe.app:create_app()"),
        *("--bind", bind, "--workers", str(processes), "--threads", str(threads)),
        *("--worker-class", "gthread", "--graceful-timeout", str(STOP_WITHIN)),
        *("--no-control-socket", "--log-level", "warning"),
        *(("--worker-tmp-dir", str(memory)) if memory.is_dir() else ()),
    ]


def worker_command() -> list[str]:
    """Return the command of the worker alone."""
    return [sys.executable, "-m", "participe", "worker"]


def serve(bind: str, *, processes: int = 1) -> int:
    """Run both until told to stop, and return the web server's exit code.

    A worker that dies is started again; when the web server ends, so does everything.
    """
    web = _start(web_command(bind, processes=processes))
    worker = _start(worker_command())
    told_to_stop = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal told_to_stop
        told_to_stop = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not told_to_stop and web.poll() is None:
        if worker.poll() is not None:
            time.sleep(RESTART_AFTER)
            worker = _start(worker_command())
        time.sleep(PAUSE)
    return _end(web, worker)


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    # A group of its own: Ctrl-C reaches us alone, and we stop the others in order.
    return subprocess.Popen(command, env=os.environ, start_new_session=True)  # noqa: S603


def _end(web: subprocess.Popen[bytes], worker: subprocess.Popen[bytes]) -> int:
    for process in (web, worker):
        if process.poll() is None:
            process.terminate()
    for process in (web, worker):
        try:
            process.wait(STOP_WITHIN + 5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    return web.returncode
