"""Close matches, and tell a side that did not close one: with the weekly letter, so that the time tells nothing."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from handlers.dates.working_hours import WorkingHours
from handlers.exchange.matches.match_requests import load_side, stop_asking
from handlers.exchange.matches.match_sides import AskedSide, build_shown_subject, list_side_contacts, list_side_ties
from handlers.exchange.matches.match_stages import describe_reasons
from handlers.notifications.scheduled_notifications import schedule_notification
from storage.exchange.matches import CLOSED, NO, ListingMatch
from storage.kit.database import Store

router = Router()
#: the letter of a week goes out on Tuesday morning
TUESDAY, WEEK, MORNING = timedelta(days=1), timedelta(days=7), time(8)


class MatchClosedNotice(CardArguments, frozen=True):
    template = "exchange.closed"

    vote: int


def build_closing_subject(match_id: int) -> str:
    """Return the outbox subject of the lines in weekly letters."""
    return f"match:{match_id}:closed"


def close_match(store: Store, match: ListingMatch, why: str) -> None:
    """Close the match, of which the caller holds the lock. Nobody is told now."""
    match.stage, match.stage_at, match.closing = CLOSED, store.now, why
    match.closed_at, match.told_at, match.next_on = store.now, None, None


def find_next_letter(after: datetime, hours: WorkingHours) -> datetime:
    """Return the first morning of a weekly letter after then."""
    day: date = after.astimezone(hours.zone).date()
    week = day - timedelta(days=day.weekday()) - WEEK
    while (morning := hours.clamp_at_or_after(week + TUESDAY, MORNING)) <= after:
        week += WEEK
    return morning


@router.plan("exchange.closings")
async def tell_closings(store: Store, arena: Arena, _until: datetime) -> None:
    """Schedule a line for each side in the next letter. Its cards say so once that letter is out."""
    hours = WorkingHours(arena.zone)
    for found in await store.matches.list_untold_closings(store.now):
        match = await store.matches.lock(found.id)
        if match is None or match.stage != CLOSED or match.closed_at is None:
            continue
        letter = find_next_letter(match.closed_at, hours)
        votes = await store.match_votes.map_votes(match.id)
        for vote in votes.values():
            if vote.vote != NO:
                await _promise_closing(store, arena, AskedSide(match, vote), letter)
        if letter <= store.now:
            match.told_at = store.now
            for vote in votes.values():
                vote.last_words = {}
                await stop_asking(store, vote)
                await store.outbox.refresh_copies(build_shown_subject(match.get_listing_id(vote.side)))


async def _promise_closing(store: Store, arena: Arena, side: AskedSide, letter: datetime) -> None:
    for person in await list_side_contacts(store, side.match, side.vote.side):
        key = f"match:{side.match.id}:{side.vote.side}:closed:{letter:%Y%m%d}:{person.id}"
        card, subject = MatchClosedNotice(side.vote.id), build_closing_subject(side.match.id)
        await schedule_notification(store, arena, person, card, key=key, at=letter, subject=subject)


@router.card(MatchClosedNotice)
async def draw_closed_notice(view: View[MatchClosedNotice]) -> Card | None:
    side, say = await load_side(view.store, view.args.vote), view.say
    if side is None or view.person is None or side.match.stage != CLOSED or side.vote.vote == NO:
        return None
    listing = await view.store.listings.find(side.match.get_listing_id(side.vote.side))
    if listing is None or not await list_side_ties(view.store, view.person, side.match, side.vote.side):
        return None
    reasons = await _list_shared_reasons(view.store, side)
    text = say("A possible match for {code} is closed.", code=listing.code)
    why = say("Reason: {reasons}.", reasons=describe_reasons(say, reasons)) if reasons else ""
    show = Button(say("Show"), "exchange.open", str(listing.id))
    return Card("", (Text(f"{text} {why}".strip()), Buttons((show,))))


async def _list_shared_reasons(store: Store, side: AskedSide) -> list[str]:
    """Return why the other side refused, if it lets that be known."""
    votes = await store.match_votes.map_votes(side.match.id)
    return next((vote.reasons for vote in votes.values() if vote.vote == NO and vote.shared), [])
