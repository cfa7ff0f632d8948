"""Load the action that a button or a form names, for those who may do what they ask."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.rights.lookup import load_visible_record
from handlers.chat.errors import UserError
from handlers.chat.record_ids import parse_id
from handlers.chat.turn import Turn
from handlers.meetings.audience import list_meeting_roles, may_see_meeting, need_meeting_role
from handlers.meetings.minutes.lookup import may_read_minutes
from handlers.meetings.occurrence_view import OccurrenceView, find_occurrence_view
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.actions import OPEN, Action


async def may_see_action(store: Store, person: Person, action: Action) -> bool:
    """Return True if the person may see the action: its owner, the secretariat, or a reader of its
    minutes.
    """
    if person.guest:
        return False
    if action.owner_id == person.id or person.secretariat:
        return True
    held = await find_occurrence_view(store, action.occurrence_id)
    if held is None or not await may_see_meeting(store, held.meeting, person):
        return False
    return await may_read_minutes(store, held, await store.minute_book.find_minutes(held.id), person)


async def load_action_to_change(turn: Turn, value: str, *, lock: bool = True) -> tuple[Action, OccurrenceView | None]:
    """Return the action and its meeting, for the owner and for organisers of the meeting."""
    missing = turn.say("I cannot find that action.")
    action = await load_visible_record(turn, turn.store.actions, parse_id(value), may_see_action, missing, lock=lock)
    held = await find_occurrence_view(turn.store, action.occurrence_id)
    owns = (rights.OWNER,) if action.owner_id == turn.person.id else ()
    await (need_meeting_role(turn, held.meeting, *owns) if held else rights.need_right(turn, *owns))
    return action, held


def may_steer_action(turn: Turn, held: OccurrenceView | None) -> bool:
    """Return True if the reader runs the meeting, and so may drop or reassign its action."""
    return rights.is_action_allowed(
        turn.person, "actions.drop", *(list_meeting_roles(turn.person, held.meeting) if held else ())
    )


def need_open_action(turn: Turn, action: Action) -> None:
    if action.state != OPEN:
        raise UserError(turn.say("It is no longer open."))
