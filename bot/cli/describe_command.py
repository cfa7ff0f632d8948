"""Run `describe`: what each line offers or needs. It needs no database and no settings, and keeps nothing."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import Any

from bot.cli import DONE, FAILED
from bot.cli.json_lines import (
    WrongLine,
    parse_json_object,
    parse_line_text,
    read_json_lines,
    report_wrong_line,
    write_json_line,
)
from handlers.exchange.describing import Description, describe_text

#: fields of a description that are numbers
_NUMBERS = ("temperature", "temperature_low", "temperature_high", "pressure", "hours")


def run_describe_command() -> int:
    """Print what each {id, text} says, in the order of the lines. A wrong line has its error in its place.

    Return the exit code: 1 where any line was wrong.
    """
    wrong = 0
    for number, line in read_json_lines(sys.stdin.buffer):
        try:
            row = parse_json_object(line)
            answer = {"id": row["id"], **write_description(describe_text(parse_line_text(row)))}
        except WrongLine as error:
            wrong += 1
            answer = {"error": f"line {number}: {error}"}
            report_wrong_line(number, error)
        write_json_line(answer)
    return FAILED if wrong else DONE


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


def _write_number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral() else float(value)
