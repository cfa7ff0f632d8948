"""Load the stream that a button or a code names, for the people of its organisation and the secretariat."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.rights.lookup import load_visible_record
from handlers.chat.record_ids import parse_id
from handlers.chat.turn import Turn
from handlers.policy.rounds.lookup import list_reader_organisation_ids
from storage.directory.people import Person
from storage.exchange.streams import Stream
from storage.kit.database import Store

#: action of whoever writes down or removes a stream
WRITE = "streams.write"


async def may_see_stream(store: Store, person: Person, stream: Stream) -> bool:
    if person.secretariat:
        return True
    return not person.guest and stream.organisation_id in await list_reader_organisation_ids(store, person)


async def load_visible_stream(turn: Turn, value: str, *, lock: bool = False) -> Stream:
    missing = turn.say("I cannot find that stream.")
    return await load_visible_record(turn, turn.store.streams, parse_id(value), may_see_stream, missing, lock=lock)


async def find_numbered_stream(turn: Turn, number: int) -> Stream | None:
    """Return the stream with this number in its code if the person may see it."""
    found = await turn.store.streams.find_stream_by_code(f"F-{number}")
    return found if found is not None and await may_see_stream(turn.store, turn.person, found) else None


async def load_own_stream(turn: Turn, value: str) -> Stream:
    """Return the stream with its row lock, for a contact of its organisation or the secretariat."""
    stream = await load_visible_stream(turn, value, lock=True)
    await need_stream_writer(turn, stream.organisation_id)
    return stream


async def need_stream_writer(turn: Turn, organisation_id: int) -> None:
    """Raise NotAllowed for whoever is neither of the secretariat nor a representative of the organisation."""
    acts = await turn.store.organisations.is_representative(turn.person.id, organisation_id)
    await rights.need_right(turn, *((rights.REPRESENTATIVE,) if acts else ()), action=WRITE)


async def may_write_stream(turn: Turn, stream: Stream) -> bool:
    acts = await turn.store.organisations.is_representative(turn.person.id, stream.organisation_id)
    return turn.person.secretariat or acts
