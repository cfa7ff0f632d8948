"""What was handed over, as an entry of a list: its title, what it is, and a way to it."""

from __future__ import annotations

from handlers.chat.cards import Button, Item
from handlers.chat.turn import Turn, View
from handlers.meetings.sittings import sitting
from handlers.naming import shorten
from storage.handovers import ACTION, CONSULTATION, ISSUE, ITEM, LEAD, MEETING, MINUTES, RAISED, SOLUTION, HandedOver

#: title, what it is, what its button does, with which value
Entry = tuple[str, str, str, str]


async def item(what: View | Turn, row: HandedOver) -> Item:
    show = {
        SOLUTION: _solution,
        ACTION: _action,
        ITEM: _agenda_item,
        LEAD: _lead,
        ISSUE: _issue,
        RAISED: _raised,
        CONSULTATION: _consultation,
        MINUTES: _minutes,
        MEETING: _meeting,
    }[row.what]
    title, kind, do, value = await show(what, row.record_id)
    buttons = (Button(what.say("Show"), do, value),) if do and title else ()
    return Item(shorten(title, 150), note=kind, buttons=buttons)


async def _solution(what: View | Turn, id: int) -> Entry:
    found = await what.store.solutions.find(id)
    return found.title if found else "", what.say("Solution"), "solutions.open", str(id)


async def _action(what: View | Turn, id: int) -> Entry:
    found = await what.store.actions.find(id)
    return found.text if found else "", what.say("Action"), "actions.mine", ""


async def _agenda_item(what: View | Turn, id: int) -> Entry:
    found = await what.store.agenda.find(id)
    return found.title if found else "", what.say("Agenda item"), "", ""


async def _consultation(what: View | Turn, id: int) -> Entry:
    found = await what.store.consultations.find(id)
    return found.title if found else "", what.say("Consultation"), "consultations.open", str(id)


async def _issue(what: View | Turn, id: int) -> Entry:
    found = await what.store.issues.find(id)
    return found.title if found else "", what.say("Issue"), "issues.open", str(id)


async def _raised(what: View | Turn, id: int) -> Entry:
    found = await what.store.issues.find(id)
    title = f"{found.code} {found.title}" if found else ""
    return title, what.say("Issue that your organisation raised"), "issues.open", str(id)


async def _lead(what: View | Turn, id: int) -> Entry:
    found = await what.store.topics.find(id)
    name = found.name(what.say.language) if found else ""
    return name, what.say("Topic you lead"), "contacts.topic", found.slug if found else ""


async def _minutes(what: View | Turn, id: int) -> Entry:
    found = await sitting(what.store, id)
    return found.title if found else "", what.say("Minutes"), "meetings.show", str(id)


async def _meeting(what: View | Turn, id: int) -> Entry:
    """Its next occurrence is shown."""
    found = await what.store.meetings.find(id)
    coming = [one for one in await what.store.occurrences.of(id) if one.end_at > what.store.now]
    do, value = ("meetings.show", str(coming[0].id)) if coming else ("", "")
    return found.title if found else "", what.say("Meeting"), do, value
