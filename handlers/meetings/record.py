"""Declare the record kind of meetings; a series has one owner for all its occurrences."""

from __future__ import annotations

from handlers.chat.button_values import RecordValue
from handlers.chat.record_kinds import HandoverEntry, Ownership, RecordKind, SentRecord
from handlers.chat.turn import RenderContext, Turn
from handlers.meetings import proposal_escalation
from handlers.meetings.audience import list_meeting_roles
from handlers.meetings.meeting_list import list_pending_meetings
from handlers.meetings.occurrence_view import build_occurrence_subject, find_occurrence_view
from handlers.meetings.rsvps.rsvp_departures import RsvpLeaving
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.meetings import ORGANISATIONS, TOPICS, Meeting

#: maximum number of proposals examined when somebody joins the secretariat
MOST_WAITING = 100


async def _describe_meeting_record(what: RenderContext, id: int) -> HandoverEntry:
    """Name the meeting, and link to its next occurrence."""
    found = await what.store.meetings.find(id)
    coming = [
        one for one in await what.store.occurrences.list_occurrences_of_meeting(id) if one.end_at > what.store.now
    ]
    do, value = ("meetings.show", str(coming[0].id)) if coming else ("", "")
    return HandoverEntry(found.title if found else "", what.say("Meeting"), do, value)


async def _redraw_meeting_record(store: Store, id: int) -> None:
    for row in await store.occurrences.list_occurrences_of_meeting(id):
        if row.end_at > store.now:
            await store.outbox.refresh_copies(build_occurrence_subject(row.id))


async def _find_occurrence_sending(turn: Turn, id: int) -> SentRecord | None:
    """Find an occurrence, because each has cards of its own."""
    found = await find_occurrence_view(turn.store, id)
    if found is None:
        return None
    topics: set[int] = set()
    if found.meeting.audience == TOPICS:
        topics = await turn.store.meetings.list_meeting_topic_ids(found.meeting.id)
    elif found.meeting.audience != ORGANISATIONS:
        topics = {topic.id for topic in await turn.store.topics.list_all_topics()}
    return SentRecord(
        RecordValue("meeting", id),
        build_occurrence_subject(id),
        found.title,
        frozenset(topics),
        list_meeting_roles(turn.person, found.meeting),
    )


async def _start_waiting_escalations(store: Store, _person: Person, first: bool) -> None:
    """Start the escalation of proposals that wait for the secretariat."""
    for meeting in await store.meetings.list_proposed_meetings(limit=MOST_WAITING) if first else ():
        if proposal_escalation.is_awaiting_secretariat(meeting):
            await proposal_escalation.start_proposal_escalation(store, meeting)


MEETING = RecordKind(
    name="meeting",
    label=lambda say: say("Meeting"),
    table=Meeting,
    find=lambda store, key: store.meetings.find(key),
    ownerships=(Ownership("meeting", _describe_meeting_record, _redraw_meeting_record),),
    find_sending=_find_occurrence_sending,
    list_pending=list_pending_meetings,
    show_to_secretariat=_start_waiting_escalations,
    leaving=RsvpLeaving(),
)
KINDS = (MEETING,)
