"""Answer a line that asks to be reminded: with a receipt, or by asking when."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Command
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.dates.typed_times import explain_time_error
from handlers.dates.working_hours import build_working_hours
from handlers.language.reminder_orders import names_reminder_order
from handlers.overview.bare_words.network_offer import add_network_offer
from handlers.overview.own_reminders.new_reminders import LONGEST_TEXT, add_own_reminder
from handlers.overview.own_reminders.reminder_cards import TOMORROW, WEEK, build_reminder_reply
from handlers.overview.own_reminders.reminder_drafts import ReminderDraft, write_draft_time
from handlers.overview.own_reminders.reminder_lines import ReminderLine, read_reminder_line
from handlers.overview.own_reminders.reminder_records import RecordLink, find_linked_record
from handlers.overview.own_reminders.reminder_series import fix_rule_day
from handlers.overview.own_reminders.reminder_times import compute_reminder_time

router = Router()
#: what is wrong with a time -> it is said; of anything else only the time is asked
_NAMED = frozenset(("past", "far", "no_such_day", "weekday", "no_time", "several"))


async def answer_reminder_order(event: Command, turn: Turn) -> Reply:
    """Set the reminder if the line orders one, and says what and when. Ask for what is not said."""
    if len(event.text) > LONGEST_TEXT:
        raise UserError(turn.say("A reminder has at most {n} characters.", n=turn.say.format_number(LONGEST_TEXT)))
    hours = build_working_hours(turn.person, turn.arena)
    line = read_reminder_line(event.text, turn.now, hours.zone)
    link, ordered = await find_linked_record(turn, event.text, event.place), names_reminder_order(event.text)
    if line.is_certain and line.day is not None and (line.text or link.code) and ordered:
        at = compute_reminder_time(hours, line.day, line.clock)
        reminder = await add_own_reminder(
            turn, line.text, link, at, timed=line.clock is not None, rule=fix_rule_day(line.rule, line.day)
        )
        return build_reminder_reply(turn, reminder)
    card = _draw_question(turn, line, link)
    return Reply(card if ordered else add_network_offer(turn, card, event.text))


def _draw_question(turn: Turn, line: ReminderLine, link: RecordLink) -> Card:
    """Ask when, or of what; whether at all, where the line only sounds so. The buttons carry what was typed."""
    say, told, asked = turn.say, line.text or link.code, line.ask
    lead = say("When shall I remind you?") if told else say("What shall I remind you of?")
    if asked is not None and asked.reason in _NAMED and asked.said:
        lead = f"{explain_time_error(say, asked.reason, asked.said)} {lead}"

    def carry_draft(days: int) -> str:
        return ReminderDraft(
            days, link.kind, link.id, link.code, write_draft_time(line.day, line.clock, line.rule), line.text
        ).encode_value()

    row = [Button(say("Choose a day"), "reminders.choose", carry_draft(0), "primary")]
    if told and line.is_certain and line.day is not None:
        hours = build_working_hours(turn.person, turn.arena)
        when = say.format_period(compute_reminder_time(hours, line.day, line.clock), zone=hours.zone)
        lead = say("Shall I remind you on {when}?", when=when)
        row = [
            Button(say("Yes"), "reminders.soon", carry_draft(0), "primary"),
            Button(say("Choose a day"), "reminders.choose", carry_draft(0)),
        ]
    elif told:
        row.append(Button(say("Tomorrow"), "reminders.soon", carry_draft(TOMORROW)))
        row.append(Button(say("In a week"), "reminders.soon", carry_draft(WEEK)))
    return Card("", (Text(lead), *((Text(told),) if told else ()), Buttons(tuple(row))))
