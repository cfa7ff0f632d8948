"""Show the secretariat what was hidden and restored, by whom, when and why; never what it said."""

from __future__ import annotations

from handlers.chat.button_values import RecordValue
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.record_ids import parse_position
from handlers.chat.routing import Router
from handlers.chat.say import capitalise_first_letter
from handlers.chat.turn import Turn
from handlers.moderation import record_hiding
from handlers.moderation.moderable_lookup import find_moderable
from storage.directory.people import Person
from storage.moderation.hidings import Hiding

router = Router()
PAGE = 8


@router.on(Click, "moderation.trail")
async def on_moderation_trail(event: Click, turn: Turn) -> Reply:
    """Show the page that begins with this entry; "" for the first page."""
    say = turn.say
    skip = parse_position(event.value)
    rows = await turn.store.hidings.list_newest_hidings(PAGE + 1, skip)
    parts: list[Part] = [await _draw_hiding_entry(turn, row) for row in rows[:PAGE]]
    if not rows:
        parts.append(Text(say("Nothing has been hidden.")))
    row = draw_page_buttons(say, "moderation.trail", skip, PAGE, more=len(rows) > PAGE)
    parts += [Buttons(tuple(row))] if row else []
    return Reply(Card(say("Hidden and restored"), tuple(parts)), replace=bool(event.value))


async def _draw_hiding_entry(turn: Turn, row: Hiding) -> Item:
    say, store = turn.say, turn.store
    item = await find_moderable(store, row.kind, row.record_id)
    name = item.name(say) if item else row.kind
    by = await store.people.find(row.hidden_by_id)
    day = say.format_day(row.hidden_at)
    text = say(
        "Hidden by {name}, {day}: {ground}.",
        name=_describe_decider(turn, by),
        day=day,
        ground=record_hiding.describe_ground(say, row.ground),
    )
    if row.restored_at is None:
        back = (Button(say("Restore"), "moderation.restore", RecordValue(row.kind, row.record_id).encode_value()),)
        return Item(capitalise_first_letter(name), text, buttons=back if item else ())
    who = await store.people.find(row.restored_by_id)
    done = say("Restored by {name}, {day}.", name=_describe_decider(turn, who), day=say.format_day(row.restored_at))
    return Item(capitalise_first_letter(name), text, done)


def _describe_decider(turn: Turn, person: Person | None) -> str:
    return person.name if person else turn.say("the secretariat")
