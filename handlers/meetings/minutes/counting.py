"""Note who was there: a form that is filled from the answers, for whoever runs the meeting."""

from __future__ import annotations

from handlers.access.organisation_fields import people_chosen, people_field
from handlers.chat.cards import Field, Form, Reply
from handlers.chat.edits import next_version
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings.minutes import showing
from handlers.meetings.minutes.attendance import noted_or_expected
from handlers.meetings.minutes.lookup import begin_minutes, load_sitting_to_write
from handlers.meetings.minutes.meanwhile import meanwhile
from handlers.meetings.sittings import Sitting
from storage.directory.people import Person
from storage.meetings.minutes import Minutes
from storage.meetings.rsvps import GOING, Rsvp

router = Router()
#: people who are no members, and characters of a line
MOST, LINE = 60, 200


@router.on(Click, "minutes.attendance", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    found = await load_sitting_to_write(turn, event.value, lock=False)
    return Reply(form=await form(turn, found, await turn.store.minutes.find(found.id)))


async def form(turn: Turn, sitting: Sitting, minutes: Minutes | None) -> Form:
    say, hint = turn.say, turn.say("One a line: name, organisation.")
    chosen, others = await noted_or_expected(turn.store, sitting, minutes, say)
    # who was there may have left since
    people = await people_field(turn, "people", say("Members who were there"), chosen, left=True)
    more = Field("others", say("Others who were there"), "text", others, hint, required=False)
    value = f"{sitting.id}:{minutes.version if minutes else 0}"
    return Form(say("Who was there"), "minutes.attendance", (people, more), say("Save"), value, note=sitting.title)


@router.on(Submission, "minutes.attendance")
async def save(event: Submission, turn: Turn) -> Reply:
    id, _, version = event.value.partition(":")
    found = await load_sitting_to_write(turn, id)
    people = await people_chosen(turn, event, "people", left=True)
    known = await turn.store.minutes.find(found.id)
    if version != str(known.version if known else 0):
        return await meanwhile(turn, event, await form(turn, found, known))
    minutes = await begin_minutes(turn, found)
    await note_down(turn, found, people)
    lines = (line.strip()[:LINE] for line in event.text("others").splitlines())
    minutes.others = "\n".join([line for line in lines if line][:MOST])
    minutes.counted, minutes.version = True, next_version(minutes.version, turn.now)
    return Reply(await showing.card(turn, found))


async def note_down(turn: Turn, sitting: Sitting, people: list[Person]) -> None:
    """Who came without an answer gets one; who said they would and did not come keeps theirs."""
    there = {person.id: person for person in people}
    for rsvp in await turn.store.rsvps.of(sitting.id):
        rsvp.attended = there.pop(rsvp.person_id, None) is not None
    for person in there.values():
        await turn.store.rsvps.put(
            Rsvp(
                occurrence_id=sitting.id,
                person_id=person.id,
                organisation_id=person.stands_for,
                answer=GOING,
                moves=sitting.occurrence.moves,
                by_id=turn.person.id,
                attended=True,
                answered_at=turn.now,
            )
        )
