"""Make and list links that open one page for whoever holds them; each kind of link says what it opens."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from handlers.chat.cards import Button, Item
from handlers.chat.errors import UserError
from handlers.chat.signed_links import hash_token
from handlers.chat.turn import Turn
from handlers.pages.addresses import is_sign_in_safe

#: links of one thing that are open at once
MOST_OPEN = 10


class ListedLink(Protocol):
    """Describe a stored link, as far as a list shows it."""

    id: int
    made_by_id: int
    expires_at: datetime


def create_link_token(turn: Turn, opened: Collection[ListedLink]) -> tuple[str, str]:
    """Return a token and the hash that is stored. `opened`: the links that are open already. Raises UserError."""
    if not is_sign_in_safe(turn.arena):
        raise UserError(turn.say("I have no safe address on the web, so I can give no link. Tell whoever runs me."))
    if len(opened) >= MOST_OPEN:
        raise UserError(turn.say("{n} links are open already. End one first.", n=MOST_OPEN))
    token = secrets.token_urlsafe(32)
    return token, hash_token(token)


def build_shared_address(turn: Turn, path: str, token: str) -> str:
    return turn.arena.base_url.rstrip("/") + path.format(token=token)


async def draw_link_item(turn: Turn, link: ListedLink, title: str, end: str) -> Item:
    """Draw a link with who made it and how long it works; `end` is the action that ends it."""
    say, maker = turn.say, await turn.store.people.find(link.made_by_id)
    made = say("Made by {name}", name=maker.name if maker is not None else "")
    until = say("until {day}", day=say.format_day(link.expires_at))
    sure = say("Whoever has the link can no longer open it.")
    return Item(title, made, until, (Button(say("End the link"), end, str(link.id), "danger", sure),))
