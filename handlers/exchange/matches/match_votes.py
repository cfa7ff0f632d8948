"""Take what a side says of a match. Two yeses show the names to both; before that nobody learns what was said."""

from __future__ import annotations

from datetime import datetime

import msgspec

from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Part, Reply
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, Turn
from handlers.exchange.matches.match_closing import close_match
from handlers.exchange.matches.match_disclosure import disclose_match
from handlers.exchange.matches.match_list import count_own_waiting_matches
from handlers.exchange.matches.match_requests import PAUSE, ask_side, draw_side, restart_asking, stop_asking
from handlers.exchange.matches.match_sides import AskedSide, build_shown_subject, build_side_subject, load_asked_side
from storage.exchange.match_votes import MatchVote
from storage.exchange.matches import (
    BLIND_STAGES,
    CHANGED,
    INTEREST,
    LATER,
    NO,
    OVER,
    PROPOSED,
    REFUSED,
    SIDES,
    YES,
    ListingMatch,
)
from storage.kit.database import Store

router = Router()


@router.on(Click, "exchange.yes")
async def on_match_yes(event: Click, turn: Turn) -> Reply:
    side = await load_asked_side(turn, event.value)
    if can_be_answered(side) and side.vote.vote != YES:
        record_vote(turn, side.vote, YES)
        await stop_asking(turn.store, side.vote)
        await settle_match(turn.store, turn.arena, side.match)
    return await _reply_with_side(event, turn, side)


@router.on(Click, "exchange.later")
async def on_match_later(event: Click, turn: Turn) -> Reply:
    """Leave it for a month. The match stays, and so does what the other side has said."""
    side = await load_asked_side(turn, event.value)
    if can_be_answered(side) and side.vote.vote == "":
        record_vote(turn, side.vote, LATER)
        await restart_asking(turn.store, side.vote, turn.now + PAUSE)
    return await _reply_with_side(event, turn, side)


@router.on(Click, "exchange.no")
async def on_match_no(event: Click, turn: Turn) -> Reply:
    """Close the match. The other side hears of it with the weekly letter, and never who said what."""
    side = await load_asked_side(turn, event.value)
    if can_be_answered(side):
        record_vote(turn, side.vote, NO)
        await stop_asking(turn.store, side.vote)
        if side.match.stage in BLIND_STAGES:
            close_match(turn.store, side.match, REFUSED)
        elif side.match.closing in (OVER, CHANGED):  # else it would be open again once the listing is in force
            side.match.closing = REFUSED
    return await _reply_with_side(event, turn, side)


@router.on(Click, "exchange.undo")
async def on_match_undo(event: Click, turn: Turn) -> Reply:
    """Take a yes back, which can be done until the other side says yes as well."""
    side = await load_asked_side(turn, event.value)
    if can_be_answered(side) and side.vote.vote == YES:
        side.vote.vote, side.vote.by_id, side.vote.voted_at = "", None, None
        await restart_asking(turn.store, side.vote, turn.now, behind=1)
        await settle_match(turn.store, turn.arena, side.match)
    return await _reply_with_side(event, turn, side)


async def _reply_with_side(event: Click, turn: Turn, side: AskedSide) -> Reply:
    shown_by = (build_side_subject(side.vote),)
    await turn.store.outbox.refresh_copies(build_shown_subject(side.match.get_listing_id(side.vote.side)))
    card = await draw_side(turn, side)
    if not await outgoing.is_shown_in_message(turn.store, event.place, event.message, shown_by):
        card = msgspec.structs.replace(card, parts=(*card.parts, *await _draw_way_back(turn)))
    return Reply(card, replace=event.direct, shown_by=shown_by)


async def _draw_way_back(turn: Turn) -> tuple[Part, ...]:
    """Draw the button to the others that wait: the list in which one was answered has given way to the answer."""
    waiting = await count_own_waiting_matches(turn)
    label = turn.say("Matches that wait for you ({n})", n=waiting)
    return (Buttons((Button(label, "matches.page"),)),) if waiting else ()


def can_be_answered(side: AskedSide) -> bool:
    """Return True while this side may answer.

    A match that was closed is answered like any other until this side hears of it: else the answer would tell.
    """
    return not side.is_over and side.match.known_at is None


def record_vote(turn: Turn, vote: MatchVote, said: str) -> None:
    vote.vote, vote.by_id, vote.voted_at, vote.silent_at = said, turn.person.id, turn.now, None


async def settle_match(store: Store, arena: Arena, match: ListingMatch) -> None:
    """Bring the stage up to what both have said, and ask the side that has waited for a yes. The match is locked."""
    if match.stage not in BLIND_STAGES:
        return
    votes = await store.match_votes.map_votes(match.id)
    yes = {side for side, vote in votes.items() if vote.vote == YES}
    if yes == {*SIDES}:
        await disclose_match(store, arena, match, votes)
        return
    stage = INTEREST if yes else PROPOSED
    if stage != match.stage:
        match.stage, match.stage_at = stage, store.now
    if match.first_side in yes:
        for side in SIDES:
            await ask_side(store, match, side)


@router.plan("exchange.agreed")
async def show_agreed_matches(store: Store, arena: Arena, _until: datetime) -> None:
    """Show the names where both said yes while a listing was not in force, once the match is open again."""
    for id in await store.match_votes.list_agreed_ids():
        match = await store.matches.lock(id)
        if match is not None:
            await settle_match(store, arena, match)
