"""Modules run as programs by a process that forks: it has imported the bot, which takes a second of each new start.

What is the same as in a new interpreter: the arguments, the settings and no others, the working folder, the three
streams, signals and the exit code. Whatever is about the interpreter itself is started for real.
"""

from __future__ import annotations

import ctypes
import os
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from multiprocessing import get_context
from multiprocessing.reduction import DupFd
from pathlib import Path
from typing import Any

from handlers import CAPABILITIES

ROOT = Path(__file__).parents[1]
#: imported once by the process that forks
PRELOADED = [
    "bot.cli.command_runner",
    "bot.cli.commands",
    "bot.importers.rows",
    "bot.app",
    "bot.platforms.teams",
    "storage.kit.schema_migration",
    "aiosqlite",
    # whoever asks for a program is pytest, which multiprocessing imports in each child
    "pytest",
    *(f"handlers.{capability}" for capability in CAPABILITIES),
]
#: version 3 of the calls, and CAP_DAC_OVERRIDE with CAP_DAC_READ_SEARCH
_CAPABILITY_VERSION, _OVERRIDES = 0x20080522, 1 << 1 | 1 << 2
_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(PRELOADED)


class ForkedProgram:
    """One that runs, with the part of `subprocess.Popen` that tests use."""

    def __init__(
        self,
        module: str,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        streams: Sequence[int],
        *,
        as_anybody: bool = False,
    ) -> None:
        """Start `python -m MODULE ARGUMENTS`. `streams` are the numbers of open files: stdin, stdout, stderr.

        `as_anybody`: the permissions of files hold for root too.
        """
        self._process = _CONTEXT.Process(
            target=_run_module, args=(module, list(arguments), dict(environment), _Streams(streams), as_anybody)
        )
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    def poll(self) -> int | None:
        """Return the exit code, or None while it runs; a signal that ended it is negative."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end. Raises subprocess.TimeoutExpired."""
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class _Streams:
    """The numbers of open files, made anew where they arrive."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self.numbers = numbers

    def __reduce__(self) -> tuple[Any, ...]:
        return _receive_streams, tuple(DupFd(number) for number in self.numbers)


def _receive_streams(*arriving: Any) -> list[int]:
    return [one.detach() for one in arriving]


def _run_module(
    module: str, arguments: list[str], environment: dict[str, str], streams: list[int], as_anybody: bool
) -> None:
    if as_anybody:
        _give_up_overrides()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(ROOT)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _give_up_overrides() -> None:
    """Let the permissions of files hold in this process, whoever it belongs to: see capabilities(7)."""
    libc = ctypes.CDLL(None, use_errno=True)
    head, sets = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0), (ctypes.c_uint32 * 6)()
    for call, changes in ((libc.capget, False), (libc.capset, True)):
        if changes:
            for place in (0, 1):  # effective and permitted
                sets[place] &= ~_OVERRIDES
        if call(head, sets) != 0:
            raise OSError(ctypes.get_errno(), "capabilities cannot be given up")
