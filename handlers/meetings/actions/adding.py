"""Add an action to the minutes: who does what, by when."""

from __future__ import annotations

from handlers.access.organisation_fields import people_chosen, people_field
from handlers.chat.cards import Card, Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings.actions import dates
from handlers.meetings.actions.lookup import load_action_to_change, need_open_action
from handlers.meetings.actions.telling import give, settle, tell_former
from handlers.meetings.audience import may_see
from handlers.meetings.minutes import showing
from handlers.meetings.minutes.lookup import begin_minutes, load_sitting_to_write
from handlers.meetings.sittings import Sitting
from handlers.moderation.competition import hint
from storage.directory.people import Person
from storage.meetings.actions import Action

router = Router()
#: characters
LONGEST = 500


@router.on(Click, "actions.add", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    """ "12:34" is item 34 of occurrence 12; "12" is the meeting as a whole."""
    say, (occurrence, _, item) = turn.say, event.value.partition(":")
    found = await load_sitting_to_write(turn, occurrence, lock=False)
    owner = await people_field(turn, "owner", say("Who does it?"), several=False, required=True)
    inputs = (Field("text", say("What is to be done?"), most=LONGEST), owner, dates.field(turn, say("By when?")))
    title = await _title(turn, found, item)
    return Reply(form=Form(say("Add an action"), "actions.add", inputs, say("Add"), event.value, note=title))


@router.on(Submission, "actions.add")
async def add(event: Submission, turn: Turn) -> Reply:
    say, (occurrence, _, number) = turn.say, event.value.partition(":")
    found = await load_sitting_to_write(turn, occurrence)
    text = " ".join(event.text("text").split())
    if not text:
        raise UserError("", {"text": say("Write what is to be done.")})
    owner = await owner_chosen(turn, event, found)
    due = dates.chosen(turn, event)
    item = next((one for one in await turn.store.agenda.of(found.id) if str(one.id) == number), None)
    if any((one.text, one.owner_id, one.due) == (text, owner.id, due) for one in await turn.store.actions.of(found.id)):
        raise UserError(say("{name} has that one already.", name=owner.name))
    await begin_minutes(turn, found)
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


@router.on(Click, "actions.edit", opens=True)
async def edit(event: Click, turn: Turn) -> Reply:
    """As long as the minutes are not approved; from then on it is postponed, given away or dropped."""
    action, _ = await _in_minutes(turn, event.value, lock=False)
    say = turn.say
    owner = await people_field(turn, "owner", say("Who does it?"), [action.owner_id], several=False, required=True)
    due = dates.field(turn, say("By when?"), say.day(action.due))
    inputs = (Field("text", say("What is to be done?"), value=action.text, most=LONGEST), owner, due)
    return Reply(form=Form(say("Change the action"), "actions.edit", inputs, say("Save"), str(action.id)))


@router.on(Submission, "actions.edit")
async def save(event: Submission, turn: Turn) -> Reply:
    """Its owner is told what it is now; who had it before is told that they need not."""
    action, found = await _in_minutes(turn, event.value)
    text, owner = " ".join(event.text("text").split()), await owner_chosen(turn, event, found)
    if not text:
        raise UserError("", {"text": turn.say("Write what is to be done.")})
    same = event.text("due") == turn.say.day(action.due)  # a day that has passed may stay as it is
    due = action.due if same else dates.chosen(turn, event)
    if (text[:LONGEST], owner.id, due) != (action.text, action.owner_id, action.due):
        before = action.owner_id
        action.text, action.owner_id, action.organisation_id = text[:LONGEST], owner.id, owner.stands_for
        action.due, action.set_at = due, turn.now
        await settle(turn, action)
        await give(turn, action)
        if before != owner.id:
            await tell_former(turn, action, before)
    card = await showing.card(turn, found)
    return Reply(Card(card.title, (*hint(turn.say, text), *card.parts)))


async def _in_minutes(turn: Turn, value: str, *, lock: bool = True) -> tuple[Action, Sitting]:
    """An open action of minutes that this person may still write."""
    action, held = await load_action_to_change(turn, value, lock=lock)
    need_open_action(turn, action)
    if held is None:
        raise UserError(turn.say("I do not find that meeting."))
    return action, await load_sitting_to_write(turn, str(held.id), lock=lock)


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
