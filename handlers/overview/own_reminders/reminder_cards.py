"""Draw a reminder for its person: what waits, what has come, what is done; the message follows the reminder."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.chat.button_values import ButtonValue
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Item, Redrawn, Reply, Text
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import ReaderContext, Turn, View
from handlers.dates.working_hours import build_working_hours
from handlers.overview.own_reminders.reminder_records import RecordLink
from handlers.overview.own_reminders.reminder_series import describe_repetition
from storage.overview.own_reminders import OwnReminder

router = Router()
#: what comes so much after its time says so
LATE = timedelta(minutes=10)
#: maximum number of characters of a reminder in a list
MOST_SHOWN = 200
#: days by which a reminder is put off
TOMORROW, WEEK = 1, 7
#: place of a button in the list of all
LIST = "list"


class ReminderReceipt(CardArguments, frozen=True):
    """Hold which reminder a message shows as it is now."""

    template = "reminders.receipt"

    reminder: int


class ListedReminder(ButtonValue, frozen=True):
    """Name a reminder, and whether its button stands in the list of all: then the list is drawn again."""

    reminder: int
    place: str = ""


class LaterReminder(ButtonValue, frozen=True):
    """Name a reminder, when its present time was chosen, and by how many days it is put off."""

    reminder: int
    mark: int
    days: int


def build_own_reminder_subject(reminder_id: int) -> str:
    """Return the subject under which all messages about a reminder are redrawn."""
    return f"reminder:{reminder_id}:own"


def build_own_reminder_mark(reminder: OwnReminder) -> int:
    """Return a number that is another one whenever another time was chosen."""
    return int(reminder.set_at.timestamp() * 1000)


def build_reminder_reply(turn: Turn, reminder: OwnReminder, *, replace: bool = False) -> Reply:
    """Build the reply that shows the reminder, and follows it."""
    redrawn = Redrawn(ReminderReceipt(reminder.id), build_own_reminder_subject(reminder.id))
    return Reply(draw_reminder(turn, reminder), replace=replace, redrawn=redrawn, shown_by=(redrawn.subject,))


def draw_reminder(at: ReaderContext, reminder: OwnReminder) -> Card:
    """Draw what is to come with its time, what has come with what may be done, and what is done."""
    say = at.say
    if reminder.done_at is not None:
        again = Button(say("Not done yet"), "reminders.reopen", str(reminder.id))
        text = say("Done: {text}", text=describe_reminder(reminder))
        return Card("", (Text(text), Buttons((again, _draw_delete_button(say, reminder)))))
    if reminder.sent_at is not None:
        return draw_due_reminder(at, reminder)
    when = say("I will remind you on {when}.", when=_format_time(at, reminder.at))
    row = (*_draw_change_buttons(say, reminder), *_draw_record_button(say, reminder))
    repetition = describe_repetition(say, reminder)
    note = (Text(f"{repetition}.", "subtle"),) if repetition else ()
    return Card("", (Text(when), Text(describe_reminder(reminder)), *note, Buttons(row)))


def draw_due_reminder(at: ReaderContext, reminder: OwnReminder, *, late: bool = False) -> Card:
    """Draw the reminder that has come; `late`: after its time."""
    say = at.say
    notes = [say("This comes late: you asked for {when}.", when=_format_time(at, reminder.at))] if late else []
    if reminder.next_at is not None:
        rule, when = describe_repetition(say, reminder), _format_time(at, reminder.next_at)
        notes.append(say("{rule}. Next time on {when}.", rule=rule, when=when))
    mark = build_own_reminder_mark(reminder)
    row = (
        Button(say("Done"), "reminders.done", str(reminder.id), "primary"),
        Button(say("Tomorrow"), "reminders.later", LaterReminder(reminder.id, mark, TOMORROW).encode_value()),
        Button(say("In a week"), "reminders.later", LaterReminder(reminder.id, mark, WEEK).encode_value()),
        *_draw_change_buttons(say, reminder),
    )
    parts = (Text(describe_reminder(reminder)), *(Text(note, "subtle") for note in notes))
    return Card(say("You asked me to remind you"), (*parts, Buttons(row, _draw_record_button(say, reminder))))


def draw_reminder_item(at: ReaderContext, reminder: OwnReminder, place: str = "") -> Item:
    """Draw an entry of a list with its time, and with what may be done with it."""
    say, when = at.say, _format_time(at, reminder.at)
    value = ListedReminder(reminder.id, place).encode_value() if place else str(reminder.id)
    # what comes again is done when it has come: else a second press would leave out one more time
    done = (
        ()
        if reminder.next_at is not None and reminder.sent_at is None
        else (Button(say("Done"), "reminders.done", value),)
    )
    row = (
        *done,
        Button(say("Change"), "reminders.edit", str(reminder.id)),
        _draw_delete_button(say, reminder, place),
    )
    note = say("Was due on {when}", when=when) if reminder.at <= at.now else when
    note = " · ".join(filter(None, (note, describe_repetition(say, reminder))))
    return Item(shorten_text(describe_reminder(reminder), MOST_SHOWN), note=note, buttons=row)


def describe_reminder(reminder: OwnReminder) -> str:
    """Return the person's words; the code of the record where they only pointed at it."""
    return reminder.text or reminder.code


def _format_time(at: ReaderContext, time: datetime) -> str:
    """Return the time in the person's zone, which is named where it is another one than the arena's."""
    return at.say.format_period(time, zone=build_working_hours(at.person, at.arena).zone)


def _draw_change_buttons(say: Say, reminder: OwnReminder) -> tuple[Button, ...]:
    return (Button(say("Change"), "reminders.edit", str(reminder.id)), _draw_delete_button(say, reminder))


def _draw_delete_button(say: Say, reminder: OwnReminder, place: str = "") -> Button:
    value = ListedReminder(reminder.id, place).encode_value() if place else str(reminder.id)
    sure = say("Delete this reminder? It does not come back.")
    return Button(say("Delete"), "reminders.delete", value, "danger", sure)


def _draw_record_button(say: Say, reminder: OwnReminder) -> tuple[Button, ...]:
    link = RecordLink(reminder.kind, reminder.record_id, reminder.code)
    return (Button(say("Show {code}", code=link.code), link.open, str(link.id)),) if link.open else ()


@router.card(ReminderReceipt)
async def draw_reminder_receipt(view: View[ReminderReceipt]) -> Card | None:
    reminder = await view.store.own_reminders.find(view.args.reminder)
    at = view.build_person_context()
    if at is None or reminder is None or reminder.person_id != at.person.id:
        return draw_deleted_reminder(view)
    return draw_reminder(at, reminder)


def draw_deleted_reminder(view: View) -> Card | None:
    """Draw what takes the place of a message about a reminder that is deleted; return None for an unsent one."""
    gone = Card("", (Text(view.say("This reminder is deleted."), "subtle"),))
    return gone if view.delivery.was_told else None
