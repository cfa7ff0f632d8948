"""Find the record that a reminder is about: the one that the line names, or the one whose thread it stands in."""

from __future__ import annotations

from typing import NamedTuple

from handlers.chat.places import Place
from handlers.chat.record_codes import parse_typed_code
from handlers.chat.record_kinds import list_record_kinds
from handlers.chat.turn import Turn
from handlers.language.bot_question_patterns import CODE


class RecordLink(NamedTuple):
    """Name a record by kind, id and code; empty for none."""

    kind: str = ""
    id: int | None = None
    code: str = ""

    @property
    def open(self) -> str:
        """Return the action of the button that shows the record; empty for none."""
        kind = list_record_kinds().get(self.kind)
        return kind.codes.open if kind is not None and kind.codes is not None and self.id is not None else ""


async def find_linked_record(turn: Turn, text: str, place: Place) -> RecordLink:
    """Return the one record that the person may see and the line is about."""
    codes = CODE.findall(text)
    if len(codes) == 1:
        return await _find_coded_record(turn, codes[0])
    return await _find_record_of_thread(turn, place) if place.thread else RecordLink()


async def _find_coded_record(turn: Turn, code: str) -> RecordLink:
    for name, kind in list_record_kinds().items():
        typed = parse_typed_code(code, (kind.codes,)) if kind.codes is not None else None
        found = await typed.codes.find_visible(turn, typed.number) if typed is not None else None
        if typed is not None and found is not None:
            return RecordLink(name, found.id, typed.text)
    return RecordLink()


async def _find_record_of_thread(turn: Turn, place: Place) -> RecordLink:
    """Return the record of the bot's card that the thread hangs on."""
    card = await turn.store.channel_messages.find_delivery_of_message(
        place.platform, place.workspace, place.channel, place.thread
    )
    for name, kind in list_record_kinds().items() if card is not None else ():
        id = card.args.get(name) if card is not None and kind.codes is not None else None
        found = await kind.find(turn.store, id) if isinstance(id, int) else None
        if found is not None and kind.codes is not None:
            number = getattr(found, "number", None)
            return RecordLink(name, found.id, found.code if number is None else kind.codes.write_code(number))
    return RecordLink()
