"""Review: those who were there have three working days to correct the draft; the keeper answers each correction."""

from __future__ import annotations

from datetime import datetime, time

from handlers.access import rights
from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Quote, Reply, Text, note
from handlers.chat.edits import next_version
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.dates.workdays import workdays_after
from handlers.dates.zones import instant, local, zone_named
from handlers.directory.naming import signature
from handlers.meetings.agenda.lookup import load_visible_sitting
from handlers.meetings.minutes import showing
from handlers.meetings.minutes.attendance import attendees
from handlers.meetings.minutes.fingerprints import hash_minutes
from handlers.meetings.minutes.lookup import begin_minutes, find_minutes_keeper, has_attended, load_sitting_to_write
from handlers.meetings.minutes.missing import written
from handlers.meetings.sittings import Sitting, sitting
from handlers.notifications.pushes import push
from storage.meetings.actions import OPEN
from storage.meetings.minutes import DRAFT, REVIEW, Correction, Minutes

router = Router()
#: working days, and the time of day at which the last of them ends
PATIENCE, EVENING = 3, time(16)
#: characters of a correction, and of an answer
LONGEST = 1500


def chase(occurrence_id: int) -> str:
    """Private words about minutes that are still to be written, read or approved."""
    return f"minutes:{occurrence_id}"


@router.on(Click, "minutes.send")
async def send(event: Click, turn: Turn) -> Reply:
    found = await load_sitting_to_write(turn, event.value)
    minutes = await begin_minutes(turn, found)
    if minutes.state != DRAFT:
        return note(turn.say("It is with them already."))
    if found.occurrence.end_at > turn.now:
        raise UserError(turn.say("{title} is not over yet.", title=found.title))
    lacking = await written(turn.store, found, minutes, turn.say)
    if lacking:
        raise UserError("\n".join((turn.say("Before it can be sent:"), *(f"• {text}" for text in lacking))))
    until = _until(turn)
    minutes.state, minutes.review_until, minutes.version = REVIEW, until, next_version(minutes.version, turn.now)
    await turn.store.outbox.cancel(subject=chase(found.id))
    people = [person for person in await attendees(turn.store, found) if person.id != turn.person.id]
    for person in people:
        await push(
            turn.store,
            turn.arena,
            person,
            "minutes.draft",
            {"occurrence": found.id},
            key=f"minutes:{found.id}:draft:{person.id}:{minutes.version}",
            at=turn.now,
            subject=chase(found.id),
            expires_at=until,
        )
    if not people:
        return note(turn.say("Nobody else was there. You can approve them now."))
    day = turn.say.when(until)
    return note(turn.say("On its way to those who were there. They can correct it until {when}.", when=day))


@router.card("minutes.draft")
async def draw(view: View) -> Card | None:
    """To one who was there, as it stands by now."""
    found, person = await sitting(view.store, view["occurrence"]), view.person
    minutes = await view.store.minutes.find(view["occurrence"])
    if found is None or person is None or minutes is None or minutes.state != REVIEW or minutes.review_until is None:
        return None
    if not await has_attended(view.store, found, person):
        return None
    text = view.say("The minutes of {title} are a draft until {when}. Is anything wrong?",
                    title=found.title, when=view.say.when(minutes.review_until))  # fmt: skip
    mine = [one for one in await view.store.actions.of(found.id) if one.owner_id == person.id and one.state == OPEN]
    parts = await showing.record(view.store, found, minutes, view.say, apart=[one.id for one in mine])
    parts += showing.promised(mine, view.say, view.now.astimezone(view.arena.zone).date())
    row = (Button(view.say("Suggest a correction"), "minutes.correct", str(found.id), "primary"),
           Button(view.say("Minutes"), "minutes.show", str(found.id)))  # fmt: skip
    return Card(showing.headline(view.say, found), (Text(text), *parts[1:], Buttons(row)))


