"""Register the record kind of cases, which are public: every member sees them."""

from __future__ import annotations

from handlers.chat.record_codes import RecordCodes
from handlers.chat.record_kinds import RecordKind
from handlers.exchange.cases.case_card import find_numbered_case
from storage.exchange.cases import ExchangeCase

CASE = RecordKind(
    name="case",
    label=lambda say: say("Known exchange"),
    table=ExchangeCase,
    find=lambda store, key: store.cases.find(key),
    codes=RecordCodes("K", lambda number: f"K-{number}", find_numbered_case, "cases.open"),
)
KINDS = (CASE,)
