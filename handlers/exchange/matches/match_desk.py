"""List for the secretariat what wants a person: who has not answered, what stands still, what comes next."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_position
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.exchange.listing_labels import title_listing
from handlers.exchange.matches.match_disclosure import draw_known_match, load_visible_match
from handlers.exchange.matches.match_sides import build_match_subject
from handlers.exchange.matches.match_stages import describe_stage
from handlers.exchange.matches.unmatched_listings import build_unmatched_subject, load_unmatched
from storage.exchange.matches import BLIND_STAGES, CLOSED, KNOWN_STAGES, NOBODY, SIDES, ListingMatch
from storage.exchange.unmatched_listings import UnmatchedListing

router = Router()
#: entries on a page; times in a row that a match stands still before it is put on top
PAGE, STALLED = 4, 2
#: a match, or a listing that nothing fits and about which help is wanted
DeskEntry = ListingMatch | UnmatchedListing


@router.on(Click, "matches.desk")
async def on_matches_desk(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_match_desk(turn, parse_position(event.value)), replace=bool(event.value))


async def draw_match_desk(turn: Turn, skip: int = 0) -> Card:
    """Draw who is to be rung first, then what comes next by its day."""
    say, found = turn.say, await list_desk_entries(turn)
    parts: list[Part] = [await _draw_entry(turn, one, why) for one, why in found[skip : skip + PAGE]]
    if not found:
        parts.append(Text(say("No match wants a facilitator now.")))
    row = []
    if len(found) > skip + PAGE:
        row.append(Button(say("Next page"), "matches.desk", str(skip + PAGE)))
    if skip:
        row.append(Button(say("Previous page"), "matches.desk", str(max(skip - PAGE, 0))))
    return Card(say("The facilitator's list"), (*parts, *([Buttons(tuple(row))] if row else ())))


async def list_desk_entries(turn: Turn) -> list[tuple[DeskEntry, str]]:
    """Return what is listed with why: what waits for the facilitator, then the other matches by their day."""
    urgent = await list_urgent_entries(turn)
    known = {one.id for one, _ in urgent if isinstance(one, ListingMatch)}
    others = [one for one in await turn.store.matches.list_matches_at(KNOWN_STAGES) if one.id not in known]
    return [*urgent, *((match, describe_stage(turn.say, match.stage)) for match in others)]


async def list_urgent_entries(turn: Turn) -> list[tuple[DeskEntry, str]]:
    """Return what nobody else moves: help is wanted, without an answer, both listings hidden, standing still."""
    say, store, found = turn.say, turn.store, dict[int, tuple[ListingMatch, str]]()
    for vote in await store.match_votes.list_silent_votes():
        match = await store.matches.find(vote.match_id)
        organisation = await store.organisations.find(vote.organisation_id)
        if match is not None and organisation is not None:
            found.setdefault(match.id, (match, say("No answer from {organisation}", organisation=organisation.name)))
    for match in await store.matches.list_matches_at(BLIND_STAGES):
        if match.first_side == NOBODY:
            found.setdefault(match.id, (match, say("Both listings are hidden, so nobody is asked")))
    for match in await store.matches.list_matches_at(KNOWN_STAGES):
        if match.stalled >= STALLED:
            why = say("{stage}, stands still", stage=describe_stage(say, match.stage))
            found.setdefault(match.id, (match, why))
    wanted = [row for row, _ in await store.unmatched_listings.list_help_wanted()]
    return [*((row, say("Nothing fits, and they ask for help")) for row in wanted), *found.values()]


async def list_secretariat_matches(turn: Turn) -> list[Item]:
    """Return one line with the number of matches that wait for somebody of the secretariat."""
    waiting = await list_urgent_entries(turn) if turn.person.secretariat else ()
    if not waiting:
        return []
    title = turn.say("Matches that want a facilitator ({n})", n=len(waiting))
    return [Item(title, buttons=(Button(turn.say("Show"), "matches.desk"),))]


async def _draw_entry(turn: Turn, entry: DeskEntry, why: str) -> Item:
    if isinstance(entry, ListingMatch):
        return await _draw_match(turn, entry, why)
    return await _draw_unmatched(turn, entry, why)


async def _draw_match(turn: Turn, match: ListingMatch, why: str) -> Item:
    say, names = turn.say, []
    for side in SIDES:
        organisation = await turn.store.organisations.find(match.get_organisation_id(side))
        names.append(organisation.name if organisation else "")
    facilitator = await turn.store.people.find(match.facilitator_id)
    day = say("by {day}", day=say.format_day(match.next_on)) if match.next_on else ""
    note = " · ".join(filter(None, (why, day, facilitator.name if facilitator else "")))
    row = [Button(say("Show"), "matches.open", str(match.id))]
    if match.facilitator_id != turn.person.id:
        row.append(Button(say("Take it over"), "exchange.take", str(match.id)))
    return Item(f"{match.code} {' – '.join(names)}", note=note, buttons=tuple(row))


async def _draw_unmatched(turn: Turn, row: UnmatchedListing, why: str) -> Item:
    """Draw a listing that nothing fits, and whom to ring about it."""
    say, listing = turn.say, await turn.store.listings.find(row.listing_id)
    assert listing is not None
    organisation = await turn.store.organisations.find(listing.organisation_id)
    asked = await turn.store.people.find(row.by_id)
    names = [one.name for one in (organisation, asked) if one is not None]
    buttons = (
        Button(say("Show"), "exchange.open", str(listing.id)),
        Button(say("What almost fits"), "exchange.together", str(listing.id)),
        Button(say("Dealt with"), "exchange.settle", str(row.id)),
    )
    return Item(title_listing(say, listing), " · ".join(names), why, buttons)


@router.on(Click, "exchange.settle")
async def on_unmatched_settle(event: Click, turn: Turn) -> Reply:
    """Take a listing off the facilitator's list; its owner sees in the message that it was dealt with."""
    row, _ = await load_unmatched(turn, event.value)
    if row.settled_at is None:
        row.settled_at = turn.now
        await turn.store.outbox.refresh_copies(build_unmatched_subject(row.id))
    return Reply(await draw_match_desk(turn), replace=event.direct)


@router.on(Click, "exchange.take")
async def on_match_take(event: Click, turn: Turn) -> Reply:
    """Make whoever presses it the facilitator."""
    match = await load_visible_match(turn, event.value, lock=True)
    if match.stage != CLOSED:
        match.facilitator_id = turn.person.id
        await turn.store.outbox.refresh_copies(build_match_subject(match.id))
    return Reply(await draw_known_match(turn, match, turn.person))
