"""Withdraw the answers of those whom a meeting no longer is for, and tell them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, View
from handlers.dates.working_hours import build_working_hours
from handlers.meetings.audience import may_see_meeting
from handlers.meetings.card_arguments import DeputyDeclinedNotice
from handlers.meetings.occurrence_view import OccurrenceView, build_notice_subject
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.meetings import ORGANISATIONS
from storage.meetings.rsvps import DECLINED, Rsvp

router = Router()


class MeetingNarrowedNotice(CardArguments, frozen=True):
    """Hold what the reader knew of the meeting; what it has become is not theirs to know."""

    template = "meetings.narrowed"

    meeting: int
    #: start of the first date that the reader had answered to, before the change
    at: datetime
    #: time zone of the meeting
    zone: str
    #: number of dates that the reader had answered to
    n: int


async def withdraw_excluded_rsvps(
    store: Store, arena: Arena, occurrences: Sequence[OccurrenceView], starts: Mapping[int, datetime]
) -> None:
    """Withdraw the answers of everybody who may not see the occurrences any more, and tell who wanted to come.

    `starts`: occurrence id -> its start before it was moved. The caller fills the free seats.
    """
    narrow = {found.id: found for found in occurrences if found.meeting.audience == ORGANISATIONS}
    by_occurrence = await store.rsvps.map_rsvps_by_occurrence(narrow) if narrow else {}
    dropped: dict[int, list[OccurrenceView]] = {}
    outside: dict[int, Person] = {}
    for id, rsvps in by_occurrence.items():
        for rsvp in rsvps:
            person = await store.people.find(rsvp.person_id)
            if person is None or await may_see_meeting(store, narrow[id].meeting, person):
                continue
            outside[person.id] = person
            if rsvp.answer != DECLINED:
                dropped.setdefault(person.id, []).append(narrow[id])
            await store.rsvps.delete_rsvp(rsvp)
    for id, theirs in dropped.items():
        await _notify_excluded_person(store, arena, outside[id], theirs, starts)
    for id, rsvps in by_occurrence.items():
        await _notify_excluded_senders(store, narrow[id], rsvps, outside)


async def _notify_excluded_person(
    store: Store, arena: Arena, person: Person, dropped: Sequence[OccurrenceView], starts: Mapping[int, datetime]
) -> None:
    """Tell them in their working hours, if these begin before the meeting, else at once."""
    first = dropped[0]
    at = starts.get(first.id, first.occurrence.start_at)
    due = build_working_hours(person, arena).find_next_open(store.now)
    notice = MeetingNarrowedNotice(first.meeting.id, at, first.meeting.zone, len(dropped))
    key = f"occurrence:{first.id}:narrowed:{person.id}:{first.meeting.version}"
    await outgoing.post_to_person(store, person, notice, key=key, due_at=due if due < at else store.now)


async def _notify_excluded_senders(
    store: Store, occurrence: OccurrenceView, rsvps: Sequence[Rsvp], outside: Mapping[int, Person]
) -> None:
    """Tell whoever sends one of them that their deputy does not come."""
    for rsvp in rsvps:
        sender, deputy = await store.people.find(rsvp.person_id), rsvp.substitute_id
        if deputy is not None and deputy in outside and sender is not None and sender.id not in outside:
            key = f"occurrence:{occurrence.id}:narrowed:{deputy}:{sender.id}:{occurrence.meeting.version}"
            notice, subject = DeputyDeclinedNotice(occurrence.id, deputy=deputy), build_notice_subject(occurrence.id)
            await outgoing.post_to_person(store, sender, notice, key=key, subject=subject)


@router.card(MeetingNarrowedNotice)
async def draw_meeting_narrowed_card(view: View[MeetingNarrowedNotice]) -> Card | None:
    """Draw the notice; None if the meeting is for the reader again before they were told."""
    say, args = view.say, view.args
    meeting = await view.store.meetings.find(args.meeting)
    if meeting is None or view.person is None or await may_see_meeting(view.store, meeting, view.person):
        return None
    when = say.format_period(args.at, None, ZoneInfo(args.zone))
    text = say(
        "The meeting {when} is now for other organisations than yours. You are not expected there, and your answer is"
        " withdrawn.",
        when=when,
    )
    if args.n > 1:
        text = say(
            "The meetings from {when} on are now for other organisations than yours. You are not expected there, and"
            " your answers are withdrawn.",
            when=when,
        )
    return Card("", (Text(text), Buttons((Button(say("Next meetings"), "meetings.page"),))))
