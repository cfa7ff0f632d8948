"""What is true of meetings: when they are, who comes and how, who sits, who waits and in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta

from storage.meetings.rsvps import DECLINED, GOING, MAYBE, ONLINE, SUBSTITUTE, Rsvp
from tests.scenarios.meeting_rows import Held, Said, any_of, meetings
from tests.scenarios.truth import OSLO, Book, Claim, Moment


def counted(way: str) -> Callable[[Moment, Said], Awaitable[str]]:
    async def check(_moment: Moment, held: Held, found: Said) -> str:
        n = len(held.seated()) if way == GOING and held.capacity is not None else held.counts()[way]
        return "" if int(found["n"]) == n else f"there are {n} of those"

    return any_of(check)


def own(*answers: str, waits: bool = False, old: bool = False) -> Callable[[Moment, Said], Awaitable[str]]:
    """The reader's answer is one of these; none: they have not answered."""

    async def check(moment: Moment, held: Held, _found: Said) -> str:
        rsvp = held.of(moment.reader)
        if rsvp is None:
            return "" if not answers else "they have not answered"
        so = (not answers or rsvp.answer in answers) and (rsvp.waiting_since is not None) == waits
        so = so and (rsvp.moves != held.occurrence.moves) == old and bool(answers or old)
        return "" if so else f"they said {rsvp.answer}, waiting since {rsvp.waiting_since}, for time {rsvp.moves}"

    return any_of(check)


async def _seats(_moment: Moment, held: Held, found: Said) -> str:
    taken = len(held.seated())
    so = (int(found["taken"]), int(found["n"])) == (taken, held.capacity)
    return "" if so else f"{taken} of {held.capacity} are taken"


async def _place_in_line(moment: Moment, held: Held, found: Said) -> str:
    """The reader's, or that of whom they send."""
    store, line = moment.store, held.line()
    names = [(await store.people.load_person(one.person_id)).name for one in line]
    ids, who = [one.person_id for one in line], found.get("name")
    at = (
        names.index(who)
        if who in names
        else ids.index(moment.reader.id)
        if moment.reader and not who and moment.reader.id in ids
        else -1
    )
    return "" if int(found["n"]) == at + 1 else f"the line is {names}"


def deputy(*answers: str, waits: bool = False) -> Callable[[Moment, Said], Awaitable[str]]:
    """Whoever comes for the reader in the end is of this name, and their own answer is one of these."""

    async def check(moment: Moment, held: Held, found: Said) -> str:
        rsvp, name = held.of(moment.reader), found.get("name", "")
        if rsvp is None or rsvp.answer != SUBSTITUTE:
            return f"they send nobody: {rsvp and rsvp.answer}"
        if rsvp.substitute_id is None:
            return "" if name == rsvp.substitute_name else f"they send {rsvp.substitute_name or 'nobody'}"
        for _ in held.rsvps:
            theirs = next((one for one in held.rsvps if one.person_id == rsvp.substitute_id), None)
            if theirs is None or theirs.answer != SUBSTITUTE or theirs.substitute_id is None:
                break
            rsvp = theirs
        person = await moment.store.people.load_person(rsvp.substitute_id)
        if theirs is None:
            return f"{person.name} has no answer"
        so = person.name == name and theirs.answer in answers and (theirs.waiting_since is not None) == waits
        return "" if so else f"{person.name} said {theirs.answer}, waiting since {theirs.waiting_since}"

    return any_of(check)


def sent_by(sends: bool) -> Callable[[Moment, Said], Awaitable[str]]:
    async def check(moment: Moment, held: Held, found: Said) -> str:
        ids = [one.person_id for one in held.rsvps if moment.reader and one.substitute_id == moment.reader.id]
        names = [(await moment.store.people.load_person(id)).name for id in ids]
        so = any(found["name"].startswith(name) for name in names) == sends
        return "" if so else f"those who send them are {names}"

    return any_of(check)


async def _said_by(moment: Moment, held: Held, found: Said) -> str:
    rsvp = held.of(moment.reader)
    by = await moment.store.people.find(rsvp.by_id) if rsvp else None
    return "" if by is not None and by.name == found["name"] else f"it was {by and by.name}"


async def _nobody(_moment: Moment, held: Held, _found: Said) -> str:
    return f"{len(held.answers)} have" if held.answers else ""


async def _was(moment: Moment, held: Held, found: Said) -> str:
    former = moment.memory.get(("times", held.occurrence.id), [])[:-1]
    return "" if found["when"] in former else f"it was {former}"


def in_days(days: int) -> Callable[[Moment, Said], Awaitable[str]]:
    async def check(moment: Moment, held: Held, _found: Said) -> str:
        start = held.occurrence.start_at.astimezone(OSLO).date()
        away = (start - moment.now.astimezone(OSLO).date()).days
        return "" if away == days else f"it is in {away} days"

    return any_of(check)


async def _rooms(moment: Moment, held: Held, found: Said) -> str:
    copies = await moment.store.posted_copies.list_sent_copies(f"occurrence:{held.occurrence.id}")
    n = len({copy.room_id for copy in copies if copy.room_id is not None})
    return "" if int(found["n"]) == n else f"it goes to {n}"


