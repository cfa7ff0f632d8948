"""Commands of the bot as an operator starts them: each in a process of its own, with what it says and its exit code."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests.forked_programs import ForkedProgram

ROOT = Path(__file__).parents[1]
#: seconds that a command may take on a busy machine
PATIENCE = 60.0
#: ports that systems give to nobody by themselves
PORTS = range(20_000, 32_000)
#: a platform that needs no account and no network
ANONYMOUS = {"TEAMS_ANONYMOUS": "1"}


def environment(**settings: str) -> dict[str, str]:
    """What every process is given: these settings and no others."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TZ", "TMPDIR")}
    return kept | {"ARENA_SEMANTIC": "0", "LOG_FORMAT": "json"} | settings


def run(
    *arguments: str, input: str = "", program: str = "bot", as_anybody: bool = False, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run `python -m PROGRAM ARGUMENTS` to its end. Raises subprocess.TimeoutExpired after PATIENCE.

    `as_anybody`: the permissions of files hold for root too.
    """
    with TemporaryFile("w+") as given, TemporaryFile("w+") as told, TemporaryFile("w+") as complained:
        given.write(input)
        given.seek(0)
        streams = [file.fileno() for file in (given, told, complained)]
        forked = ForkedProgram(program, arguments, environment(**settings), streams, as_anybody=as_anybody)
        code = forked.wait(PATIENCE)
        told.seek(0)
        complained.seek(0)
        return subprocess.CompletedProcess(arguments, code, told.read(), complained.read())


class Process:
    """One that serves."""

    def __init__(self, program: ForkedProgram, said: IO[str]) -> None:
        self.program = program
        self._said = said
        #: where it said last that it listens; a web's own port comes after that for health
        self.port = 0
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def get(self, path: str) -> tuple[int, str]:
        """Status and body; 0 while it does not listen."""
        if not self.port:
            return 0, ""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except (URLError, OSError):
            return 0, ""

    def ready(self) -> tuple[int, dict[str, Any]]:
        status, body = self.get("/health/ready")
        return status, json.loads(body or "{}")

    def wait_until(self, what: Callable[[], bool], seconds: float = PATIENCE) -> float:
        """The seconds it took. Raises AssertionError with what the process said when it takes longer."""
        begun = time.monotonic()
        while not what():
            said = "\n".join(self.lines)
            assert time.monotonic() - begun < seconds, f"not within {seconds} s: {said}"
            assert self.program.poll() is None, f"it has ended: {said}"
            time.sleep(0.1)
        return time.monotonic() - begun

    def wait_until_ready(self) -> None:
        self.wait_until(lambda: self.ready()[0] == 200)

    def end(self) -> int:
        """Wait for its end; the exit code."""
        code = self.program.wait(PATIENCE)
        self._reader.join(5)
        return code

    def _read(self) -> None:
        for line in self._said:
            self.lines.append(line.rstrip("\n"))
            if '"event": "listening"' in line:
                self.port = int(json.loads(line)["port"])

    def close(self) -> None:
        self._reader.join(5)
        self._said.close()


@contextmanager
def serving(*arguments: str, program: str = "bot", **settings: str) -> Iterator[Process]:
    """Run `python -m PROGRAM ARGUMENTS` until the end of the block. A worker is asked at its HEALTH_PORT."""
    own = {"HEALTH_PORT": str(free_port())} if arguments[0] == "worker" else {"PORT": "0"}
    reading, writing = os.pipe()
    with Path(os.devnull).open("r+b") as nothing:
        streams = [nothing.fileno(), nothing.fileno(), writing]
        forked = ForkedProgram(program, arguments, environment(**(own | settings)), streams)
    os.close(writing)
    process = Process(forked, os.fdopen(reading, encoding="utf-8"))
    try:
        yield process
    finally:
        forked.send_signal(signal.SIGTERM)
        try:
            forked.wait(20)
        except subprocess.TimeoutExpired:
            forked.kill()
            forked.wait()
        process.close()


def free_port() -> int:
    """A port where nobody listens, and nobody will who does not ask for it: none of those given to who asks for any."""
    while True:
        port = random.SystemRandom().choice(PORTS)
        with socket.socket() as taken, suppress(OSError):
            taken.bind(("127.0.0.1", port))
            return port
