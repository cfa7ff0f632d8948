"""Show the pictures of a plot in chat, and lead to the page where one is sent."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access import rights
from handlers.access.rights.lookup import describe_missing_record, need_visible_record
from handlers.chat.cards import Button, Buttons, Card, Form, Item, Part, Reply, Text
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.exchange.leveled_records import list_contact_ties
from handlers.exchange.plots.lookup import load_visible_plot, may_change_plot
from handlers.exchange.plots.picture_upload import build_picture_upload_address
from handlers.exchange.plots.plot_pictures import (
    MOST,
    build_plot_picture_address,
    list_shown_pictures,
    may_see_plot_pictures,
)
from handlers.library.pictures.picture_description import draw_description_fields, parse_description_fields
from storage.exchange.plot_pictures import PlotPicture
from storage.exchange.plots import Plot

router = Router()


@router.on(Click, "plots.pictures")
async def on_plot_pictures(event: Click, turn: Turn) -> Reply:
    return Reply(await _draw_album(turn, await load_visible_plot(turn, event.value)))


@router.on(Click, "plots.describe", opens=True)
async def on_plot_picture_describe_open(event: Click, turn: Turn) -> Reply:
    """Open a form to say better what a picture shows, or who took it. What is frozen keeps what it says."""
    picture, plot = await _load_own_picture(turn, event.value)
    fields = draw_description_fields(turn.say, picture.alt, picture.credit)
    title = turn.say("Pictures of {code}", code=plot.code)
    return Reply(form=Form(title, "plots.describe", fields, turn.say("Save"), str(picture.id)))


@router.on(Submission, "plots.describe")
async def on_plot_picture_describe_submit(event: Submission, turn: Turn) -> Reply:
    picture, plot = await _load_own_picture(turn, event.value)
    picture.alt, picture.credit = parse_description_fields(event, turn.say, {})
    return Reply(await _draw_album(turn, plot))


@router.on(Click, "plots.unpicture")
async def on_plot_picture_remove(event: Click, turn: Turn) -> Reply:
    """Remove a picture for good, from the plot and from every investor sheet."""
    picture, plot = await _load_own_picture(turn, event.value)
    await turn.store.plot_pictures.delete(picture)
    return Reply(await _draw_album(turn, plot), replace=event.direct)


async def _load_own_picture(turn: Turn, value: str) -> tuple[PlotPicture, Plot]:
    """Return the locked picture with its plot, for whoever may change the plot. Raises Missing."""
    missing, store = turn.say("I cannot find that picture."), turn.store
    picture = await store.plot_pictures.lock(parse_id(value))
    found = await store.plots.find(picture.plot_id) if picture is not None else None
    plot = await need_visible_record(turn, found, may_see_plot_pictures, describe_missing_record(turn, missing))
    assert picture is not None, "its plot was found by it"
    await rights.need_right(turn, *await list_contact_ties(turn, plot), missing=missing)
    return picture, plot


async def draw_plot_album_button(turn: Turn, plot: Plot, *, may_change: bool) -> tuple[Button, ...]:
    """Draw the button to the pictures; for whoever may add one also where there is none yet."""
    if not may_change and not await list_shown_pictures(turn, plot):
        return ()
    return (Button(turn.say("Pictures"), "plots.pictures", str(plot.id)),)


async def _draw_album(turn: Turn, plot: Plot) -> Card:
    say, pictures = turn.say, await list_shown_pictures(turn, plot)
    may_change = await may_change_plot(turn, plot)
    parts: list[Part] = [
        Item(one.alt, note=one.credit, buttons=_draw_picture_buttons(turn, one, may_change=may_change))
        for one in pictures
    ]
    if not pictures:
        parts.append(Text(say("{code} has no pictures yet.", code=plot.code)))
    upload = _draw_upload_button(turn, plot, pictures) if may_change else ()
    # with as many pictures as a plot may have, the card has as many actions as it may show
    back = (Button(say("Show {code}", code=plot.code), "plots.open", str(plot.id)),) if len(pictures) < MOST else ()
    row = (Buttons((*upload, *back)),) if upload or back else ()
    return Card(say("Pictures of {code}", code=plot.code), (*parts, *row))


def _draw_upload_button(turn: Turn, plot: Plot, pictures: Sequence[PlotPicture]) -> tuple[Button, ...]:
    url = build_picture_upload_address(turn, plot) if len(pictures) < MOST else ""
    return (Button(turn.say("Add a picture"), url=url, style="primary"),) if url else ()


def _draw_picture_buttons(turn: Turn, picture: PlotPicture, *, may_change: bool) -> tuple[Button, ...]:
    say, url = turn.say, build_plot_picture_address(turn, picture.id)
    see = (Button(say("See the picture"), url=url),) if url else ()
    if not may_change:
        return see
    sure = say("Remove the picture for good? It goes from investor sheets too.")
    change = Button(say("Change"), "plots.describe", str(picture.id))
    return (*see, change, Button(say("Remove"), "plots.unpicture", str(picture.id), "danger", sure))
