"""List messages that failed or are stale, by organisation, then one by one, with what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import msgspec

from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id, parse_position
from handlers.chat.room_names import name_room
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.notifications.delivery_report.delivery_retry import retry_deliveries
from handlers.notifications.delivery_report.delivery_status import (
    FOR_IT,
    ORDER,
    SETTLED,
    STALE,
    classify_delivery,
    describe_delivery_advice,
    describe_delivery_state,
    describe_state_counts,
)
from handlers.notifications.delivery_report.it_request import ITRequestValue
from storage.queue.delivery_report import DeliveryTrouble
from storage.queue.delivery_rows import DEAD, PENDING, SENT, Delivery

router = Router()
#: maximum number of organisations on the overview, and of messages on one card
MOST_ORGANISATIONS, MOST_MESSAGES = 5, 5
#: key of messages to people instead of rooms; key of rooms without an organisation
PEOPLE, NOBODY = "people", "0"


class FailuresPage(ButtonValue, frozen=True):
    """Name whose failures are listed, as `OrganisationFailures` does, and where the page begins: "5@8"."""

    separator = "@"

    key: str
    #: empty when the list is opened
    start: str = ""


class OrganisationFailures(msgspec.Struct):
    """Count the failed deliveries of one organisation. `key`: "5", NOBODY or PEOPLE."""

    key: str
    name: str
    states: Counter[str]
    oldest: datetime | None = None

    def add_trouble(self, one: DeliveryTrouble) -> None:
        self.states[classify_delivery(one)] += one.count
        if one.state in PENDING:
            self.oldest = min(self.oldest or one.oldest, one.oldest)


@router.on(Click, "admin.deliveries")
async def on_admin_deliveries(event: Click, turn: Turn) -> Reply:
    """Show the overview. A value continues it from the organisation at that position."""
    return Reply(await draw_delivery_overview_card(turn, parse_position(event.value)), replace=event.value != "")


async def draw_delivery_overview_card(turn: Turn, skip: int = 0) -> Card:
    say, sums = turn.say, await _list_organisation_failures(turn)
    title = say("Has it arrived?")
    if not sums:
        return Card(title, (Text(say("Every message has arrived.")),))
    whole: Counter[str] = sum((one.states for one in sums), Counter())
    parts: list[Part] = [Text(describe_state_counts(say, whole))]
    parts += [_draw_organisation_failures(turn, one) for one in sums[skip : skip + MOST_ORGANISATIONS]]
    row = (
        [Button(say("More"), "admin.deliveries", str(skip + MOST_ORGANISATIONS))]
        if len(sums) > skip + MOST_ORGANISATIONS
        else []
    )
    row.append(Button(say("Look again"), "admin.deliveries", "0"))
    return Card(title, (*parts, Buttons(tuple(row))))


@router.on(Click, "admin.troubles")
async def on_admin_troubles(event: Click, turn: Turn) -> Reply:
    """Show the messages of one organisation: "5", or "5@8" from the ninth on."""
    page = FailuresPage.parse_value(event.value)
    start = parse_position(page.start)
    rows = await turn.store.delivery_report.list_troubled_deliveries(
        await _list_failure_rooms(turn, page.key), MOST_MESSAGES + 1, start
    )
    if not rows:
        return build_text_reply(turn.say("Every message has arrived."))
    parts: list[Part] = [await _draw_failed_message(turn, row) for row in rows[:MOST_MESSAGES]]
    row = [Button(turn.say("Overview"), "admin.deliveries", "0")]
    if len(rows) > MOST_MESSAGES:
        row.insert(
            0,
            Button(
                turn.say("More"), "admin.troubles", FailuresPage(page.key, str(start + MOST_MESSAGES)).encode_value()
            ),
        )
    return Reply(
        Card(await _name_failure_group(turn, page.key), (*parts, Buttons(tuple(row)))), replace=bool(page.start)
    )


@router.on(Click, "admin.retry")
async def on_admin_retry(event: Click, turn: Turn) -> Reply:
    """Retry a message whose cause may be gone: the channel is restored, the bot invited, the bug fixed."""
    row = await turn.store.outbox.find_delivery(event.value[:36])
    if row is None or not await retry_deliveries(turn.store, [row]):
        raise UserError(turn.say("That message no longer exists, or is already on its way."))
    return build_text_reply(turn.say("It is tried again now."))


@router.on(Click, "admin.retry_all")
async def on_admin_retry_all(event: Click, turn: Turn) -> Reply:
    """Retry all messages of one organisation."""
    rows = await turn.store.delivery_report.list_troubled_deliveries(await _list_failure_rooms(turn, event.value), 500)
    tried = await retry_deliveries(turn.store, rows)
    if not tried:
        raise UserError(turn.say("There is nothing to try again just now."))
    return build_text_reply(
        turn.say.many("{n} message is tried again now.", "{n} messages are tried again now.", tried)
    )


async def _list_organisation_failures(turn: Turn) -> list[OrganisationFailures]:
    """List the sums: what needs action first, then what has waited longest."""
    found: dict[str, OrganisationFailures] = {}
    organisation_keys = {
        room.id: str(room.organisation_id or NOBODY) for room in await turn.store.rooms.list_all_rooms()
    }
    for one in await turn.store.delivery_report.list_delivery_troubles():
        key = PEOPLE if one.room_id is None else organisation_keys.get(one.room_id, NOBODY)
        if key not in found:
            found[key] = OrganisationFailures(key, await _name_failure_group(turn, key), Counter())
        found[key].add_trouble(one)
    return sorted(found.values(), key=lambda one: (min(map(ORDER.index, one.states)), one.oldest or turn.now, one.name))


def _draw_organisation_failures(turn: Turn, one: OrganisationFailures) -> Item:
    say, buttons = turn.say, [Button(turn.say("Show"), "admin.troubles", one.key)]
    if set(one.states) - set(SETTLED):
        buttons.append(Button(say("Try all again"), "admin.retry_all", one.key))
    waits = say("The oldest has waited since {when}.", when=say.format_period(one.oldest)) if one.oldest else ""
    return Item(one.name, describe_state_counts(say, one.states), waits, tuple(buttons))


async def _draw_failed_message(turn: Turn, row: Delivery) -> Item:
    say, store, state = turn.say, turn.store, classify_delivery(row)
    room = await store.rooms.find(row.room_id)
    person = await store.people.find(row.person_id)
    where = name_room(say, room) if room else person.name if person else row.channel or row.user
    when = f"{say.format_day(row.due_at)} {say.format_clock(row.due_at)}"
    notes = (when, row.subject or row.template, row.last_error)
    advice = describe_delivery_advice(say, state, row.state, row.last_error)
    text = f"{describe_delivery_state(say, state).capitalize()}. {advice}"
    buttons = []
    if row.state == DEAD or (row.state == SENT and state == STALE):
        buttons.append(Button(say("Try again"), "admin.retry", row.id))
    if room is not None and state in FOR_IT:
        request = ITRequestValue(state, room.organisation_id or 0)
        buttons.append(Button(say("Text for IT"), "deliveries.letter", request.encode_value()))
    return Item(say("To {where}", where=where), text, " · ".join(filter(None, notes)), tuple(buttons))


async def _list_failure_rooms(turn: Turn, key: str) -> Sequence[int] | None:
    """List the room ids of an organisation; None for messages to people."""
    if key == PEOPLE:
        return None
    return [room.id for room in await turn.store.rooms.list_all_rooms() if str(room.organisation_id or NOBODY) == key]


async def _name_failure_group(turn: Turn, key: str) -> str:
    if key == PEOPLE:
        return turn.say("Messages to people")
    organisation = await turn.store.organisations.find(parse_id(key))
    return organisation.name if organisation else turn.say("Rooms without organisation")
