"""Arrange an agenda: move its items, and take items off."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import build_next_version
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings.agenda import agenda_cards, agenda_texts
from handlers.meetings.agenda.agenda_change_notices import announce_agenda_change, redraw_agenda
from handlers.meetings.agenda.item_decisions import REASON, notify_item_proposer
from handlers.meetings.agenda.lookup import load_agenda_item_to_run, load_visible_occurrence, need_open_agenda
from handlers.meetings.agenda.numbering import number_agenda_items
from handlers.meetings.audience import need_meeting_role
from handlers.meetings.occurrence_view import OccurrenceView
from handlers.moderation.competition import draw_competition_hint
from storage.meetings.agenda import ACCEPTED, TREATED, WITHDRAWN

router = Router()


@router.on(Click, "agenda.arrange")
async def on_agenda_arrange(event: Click, turn: Turn) -> Reply:
    found = await load_visible_occurrence(turn, event.value, lock=False)
    await need_meeting_role(turn, found.meeting)
    await need_open_agenda(turn, found)
    return Reply(await draw_agenda_order(turn, found))


async def draw_agenda_order(turn: Turn, occurrence: OccurrenceView) -> Card:
    say, items = turn.say, await turn.store.agenda.list_agenda_items(occurrence.id)
    parts: list[Part] = []
    for place, item in enumerate(items):
        id, row = str(item.id), []
        if place:
            row.append(Button("↑", "agenda.up", id))
        if place < len(items) - 1:
            row.append(Button("↓", "agenda.down", id))
        row += [Button(say("Change"), "agenda.edit", id), Button(say("Remove from agenda"), "agenda.remove", id)]
        parts.append(Item(agenda_texts.describe_item_title(say, item), buttons=tuple(row)))
    if not items:
        parts.append(Text(say("Nothing is on the agenda yet.")))
    parts.append(Buttons((Button(say("Agenda"), "agenda.show", str(occurrence.id)),)))
    return Card(agenda_cards.describe_agenda_title(say, occurrence), tuple(parts))


@router.on(Click, "agenda.up")
async def on_agenda_item_up(event: Click, turn: Turn) -> Reply:
    return await _move_agenda_item(event, turn, -1)


@router.on(Click, "agenda.down")
async def on_agenda_item_down(event: Click, turn: Turn) -> Reply:
    return await _move_agenda_item(event, turn, 1)


async def _move_agenda_item(event: Click, turn: Turn, steps: int) -> Reply:
    """Move the item by `steps` places, stopping at either end of the agenda. Redraw every copy, and
    notify nobody.

    Until the agenda is sent, numbers follow the order; afterwards each item keeps its own.
    """
    item, found = await load_agenda_item_to_run(turn, event.value)
    items = list(await turn.store.agenda.list_agenda_items(found.id))
    ids = [one.id for one in items]
    if item.id in ids:
        here = ids.index(item.id)
        there = min(max(here + steps, 0), len(items) - 1)
        items.insert(there, items.pop(here))
        for position, one in enumerate(items):
            one.position = position
        await turn.store.session.flush()
        await number_agenda_items(turn.store, found)
        await redraw_agenda(turn, found)
    return Reply(await draw_agenda_order(turn, found), replace=event.direct)


@router.on(Click, "agenda.remove", opens=True)
async def on_agenda_remove_open(event: Click, turn: Turn) -> Reply:
    item, _ = await load_agenda_item_to_run(turn, event.value, lock=False)
    say = turn.say
    why = Field("why", say("Why?"), "text", hint=say("The proposer reads this."), required=False, most=REASON)
    return Reply(
        form=Form(
            say("Remove from agenda"),
            "agenda.remove",
            (why,),
            say("Remove from agenda"),
            str(item.id),
            note=agenda_texts.describe_item_title(say, item),
        )
    )


@router.on(Submission, "agenda.remove")
async def on_agenda_remove_submit(event: Submission, turn: Turn) -> Reply:
    """Take the item off the agenda. The item keeps its number, which no other item gets."""
    item, found = await load_agenda_item_to_run(turn, event.value)
    if item.state == TREATED:
        raise UserError(turn.say("The minutes already mention this item."))
    if item.state == ACCEPTED:
        item.state, item.why, item.version = (
            WITHDRAWN,
            event.get_text("why")[:REASON],
            build_next_version(item.version, turn.now),
        )
        await announce_agenda_change(turn, found, item)
        await notify_item_proposer(turn, item, "taken_off")
    arranged = await draw_agenda_order(turn, found)
    return Reply(Card(arranged.title, (*draw_competition_hint(turn.say, event.get_text("why")), *arranged.parts)))
