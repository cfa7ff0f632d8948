"""What is true of agendas, minutes and actions: numbers and their order, how far the record is, who promised what."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta

from storage.meetings.actions import OPEN, Action
from storage.meetings.agenda import CARRIED, STATES, AgendaItem
from storage.meetings.minutes import DRAFT, LOCKED, REVIEW
from tests.scenarios.meeting_rows import Held, Said, any_of, meetings
from tests.scenarios.truth import OSLO, Book, Claim, Moment, yes

Check = Callable[[Moment, Said], Awaitable[str]]


async def items(moment: Moment) -> list[AgendaItem]:
    """Of all meetings: an item may be told at another one than its own."""
    found: list[AgendaItem] = []
    for meeting in await moment.store.meetings.list_all_meetings():
        for occurrence in await moment.store.occurrences.list_occurrences_of_meeting(meeting.id):
            found += await moment.store.agenda.list_agenda_items(occurrence.id, STATES)
    return found


async def actions(moment: Moment) -> list[Action]:
    found: list[Action] = []
    for meeting in await moment.store.meetings.list_all_meetings():
        for occurrence in await moment.store.occurrences.list_occurrences_of_meeting(meeting.id):
            found += await moment.store.actions.list_actions_of_occurrence(occurrence.id)
    return found


async def _numbered(moment: Moment, found: Said) -> str:
    """A number stands before the item that has it."""
    mine = [one for one in await items(moment) if (one.number, one.year) == (int(found["number"]), int(found["year"]))]
    rest = found["rest"].strip(" »:")
    so = any(not rest or rest.startswith((one.title, one.decision or one.title, ".")) for one in mine)
    return "" if so else f"that number is of {[one.title for one in mine]}"


async def _unsent(moment: Moment, held: Held, _found: Said) -> str:
    """Nobody was sent it, and its numbers are in order, but for what was carried over."""
    if held.occurrence.agenda_sent_at is not None:
        return "it is sent"
    known = {(one.number, one.year) for one in await items(moment) if one.state == CARRIED}
    shown = [(int(n), int(year)) for n, year in re.findall(r"^Sak (\d+)/(\d\d) ", moment.text, re.MULTILINE)]
    fresh = [each for each in shown if each not in known]
    return "" if fresh == sorted(fresh) else f"its numbers are not in order: {fresh}"


async def _sent(moment: Moment, held: Held, found: Said) -> str:
    sent = held.occurrence.agenda_sent_at
    return "" if sent is not None and found["day"] == moment.say.format_day(sent) else f"it was sent {sent}"


def minutes(*states: str, until: bool = False) -> Check:
    """How far the minutes of the meeting are; `until`: the time for corrections is the one that they have."""

    async def check(moment: Moment, held: Held, found: Said) -> str:
        record = await moment.store.minute_book.find_minutes(held.occurrence.id)
        state = record.state if record is not None else DRAFT
        if state not in states:
            return f"they are {state}"
        due = record.review_until if record is not None else None
        so = not until or (due is not None and found["when"] == moment.say.format_period(due))
        return "" if so else f"corrections are taken until {due}"

    return any_of(check)


async def _over(moment: Moment, held: Held, _found: Said) -> str:
    record = await moment.store.minute_book.find_minutes(held.occurrence.id)
    due = record.review_until if record is not None and record.state == REVIEW else None
    return "" if due is not None and due <= moment.now else f"corrections are taken until {due}"


async def _others_there(moment: Moment, held: Held, found: Said) -> str:
    ids = [one.person_id for one in held.rsvps if one.attended and one.person_id]
    there = [await moment.store.people.load_person(id) for id in ids]
    others = [one for one in there if not one.guest and (moment.reader is None or one.id != moment.reader.id)]
    return "" if int(found["n"]) == len(others) else f"those are {[one.name for one in others]}"


async def _taken(moment: Moment, held: Held, _found: Said) -> str:
    """Something that the minutes say is another than when the reader wrote."""
    mine = [one for one in await moment.store.minute_book.list_corrections(held.occurrence.id)
            if moment.reader is not None and one.person_id == moment.reader.id and one.taken]  # fmt: skip
    before = [moment.memory.get(("record", one.id)) for one in mine]
    now = await _record(moment, held)
    return "" if any(each != now for each in before) else "nothing in them is changed"


async def _counted(moment: Moment, held: Held, found: Said) -> str:
    """Members who were there, and a line for each of the others: nobody writes numbers here."""
    record = await moment.store.minute_book.find_minutes(held.occurrence.id)
    members = [one for one in await moment.store.rsvps.list_rsvps_of_occurrence(held.occurrence.id) if one.attended]
    n = len(members) + len(record.others.splitlines() if record is not None else ())
    return "" if int(found["n"]) == n else f"{n} were there"


async def _record(moment: Moment, held: Held) -> object:
    record = await moment.store.minute_book.find_minutes(held.occurrence.id)
    said = [
        (one.decision, one.note, one.title) for one in await moment.store.agenda.list_agenda_items(held.occurrence.id)
    ]
    promised = [
        (one.text, one.owner_id, one.due)
        for one in await moment.store.actions.list_actions_of_occurrence(held.occurrence.id)
    ]
    return said, promised, record.text if record is not None else "", record.others if record is not None else ""


async def keep_records(moment: Moment) -> Iterable[str]:
    """What the minutes said when each correction was written."""
    for held in await meetings(moment):
        for one in await moment.store.minute_book.list_corrections(held.occurrence.id):
            moment.memory.setdefault(("record", one.id), await _record(moment, held))
    return ()


async def _due(moment: Moment, found: Said) -> str:
    days = [moment.say.format_day(one.due) for one in await actions(moment) if one.state == OPEN]
    return "" if found["day"] in days else f"what is open is due {days}"


async def _promised(moment: Moment, found: Said) -> str:
    for one in await actions(moment):
        owner = await moment.store.people.load_person(one.owner_id) if one.owner_id else None
        if owner is not None and owner.name in found["name"] and one.text == found["text"]:
            return "" if found["day"] == moment.say.format_day(one.due) else f"it is due {one.due}"
    return "nobody promised that"


async def _mine(moment: Moment, held: Held, _found: Said) -> str:
    found = await moment.store.actions.list_actions_of_occurrence(held.occurrence.id)
    return (
        ""
        if any(moment.reader is not None and one.owner_id == moment.reader.id for one in found)
        else "it is not theirs"
    )


def carried(*, onwards: bool) -> Check:
    """An item of one meeting goes on at the other: told at the first (`onwards`), or at the second."""

    async def check(moment: Moment, found: Said) -> str:
        for one in await items(moment):
            there = await moment.store.agenda.find(one.carried_to_id) if one.state == CARRIED else None
            named = there if onwards else one
            held = await moment.store.occurrences.find(named.occurrence_id) if there and named else None
            meeting = await moment.store.meetings.find(held.meeting_id) if held else None
            name = f"{meeting.title}, {moment.say.format_day(held.start_at)}" if meeting and held else ""
            if found["title"] == name:
                return ""
        return "nothing is"

    return check


async def _any_carried(moment: Moment, _found: Said) -> str:
    return "" if any(one.state == CARRIED for one in await items(moment)) else "nothing is"


async def _not_reached(moment: Moment, found: Said) -> str:
    told = [one for one in await items(moment) if one.state == CARRIED and one.title in found["item"]]
    mine = [one for one in told if moment.reader is not None and one.proposed_by_id == moment.reader.id]
    return "" if mine else f"carried over are {[one.title for one in told]}"


async def _several(_moment: Moment, found: Said) -> str:
    return "" if int(found["n"]) > 1 else "one is none"


async def figures(moment: Moment) -> Iterable[str]:
    say, found = moment.say, set[str]()
    for held in await meetings(moment):
        record, at = await moment.store.minute_book.find_minutes(held.occurrence.id), held.occurrence.start_at
        for each in (record.review_until, record.approved_at) if record is not None else ():
            found |= {say.format_period(each), say.format_day(each)} if each is not None else set()
        for one in await moment.store.agenda.list_agenda_items(held.occurrence.id):
            if one.minutes is not None:
                end = at + timedelta(minutes=one.minutes)
                found |= {
                    f"{say.format_clock(at)}–{say.format_clock(end)}",
                    say.many("{n} minute", "{n} minutes", one.minutes),
                }
                at = end
        found.add(say.format_clock(at))
    found |= {say.format_period(one.due) for one in await actions(moment)}
    here = moment.now.astimezone(OSLO)
    return {*found, say.format_day(here)}


CLAIMS = (
    Claim("{n} person was there.", any_of(_counted), "{n} people were there."),
    Claim("", _numbered, pattern=r"Sak (?P<number>\d+)/(?P<year>\d\d)(?P<rest>[^\n]*)"),
    Claim("A draft: the agenda is not sent out yet.", any_of(_unsent)),
    Claim("Sent on {day}.", any_of(_sent)),
    Claim("Thank you for coming. You will get the minutes when they are ready.", minutes(DRAFT)),
    Claim("The minutes of {title} are a draft until {when}. Is anything wrong?", minutes(REVIEW, until=True)),
    Claim("A draft: those who were there can correct it by {when}.", minutes(REVIEW, until=True)),
    Claim("A draft: the time for corrections is over.", any_of(_over)),
    Claim("On its way to those who were there. They can correct it by {when}.", minutes(REVIEW, until=True)),
    Claim("A draft, visible only to those who run the meeting.", minutes(DRAFT)),
    Claim(
        "It goes to {n} other person who was there. Send it?",
        any_of(_others_there),
        "It goes to {n} other people who were there. Send it?",
    ),
    Claim(
        "The minutes cannot be changed after that. {n} person who was there will be told. Approve them?",
        any_of(_others_there),
        "The minutes cannot be changed after that. {n} people who were there will be told. Approve them?",
    ),
    Claim("The minutes of {title} are missing. Those who were there wait for them.", minutes(DRAFT)),
    Claim("The time for corrections to the minutes of {title} is over. Can they be approved?", any_of(_over)),
    Claim("Thank you for being there. The minutes are approved.", minutes(LOCKED)),
    Claim("Approved by {name} on {day}.", minutes(LOCKED)),
    Claim("Your correction to the minutes of {title} has been added.", any_of(_taken)),
    Claim("You have an action from {title}", any_of(_mine)),
    Claim("Your action from {title} is changed", any_of(_mine)),
    Claim("Due {day}", _due),
    Claim("{name}: {text}, by {day}", _promised),
    Claim("Carried over", _any_carried),
    Claim("Carried over to {title}", carried(onwards=True)),
    Claim("Carried over from {title}", carried(onwards=False)),
    Claim("There was no time for “{item}” at {title}. It is carried over to {later}.", _not_reached),
    Claim("{n} message", _several, "{n} messages"),
    Claim("Done: {text}", yes),
)
MINUTES = Book(CLAIMS, (figures,), (keep_records,))
