"""List the reports that wait for the secretariat."""

from __future__ import annotations

from handlers.chat.cards import Button, Item
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.say import capitalise_first_letter
from handlers.chat.turn import Turn
from handlers.moderation.moderable_lookup import find_moderable

MOST_ENTRIES = 5


async def list_report_items(turn: Turn) -> list[Item]:
    """List one entry for each record, oldest first."""
    if not turn.person.secretariat:
        return []
    say, found = turn.say, {}
    for report in await turn.store.reports.list_open_reports(limit=4 * MOST_ENTRIES):
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
        row = (act, Button(say("Keep it"), "moderation.leave", item.value))
        text = shorten_text(item.text, 150)
        found[item.value] = Item(capitalise_first_letter(title), text, shorten_text(report.why, 150), row)
    return list(found.values())[:MOST_ENTRIES]
