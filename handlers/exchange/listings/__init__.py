"""Offer and need: listings in one line, their cards, and the matches of each."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.exchange.listings import (
    blind_publication,
    listing_actions,
    listing_card,
    listing_form,
    listing_list,
    option_searches,
    own_listings,
    quality_form,
    shown_listing,
    waste_checklist,
)

router = Router()
for _part in (
    listing_list, own_listings, listing_card, listing_form, quality_form, listing_actions, option_searches,
    blind_publication, shown_listing, waste_checklist,
):  # fmt: skip
    router.include_router(_part.router)
