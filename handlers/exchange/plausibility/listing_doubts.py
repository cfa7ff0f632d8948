"""List what does not fit in a listing, for those who write it and look after it."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.chat.cards import Part, Text
from handlers.chat.say import Say
from handlers.chat.turn import ReaderContext
from handlers.exchange.amount_texts import describe_amount
from handlers.exchange.plausibility.energy_doubts import list_energy_doubts
from handlers.exchange.plausibility.matter_doubts import list_matter_doubts
from handlers.exchange.plausibility.said_figures import read_said_figures
from handlers.exchange.plausibility.size_doubt import is_size_far_off
from storage.exchange.listings import OFFER, Listing


def list_listing_doubts(say: Say, listing: Listing) -> list[str]:
    """Return a question for each figure that does not fit; each is kept as it was written."""
    figures = read_said_figures(listing.amount, listing.text, listing.temperature, listing.back)
    offered = listing.direction == OFFER
    return [
        *list_energy_doubts(say, listing.type, figures, offered=offered),
        *list_matter_doubts(say, listing.type, figures),
    ]


async def draw_size_doubt(at: ReaderContext, listing: Listing) -> list[Part]:
    """Draw whether the unit is right, for whoever has just written the listing; nothing where it is like others."""
    if not await is_size_far_off(at, at.person, listing):
        return []
    return draw_doubts(
        [
            at.say(
                "{amount} is far from what others have. Is the unit right?",
                amount=describe_amount(at.say, listing.amount),
            )
        ]
    )


def draw_doubts(doubts: Iterable[str]) -> list[Part]:
    return [Text(f"⚠️ {doubt}") for doubt in doubts]
