"""The action that a button or a form names, for those who may do what they want with it."""

from __future__ import annotations

from handlers import rights
from handlers.chat.errors import UserError
from handlers.chat.turn import Turn
from handlers.meetings.audience import may_see, need_run, ties
from handlers.meetings.sittings import Sitting, sitting
from handlers.minutes.lookup import may_read_minutes
from handlers.record_ids import parse_id
from storage.actions import OPEN, Action


async def action_meant(turn: Turn, value: str, *, lock: bool = True) -> tuple[Action, Sitting | None]:
    """For who may do this with it. To whom may not read the minutes it stands in, foreign and missing look the same."""
    id = parse_id(value)
    action = await (turn.store.actions.lock(id) if lock else turn.store.actions.find(id))
    held = await sitting(turn.store, action.occurrence_id) if action else None
    sees = action is not None and await _knows(turn, action, held)
    rights.see(turn, sees, turn.say("I do not find that action."))
    assert action is not None
    owns = (rights.OWNER,) if action.owner_id == turn.person.id else ()
    await (need_run(turn, held.meeting, *owns) if held else rights.need(turn, *owns))
    return action, held


async def _knows(turn: Turn, action: Action, held: Sitting | None) -> bool:
    if turn.person.guest:
        return False
    if action.owner_id == turn.person.id or turn.person.secretariat:
        return True
    if held is None or not await may_see(turn.store, held.meeting, turn.person):
        return False
    return await may_read_minutes(turn.store, held, await turn.store.minutes.find(held.id), turn.person)


def may_steer(turn: Turn, held: Sitting | None) -> bool:
    """Give it to somebody else, drop it: whoever runs the meeting it is from."""
    return rights.may(turn.person, "actions.drop", *(ties(turn.person, held.meeting) if held else ()))


def need_open(turn: Turn, action: Action) -> None:
    if action.state != OPEN:
        raise UserError(turn.say("It is not open any more."))
