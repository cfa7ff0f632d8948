"""Gather what everybody may read of a park: open plots and their open parts, and open offers and needs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handlers.chat.rich_text.plain_text import extract_plain_text
from handlers.exchange.plots.plot_facts import FACTS, encode_fact_value, is_fact_open, read_open_values
from handlers.exchange.plots.plot_pictures import are_pictures_open
from storage.directory.organisations import Organisation
from storage.exchange.listings import OPEN as IN_FORCE
from storage.exchange.listings import OPEN_LEVEL, Listing
from storage.exchange.plot_pictures import PlotPicture
from storage.exchange.plots import OPEN, Plot
from storage.kit.database import Store

#: columns of an offer or need that stand on a sheet
_LISTED = ("code", "direction", "type", "amount", "temperature")
#: pictures on a sheet, so that its file stays within bounds
MOST_PICTURES = 12


@dataclass(frozen=True, slots=True)
class OpenFacts:
    """Hold what everybody may read of an organisation, as a version keeps it, and the pictures that go with it."""

    content: dict[str, Any]
    pictures: Sequence[PlotPicture]


def is_plot_open(plot: Plot | None) -> bool:
    """Return True for a plot that guests may read now."""
    return plot is not None and plot.state == OPEN and plot.level == OPEN_LEVEL


def read_told_plot(told: dict[str, Any], plot: Plot | None) -> dict[str, Any] | None:
    """Return what everybody may still read of a plot as a version tells it; None for a plot that is closed since."""
    if plot is None or not is_plot_open(plot):
        return None
    values = {key: value for key, value in told["values"].items() if is_fact_open(plot, FACTS[key])}
    pictures: dict[str, Any] = {"pictures": []} if told.get("pictures") and not are_pictures_open(plot) else {}
    return {**told, "values": values} | pictures


def is_listing_open(listing: Listing | None) -> bool:
    """Return True for an offer or need that guests may read now."""
    return listing is not None and listing.state == IN_FORCE and listing.level == OPEN_LEVEL


async def gather_open_facts(store: Store, organisation: Organisation) -> OpenFacts:
    """Return what everybody may read of the organisation today."""
    plots = [one for one in await store.plots.list_plots_of_organisations([organisation.id]) if is_plot_open(one)]
    listings = await store.listings.list_listings_of_organisations([organisation.id])
    shown = [plot.id for plot in plots if are_pictures_open(plot)]
    pictures = (await store.plot_pictures.list_pictures_of_plots(shown))[:MOST_PICTURES]
    content = {
        "name": organisation.name,
        "place": organisation.place,
        "region": organisation.region,
        "industry": organisation.industry,
        "plots": [
            {"id": plot.id, "code": plot.code, "values": _read_plot(plot), "pictures": _read_pictures(plot, pictures)}
            for plot in plots
        ],
        "listings": [_read_listing(one) for one in sorted(listings, key=lambda one: one.id) if is_listing_open(one)],
    }
    return OpenFacts(content, pictures)


def _read_pictures(plot: Plot, pictures: Sequence[PlotPicture]) -> list[dict[str, Any]]:
    """Return which pictures stand with the plot. What is said of them may name somebody, and is kept as its hash."""
    return [
        {"id": one.id, "digest": one.digest, "told": hashlib.sha256(f"{one.alt}\n{one.credit}".encode()).hexdigest()}
        for one in pictures
        if one.plot_id == plot.id
    ]


def _read_plot(plot: Plot) -> dict[str, Any]:
    """Return the open values, days as text; a picture only with who took it."""
    values = {key: encode_fact_value(value) for key, value in read_open_values(plot).items()}
    if not values.get("picture_credit"):
        values.pop("picture", None)
    return values


def _read_listing(listing: Listing) -> dict[str, Any]:
    told = {name: getattr(listing, name) for name in _LISTED}
    return {"id": listing.id, "text": extract_plain_text(listing.text), **told}
