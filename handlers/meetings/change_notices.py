"""Notify people who answered when the place changes, and invitees when a meeting is called off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.say import Say
from handlers.chat.turn import Arena, View
from handlers.dates.working_hours import build_working_hours
from handlers.meetings.audience import list_invitees, may_see_meeting
from handlers.meetings.card_arguments import OccurrenceCard
from handlers.meetings.occurrence_facts import (
    describe_cancellation,
    describe_occurrence_time,
    is_occurrence_upcoming,
)
from handlers.meetings.occurrence_view import OccurrenceView, build_notice_subject, find_occurrence_view
from handlers.meetings.rsvps import personal_rsvp
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.agenda import ACCEPTED, PROPOSED
from storage.meetings.rsvps import DECLINED, GOING, MAYBE, ONLINE, SUBSTITUTE

router = Router()
#: maximum number of a series' occurrences that one message names
MOST_OCCURRENCES = 5


class MeetingCancelledNotice(CardArguments, frozen=True):
    template = "meetings.cancelled"

    occurrences: tuple[int, ...]
    #: number of cancelled occurrences, with those that are not named
    n: int


class MeetingRelocatedNotice(OccurrenceCard, frozen=True):
    template = "meetings.place"

    #: number of occurrences with the new place
    n: int


async def notify_meeting_cancelled(
    store: Store, arena: Arena, occurrences: Sequence[OccurrenceView], by: int | None
) -> int:
    """Notify all invitees who had not declined, in one message per series. Return the number of people."""
    concerned = await map_people_to_cancelled(store, occurrences, by)
    for id, theirs in concerned.items():
        card = MeetingCancelledNotice(tuple(found.id for found in theirs[:MOST_OCCURRENCES]), len(theirs))
        first = theirs[0]
        key = f"occurrence:{first.id}:cancelled:{id}:{first.occurrence.sequence}:{first.meeting.sequence}"
        await post_meeting_notice(store, arena, id, card, key, first, first.occurrence.start_at)
    return len(concerned)


async def map_people_to_cancelled(
    store: Store, occurrences: Sequence[OccurrenceView], by: int | None
) -> dict[int, list[OccurrenceView]]:
    """Map everybody but `by` who is told of the cancellation to the occurrences that concern them.

    The organiser is told in any case, and so is whoever has proposed something for the agenda.
    """
    concerned: dict[int, list[OccurrenceView]] = {}
    invited: dict[int, set[int]] = {}
    for found in occurrences:
        if found.meeting.id not in invited:
            invited[found.meeting.id] = {person.id for person in await list_invitees(store, found.meeting)}
        ids = invited[found.meeting.id] | await list_concerned_ids(store, found, (GOING, ONLINE, MAYBE, SUBSTITUTE))
        rsvps = {rsvp.person_id: rsvp for rsvp in await store.rsvps.list_rsvps_of_occurrence(found.id)}
        involved = {found.meeting.organiser_id, *await _list_proposer_ids(store, found)}
        for id in (ids | involved) - {by}:
            rsvp = rsvps.get(id)
            if id in involved or rsvp is None or rsvp.answer != DECLINED or rsvp.moves != found.occurrence.moves:
                concerned.setdefault(id, []).append(found)
    return concerned


async def _list_proposer_ids(store: Store, found: OccurrenceView) -> set[int]:
    items = await store.agenda.list_agenda_items(found.id, (PROPOSED, ACCEPTED))
    return {item.proposed_by_id for item in items if item.proposed_by_id is not None}


async def notify_meeting_relocated(store: Store, arena: Arena, occurrences: Sequence[OccurrenceView]) -> None:
    """Notify everybody who comes, so that nobody uses the old place or link; in one message per series."""
    concerned: dict[int, list[OccurrenceView]] = {}
    for found in occurrences:
        for id in await list_concerned_ids(store, found, (GOING, ONLINE, MAYBE, SUBSTITUTE)):
            concerned.setdefault(id, []).append(found)
    for id, theirs in concerned.items():
        first = theirs[0]
        key = f"occurrence:{first.id}:place:{id}:{len(theirs)}"
        card = MeetingRelocatedNotice(first.id, len(theirs))
        await post_meeting_notice(store, arena, id, card, key, first, first.occurrence.start_at, once=True)


@router.card(MeetingCancelledNotice)
async def draw_meeting_cancelled_card(view: View[MeetingCancelledNotice]) -> Card | None:
    say = view.say
    found = [one for id in view.args.occurrences if (one := await find_occurrence_view(view.store, id)) is not None]
    off = [one for one in found if one.cancelled]
    if not off or view.person is None:
        return None
    if not await may_see_meeting(view.store, off[0].meeting, view.person):
        return draw_withheld(view)
    why = off[0].occurrence.why or off[0].meeting.why
    reason: list[Part] = [Text(why)] if why else []
    if view.args.n == 1:
        return Card("", (Text(describe_cancellation(off[0], say)), *reason))
    lines = "\n".join(describe_occurrence_time(one, say) for one in off)
    more = draw_more_meetings(say, view.args.n - len(found))
    title = say("{title} is called off", title=off[0].meeting.title)
    return Card(title, (*reason, Text(lines), *more))


@router.card(MeetingRelocatedNotice)
async def draw_meeting_relocated_card(view: View[MeetingRelocatedNotice]) -> Card | None:
    found = await find_occurrence_view(view.store, view.args.occurrence)
    if found is None:
        return None
    lead = view.say("Place or link is changed.")
    if view.args.n > 1:
        lead = view.say("The place or link has changed, for this meeting and all that follow.")
    lead = lead if is_occurrence_upcoming(found, view.now) else ""
    return await personal_rsvp.draw_rsvp_notice(view, found, lead, holds=found.takes_place)


async def list_concerned_ids(store: Store, found: OccurrenceView, answers: Sequence[str]) -> set[int]:
    """Return the ids of people with one of these answers, and of their deputies."""
    rsvps = [rsvp for rsvp in await store.rsvps.list_rsvps_of_occurrence(found.id) if rsvp.answer in answers]
    return {rsvp.person_id for rsvp in rsvps} | {rsvp.substitute_id for rsvp in rsvps if rsvp.substitute_id is not None}


async def post_meeting_notice(
    store: Store,
    arena: Arena,
    id: int,
    card: CardArguments,
    key: str,
    found: OccurrenceView,
    until: datetime,
    *,
    once: bool = False,
) -> None:
    """Post the notice in the person's working hours if they begin before `until`, else at once.

    `once`: notices due at the same time become one message, which shows the state at that time.
    """
    person: Person | None = await store.people.find(id)
    if person is None or not await may_see_meeting(store, found.meeting, person):
        return
    due = build_working_hours(person, arena).find_next_open(store.now)
    due = store.now if due >= until else due
    key = f"{key}:{due.isoformat()}" if once else key
    await outgoing.post_to_person(store, person, card, key=key, subject=build_notice_subject(found.id), due_at=due)


def draw_more_meetings(say: Say, n: int) -> list[Part]:
    if n <= 0:
        return []
    button = Button(say("Next meetings"), "meetings.page")
    return [Text(say.many("and {n} more", "and {n} more", n)), Buttons((button,))]
