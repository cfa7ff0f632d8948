"""Open a picture by a signed address, for the room or the person that it was signed for."""

from __future__ import annotations

from handlers.chat.turn import Arena
from handlers.library.pictures.page_pictures import PURPOSE, PagePicture, build_picture_address, list_page_pictures
from handlers.library.pictures.shown_pictures import PictureFile, find_kept_picture, load_picture_file
from handlers.questions.live.page_links import parse_page_token
from handlers.questions.live.page_readers import PageReader, find_page_reader, may_see_solution_page
from storage.kit.database import Store
from storage.library.solutions import Solution


async def list_live_pictures(
    store: Store, arena: Arena, who: PageReader, solution: Solution
) -> tuple[PagePicture, ...]:
    """List the pictures of a solution for the reader of its page."""
    person_id, room_id = who.person.id if who.person else 0, who.room.id if who.room else 0

    def build_address(id: int) -> str:
        return build_picture_address(arena, id, store.now, person_id=person_id, room_id=room_id)

    return await list_page_pictures(store, solution, build_address)


async def load_signed_picture(store: Store, arena: Arena, token: str) -> PictureFile | None:
    """Return the picture of a token, by today's sight of its reader; None for all else."""
    link = parse_page_token(arena, PURPOSE, token, store.now)
    who = await find_page_reader(store, link) if link is not None else None
    found = await find_kept_picture(store, link.id) if link is not None else None
    if who is None or found is None or not await may_see_solution_page(store, who, found[1]):
        return None
    return await load_picture_file(store, found[0])
