"""Load the occurrence that an answer is meant for, held against others, if it can still be answered."""

from __future__ import annotations

from handlers.access.rights.lookup import need_visible
from handlers.chat.errors import UserError
from handlers.chat.record_ids import parse_id
from handlers.chat.turn import Turn
from handlers.meetings.audience import may_see, missing
from handlers.meetings.sittings import Sitting
from handlers.meetings.sittings import sitting as find
from storage.directory.people import Person
from storage.kit.database import Store


async def is_invited(store: Store, person: Person, sitting: Sitting) -> bool:
    return await may_see(store, sitting.meeting, person)


async def load_invited_sitting(turn: Turn, value: str, *, lock: bool = True) -> Sitting:
    id = parse_id(value)
    if lock:
        await turn.store.occurrences.lock(id)
    return await need_visible(turn, await find(turn.store, id), is_invited, missing(turn.person, turn.say))


async def need_open_signup(turn: Turn, sitting: Sitting, person: Person) -> None:
    """Raise UserError when it is too late, called off, or the person stands for nobody."""
    say = turn.say
    if sitting.cancelled:
        raise UserError(say("{title} is called off.", title=sitting.title))
    if not sitting.takes_place:
        raise UserError(say("{title} is not planned yet.", title=sitting.title))
    if sitting.occurrence.start_at <= turn.now:
        raise UserError(say("{title} has begun. The organiser can still note who was there.", title=sitting.title))
    if person.organisation_id is None and not person.secretariat:
        raise UserError(say("Say first where you belong: write «me». Answers count for an organisation."))
