"""Messages that did not arrive: where to, why, and what to do."""

from __future__ import annotations

from handlers.chat.cards import Button, Card, Item, Part, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.reasons import explain
from storage.delivery_rows import UNKNOWN, Delivery

router = Router()
MOST = 10


@router.on(Click, "admin.deliveries")
async def list_failed(_event: Click, turn: Turn) -> Reply:
    say, rows = turn.say, await turn.store.outbox.failed(limit=MOST)
    if not rows:
        return Reply(Card(say("Failed messages"), (Text(say("Every message has arrived.")),)))
    parts: list[Part] = [await _item(turn, row) for row in rows]
    return Reply(Card(say("Failed messages"), tuple(parts)))


@router.on(Click, "admin.retry")
async def retry(event: Click, turn: Turn) -> Reply:
    """The reason may be gone: the channel is restored, the bot invited, the bug mended."""
    if not await turn.store.deliveries.revive(event.value):
        raise UserError(turn.say("That message is gone, or on its way already."))
    return note(turn.say("It is tried again now."))


async def _item(turn: Turn, row: Delivery) -> Item:
    say, store = turn.say, turn.store
    room = await store.rooms.find(row.room_id)
    person = await store.people.find(row.person_id)
    where = (room.name or room.channel) if room else person.name if person else row.channel or row.user
    if row.state == UNKNOWN:
        why = say("nobody knows yet whether it arrived")
        what_to_do = say("I ask the chat platform, and try again if not.")
    else:
        why, what_to_do = explain(say, row.last_error)
    when = f"{say.day(row.due_at)} {say.clock(row.due_at)}"
    notes = (when, row.subject or row.template, row.last_error)
    text = say("Reason: {why}. {what}", why=why, what=what_to_do)
    again = () if row.state == UNKNOWN else (Button(say("Try again"), "admin.retry", row.id),)
    return Item(say("To {where}", where=where), text, " · ".join(filter(None, notes)), again)
