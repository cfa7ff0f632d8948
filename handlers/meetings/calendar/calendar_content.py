"""Serve calendar programs: the file of a meeting, or the feed of everything that concerns one person."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from handlers.chat.say import Say
from handlers.chat.signed_links import hash_token
from handlers.chat.turn import Arena
from handlers.meetings.audience import may_see_meeting
from handlers.meetings.calendar.calendar_links import verify_calendar_link
from handlers.meetings.calendar.calendar_theme import CalendarTheme
from handlers.meetings.occurrence_view import find_occurrence_view
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.calendar_feeds import CalendarFeed
from storage.meetings.meetings import CANCELLED, ORGANISATIONS, PLANNED, Meeting

#: time for which past meetings stay in a feed
PAST = timedelta(days=180)


async def find_calendar_file(store: Store, arena: Arena, token: str) -> bytes | None:
    """Return None for a link that was not signed here, or whose reader may no longer see the meeting."""
    named = verify_calendar_link(arena, token, store.now)
    occurrence = await find_occurrence_view(store, named.id) if named else None
    if named is None or occurrence is None or occurrence.meeting.state not in (PLANNED, CANCELLED):
        return None
    person = await store.people.find(named.person_id or None)
    if named.person_id and (person is None or not await _may_read_calendar(store, occurrence.meeting, person)):
        return None
    if person is None and occurrence.meeting.audience == ORGANISATIONS:
        return None
    occurrences = await store.occurrences.list_occurrences_of_meeting(occurrence.meeting.id)
    answers = await store.rsvps.map_rsvps_of_person(person.id, [row.id for row in occurrences]) if person else {}
    organiser = await store.people.find(occurrence.meeting.organiser_id)
    theme = CalendarTheme(
        say=Say(person.language if person else arena.language, arena.zone),
        arena=arena.name,
        person=person,
        answers=answers,
        organiser=organiser.name if organiser else arena.name,
        stamp=store.now,
        called_off=False,
    )
    from handlers.meetings.calendar import ical_files

    return ical_files.build_invitation_file((occurrence.meeting, occurrences), occurrence, theme, store.now)


async def _may_read_calendar(store: Store, meeting: Meeting, person: Person) -> bool:
    """Return True if the person may see the meeting, and their workspace is not blocked."""
    return await may_see_meeting(store, meeting, person) and not await store.workspaces.is_person_blocked(person.id)


async def find_calendar_feed(store: Store, token: str) -> tuple[CalendarFeed, Person] | None:
    """Return the feed of this token and its owner. Return None if it is revoked or its owner may not read
    feeds now.

    Guests may not, nor people whose workspace is shut out.
    """
    feed = await store.calendar_feeds.find_feed_by_hash(hash_token(token))
    person = await store.people.find(feed.person_id) if feed else None
    if feed is None or person is None or person.guest or await store.workspaces.is_person_blocked(person.id):
        return None
    return feed, person


async def compute_feed_version(store: Store, arena: Arena, feed: CalendarFeed, person: Person) -> str:
    """Return a hash that changes with the feed. It costs only a query for the latest changes."""
    state = await store.calendar_feeds.compute_feed_state(person, store.now - PAST)
    today = arena.find_day(store.now).isoformat()
    whole = repr((arena.name, feed.id, feed.titles, person.name, person.language, today, state))
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


async def build_feed_content(store: Store, arena: Arena, feed: CalendarFeed, person: Person) -> bytes:
    meetings = await store.calendar_feeds.list_meetings_of_person(person, store.now - PAST)
    rows = await store.calendar_feeds.map_occurrences_by_meeting([meeting.id for meeting in meetings], store.now - PAST)
    theme = CalendarTheme(
        say=Say(person.language, arena.zone),
        arena=arena.name,
        person=person if feed.titles else None,
        answers=await store.calendar_feeds.map_current_rsvps(person.id),
        titles=feed.titles,
    )
    from handlers.meetings.calendar import ical_files

    return ical_files.build_feed_file([(meeting, rows.get(meeting.id, [])) for meeting in meetings], theme, store.now)
