"""The occurrence that an answer is meant for, held against others, if it can still be answered."""

from __future__ import annotations

from handlers import rights
from handlers.chat.errors import UserError
from handlers.chat.turn import Turn
from handlers.meetings.audience import may_see, missing
from handlers.meetings.sittings import Sitting
from handlers.meetings.sittings import sitting as find
from handlers.record_ids import parse_id
from storage.people import Person


async def meant(turn: Turn, value: str, *, lock: bool = True) -> Sitting:
    """What a button or form names; foreign and missing look the same."""
    id = parse_id(value)
    if lock:
        await turn.store.occurrences.lock(id)
    sitting = await find(turn.store, id)
    sees = sitting is not None and await may_see(turn.store, sitting.meeting, turn.person)
    rights.see(turn, sees, missing(turn.person, turn.say))
    assert sitting is not None
    return sitting


async def open_for_answers(turn: Turn, sitting: Sitting, person: Person) -> None:
    """A UserError when it is too late, called off, or the person stands for nobody."""
    say = turn.say
    if sitting.cancelled:
        raise UserError(say("{title} is called off.", title=sitting.title))
    if not sitting.takes_place:
        raise UserError(say("{title} is not planned yet.", title=sitting.title))
    if sitting.occurrence.start_at <= turn.now:
        raise UserError(say("{title} has begun. The organiser can still note who was there.", title=sitting.title))
    if person.organisation_id is None and not person.secretariat:
        raise UserError(say("Say first where you belong: write «me». Answers count for an organisation."))
