"""Say who sees the pictures of a plot, and open one: it is asked then what its reader may see."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access import rights
from handlers.chat import signed_links
from handlers.chat.signed_links import SignedLink
from handlers.chat.turn import Arena, Turn
from handlers.exchange.leveled_records import may_see_laid_out
from handlers.exchange.plots.plot_facts import LAND
from handlers.library.pictures.page_pictures import DAYS
from handlers.library.pictures.shown_pictures import PictureFile
from storage.directory.people import Person
from storage.exchange.plot_pictures import PlotPicture
from storage.exchange.plots import Plot
from storage.kit.database import Store

#: what an address is signed for, and the path of one that is
PURPOSE, SIGNED_PATH = "plot-picture", "/data/plot-picture/{token}"
#: maximum number of pictures of a plot
MOST = 5


def are_pictures_open(plot: Plot) -> bool:
    """Return True where whoever may see an open plot may see its pictures: they are part of what lies there."""
    return LAND in plot.open_parts


async def may_see_plot_pictures(store: Store, person: Person, plot: Plot) -> bool:
    if not await may_see_laid_out(store, person, plot):
        return False
    return person.secretariat or rights.is_confirmed_member(person) or are_pictures_open(plot)


async def list_shown_pictures(turn: Turn, plot: Plot) -> Sequence[PlotPicture]:
    """List the pictures that this person may see of a plot."""
    if not await may_see_plot_pictures(turn.store, turn.person, plot):
        return ()
    return await turn.store.plot_pictures.list_pictures_of_plots([plot.id])


def build_plot_picture_address(turn: Turn, picture_id: int) -> str:
    """Return an address that opens a picture with the sight of this person; "" where none can be signed."""
    link = SignedLink(picture_id, turn.person.id)
    return signed_links.build_link_address(turn.arena, PURPOSE, SIGNED_PATH, link, turn.now + DAYS)


async def load_shown_plot_picture(store: Store, person: Person, id: int) -> PictureFile | None:
    """Return a picture for whoever sees it on its plot now; None for everybody else."""
    picture = await store.plot_pictures.find(id)
    plot = await store.plots.find(picture.plot_id) if picture is not None else None
    if picture is None or plot is None or not await may_see_plot_pictures(store, person, plot):
        return None
    return await load_plot_picture_file(store, picture)


async def load_signed_plot_picture(store: Store, arena: Arena, token: str) -> PictureFile | None:
    """Return the picture of a token, by today's sight of its reader; None for all else."""
    link = signed_links.parse_link_token(arena, PURPOSE, token, store.now)
    person = await store.people.find(link.person_id) if link is not None else None
    if link is None or person is None or not await rights.is_present(store, person):
        return None
    return await load_shown_plot_picture(store, person, link.id)


async def load_plot_picture_file(store: Store, picture: PlotPicture) -> PictureFile:
    data = None if picture.file else await store.plot_pictures.load_picture_data(picture.id)
    return PictureFile(picture.id, data, picture.file)
