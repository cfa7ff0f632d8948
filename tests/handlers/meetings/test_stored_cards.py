"""Cards and buttons that are out since an earlier version can still be read: their names are promises."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from handlers.chat.button_values import ButtonValue, RecordPage
from handlers.chat.card_arguments import CardArguments, read_arguments
from handlers.meetings.actions.action_notices import ActionGivenNotice
from handlers.meetings.agenda.item_decisions import ItemDecisionNotice
from handlers.meetings.button_values import ActionOrigin, CancelledDates, FormSource
from handlers.meetings.card_arguments import MeetingCard, MeetingReminder, SilentOrganisationReminder
from handlers.meetings.change_notices import MeetingCancelledNotice
from handlers.meetings.minutes.carry_over import CarriedItemNotice
from handlers.meetings.moved_notices import MeetingMovedNotice, MovedOccurrence
from handlers.meetings.proposal_escalation import MeetingProposalReminder
from handlers.meetings.rsvps.rsvp_departures import DeputyLeftNotice
from storage.queue.delivery_rows import Delivery

STORED: dict[str, tuple[dict[str, Any], CardArguments]] = {
    "meetings.card": ({"occurrence": 7}, MeetingCard(7)),
    "meetings.cancelled": ({"occurrences": [7, 8], "n": 2}, MeetingCancelledNotice((7, 8), 2)),
    "meetings.unlooked": (
        {"meeting": 7, "chain": 7, "step": "first"},
        MeetingProposalReminder(meeting=7, chain=7, step="first"),
    ),
    "reminders.card": (
        {"occurrence": 7, "kind": "day", "moves": 0, "late": True},
        MeetingReminder(7, "day", 0, late=True),
    ),
    "reminders.silent": (
        {"occurrence": 7, "kind": "silent", "moves": 1, "organisation": 4},
        SilentOrganisationReminder(7, "silent", 1, organisation=4),
    ),
    "agenda.decided": ({"item": 7, "what": "refused"}, ItemDecisionNotice(7, "refused")),
    "agenda.carried": ({"item": 7, "to": 9}, CarriedItemNotice(7, to=9)),
    "actions.given": (
        {"action": 7, "mark": "2027-03-17:1", "changed": True},
        ActionGivenNotice(7, "2027-03-17:1", changed=True),
    ),
    "departures.substitute": ({"person": 3, "occurrence": 7}, DeputyLeftNotice(person=3, occurrence=7)),
}


@pytest.mark.parametrize("template", STORED)
def test_a_card_of_yesterday_is_read_and_written_as_it_was(template: str) -> None:
    args, card = STORED[template]
    assert read_arguments(Delivery(template=template, args=args)) == card
    assert card.encode_arguments() == args | {name: tuple(of) for name, of in args.items() if isinstance(of, list)}


def test_the_time_before_a_move_is_read_as_it_was_stored() -> None:
    old = datetime(2027, 3, 16, 9, 0, tzinfo=UTC)
    args = {"occurrences": [[7, 1, old.isoformat()]], "n": 1}
    card = MeetingMovedNotice((MovedOccurrence(7, 1, old),), 1)
    assert read_arguments(Delivery(template="meetings.moved", args=args)) == card
    again = Delivery(template="meetings.moved", args=card.encode_arguments())
    assert read_arguments(again) == card


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("d5:3", FormSource("d", 5, 3)),
        ("m12:3", FormSource("m", 12, 3)),
        ("o34:3", FormSource("o", 34, 3)),
        ("12:one", CancelledDates(12, "one")),
        ("12:2", RecordPage(12, 2)),
        ("12:34", ActionOrigin(12, 34)),
    ],
)
def test_a_button_of_yesterday_is_read_and_written_as_it_was(written: str, value: ButtonValue) -> None:
    assert type(value).parse_value(written) == value
    assert value.encode_value() == written


def test_parts_that_a_button_leaves_out() -> None:
    assert RecordPage.parse_value("12") == RecordPage(12, 0)
    assert ActionOrigin.parse_value("12") == ActionOrigin(12, None)
    assert FormSource.parse_value("d5") == FormSource("d", 5)


def test_a_form_of_something_else_names_nothing() -> None:
    assert FormSource.parse_value("x5:3") == FormSource("", 0)
    assert FormSource.parse_value("m²:3") == FormSource("", 0)
