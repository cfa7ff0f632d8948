"""Tell how an organisation may know of a listing of another one: by name, blind, not at all, or never."""

from __future__ import annotations

from storage.access.audiences import EXCEPT, OWN, SECRETARIAT
from storage.exchange.listings import HIDDEN_LEVEL, NEED, OFFER, OPEN_LEVEL, Listing
from storage.exchange.matches import BOTH, NOBODY
from storage.kit.database import Store

#: it finds the listing itself; it may be asked in classes; it hears of it after the owner's yes; it never does
NAMED, BLIND, HIDDEN, NEVER = "named", "blind", "hidden", "never"


class SightJudge:
    """Compute the sight of many pairs in one unit of work; who is in an audience is looked up once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._audiences: dict[int, tuple[str, frozenset[int]]] = {}

    async def judge_sight(self, listing: Listing, organisation_id: int) -> str:
        """Return how people of this organisation may know of the listing."""
        if listing.level == HIDDEN_LEVEL:
            return HIDDEN
        if listing.level == OPEN_LEVEL or listing.reach_id is None:
            return NAMED
        kind, within = await self._find_audience(listing.reach_id)
        if kind in (OWN, SECRETARIAT):
            return HIDDEN
        if organisation_id in within:
            return NAMED
        return NEVER if kind == EXCEPT else BLIND

    async def _find_audience(self, reach_id: int) -> tuple[str, frozenset[int]]:
        if reach_id not in self._audiences:
            audience = await self._store.audiences.find(reach_id)
            within = await self._store.audiences.list_organisations_in_audience(reach_id)
            assert audience is not None
            self._audiences[reach_id] = (audience.kind, frozenset(one.id for one in within))
        return self._audiences[reach_id]


def choose_first_side(offer_sight: str, need_sight: str) -> str:
    """Return who is asked first: a hidden listing's owner, or nobody where both are hidden."""
    if offer_sight == HIDDEN:
        return NOBODY if need_sight == HIDDEN else OFFER
    return NEED if need_sight == HIDDEN else BOTH
