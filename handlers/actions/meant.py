"""The action that a button or a form names, for those who may know of it; and who may do what with it."""

from __future__ import annotations

from handlers.agenda.meant import number_in
from handlers.chat.errors import NotAllowed, UserError
from handlers.chat.turn import Turn
from handlers.meetings.audience import may_run, may_see
from handlers.meetings.sittings import Sitting, sitting
from handlers.minutes.meant import may_read
from storage.actions import OPEN, Action


async def action_meant(turn: Turn, value: str, *, lock: bool = True) -> tuple[Action, Sitting | None]:
    """The owner's, and of those who may read the minutes it stands in; foreign and missing look the same."""
    id = number_in(value)
    action = await (turn.store.actions.lock(id) if lock else turn.store.actions.find(id))
    held = await sitting(turn.store, action.occurrence_id) if action else None
    if action is None or not await _knows(turn, action, held):
        raise UserError(turn.say("I do not find that action."))
    return action, held


async def _knows(turn: Turn, action: Action, held: Sitting | None) -> bool:
    if turn.person.guest:
        return False
    if action.owner_id == turn.person.id or turn.person.secretariat:
        return True
    if held is None or not await may_see(turn.store, held.meeting, turn.person):
        return False
    return await may_read(turn.store, held, await turn.store.minutes.find(held.id), turn.person)


def may_steer(turn: Turn, held: Sitting | None) -> bool:
    """Give it to somebody else, drop it: whoever runs the meeting it is from."""
    return turn.person.secretariat if held is None else may_run(turn.person, held.meeting)


def need_steer(turn: Turn, held: Sitting | None) -> None:
    if not may_steer(turn, held):
        raise NotAllowed(turn.say("Only those who run the meeting can do this."))


def need_own(turn: Turn, action: Action, held: Sitting | None) -> None:
    """Done, postponed: its owner, or whoever runs the meeting."""
    if action.owner_id != turn.person.id and not may_steer(turn, held):
        raise NotAllowed(turn.say("Only its owner and those who run the meeting can do this."))


def need_open(turn: Turn, action: Action) -> None:
    if action.state != OPEN:
        raise UserError(turn.say("It is not open any more."))
