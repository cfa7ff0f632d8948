"""Build links to live pages, for a room or a person.

The rights of that room or person are checked each time somebody opens the link.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.chat import signed_links
from handlers.chat.signed_links import SignedLink
from handlers.chat.turn import Arena

#: path of the live page, by record kind
PATHS = {"question": "/q/{token}", "solution": "/l/{token}"}
#: validity of a page link
DAYS = timedelta(days=90)


def build_live_page_link(
    arena: Arena, kind: str, id: int, now: datetime, *, room_id: int = 0, person_id: int = 0
) -> str:
    """Return the address, or "" where there is no such page or nothing can be signed."""
    if kind not in PATHS or not id:
        return ""
    return signed_links.build_link_address(arena, kind, PATHS[kind], SignedLink(id, person_id, room_id), now + DAYS)


def parse_page_token(arena: Arena, kind: str, token: str, now: datetime) -> SignedLink | None:
    """Return the link in a token; None if it is invalid, or names not exactly one of room and person."""
    link = signed_links.parse_link_token(arena, kind, token, now)
    return link if link is not None and bool(link.room_id) != bool(link.person_id) else None
