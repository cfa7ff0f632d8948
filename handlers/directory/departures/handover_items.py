"""Draw a handed over record as a list entry: its title, what it is, and a way to it."""

from __future__ import annotations

from handlers.chat.cards import Button, Item
from handlers.chat.record_kinds import list_ownerships
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import shorten_text
from storage.directory.handovers import HandoverPart


async def draw_handover_item(what: View | Turn, row: HandoverPart) -> Item:
    entry = await list_ownerships()[row.what].describe(what, row.record_id)
    buttons = (Button(what.say("Show"), entry.do, entry.value),) if entry.do and entry.title else ()
    return Item(shorten_text(entry.title, 150), note=entry.label, buttons=buttons)
