"""The next meetings at home: the first of them is answered there, with one tap."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from handlers.chat.cards import Item
from handlers.chat.turn import Turn
from handlers.meetings import listing
from handlers.meetings.rsvps.buttons import row
from handlers.meetings.showing import is_coming
from handlers.overview.home.sections import Section

#: the next ones
MOST = 3


async def section(turn: Turn) -> Section:
    """The button to all of them stands at the top of the page."""
    coming = await listing.coming(turn, MOST)

    async def draw(skip: int, most: int) -> Sequence[Item]:
        found = await listing.items(turn, coming[skip : skip + most])
        if found and not skip and is_coming(coming[0], turn.now):
            answers = row(turn.say, coming[0]).row
            found[0] = replace(found[0], buttons=(*answers, *found[0].buttons))
        return found

    return Section("meetings", turn.say("Next meetings"), len(coming), 1, draw, leads_on=False)
