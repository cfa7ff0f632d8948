"""Create and revoke secret feed addresses for calendar programs: one for each device."""

from __future__ import annotations

import secrets

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Reply, Text
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.signed_links import hash_token
from handlers.chat.turn import Turn
from handlers.meetings.calendar.calendar_links import build_calendar_feed_url
from storage.meetings.calendar_feeds import CalendarFeed

router = Router()
#: maximum number of feed addresses of one person at a time
MOST_ADDRESSES = 10
FULL, BUSY = "full", "busy"


@router.on(Click, "calendar.feeds")
async def on_calendar_feeds(_event: Click, turn: Turn) -> Reply:
    return Reply(await draw_calendar_feeds(turn))


async def draw_calendar_feeds(turn: Turn) -> Card:
    say, feeds = turn.say, await turn.store.calendar_feeds.list_feeds_of_person(turn.person.id)
    parts: list[Part] = [
        Text(say("Your calendar can fetch your meetings automatically. Each device gets its own address.")),
        Text(
            say(
                "Calendars update rarely: Apple as often as you set it, Outlook a few times a day, Google once or"
                " twice. I tell you here about anything urgent."
            ),
            "subtle",
        ),
    ]
    for feed in feeds:
        told = say("With titles and places") if feed.titles else say("Without titles: others see that you are busy")
        made = say("Created {day}", day=say.format_day(feed.created_at))
        revoke = Button(
            say("Revoke"),
            "calendar.revoke",
            str(feed.id),
            "danger",
            say("The calendar that uses this address will get no more updates."),
        )
        parts.append(Item(feed.name or say("Calendar"), told, made, (revoke,)))
    if not feeds:
        parts.append(Text(say("You have no address yet.")))
    parts.append(Buttons((Button(say("New address"), "calendar.subscribe", style="primary"),)))
    return Card(say("Your calendar"), tuple(parts))


@router.on(Click, "calendar.subscribe", opens=True)
async def on_calendar_subscribe_open(_event: Click, turn: Turn) -> Reply:
    say = turn.say
    name = Field("name", say("Which calendar is it for?"), hint=say("For example: phone, Outlook."), most=80)
    options = ((FULL, say("Titles and places")), (BUSY, say("Only that I am busy")))
    shows = Field("shows", say("What should it show?"), "choice", FULL, options=options)
    return Reply(form=Form(say("New address"), "calendar.subscribe", (name, shows), say("Create address")))


@router.on(Submission, "calendar.subscribe")
async def on_calendar_subscribe_submit(event: Submission, turn: Turn) -> Reply:
    """Create the address and show it this once: only its hash is stored, which cannot be read back."""
    say, name = turn.say, event.get_text("name")
    if not name:
        raise UserError("", {"name": say("Give it a name, so that you know which one to revoke.")})
    if len(await turn.store.calendar_feeds.list_feeds_of_person(turn.person.id)) >= MOST_ADDRESSES:
        raise UserError("", {"name": say("You have {n} addresses. Revoke one first.", n=MOST_ADDRESSES)})
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed(
        person_id=turn.person.id,
        token_hash=hash_token(token),
        name=name[:80],
        titles=event.get_text("shows") != BUSY,
    )
    await turn.store.calendar_feeds.add(feed)
    url = build_calendar_feed_url(turn.arena, token)
    parts = (
        Text(say("Copy this address into your calendar program (“subscribe”, “from the internet”):")),
        Text(url),
        Text(
            say("This is the only time I show it. Anyone who has it can see your meetings: revoke it if it is lost."),
            "subtle",
        ),
        Buttons((Button(say("Open"), url=url.replace("https://", "webcal://", 1)), _draw_feeds_button(turn))),
    )
    return Reply(Card(say("Address for {name}", name=feed.name), parts))


@router.on(Click, "calendar.revoke")
async def on_calendar_revoke(event: Click, turn: Turn) -> Reply:
    """Revoke the feed at once: the calendar's next request gets nothing."""
    feed = await turn.store.calendar_feeds.find(parse_id(event.value))
    gone = turn.say("I cannot find that address.")
    if feed is None:
        raise Missing(gone)
    await rights.need_right(turn, *((rights.OWNER,) if feed.person_id == turn.person.id else ()), missing=gone)
    feed.revoked_at = feed.revoked_at or turn.now
    await turn.store.session.flush()
    return Reply(await draw_calendar_feeds(turn), replace=event.direct)


def _draw_feeds_button(turn: Turn) -> Button:
    return Button(turn.say("All addresses"), "calendar.feeds")
