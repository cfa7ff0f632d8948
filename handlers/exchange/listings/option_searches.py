"""Find sites and contacts for the form of a listing, where there are too many to carry."""

from __future__ import annotations

from handlers.access.option_fields import reply_with_found_options
from handlers.chat.cards import Reply
from handlers.chat.events import Query
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.exchange.listings.listing_fields import (
    CONTACT_SEARCH,
    SITE_SEARCH,
    list_contact_options,
    list_own_sites,
    list_site_options,
)
from handlers.exchange.sites.lookup import list_site_organisations

router = Router()


@router.on(Query, SITE_SEARCH)
async def on_listing_site_search(event: Query, turn: Turn) -> Reply:
    return reply_with_found_options(event, list_site_options(await list_own_sites(turn)))


@router.on(Query, CONTACT_SEARCH)
async def on_listing_contact_search(event: Query, turn: Turn) -> Reply:
    """Find people of the organisation that the value names, if this person may write for it."""
    own = [one.id for one in await list_site_organisations(turn) if one.id == parse_id(event.value)]
    people = [person for id in own for person in await list_contact_options(turn, id)]
    return reply_with_found_options(event, [(str(person.id), person.name) for person in people])
