"""Draw a meeting for one person in private: their own answer, and the ways to change it."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.say import Say
from handlers.chat.turn import Arena, View
from handlers.dates import time_zones
from handlers.dates.workdays import find_last_workday
from handlers.meetings import meeting_buttons, occurrence_facts
from handlers.meetings.audience import may_run_meeting
from handlers.meetings.occurrence_view import OccurrenceView
from handlers.meetings.rsvps.rsvp_buttons import draw_rsvp_buttons
from handlers.meetings.rsvps.seat_claims import find_final_deputy_rsvp
from handlers.notifications.reader_hours import wait_for_reader_hours
from handlers.notifications.scheduled_notifications import MORNING
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.rsvps import DAY, DECLINED, GOING, HOUR, MAYBE, NONE, ONLINE, SUBSTITUTE, USUAL, Rsvp

#: number of buttons that come before other answers for whoever comes: link, agenda, calendar
NEEDED = 3


async def draw_own_rsvp(store: Store, occurrence: OccurrenceView, person: Person, say: Say) -> list[Part]:
    """Describe the person's answer in a sentence or two. As long as they can answer, say if they have not."""
    if occurrence.cancelled or occurrence.occurrence.end_at <= store.now:
        return []
    rsvp = await store.rsvps.find_rsvp(occurrence.id, person.id)
    if not occurrence_facts.is_occurrence_upcoming(occurrence, store.now) and (
        rsvp is None or rsvp.moves != occurrence.occurrence.moves
    ):
        return []
    if rsvp is None:
        return [Text(say("You have not answered yet."))]
    if rsvp.moves != occurrence.occurrence.moves:
        return [Text(say("You answered for the old time. Does the new one suit you?"))]
    lines = [await describe_rsvp(store, occurrence, rsvp, say)]
    if rsvp.by_id is not None and rsvp.by_id != person.id:
        by = await store.people.find(rsvp.by_id)
        if by is not None:
            lines.append(say("{name} said so for you.", name=by.name))
    if rsvp.answer != DECLINED and rsvp.remind:
        lines.append(_describe_reminder_preferences(say)[rsvp.remind])
    return [Text(" ".join(lines))]


async def describe_rsvp(store: Store, occurrence: OccurrenceView, rsvp: Rsvp, say: Say) -> str:
    if rsvp.waiting_since is not None:
        n = await compute_waiting_position(store, rsvp)
        return say("All seats are taken. You are number {n} on the waiting list and will hear from me.", n=n)
    if rsvp.answer == SUBSTITUTE:
        return await _describe_rsvp_deputy(store, rsvp, say)
    if rsvp.answer == ONLINE and not occurrence.link:
        return say("You are joining online. The link is not there yet.")
    if rsvp.answer == MAYBE and not _is_asked_again(occurrence, rsvp, store.now):
        return say("You might come.")
    return {
        GOING: say("You come in person."),
        ONLINE: say("You are joining online."),
        MAYBE: say("You might come. I will ask again before the deadline."),
        DECLINED: say("You cannot attend. I will not send you any more reminders."),
    }[rsvp.answer]


def _is_asked_again(occurrence: OccurrenceView, rsvp: Rsvp, now: datetime) -> bool:
    """Return True if the reminder before the sign-up deadline is still to come."""
    from handlers.meetings.reminders import reminder_kinds

    by, days = occurrence.occurrence.signup_by, reminder_kinds.find_reminder_days(occurrence, reminder_kinds.SIGNUP)
    if by is None or days is None or rsvp.remind != USUAL:
        return False
    last = time_zones.convert_to_local(min(by, occurrence.occurrence.start_at), occurrence.zone).date()
    day = find_last_workday(last - timedelta(days=days))
    return now < time_zones.convert_to_instant(datetime.combine(day, MORNING), occurrence.zone)


async def _describe_rsvp_deputy(store: Store, rsvp: Rsvp, say: Say) -> str:
    """Describe the status of the deputy, whose own answer counts."""
    theirs = await find_final_deputy_rsvp(store, rsvp)
    if theirs is None:
        name = rsvp.substitute_name
        return say("{name} comes in your place.", name=name) if name else say("Nobody is coming in your place.")
    deputy = await store.people.find(theirs.person_id)
    name = theirs.substitute_name or (deputy.name if deputy else say("a former contact"))
    if theirs.waiting_since is not None:
        n = await compute_waiting_position(store, theirs)
        return say(
            "All seats are taken. {name}, who is coming in your place, is number {n} on the waiting list.",
            name=name,
            n=n,
        )
    if theirs.answer == ONLINE:
        return say("{name} is joining online in your place.", name=name)
    if theirs.answer == MAYBE:
        return say("{name} may come in your place.", name=name)
    if theirs.answer == DECLINED:
        return say("Nobody is coming in your place: {name} cannot attend.", name=name)
    return say("{name} comes in your place.", name=name)


