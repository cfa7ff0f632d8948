"""Draw the next meetings at home: the first of them is answered there, with one tap."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from handlers.chat.cards import Item
from handlers.chat.turn import Turn
from handlers.meetings import meeting_list
from handlers.meetings.occurrence_facts import is_occurrence_upcoming
from handlers.meetings.rsvps.rsvp_buttons import draw_rsvp_buttons
from handlers.overview.home.sections import HomeSection

MOST_MEETINGS = 3


async def draw_meeting_section(turn: Turn) -> HomeSection:
    """Draw the section: each meeting once, with its next date. The button to all stands at the top of the page."""
    more, coming = await meeting_list.fold_visible_series(turn, MOST_MEETINGS, since=0)

    async def draw_meeting_entries(skip: int, most: int) -> Sequence[Item]:
        found = await meeting_list.draw_occurrence_items(turn, coming[skip : skip + most], more)
        if found and not skip and is_occurrence_upcoming(coming[0], turn.now):
            answers = draw_rsvp_buttons(turn.say, coming[0])
            found[0] = replace(found[0], buttons=(*answers, *found[0].buttons))
        return found

    return HomeSection("meetings", turn.say("Next meetings"), len(coming), 1, draw_meeting_entries, leads_on=False)
