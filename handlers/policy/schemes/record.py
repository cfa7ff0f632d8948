"""Register the record kind of schemes, on which every organisation reports once a year."""

from __future__ import annotations

from handlers.chat.record_kinds import RecordKind
from storage.policy.schemes import Scheme

SCHEME = RecordKind(
    name="scheme",
    label=lambda say: say("Scheme"),
    table=Scheme,
    find=lambda store, key: store.schemes.find(key),
    organisation_choices=frozenset({"schemes.report"}),
)
KINDS = (SCHEME,)
