"""Programs under load, each in a process of its own: started, waited for, read off, stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from tests.processes import free_port

ROOT = Path(__file__).parents[2]
#: seconds
PATIENCE = 30.0


class Program:
    """A running server; what it has used so far is read from the system."""

    def __init__(self, popen: subprocess.Popen[bytes], port: int) -> None:
        self.popen = popen
        self.port = port
        self.process = psutil.Process(popen.pid)
        self.started = time.perf_counter()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cpu(self) -> float:
        """Seconds, user and system."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def memory(self) -> float:
        """Resident megabytes."""
        return float(self.process.memory_info().rss) / 1e6

    def wait(self, path: str = "/health/live", patience: float = PATIENCE) -> float:
        """Until it answers; the seconds since it was started. Raises RuntimeError when it does not."""
        while time.perf_counter() - self.started < patience and self.popen.poll() is None:
            try:
                with urlopen(self.url + path, timeout=5):
                    return time.perf_counter() - self.started
            except (URLError, OSError):
                time.sleep(0.005)
        raise RuntimeError("a program of the benchmark does not answer: its own words are above")


@contextmanager
def running(*arguments: str, port: int = 0, **env: str) -> Iterator[Program]:
    """`python ARGUMENTS` with these variables and no other settings, and with PORT."""
    port = port or free_port()
    popen = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=environment(PORT=str(port), **env))
    try:
        yield Program(popen, port)
    finally:
        popen.send_signal(signal.SIGTERM)
        try:
            popen.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            popen.kill()
            popen.wait()


def environment(**env: str) -> Mapping[str, str]:
    """What every program is given: no model unless it is asked for; and nobody reads warnings of the bot under load."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TZ", "TMPDIR")}
    ours = {"LOG_LEVEL": os.environ.get("LOG_LEVEL", "ERROR"), "ARENA_GRACE_SECONDS": "0", "ARENA_SEMANTIC": "0"}
    return kept | ours | env
