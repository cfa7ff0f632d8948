"""Which consultation a button means, for this person: foreign and missing look the same."""

from __future__ import annotations

import re

from handlers import rights
from handlers.chat.errors import UserError
from handlers.chat.turn import Turn
from handlers.organisation_answers.button_values import read_answer, seal_words
from storage.consultations import FOUND, LEFT, OPEN, PUBLIC, Consultation
from storage.database import Store
from storage.people import Person

#: "H-7", "h7", "7"
_CODE = re.compile(r"\s*+(?:h\s*+-?\s*+)?(\d{1,6})\s*+", re.IGNORECASE)


def numbers(value: str) -> tuple[int, int | None, int | None]:
    """The consultation, the organisation, and the version of the draft that was shown."""
    found = read_answer(value, ("organisation", "version"))
    return found.record, found.organisation, found.version


def seal_draft(consultation: Consultation) -> int:
    """Return another number for any other draft: after a restore its versions are counted from the backup's."""
    return seal_words(consultation.draft_link, consultation.draft_text)


def is_of_draft(value: str, consultation: Consultation) -> bool:
    """Return True for what was shown beside the draft as it is now."""
    found = read_answer(value, ("organisation", "version"))
    return (found.version or 0) == consultation.version and found.text in (None, seal_draft(consultation))


def is_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None


async def by_code(turn: Turn, text: str) -> Consultation | None:
    """One that this person may see."""
    match = _CODE.fullmatch(text)
    found = await turn.store.consultations.by_code(f"H-{int(match[1])}") if match else None
    return found if found is not None and await visible_to(turn.store, turn.person, found) else None


async def visible_to(store: Store, person: Person, consultation: Consultation) -> bool:
    """What is not taken up is the secretariat's, and that of whoever proposed it."""
    if person.guest:
        return False
    if consultation.state in PUBLIC:
        return await rights.within(store, person, consultation)
    return person.secretariat or person.id == consultation.registered_by_id


async def visible(turn: Turn, value: str, *, lock: bool = False) -> Consultation:
    id = numbers(value)[0]
    found = await (turn.store.consultations.lock(id) if lock else turn.store.consultations.find(id))
    sees = found is not None and await visible_to(turn.store, turn.person, found)
    rights.see(turn, sees, turn.say("I do not find that consultation."))
    assert found is not None
    return found


def ties(person: Person, consultation: Consultation) -> tuple[str, ...]:
    return (rights.OWNER,) if person.id == consultation.owner_id else ()


async def open_one(turn: Turn, value: str, *, lock: bool = True) -> Consultation:
    """One that is still worked on."""
    found = await visible(turn, value, lock=lock)
    if found.state != OPEN:
        raise UserError(turn.say("{code} is closed. What was said of it stays as it is.", code=found.code))
    return found


async def to_steer(turn: Turn, value: str, *states: str, lock: bool = True) -> Consultation:
    """For who writes the answer and the secretariat, in one of these states."""
    found = await visible(turn, value, lock=lock)
    await rights.need(turn, *ties(turn.person, found))
    if found.state not in states:
        raise UserError(turn.say("{code} is closed. What was said of it stays as it is.", code=found.code))
    return found


async def to_take(turn: Turn, value: str, *, lock: bool = True) -> Consultation:
    """One that nobody has taken up; one that was left can still be."""
    await rights.need_secretariat(turn)
    found = await visible(turn, value, lock=lock)
    if found.state not in (FOUND, LEFT):
        raise UserError(turn.say("{code} is taken up already.", code=found.code))
    return found
