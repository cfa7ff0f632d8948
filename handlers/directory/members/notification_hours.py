"""Edit a person's reminder hours, time zone, pause and weekly digest."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import msgspec

from handlers.access.rights import audit_trail
from handlers.access.zone_fields import draw_zone_field
from handlers.chat import verbs
from handlers.chat.cards import Button, Buttons, Card, Facts, Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command, Submission
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.dates import time_zones, typed_times
from handlers.dates.working_hours import END, START, WorkingHours, build_working_hours, is_valid_window, parse_clock
from handlers.directory.display_names import is_person_away
from handlers.notifications import scheduled_notifications

router = Router()
#: the day that an absence ends on
_AWAY = re.compile(r"\b(?:til|until|till|to) (.{3,40})$", re.IGNORECASE)
LONGEST_ABSENCE = timedelta(days=366)
YES, NO = "yes", "no"
#: first word after `meg` -> its meaning
PAUSE, QUIET, NOTICES = (
    ("pause",),
    ("stille", "quiet", "mute"),
    (
        "varsler",
        "varsel",
        "notifications",
        "timer",
        "timar",
        "hours",
    ),
)
_UNTIL, _OFF = ("til", "until", "to", "fram", "frem"), ("av", "off", "slutt", "end", "stopp", "stop")
_CLOCK = r"(?:kl\.?\s*)?(\d{1,2})(?:[.:]?(\d{2}))?"
_BETWEEN = re.compile(rf"^(?:fra|from)?\s*{_CLOCK}\s*(?:-|–|til|to|until)\s*{_CLOCK}$", re.IGNORECASE)


@router.on(Command, "notifications")
async def on_notifications(event: Command, turn: Turn) -> Reply:
    """Answer `varsler`, or `varsler 07-16`."""
    return await handle_typed_hours(turn, NOTICES[0], event.text)


@router.on(Command, "quiet")
async def on_quiet(event: Command, turn: Turn) -> Reply:
    """Answer `stille 16-07`, or `stille til fredag`."""
    return await handle_typed_hours(turn, QUIET[0], event.text)


def find_hours_keyword(text: str) -> str:
    """Return the keyword the text begins with, in the form `handle_typed_hours` takes; empty for any other text."""
    word = verbs.fold_word(text.split(maxsplit=1)[0]) if text.split() else ""
    return next((words[0] for words in (PAUSE, QUIET, NOTICES) if word in words), "")


def is_hours_range(text: str) -> bool:
    """Return True for hours of the day alone: "08-15"."""
    return _BETWEEN.match(" ".join(text.split())) is not None


async def handle_typed_hours(turn: Turn, what: str, text: str) -> Reply:
    """Set the hours or the pause from the text after the keyword. Without text show the present ones."""
    words = text.split()
    if not words:
        return Reply(draw_hours_card(turn))
    between = _BETWEEN.match(" ".join(words))
    if between and what != PAUSE[0]:
        first, last = _parse_hour(turn, *between.group(1, 2)), _parse_hour(turn, *between.group(3, 4))
        start, end = (last, first) if what == QUIET[0] else (first, last)
        if not is_valid_window(start, end):
            raise UserError(turn.say("That leaves no hour in the day. Write for example “quiet 16-07”."))
        turn.person.push_from, turn.person.push_to = _format_custom_hour(start, START), _format_custom_hour(end, END)
    elif verbs.fold_word(words[0]) in _OFF:
        turn.person.paused_until = None
    else:
        rest = words[1:] if verbs.fold_word(words[0]) in _UNTIL else words
        turn.person.paused_until = _parse_pause_end(turn, " ".join(rest), "")
    await audit_trail.record_typed_action(turn, "members.hours")
    return await _apply_changed_hours(turn)


@router.on(Click, "members.hours", opens=True)
async def on_member_hours_open(_event: Click, turn: Turn) -> Reply:
    say, hours, person = turn.say, build_working_hours(turn.person, turn.arena), turn.person
    until = (
        time_zones.convert_to_local(person.paused_until, hours.zone).date().isoformat()
        if is_person_away(turn.person, turn.now) and person.paused_until
        else ""
    )
    choices = ((YES, say("Every Tuesday")), (NO, say("Never")))
    fields = [
        Field("from", say("Reminders come from"), "time", f"{hours.start:%H:%M}", say("On workdays.")),
        Field("to", say("Reminders come until"), "time", f"{hours.end:%H:%M}"),
        draw_zone_field(turn, hours.zone.key),
        Field("pause", say("Paused until"), "date", until, say("When you are away."), required=False),
    ]
    if not person.guest:
        value = YES if person.digest else NO
        fields.append(Field("digest", say("Weekly summary"), "choice", value, options=choices))
    return Reply(form=Form(say("Reminders and hours"), "members.hours", tuple(fields), say("Save")))


@router.on(Submission, "members.hours")
async def on_member_hours_submit(event: Submission, turn: Turn) -> Reply:
    say, person, errors = turn.say, turn.person, dict[str, str]()
    start, end = _parse_clock(event.get_text("from")), _parse_clock(event.get_text("to"))
    zone = time_zones.find_zone(event.get_text("zone"))
    for name, value in (("from", start), ("to", end)):
        if value is None:
            errors[name] = say("Enter a time of day, such as 07:00.")
    if start is not None and end is not None and not is_valid_window(start, end):
        errors["to"] = say("Leave at least an hour, on the same day.")
    if zone is None:
        errors["zone"] = say("I do not know that time zone. Write it as Europe/Oslo.")
    if event.get_text("digest") not in (YES, NO, ""):
        errors["digest"] = say("Choose one of these.")
    if errors or start is None or end is None or zone is None:
        raise UserError("", errors)
    person.zone = "" if zone.key == turn.arena.zone.key else zone.key
    person.push_from, person.push_to = _format_custom_hour(start, START), _format_custom_hour(end, END)
    person.paused_until = _parse_pause_end(turn, event.get_text("pause"), "pause") if event.get_text("pause") else None
    person.digest = event.get_text("digest") != NO if event.get_text("digest") else person.digest
    return await _apply_changed_hours(turn)


def draw_hours_card(turn: Turn, lead: str = "") -> Card:
    say = turn.say
    rows = [(say("Reminders"), describe_reminder_hours(turn)), *list_pause_rows(turn)]
    if not turn.person.guest:
        rows.append((say("Weekly summary"), say("every Tuesday") if turn.person.digest else say("never")))
    return Card(lead or say("Reminders and hours"), (Facts(tuple(rows)), draw_hours_buttons(turn)))


def draw_absence_card(turn: Turn, text: str) -> tuple[Card, bool]:
    """Draw the hours for "jeg er borte til 5. januar", with the button to the pause, and return if it names one."""
    card, named = draw_hours_card(turn), _AWAY.search(text.partition(",")[0])
    try:
        until = _parse_pause_end(turn, named[1].strip(" .!"), "") if named else None
    except UserError:
        until = None
    if named is None or until is None:
        return card, False
    day = turn.say.format_day(until.astimezone(build_working_hours(turn.person, turn.arena).zone))
    pause = Button(turn.say("Pause until {day}", day=day), "commands.again", f"me pause {named[1]}", "primary")
    row = Buttons((pause, *draw_hours_buttons(turn).row))
    return msgspec.structs.replace(card, parts=(*card.parts[:-1], row)), True


def draw_hours_buttons(turn: Turn) -> Buttons:
    """Draw the way to change the hours, and back from a pause."""
    change = Button(turn.say("Change"), "members.hours")
    if not is_person_away(turn.person, turn.now):
        return Buttons((change,))
    return Buttons((Button(turn.say("End the pause"), "commands.again", "me pause off"), change))


def describe_reminder_hours(turn: Turn) -> str:
    """Describe the hours: "på arbeidsdager 07.00–17.00". Add the zone if it is not the arena's."""
    say, hours = turn.say, build_working_hours(turn.person, turn.arena)
    text = say(
        "workdays {start}–{end}",
        start=_format_local_clock(say, hours, hours.start),
        end=_format_local_clock(say, hours, hours.end),
    )
    return text if hours.zone.key == turn.arena.zone.key else f"{text} ({hours.zone.key})"


