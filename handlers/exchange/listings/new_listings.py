"""Tell the digest what is newly offered and needed in somebody's topics."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from handlers.chat.cards import Button, Item
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.turn import Turn
from handlers.exchange import listing_labels
from handlers.exchange.leveled_records import list_visible_levels
from handlers.exchange.listings.blind_listings import draw_blind_item, list_blind_listings
from handlers.exchange.matches.readable_rests import load_readable_rests
from handlers.exchange.own_words import choose_current_words
from handlers.policy.rounds.lookup import list_reader_organisation_ids


async def list_new_listings(turn: Turn, topic_ids: Collection[int], since: timedelta, most: int) -> list[Item]:
    """List new offers and needs of other organisations about these topics, those without a name last."""
    store, me, found = turn.store, turn.person, []
    viewer, levels = await store.audiences.build_viewer(me), list_visible_levels(me)
    mine = await list_reader_organisation_ids(store, me)
    named = await store.listings.list_new_listings(viewer, levels, mine, topic_ids, turn.now - since, most)
    rests = await load_readable_rests(turn, [listing.id for listing in named])
    for listing in named:
        organisation = await store.organisations.find(listing.organisation_id)
        title, show = listing_labels.title_listing(turn.say, listing), turn.say("Show")
        name, open_it = organisation.name if organisation else "", Button(show, "exchange.open", str(listing.id))
        note = " · ".join(filter(None, (name, rests.describe_rest(listing))))
        found.append(Item(title, shorten_text(choose_current_words(listing), 150), note, (open_it,)))
    blind = await list_blind_listings(store, me, turn.now - since, topic_ids)
    return [*found, *(draw_blind_item(turn.say, one) for one in blind)][:most]