@router.on(Click, "minutes.correct", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    found, _ = await _in_review(turn, event.value, lock=False)
    text = Field("text", turn.say("What is wrong, and what should it say?"), "text", most=LONGEST)
    form = Form(
        turn.say("Suggest a correction"), "minutes.correct", (text,), turn.say("Send"), str(found.id), note=found.title
    )
    return Reply(form=form)


@router.on(Submission, "minutes.correct")
async def correct(event: Submission, turn: Turn) -> Reply:
    found, minutes = await _in_review(turn, event.value)
    text = event.text("text")
    if not text:
        raise UserError("", {"text": turn.say("Write what is wrong.")})
    known = await turn.store.minutes.corrections(found.id)
    if any(one.person_id == turn.person.id and one.text == text[:LONGEST] for one in known):
        return note(turn.say("The keeper has it already."))
    seen = await hash_minutes(turn.store, minutes)
    one = await turn.store.minutes.correct(found.id, turn.person.id, text[:LONGEST], seen)
    person = await find_minutes_keeper(turn.store, found, minutes)
    if person is not None:
        key = f"correction:{one.id}"
        await outgoing.to_person(turn.store, person, "minutes.correction", {"correction": one.id}, key=key)
    return note(turn.say("Sent. You hear whether it is taken in."))


@router.card("minutes.correction")
async def draw_correction(view: View) -> Card | None:
    """To the keeper."""
    one, say = await view.store.minutes.correction(view["correction"]), view.say
    found = await sitting(view.store, one.occurrence_id) if one else None
    if one is None or found is None or one.taken is not None:
        return None
    row = (
        Button(say("Taken in"), "minutes.take", str(one.id), "primary"),
        Button(say("Not taken in"), "minutes.leave", str(one.id)),
        Button(say("Minutes"), "minutes.show", str(found.id)),
    )
    by = await signature(view.store, one.person_id, None, say)
    title = say("A correction to the minutes of {title}", title=found.title)
    hint = say("Write it into the item first, then say that it is taken in.")
    return Card(title, (Quote(one.text, by), Text(hint, "subtle"), Buttons(row)))


@router.on(Click, "minutes.take")
async def take(event: Click, turn: Turn) -> Reply:
    """Refused as long as nothing is changed: who corrected it is told yes by this."""
    one, found = await _to_answer(turn, event.value)
    minutes = await turn.store.minutes.find(found.id)
    if one.taken is None and minutes is not None and one.draft_hash == await hash_minutes(turn.store, minutes):
        name = await signature(turn.store, one.person_id, None, turn.say)
        lead = turn.say("Nothing in the minutes is changed since {name} wrote this. Write it in first.", name=name)
        card = await showing.card(turn, found)
        return Reply(Card(card.title, (Text(lead), *card.parts)), replace=event.direct)
    await _answer(turn, one, taken=True)
    return Reply(await showing.card(turn, found), replace=event.direct)


@router.on(Click, "minutes.leave", opens=True)
async def ask_why(event: Click, turn: Turn) -> Reply:
    one, _ = await _to_answer(turn, event.value, lock=False)
    why = Field("answer", turn.say("Why not?"), "text", most=LONGEST)
    return Reply(form=Form(turn.say("Not taken in"), "minutes.leave", (why,), turn.say("Send"), str(one.id)))


@router.on(Submission, "minutes.leave")
async def leave(event: Submission, turn: Turn) -> Reply:
    one, found = await _to_answer(turn, event.value)
    answer = event.text("answer")
    if not answer:
        raise UserError("", {"answer": turn.say("Say in a few words why.")})
    await _answer(turn, one, taken=False, answer=answer[:LONGEST])
    return Reply(await showing.card(turn, found))


async def _answer(turn: Turn, one: Correction, *, taken: bool, answer: str = "") -> None:
    """The first answer counts."""
    if one.taken is not None:
        raise UserError(turn.say("It is answered already."))
    one.taken, one.answer = taken, answer
    person = await turn.store.people.find(one.person_id)
    if person is not None and person.id != turn.person.id:
        key = f"correction:{one.id}:answered"
        await outgoing.to_person(turn.store, person, "minutes.answered", {"correction": one.id}, key=key)


@router.card("minutes.answered")
async def draw_answer(view: View) -> Card | None:
    """To the one who corrected."""
    one, say = await view.store.minutes.correction(view["correction"]), view.say
    found = await sitting(view.store, one.occurrence_id) if one else None
    if one is None or found is None or one.taken is None:
        return None
    if one.taken:
        return Card("", (Text(say("Your correction to the minutes of {title} is taken in.", title=found.title)),))
    text = say("Your correction to the minutes of {title} is not taken in.", title=found.title)
    return Card("", (Text(text), Quote(one.answer)))


def _until(turn: Turn) -> datetime:
    zone = zone_named(turn.person.zone) or turn.arena.zone
    day = workdays_after(local(turn.now, zone).date(), PATIENCE)
    return instant(datetime.combine(day, EVENING), zone)


async def _in_review(turn: Turn, value: str, *, lock: bool = True) -> tuple[Sitting, Minutes]:
    """For those who were there, while there is time."""
    found = await load_visible_sitting(turn, value, lock=lock)
    minutes = await turn.store.minutes.find(found.id)
    there = minutes is not None and await has_attended(turn.store, found, turn.person)
    gone = turn.say("The minutes of {title} are not there yet.", title=found.title)
    await rights.need(turn, *((rights.ATTENDEE,) if there else ()), missing=gone)
    assert minutes is not None
    if minutes.state != REVIEW or minutes.review_until is None or minutes.review_until < turn.now:
        raise UserError(turn.say("The time for corrections is over. Raise it at the next meeting."))
    return found, minutes


async def _to_answer(turn: Turn, value: str, *, lock: bool = True) -> tuple[Correction, Sitting]:
    one = await turn.store.minutes.correction(parse_id(value))
    if one is None:
        raise Missing(turn.say("I do not find that meeting."))
    return one, await load_sitting_to_write(turn, str(one.occurrence_id), lock=lock)