async def _listed(moment: Moment, held: Held, found: Said) -> str:
    """The names under a heading: as many as it says, and the right ones."""
    groups = {"Fysisk": GOING, "Digitalt": ONLINE, "Kanskje": MAYBE, "Kan ikke": DECLINED, "Venteliste": "waiting"}
    way = groups.get(found["group"])
    if way is None:
        return ""
    lines = found["names"].strip().splitlines()
    names = []
    for one in held.answers:
        here = Held(held.meeting, held.occurrence, [one]).counts()
        if here[way]:
            names.append((await moment.store.people.load_person(one.person_id)).name)
    wrong = [line for line in lines if not any(line.startswith(name) for name in names)]
    return "" if not wrong and len(lines) == int(found["n"]) == len(names) else f"those are {names}"


#: between a label and its value, as the platforms draw them
JOINTS = (" ", ": ", ":\n", "\n")
CLAIMS = (
    Claim("{taken} of {n} seat taken", any_of(_seats), "{taken} of {n} seats taken"),
    Claim("{n} in person", counted(GOING), "{n} in person"),
    Claim("{n} online", counted(ONLINE), "{n} online"),
    Claim("{n} maybe", counted(MAYBE), "{n} maybe"),
    Claim("{n} cannot attend", counted(DECLINED), "{n} cannot attend"),
    Claim("{n} on the waiting list", counted("waiting"), "{n} on the waiting list"),
    Claim("Nobody has answered yet.", any_of(_nobody)),
    Claim("You have not answered yet.", own()),
    Claim("You answered for the old time. Does the new one suit you?", own(old=True)),
    Claim("You come in person.", own(GOING)),
    Claim("You are joining online.", own(ONLINE)),
    Claim("You are joining online. The link is not there yet.", own(ONLINE)),
    Claim("You might come.", own(MAYBE)),
    Claim("You cannot attend. I will not send you any more reminders.", own(DECLINED)),
    Claim("A seat has become free, and it is yours. Tell us if you can no longer come.", own(GOING)),
    Claim("All seats are taken. You are number {n} on the waiting list and will hear from me.", any_of(_place_in_line)),
    Claim(
        "All seats are taken. {name}, who is coming in your place, is number {n} on the waiting list.",
        any_of(_place_in_line),
    ),
    Claim("{name} comes in your place.", deputy(GOING)),
    Claim("{name} is joining online in your place.", deputy(ONLINE)),
    Claim("{name} may come in your place.", deputy(MAYBE)),
    Claim("Nobody is coming in your place: {name} cannot attend.", deputy(DECLINED)),
    Claim("{name} cannot come in your place after all. Do you send somebody else?", deputy(DECLINED)),
    Claim("{name} cannot come and wants you to go instead. Tell us if it does not suit you.", sent_by(sends=True)),
    Claim("{name} no longer needs you to come instead. If you are not coming, tell us.", sent_by(sends=False)),
    Claim("{name} said so for you.", any_of(_said_by)),
    Claim("The time has changed. It was {when}. Please answer again.", any_of(_was)),
    Claim("{title} is today at {clock}", in_days(0)),
    Claim("{title} is tomorrow at {clock}", in_days(1)),
    Claim("Planned. Its card goes to {n} room.", any_of(_rooms), "Planned. Its card goes to {n} rooms."),
    Claim(
        "",
        any_of(_listed),
        pattern=r"^(?P<group>[A-Z][a-z ]+) \((?P<n>\d+)\)\n(?P<names>(?:(?![^\n]*\(\d+\)$)[^\n]+\n?)+)",
    ),
)


async def figures(moment: Moment) -> Iterable[str]:
    """Days, times, seats and how many come of each organisation, of the meetings that the message names."""
    say, found = moment.say, {moment.say.format_day(moment.now)}
    for held in await meetings(moment):
        start, end, until = held.occurrence.start_at, held.occurrence.end_at, held.occurrence.signup_by
        found |= {
            say.format_period(start, end),
            say.format_period(start),
            say.format_day(start),
            say.format_clock(start),
            say.format_clock(end),
        }
        found |= (
            {say.format_period(until), say.format_day(until), say.format_clock(until)} if until is not None else set()
        )
        houses = Counter(one.organisation_id for one in held.answers if _comes(held, one))
        for id, n in houses.items():
            house = await moment.store.organisations.find(id)
            found.add(f"{house.name if house else 'Andre'} {n}")
    for meeting in await moment.store.meetings.list_all_meetings():
        found |= {f"{say('Seats')}{joint}{meeting.capacity}" for joint in JOINTS}
        if await moment.store.occurrences.list_occurrences_of_meeting(meeting.id):
            continue  # as long as it is proposed it has none
        start = datetime.fromisoformat(meeting.starts)
        found.add(say.format_period(start, start + timedelta(minutes=meeting.minutes)))
    if moment.reader is not None:
        for draft in await moment.store.meetings.list_unsaved_drafts(moment.reader.id):
            start = datetime.fromisoformat(draft.data["starts"])
            found.add(say.format_period(start, start + timedelta(minutes=draft.data.get("minutes", 60))))
            found |= {f"{say('Seats')}{joint}{draft.data.get('capacity')}" for joint in JOINTS}
    return found


def _comes(held: Held, rsvp: Rsvp) -> bool:
    named = rsvp.answer == SUBSTITUTE and rsvp.substitute_id is None
    return rsvp.waiting_since is None and (rsvp.answer in (GOING, ONLINE) or named)


MEETINGS = Book(CLAIMS, (figures,))
