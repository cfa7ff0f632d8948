"""Arrange: the order of an agenda, changes to its items, and what is taken off."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Reply, Text
from handlers.chat.edits import next_version
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings.agenda import showing, words
from handlers.meetings.agenda.changes import changed, redraw
from handlers.meetings.agenda.deciding import REASON, tell
from handlers.meetings.agenda.lookup import load_item_to_run, load_visible_sitting, need_open_agenda
from handlers.meetings.agenda.numbering import number_in_order
from handlers.meetings.audience import need_run
from handlers.meetings.sittings import Sitting
from handlers.moderation.competition import hint
from storage.meetings.agenda import ACCEPTED, TREATED, WITHDRAWN

router = Router()


@router.on(Click, "agenda.arrange")
async def show(event: Click, turn: Turn) -> Reply:
    found = await load_visible_sitting(turn, event.value, lock=False)
    await need_run(turn, found.meeting)
    await need_open_agenda(turn, found)
    return Reply(await card(turn, found))


async def card(turn: Turn, sitting: Sitting) -> Card:
    say, items = turn.say, await turn.store.agenda.of(sitting.id)
    parts: list[Part] = []
    for place, item in enumerate(items):
        id, row = str(item.id), []
        if place:
            row.append(Button("↑", "agenda.up", id))
        if place < len(items) - 1:
            row.append(Button("↓", "agenda.down", id))
        row += [Button(say("Change"), "agenda.edit", id), Button(say("Take off"), "agenda.remove", id)]
        parts.append(Item(words.title(say, item), buttons=tuple(row)))
    if not items:
        parts.append(Text(say("Nothing is on the agenda yet.")))
    parts.append(Buttons((Button(say("Agenda"), "agenda.show", str(sitting.id)),)))
    return Card(showing.headline(say, sitting), tuple(parts))


@router.on(Click, "agenda.up")
async def up(event: Click, turn: Turn) -> Reply:
    return await _move(event, turn, -1)


@router.on(Click, "agenda.down")
async def down(event: Click, turn: Turn) -> Reply:
    return await _move(event, turn, 1)


async def _move(event: Click, turn: Turn, steps: int) -> Reply:
    """One place; the first cannot go up, nor the last down. The order is redrawn everywhere, and nobody is told.

    Before the agenda is sent the numbers follow the order; from then on each item keeps its own.
    """
    item, found = await load_item_to_run(turn, event.value)
    items = list(await turn.store.agenda.of(found.id))
    ids = [one.id for one in items]
    if item.id in ids:
        here = ids.index(item.id)
        there = min(max(here + steps, 0), len(items) - 1)
        items.insert(there, items.pop(here))
        for position, one in enumerate(items):
            one.position = position
        await turn.store.session.flush()
        await number_in_order(turn.store, found)
        await redraw(turn, found)
    return Reply(await card(turn, found), replace=event.direct)


@router.on(Click, "agenda.remove", opens=True)
async def ask_why(event: Click, turn: Turn) -> Reply:
    item, _ = await load_item_to_run(turn, event.value, lock=False)
    say = turn.say
    why = Field("why", say("Why?"), "text", hint=say("The proposer reads this."), required=False, most=REASON)
    return Reply(
        form=Form(say("Take off"), "agenda.remove", (why,), say("Take off"), str(item.id), note=words.title(say, item))
    )


@router.on(Submission, "agenda.remove")
async def remove(event: Submission, turn: Turn) -> Reply:
    """It keeps its number, which nobody else gets."""
    item, found = await load_item_to_run(turn, event.value)
    if item.state == TREATED:
        raise UserError(turn.say("The minutes say something of it already."))
    if item.state == ACCEPTED:
        item.state, item.why, item.version = WITHDRAWN, event.text("why")[:REASON], next_version(item.version, turn.now)
        await changed(turn, found, item)
        await tell(turn, item, "taken_off")
    arranged = await card(turn, found)
    return Reply(Card(arranged.title, (*hint(turn.say, event.text("why")), *arranged.parts)))
