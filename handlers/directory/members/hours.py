"""Hours: when a person wants reminders, in which zone, until when they want none, and whether they want the digest."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from handlers.access.rights import trail
from handlers.chat import verbs
from handlers.chat.cards import Button, Buttons, Card, Facts, Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command, Submission
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.dates import typed, zones
from handlers.dates.hours import END, START, Hours, clock, fits, hours_of
from handlers.notifications import pushes

router = Router()
#: nobody goes away for longer
LONGEST = timedelta(days=366)
YES, NO = "yes", "no"
#: words that begin what follows `meg`, and what they mean
PAUSE, QUIET, NOTICES = ("pause",), ("stille", "quiet", "mute"), ("varsler", "varsel", "notifications")
_UNTIL, _OFF = ("til", "until", "to", "fram", "frem"), ("av", "off", "slutt", "end", "stopp", "stop")
_CLOCK = r"(?:kl\.?\s*)?(\d{1,2})(?:[.:]?(\d{2}))?"
_BETWEEN = re.compile(rf"^(?:fra|from)?\s*{_CLOCK}\s*(?:-|–|til|to|until)\s*{_CLOCK}$", re.IGNORECASE)


@router.on(Command, "notifications")
async def notify(event: Command, turn: Turn) -> Reply:
    """`varsler`, or `varsler 07-16`."""
    return await write(turn, NOTICES[0], event.text)


@router.on(Command, "quiet")
async def hush(event: Command, turn: Turn) -> Reply:
    """`stille 16-07`, or `stille til fredag`."""
    return await write(turn, QUIET[0], event.text)


def begins(text: str) -> str:
    """The word of these that the text begins with, as `write` takes it; empty for another."""
    word = verbs.fold(text.split(maxsplit=1)[0]) if text.split() else ""
    return next((words[0] for words in (PAUSE, QUIET, NOTICES) if word in words), "")


async def write(turn: Turn, what: str, text: str) -> Reply:
    """What was typed after one of the words; nothing shows how it is."""
    words = text.split()
    if not words:
        return Reply(card(turn))
    between = _BETWEEN.match(" ".join(words))
    if between and what != PAUSE[0]:
        first, last = _time(turn, *between.group(1, 2)), _time(turn, *between.group(3, 4))
        start, end = (last, first) if what == QUIET[0] else (first, last)
        if not fits(start, end):
            raise UserError(turn.say("That leaves no hour in the day. Write for example «quiet 16-07»."))
        turn.person.push_from, turn.person.push_to = _kept(start, START), _kept(end, END)
    elif verbs.fold(words[0]) in _OFF:
        turn.person.paused_until = None
    else:
        rest = words[1:] if verbs.fold(words[0]) in _UNTIL else words
        turn.person.paused_until = _pause(turn, " ".join(rest), "")
    await trail.note_typed(turn, "members.hours")
    return await _changed(turn)


@router.on(Click, "members.hours", opens=True)
async def edit(_event: Click, turn: Turn) -> Reply:
    say, hours, person = turn.say, hours_of(turn.person, turn.arena), turn.person
    until = (
        zones.local(person.paused_until, hours.zone).date().isoformat() if _paused(turn) and person.paused_until else ""
    )
    choices = ((YES, say("Every Tuesday")), (NO, say("Never")))
    fields = [
        Field("from", say("Reminders come from"), value=f"{hours.start:%H:%M}", hint=say("As 07:00, on workdays.")),
        Field("to", say("and until"), value=f"{hours.end:%H:%M}"),
        Field("zone", say("Time zone"), value=hours.zone.key, hint=say("As Europe/Oslo.")),
        Field("pause", say("Paused until"), "date", until, say("When you are away."), required=False),
    ]
    if not person.guest:
        value = YES if person.digest else NO
        fields.append(Field("digest", say("What happened in a week"), "choice", value, options=choices))
    return Reply(form=Form(say("Reminders and hours"), "members.hours", tuple(fields), say("Save")))


@router.on(Submission, "members.hours")
async def save(event: Submission, turn: Turn) -> Reply:
    say, person, errors = turn.say, turn.person, dict[str, str]()
    start, end = _typed_clock(event.text("from")), _typed_clock(event.text("to"))
    zone = zones.zone_named(event.text("zone"))
    for name, value in (("from", start), ("to", end)):
        if value is None:
            errors[name] = say("Write a time of day, as 07:00.")
    if start is not None and end is not None and not fits(start, end):
        errors["to"] = say("Leave at least an hour, on the same day.")
    if zone is None:
        errors["zone"] = say("I do not know that time zone. Write it as Europe/Oslo.")
    if event.text("digest") not in (YES, NO, ""):
        errors["digest"] = say("Choose one of these.")
    if errors or start is None or end is None or zone is None:
        raise UserError("", errors)
    person.zone = "" if zone.key == turn.arena.zone.key else zone.key
    person.push_from, person.push_to = _kept(start, START), _kept(end, END)
    person.paused_until = _pause(turn, event.text("pause"), "pause") if event.text("pause") else None
    person.digest = event.text("digest") != NO if event.text("digest") else person.digest
    return await _changed(turn)


def card(turn: Turn, lead: str = "") -> Card:
    say = turn.say
    rows = [(say("Reminders"), describe(turn)), *paused(turn)]
    if not turn.person.guest:
        rows.append((say("What happened in a week"), say("every Tuesday") if turn.person.digest else say("never")))
    row = Buttons((Button(say("Change"), "members.hours"),))
    return Card(lead or say("Reminders and hours"), (Facts(tuple(rows)), row))


def describe(turn: Turn) -> str:
    """ "på arbeidsdager 07.00–17.00"; with the zone where it is not the arena's."""
    say, hours = turn.say, hours_of(turn.person, turn.arena)
    text = say("workdays {start}–{end}", start=_shown(say, hours, hours.start), end=_shown(say, hours, hours.end))
    return text if hours.zone.key == turn.arena.zone.key else f"{text} ({hours.zone.key})"