async def compute_waiting_position(store: Store, rsvp: Rsvp) -> int:
    """Return the position in the waiting list, 1 for the person who waits longest."""
    assert rsvp.waiting_since is not None
    mine = (rsvp.waiting_since, rsvp.person_id)
    others = await store.rsvps.list_rsvps_of_occurrence(rsvp.occurrence_id)
    return 1 + sum(
        other.waiting_since is not None and (other.waiting_since, other.person_id) < mine for other in others
    )


async def draw_personal_rsvp_card(
    store: Store, occurrence: OccurrenceView, person: Person, say: Say, *, lead: str = "", arena: Arena | None = None
) -> Card:
    """Draw the meeting with the person's own answer, for replies to clicks and for notices."""
    rows: list[Part] = [Text(lead)] if lead else []
    rows += await occurrence_facts.draw_occurrence_facts(store, occurrence, say, person)
    rows += await draw_own_rsvp(store, occurrence, person, say)
    rows += await _draw_missing_link(store, occurrence, person, say)
    row = await _draw_personal_buttons(store, occurrence, person, say, arena)
    return Card(occurrence.title, (*rows, Buttons(row)) if row else tuple(rows))


async def draw_rsvp_notice(view: View, occurrence: OccurrenceView, lead: str, *, holds: bool) -> Card | None:
    """Draw a notice above the reader's own answer.

    One that no longer holds is dropped, or shows the meeting as it is now where it was sent.
    """
    if view.person is None or not (holds or view.delivery.was_told):
        return None
    wait_for_reader_hours(view, occurrence.occurrence.start_at)
    lead = lead if holds else ""
    return await draw_personal_rsvp_card(view.store, occurrence, view.person, view.say, lead=lead, arena=view.arena)


async def _draw_missing_link(store: Store, occurrence: OccurrenceView, person: Person, say: Say) -> list[Part]:
    """Tell whoever can add the link that somebody waits for it."""
    upcoming = occurrence_facts.is_occurrence_upcoming(occurrence, store.now)
    if occurrence.link or not upcoming or not may_run_meeting(person, occurrence.meeting):
        return []
    n = sum(rsvp.answer == ONLINE for rsvp in await store.rsvps.list_rsvps_of_occurrence(occurrence.id))
    lacking = say.many(
        "{n} person joins online, and there is no link yet. Add it with Change or call off.",
        "{n} people join online, and there is no link yet. Add it with Change or call off.",
        n,
    )
    return [Text(lacking, "strong")] if n else []


async def _draw_personal_buttons(
    store: Store, occurrence: OccurrenceView, person: Person, say: Say, arena: Arena | None
) -> tuple[Button, ...]:
    """Draw the answers first, until the person has given one; then what they need for the meeting."""
    if not occurrence_facts.is_occurrence_upcoming(occurrence, store.now):
        return meeting_buttons.draw_meeting_buttons(say, arena, occurrence, person, store.now)
    rsvp = await store.rsvps.find_rsvp(occurrence.id, person.id)
    given = rsvp.answer if rsvp is not None and rsvp.moves == occurrence.occurrence.moves else ""
    remind = (Button(say("Reminders"), "rsvps.remind", str(occurrence.id)),) if given in (GOING, ONLINE, MAYBE) else ()
    answers = draw_rsvp_buttons(say, occurrence, "" if given == SUBSTITUTE else given)
    more = meeting_buttons.draw_meeting_buttons(say, arena, occurrence, person, store.now, remind)
    return (*more[:NEEDED], *answers, *more[NEEDED:]) if given in (GOING, ONLINE) else (*answers, *more)


def _describe_reminder_preferences(say: Say) -> dict[str, str]:
    return {
        DAY: say("I will remind you only the day before."),
        HOUR: say("I will remind you only an hour before."),
        NONE: say("I send you no reminders of it."),
    }
