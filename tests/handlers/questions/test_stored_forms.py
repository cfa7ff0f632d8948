"""What databases and buttons of yesterday hold about questions is read and written as it was."""

from __future__ import annotations

from typing import Any

import pytest

from handlers import build_capability_router
from handlers.chat.button_values import ButtonValue
from handlers.chat.card_arguments import read_arguments
from handlers.questions.button_values import (
    AskerDisclosure,
    DuplicateLink,
    FollowedQuestion,
    HelpfulSuggestion,
    QuestionTopic,
)
from storage.queue.delivery_rows import Delivery

ONE: dict[str, Any] = {"question": 12}
STEP = {"chain": 12, "step": "leads"}


@pytest.mark.parametrize(
    ("template", "args"),
    [
        *((f"questions.{name}", ONE) for name in ("card", "lost", "published", "for_lead", "news", "triage")),
        *((f"questions.{name}", ONE) for name in ("taken", "dismissed", "waiting", "revealed", "concealed")),
        ("questions.reopened", ONE),
        ("answers.accepted", ONE),
        ("questions.same", {"question": 12, "other": 7}),
        ("questions.joined", {"question": 12, "other": 7}),
        ("questions.who", {"question": 12, "by": 3}),
        ("questions.passed", {"question": 12, "by": 3, "word": ""}),
        *((f"questions.{name}", ONE | STEP) for name in ("unanswered_leads", "unanswered_helpers", "unanswered_asker")),
        ("questions.unplaced", ONE | STEP),
        ("questions.quiet", ONE | STEP | {"since": "2026-03-02T08:00:00+00:00"}),
        ("answers.card", {"answer": 34}),
        ("answers.card", {"answer": 34, "more": [35, 36]}),
        ("answers.new", {"answer": 34, "more": [35]}),
        ("answers.readers", {"question": 12, "room": None}),
        ("answers.readers", {"question": 12, "room": 5}),
    ],
)
def test_a_stored_card_is_read_and_written_as_it_was(template: str, args: dict[str, Any]) -> None:
    assert template in build_capability_router().cards
    found = read_arguments(Delivery(template=template, args=args)).encode_arguments()
    assert {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()} == args


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (QuestionTopic(12, "nett"), "12:nett"),
        (QuestionTopic(12, ""), "12:"),
        (HelpfulSuggestion(12, "solution", 3), "12:solution:3"),
        (FollowedQuestion(8, 12), "8:12"),
        (DuplicateLink(12, 7), "12:7"),
        (AskerDisclosure(12, 3), "12:3"),
    ],
)
def test_a_button_is_written_and_read_as_it_was(value: ButtonValue, written: str) -> None:
    assert value.encode_value() == written
    assert type(value).parse_value(written) == value


def test_a_followed_question_stands_alone_where_no_draft_waits() -> None:
    assert FollowedQuestion.parse_value("8") == FollowedQuestion(8)
