"""Add an action to the minutes: who does what, by when."""

from __future__ import annotations

from handlers.actions import dates
from handlers.actions.telling import give
from handlers.chat.cards import Card, Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.competition import hint
from handlers.meetings.audience import may_see
from handlers.meetings.sittings import Sitting
from handlers.members.choosing import people_chosen, people_field
from handlers.minutes import showing
from handlers.minutes.meant import begun, to_write
from storage.actions import Action
from storage.people import Person

router = Router()
#: characters
LONGEST = 500


@router.on(Click, "actions.add", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    """ "12:34" is item 34 of occurrence 12; "12" is the meeting as a whole."""
    say, (occurrence, _, item) = turn.say, event.value.partition(":")
    found = await to_write(turn, occurrence, lock=False)
    owner = await people_field(turn, "owner", say("Who does it?"), several=False, required=True)
    inputs = (Field("text", say("What is to be done?"), most=LONGEST), owner, dates.field(turn, say("By when?")))
    title = await _title(turn, found, item)
    return Reply(form=Form(say("Add an action"), "actions.add", inputs, say("Add"), event.value, note=title))


@router.on(Submission, "actions.add")
async def add(event: Submission, turn: Turn) -> Reply:
    say, (occurrence, _, number) = turn.say, event.value.partition(":")
    found = await to_write(turn, occurrence)
    text = " ".join(event.text("text").split())
    if not text:
        raise UserError("", {"text": say("Write what is to be done.")})
    owner = await owner_chosen(turn, event, found)
    due = dates.chosen(turn, event)
    item = next((one for one in await turn.store.agenda.of(found.id) if str(one.id) == number), None)
    if any((one.text, one.owner_id, one.due) == (text, owner.id, due) for one in await turn.store.actions.of(found.id)):
        raise UserError(say("{name} has that one already.", name=owner.name))
    await begun(turn, found)
    action = await turn.store.actions.add(
        Action(
            occurrence_id=found.id,
            item_id=item.id if item else None,
            text=text[:LONGEST],
            owner_id=owner.id,
            organisation_id=owner.stands_for,
            due=due,
        )
    )
    await give(turn, action)
    card = await showing.card(turn, found)
    return Reply(Card(card.title, (*hint(say, text), *card.parts)))


async def owner_chosen(turn: Turn, event: Submission, sitting: Sitting | None) -> Person:
    """One member who may see the meeting; a UserError at the field for anybody else."""
    people = await people_chosen(turn, event, "owner")
    if len(people) != 1:
        raise UserError("", {"owner": turn.say("Choose one person.")})
    person = people[0]
    if person.guest or (sitting is not None and not await may_see(turn.store, sitting.meeting, person)):
        raise UserError("", {"owner": turn.say("{name} is not among those the meeting is for.", name=person.name)})
    return person


async def _title(turn: Turn, sitting: Sitting, item: str) -> str:
    found = next((one for one in await turn.store.agenda.of(sitting.id) if str(one.id) == item), None)
    return found.title if found else sitting.title
