"""Tell: who has answered hears at once when the time or the place changes, or when a meeting is called off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Text
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Arena, View
from handlers.dates.hours import hours_of
from handlers.meetings.audience import invited, may_see
from handlers.meetings.rsvps import own
from handlers.meetings.showing import is_coming, when
from handlers.meetings.sittings import Sitting, sitting
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.rsvps import DECLINED, GOING, MAYBE, ONLINE, SUBSTITUTE

router = Router()
#: occurrences of a series that one message names
SHOWN = 5


def notices(occurrence_id: int) -> str:
    """All private notices about an occurrence: redrawn when it is changed again."""
    return f"occurrence:{occurrence_id}:notices"


async def tell_moved(store: Store, arena: Arena, moved: Sequence[tuple[Sitting, datetime]]) -> int:
    """Who had answered is asked again, in one message for all of a series. Returns how many people there are."""
    concerned: dict[int, list[tuple[Sitting, datetime]]] = {}
    for found, old in moved:
        for id in await _answered(store, found, (GOING, ONLINE, MAYBE, DECLINED, SUBSTITUTE)):
            concerned.setdefault(id, []).append((found, old))
    for id, theirs in concerned.items():
        args = {"occurrences": [[found.id, found.occurrence.moves, old.isoformat()] for found, old in theirs[:SHOWN]]}
        first = theirs[0][0]
        key = f"occurrence:{first.id}:moved:{id}:{first.occurrence.moves}"
        until = min(theirs[0][1], first.occurrence.start_at)
        await _tell(store, arena, id, "meetings.moved", args | {"n": len(theirs)}, key, first, until)
    return len(concerned)


async def tell_cancelled(store: Store, arena: Arena, sittings: Sequence[Sitting], by: int | None) -> int:
    """Everybody invited who had not said no, in one message for all of a series."""
    concerned: dict[int, list[Sitting]] = {}
    for found in sittings:
        ids = {person.id for person in await invited(store, found.meeting)}
        ids |= await _answered(store, found, (GOING, ONLINE, MAYBE, SUBSTITUTE))
        rsvps = {rsvp.person_id: rsvp for rsvp in await store.rsvps.of(found.id)}
        for id in ids - {by}:
            rsvp = rsvps.get(id)
            if rsvp is None or rsvp.answer != DECLINED or rsvp.moves != found.occurrence.moves:
                concerned.setdefault(id, []).append(found)
    for id, theirs in concerned.items():
        args = {"occurrences": [found.id for found in theirs[:SHOWN]], "n": len(theirs)}
        first = theirs[0]
        key = f"occurrence:{first.id}:cancelled:{id}:{first.occurrence.sequence}:{first.meeting.sequence}"
        await _tell(store, arena, id, "meetings.cancelled", args, key, first, first.occurrence.start_at)
    return len(concerned)


async def tell_place(store: Store, arena: Arena, sittings: Sequence[Sitting]) -> None:
    """Who comes must not go to the old place, or open the old link; one message for all of a series."""
    concerned: dict[int, list[Sitting]] = {}
    for found in sittings:
        for id in await _answered(store, found, (GOING, ONLINE, MAYBE, SUBSTITUTE)):
            concerned.setdefault(id, []).append(found)
    for id, theirs in concerned.items():
        first = theirs[0]
        key = f"occurrence:{first.id}:place:{id}:{len(theirs)}"
        args = {"occurrence": first.id, "n": len(theirs)}
        await _tell(store, arena, id, "meetings.place", args, key, first, first.occurrence.start_at, once=True)


@router.card("meetings.moved")
async def draw_moved(view: View) -> Card | None:
    """The newest time in any case; what was moved once more has a message of its own."""
    say, person, theirs = view.say, view.person, []
    for id, moves, old in view["occurrences"]:
        found = await sitting(view.store, id)
        if found is not None and person is not None and await may_see(view.store, found.meeting, person):
            theirs.append((found, moves, datetime.fromisoformat(old)))
    if not theirs or person is None:
        return None
    found, moves, old = theirs[0]
    alive = [one for one in theirs if one[0].takes_place and one[0].occurrence.moves == one[1]]
    if not alive:
        return await own.card(view.store, found, person, say, arena=view.arena) if view.delivery.message else None
    if view["n"] == 1:
        lead = say("The time is changed. It was {when}. Please answer anew.", when=say.when(old, None, found.zone))
        lead = lead if is_coming(found, view.now) else ""
        return await own.card(view.store, found, person, say, lead=lead, arena=view.arena)
    items: list[Part] = [
        _item(say, one, say("Was {when}", when=say.when(was, None, one.zone))) for one, _, was in alive
    ]
    items += _more(say, view["n"] - len(theirs))
    return Card(found.meeting.title, (Text(say("The times are changed. Please answer anew.")), *items))


@router.card("meetings.cancelled")
async def draw_cancelled(view: View) -> Card | None:
    say = view.say
    found = [one for id in view["occurrences"] if (one := await sitting(view.store, id)) is not None]
    off = [one for one in found if one.cancelled]
    if not off:
        return None
    why = off[0].occurrence.why or off[0].meeting.why
    reason: list[Part] = [Text(why)] if why else []
    if view["n"] == 1:
        text = say("{title}, {when}, is called off.", title=off[0].title, when=when(off[0], say))
        return Card("", (Text(text), *reason))
    lines = "\n".join(when(one, say) for one in off)
    more = _more(say, view["n"] - len(found))
    title = say("{title} is called off", title=off[0].meeting.title)
    return Card(title, (*reason, Text(lines), *more))


@router.card("meetings.place")
async def draw_place(view: View) -> Card | None:
    found = await sitting(view.store, view["occurrence"])
    if found is None or view.person is None or not found.takes_place:
        return None
    lead = view.say("Place or link is changed.")
    if view["n"] > 1:
        lead = view.say("Place or link is changed, of this one and all that follow.")
    lead = lead if is_coming(found, view.now) else ""
    return await own.card(view.store, found, view.person, view.say, lead=lead, arena=view.arena)


async def _answered(store: Store, found: Sitting, answers: Sequence[str]) -> set[int]:
    """People with one of these answers, and those they send."""
    rsvps = [rsvp for rsvp in await store.rsvps.of(found.id) if rsvp.answer in answers]
    return {rsvp.person_id for rsvp in rsvps} | {rsvp.substitute_id for rsvp in rsvps if rsvp.substitute_id is not None}


async def _tell(
    store: Store,
    arena: Arena,
    id: int,
    template: str,
    args: dict[str, Any],
    key: str,
    found: Sitting,
    until: datetime,
    *,
    once: bool = False,
) -> None:
    """In the person's hours, as long as that is before it is too late; else at once.

    `once`: what is told at the same moment of the morning is one message, which says how it is by then.
    """
    person: Person | None = await store.people.find(id)
    if person is None:
        return
    due = hours_of(person, arena).next_open(store.now)
    due = store.now if due >= until else due
    key = f"{key}:{due.isoformat()}" if once else key
    await outgoing.to_person(store, person, template, args, key=key, subject=notices(found.id), due_at=due)


def _item(say: Say, found: Sitting, note: str) -> Item:
    button = Button(say("Show"), "meetings.show", str(found.id))
    return Item(found.title, when(found, say), note, (button,))


def _more(say: Say, n: int) -> list[Part]:
    if n <= 0:
        return []
    button = Button(say("Next meetings"), "meetings.page")
    return [Text(say.many("and {n} more", "and {n} more", n)), Buttons((button,))]
