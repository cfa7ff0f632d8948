"""List for the secretariat what wants a person: who has not answered, what stands still, what comes next."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_position
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.exchange.matches.match_disclosure import draw_known_match, load_visible_match
from handlers.exchange.matches.match_sides import build_match_subject
from handlers.exchange.matches.match_stages import describe_stage
from storage.exchange.matches import BLIND_STAGES, CLOSED, KNOWN_STAGES, NOBODY, SIDES, ListingMatch

router = Router()
#: entries on a page; times in a row that a match stands still before it is put on top
PAGE, STALLED = 4, 2


@router.on(Click, "matches.desk")
async def on_matches_desk(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_match_desk(turn, parse_position(event.value)), replace=bool(event.value))


async def draw_match_desk(turn: Turn, skip: int = 0) -> Card:
    """Draw who is to be rung first, then what comes next by its day."""
    say, found = turn.say, await list_desk_entries(turn)
    parts: list[Part] = [await _draw_entry(turn, match, why) for match, why in found[skip : skip + PAGE]]
    if not found:
        parts.append(Text(say("No match wants a facilitator now.")))
    row = []
    if len(found) > skip + PAGE:
        row.append(Button(say("Next page"), "matches.desk", str(skip + PAGE)))
    if skip:
        row.append(Button(say("Previous page"), "matches.desk", str(max(skip - PAGE, 0))))
    return Card(say("The facilitator's list"), (*parts, *([Buttons(tuple(row))] if row else ())))


async def list_desk_entries(turn: Turn) -> list[tuple[ListingMatch, str]]:
    """Return matches with why they are listed: what waits for the facilitator, then the others by their day."""
    found = {match.id: (match, why) for match, why in await list_urgent_entries(turn)}
    for match in await turn.store.matches.list_matches_at(KNOWN_STAGES):
        found.setdefault(match.id, (match, describe_stage(turn.say, match.stage)))
    return list(found.values())


async def list_urgent_entries(turn: Turn) -> list[tuple[ListingMatch, str]]:
    """Return what nobody else moves: without an answer, both listings hidden, standing still."""
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
    return list(found.values())


async def list_secretariat_matches(turn: Turn) -> list[Item]:
    """Return one line with the number of matches that wait for somebody of the secretariat."""
    waiting = await list_urgent_entries(turn) if turn.person.secretariat else ()
    if not waiting:
        return []
    title = turn.say("Matches that want a facilitator ({n})", n=len(waiting))
    return [Item(title, buttons=(Button(turn.say("Show"), "matches.desk"),))]


async def _draw_entry(turn: Turn, match: ListingMatch, why: str) -> Item:
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


@router.on(Click, "exchange.take")
async def on_match_take(event: Click, turn: Turn) -> Reply:
    """Make whoever presses it the facilitator."""
    match = await load_visible_match(turn, event.value, lock=True)
    if match.stage != CLOSED:
        match.facilitator_id = turn.person.id
        await turn.store.outbox.refresh_copies(build_match_subject(match.id))
    return Reply(await draw_known_match(turn, match, turn.person))
