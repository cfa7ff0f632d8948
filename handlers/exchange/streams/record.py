"""Register the record kind of streams, which the people of their organisation and the secretariat see."""

from __future__ import annotations

from handlers.chat.record_codes import RecordCodes
from handlers.chat.record_kinds import RecordKind
from handlers.exchange.streams.lookup import find_numbered_stream
from handlers.exchange.streams.proposed_streams import list_pending_proposals
from storage.exchange.streams import Stream

STREAM = RecordKind(
    name="stream",
    label=lambda say: say("Stream"),
    table=Stream,
    find=lambda store, key: store.streams.find(key),
    codes=RecordCodes("F", lambda number: f"F-{number}", find_numbered_stream, "streams.open"),
    list_pending=list_pending_proposals,
)
KINDS = (STREAM,)
