"""Read what a source answered in a child process, within limits of time and memory.

The content comes from outside: a parser that never ends, or takes all memory, ends with its process and
nothing else. `read_source_in_child` is the parent's side; `python -m bot.maintenance.source_reader` is
the child's. The child gets nothing of the environment but where its own code is.
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
#: Limits of processor seconds and of real seconds for reading. The longest real feeds take five.
CPU_SECONDS, SECONDS = 20, 90.0
#: maximum number of bytes of memory, and of the result
MEMORY, LARGEST_ANSWER = 512 * 1024 * 1024, 16 * 1024 * 1024
#: Fields taken over from a row. The state is the secretariat's decision.
TAKEN = ("id", "title", "sender", "link", "deadline", "text")
ROOT = Path(__file__).parents[2]
#: tests replace it to inject faults
COMMAND = (sys.executable, "-m", "bot.maintenance.source_reader")

Row = dict[str, Any]


class ReaderKilled(Exception):
    """Report that the content ended its reader.

    The reader took too long or too much memory, or its process crashed.
    """


class SourceUnreadable(Exception):
    """Say why there are no rows.

    `why` is one of the words of `handlers.policy.consultations.sources.list_failure_texts`.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class _ReaderAnswer(msgspec.Struct):
    rows: list[Row] = []
    failure: str = ""
    #: class name of the parser's error
    error: str = ""


async def read_source_in_child(content: bytes, today: date, zone: ZoneInfo) -> list[Row]:
    """Return the rows of a source. Raise SourceUnreadable or ReaderKilled."""
    child = await asyncio.create_subprocess_exec(
        *COMMAND, today.isoformat(), zone.key,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        cwd=ROOT, env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    try:
        async with asyncio.timeout(SECONDS):
            answer = await _exchange_with_child(child, content)
            status = await child.wait()
    except TimeoutError:
        raise ReaderKilled("it takes too long") from None
    finally:
        await _kill_child(child)
    if status != 0:
        raise ReaderKilled(f"status {status}")
    try:
        told = msgspec.json.decode(answer, type=_ReaderAnswer)
    except msgspec.DecodeError:
        raise ReaderKilled("it said nothing that can be read") from None
    if told.error:
        log.error("a parser failed", error=told.error)
    if told.failure:
        raise SourceUnreadable(told.failure)
    return told.rows


async def _exchange_with_child(child: asyncio.subprocess.Process, content: bytes) -> bytes:
    """Send the content to the child, and take no more than LARGEST_ANSWER bytes of its answer."""
    assert child.stdin is not None
    assert child.stdout is not None
    with suppress(ConnectionError):  # the exit status tells whether the child has ended
        child.stdin.write(content)
        await child.stdin.drain()
    child.stdin.close()
    answer = bytearray()
    while chunk := await child.stdout.read(65_536):
        answer += chunk
        if len(answer) > LARGEST_ANSWER:
            raise ReaderKilled("it says too much")
    return bytes(answer)


async def _kill_child(child: asyncio.subprocess.Process) -> None:
    """End a child process that still runs.

    Its output is read to the end, for until then the child counts as running.
    """
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
        answer = _parse_source_content(sys.stdin.buffer.read(), date.fromisoformat(today), ZoneInfo(zone))
        sys.stdout.buffer.write(msgspec.json.encode(answer))
    except MemoryError:
        return 1
    return 0


def _parse_source_content(content: bytes, today: date, zone: ZoneInfo) -> _ReaderAnswer:
    from handlers.policy.source_parsers import ParsingContext, UnreadableSource, parse_source

    try:
        found = [_pick_taken_fields(row) for _, row in parse_source(content, ParsingContext(today, zone), [])]
    except UnreadableSource as error:
        return _ReaderAnswer(failure=error.why)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - limits a bug to one source; the parent logs it
        return _ReaderAnswer(failure="unknown", error=type(error).__name__)
    return _ReaderAnswer(found)


def _pick_taken_fields(row: Row) -> Row:
    return {name: row[name] for name in TAKEN if isinstance(row.get(name), str | int | float)}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
