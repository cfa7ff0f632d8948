"""Subscribe: secret addresses that put a person's meetings into a calendar program, one for each device, revocable."""

from __future__ import annotations

import secrets

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Reply, Text
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings.calendar.links import feed_url
from handlers.meetings.calendar.reading import hashed
from storage.meetings.calendar_feeds import Feed

router = Router()
#: addresses one person may have at a time
MOST = 10
FULL, BUSY = "full", "busy"


@router.on(Click, "calendar.feeds")
async def show(_event: Click, turn: Turn) -> Reply:
    return Reply(await feeds_card(turn))


async def feeds_card(turn: Turn) -> Card:
    say, feeds = turn.say, await turn.store.feeds.of(turn.person.id)
    parts: list[Part] = [
        Text(say("Your calendar can read your meetings by itself. Each device gets an address of its own.")),
        Text(
            say(
                "Calendars look rarely: Apple as often as you set it, Outlook some times a day, Google once or twice."
                " What is urgent I tell you here."
            ),
            "subtle",
        ),
    ]
    for feed in feeds:
        told = say("With titles and places") if feed.titles else say("Without titles: others see that you are busy")
        made = say("Made {day}", day=say.day(feed.created_at))
        revoke = Button(
            say("Revoke"),
            "calendar.revoke",
            str(feed.id),
            "danger",
            say("The calendar that reads this address gets nothing more."),
        )
        parts.append(Item(feed.name or say("Calendar"), told, made, (revoke,)))
    if not feeds:
        parts.append(Text(say("You have no address yet.")))
    parts.append(Buttons((Button(say("New address"), "calendar.subscribe", style="primary"),)))
    return Card(say("Your calendar"), tuple(parts))


@router.on(Click, "calendar.subscribe", opens=True)
async def choose(_event: Click, turn: Turn) -> Reply:
    say = turn.say
    name = Field("name", say("Which calendar is it for?"), hint=say("For example: phone, Outlook."), most=80)
    options = ((FULL, say("Titles and places")), (BUSY, say("Only that I am busy")))
    shows = Field("shows", say("What shall it show?"), "choice", FULL, options=options)
    return Reply(form=Form(say("New address"), "calendar.subscribe", (name, shows), say("Make it")))


@router.on(Submission, "calendar.subscribe")
async def subscribe(event: Submission, turn: Turn) -> Reply:
    """The address is shown this once: what is kept of it cannot be read back."""
    say, name = turn.say, event.text("name")
    if not name:
        raise UserError("", {"name": say("Give it a name, so that you know which one to revoke.")})
    if len(await turn.store.feeds.of(turn.person.id)) >= MOST:
        raise UserError("", {"name": say("You have {n} addresses. Revoke one first.", n=MOST)})
    token = secrets.token_urlsafe(32)
    feed = Feed(person_id=turn.person.id, token_hash=hashed(token), name=name[:80], titles=event.text("shows") != BUSY)
    await turn.store.feeds.add(feed)
    url = feed_url(turn.arena, token)
    parts = (
        Text(say("Copy this address into your calendar program («subscribe», «from the internet»):")),
        Text(url),
        Text(say("I show it only now. Whoever has it sees your meetings: revoke it if it gets astray."), "subtle"),
        Buttons((Button(say("Open"), url=url.replace("https://", "webcal://", 1)), _back(turn))),
    )
    return Reply(Card(say("Address for {name}", name=feed.name), parts))


@router.on(Click, "calendar.revoke")
async def revoke(event: Click, turn: Turn) -> Reply:
    """Works at once: the next time the calendar looks, there is nothing."""
    feed = await turn.store.feeds.find(parse_id(event.value))
    gone = turn.say("I do not find that address.")
    if feed is None:
        raise Missing(gone)
    await rights.need(turn, *((rights.OWNER,) if feed.person_id == turn.person.id else ()), missing=gone)
    feed.revoked_at = feed.revoked_at or turn.now
    await turn.store.session.flush()
    return Reply(await feeds_card(turn), replace=event.direct)


def _back(turn: Turn) -> Button:
    return Button(turn.say("All addresses"), "calendar.feeds")
