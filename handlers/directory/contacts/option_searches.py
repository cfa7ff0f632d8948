"""Find people, organisations and time zones for the fields of forms in which there are too many to carry."""

from __future__ import annotations

from dataclasses import replace

from handlers.access.option_fields import reply_with_found_options
from handlers.access.organisation_fields import ORGANISATION_SEARCH, PEOPLE_SEARCH, list_people_options
from handlers.access.visibility.audience_fields import OTHERS
from handlers.access.zone_fields import ZONE_SEARCH, list_zone_options
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


@router.on(Query, ZONE_SEARCH)
async def on_zone_option_search(event: Query, turn: Turn) -> Reply:
    """Find zones by city and continent, however their names are written: "Europe/Oslo", "new_york"."""
    words = event.text.replace("/", " ").replace("_", " ")
    return reply_with_found_options(replace(event, text=words), list_zone_options(turn))
