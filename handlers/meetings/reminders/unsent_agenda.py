"""Remind whoever runs a meeting of an agenda that nobody else has been sent."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.turn import View
from handlers.meetings import occurrence_facts
from handlers.meetings.card_arguments import MeetingReminder
from handlers.meetings.occurrence_view import OccurrenceView


async def draw_unsent_agenda(view: View[MeetingReminder], found: OccurrenceView) -> Card:
    """Draw what is to be done with the agenda; once it is sent, or no longer needed, one line."""
    say, id, sent = view.say, str(found.id), found.occurrence.agenda_sent_at
    show = Button(say("Agenda"), "agenda.show", id)
    if sent is not None:
        text = say("The agenda of {title} was sent on {day}.", title=found.title, day=say.format_day(sent))
        return Card("", (Text(text, "subtle"), Buttons((show,))))
    title = say("Send the agenda: {title}", title=found.title)
    if not found.takes_place or not occurrence_facts.is_occurrence_upcoming(found, view.now):
        return Card("", (Text(title, "subtle"), Buttons((show,))))
    send = Button(say("Send the agenda"), "agenda.publish", id, "primary")
    items = await view.store.agenda.list_agenda_items(found.id)
    when = say("It is on {day}.", day=say.format_period(found.occurrence.start_at))
    text = say("It is still a draft: those who are invited have not been sent it.")
    return Card(title, (Text(when), Text(text), Buttons((*((send,) if items else ()), show))))
