"""Put together what an investor sheet says, once for its card, its page and its file.

A version stays as it was frozen. What its park has closed since is left out for others, and said to be left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from handlers.chat.say import Say
from handlers.chat.turn import RenderContext
from handlers.exchange.listing_labels import describe_direction
from handlers.exchange.matching.flow_phrases import name_flow_type
from handlers.exchange.plots.plot_rows import Rows, describe_grid_notes, list_area_rows, list_plot_sections
from handlers.exchange.profiles.open_facts import is_listing_open, read_told_plot
from handlers.exchange.profiles.sheet_versions import describe_sheet_state, find_sheet_before, list_sheet_changes
from storage.exchange.investor_sheets import InvestorSheet
from storage.exchange.plot_pictures import PlotPicture


@dataclass(frozen=True, slots=True)
class SheetPhoto:
    """Hold a picture as the version describes it."""

    picture: PlotPicture
    alt: str
    credit: str


@dataclass(frozen=True, slots=True)
class PlotSection:
    """Hold a plot as it is shown, part by part."""

    code: str
    title: str
    rows: Rows
    note: str
    #: address of a picture elsewhere, and who took it
    picture: str
    credit: str
    photos: tuple[SheetPhoto, ...]


@dataclass(frozen=True, slots=True)
class SheetContent:
    title: str
    #: state, corrections and checksum
    remarks: tuple[str, ...]
    about: str
    facts: Rows
    plots: tuple[PlotSection, ...]
    #: a line for each offer or need
    listings: tuple[str, ...]


async def load_sheet_content(at: RenderContext, sheet: InvestorSheet, *, whole: bool) -> SheetContent:
    """Return what the sheet says; `whole`: for the park itself and the secretariat."""
    say, content = at.say, sheet.content
    plots, listings = content["plots"], content["listings"]
    left = 0
    if not whole:
        told = [(one, read_told_plot(one, await at.store.plots.find(one["id"]))) for one in plots]
        left = sum(kept != one for one, kept in told)
        plots = [kept for _, kept in told if kept is not None]
        listings = [one for one in listings if is_listing_open(await at.store.listings.find(one["id"]))]
        left += len(content["listings"]) - len(listings)
    remarks = await _list_remarks(at, sheet, whole=whole)
    photos = {
        picture.id: SheetPhoto(picture, told.alt, told.credit)
        for told, picture in await at.store.plot_pictures.list_sheet_pictures(sheet.id)
    }
    erased = sum(shown["id"] not in photos for plot in plots for shown in plot.get("pictures", ()))
    if erased:
        remarks.append(say.many("{n} picture was erased since, and is left out.",
                                "{n} pictures were erased since, and are left out.", erased))  # fmt: skip
    if left:
        remarks.append(say.many("{n} thing was closed since, and is left out.",
                                "{n} things were closed since, and are left out.", left))  # fmt: skip
    facts = ((say("Place"), content["place"]), (say("Region"), content["region"]),
             (say("Industry"), content["industry"]))  # fmt: skip
    return SheetContent(
        say("{name}: land and grid", name=content["name"]), tuple(remarks), sheet.about,
        tuple((label, text) for label, text in facts if text),
        tuple(_build_plot_section(say, one, photos) for one in plots),
        tuple(_describe_listing(say, one) for one in listings),
    )  # fmt: skip


async def _list_remarks(at: RenderContext, sheet: InvestorSheet, *, whole: bool) -> list[str]:
    say = at.say
    remarks = [f"{say('Version {n}', n=sheet.version)}. {describe_sheet_state(at, sheet)}."]
    before = await find_sheet_before(at.store, sheet)
    if before is not None:
        remarks.append(say("Corrects version {n}: {why}", n=before.version, why=sheet.why))
        # each line names what was there before, which may be closed by now
        remarks += list_sheet_changes(say, before, sheet) if whole else []
    if sheet.content_hash:
        remarks.append(say("Checksum: {sum}", sum=sheet.content_hash))
    remarks.append(say("Made of what everybody could read on {day}.", day=say.format_day(sheet.made_at)))
    return remarks


def _build_plot_section(say: Say, plot: Mapping[str, Any], photos: Mapping[int, SheetPhoto]) -> PlotSection:
    values = plot["values"]
    rows = (*list_area_rows(say, values), *(row for _, _, found in list_plot_sections(say, values) for row in found))
    title = f"{plot['code']} {values['name']}, {values['municipality']}"
    shown = tuple(photos[one["id"]] for one in plot.get("pictures", ()) if one["id"] in photos)
    return PlotSection(
        plot["code"], title, rows, describe_grid_notes(say, values), values.get("picture", ""),
        values.get("picture_credit", ""), shown,
    )  # fmt: skip


def describe_photo(say: Say, photo: SheetPhoto) -> str:
    return say("Picture: {what}. {who}", what=photo.alt.rstrip("."), who=photo.credit)


def _describe_listing(say: Say, one: Mapping[str, Any]) -> str:
    """Return "Offered: heat, 4 MW, 65 °C. Spillvarme fra ovn"."""
    degrees = one["temperature"]
    warm = say("{number} °C", number=say.format_decimal(Decimal(repr(degrees)))) if degrees is not None else ""
    facts = ", ".join(filter(None, (name_flow_type(say, one["type"]), one["amount"], warm)))
    return ". ".join(filter(None, (f"{describe_direction(say, one['direction'])}: {facts}", one["text"])))
