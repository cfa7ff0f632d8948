"""Load the action that a button or a form names, for those who may do what they want with it."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.rights.lookup import load_visible
from handlers.chat.errors import UserError
from handlers.chat.record_ids import parse_id
from handlers.chat.turn import Turn
from handlers.meetings.audience import may_see, need_run, ties
from handlers.meetings.minutes.lookup import may_read_minutes
from handlers.meetings.sittings import Sitting, sitting
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.actions import OPEN, Action


async def may_see_action(store: Store, person: Person, action: Action) -> bool:
    """Return whether the person may know of the action: its owner, or who may read the minutes it stands in."""
    if person.guest:
        return False
    if action.owner_id == person.id or person.secretariat:
        return True
    held = await sitting(store, action.occurrence_id)
    if held is None or not await may_see(store, held.meeting, person):
        return False
    return await may_read_minutes(store, held, await store.minutes.find(held.id), person)


async def load_action_to_change(turn: Turn, value: str, *, lock: bool = True) -> tuple[Action, Sitting | None]:
    """Return the action and the meeting it is from, for its owner and for whoever runs the meeting."""
    missing = turn.say("I do not find that action.")
    action = await load_visible(turn, turn.store.actions, parse_id(value), may_see_action, missing, lock=lock)
    held = await sitting(turn.store, action.occurrence_id)
    owns = (rights.OWNER,) if action.owner_id == turn.person.id else ()
    await (need_run(turn, held.meeting, *owns) if held else rights.need(turn, *owns))
    return action, held


def may_steer_action(turn: Turn, held: Sitting | None) -> bool:
    """Return whether this person may drop it or give it to somebody else: whoever runs the meeting it is from."""
    return rights.may(turn.person, "actions.drop", *(ties(turn.person, held.meeting) if held else ()))


def need_open_action(turn: Turn, action: Action) -> None:
    if action.state != OPEN:
        raise UserError(turn.say("It is not open any more."))
