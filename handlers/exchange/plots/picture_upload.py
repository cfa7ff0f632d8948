"""Take in a picture of a plot by a link of one person's own. Its page asks what it shows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from handlers.access import rights
from handlers.access.visibility import audience_texts
from handlers.chat import signed_links
from handlers.chat.cards import Field
from handlers.chat.errors import UserError
from handlers.chat.say import Say
from handlers.chat.signed_links import SignedLink
from handlers.chat.turn import LinkContext, Turn
from handlers.directory.display_names import format_signature
from handlers.exchange.leveled_records import list_ties_to_record
from handlers.exchange.plots.lookup import WRITE
from handlers.exchange.plots.plot_fields import describe_plot_level
from handlers.exchange.plots.plot_labels import title_plot
from handlers.exchange.plots.plot_pictures import MOST, may_see_plot_pictures
from handlers.library.pictures.picture_description import (
    clean_description,
    draw_description_fields,
    draw_seen_field,
    list_seen_faults,
)
from handlers.library.pictures.picture_outcomes import PictureCopy
from storage.directory.people import Person
from storage.exchange.listings import MEMBERS_LEVEL
from storage.exchange.plot_pictures import PlotPicture
from storage.exchange.plots import Plot

PURPOSE, PATH = "plots.picture", "/data/send-picture/{token}"
#: validity of a link
OPEN = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class PictureUploadPage:
    """Hold the page of a link: what is asked, and how many pictures the plot has."""

    say: Say
    title: str
    #: who will see the picture
    readers: str
    count: int
    fields: tuple[Field, ...]
    #: field -> what it holds, and what is wrong with it
    values: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        return self.count >= MOST


def build_picture_upload_address(turn: Turn, plot: Plot) -> str:
    """Return the address at which this person sends a picture; "" where there are no pages."""
    link = SignedLink(plot.id, turn.person.id)
    return signed_links.build_link_address(turn.arena, PURPOSE, PATH, link, turn.now + OPEN)


async def load_picture_upload_page(
    at: LinkContext, token: str, values: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None
) -> PictureUploadPage | None:
    """Return the page with what it holds; None for a link that opens nothing."""
    found = await _find_sender(at, token)
    if found is None:
        return None
    person, plot = found
    say = Say(person.language, at.arena.zone)
    by = await format_signature(at.store, person.id, person.stands_for, say)
    fields = (*draw_description_fields(say, "", by), draw_seen_field(say))
    return PictureUploadPage(
        say=say,
        title=say("A picture of {plot}", plot=title_plot(say, plot)),
        readers=await _describe_readers(at, say, plot),
        count=len(await at.store.plot_pictures.list_pictures_of_plots([plot.id])),
        fields=fields,
        values=values or {one.name: one.value for one in fields if isinstance(one.value, str)},
        errors=errors or {},
    )


def list_description_faults(say: Say, values: Mapping[str, str]) -> Mapping[str, str]:
    """Return what is wrong in the fields, before anything is done with the file."""
    faults = list_seen_faults(values.get("seen", ""), say)
    try:
        clean_description(values.get("alt", ""), values.get("credit", ""), say, faults)
    except UserError as error:
        return error.fields
    return {}


async def store_plot_picture(
    at: LinkContext, token: str, values: Mapping[str, str], copy: PictureCopy, file: str
) -> bool:
    """Keep the copy, or the name of its file, with the plot. False for a link that has ended, or a full plot."""
    found = await _find_sender(at, token, lock=True)
    if found is None:
        return False
    person, plot = found
    if len(await at.store.plot_pictures.list_pictures_of_plots([plot.id])) >= MOST:
        return False
    alt, credit = clean_description(values.get("alt", ""), values.get("credit", ""), at.say, {})
    await at.store.plot_pictures.add(
        PlotPicture(
            plot_id=plot.id, author_id=person.id, alt=alt, credit=credit, width=copy.width, height=copy.height,
            size=len(copy.data), digest=hashlib.sha256(copy.data).hexdigest(), file=file,
            data=None if file else copy.data,
        )
    )  # fmt: skip
    return True


async def _find_sender(at: LinkContext, token: str, *, lock: bool = False) -> tuple[Person, Plot] | None:
    """Return who holds the link and its plot, while they may change it."""
    link = signed_links.parse_link_token(at.arena, PURPOSE, token, at.now)
    person = await at.store.people.find(link.person_id) if link is not None else None
    if link is None or person is None or not await rights.is_present(at.store, person):
        return None
    plot = await (at.store.plots.lock(link.id) if lock else at.store.plots.find(link.id))
    if plot is None or not await may_see_plot_pictures(at.store, person, plot):
        return None
    ties = await list_ties_to_record(at.store, person, plot)
    return (person, plot) if rights.is_action_allowed(person, WRITE, *ties) else None


async def _describe_readers(at: LinkContext, say: Say, plot: Plot) -> str:
    if plot.level != MEMBERS_LEVEL:
        return describe_plot_level(say, plot.level)
    return await audience_texts.describe_audience(at.store, await at.store.audiences.find(plot.reach_id), say)
