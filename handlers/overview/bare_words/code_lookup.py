"""Find the record of a typed code: "L-005", "l5", "S-2", "#12". Each kind of record brings its own codes."""

from __future__ import annotations

from handlers.chat.cards import Card, Reply, Text
from handlers.chat.events import Command
from handlers.chat.record_codes import TypedCode, parse_typed_code
from handlers.chat.record_kinds import list_record_kinds
from handlers.chat.turn import Turn
from handlers.directory.members.unconfirmed_notice import draw_unconfirmed_notice
from handlers.overview.bare_words.network_offer import add_network_offer
from handlers.overview.bare_words.readings import RECORD, Answer, Reading, answer_with_button

#: a number from which a code in a question is rather a grade, a model or a road
UNLIKELY_NUMBER = 100


async def read_visible_record_code(turn: Turn, text: str) -> Reading | None:
    """Read the code of a record that this person may see, or what can only be a code."""
    found, typed = await read_visible_code(turn, text), parse_known_code(text)
    if found is None and typed is not None and typed.certain:
        return Reading(RECORD, typed.text, answer_unknown_code(typed.text))
    return found


async def read_visible_code(turn: Turn, text: str) -> Reading | None:
    """Read the code of a record that this person may see."""
    typed = parse_known_code(text)
    found = await typed.codes.find_visible(turn, typed.number) if typed is not None else None
    if typed is None or found is None:
        return None
    return Reading(RECORD, typed.text, answer_with_button(typed.codes.open, str(found.id)))


async def read_asked_code(turn: Turn, code: str) -> Reading:
    """Read the code that a whole line asks for: "show me L-005 again" is for nobody else, even if there is none."""
    found, typed = await read_visible_code(turn, code), parse_known_code(code)
    named = typed.text if typed is not None else code.upper()
    return found or Reading(RECORD, named, answer_unknown_code(named))


async def read_named_code(turn: Turn, code: str, text: str) -> Reading | None:
    """Read the code that a short line names: "lukk H-9" is for nobody else, even if there is none.

    None for a question about what is not there, which others may know: "er S-355 bra nok til damp?". Where the number
    is one that a record may well have, the person says whether others are asked: "når er fristen for H-2?".
    """
    typed = parse_known_code(code)
    if "?" not in text and typed is not None:
        return await read_asked_code(turn, code)
    found = await read_visible_code(turn, code)
    if found is None and typed is not None and typed.number < UNLIKELY_NUMBER:
        return Reading(RECORD, typed.text, answer_unknown_code(typed.text))
    return found


async def read_unknown_code(_turn: Turn, text: str) -> Reading | None:
    """Read a code of no record, after nothing else has that name."""
    typed = parse_known_code(text)
    return Reading(RECORD, typed.text, answer_unknown_code(typed.text, text)) if typed is not None else None


def parse_known_code(text: str) -> TypedCode | None:
    return parse_typed_code(text, (kind.codes for kind in list_record_kinds().values() if kind.codes is not None))


def answer_unknown_code(code: str, text: str = "") -> Answer:
    """Return the same answer for a code that there is not and one that this person may not see.

    `text`: what may also be words for the network, as "B 12" is.
    """

    async def name_unknown_code(_event: Command, turn: Turn) -> Reply:
        said = Text(turn.say("I cannot find {code}.", code=code))
        card = Card("", (said, *await draw_unconfirmed_notice(turn)))
        return Reply(add_network_offer(turn, card, text) if text else card)

    return name_unknown_code
