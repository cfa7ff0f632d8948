"""List the matches that wait for somebody's answer, those they have answered, and those that are known."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons, draw_page_note
from handlers.chat.record_ids import parse_position
from handlers.chat.routing import Router
from handlers.chat.turn import RenderContext, Turn
from handlers.exchange.listing_labels import describe_listing
from handlers.exchange.matches.exchange_uses import map_listing_uses
from handlers.exchange.matches.match_desk import list_secretariat_matches
from handlers.exchange.matches.match_explanation import explain_to_side, title_request
from handlers.exchange.matches.match_requests import PAUSE, describe_vote, draw_vote_buttons, may_ask
from handlers.exchange.matches.match_sides import AskedSide, is_reachable, list_own_sides
from handlers.exchange.matches.match_stages import describe_match_stage
from handlers.exchange.matches.rest_texts import describe_own_use
from storage.exchange.listings import NEED, OFFER, OPEN, Listing
from storage.exchange.matches import LATER

router = Router()
#: entries on a page
PAGE = 2


@router.on(Click, "matches.page")
async def on_matches_page(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_match_list(turn, parse_position(event.value)), replace=bool(event.value))


async def draw_match_list(turn: Turn, skip: int = 0) -> Card:
    """Draw a page of the matches of this person."""
    say, count = turn.say, await count_own_matches(turn)
    parts: list[Part] = [await draw_match_item(turn, side) for side in await list_own_matches(turn, skip, PAGE)]
    parts += draw_page_note(say, skip, PAGE, count)
    if not count:
        parts.append(Text(say("No match waits for you.")))
    row = draw_page_buttons(say, "matches.page", skip, PAGE, more=count > skip + PAGE)
    if turn.person.secretariat:
        row.append(Button(say("The facilitator's list"), "matches.desk"))
    if count or turn.person.secretariat:
        row.append(Button(say("Reasons for no"), "matches.reasons"))
    return Card(say("Matches"), (*parts, *((Buttons(tuple(row)),) if row else ())))


async def list_own_matches(turn: Turn, skip: int, limit: int) -> list[AskedSide]:
    """Return sides that this person acts for and that still have something to do: what waits for them first, then
    what they have answered, then the known ones.
    """
    if not is_reachable(turn.person):
        return []
    found = await turn.store.match_votes.list_asked_matches(turn.person, turn.now - PAUSE, limit, skip)
    return [AskedSide(match, vote) for match, vote in found]


async def count_own_matches(turn: Turn) -> int:
    return await turn.store.match_votes.count_asked_matches(turn.person) if is_reachable(turn.person) else 0


async def count_own_waiting_matches(turn: Turn) -> int:
    """Return how many matches wait for this person's answer."""
    votes, person = turn.store.match_votes, turn.person
    return await votes.count_waiting_votes(person, turn.now - PAUSE) if is_reachable(person) else 0


async def list_matches_of_listing(at: RenderContext, listing: Listing) -> list[AskedSide]:
    """Return what the listing's side knows of its matches, newest first."""
    found = []
    for match in await at.store.matches.list_matches_of_listing(listing.id):
        side = OFFER if match.offer_id == listing.id else NEED
        vote = (await at.store.match_votes.map_votes(match.id)).get(side)
        if vote is not None and not AskedSide(match, vote).is_over:
            found.append(AskedSide(match, vote))
    return found[::-1]


def is_waiting(at: RenderContext, side: AskedSide) -> bool:
    """Return True if the side has not answered, or said "not now" a while ago."""
    vote = side.vote
    if side.is_over or side.match.known_at is not None:
        return False
    late = vote.vote == LATER and vote.voted_at is not None and at.now >= vote.voted_at + PAUSE
    return vote.vote == "" or late


async def draw_match_item(turn: Turn, side: AskedSide) -> Item:
    """Draw one match among those of several listings: its note says what the own one is."""
    listing = await turn.store.listings.find(side.match.get_listing_id(side.vote.side))
    item = await _draw_match(turn, side, listing)
    mine = rest = ""
    if listing is not None:
        mine = describe_listing(turn.say, listing)
        rest = describe_own_use(turn.say, listing, await map_listing_uses(turn.store, [listing.id]))
    return msgspec.structs.replace(item, note=" · ".join(filter(None, (mine, rest, item.note))))


async def _draw_match(turn: Turn, side: AskedSide, listing: Listing | None) -> Item:
    """Draw how far a match is that is known to both; before, why it is one, with the buttons that answer it."""
    say, match = turn.say, side.match
    if match.known_at is not None:
        other = NEED if side.vote.side == OFFER else OFFER
        organisation = await turn.store.organisations.find(match.get_organisation_id(other))
        name = listing.code if listing is not None else ""
        title = f"{match.code} {name} · {organisation.name if organisation else ''}"
        show = (Button(say("Show"), "matches.open", str(match.id)),)
        return Item(title, note=describe_match_stage(say, match), buttons=show)
    text = await explain_to_side(turn.store, match, side.vote, say.language, turn.today)
    open_ = listing is not None and listing.state == OPEN
    row = draw_vote_buttons(turn, side.vote, asks=await may_ask(turn.store, side)) if open_ else ()
    return Item(title_request(say, match, listing), text, describe_vote(turn, side.vote), row)


async def list_pending_matches(turn: Turn) -> list[Item]:
    """Return one line with the number of matches that wait for this person's answer, and one for the secretariat."""
    waiting = await count_own_waiting_matches(turn)
    title = turn.say("Matches that wait for you ({n})", n=waiting)
    mine = [Item(title, buttons=(Button(turn.say("Show"), "matches.page"),))] if waiting else []
    return [*mine, *await list_secretariat_matches(turn)]


async def draw_matches_of_listing(turn: Turn, listing: Listing, sides: Sequence[AskedSide]) -> Card:
    """Draw the matches of one listing for whoever looks after it; only who acts for it can answer."""
    say = turn.say
    parts: list[Part] = []
    for side in sides[:PAGE]:
        item = await _draw_match(turn, side, listing)
        acts = side.match.known_at or side.vote.side in await list_own_sides(turn.store, turn.person, side.match)
        parts.append(item if acts else msgspec.structs.replace(item, buttons=()))
    if not sides:
        parts.append(Text(say("No match so far.")))
    parts.append(
        Text(say("I ask each side without names. Two yeses show them, and a facilitator follows it up."), "subtle")
    )
    return Card(say("Matches of {code}", code=listing.code), tuple(parts))
