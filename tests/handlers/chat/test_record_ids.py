"""Ids as buttons, forms and links carry them: any that a record can have is read, and nothing else is."""

from __future__ import annotations

import pytest

from handlers.access.rights.audit_trail import _NUMBER
from handlers.chat.record_ids import NONE, parse_id, parse_position
from storage.kit.record_ids import LARGEST_ID


@pytest.mark.parametrize("id", [1, 999_999_999, 1_000_000_000, 215_000_000_000_000, LARGEST_ID])
def test_every_id_that_a_record_can_have_is_read(id: int) -> None:
    assert parse_id(str(id)) == id


@pytest.mark.parametrize(
    "text", ["", " 7", "7 ", "-7", "+7", "0x7", "7.0", "٣", "²", "seven", str(LARGEST_ID + 1), "9" * 400]
)
def test_nothing_else_is_an_id(text: str) -> None:
    assert parse_id(text) == NONE


@pytest.mark.parametrize(("text", "position"), [("15", 15), ("", 0), ("-5", 0), ("٣", 0), ("ti", 0), ("1234567", 0)])
def test_a_position_is_digits_and_not_too_many(text: str, position: int) -> None:
    assert parse_position(text) == position


def test_the_trail_keeps_whole_ids() -> None:
    for value in (f"{LARGEST_ID}", f"m{LARGEST_ID}:3", f"solution:{LARGEST_ID}", f"{LARGEST_ID}:{LARGEST_ID}"):
        found = _NUMBER.match(value)
        assert found is not None
        assert found[0] == value
