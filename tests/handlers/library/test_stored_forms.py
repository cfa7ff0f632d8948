"""What databases and buttons of yesterday hold about solutions is read and written as it was."""

from __future__ import annotations

from typing import Any

import pytest

from handlers import build_capability_router
from handlers.chat.button_values import ButtonValue, ListPage, RecordValue
from handlers.chat.card_arguments import read_arguments
from handlers.library.searches.record_keywords import TaughtKeyword
from handlers.library.searches.topic_keywords import RoutedKeyword
from handlers.library.solutions.search_log import OpenedRecord
from storage.queue.delivery_rows import Delivery

ONE: dict[str, Any] = {"solution": 4}
STEP = {"chain": 4, "step": "owner"}


@pytest.mark.parametrize(
    ("template", "args"),
    [
        ("solutions.card", {"solution": 4, "sending": 1}),
        ("solutions.settled", ONE),
        ("solutions.doubted", {"solution": 4, "doubt": 2}),
        ("solutions.unasked", ONE),
        *((f"solutions.{name}", ONE | {"by": 3}) for name in ("consent", "consented", "refused", "named", "taken")),
        ("solutions.consent_again", ONE | STEP | {"by": None}),
        ("solutions.unanswered", ONE | STEP | {"by": 3}),
        ("solutions.forgotten", ONE | STEP),
        ("solutions.verify", ONE | STEP | {"verify_by": "2026-03-02"}),
        ("solutions.unlooked", ONE | STEP | {"verify_by": "2026-03-02"}),
        ("solutions.trial", STEP | {"trial": 9, "at": "2026-03-02T08:00:00.000001+00:00"}),
        ("solutions.tried", {"trial": 9}),
    ],
)
def test_a_stored_card_is_read_and_written_as_it_was(template: str, args: dict[str, Any]) -> None:
    assert template in build_capability_router().cards
    assert read_arguments(Delivery(template=template, args=args)).encode_arguments() == args


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (RecordValue("solution", 4), "solution:4"),
        (TaughtKeyword("solution", 4, "brukt syre"), "solution:4:brukt syre"),
        (RoutedKeyword("nett", "m3", "brukt syre"), "nett:m3:brukt syre"),
        (OpenedRecord(4, "brukt syre|restsyre"), "4:brukt syre|restsyre"),
        (ListPage(5, "varme topic:nett"), "5:varme topic:nett"),
    ],
)
def test_a_button_is_written_and_read_as_it_was(value: ButtonValue, written: str) -> None:
    assert value.encode_value() == written
    assert type(value).parse_value(written) == value


def test_a_record_that_no_search_found_is_opened_by_its_id() -> None:
    assert OpenedRecord.parse_value("4") == OpenedRecord(4)
