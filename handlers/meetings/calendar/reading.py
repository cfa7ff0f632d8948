"""What a calendar program gets under an address: a meeting's file, or everything that concerns one person."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.meetings.audience import may_see
from handlers.meetings.calendar.links import opened
from handlers.meetings.calendar.looks import Look
from handlers.meetings.sittings import sitting as find
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.calendar_feeds import Feed
from storage.meetings.meetings import CANCELLED, ORGANISATIONS, PLANNED, Meeting

#: how long past meetings stay in a feed
PAST = timedelta(days=180)


def hashed(token: str) -> str:
    """As an address is remembered."""
    return hashlib.sha256(token.encode()).hexdigest()


async def file(store: Store, arena: Arena, token: str) -> bytes | None:
    """None for a link that was not made here, or whose reader may no longer see the meeting."""
    named = opened(arena, token, store.now)
    sitting = await find(store, named.id) if named else None
    if named is None or sitting is None or sitting.meeting.state not in (PLANNED, CANCELLED):
        return None
    person = await store.people.find(named.person_id or None)
    if named.person_id and (person is None or not await _reads(store, sitting.meeting, person)):
        return None
    if person is None and sitting.meeting.audience == ORGANISATIONS:
        return None
    occurrences = await store.occurrences.of(sitting.meeting.id)
    answers = await store.rsvps.by(person.id, [row.id for row in occurrences]) if person else {}
    organiser = await store.people.find(sitting.meeting.organiser_id)
    look = Look(
        say=Say(person.language if person else arena.language, arena.zone),
        arena=arena.name,
        person=person,
        answers=answers,
        organiser=organiser.name if organiser else arena.name,
        stamp=store.now,
        called_off=False,
    )
    from handlers.meetings.calendar import (
        files,  # what draws calendars is large, and loaded when somebody first reads one
    )

    return files.invitation((sitting.meeting, occurrences), sitting, look, store.now)


async def _reads(store: Store, meeting: Meeting, person: Person) -> bool:
    """Whether the person may see the meeting, and comes from a house that is not shut out."""
    return await may_see(store, meeting, person) and not await store.workspaces.shuts_out(person.id)


async def subscribed(store: Store, token: str) -> tuple[Feed, Person] | None:
    """The feed at this address and whose it is; None for one that is revoked, or whose person may read none now.

    That is so for guests, and as long as the person's house is shut out.
    """
    feed = await store.feeds.by_hash(hashed(token))
    person = await store.people.find(feed.person_id) if feed else None
    if feed is None or person is None or person.guest or await store.workspaces.shuts_out(person.id):
        return None
    return feed, person


async def version(store: Store, arena: Arena, feed: Feed, person: Person) -> str:
    """Differs when the feed does; costs no more than a look at what changed last."""
    state = await store.feeds.state(person, store.now - PAST)
    today = store.now.date().isoformat()
    whole = repr((arena.name, feed.id, feed.titles, person.name, person.language, today, state))
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


async def content(store: Store, arena: Arena, feed: Feed, person: Person) -> bytes:
    meetings = await store.feeds.meetings(person, store.now - PAST)
    rows = await store.feeds.occurrences([meeting.id for meeting in meetings], store.now - PAST)
    look = Look(
        say=Say(person.language, arena.zone),
        arena=arena.name,
        person=person if feed.titles else None,
        answers=await store.feeds.answers(person.id),
        titles=feed.titles,
    )
    from handlers.meetings.calendar import files

    return files.feed([(meeting, rows.get(meeting.id, [])) for meeting in meetings], look, store.now)
