"""Find which parks have a plot for what an investor looks for, as the search of plots reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from handlers.chat.turn import Turn
from handlers.exchange.plots.lookup import list_plots_for
from handlers.exchange.plots.plot_hits import PlotHit, find_plots
from handlers.exchange.plots.plot_pair_items import load_plot_pairs
from handlers.exchange.plots.plot_pairs import PlotPair
from handlers.exchange.plots.plot_search import load_plot_sights
from handlers.exchange.plots.plot_wishes import PlotQuery, read_plot_query
from storage.directory.organisations import Organisation
from storage.exchange.plots import Plot

#: characters of an inquiry
INQUIRY_TEXT = 2000


class ParkFit(NamedTuple):
    """Hold a park with its plots that fit, or that miss one thing; the best one first."""

    organisation: Organisation
    hits: tuple[PlotHit, ...]


class InquiryReading(NamedTuple):
    """Hold what was understood of an inquiry, and the parks it may be for. Nothing the reader may not know."""

    query: PlotQuery
    plots: Mapping[int, Plot]
    fits: tuple[ParkFit, ...]
    #: parks with plots of which none fits
    others: tuple[Organisation, ...]
    #: plots that meet all of it together, where none does so alone
    pairs: tuple[PlotPair, ...]

    def list_fitting_parks(self) -> set[int]:
        """Return the parks with a plot that fits, alone or together with another."""
        paired = {self.plots[one.id].organisation_id for pair in self.pairs for one in (pair.first, pair.second)}
        return paired | {fit.organisation.id for fit in self.fits}


async def read_inquiry(turn: Turn, text: str, apart_from: int | None = None) -> InquiryReading:
    """Read the words of an inquiry. Where they filter nothing, every park with a plot may be meant.

    `apart_from`: the organisation that asks.
    """
    plots = {plot.id: plot for plot in await list_plots_for(turn) if plot.organisation_id != apart_from}
    sights = await load_plot_sights(turn, plots)
    query = read_plot_query(text, {place for sight in sights for place in sight.places}, INQUIRY_TEXT)
    hits, found = defaultdict[int, list[PlotHit]](list), find_plots(sights, query.wishes)
    for hit in found:
        hits[plots[hit.sight.id].organisation_id].append(hit)
    owners = {plot.organisation_id for plot in plots.values()}
    parks = {one.id: one for one in await turn.store.organisations.list_all_organisations() if one.id in owners}
    fits = tuple(ParkFit(parks[id], tuple(found)) for id, found in hits.items() if id in parks)
    is_met = any(hit.missed is None for hit in found)
    pairs = () if is_met else tuple(await load_plot_pairs(turn, plots, sights, query.wishes))
    return InquiryReading(query, plots, fits, tuple(park for id, park in parks.items() if id not in hits), pairs)
