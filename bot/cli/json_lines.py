"""Read and write JSON Lines, as the commands that answer line by line do: a wrong line stops none of the others."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO


class WrongLine(ValueError):
    """Say what is wrong with a line."""


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


def parse_line_text(row: dict[str, Any]) -> str:
    """Return the text of a row. Raise WrongLine."""
    text = row.get("text")
    if text is None:
        raise WrongLine("text: is missing")
    if not isinstance(text, str):
        raise WrongLine("text: must be a text")
    return text


def report_wrong_line(number: int, error: WrongLine) -> None:
    """Print what is wrong with a line, by its number."""
    sys.stderr.write(f"line {number}: {error}\n")


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
