"""Tell how an organisation may know of a listing of another one: by name, blind, not at all, or never."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from storage.access.audiences import EXCEPT, OWN, SECRETARIAT
from storage.exchange.listings import HIDDEN_LEVEL, NEED, OFFER, OPEN_LEVEL
from storage.exchange.matches import BOTH, NOBODY
from storage.kit.database import Store

#: it finds the listing itself; it may be asked in classes; it hears of it after the owner's yes; it never does
NAMED, BLIND, HIDDEN, NEVER = "named", "blind", "hidden", "never"


class Levelled(Protocol):
    """Declare a level, and an audience within the members' level."""

    @property
    def level(self) -> str: ...

    @property
    def reach_id(self) -> int | None: ...


class ListingSights:
    """Hold who is in the audiences of listings, and judge the sight of many pairs by it, with no database."""

    def __init__(self, audiences: Mapping[int, tuple[str, frozenset[int]]]) -> None:
        self._audiences = audiences

    def judge_sight(self, listing: Levelled, organisation_id: int) -> str:
        """Return how people of this organisation may know of the listing."""
        if listing.level == HIDDEN_LEVEL:
            return HIDDEN
        if listing.level == OPEN_LEVEL or listing.reach_id is None:
            return NAMED
        kind, within = self._audiences[listing.reach_id]
        if kind in (OWN, SECRETARIAT):
            return HIDDEN
        if organisation_id in within:
            return NAMED
        return NEVER if kind == EXCEPT else BLIND


async def load_listing_sights(store: Store, listings: Iterable[Levelled]) -> ListingSights:
    """Return the sights of these listings, as audiences are now."""
    audiences = {}
    for reach_id in sorted({listing.reach_id for listing in listings if listing.reach_id is not None}):
        audience = await store.audiences.find(reach_id)
        within = await store.audiences.list_organisations_in_audience(reach_id)
        assert audience is not None
        audiences[reach_id] = (audience.kind, frozenset(one.id for one in within))
    return ListingSights(audiences)


def choose_first_side(offer_sight: str, need_sight: str) -> str:
    """Return who is asked first: a hidden listing's owner, or nobody where both are hidden."""
    if offer_sight == HIDDEN:
        return NOBODY if need_sight == HIDDEN else OFFER
    return NEED if need_sight == HIDDEN else BOTH
