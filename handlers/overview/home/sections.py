"""Define a section of a home page: entries of one kind, as many as there is room for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from handlers.chat.cards import Item

#: entries of all kinds on a page: Teams takes 25 KB of a card, Slack 50 blocks of a message
ROOM = 9


@dataclass(frozen=True, slots=True)
class HomeSection:
    name: str
    title: str
    #: entries that there are, or that were looked at
    count: int
    #: entries that it has room for in any case
    least: int
    #: so many of them, after so many that are passed over
    draw: Callable[[int, int], Awaitable[Sequence[Item]]]
    #: said when there are none; without it the section is left out then
    empty: str = ""
    #: what else there is can be looked at on pages of its own
    leads_on: bool = True
    #: as many of a kind were found as are looked at: how many more there are is not told
    capped: bool = False


def allot_section_entries(counts: Sequence[int], least: Sequence[int], room: int = ROOM) -> list[int]:
    """Return how many entries each section shows, at least its minimum.

    The first sections take what others leave free.
    Where `room` is smaller than the minima, each has its minimum all the same.
    """
    found = [min(count, few) for count, few in zip(counts, least, strict=True)]
    free = max(0, room - sum(found))
    for n, count in enumerate(counts):
        more = min(count - found[n], free)
        found[n] += more
        free -= more
    return found


def slice_drawn_items(items: Sequence[Item]) -> Callable[[int, int], Awaitable[Sequence[Item]]]:
    """Return a drawing function over entries that are drawn already."""

    async def slice_entries(skip: int, most: int) -> Sequence[Item]:
        return items[skip : skip + most]

    return slice_entries
