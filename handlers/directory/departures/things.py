"""What was handed over, as an entry of a list: its title, what it is, and a way to it."""

from __future__ import annotations

from handlers.chat.cards import Button, Item
from handlers.chat.records import ownerships
from handlers.chat.turn import Turn, View
from handlers.directory.naming import shorten
from storage.directory.handovers import HandedOver


async def item(what: View | Turn, row: HandedOver) -> Item:
    entry = await ownerships()[row.what].describe(what, row.record_id)
    buttons = (Button(what.say("Show"), entry.do, entry.value),) if entry.do and entry.title else ()
    return Item(shorten(entry.title, 150), note=entry.label, buttons=buttons)
