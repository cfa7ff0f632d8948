"""Run `describe`: what each line offers or needs. It needs no database and no settings, and keeps nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, BinaryIO

from handlers.exchange.describing import Description, describe_text

DONE, FAILED = 0, 1
#: fields of a description that are numbers
_NUMBERS = ("temperature", "temperature_low", "temperature_high", "pressure", "hours")


class WrongLine(ValueError):
    """Say what is wrong with a line."""


def run_describe_command() -> int:
    """Print what each {id, text} says, in the order of the lines. A wrong line has its error in its place.

    Return the exit code: 1 where any line was wrong.
    """
    wrong = 0
    for number, line in read_json_lines(sys.stdin.buffer):
        try:
            row = parse_json_object(line)
            answer = {"id": row["id"], **write_description(describe_text(_get_text(row)))}
        except WrongLine as error:
            wrong += 1
            answer = {"error": f"line {number}: {error}"}
            print(f"line {number}: {error}", file=sys.stderr)
        write_json_line(answer)
    return FAILED if wrong else DONE


def read_json_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield each line with its number; empty lines are passed over."""
    for number, line in enumerate(stream, 1):
        if line.strip():
            yield number, line


def parse_json_object(line: bytes) -> dict[str, Any]:
    """Return the object of a line, which has an id. Raise WrongLine."""
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise WrongLine("is not UTF-8") from None
    except (ValueError, RecursionError):
        raise WrongLine("is not JSON") from None
    if not isinstance(row, dict):
        raise WrongLine("must be an object")
    if row.get("id") is None:
        raise WrongLine("id: is missing")
    return row


def write_json_line(answer: dict[str, Any]) -> None:
    """Print one answer as UTF-8, whatever the terminal's own letters are."""
    text = json.dumps(answer, ensure_ascii=False)
    try:
        line = text.encode()
    except UnicodeEncodeError:
        # half of a sign that takes two, in an id
        line = json.dumps(answer).encode()
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


def write_description(found: Description) -> dict[str, Any]:
    """Return a description under the names that `describe` prints, with all of its keys."""
    return {
        "direction": found.direction,
        "type": found.type_key,
        "kind": found.kind,
        "amount": _write_number(found.amount),
        "unit": found.unit,
        "low": _write_number(found.low),
        "high": _write_number(found.high),
        "per": found.per,
        **{name: _write_number(getattr(found, name)) for name in _NUMBERS},
        "months": list(found.months) if found.months is not None else None,
        "asks": list(found.asks),
        "others": [write_description(other) for other in found.others] or None,
    }


def _get_text(row: dict[str, Any]) -> str:
    text = row.get("text")
    if text is None:
        raise WrongLine("text: is missing")
    if not isinstance(text, str):
        raise WrongLine("text: must be a text")
    return text


def _write_number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral() else float(value)
