"""Load the stream that a button or a code names, for the people of its organisation and the secretariat."""

from __future__ import annotations

from handlers.access.rights.lookup import load_visible_record
from handlers.chat.record_ids import parse_id
from handlers.chat.turn import Turn
from handlers.exchange.organisation_records import may_see_own_record, need_record_writer
from storage.exchange.streams import Stream

#: action of whoever writes down or removes a stream
WRITE = "streams.write"


async def load_visible_stream(turn: Turn, value: str, *, lock: bool = False) -> Stream:
    missing = turn.say("I cannot find that stream.")
    return await load_visible_record(turn, turn.store.streams, parse_id(value), may_see_own_record, missing, lock=lock)


async def find_numbered_stream(turn: Turn, number: int) -> Stream | None:
    """Return the stream with this number in its code if the person may see it."""
    found = await turn.store.streams.find_stream_by_code(f"F-{number}")
    return found if found is not None and await may_see_own_record(turn.store, turn.person, found) else None


async def load_own_stream(turn: Turn, value: str) -> Stream:
    """Return the stream with its row lock, for a contact of its organisation or the secretariat."""
    stream = await load_visible_stream(turn, value, lock=True)
    await need_stream_writer(turn, stream.organisation_id)
    return stream


async def need_stream_writer(turn: Turn, organisation_id: int) -> None:
    await need_record_writer(turn, organisation_id, WRITE)
