"""What buttons carry besides their names: written once, read back, and harmless where somebody made it up."""

from __future__ import annotations

import pytest

from handlers.chat.button_values import ButtonValue, RecordValue
from handlers.chat.record_ids import NONE


class PageValue(ButtonValue, frozen=True):
    separator = "@"

    record: str
    start: str = ""
    person: int | None = None


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (RecordValue("question", 12), "question:12"),
        (PageValue("question:12", "8", 3), "question:12@8@3"),
        (PageValue("5"), "5@@"),
    ],
)
def test_a_value_is_read_as_it_was_written(value: ButtonValue, written: str) -> None:
    assert value.encode_value() == written
    assert type(value).parse_value(written) == value


@pytest.mark.parametrize("text", ["question", "question:", "question:twelve", "question:12:3", "question:-1"])
def test_a_record_that_somebody_made_up_is_none(text: str) -> None:
    assert RecordValue.parse_value(text) == RecordValue("question", NONE)


def test_parts_that_an_earlier_version_left_out_have_their_defaults() -> None:
    assert PageValue.parse_value("question:12") == PageValue("question:12", "", None)
    assert PageValue.parse_value("question:12@8") == PageValue("question:12", "8", None)
