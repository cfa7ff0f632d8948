"""What the version before wrote is read: the arguments of each card, and the names of each button and form.

`payloads.json` was recorded from conversations on that version; eight cards that none of them posted are from its code.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from handlers import build_capability_router
from handlers.chat.card_arguments import read_arguments
from handlers.chat.events import Click, Submission
from storage.queue.delivery_rows import Delivery

YESTERDAY: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "payloads.json").read_text("utf-8"))
ROUTER = build_capability_router()


@pytest.mark.parametrize("template", YESTERDAY["cards"])
def test_a_card_of_yesterday_is_read_as_it_was_stored(template: str) -> None:
    assert template in ROUTER.cards
    for stored in YESTERDAY["cards"][template]:
        read = read_arguments(Delivery(template=template, args=stored))
        again = read.encode_arguments()
        assert read_arguments(Delivery(template=template, args=again)) == read
        written = as_json(again)
        assert written == {name: value for name, value in as_json(stored).items() if name in written or value}


def as_json(args: dict[str, Any]) -> dict[str, Any]:
    """As a database gives it back; "Z" and "+00:00" say the same."""
    told: dict[str, Any] = json.loads(json.dumps(args).replace("+00:00", "Z"))
    return told


def test_every_button_and_form_of_yesterday_is_answered() -> None:
    assert [name for name in YESTERDAY["buttons"] if (Click, name) not in ROUTER.handlers] == []
    assert [name for name in YESTERDAY["forms"] if (Submission, name) not in ROUTER.handlers] == []


def test_every_card_is_among_those_of_yesterday() -> None:
    """A card that is newer than the version before is named here."""
    newer = {"members.guest_admitted", "members.guest_request", "questions.withdrawn", "solutions.comment"}
    newer |= {"questions.words", "questions.words_refused", "rooms.group_chat", "exchange.card"}
    newer |= {"meetings.planned", "solutions.asked", "exchange.match", "exchange.known_match", "exchange.closed"}
    newer |= {"exchange.progress", "exchange.question", "exchange.far_apart", "exchange.unmatched", "exchange.blind"}
    newer |= {"streams.reminder", "exchange.stop_notice", "exchange.stop_off", "year.notice"}
    newer |= {"rounds.planners", "rounds.review", "departures.erased", "topics.led"}
    newer |= {"pictures.kept", "pictures.refused"}
    newer |= {"streams.proposed", "exchange.limit", "exchange.rules"}
    newer |= {"inquiries.news", "inquiries.request"}
    newer |= {"exchange.import"}
    newer |= {"exchange.missing"}
    newer |= {"tasks.asked", "tasks.answered", "tasks.colleague", "tasks.over"}
    newer |= {"exchange.shown", "exchange.shown_stops", "minutes.card", "agenda.shown"}
    newer |= {
        "meetings.shown",
        "meetings.narrowed",
        "rounds.receipt",
        "issues.receipt",
        "exchange.ended",
        "issues.owner",
        "exchange.news",
    }
    newer |= {"reminders.due", "reminders.receipt"}
    newer |= {"exchange.readiness", "exchange.measures", "tasks.unasked"}
    newer |= {"exchange.seat_news", "exchange.seats_given", "exchange.seats_over"}
    newer |= {"rounds.shown", "issues.shown", "consultations.shown", "minutes.unwritten", "solutions.shown"}
    assert set(ROUTER.cards) - set(YESTERDAY["cards"]) == {"reply"} | newer
