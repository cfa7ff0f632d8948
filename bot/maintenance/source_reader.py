"""Read what a source answered in a child process, within limits of time and memory.

The content comes from outside: a parser that never ends, or takes all memory, ends with its process and
nothing else. `read_source_in_child` is the parent's side; `python -m bot.maintenance.source_reader` is
the child's.
"""

from __future__ import annotations

import sys
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import structlog

from bot.runtime.child_process import ChildFailed, ask_child_process, limit_own_process

log = structlog.get_logger()
#: Limits of processor seconds and of real seconds for reading. The longest real feeds take five.
CPU_SECONDS, SECONDS = 20, 90.0
#: maximum number of bytes of memory, and of the result
MEMORY, LARGEST_ANSWER = 512 * 1024 * 1024, 16 * 1024 * 1024
#: Fields taken over from a row. The state is the secretariat's decision.
TAKEN = ("id", "title", "sender", "link", "deadline", "text")
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
    command = (*COMMAND, today.isoformat(), zone.key)
    try:
        answer = await ask_child_process(command, content, seconds=SECONDS, largest=LARGEST_ANSWER)
    except ChildFailed as failure:
        raise ReaderKilled(str(failure)) from None
    try:
        told = msgspec.json.decode(answer, type=_ReaderAnswer)
    except msgspec.DecodeError:
        raise ReaderKilled("it said nothing that can be read") from None
    if told.error:
        log.error("a parser failed", error=told.error)
    if told.failure:
        raise SourceUnreadable(told.failure)
    return told.rows


def main(today: str, zone: str) -> int:
    """Read standard input and write the rows to standard output; the status is 1 when memory ran out."""
    limit_own_process(cpu_seconds=CPU_SECONDS, memory=MEMORY)
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
