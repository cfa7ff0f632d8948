"""Answer: the buttons on a meeting's card, as often as the person likes until the deadline."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.cards import Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings.rsvps import own, seats
from handlers.meetings.rsvps.lookup import load_invited_sitting, need_open_signup
from handlers.meetings.rsvps.places import Place, choose_best, find_deputy_answer, place_of, takes_seat
from handlers.meetings.sittings import Sitting, subject
from storage.directory.people import Person
from storage.meetings.rsvps import DECLINED, GOING, MAYBE, ONLINE, SUBSTITUTE, USUAL, Rsvp

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
    sitting = await load_invited_sitting(turn, event.value)
    await need_open_signup(turn, sitting, turn.person)
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
    """Write the answer down, with a seat or a place in the line; whoever waited gets what became free.

    A deputy takes the sender's place in the same step, and gives it back to a sender who comes after all.
    """
    store = turn.store
    before = await store.rsvps.find(sitting.id, person.id)
    own, sent = place_of(before), await find_deputy_answer(store, before)
    # what the one who was sent before holds because they were sent, and not by a word of their own
    lent = place_of(sent) if sent is not None and sent.by_id == person.id else None
    sent_id = before.substitute_id if before is not None and before.answer == SUBSTITUTE else None
    backs_out = said == DECLINED and (before is None or before.answer != DECLINED)
    rsvp = await _write(turn, sitting, person, said, deputy=deputy, name=name)  # `before` is this row from here on
    taker = rsvp if deputy is None else await _answer_for_deputy(turn, sitting, deputy, own or lent)
    if deputy is None and takes_seat(rsvp):  # asked for before: neither lost nor moved up by saying it again
        rsvp.waiting_since = choose_best(own, lent, now=turn.now).since
    untold = {person.id, taker.person_id}
    if sent is not None and lent is not None and takes_seat(taker) and sent.person_id != taker.person_id:
        sent.waiting_since = turn.now
        untold.add(sent.person_id)
    if sent_id is not None and sent_id != rsvp.substitute_id:
        await _release(turn, sitting, person, sent_id)
    if backs_out:
        await _tell_senders(turn, sitting, person)
    await seats.advance(store, sitting, untold=untold)
    await store.outbox.refresh(subject(sitting.id))
    return rsvp


async def _write(
    turn: Turn, sitting: Sitting, person: Person, said: str, *, deputy: Person | None = None, name: str = ""
) -> Rsvp:
    """The answer without a place."""
    store = turn.store
    before = await store.rsvps.find(sitting.id, person.id)
    return await store.rsvps.put(
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


async def _answer_for_deputy(turn: Turn, sitting: Sitting, deputy: Person, passed_on: Place | None) -> Rsvp:
    """The deputy comes, unless they have said that they come anyway, and takes the place that the sender held."""
    rsvp = await turn.store.rsvps.find(sitting.id, deputy.id)
    own = place_of(rsvp)
    if rsvp is None or rsvp.answer not in (GOING, ONLINE) or rsvp.moves != sitting.occurrence.moves:
        rsvp = await _write(turn, sitting, deputy, ONLINE if sitting.only_online else GOING)
    if takes_seat(rsvp):
        rsvp.waiting_since = choose_best(own, passed_on, now=turn.now).since
    return rsvp


async def _release(turn: Turn, sitting: Sitting, person: Person, deputy_id: int) -> None:
    """Who was to come instead hears that they need not; nothing is said for them."""
    deputy = await turn.store.people.find(deputy_id)
    if deputy is not None:
        args = {"occurrence": sitting.id, "by": person.id}
        key = f"occurrence:{sitting.id}:released:{deputy_id}:{person.id}:{turn.now.timestamp():.0f}"
        await outgoing.to_person(turn.store, deputy, "rsvps.released", args, key=key)


async def _tell_senders(turn: Turn, sitting: Sitting, deputy: Person) -> None:
    """Whoever sends this person learns that nobody comes in their place any more."""
    for rsvp in await turn.store.rsvps.sending(sitting.id, deputy.id):
        sender = await turn.store.people.find(rsvp.person_id)
        if sender is not None and sender.id != turn.person.id:
            args = {"occurrence": sitting.id, "deputy": deputy.id}
            key = f"occurrence:{sitting.id}:undeputised:{deputy.id}:{sender.id}:{turn.now.timestamp():.0f}"
            await outgoing.to_person(turn.store, sender, "rsvps.undeputised", args, key=key)


async def shown(event: Click, turn: Turn, sitting: Sitting) -> Reply:
    """The meeting with the new answer, in private; in the direct chat it takes the place of what was clicked."""
    return Reply(await own.card(turn.store, sitting, turn.person, turn.say, arena=turn.arena), replace=event.direct)
