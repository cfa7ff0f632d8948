"""Ask when to remind somebody, and of what; change both later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from handlers.chat.cards import Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.say import Say, capitalise_first_letter
from handlers.chat.turn import Turn
from handlers.dates.day_fields import draw_day_field, parse_day_field
from handlers.dates.recurrence import RecurrenceRule, describe_rule
from handlers.dates.time_zones import convert_to_local
from handlers.dates.typed_times import explain_time_error
from handlers.dates.working_hours import build_working_hours, parse_clock
from handlers.overview.own_reminders.new_reminders import LONGEST_TEXT, add_own_reminder
from handlers.overview.own_reminders.reminder_cards import build_own_reminder_subject, build_reminder_reply
from handlers.overview.own_reminders.reminder_delivery import move_own_reminder
from handlers.overview.own_reminders.reminder_drafts import ReminderDraft, parse_repeats
from handlers.overview.own_reminders.reminder_series import fix_rule_day, parse_reminder_rule, plan_repetition
from handlers.overview.own_reminders.reminder_steps import load_own_reminder
from handlers.overview.own_reminders.reminder_times import compute_later_time, compute_reminder_time

router = Router()
#: how often a reminder may come again, beside what was typed: every working day, week, second week, month
_RULES = ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY")


@dataclass(frozen=True, slots=True)
class _Filled:
    """Hold the fields of the form."""

    text: str
    day: date | None
    clock: time | None
    rule: RecurrenceRule | None


@router.on(Click, "reminders.soon")
async def on_reminder_soon(event: Click, turn: Turn) -> Reply:
    """Set the reminder for the time that was read, or for the day that the button names."""
    draft = ReminderDraft.parse_value(event.value)
    if not draft.text and not draft.code:
        raise UserError(turn.say("Write what I shall remind you of."))
    day, clock = draft.said if draft.days == 0 else (None, None)
    hours = build_working_hours(turn.person, turn.arena)
    if day is None:
        at = compute_later_time(turn, min(max(draft.days, 1), 366), None)
        day = convert_to_local(at, hours.zone).date()
    else:
        at = compute_reminder_time(hours, day, clock)
    if at <= turn.now:
        raise UserError(turn.say("That time has passed. Choose another one."))
    reminder = await add_own_reminder(
        turn, draft.text[:LONGEST_TEXT], draft.link, at, timed=clock is not None, rule=fix_rule_day(draft.rule, day)
    )
    return build_reminder_reply(turn, reminder, replace=event.direct)


@router.on(Click, "reminders.choose", opens=True)
async def on_reminder_choose_open(event: Click, turn: Turn) -> Reply:
    draft = ReminderDraft.parse_value(event.value)
    return Reply(
        form=_draw_form(turn, "reminders.choose", event.value, _Filled(draft.text, *draft.said, draft.rule), draft.code)
    )


@router.on(Submission, "reminders.choose")
async def on_reminder_choose_submit(event: Submission, turn: Turn) -> Reply:
    link = ReminderDraft.parse_value(event.value).link
    filled, at = _parse_form(event, turn, link.code)
    timed = filled.clock is not None
    reminder = await add_own_reminder(turn, filled.text, link, at, timed=timed, rule=filled.rule)
    return build_reminder_reply(turn, reminder, replace=event.direct)


@router.on(Click, "reminders.edit", opens=True)
async def on_reminder_edit_open(event: Click, turn: Turn) -> Reply:
    reminder = await load_own_reminder(turn, parse_id(event.value), lock=False)
    here = convert_to_local(reminder.at, build_working_hours(turn.person, turn.arena).zone)
    ahead = reminder.at > turn.now
    day, clock = (here.date() if ahead else None), (here.time() if reminder.timed else None)
    filled = _Filled(reminder.text, day, clock, parse_reminder_rule(reminder))
    return Reply(form=_draw_form(turn, "reminders.edit", str(reminder.id), filled, reminder.code))


@router.on(Submission, "reminders.edit")
async def on_reminder_edit_submit(event: Submission, turn: Turn) -> Reply:
    reminder = await load_own_reminder(turn, parse_id(event.value))
    filled, at = _parse_form(event, turn, reminder.code)
    timed, reminder.text = filled.clock is not None, filled.text
    if (at, timed) == (reminder.at, reminder.timed) and reminder.done_at is None:
        await turn.store.session.flush()
        await turn.store.outbox.refresh_copies(build_own_reminder_subject(reminder.id))
    else:
        await move_own_reminder(turn.store, reminder, at, timed=timed)
    plan_repetition(reminder, filled.rule, build_working_hours(turn.person, turn.arena))
    return build_reminder_reply(turn, reminder)


def _draw_form(turn: Turn, do: str, value: str, filled: _Filled, code: str) -> Form:
    say, clock = turn.say, filled.clock
    fields = (
        Field("text", say("What is it about?"), "text", filled.text, most=LONGEST_TEXT, required=not code),
        draw_day_field("day", say("Day"), filled.day),
        Field(
            "time",
            say("Time of day"),
            "time",
            f"{clock:%H:%M}" if clock else "",
            say("Empty: in the morning."),
            required=False,
        ),
        _draw_repeats_field(say, filled.rule),
    )
    return Form(say("Remind me"), do, fields, say("Save"), value, note=code)


def _draw_repeats_field(say: Say, rule: RecurrenceRule | None) -> Field:
    """Offer the usual rules, and the one that the reminder has."""
    chosen = rule.format_rrule() if rule is not None else ""
    rules = {value: parse_repeats(value) for value in (*_RULES, chosen)}
    options = tuple((value, capitalise_first_letter(describe_rule(one, say))) for value, one in rules.items() if one)
    return Field("repeats", say("Repeats"), "choice", chosen, required=False, options=options)


def _parse_form(event: Submission, turn: Turn, code: str) -> tuple[_Filled, datetime]:
    """Return what was filled in, and when that is. Raises UserError with what is wrong at each field."""
    say, hours = turn.say, build_working_hours(turn.person, turn.arena)
    text, said, wrong = event.get_text("text"), event.get_text("time"), {}
    day, clock = parse_day_field(turn, event, "day", hours.zone), parse_clock(said)
    at = compute_reminder_time(hours, day, clock) if day is not None else None
    if not text and not code:
        wrong["text"] = say("Write what I shall remind you of.")
    if at is None:
        wrong["day"] = say("Choose a day.")
    elif said and clock is None:
        wrong["time"] = say("Enter a time of day, such as 07:00.")
    elif at <= turn.now:
        wrong["time"] = explain_time_error(say, "past", said) if said else say("Choose a time of day.")
    if wrong or day is None or at is None:
        raise UserError("", wrong)
    rule = parse_repeats(event.get_text("repeats"))
    return _Filled(text[:LONGEST_TEXT], day, clock, fix_rule_day(rule, day)), at
