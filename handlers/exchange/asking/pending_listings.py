"""List what waits for somebody about listings: what the bot or the secretariat asks, and those that end soon."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.cards import Button, Item
from handlers.chat.turn import Turn
from handlers.exchange.asking.question_card import EXPIRES
from handlers.exchange.asking.question_texts import describe_request
from handlers.exchange.asking.question_withdrawal import is_field_open
from handlers.exchange.listing_labels import title_listing
from handlers.exchange.matches.match_sides import list_listing_contacts, list_listing_ties
from storage.exchange.listing_questions import ListingQuestion
from storage.exchange.listings import Listing

#: listings that end soon
MOST_ENDING = 8
#: time before its last day at which a listing is put before its contact
ENDING = timedelta(days=14)


async def list_pending_listings(turn: Turn) -> list[Item]:
    """List the questions that wait for this person, then the listings that they answer for and that end soon."""
    mine = [one.id for one in await turn.store.organisations.list_organisations_represented_by(turn.person.id)]
    until = turn.today + ENDING
    rows = await turn.store.listing_questions.list_pending_listings(turn.person.id, mine, until)
    asked = [
        _draw_question_item(turn, question, listing)
        for listing, question in rows
        if question is not None and await _waits_for(turn, question, listing)
    ]
    ending = {listing.id: listing for listing, _ in rows if listing.valid_to <= until}
    answers_for = [listing for listing in ending.values() if await _answers_for(turn, listing)]
    return [*asked, *(_draw_ending_item(turn, listing) for listing in answers_for[:MOST_ENDING])]


async def _answers_for(turn: Turn, listing: Listing) -> bool:
    """Return True for the contact; where there is none any more, for those who act for the organisation."""
    people = await list_listing_contacts(turn.store, listing, listing.organisation_id)
    return turn.person.id in [person.id for person in people]


async def _waits_for(turn: Turn, question: ListingQuestion, listing: Listing) -> bool:
    """Return True for somebody who acts for the listing; a question of the bot's own waits as long as it is of use."""
    if not question.proposed and question.asked_at <= turn.now - EXPIRES:
        return False
    ties = await list_listing_ties(turn.store, turn.person, listing, listing.organisation_id)
    return bool(ties) and await is_field_open(turn.store, listing, question.field)


def _draw_question_item(turn: Turn, question: ListingQuestion, listing: Listing) -> Item:
    text = describe_request(turn.say, listing, question)
    row = (Button(turn.say("Show"), "exchange.asked", str(question.id)),)
    return Item(title_listing(turn.say, listing), text, buttons=row)


def _draw_ending_item(turn: Turn, listing: Listing) -> Item:
    id, day = str(listing.id), turn.say.format_day(listing.valid_to)
    row = (Button(turn.say("Renew"), "exchange.renew", id), Button(turn.say("Show"), "exchange.open", id))
    return Item(title_listing(turn.say, listing), note=turn.say("In force until {day}", day=day), buttons=row)
