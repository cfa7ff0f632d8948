"""Trail: what was hidden and restored, by whom, when and why, for the secretariat; never what it said."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.moderation import grounds
from handlers.moderation.items import find_moderable
from storage.directory.people import Person
from storage.moderation.hidings import Hiding

router = Router()
PAGE = 8


@router.on(Click, "moderation.trail")
async def show(event: Click, turn: Turn) -> Reply:
    """The page that begins with this entry; empty for a first look."""
    say = turn.say
    skip = int(event.value) if event.value.isdecimal() and len(event.value) < 6 else 0
    rows = await turn.store.hidings.newest(PAGE + 1, skip)
    parts: list[Part] = [await _entry(turn, row) for row in rows[:PAGE]]
    if not rows:
        parts.append(Text(say("Nothing has been hidden.")))
    buttons = [Button(say("Previous page"), "moderation.trail", str(max(skip - PAGE, 0)))] if skip else []
    if len(rows) > PAGE:
        buttons.append(Button(say("Next page"), "moderation.trail", str(skip + PAGE)))
    if buttons:
        parts.append(Buttons(tuple(buttons)))
    return Reply(Card(say("Hidden and restored"), tuple(parts)), replace=bool(event.value))


async def _entry(turn: Turn, row: Hiding) -> Item:
    say, store = turn.say, turn.store
    item = await find_moderable(store, row.kind, row.record_id)
    name = item.name(say) if item else row.kind
    by = await store.people.find(row.hidden_by_id)
    day = say.day(row.hidden_at)
    text = say(
        "Hidden by {name}, {day}: {ground}.", name=_name(turn, by), day=day, ground=grounds.name(say, row.ground)
    )
    if row.restored_at is None:
        back = (Button(say("Restore"), "moderation.restore", f"{row.kind}:{row.record_id}"),)
        return Item(name[:1].upper() + name[1:], text, buttons=back if item else ())
    who = await store.people.find(row.restored_by_id)
    done = say("Restored by {name}, {day}.", name=_name(turn, who), day=say.day(row.restored_at))
    return Item(name[:1].upper() + name[1:], text, done)


def _name(turn: Turn, person: Person | None) -> str:
    return person.name if person else turn.say("the secretariat")
