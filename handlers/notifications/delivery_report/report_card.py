"""Draw *Has it arrived?*: the organisations a record has reached, and those it has not and why.

It is shown to people who sent something.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from handlers.chat.button_values import ButtonValue, RecordValue
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_position
from handlers.chat.record_kinds import SentRecord
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.notifications.delivery_report import organisation_deliveries
from handlers.notifications.delivery_report.delivery_status import (
    DELIVERED,
    FOR_IT,
    DeliveryStatus,
    build_delivery_status,
    build_unreachable_status,
    describe_delivery_advice,
    describe_delivery_state,
    describe_state_counts,
)
from handlers.notifications.delivery_report.it_request import ITRequestValue
from handlers.notifications.delivery_report.organisation_deliveries import OrganisationDeliveries, group_by_organisation
from handlers.notifications.delivery_report.sent_record_lookup import list_unreachable_rooms, load_sent_record

router = Router()
#: organisations with problems on one card
PAGE = 8
#: maximum number of characters of the line that names the others
LONGEST_LINE = 1200


class DeliveriesPage(ButtonValue, frozen=True):
    """Name a record and where the page of its report begins: "question:12@8"."""

    separator = "@"

    record: str
    #: empty when the report is opened
    start: str = ""


class RetryValue(ButtonValue, frozen=True):
    """Name what is tried again: "question:12:5"."""

    kind: str
    id: int
    #: 0 for rooms without an organisation, empty for all rooms
    organisation: str = ""


@router.on(Click, "deliveries.show")
async def on_deliveries_show(event: Click, turn: Turn) -> Reply:
    """Show "question:12", or "question:12@8" from the ninth organisation on."""
    page = DeliveriesPage.parse_value(event.value)
    sent = await load_sent_record(turn, RecordValue.parse_value(page.record))
    return Reply(await draw_delivery_report_card(turn, sent, parse_position(page.start)), replace=bool(page.start))


async def build_report_reply(turn: Turn, kind: str, id: int) -> Reply:
    """Build the reply for people who come from a form."""
    return Reply(await draw_delivery_report_card(turn, await load_sent_record(turn, RecordValue(kind, id))))


async def draw_delivery_report_card(turn: Turn, sent: SentRecord, skip: int = 0) -> Card:
    say, found = turn.say, await list_delivery_statuses(turn, sent)
    title = say("Delivery: {title}", title=sent.title)
    if not found:
        return Card(title, (Text(say("It is in no room yet.")),))
    by = await group_by_organisation(turn, found)
    trouble = [organisation_status for organisation_status in by if organisation_status.state != DELIVERED]
    parts: list[Part] = [Text(describe_delivery_summary(turn, found))]
    parts += [
        await _draw_organisation_item(turn, sent, organisation_status)
        for organisation_status in trouble[skip : skip + PAGE]
    ]
    names = organisation_deliveries.list_delivered_organisations(turn, by)
    if names:
        parts.append(Text(say("Delivered to {names}.", names=_describe_names(turn, names)), "subtle"))
    row, record = [], sent.value.encode_value()
    if len(trouble) > skip + PAGE:
        row.append(Button(say("More"), "deliveries.show", DeliveriesPage(record, str(skip + PAGE)).encode_value()))
    if any(organisation_status.has_retryable for organisation_status in trouble):
        row.append(Button(say("Try all again"), "deliveries.retry", record))
    row.append(Button(say("Look again"), "deliveries.show", DeliveriesPage(record, "0").encode_value()))
    return Card(title, (*parts, Buttons(tuple(row))))


async def list_delivery_statuses(turn: Turn, sent: SentRecord) -> list[DeliveryStatus]:
    """List the status in every room that has the card, should have it, or cannot."""
    found = []
    for row in await turn.store.delivery_report.list_newest_room_posts(sent.subject):
        room = await turn.store.rooms.find(row.room_id)
        if room is not None:
            found.append(build_delivery_status(room, row))
    known = {one.room.id for one in found}
    return found + [
        build_unreachable_status(room) for room in await list_unreachable_rooms(turn, sent) if room.id not in known
    ]


def describe_delivery_summary(turn: Turn, found: Sequence[DeliveryStatus]) -> str:
    """Return a sentence for each state: "Delivered to 117 of 120 rooms. Failed: 1. Waiting: 2.", delivered first."""
    say, counts = turn.say, Counter(one.state for one in found)
    there = counts[DELIVERED]
    text = say.many("Delivered to {there} of {n} room.", "Delivered to {there} of {n} rooms.", len(found), there=there)
    del counts[DELIVERED]
    return f"{text} {describe_state_counts(say, counts)}".strip()


async def _draw_organisation_item(turn: Turn, sent: SentRecord, organisation_status: OrganisationDeliveries) -> Item:
    say, first = turn.say, organisation_status.standings[0]
    row_state = first.row.state if first.row is not None else ""
    how = say.many(
        "{n} room: {state}.",
        "{n} rooms: {state}.",
        len(organisation_status.standings),
        state=describe_delivery_state(say, organisation_status.state),
    )
    lines = (
        how,
        describe_delivery_advice(say, organisation_status.state, row_state, first.code),
        await organisation_deliveries.describe_who_can_help(turn, organisation_status),
    )
    buttons = []
    if organisation_status.has_retryable:
        retry = RetryValue(sent.value.kind, sent.value.id, str(organisation_status.id))
        buttons.append(Button(say("Try again"), "deliveries.retry", retry.encode_value()))
    if organisation_status.state in FOR_IT:
        request = ITRequestValue(organisation_status.state, organisation_status.id)
        buttons.append(Button(say("Text for IT"), "deliveries.letter", request.encode_value()))
    return Item(
        organisation_deliveries.describe_organisation_group(turn, organisation_status),
        " ".join(filter(None, lines)),
        organisation_deliveries.describe_group_rooms(turn, organisation_status),
        tuple(buttons),
    )


def _describe_names(turn: Turn, names: Sequence[str]) -> str:
    """Return as many names as a card holds, and how many more there are."""
    kept = list(names)
    while len(", ".join(kept)) > LONGEST_LINE:
        kept.pop()
    more = len(names) - len(kept)
    return turn.say.listed([*kept, turn.say.many("{n} more", "{n} more", more)] if more else kept)
