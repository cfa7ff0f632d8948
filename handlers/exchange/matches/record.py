"""Register the record kind of matches, which nobody finds: its two sides are asked, and the secretariat follows it."""

from __future__ import annotations

from handlers.chat.record_codes import RecordCodes
from handlers.chat.record_kinds import RecordKind
from handlers.exchange.matches.match_disclosure import find_numbered_match
from handlers.exchange.matches.match_list import list_pending_matches
from storage.exchange.matches import ListingMatch

MATCH = RecordKind(
    name="match",
    label=lambda say: say("Match"),
    table=ListingMatch,
    find=lambda store, key: store.matches.find(key),
    codes=RecordCodes("T", lambda number: f"T-{number}", find_numbered_match, "matches.open"),
    list_pending=list_pending_matches,
)
KINDS = (MATCH,)
