"""What a question or an issue came to: the agendas it is on, and what was decided. Its cards say it."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Part, Quote, Text
from handlers.chat.say import Say
from handlers.directory.naming import shorten
from handlers.meetings.agenda import words
from handlers.meetings.audience import may_see
from handlers.meetings.sittings import sitting
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.agenda import CARRIED, AgendaItem
from storage.meetings.meetings import ORGANISATIONS
from storage.meetings.minutes import LOCKED
from storage.questions.questions import Question


async def parts(store: Store, question: Question, say: Say, reader: Person | None) -> list[Part]:
    """For the question's card."""
    return await of_items(store, await store.agenda.of_question(question.id), say, reader)


async def of_items(store: Store, items: Sequence[AgendaItem], say: Say, reader: Person | None) -> list[Part]:
    """The agendas that something is on, and what was decided, once the minutes are final.

    Meetings of some organisations alone are not named where everybody reads. `reader`: who alone reads it, if somebody
    does; then only of meetings they may see.
    """
    found: list[Part] = []
    for item in items:
        held = await sitting(store, item.occurrence_id)
        if held is None or held.cancelled or held.meeting.audience == ORGANISATIONS or item.state == CARRIED:
            continue
        if reader is not None and not await may_see(store, held.meeting, reader):
            continue
        minutes = await store.minutes.find(held.id)
        name, day = words.number(say, item), say.day(held.occurrence.start_at)
        if minutes is None or minutes.state != LOCKED:
            text = say("On the agenda of {title}, {day}: {number}.", title=held.title, day=day, number=name)
            found.append(Text(text, "subtle"))
        elif item.decision:
            text = say("Decided at {title}, {day} ({number}):", title=held.title, day=day, number=name)
            found += [Text(text, "subtle"), Quote(shorten(item.decision, 600))]
        else:
            text = say("Treated at {title}, {day}: {number}.", title=held.title, day=day, number=name)
            found.append(Text(text, "subtle"))
    return found
