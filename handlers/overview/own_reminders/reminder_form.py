"""Ask when to remind somebody, and of what; change both later."""

from __future__ import annotations

from datetime import date, datetime, time

from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.dates.day_fields import draw_day_field, parse_day_field
from handlers.dates.time_zones import convert_to_local
from handlers.dates.typed_times import explain_time_error
from handlers.dates.working_hours import build_working_hours, parse_clock
from handlers.overview.own_reminders.new_reminders import LONGEST_TEXT, add_own_reminder
from handlers.overview.own_reminders.reminder_cards import build_own_reminder_subject, build_reminder_reply
from handlers.overview.own_reminders.reminder_delivery import move_own_reminder
from handlers.overview.own_reminders.reminder_records import RecordLink
from handlers.overview.own_reminders.reminder_steps import load_own_reminder
from handlers.overview.own_reminders.reminder_times import compute_later_time, compute_reminder_time

router = Router()


class ReminderDraft(ButtonValue, frozen=True):
    """Hold a reminder whose time is still asked: days from today, the record, the time as far as said, its words."""

    days: int
    kind: str
    record: int | None
    code: str
    #: day, or day and time of day, in ISO format; empty: not said
    day: str
    text: str

    @property
    def said(self) -> tuple[date | None, time | None]:
        """Return the day and the time of day as far as they were said."""
        try:
            at = datetime.fromisoformat(self.day)
        except ValueError:
            return None, None
        return at.date(), at.time() if "T" in self.day else None

    @property
    def link(self) -> RecordLink:
        return RecordLink(self.kind, self.record, self.code) if self.kind else RecordLink()


@router.on(Click, "reminders.soon")
async def on_reminder_soon(event: Click, turn: Turn) -> Reply:
    """Set the reminder for the time that was read, or for the day that the button names."""
    draft = ReminderDraft.parse_value(event.value)
    if not draft.text and not draft.code:
        raise UserError(turn.say("Write what I shall remind you of."))
    day, clock = draft.said if draft.days == 0 else (None, None)
    if day is None:
        at = compute_later_time(turn, min(max(draft.days, 1), 366), None)
    else:
        at = compute_reminder_time(turn, day, clock)
    if at <= turn.now:
        raise UserError(turn.say("That time has passed. Choose another one."))
    reminder = await add_own_reminder(turn, draft.text[:LONGEST_TEXT], draft.link, at, timed=clock is not None)
    return build_reminder_reply(turn, reminder, replace=event.direct)


@router.on(Click, "reminders.choose", opens=True)
async def on_reminder_choose_open(event: Click, turn: Turn) -> Reply:
    draft = ReminderDraft.parse_value(event.value)
    return Reply(form=_draw_form(turn, "reminders.choose", event.value, draft.text, *draft.said, draft.code))


@router.on(Submission, "reminders.choose")
async def on_reminder_choose_submit(event: Submission, turn: Turn) -> Reply:
    link = ReminderDraft.parse_value(event.value).link
    text, day, clock = _parse_form(event, turn, link.code)
    at = compute_reminder_time(turn, day, clock)
    reminder = await add_own_reminder(turn, text, link, at, timed=clock is not None)
    return build_reminder_reply(turn, reminder, replace=event.direct)


@router.on(Click, "reminders.edit", opens=True)
async def on_reminder_edit_open(event: Click, turn: Turn) -> Reply:
    reminder = await load_own_reminder(turn, parse_id(event.value), lock=False)
    here = convert_to_local(reminder.at, build_working_hours(turn.person, turn.arena).zone)
    ahead = reminder.at > turn.now
    day, clock = (here.date() if ahead else None), (here.time() if reminder.timed else None)
    form = _draw_form(turn, "reminders.edit", str(reminder.id), reminder.text, day, clock, reminder.code)
    return Reply(form=form)


@router.on(Submission, "reminders.edit")
async def on_reminder_edit_submit(event: Submission, turn: Turn) -> Reply:
    reminder = await load_own_reminder(turn, parse_id(event.value))
    text, day, clock = _parse_form(event, turn, reminder.code)
    at, timed = compute_reminder_time(turn, day, clock), clock is not None
    reminder.text = text
    if (at, timed) == (reminder.at, reminder.timed) and reminder.done_at is None:
        await turn.store.session.flush()
        await turn.store.outbox.refresh_copies(build_own_reminder_subject(reminder.id))
    else:
        await move_own_reminder(turn.store, reminder, at, timed=timed)
    return build_reminder_reply(turn, reminder)


def _draw_form(turn: Turn, do: str, value: str, text: str, day: date | None, clock: time | None, code: str) -> Form:
    say = turn.say
    fields = (
        Field("text", say("What is it about?"), "text", text, most=LONGEST_TEXT, required=not code),
        draw_day_field("day", say("Day"), day),
        Field(
            "time",
            say("Time of day"),
            "time",
            f"{clock:%H:%M}" if clock else "",
            say("Empty: in the morning."),
            required=False,
        ),
    )
    return Form(say("Remind me"), do, fields, say("Save"), value, note=code)


def _parse_form(event: Submission, turn: Turn, code: str) -> tuple[str, date, time | None]:
    """Return text, day and time of day. Raises UserError with what is wrong at each field."""
    say, zone = turn.say, build_working_hours(turn.person, turn.arena).zone
    text, said, wrong = event.get_text("text"), event.get_text("time"), {}
    day, clock = parse_day_field(turn, event, "day", zone), parse_clock(said)
    if not text and not code:
        wrong["text"] = say("Write what I shall remind you of.")
    if day is None:
        wrong["day"] = say("Choose a day.")
    elif said and clock is None:
        wrong["time"] = say("Enter a time of day, such as 07:00.")
    elif compute_reminder_time(turn, day, clock) <= turn.now:
        wrong["time"] = explain_time_error(say, "past", said) if said else say("Choose a time of day.")
    if wrong or day is None:
        raise UserError("", wrong)
    return text[:LONGEST_TEXT], day, clock
