"""Record the answers given with a card's buttons, as often as the person likes until the deadline."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.cards import Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings.card_arguments import DeputyDeclinedNotice, DeputyReleasedNotice
from handlers.meetings.occurrence_view import (
    OccurrenceView,
    build_notice_subject,
    build_occurrence_subject,
    build_reminder_subject,
)
from handlers.meetings.rsvps import personal_rsvp, seat_allocation
from handlers.meetings.rsvps.lookup import load_answerable_occurrence, need_open_signup
from handlers.meetings.rsvps.seat_claims import (
    SeatClaim,
    choose_best_claim,
    find_deputy_rsvp,
    find_seat_claim,
    is_seat_taker,
    sends_somebody,
)
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.meetings import ORGANISATIONS
from storage.meetings.rsvps import DECLINED, GOING, MAYBE, ONLINE, SUBSTITUTE, USUAL, Rsvp

router = Router()


@router.on(Click, "meetings.going")
async def on_meeting_going(event: Click, turn: Turn) -> Reply:
    return await _reply_to_rsvp(event, turn, GOING)


@router.on(Click, "meetings.online")
async def on_meeting_online(event: Click, turn: Turn) -> Reply:
    return await _reply_to_rsvp(event, turn, ONLINE)


@router.on(Click, "meetings.maybe")
async def on_meeting_maybe(event: Click, turn: Turn) -> Reply:
    return await _reply_to_rsvp(event, turn, MAYBE)


@router.on(Click, "meetings.declined")
async def on_meeting_declined(event: Click, turn: Turn) -> Reply:
    return await _reply_to_rsvp(event, turn, DECLINED)


async def _reply_to_rsvp(event: Click, turn: Turn, said: str) -> Reply:
    occurrence = await load_answerable_occurrence(turn, event.value)
    await need_open_signup(turn, occurrence, turn.person)
    await need_signup_time(turn, occurrence, said)
    await record_rsvp(turn, occurrence, turn.person, said)
    return await _reply_with_rsvp(event, turn, occurrence)


async def need_signup_time(turn: Turn, occurrence: OccurrenceView, said: str) -> None:
    """Raise UserError after the sign-up deadline. Declining stays possible, because it frees a seat."""
    until = occurrence.occurrence.signup_by
    if said == DECLINED or until is None or turn.now <= until:
        return
    organiser = await turn.store.people.find(occurrence.meeting.organiser_id)
    raise UserError(
        turn.say(
            "The sign-up deadline was {day} at {clock}. Ask {name}, who can still put you on the list.",
            day=turn.say.format_day(until),
            clock=turn.say.format_clock(until),
            name=organiser.name if organiser else turn.say("the secretariat"),
        )
    )


async def record_rsvp(
    turn: Turn, occurrence: OccurrenceView, person: Person, said: str, *, deputy: Person | None = None, name: str = ""
) -> Rsvp:
    """Store the answer, with a seat or a position in the waiting list, and let waiting people move up.

    A deputy takes over the sender's seat in the same step. A sender who comes after all gets it back.
    """
    store = turn.store
    before = await store.rsvps.find_rsvp(occurrence.id, person.id)
    own, sent = find_seat_claim(before), await find_deputy_rsvp(store, before)
    # The seat that the previous deputy holds only as a deputy, without an answer of their own.
    deputy_claim = find_seat_claim(sent) if sent is not None and sent.by_id == person.id else None
    sent_id = before.substitute_id if before is not None and before.answer == SUBSTITUTE else None
    withdraws = said == DECLINED and (before is None or before.answer != DECLINED)
    rsvp = await _put_rsvp(turn, occurrence, person, said, deputy=deputy, name=name)  # updates `before` in place
    taker = rsvp if deputy is None else await _record_deputy_rsvp(turn, occurrence, deputy, own or deputy_claim)
    if deputy is None and is_seat_taker(rsvp):  # a repeated answer keeps its claim and its place in the queue
        rsvp.waiting_since = choose_best_claim(own, deputy_claim, now=turn.now).since
    untold = {person.id, taker.person_id}
    if sent is not None and deputy_claim is not None and is_seat_taker(taker) and sent.person_id != taker.person_id:
        sent.waiting_since = turn.now
        untold.add(sent.person_id)
    if sent_id is not None and sent_id != rsvp.substitute_id:
        await _notify_released_deputy(turn, occurrence, person, sent_id)
    if withdraws:
        await _notify_deputy_senders(turn, occurrence, person)
    await seat_allocation.fill_free_seats(store, occurrence, untold=untold, redraws=False)
    mine = [build_reminder_subject(occurrence.id), build_notice_subject(occurrence.id)]
    await store.outbox.refresh_reader_copies(build_occurrence_subject(occurrence.id), person.id, mine)
    return rsvp


async def _put_rsvp(
    turn: Turn, occurrence: OccurrenceView, person: Person, said: str, *, deputy: Person | None = None, name: str = ""
) -> Rsvp:
    """Store the answer without a seat."""
    store = turn.store
    before = await store.rsvps.find_rsvp(occurrence.id, person.id)
    return await store.rsvps.store_rsvp(
        Rsvp(
            occurrence_id=occurrence.id,
            person_id=person.id,
            organisation_id=await find_answering_organisation(store, occurrence, person, before),
            answer=said,
            waiting_since=None,
            substitute_id=deputy.id if deputy else None,
            substitute_name=name[:200] if said == SUBSTITUTE else "",
            moves=occurrence.occurrence.moves,
            remind=before.remind if before is not None else USUAL,
            by_id=turn.person.id,
            attended=before.attended if before is not None else None,
            answered_at=turn.now,
        )
    )


async def find_answering_organisation(
    store: Store, occurrence: OccurrenceView, person: Person, before: Rsvp | None
) -> int | None:
    """Return the organisation that the person acts for.

    An answer to a meeting for others stays with the organisation that it was given for.
    """
    if before is None or occurrence.meeting.audience != ORGANISATIONS:
        return person.stands_for
    circle = await store.meetings.list_meeting_organisation_ids(occurrence.meeting.id)
    return person.stands_for if person.stands_for in circle else before.organisation_id


async def _record_deputy_rsvp(
    turn: Turn, occurrence: OccurrenceView, deputy: Person, passed_on: SeatClaim | None
) -> Rsvp:
    """Record that the deputy comes, unless they come anyway, and hand them the sender's seat or position.

    A deputy who sends somebody already goes on doing so: that person comes for both.
    """
    rsvp = await turn.store.rsvps.find_rsvp(occurrence.id, deputy.id)
    if rsvp is not None and rsvp.moves == occurrence.occurrence.moves and await sends_somebody(turn.store, rsvp):
        return rsvp
    own = find_seat_claim(rsvp)
    if rsvp is None or rsvp.answer not in (GOING, ONLINE) or rsvp.moves != occurrence.occurrence.moves:
        rsvp = await _put_rsvp(turn, occurrence, deputy, ONLINE if occurrence.is_online_only else GOING)
    if is_seat_taker(rsvp):
        rsvp.waiting_since = choose_best_claim(own, passed_on, now=turn.now).since
    return rsvp


async def _notify_released_deputy(turn: Turn, occurrence: OccurrenceView, person: Person, deputy_id: int) -> None:
    """Notify the former deputy that they need not come. Their own answer stays as it is."""
    deputy = await turn.store.people.find(deputy_id)
    if deputy is not None:
        key = f"occurrence:{occurrence.id}:released:{deputy_id}:{person.id}:{turn.now.timestamp():.0f}"
        notice, subject = DeputyReleasedNotice(occurrence.id, by=person.id), build_notice_subject(occurrence.id)
        await turn.store.outbox.refresh_copies(subject)  # they were told that they are sent
        await outgoing.post_to_person(turn.store, deputy, notice, key=key, subject=subject)


async def _notify_deputy_senders(turn: Turn, occurrence: OccurrenceView, deputy: Person) -> None:
    """Notify everybody who sends this deputy that nobody comes in their place any more."""
    for rsvp in await turn.store.rsvps.list_rsvps_with_substitute(occurrence.id, deputy.id):
        sender = await turn.store.people.find(rsvp.person_id)
        if sender is not None and sender.id != turn.person.id:
            key = f"occurrence:{occurrence.id}:undeputised:{deputy.id}:{sender.id}:{turn.now.timestamp():.0f}"
            notice, subject = DeputyDeclinedNotice(occurrence.id, deputy=deputy.id), build_notice_subject(occurrence.id)
            await outgoing.post_to_person(turn.store, sender, notice, key=key, subject=subject)


async def _reply_with_rsvp(event: Click, turn: Turn, occurrence: OccurrenceView) -> Reply:
    """Show the meeting with the new answer in private. In the direct chat it replaces the clicked message."""
    return Reply(
        await personal_rsvp.draw_personal_rsvp_card(turn.store, occurrence, turn.person, turn.say, arena=turn.arena),
        replace=event.direct,
        shown_by=(build_reminder_subject(occurrence.id),),
    )
