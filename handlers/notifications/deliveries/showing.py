"""*Deliveries*: for those who sent something, the organisations it has reached, and those it has not and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.records import Sending
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.notifications.deliveries import houses
from handlers.notifications.deliveries.houses import House, by_house
from handlers.notifications.deliveries.sendings import missed, sending
from handlers.notifications.deliveries.standings import (
    DELIVERED,
    FOR_IT,
    Standing,
    advice,
    of_room,
    out_of_reach,
    tally,
    word,
)

router = Router()
#: organisations with something to tell on one card
PAGE = 8
#: characters of the line that names the others
LONGEST = 1200


@router.on(Click, "deliveries.show")
async def show(event: Click, turn: Turn) -> Reply:
    """ "question:12", or "question:12@8" from the ninth organisation on."""
    value, _, skip = event.value.partition("@")
    sent = await sending(turn, value)
    return Reply(await card(turn, sent, int(skip) if skip.isdecimal() and len(skip) < 4 else 0), replace=bool(skip))


async def reply(turn: Turn, value: str) -> Reply:
    """For those who come from a form."""
    return Reply(await card(turn, await sending(turn, value)))


async def card(turn: Turn, sent: Sending, skip: int = 0) -> Card:
    say, found = turn.say, await standings(turn, sent)
    title = say("Deliveries: {title}", title=sent.title)
    if not found:
        return Card(title, (Text(say("It is in no room yet.")),))
    by = await by_house(turn, found)
    trouble = [house for house in by if house.state != DELIVERED]
    parts: list[Part] = [Text(summary(turn, found))]
    parts += [await _item(turn, sent, house) for house in trouble[skip : skip + PAGE]]
    names = houses.delivered(turn, by)
    if names:
        parts.append(Text(say("Delivered to {names}.", names=_listed(turn, names)), "subtle"))
    row = []
    if len(trouble) > skip + PAGE:
        row.append(Button(say("More"), "deliveries.show", f"{sent.value}@{skip + PAGE}"))
    if any(house.mendable for house in trouble):
        row.append(Button(say("Try all again"), "deliveries.retry", sent.value))
    row.append(Button(say("Look again"), "deliveries.show", f"{sent.value}@0"))
    return Card(title, (*parts, Buttons(tuple(row))))


async def standings(turn: Turn, sent: Sending) -> list[Standing]:
    """In every room that has it, should have it, or cannot."""
    found = []
    for row in await turn.store.ledgers.of(sent.subject):
        room = await turn.store.rooms.find(row.room_id)
        if room is not None:
            found.append(of_room(room, row))
    known = {one.room.id for one in found}
    return found + [out_of_reach(room) for room in await missed(turn, sent) if room.id not in known]


def summary(turn: Turn, found: Sequence[Standing]) -> str:
    """ "Delivered to 117 of 120 rooms. Failed: 1. Waiting: 2." """
    say, counts = turn.say, Counter(one.state for one in found)
    there = counts[DELIVERED]
    text = say.many("Delivered to {there} of {n} room.", "Delivered to {there} of {n} rooms.", len(found), there=there)
    del counts[DELIVERED]
    return f"{text} {tally(say, counts)}".strip()


async def _item(turn: Turn, sent: Sending, house: House) -> Item:
    say, first = turn.say, house.standings[0]
    row_state = first.row.state if first.row is not None else ""
    how = say.many("{n} room: {state}.", "{n} rooms: {state}.", len(house.standings), state=word(say, house.state))
    lines = (how, advice(say, house.state, row_state, first.code), await houses.who(turn, house))
    value, buttons = f"{sent.value}:{house.id}", []
    if house.mendable:
        buttons.append(Button(say("Try again"), "deliveries.retry", value))
    if house.state in FOR_IT:
        buttons.append(Button(say("Text for IT"), "deliveries.letter", f"{house.state}:{house.id}"))
    return Item(houses.name(turn, house), " ".join(filter(None, lines)), houses.rooms(turn, house), tuple(buttons))


def _listed(turn: Turn, names: Sequence[str]) -> str:
    """As many as a card holds, and how many more."""
    kept = list(names)
    while len(", ".join(kept)) > LONGEST:
        kept.pop()
    more = len(names) - len(kept)
    return turn.say.listed([*kept, turn.say.many("{n} more", "{n} more", more)] if more else kept)
