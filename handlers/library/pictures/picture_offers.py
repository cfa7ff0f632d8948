"""Remember which pictures the message of a solution holds, so that its author can say yes to a copy.

Only addresses are remembered here, on the server: what a form sends back could name any file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from handlers.chat.cards import Button
from handlers.chat.events import Quoted
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, ReaderContext, Turn
from storage.kit.database import Store
from storage.library.solution_pictures import KEPT, OFFERED, WANTED, SolutionPicture
from storage.library.solutions import Solution

router = Router()
MOST_PICTURES = 5
#: time after which what nobody said yes to is forgotten
OFFERS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class PicturedMessage:
    """Hold who wrote a message, where it is ("platform/workspace/..."), and its files as records store them."""

    author_id: int
    source: str
    files: Sequence[Any]


def list_readable_pictures(files: Sequence[Any]) -> list[tuple[str, str]]:
    """Return name and address of each stored file that is a picture which the bot can read."""
    return [(file[1], file[3]) for file in files if file[0] == "image" and len(file) > 3 and file[3]]


async def offer_quoted_pictures(turn: Turn, quoted: Quoted, author_id: int) -> int | None:
    """Remember the pictures of a message before it is saved; return their batch, or None without any."""
    if quoted.place is None:
        return None
    files = [(file.kind, file.name, file.link, file.source) for file in quoted.files]
    source = f"{quoted.place.platform}/{quoted.place.workspace}"
    return await offer_pictures(turn.store, PicturedMessage(author_id, source, files))


async def offer_pictures(store: Store, message: PicturedMessage, solution_id: int | None = None) -> int | None:
    """Remember the pictures of a message for its author; return their batch, or None without any."""
    platform, workspace, *_ = (*message.source.split("/"), "", "")
    rows = [
        SolutionPicture(
            solution_id=solution_id,
            author_id=message.author_id,
            platform=platform,
            workspace=workspace,
            address=address,
            name=name[:200],
        )
        for name, address in list_readable_pictures(message.files)[:MOST_PICTURES]
    ]
    if not rows:
        return None
    await store.solution_pictures.add_offered_pictures(rows)
    return rows[0].batch


def draw_offer_button(at: ReaderContext, pictures: Sequence[SolutionPicture], solution: Solution) -> tuple[Button, ...]:
    """Draw the button with which this person says yes to a copy; nothing where there is nothing to say yes to."""
    if not list_own_offers(at, pictures):
        return ()
    return (Button(at.say("Take the picture along"), "pictures.keep", str(solution.id)),)


async def draw_solution_offer(at: ReaderContext, solution: Solution) -> tuple[Button, ...]:
    """Draw that button for a solution whose pictures are not loaded yet."""
    return draw_offer_button(at, await at.store.solution_pictures.list_solution_pictures(solution.id), solution)


def list_own_offers(at: ReaderContext, pictures: Sequence[SolutionPicture]) -> list[SolutionPicture]:
    """Return the pictures that this person can say yes to; none where the solution has as many as it may."""
    if sum(one.state in {KEPT, WANTED} for one in pictures) >= MOST_PICTURES:
        return []
    return [one for one in pictures if one.state == OFFERED and one.address and one.author_id == at.person.id]


@router.every("40 4 * * *", "pictures.forget")
async def delete_unused_picture_offers(store: Store, _arena: Arena) -> None:
    await store.solution_pictures.delete_unused_offers(store.now - OFFERS)
