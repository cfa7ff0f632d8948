"""Load the consultation that a button names, if the person has the right to use it."""

from __future__ import annotations

import re

from handlers.access import rights
from handlers.access.rights.lookup import load_visible_record
from handlers.chat.errors import UserError
from handlers.chat.turn import Turn
from handlers.policy.organisation_answers.button_values import AnswerValue, fingerprint_words, parse_answer_value
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.consultations import FOUND, LEFT, OPEN, PUBLIC, Consultation

#: "H-7", "h7", "7"
_CODE = re.compile(r"\s*+(?:h\s*+-?\s*+)?(\d{1,6})\s*+", re.IGNORECASE)


def parse_response_value(value: str) -> AnswerValue:
    return parse_answer_value(value, ("organisation", "version"))


def fingerprint_draft(consultation: Consultation) -> int:
    """Return a number that differs for any other draft.

    The version does not suffice: a restored database counts on from its backup.
    """
    return fingerprint_words(consultation.draft_link, consultation.draft_text)


def is_of_current_draft(value: str, consultation: Consultation) -> bool:
    """Return True if the button was drawn beside the current draft."""
    found = parse_response_value(value)
    return (found.version or 0) == consultation.version and found.text in (None, fingerprint_draft(consultation))


def is_consultation_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None


async def find_consultation_by_code(turn: Turn, text: str) -> Consultation | None:
    """Return the consultation with this code if the person may see it."""
    match = _CODE.fullmatch(text)
    return await find_numbered_consultation(turn, int(match[1])) if match else None


async def find_numbered_consultation(turn: Turn, number: int) -> Consultation | None:
    """Return the consultation with this number in its code if the person may see it."""
    found = await turn.store.consultations.find_coded_consultation(f"H-{number}")
    return found if found is not None and await may_see_consultation(turn.store, turn.person, found) else None


async def may_see_consultation(store: Store, person: Person, consultation: Consultation) -> bool:
    """Return True if the person may see the consultation.

    Until it is taken up, only the secretariat and the person who proposed it may.
    """
    if consultation.state in PUBLIC:
        return await rights.is_visible_to_member(store, person, consultation)
    return person.secretariat or (not person.guest and person.id == consultation.registered_by_id)


async def load_visible_consultation(turn: Turn, value: str, *, lock: bool = False) -> Consultation:
    id = parse_response_value(value).record
    missing = turn.say("I cannot find that consultation.")
    return await load_visible_record(turn, turn.store.consultations, id, may_see_consultation, missing, lock=lock)


def list_consultation_ties(person: Person, consultation: Consultation) -> tuple[str, ...]:
    return (rights.OWNER,) if person.id == consultation.owner_id else ()


def may_steer_consultation(person: Person, consultation: Consultation) -> bool:
    return rights.is_action_allowed(person, "consultations.write", *list_consultation_ties(person, consultation))


async def load_open_consultation(turn: Turn, value: str, *, lock: bool = True) -> Consultation:
    """Return a consultation that is still open. Raise UserError for a closed one."""
    found = await load_visible_consultation(turn, value, lock=lock)
    if found.state != OPEN:
        raise UserError(turn.say("{code} is closed. What was said about it is kept.", code=found.code))
    return found


async def load_consultation_to_steer(turn: Turn, value: str, *states: str, lock: bool = True) -> Consultation:
    """Return a consultation in one of these states, for its owner and the secretariat.

    Raise UserError in any other state.
    """
    found = await load_visible_consultation(turn, value, lock=lock)
    await rights.need_right(turn, *list_consultation_ties(turn.person, found))
    if found.state not in states:
        raise UserError(turn.say("{code} is closed. What was said about it is kept.", code=found.code))
    return found


async def load_consultation_to_take(turn: Turn, value: str, *, lock: bool = True) -> Consultation:
    """Return a consultation that nobody has taken up, for the secretariat; a dismissed one can still be taken up."""
    await rights.need_secretariat(turn)
    found = await load_visible_consultation(turn, value, lock=lock)
    if found.state not in (FOUND, LEFT):
        raise UserError(turn.say("{code} is already being followed up.", code=found.code))
    return found
