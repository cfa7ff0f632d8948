"""Show the pictures of a solution on pages and cards, each by its address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.chat import signed_links
from handlers.chat.signed_links import SignedLink
from handlers.chat.turn import Arena
from storage.kit.database import Store
from storage.library.solutions import Solution

#: what an address is signed for, and the path of one that is
PURPOSE, SIGNED_PATH = "picture", "/data/picture/{token}"
#: validity of a signed address
DAYS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class PagePicture:
    """Represent a picture on a page."""

    address: str
    alt: str
    credit: str
    width: int
    height: int


def build_picture_address(arena: Arena, picture_id: int, now: datetime, *, person_id: int = 0, room_id: int = 0) -> str:
    """Return an address that opens a picture with the sight of this person or room; "" where none can be signed."""
    link = SignedLink(picture_id, person_id, room_id)
    return signed_links.build_link_address(arena, PURPOSE, SIGNED_PATH, link, now + DAYS)


async def list_page_pictures(
    store: Store, solution: Solution, build_address: Callable[[int], str]
) -> tuple[PagePicture, ...]:
    """List the pictures of a solution for a page that its reader may see."""
    return tuple(
        PagePicture(address, one.alt, one.credit, one.width, one.height)
        for one in await store.solution_pictures.list_kept_pictures(solution.id)
        if (address := build_address(one.id))
    )
