"""Workers that are killed and replaced, forked from one process that has imported the bot and shortened its terms.

Each start of a new interpreter takes more of a processor than all that a worker of these tests does in its life.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).parents[2]
WORKERS = 3


class Worker:
    """One of them, with the part of `subprocess.Popen` that tests use."""

    def __init__(self, mother: Mother) -> None:
        self._mother = mother
        self.pid: int = mother.ask(fork=True)
        self._code: int | None = None

    def poll(self) -> int | None:
        """Return the exit code, or None while it runs; a signal that ended it is negative."""
        if self._code is None:
            self._code = self._mother.ask(poll=self.pid)
        return self._code

    def wait(self, timeout: float = 10.0) -> int:
        """Wait for its end. Raises subprocess.TimeoutExpired."""
        end = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired(f"worker {self.pid}", timeout)
            time.sleep(0.005)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)


class Mother:
    """The process that they are forked from; `close` ends it."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.torture.worker"], cwd=ROOT, env=environment, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )  # fmt: skip

    def ask(self, **what: Any) -> Any:
        """Ask for a new worker, or for the exit code of one. Raises RuntimeError when it has ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(what).encode() + b"\n")
        self._process.stdin.flush()
        told = self._process.stdout.readline()
        if not told:
            raise RuntimeError("the process that workers are forked from has ended: its own words are above")
        return json.loads(told)

    def close(self) -> None:
        self._process.communicate()


class Crew:
    """Workers in an environment of their own; `with` ends them all."""

    def __init__(self, environment: dict[str, str], workers: int = WORKERS) -> None:
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TZ", "TMPDIR")}
        ours = {"LOG_LEVEL": os.environ.get("LOG_LEVEL", "ERROR"), "ARENA_SEMANTIC": "0"}
        self._mother = Mother(kept | ours | environment)
        self.workers = [Worker(self._mother) for _ in range(workers)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        self._mother.close()

    def look(self) -> None:
        """Raises RuntimeError when one has ended by itself."""
        if any(worker.poll() is not None for worker in self.workers):
            raise RuntimeError("a worker has ended by itself: its own words are above")

    def replace(self, place: int) -> None:
        """Kill one as nothing can be killed harder, and start another."""
        self.workers[place].send_signal(signal.SIGKILL)
        self.workers[place].wait()
        self.workers[place] = Worker(self._mother)
