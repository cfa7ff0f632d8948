"""Find people for the fields of `people_fields`, among those whom the meeting is for.

It is a file of its own, since forms of the agenda draw these fields and this needs the agenda.
"""

from __future__ import annotations

from handlers.access.option_fields import reply_with_found_options
from handlers.access.organisation_fields import describe_people_options
from handlers.chat.cards import Reply
from handlers.chat.events import Query
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings.agenda.lookup import load_visible_occurrence
from handlers.meetings.audience import list_meeting_people, need_meeting_role
from handlers.meetings.people_fields import SEARCH

router = Router()


@router.on(Query, SEARCH)
async def on_meeting_person_search(event: Query, turn: Turn) -> Reply:
    """Find those whom the meeting is for, for whoever runs it."""
    found = await load_visible_occurrence(turn, event.value, lock=False)
    await need_meeting_role(turn, found.meeting)
    people = await list_meeting_people(turn.store, found.meeting)
    return reply_with_found_options(event, await describe_people_options(turn, people))
