"""Links to live pages: made for a room or a person, whose rights are asked each time somebody opens them."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.chat import links
from handlers.chat.links import Link
from handlers.chat.turn import Arena

#: what has a page, and where
PATHS = {"question": "/q/{token}", "solution": "/l/{token}"}
#: how long a link is good
DAYS = timedelta(days=90)


def page(arena: Arena, kind: str, id: int, now: datetime, *, room_id: int = 0, person_id: int = 0) -> str:
    """Empty where there is no such page, or nothing can be signed."""
    if kind not in PATHS or not id:
        return ""
    return links.address(arena, kind, PATHS[kind], Link(id, person_id, room_id), now + DAYS)


def opened(arena: Arena, kind: str, token: str, now: datetime) -> Link | None:
    """What a token opens; None where it does not, or names nobody whose rights could count."""
    link = links.opened(arena, kind, token, now)
    return link if link is not None and bool(link.room_id) != bool(link.person_id) else None
