"""Reads what a source answered in a child process, within limits of time and memory: it comes from outside.

A parser that never ends, or takes all memory, ends with its process and nothing else. `read_source` is the parent's
side; `python -m bot.maintenance.source_reader` is the child's, which gets nothing of the environment but where its
own code is.
"""

from __future__ import annotations

import asyncio
import resource
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import structlog

log = structlog.get_logger()
#: seconds of a processor, and seconds by the clock, that reading may take; the longest real feeds take five
CPU_SECONDS, SECONDS = 20, 90.0
#: bytes of memory, and of what is read
MEMORY, LARGEST_ANSWER = 512 * 1024 * 1024, 16 * 1024 * 1024
#: fields of a row that are taken: what is open is the secretariat's to decide
TAKEN = ("id", "title", "sender", "link", "deadline", "text")
ROOT = Path(__file__).parents[2]
#: a test plants faults here
COMMAND = (sys.executable, "-m", "bot.maintenance.source_reader")

Row = dict[str, Any]


class Killed(Exception):
    """The content ended its reader: it took too long, too much memory, or made the process crash."""


class Unread(Exception):
    """Why there are no rows: one of the words of `handlers.policy.consultations.sources.failures`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class _Answer(msgspec.Struct):
    rows: list[Row] = []
    failure: str = ""
    #: the kind of error that a parser stumbled over
    error: str = ""


async def read_source(content: bytes, today: date, zone: ZoneInfo) -> list[Row]:
    """Return the rows of a source. Raises Unread, or Killed."""
    child = await asyncio.create_subprocess_exec(
        *COMMAND, today.isoformat(), zone.key,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        cwd=ROOT, env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    try:
        async with asyncio.timeout(SECONDS):
            answer = await _converse(child, content)
            status = await child.wait()
    except TimeoutError:
        raise Killed("it takes too long") from None
    finally:
        await _end(child)
    if status != 0:
        raise Killed(f"status {status}")
    try:
        told = msgspec.json.decode(answer, type=_Answer)
    except msgspec.DecodeError:
        raise Killed("it said nothing that can be read") from None
    if told.error:
        log.error("a parser failed", error=told.error)
    if told.failure:
        raise Unread(told.failure)
    return told.rows


async def _converse(child: asyncio.subprocess.Process, content: bytes) -> bytes:
    """Hand in the content, and take no more than so much of what comes back."""
    assert child.stdin is not None
    assert child.stdout is not None
    with suppress(ConnectionError):  # a child that has ended says so by its status
        child.stdin.write(content)
        await child.stdin.drain()
    child.stdin.close()
    answer = bytearray()
    while chunk := await child.stdout.read(65_536):
        answer += chunk
        if len(answer) > LARGEST_ANSWER:
            raise Killed("it says too much")
    return bytes(answer)


async def _end(child: asyncio.subprocess.Process) -> None:
    """Kill a child that still runs; what it said is read to its end, for until then it counts as running."""
    if child.returncode is None:
        assert child.stdout is not None
        child.kill()
        while await child.stdout.read(65_536):
            pass
        await child.wait()


def main(today: str, zone: str) -> int:
    """Read standard input and write the rows to standard output; the status is 1 when memory ran out."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        answer = _read(sys.stdin.buffer.read(), date.fromisoformat(today), ZoneInfo(zone))
        sys.stdout.buffer.write(msgspec.json.encode(answer))
    except MemoryError:
        return 1
    return 0


def _read(content: bytes, today: date, zone: ZoneInfo) -> _Answer:
    from handlers.policy.consultations.reading import Reader, Unreadable, rows

    try:
        found = [_taken(row) for _, row in rows(content, Reader(today, zone), [])]
    except Unreadable as error:
        return _Answer(failure=error.why)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - around one source; the parent logs it
        return _Answer(failure="unknown", error=type(error).__name__)
    return _Answer(found)


def _taken(row: Row) -> Row:
    return {name: row[name] for name in TAKEN if isinstance(row.get(name), str | int | float)}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
