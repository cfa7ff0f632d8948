"""Register the record kind of sites, which the people of their organisation and the secretariat see."""

from __future__ import annotations

from handlers.chat.record_kinds import RecordKind
from storage.exchange.sites import Site

SITE = RecordKind(name="site", label=lambda say: say("Site"), table=Site, find=lambda store, key: store.sites.find(key))
KINDS = (SITE,)
