"""Draw again what names an organisation or one of its sites, once that is called something else or lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.exchange.matches.match_sides import build_listing_subject, build_match_subject, build_shown_subject
from storage.exchange.listings import Listing
from storage.exchange.sites import Site
from storage.kit.database import Store


async def redraw_organisation_name(store: Store, organisation_id: int) -> None:
    """Redraw the cards of its offers and needs, and of the matches whose sides know it."""
    await _redraw_listings(store, await store.listings.list_listings_of_organisations([organisation_id]))
    await _redraw_known_matches(store, organisation_id)


async def redraw_site_name(store: Store, site: Site) -> None:
    """Redraw the cards of what is offered and needed there, and of the matches whose sides know it."""
    listings = await store.listings.list_listings_of_organisations([site.organisation_id])
    await _redraw_listings(store, [one for one in listings if one.site_id == site.id])
    await _redraw_known_matches(store, site.organisation_id)


async def _redraw_listings(store: Store, listings: Iterable[Listing]) -> None:
    for listing in listings:
        await store.outbox.refresh_copies(build_listing_subject(listing.id))
        await store.outbox.refresh_copies(build_shown_subject(listing.id))


async def _redraw_known_matches(store: Store, organisation_id: int) -> None:
    for match in await store.matches.list_matches_of_organisation(organisation_id):
        if match.known_at is not None:
            await store.outbox.refresh_copies(build_match_subject(match.id))
