"""What of reports waits for the secretariat."""

from __future__ import annotations

from handlers.chat.cards import Button, Item
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten
from handlers.moderation.items import find_moderable

#: entries on a home page
MOST = 5


async def items(turn: Turn) -> list[Item]:
    """One for each record, oldest first."""
    if not turn.person.secretariat:
        return []
    say, found = turn.say, {}
    for report in await turn.store.reports.open(limit=4 * MOST):
        item = await find_moderable(turn.store, report.kind, report.record_id)
        if item is None or item.value in found:
            continue
        name = item.name(say)
        title = (
            say("The author wants {item} back", item=name) if report.objection else say("{item} is reported", item=name)
        )
        act = (
            Button(say("Restore"), "moderation.restore", item.value)
            if item.hidden
            else Button(say("Hide"), "moderation.hide", item.value)
        )
        row = (act, Button(say("Leave it"), "moderation.leave", item.value))
        text = shorten(item.text, 150)
        found[item.value] = Item(title[:1].upper() + title[1:], text, shorten(report.why, 150), row)
    return list(found.values())[:MOST]
