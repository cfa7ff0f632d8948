"""Open a picture of a solution: it is asked then what its reader may see."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.library.solutions.lookup import may_see_solution
from storage.directory.people import Person
from storage.kit.database import Store
from storage.library.solution_pictures import KEPT, SolutionPicture
from storage.library.solutions import Solution


@dataclass(frozen=True, slots=True)
class PictureFile:
    """Hold a picture as it is served: its bytes, or the name of its file in the folder."""

    id: int
    data: bytes | None
    file: str = ""


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
