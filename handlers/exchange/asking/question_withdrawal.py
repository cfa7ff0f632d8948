"""Take questions about a listing back, once it says what was asked for or is in force no longer."""

from __future__ import annotations

from handlers.exchange.matches.pair_facts import build_match_row, read_match_row
from handlers.exchange.matching.pair_factors import TEMPERED_TYPES
from handlers.questions.private_notices import redraw_subject_notices
from storage.exchange.listing_questions import AMOUNT, MONTHS, OFF, TEMPERATURE, WAITS
from storage.exchange.listings import OPEN, Listing
from storage.kit.database import Store


def build_listing_question_subject(listing_id: int) -> str:
    """Return the outbox subject of the questions about a listing."""
    return f"listing:{listing_id}:questions"


async def redraw_questions(store: Store, listing_id: int) -> None:
    """Draw again what was sent about the listing, in messages with other things as well."""
    await redraw_subject_notices(store, build_listing_question_subject(listing_id))


async def is_field_open(store: Store, listing: Listing, field: str) -> bool:
    """Return True if the listing is in force and does not say it, in its field or in its words."""
    if listing.state != OPEN or (field == TEMPERATURE and listing.type not in TEMPERED_TYPES):
        return False
    site = await store.sites.find(listing.site_id)
    assert site is not None
    facts = read_match_row(build_match_row(listing, site, listing.language)).figures
    return {AMOUNT: facts.amount, MONTHS: facts.months, TEMPERATURE: facts.temperature}.get(field) is None


async def withdraw_settled_questions(store: Store, listing: Listing) -> None:
    """End what waits about the listing and is of no use now, and draw again what its owner was sent."""
    asked = await store.listing_questions.list_questions_of_listing(listing.id)
    for question in asked:
        if question.answer == WAITS and not await is_field_open(store, listing, question.field):
            question.answer, question.answered_at = OFF, store.now
    if asked:
        await redraw_questions(store, listing.id)