def list_pause_rows(turn: Turn) -> list[tuple[str, str]]:
    """List one row with the end of the pause, or none without a current pause."""
    if not is_person_away(turn.person, turn.now) or turn.person.paused_until is None:
        return []
    here = Say(turn.say.language, build_working_hours(turn.person, turn.arena).zone)
    return [(turn.say("Paused until"), here.format_period(turn.person.paused_until.astimezone(here.zone).date()))]


async def _apply_changed_hours(turn: Turn) -> Reply:
    """Move the scheduled notifications to the new hours, and show the saved settings."""
    await turn.store.session.flush()
    await scheduled_notifications.reschedule_notifications(turn.store, turn.arena, turn.person)
    say = turn.say
    paused = say("Saved. What can wait comes after the pause.")
    return Reply(
        draw_hours_card(
            turn, paused if is_person_away(turn.person, turn.now) else say("Saved. Reminders will follow these hours.")
        )
    )


def _parse_pause_end(turn: Turn, text: str, field: str) -> datetime:
    """Parse the day into its first moment in the person's zone. Raises UserError, at the field if there is one."""
    say, zone = turn.say, build_working_hours(turn.person, turn.arena).zone
    try:
        day = date.fromisoformat(text) if field else typed_times.parse_typed_day(text, turn.now, zone)
    except ValueError:
        raise UserError("", {field: say("Choose a day.")}) from None
    except typed_times.NotATime as error:
        raise UserError(typed_times.explain_time_error(say, error.reason, text)) from None
    until = time_zones.convert_to_instant(datetime.combine(day, time()), zone)
    if turn.now < until <= turn.now + LONGEST_ABSENCE:
        return until
    wrong = say("Choose a future date within a year.")
    raise UserError("" if field else wrong, {field: wrong} if field else {})


def _parse_hour(turn: Turn, hour: str, minute: str | None) -> time:
    if int(hour) > 23 or int(minute or 0) > 59:
        raise UserError(turn.say("Enter times of day between 0 and 24, such as “16-07”."))
    return time(int(hour), int(minute or 0))


def _parse_clock(text: str) -> time | None:
    """Parse "7", "07.00" or "07:00"."""
    hour, _, minute = text.replace(".", ":").partition(":")
    return parse_clock(f"{hour.zfill(2)}:{(minute or '00').zfill(2)}")


def _format_custom_hour(at: time, usual: time) -> str:
    return "" if at == usual else f"{at:%H:%M}"


def _format_local_clock(say: Say, hours: WorkingHours, at: time) -> str:
    return Say(say.language, hours.zone).format_clock(datetime.combine(date(2027, 1, 15), at, hours.zone))
