"""Find people and organisations for the fields of forms in which there are too many to carry."""

from __future__ import annotations

from handlers.access.option_fields import reply_with_found_options
from handlers.access.organisation_fields import ORGANISATION_SEARCH, PEOPLE_SEARCH, list_people_options
from handlers.access.visibility.audience_fields import OTHERS
from handlers.chat.cards import Reply
from handlers.chat.events import Query
from handlers.chat.routing import Router
from handlers.chat.turn import Turn

router = Router()


@router.on(Query, ORGANISATION_SEARCH)
async def on_organisation_option_search(event: Query, turn: Turn) -> Reply:
    """Find organisations; where the value says so, none that the person acts for."""
    apart = turn.person.stands_for if event.value == OTHERS else None
    rows = await turn.store.organisations.list_all_organisations()
    return reply_with_found_options(event, [(str(row.id), row.name) for row in rows if row.id != apart])


@router.on(Query, PEOPLE_SEARCH)
async def on_people_option_search(event: Query, turn: Turn) -> Reply:
    return reply_with_found_options(event, await list_people_options(turn, among=event.value))
