"""Messages that have not arrived, or show what is no longer so: by organisation, then one by one, with what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import msgspec

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.notifications.deliveries.retrying import again
from handlers.notifications.deliveries.standings import FOR_IT, ORDER, SETTLED, STALE, advice, state_of, tally, word
from storage.queue.delivery_report import Trouble
from storage.queue.delivery_rows import DEAD, PENDING, SENT, Delivery

router = Router()
#: organisations on the overview; messages on one card
HOUSES, MOST = 8, 8
#: what is to people and not to rooms; rooms that are nobody's
PEOPLE, NOBODY = "people", "0"


class Sum(msgspec.Struct):
    """The troubles of one organisation: "5", NOBODY or PEOPLE."""

    key: str
    name: str
    states: Counter[str]
    oldest: datetime | None = None

    def add(self, one: Trouble) -> None:
        self.states[state_of(one)] += one.count
        if one.state in PENDING:
            self.oldest = min(self.oldest or one.oldest, one.oldest)


@router.on(Click, "admin.deliveries")
async def overview(event: Click, turn: Turn) -> Reply:
    """The whole, or from the organisation with this number on."""
    return Reply(await overview_card(turn, _number(event.value)), replace=event.value != "")


async def overview_card(turn: Turn, skip: int = 0) -> Card:
    say, sums = turn.say, await _sums(turn)
    title = say("Deliveries")
    if not sums:
        return Card(title, (Text(say("Every message has arrived.")),))
    whole: Counter[str] = sum((one.states for one in sums), Counter())
    parts: list[Part] = [Text(tally(say, whole))]
    parts += [_item(turn, one) for one in sums[skip : skip + HOUSES]]
    row = [Button(say("More"), "admin.deliveries", str(skip + HOUSES))] if len(sums) > skip + HOUSES else []
    row.append(Button(say("Look again"), "admin.deliveries", "0"))
    return Card(title, (*parts, Buttons(tuple(row))))


@router.on(Click, "admin.troubles")
async def one_by_one(event: Click, turn: Turn) -> Reply:
    """ "5" or "5@8": the messages of one organisation, from the ninth on."""
    key, _, skip = event.value.partition("@")
    start = _number(skip)
    rows = await turn.store.ledgers.troubled(await _rooms(turn, key), MOST + 1, start)
    if not rows:
        return note(turn.say("Every message has arrived."))
    parts: list[Part] = [await _message(turn, row) for row in rows[:MOST]]
    row = [Button(turn.say("Overview"), "admin.deliveries", "0")]
    if len(rows) > MOST:
        row.insert(0, Button(turn.say("More"), "admin.troubles", f"{key}@{start + MOST}"))
    return Reply(Card(await _name(turn, key), (*parts, Buttons(tuple(row)))), replace=bool(skip))


@router.on(Click, "admin.retry")
async def retry(event: Click, turn: Turn) -> Reply:
    """The reason may be gone: the channel is restored, the bot invited, the bug mended."""
    row = await turn.store.outbox.find(event.value[:36])
    if row is None or not await again(turn.store, [row]):
        raise UserError(turn.say("That message is gone, or on its way already."))
    return note(turn.say("It is tried again now."))


@router.on(Click, "admin.retry_all")
async def retry_all(event: Click, turn: Turn) -> Reply:
    """All of one organisation."""
    rows = await turn.store.ledgers.troubled(await _rooms(turn, event.value), 500)
    tried = await again(turn.store, rows)
    if not tried:
        raise UserError(turn.say("There is nothing to try again just now."))
    return note(turn.say.many("{n} message is tried again now.", "{n} messages are tried again now.", tried))


async def _sums(turn: Turn) -> list[Sum]:
    """What needs somebody first, then what has waited longest."""
    found: dict[str, Sum] = {}
    houses = {room.id: str(room.organisation_id or NOBODY) for room in await turn.store.rooms.all()}
    for one in await turn.store.ledgers.troubles():
        key = PEOPLE if one.room_id is None else houses.get(one.room_id, NOBODY)
        if key not in found:
            found[key] = Sum(key, await _name(turn, key), Counter())
        found[key].add(one)
    return sorted(found.values(), key=lambda one: (min(map(ORDER.index, one.states)), one.oldest or turn.now, one.name))


def _item(turn: Turn, one: Sum) -> Item:
    say, buttons = turn.say, [Button(turn.say("Show"), "admin.troubles", one.key)]
    if set(one.states) - set(SETTLED):
        buttons.append(Button(say("Try all again"), "admin.retry_all", one.key))
    waits = say("The oldest has waited since {when}.", when=say.when(one.oldest)) if one.oldest else ""
    return Item(one.name, tally(say, one.states), waits, tuple(buttons))


async def _message(turn: Turn, row: Delivery) -> Item:
    say, store, state = turn.say, turn.store, state_of(row)
    room = await store.rooms.find(row.room_id)
    person = await store.people.find(row.person_id)
    where = (room.name or room.channel) if room else person.name if person else row.channel or row.user
    when = f"{say.day(row.due_at)} {say.clock(row.due_at)}"
    notes = (when, row.subject or row.template, row.last_error)
    text = f"{word(say, state).capitalize()}. {advice(say, state, row.state, row.last_error)}"
    buttons = []
    if row.state == DEAD or (row.state == SENT and state == STALE):
        buttons.append(Button(say("Try again"), "admin.retry", row.id))
    if room is not None and state in FOR_IT:
        buttons.append(Button(say("Text for IT"), "deliveries.letter", f"{state}:{room.organisation_id or 0}"))
    return Item(say("To {where}", where=where), text, " · ".join(filter(None, notes)), tuple(buttons))


async def _rooms(turn: Turn, key: str) -> Sequence[int] | None:
    """The rooms of an organisation; None for what is to people."""
    if key == PEOPLE:
        return None
    return [room.id for room in await turn.store.rooms.all() if str(room.organisation_id or NOBODY) == key]


async def _name(turn: Turn, key: str) -> str:
    if key == PEOPLE:
        return turn.say("Messages to people")
    organisation = await turn.store.organisations.find(_number(key) or None)
    return organisation.name if organisation else turn.say("Rooms of no organisation")


def _number(text: str) -> int:
    return parse_id(text)
