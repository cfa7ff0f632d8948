"""Call off one date of a meeting or all upcoming ones, with a reason for everybody concerned."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Field, Form, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.meetings import cards, change_notices, drafts, meeting_changes
from handlers.meetings.audience import need_meeting_role
from handlers.meetings.button_values import ALL, ONE, CancelledDates
from handlers.meetings.occurrence_facts import describe_cancellation, describe_occurrence_time
from handlers.meetings.occurrence_view import OccurrenceView
from handlers.meetings.personal_meeting_card import load_seen_occurrence
from handlers.meetings.reminders.reminder_planner import reschedule_meeting_reminders
from handlers.moderation.competition import draw_competition_hint
from storage.meetings.agenda import ACCEPTED, PROPOSED
from storage.meetings.meetings import CANCELLED as ALL_OFF
from storage.meetings.meetings import PLANNED as ALL_PLANNED
from storage.meetings.occurrences import CANCELLED, PLANNED

router = Router()
LONGEST_REASON = 1000


async def draw_cancellation_form(turn: Turn, found: OccurrenceView, *, one: bool) -> Form:
    """Draw the form for the reason. It says how many people will be told."""
    say = turn.say
    which = describe_occurrence_time(found, say) if one or not found.meeting.rule else say("All upcoming dates")
    field = Field("why", say("Why?"), "text", hint=say("Everybody who is invited reads this."), most=LONGEST_REASON)
    value = CancelledDates(found.id, ONE if one else ALL).encode_value()
    off = [found] if one else await _list_upcoming(turn, found)
    told = len(await change_notices.map_people_to_cancelled(turn.store, off, turn.person.id))
    note = f"{found.title}\n{which}\n{_describe_told(say, told)}"
    return Form(say("Call it off"), "meetings.cancel", (field,), say("Call it off"), value, note)


async def _list_upcoming(turn: Turn, found: OccurrenceView) -> list[OccurrenceView]:
    """List the occurrences of the meeting that can still be called off."""
    rows = await turn.store.occurrences.list_occurrences_of_meeting(found.meeting.id)
    return [OccurrenceView(found.meeting, row) for row in rows if row.start_at > turn.now and row.state == PLANNED]


@router.on(Submission, "meetings.cancel")
async def on_meeting_cancel(event: Submission, turn: Turn) -> Reply:
    dates = CancelledDates.parse_value(event.value)
    found = await load_seen_occurrence(turn, str(dates.occurrence))
    await turn.store.meetings.lock(found.meeting.id)
    found = await load_seen_occurrence(turn, str(dates.occurrence), lock=True)
    await need_meeting_role(turn, found.meeting)
    why = event.get_text("why")
    if not why:
        raise UserError("", {"why": turn.say("Say in a few words why.")})
    drafts.need_changeable_occurrence(turn, found)
    one = dates.which == ONE and bool(found.meeting.rule)
    off = await (_cancel_occurrence(turn, found, why) if one else _cancel_upcoming(turn, found, why))
    told = await change_notices.notify_meeting_cancelled(turn.store, turn.arena, off, turn.person.id)
    await reschedule_meeting_reminders(turn.store, turn.arena, *off)
    await cards.redraw_meeting_cards(turn.store, [one_off.occurrence for one_off in off])
    await cards.post_meeting_cards(turn.store, found.meeting)
    left = [one for one in off if await turn.store.agenda.list_agenda_items(one.id, (ACCEPTED, PROPOSED))]
    carry = [Buttons((Button(turn.say("Carry the agenda over"), "agenda.carry", str(left[0].id)),))] if left else []
    text = f"{_describe_what_is_off(turn.say, found, off)} {_describe_told(turn.say, told)}"
    hinted = draw_competition_hint(turn.say, why)
    return Reply(Card("", (Text(text), *hinted, *carry)), brief=not hinted and not carry)


def _describe_what_is_off(say: Say, found: OccurrenceView, off: list[OccurrenceView]) -> str:
    if len(off) == 1:
        return describe_cancellation(off[0], say)
    return say("{title}: all upcoming dates are called off.", title=found.title)


def _describe_told(say: Say, n: int) -> str:
    if not n:
        return say("Nobody else will be told.")
    return say.many("{n} person will be told.", "{n} people will be told.", n)


async def _cancel_occurrence(turn: Turn, found: OccurrenceView, why: str) -> list[OccurrenceView]:
    row = found.occurrence
    row.state, row.why = CANCELLED, why[:LONGEST_REASON]
    row.sequence += 1
    meeting_changes.touch_meeting(turn.store, found.meeting)
    await turn.store.session.flush()
    return [found]


async def _cancel_upcoming(turn: Turn, found: OccurrenceView, why: str) -> list[OccurrenceView]:
    """Call off everything that has not begun. A series that has begun ends; one that has not is called
    off as a whole.
    """
    meeting, off = found.meeting, []
    rows = await turn.store.occurrences.list_occurrences_of_meeting(meeting.id)
    begun = [row for row in rows if row.start_at <= turn.now]
    meeting.sequence = meeting_changes.compute_next_sequence(meeting, rows)
    meeting_changes.touch_meeting(turn.store, meeting)
    for row in rows:
        await turn.store.occurrences.lock(row.id)
        if row not in begun and row.state == PLANNED:
            row.state, row.why = CANCELLED, why[:LONGEST_REASON]
            off.append(OccurrenceView(meeting, row))
    if begun:
        meeting_changes.end_series(meeting, begun)
    elif meeting.state == ALL_PLANNED:
        meeting.state, meeting.why = ALL_OFF, why[:LONGEST_REASON]
    await turn.store.session.flush()
    return off
