"""Answer: the buttons on a meeting's card, as often as the person likes until the deadline."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.cards import Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings.sittings import Sitting, subject
from handlers.rsvps import own, seats
from handlers.rsvps.meant import meant, open_for_answers
from storage.people import Person
from storage.rsvps import DECLINED, GOING, MAYBE, ONLINE, SUBSTITUTE, USUAL, Rsvp

router = Router()


@router.on(Click, "meetings.going")
async def come(event: Click, turn: Turn) -> Reply:
    return await answer(event, turn, GOING)


@router.on(Click, "meetings.online")
async def come_online(event: Click, turn: Turn) -> Reply:
    return await answer(event, turn, ONLINE)


@router.on(Click, "meetings.maybe")
async def say_maybe(event: Click, turn: Turn) -> Reply:
    return await answer(event, turn, MAYBE)


@router.on(Click, "meetings.declined")
async def decline(event: Click, turn: Turn) -> Reply:
    return await answer(event, turn, DECLINED)


async def answer(event: Click, turn: Turn, said: str) -> Reply:
    sitting = await meant(turn, event.value)
    await open_for_answers(turn, sitting, turn.person)
    await need_time(turn, sitting, said)
    await give(turn, sitting, turn.person, said)
    return await shown(event, turn, sitting)


async def need_time(turn: Turn, sitting: Sitting, said: str) -> None:
    """After the deadline one can still say that one does not come: a seat becomes free."""
    until = sitting.occurrence.signup_by
    if said == DECLINED or until is None or turn.now <= until:
        return
    organiser = await turn.store.people.find(sitting.meeting.organiser_id)
    raise UserError(
        turn.say(
            "The sign-up deadline was {day} at {clock}. Ask {name}, who can still put you on the list.",
            day=turn.say.day(until),
            clock=turn.say.clock(until),
            name=organiser.name if organiser else turn.say("the secretariat"),
        )
    )


async def give(
    turn: Turn, sitting: Sitting, person: Person, said: str, *, deputy: Person | None = None, name: str = ""
) -> Rsvp:
    """Write the answer down, with a seat or a place in the line; whoever waited gets what became free."""
    store = turn.store
    before = await store.rsvps.find(sitting.id, person.id)
    kept = before is not None and seats.takes_seat(before)
    since = before.waiting_since if before is not None else None
    sent = before.substitute_id if before is not None else None
    rsvp = await store.rsvps.put(
        Rsvp(
            occurrence_id=sitting.id,
            person_id=person.id,
            organisation_id=person.stands_for,
            answer=said,
            waiting_since=None,
            substitute_id=deputy.id if deputy else None,
            substitute_name=name[:200] if said == SUBSTITUTE else "",
            moves=sitting.occurrence.moves,
            remind=before.remind if before is not None else USUAL,
            by_id=turn.person.id,
            attended=before.attended if before is not None else None,
            answered_at=turn.now,
        )
    )
    if seats.takes_seat(rsvp):  # asked for before: neither lost nor moved up by saying it again
        rsvp.waiting_since = since if kept else turn.now
    if sent is not None and sent != rsvp.substitute_id:
        await _release(turn, sitting, person, sent)
    await seats.advance(store, sitting, untold=person.id)
    await store.outbox.refresh(subject(sitting.id))
    return rsvp


async def _release(turn: Turn, sitting: Sitting, person: Person, deputy_id: int) -> None:
    """Who was to come instead hears that they need not; nothing is said for them."""
    deputy = await turn.store.people.find(deputy_id)
    if deputy is not None:
        args = {"occurrence": sitting.id, "by": person.id}
        key = f"occurrence:{sitting.id}:released:{deputy_id}:{person.id}:{turn.now.timestamp():.0f}"
        await outgoing.to_person(turn.store, deputy, "rsvps.released", args, key=key)


async def shown(event: Click, turn: Turn, sitting: Sitting) -> Reply:
    """The meeting with the new answer, in private; in the direct chat it takes the place of what was clicked."""
    return Reply(await own.card(turn.store, sitting, turn.person, turn.say, arena=turn.arena), replace=event.direct)
