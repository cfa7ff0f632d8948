"""Show the pictures of a solution on pages. When one is opened, its address asks what its reader may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.chat import signed_links
from handlers.chat.signed_links import SignedLink
from handlers.chat.turn import Arena
from handlers.library.solutions.lookup import may_see_solution
from storage.directory.people import Person
from storage.kit.database import Store
from storage.library.solution_pictures import KEPT, SolutionPicture
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


@dataclass(frozen=True, slots=True)
class PictureFile:
    """Hold a picture as it is served: its bytes, or the name of its file in the folder."""

    id: int
    data: bytes | None
    file: str = ""


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


async def load_shown_picture(store: Store, person: Person, id: int) -> PictureFile | None:
    """Return a picture for whoever sees its solution now; None for everybody else."""
    found = await find_kept_picture(store, id)
    if found is None or not await may_see_solution(store, person, found[1]):
        return None
    return await load_picture_file(store, found[0])


async def find_kept_picture(store: Store, id: int) -> tuple[SolutionPicture, Solution] | None:
    """Return a picture that is kept, with its solution."""
    picture = await store.solution_pictures.find(id)
    solution = await store.solutions.find(picture.solution_id) if picture is not None else None
    if picture is None or solution is None or picture.state != KEPT:
        return None
    return picture, solution


async def load_picture_file(store: Store, picture: SolutionPicture) -> PictureFile:
    data = None if picture.file else await store.solution_pictures.load_picture_data(picture.id)
    return PictureFile(picture.id, data, picture.file)
