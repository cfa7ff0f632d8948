"""The record kind of meetings; one that is a series has one owner for all its occurrences."""

from __future__ import annotations

from handlers.chat.records import Entry, Ownership, RecordKind, Sending
from handlers.chat.turn import Telling, Turn
from handlers.meetings import chasing
from handlers.meetings.audience import ties
from handlers.meetings.listing import waiting
from handlers.meetings.rsvps.leaving import RsvpLeaving
from handlers.meetings.sittings import sitting, subject
from storage.directory import handovers
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.meetings import ORGANISATIONS, TOPICS, Meeting

#: proposals that are looked at when somebody comes into the secretariat
MOST_WAITING = 100


async def _describe(what: Telling, id: int) -> Entry:
    """Show its next occurrence."""
    found = await what.store.meetings.find(id)
    coming = [one for one in await what.store.occurrences.of(id) if one.end_at > what.store.now]
    do, value = ("meetings.show", str(coming[0].id)) if coming else ("", "")
    return Entry(found.title if found else "", what.say("Meeting"), do, value)


async def _redraw(store: Store, id: int) -> None:
    for row in await store.occurrences.of(id):
        if row.end_at > store.now:
            await store.outbox.refresh(subject(row.id))


async def _find_sending(turn: Turn, id: int) -> Sending | None:
    """Find an occurrence: each has cards of its own."""
    found = await sitting(turn.store, id)
    if found is None:
        return None
    topics: set[int] = set()
    if found.meeting.audience == TOPICS:
        topics = await turn.store.meetings.topics(found.meeting.id)
    elif found.meeting.audience != ORGANISATIONS:
        topics = {topic.id for topic in await turn.store.topics.all()}
    return Sending(f"meeting:{id}", subject(id), found.title, frozenset(topics), ties(turn.person, found.meeting))


async def _show_to_secretariat(store: Store, _person: Person, first: bool) -> None:
    """Begin the clocks of proposals that wait for a word."""
    for meeting in await store.meetings.proposed(limit=MOST_WAITING) if first else ():
        if chasing.waits(meeting):
            await chasing.begin(store, meeting)


MEETING = RecordKind(
    name="meeting",
    label=lambda say: say("Meeting"),
    table=Meeting,
    find=lambda store, key: store.meetings.find(key),
    ownerships=(Ownership(handovers.MEETING, _describe, _redraw),),
    find_sending=_find_sending,
    list_pending=waiting,
    show_to_secretariat=_show_to_secretariat,
    leaving=RsvpLeaving(),
)
KINDS = (MEETING,)
