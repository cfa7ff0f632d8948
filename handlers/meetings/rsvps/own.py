"""What one person sees of a meeting in private: their own answer, and the ways to change it."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.meetings import links, showing
from handlers.meetings.rsvps.buttons import row
from handlers.meetings.rsvps.places import find_last_deputy
from handlers.meetings.sittings import Sitting
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.rsvps import DAY, DECLINED, GOING, HOUR, MAYBE, NONE, ONLINE, SUBSTITUTE, Rsvp


async def parts(store: Store, sitting: Sitting, person: Person, say: Say) -> list[Part]:
    """The person's answer in a sentence or two; whether they have given none for this time, as long as they can."""
    if sitting.cancelled or sitting.occurrence.end_at <= store.now:
        return []
    rsvp = await store.rsvps.find(sitting.id, person.id)
    if not showing.is_coming(sitting, store.now) and (rsvp is None or rsvp.moves != sitting.occurrence.moves):
        return []
    if rsvp is None:
        return [Text(say("You have not answered yet."))]
    if rsvp.moves != sitting.occurrence.moves:
        return [Text(say("You answered for the old time. Does the new one suit you?"))]
    lines = [await sentence(store, sitting, rsvp, say)]
    if rsvp.by_id is not None and rsvp.by_id != person.id:
        by = await store.people.find(rsvp.by_id)
        if by is not None:
            lines.append(say("{name} said so for you.", name=by.name))
    if rsvp.answer != DECLINED and rsvp.remind:
        lines.append(_reminders(say)[rsvp.remind])
    return [Text(" ".join(lines))]


async def sentence(store: Store, sitting: Sitting, rsvp: Rsvp, say: Say) -> str:
    if rsvp.waiting_since is not None:
        n = await place_in_line(store, rsvp)
        return say("All seats are taken: you are number {n} on the waiting list, and hear from me.", n=n)
    if rsvp.answer == SUBSTITUTE:
        return await _deputy_sentence(store, rsvp, say)
    if rsvp.answer == ONLINE and not sitting.link:
        return say("You come online. The link comes before the meeting.")
    if rsvp.answer == MAYBE and (sitting.occurrence.signup_by is None or sitting.occurrence.signup_by <= store.now):
        return say("You may come.")
    return {
        GOING: say("You come in person."),
        ONLINE: say("You come online."),
        MAYBE: say("You may come. I ask again before the deadline."),
        DECLINED: say("You cannot come. I remind you of nothing more."),
    }[rsvp.answer]


async def _deputy_sentence(store: Store, rsvp: Rsvp, say: Say) -> str:
    """How it stands with whom this answer sends: their own answer counts."""
    theirs = await find_last_deputy(store, rsvp)
    if theirs is None:
        name = rsvp.substitute_name
        return say("{name} comes in your place.", name=name) if name else say("Nobody comes in your place.")
    deputy = await store.people.find(theirs.person_id)
    name = deputy.name if deputy else say("a former contact")
    if theirs.waiting_since is not None:
        n = await place_in_line(store, theirs)
        return say("All seats are taken: {name}, whom you send, is number {n} on the waiting list.", name=name, n=n)
    if theirs.answer == ONLINE:
        return say("{name} comes online in your place.", name=name)
    if theirs.answer == MAYBE:
        return say("{name} may come in your place.", name=name)
    if theirs.answer == DECLINED:
        return say("Nobody comes in your place: {name} cannot.", name=name)
    return say("{name} comes in your place.", name=name)


async def place_in_line(store: Store, rsvp: Rsvp) -> int:
    """1 for the one who waits longest."""
    assert rsvp.waiting_since is not None
    mine = (rsvp.waiting_since, rsvp.person_id)
    others = await store.rsvps.of(rsvp.occurrence_id)
    return 1 + sum(
        other.waiting_since is not None and (other.waiting_since, other.person_id) < mine for other in others
    )


async def card(
    store: Store, sitting: Sitting, person: Person, say: Say, *, lead: str = "", arena: Arena | None = None
) -> Card:
    """The meeting with the person's own answer, as it is shown after each click and in notices."""
    rows: list[Part] = [Text(lead)] if lead else []
    rows += await showing.parts(store, sitting, say, person)
    rows += await parts(store, sitting, person, say)
    fewer: tuple[Button, ...] = ()
    if showing.is_coming(sitting, store.now):
        rows.append(row(say, sitting))
        rsvp = await store.rsvps.find(sitting.id, person.id)
        if rsvp is not None and rsvp.answer != DECLINED:
            fewer = (Button(say("Reminders"), "rsvps.remind", str(sitting.id)),)
    more = links.buttons(say, arena, sitting, person, store.now, fewer)
    if more:
        rows.append(Buttons(more))
    return Card(sitting.title, tuple(rows))


def _reminders(say: Say) -> dict[str, str]:
    return {
        DAY: say("I remind you the day before, and no more."),
        HOUR: say("I remind you an hour before, and no more."),
        NONE: say("I send you no reminders of it."),
    }