def paused(turn: Turn) -> list[tuple[str, str]]:
    """A row that says until when there are none, if there are none now."""
    if not _paused(turn) or turn.person.paused_until is None:
        return []
    here = Say(turn.say.language, hours_of(turn.person, turn.arena).zone)
    return [(turn.say("Paused until"), here.day(turn.person.paused_until))]


async def _changed(turn: Turn) -> Reply:
    """What is still to come moves with it."""
    await turn.store.session.flush()
    await pushes.follow(turn.store, turn.arena, turn.person)
    return Reply(card(turn, turn.say("Saved. Reminders follow it.")))


def _paused(turn: Turn) -> bool:
    return turn.person.paused_until is not None and turn.person.paused_until > turn.now


def _pause(turn: Turn, text: str, field: str) -> datetime:
    """The morning of that day, where they are. An error at the field, if it was one."""
    say, zone = turn.say, hours_of(turn.person, turn.arena).zone
    try:
        day = date.fromisoformat(text) if field else typed.read_day(text, turn.now, zone)
    except ValueError:
        raise UserError("", {field: say("Choose a day.")}) from None
    except typed.NotATime as error:
        raise UserError(typed.explain(say, error.reason, text)) from None
    until = zones.instant(datetime.combine(day, time()), zone)
    if turn.now < until <= turn.now + LONGEST:
        return until
    wrong = say("Choose a day to come, within a year.")
    raise UserError("" if field else wrong, {field: wrong} if field else {})


def _time(turn: Turn, hour: str, minute: str | None) -> time:
    if int(hour) > 23 or int(minute or 0) > 59:
        raise UserError(turn.say("Write times of day between 0 and 24, as «16-07»."))
    return time(int(hour), int(minute or 0))


def _typed_clock(text: str) -> time | None:
    """ "7", "07.00" or "07:00"."""
    hour, _, minute = text.replace(".", ":").partition(":")
    return clock(f"{hour.zfill(2)}:{(minute or '00').zfill(2)}")


def _kept(at: time, usual: time) -> str:
    return "" if at == usual else f"{at:%H:%M}"


def _shown(say: Say, hours: Hours, at: time) -> str:
    return Say(say.language, hours.zone).clock(datetime.combine(date(2027, 1, 15), at, hours.zone))
