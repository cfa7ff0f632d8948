"""Warn of other meetings at the same time to which some of the same people are invited; none of it forbids anything."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Part, Text
from handlers.chat.say import Say
from handlers.meetings import series
from handlers.meetings.audience import choose_invitees, list_invitees, may_see_meeting
from handlers.meetings.meeting_preview import build_unsaved_meeting
from handlers.meetings.occurrence_view import OccurrenceView
from handlers.meetings.outlines import Outline
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.meetings import Meeting

MOST_MEETINGS = 3


async def draw_overlap_warnings(
    store: Store, outline: Outline, say: Say, reader: Person, meeting: Meeting | None
) -> list[Part]:
    """Name the meetings at the same time that the reader may see, and how many people are invited to both.

    `meeting` is what the outline changes; None for a new one.
    """
    found = await _list_overlaps(store, outline, reader, meeting)
    lines = [
        say("At the same time: {title}, {when}.", title=one.title, when=say.format_period(one.occurrence.start_at))
        + " "
        + say.many("{n} person is invited to both.", "{n} people are invited to both.", both)
        for one, both in found[:MOST_MEETINGS]
    ]
    if len(found) > MOST_MEETINGS:
        lines.append(say.many("and {n} more", "and {n} more", len(found) - MOST_MEETINGS))
    return [Text(f"⚠️ {line}") for line in lines]


async def _list_overlaps(
    store: Store, outline: Outline, reader: Person, meeting: Meeting | None
) -> list[tuple[OccurrenceView, int]]:
    """Return the other occurrences, in order of time, with the number of people who are invited to both."""
    planned = build_unsaved_meeting(outline)
    planned.organiser_id = meeting.organiser_id if meeting is not None else reader.id
    times = [series.compute_instants(planned, start) for start in series.list_series_dates(planned, store.now)]
    times = [(start, end) for start, end in times if start > store.now]
    if not times:
        return []
    near = await store.occurrences.list_occurrences_during(min(times)[0], max(end for _, end in times))
    same_time = [
        row for row in near if any(row.start_at < end and row.end_at > start for start, end in times)
        if meeting is None or row.meeting_id != meeting.id
    ]  # fmt: skip
    if not same_time:
        return []
    everybody = await store.people.list_all_people()
    mine = await _list_planned_invitee_ids(store, outline, planned, meeting, everybody)
    meetings = await store.meetings.map_meetings_by_id({row.meeting_id for row in same_time})
    both: dict[int, int] = {}
    for id, other in meetings.items():
        if await may_see_meeting(store, other, reader):
            both[id] = len(mine & {person.id for person in await list_invitees(store, other, everybody)})
    views = [OccurrenceView(meetings[row.meeting_id], row) for row in same_time if both.get(row.meeting_id)]
    return [(view, both[view.meeting.id]) for view in views]


async def _list_planned_invitee_ids(
    store: Store, outline: Outline, planned: Meeting, meeting: Meeting | None, everybody: Sequence[Person]
) -> set[int]:
    """Return who is invited: one date of a series is for those of the series."""
    if not outline.audience and meeting is not None:
        return {person.id for person in await list_invitees(store, meeting, everybody)}
    chosen = await choose_invitees(store, planned, outline.topics, outline.organisations, everybody)
    return {person.id for person in chosen}
