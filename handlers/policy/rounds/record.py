"""The record kind of input rounds."""

from __future__ import annotations

from handlers.chat.records import RecordKind
from handlers.policy.rounds import waiting
from handlers.policy.rounds.under_way import list_rounds_under_way
from storage.policy.rounds import Round

ROUND = RecordKind(
    name="round",
    label=lambda say: say("Input round"),
    table=Round,
    find=lambda store, key: store.rounds.find(key),
    list_pending=waiting.items,
    list_under_way=list_rounds_under_way,
    organisation_choices=frozenset({"rounds.answer", "rounds.decline", "rounds.pass"}),
)
KINDS = (ROUND,)
