"""Draw what an organisation has under way, for a new representative, and redraw what names who acts for it."""

from __future__ import annotations

from collections.abc import Collection

from handlers.chat.cards import Part, Text
from handlers.chat.record_kinds import list_record_kinds
from handlers.chat.turn import Turn, View
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.database import Store


async def redraw_for_representatives(store: Store, organisation_id: int) -> None:
    """Redraw what says or offers who acts for the organisation: somebody does now, or no longer does."""
    for kind in list_record_kinds().values():
        if kind.redraw_for_representatives is not None:
            await kind.redraw_for_representatives(store, organisation_id)


async def draw_organisation_workload(
    at: Turn | View, reader: Person, organisation: Organisation, listed: Collection[tuple[str, str]] = ()
) -> list[Part]:
    """Draw what the organisation has said and is asked, as far as this reader may see it.

    `listed`: names and values of buttons for records that the message names already.
    """
    items = [
        item
        for kind in list_record_kinds().values()
        if kind.list_under_way is not None
        for item in await kind.list_under_way(at, reader, organisation)
    ]
    items = [item for item in items if (item.buttons[0].do, item.buttons[0].value) not in listed]
    if not items:
        return []
    lead = at.say("This is under way for {organisation}:", organisation=organisation.name)
    return [Text(lead, "strong"), *items]
