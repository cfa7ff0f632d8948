"""What is learnt of titles and places in lines about meetings, as a file (`make span-model`).

An example is a line with its title and its place, and with what the rules read of it before anybody had looked at it:
the model has to learn how far to believe them in lines that they do not know.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

from handlers.language.recurrent_model import pack_recurrent_model
from handlers.meetings.line_reader import read_meeting_line, reader
from handlers.meetings.line_reader.line_tokens import TypedLine
from handlers.meetings.line_reader.span_choice import LeftoverReading
from handlers.meetings.line_reader.span_features import OTHER, PLACE, TITLE, describe_line
from handlers.meetings.line_reader.span_model import FILE, KINDS, SLOTS, TAKEN, extract_token_slots
from handlers.meetings.line_reader.word_places import find_phrase, find_words
from tests.linear_models import hash_examples
from tests.recurrent_models import Arrays, TokenLine, train_recurrent_arrays
from tests.span_swaps import swap_spans

LINES = Path(__file__).parent / "span_lines.jsonl"
_ZONE = ZoneInfo("Europe/Oslo")
#: when every line counts as typed: only few words of time depend on it
_NOW = datetime(2026, 11, 30, 9, 12, tzinfo=_ZONE)
Example = dict[str, Any]


def list_examples() -> list[Example]:
    """Return each with `text`, `title`, `place`, and what the rules made of it: `read_title`, `read_place`, `asked`.

    `titles` and `places` are others that its author accepts, if there are any.
    """
    return [json.loads(line) for line in LINES.read_text("utf-8").splitlines()]


def describe_example(example: Example) -> TokenLine | None:
    """Return the tokens of a line and their kinds; None where title or place do not stand in the line."""
    return _describe_taken(example, *take_times(example["text"]))


def describe_swapped(examples: Sequence[Example]) -> list[TokenLine | None]:
    """Return the tokens of these lines with each other's titles and places."""
    found = []
    for example in filter(None, swap_spans(examples)):
        line, kinds, read = _read_by_rules(example["text"])
        example |= {"read_title": read.title, "read_place": read.place, "asked": {ask.what for ask in read.doubts}}
        found.append(_describe_taken(example, line, kinds))
    return found


def _describe_taken(example: Example, line: TypedLine, kinds: list[str]) -> TokenLine | None:
    titled, placed = (_find_meant(line, kinds, example, what) for what in ("title", "place"))
    if (example["title"] and not titled) or (example["place"] and not placed):
        return None
    slots = extract_token_slots(describe_line(line, kinds, tag_as_read(line, kinds, example), set(example["asked"])))
    meant = [TITLE if n in titled else PLACE if n in placed else OTHER for n in range(len(kinds))]
    return TokenLine(slots, [KINDS.index(one) for one in meant], [kind not in TAKEN for kind in kinds])


def train_token_arrays(lines: Iterable[TokenLine | None]) -> Arrays:
    """Return the arrays of a network that tells the kinds of the tokens."""
    return train_recurrent_arrays([line for line in lines if line], len(KINDS), SLOTS)


def tag_as_read(line: TypedLine, kinds: list[str], example: Example) -> list[str]:
    """Return what the rules took each token for."""
    titled, placed = (set(find_words(line, kinds, example[f"read_{what}"])) for what in ("title", "place"))
    return [TITLE if n in titled else PLACE if n in placed else OTHER for n in range(len(kinds))]


def _find_meant(line: TypedLine, kinds: list[str], example: Example, what: str) -> set[int]:
    """Return the tokens of what was meant; where the rules read just that, they may be of two pieces."""
    find = find_words if example[what] == example[f"read_{what}"] else find_phrase
    return set(find(line, kinds, example[what]))


def take_times(text: str) -> tuple[TypedLine, list[str]]:
    """Return the line as the rules have left it, and the kinds of its tokens before they read title and place."""
    return _read_by_rules(text)[:2]


def _read_by_rules(text: str) -> tuple[TypedLine, list[str], LeftoverReading]:
    seen: list[tuple[TypedLine, list[str], LeftoverReading]] = []

    def keep(line: TypedLine, kinds: list[str], read: LeftoverReading) -> LeftoverReading:
        seen.append((line, kinds, read))
        return read

    with mock.patch.object(reader, "settle_title_and_place", keep):
        read_meeting_line(text, _NOW, _ZONE)
    return seen[0]


def main() -> None:
    examples = list_examples()
    arrays = train_token_arrays([*map(describe_example, examples), *describe_swapped(examples)])
    FILE.write_bytes(pack_recurrent_model(KINDS, arrays, hash_examples(examples)))


if __name__ == "__main__":
    main()
