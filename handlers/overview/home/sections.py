"""Define a section of a home page: entries of one kind, as many as there is room for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from handlers.chat.cards import Item

#: Maximum number of entries on a page. Teams accepts 25 KB for a card, Slack 50 blocks for a message.
ROOM = 6


@dataclass(frozen=True, slots=True)
class HomeSection:
    name: str
    title: str
    #: number of entries that exist, or that were looked at
    count: int
    #: minimum number of entries shown
    least: int
    #: (entries to skip, maximum number) -> entries
    draw: Callable[[int, int], Awaitable[Sequence[Item]]]
    #: text without entries; if empty, the section is left out
    empty: str = ""
    #: True if the remaining entries have pages of their own
    leads_on: bool = True
    #: True if the number of entries looked at was reached, so that the total is unknown
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
