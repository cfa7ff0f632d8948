"""Notify people who answered when the time of a meeting changes: from what they knew to what holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Card, Item, Part, Text
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Arena, View
from handlers.meetings.audience import may_see_meeting
from handlers.meetings.change_notices import (
    MOST_OCCURRENCES,
    draw_more_meetings,
    list_concerned_ids,
    post_meeting_notice,
)
from handlers.meetings.occurrence_facts import describe_occurrence_time, is_occurrence_upcoming
from handlers.meetings.occurrence_view import OccurrenceView, build_notice_subject, find_occurrence_view
from handlers.meetings.rsvps import personal_rsvp
from storage.kit.database import Store
from storage.meetings.rsvps import DECLINED, GOING, MAYBE, ONLINE, SUBSTITUTE

router = Router()


class MovedOccurrence(NamedTuple):
    """Hold one line of `MeetingMovedNotice`: stored as a list of the three."""

    id: int
    moves: int
    #: start before the change
    old: datetime


class MeetingMovedNotice(CardArguments, frozen=True):
    template = "meetings.moved"

    occurrences: tuple[MovedOccurrence, ...]
    #: number of moved occurrences, with those that are not named
    n: int


async def notify_meeting_moved(
    store: Store, arena: Arena, moved: Sequence[tuple[OccurrenceView, datetime]], by: int | None
) -> int:
    """Ask everybody who had answered again, in one message per series. Return the number of people.

    The organiser is told too, unless they moved it.
    """
    concerned: dict[int, list[tuple[OccurrenceView, datetime]]] = {}
    for found, old in moved:
        answered = await list_concerned_ids(store, found, (GOING, ONLINE, MAYBE, DECLINED, SUBSTITUTE))
        for id in answered | ({found.meeting.organiser_id} - {by}):
            concerned.setdefault(id, []).append((found, old))
    known = await _map_known_times(store, [found for found, _ in moved])
    for id, theirs in concerned.items():
        lines = [(found, known.get((id, found.id), old)) for found, old in theirs]
        shown = tuple(MovedOccurrence(found.id, found.occurrence.moves, old) for found, old in lines[:MOST_OCCURRENCES])
        card, first = MeetingMovedNotice(shown, len(lines)), lines[0][0]
        key = f"occurrence:{first.id}:moved:{id}:{first.occurrence.moves}"
        until = min(lines[0][1], first.occurrence.start_at)
        await post_meeting_notice(store, arena, id, card, key, first, until)
    return len(concerned)


async def _map_known_times(store: Store, moved: Sequence[OccurrenceView]) -> dict[tuple[int, int], datetime]:
    """Map person and occurrence to the time that the person knows, where an earlier change still waits to be told."""
    dates = [
        row
        for id in {found.meeting.id for found in moved}
        for row in await store.occurrences.list_occurrences_of_meeting(id)
    ]
    subjects = [build_notice_subject(row.id) for row in dates]
    known: dict[tuple[int, int], datetime] = {}
    for waiting in await store.private_notices.list_waiting_notices(subjects, MeetingMovedNotice.template):
        for line in msgspec.convert(waiting.args, MeetingMovedNotice).occurrences:
            known.setdefault((waiting.person_id or 0, line.id), line.old)
    return known


@router.card(MeetingMovedNotice)
async def draw_meeting_moved_card(view: View[MeetingMovedNotice]) -> Card | None:
    """Draw the newest time. Occurrences that were moved once more are left out, because they have their
    own message.
    """
    say, person, theirs = view.say, view.person, []
    for id, moves, old in view.args.occurrences:
        found = await find_occurrence_view(view.store, id)
        if found is not None and person is not None and await may_see_meeting(view.store, found.meeting, person):
            theirs.append((found, moves, old))
    if not theirs or person is None:
        return None
    found, moves, old = theirs[0]
    alive = [one for one in theirs if one[0].takes_place and one[0].occurrence.moves == one[1]]
    if not alive:
        return (
            await personal_rsvp.draw_personal_rsvp_card(view.store, found, person, say, arena=view.arena)
            if view.delivery.was_told
            else None
        )
    if view.args.n == 1:
        was = say.format_period(old, None, found.zone)
        lead = say("The time has changed. It was {when}. Please answer again.", when=was)
        if old == found.occurrence.start_at:
            lead = say("The time was changed, and is what it was again. Please answer again.")
        lead = lead if is_occurrence_upcoming(found, view.now) else ""
        return await personal_rsvp.draw_personal_rsvp_card(view.store, found, person, say, lead=lead, arena=view.arena)
    items: list[Part] = [
        _draw_changed_item(
            say,
            one,
            "" if was == one.occurrence.start_at else say("Was {when}", when=say.format_period(was, None, one.zone)),
        )
        for one, _, was in alive
    ]
    items += draw_more_meetings(say, view.args.n - len(theirs))
    return Card(found.meeting.title, (Text(say("The times have changed. Please answer again.")), *items))


def _draw_changed_item(say: Say, found: OccurrenceView, note: str) -> Item:
    button = Button(say("Show"), "meetings.show", str(found.id))
    return Item(found.title, describe_occurrence_time(found, say), note, (button,))
