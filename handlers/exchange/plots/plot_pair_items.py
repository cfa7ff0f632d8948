"""Show pairs of plots that together have what is wanted: what each brings, and about how far apart they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from handlers.chat.cards import Button, Item, Part, Text
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.matching.distance_factor import PARK_ROUTE_KM, Vector, compute_position_vector
from handlers.exchange.plots.plot_facts import FACTS, GRID
from handlers.exchange.plots.plot_hits import PlotSight
from handlers.exchange.plots.plot_pairs import LONGEST_KM, PlotLocation, PlotPair, find_plot_pairs
from handlers.exchange.plots.plot_wish_texts import describe_plot_wish
from handlers.exchange.plots.plot_wishes import PlotWish
from storage.exchange.plots import Plot

#: kilometres that are told: a narrower band would say where a plant is
_NEAR_KM = 10.0
#: hundredths of a degree, as sites keep them
_HUNDREDTHS = 100


async def load_plot_pairs(
    turn: Turn, plots: Mapping[int, Plot], sights: Sequence[PlotSight], wishes: Sequence[PlotWish]
) -> list[PlotPair]:
    """Return the pairs among plots that this person may see, by what they may read of each."""
    if len(wishes) < 2:
        return []
    positions = await _map_site_positions(turn, {plot.organisation_id for plot in plots.values()})
    places = {
        plot.id: PlotLocation(plot.organisation_id, plot.municipality,
                           positions.get((plot.organisation_id, plot.municipality.casefold())))
        for plot in plots.values()
    }  # fmt: skip
    return find_plot_pairs(sights, places, wishes)


async def _map_site_positions(turn: Turn, organisation_ids: set[int]) -> dict[tuple[int, str], Vector]:
    """Return organisation and municipality -> the middle of its sites there."""
    found = defaultdict[tuple[int, str], list[tuple[int, int]]](list)
    for site in await turn.store.sites.list_sites_of_organisations(sorted(organisation_ids)):
        if site.latitude is not None and site.longitude is not None:
            found[site.organisation_id, site.municipality.casefold()].append((site.latitude, site.longitude))
    return {
        key: compute_position_vector(*(sum(part) / len(some) / _HUNDREDTHS for part in zip(*some, strict=True)))
        for key, some in found.items()
    }


def draw_plot_pairs(say: Say, plots: Mapping[int, Plot], pairs: Sequence[PlotPair]) -> list[Part]:
    """Draw the pairs below a line; nothing where there are none."""
    if not pairs:
        return []
    head: list[Part] = [Text(say("Two plots together have all of it:"), "strong")]
    if any(FACTS[wish.key].part == GRID for pair in pairs for wish in (*pair.first_has, *pair.second_has)):
        stays = say("Capacity of the grid stays at its plot: what needs it stands there. The grid company decides.")
        head.append(Text(stays, "subtle"))
    return [*head, *(_draw_pair_item(say, plots, pair) for pair in pairs)]


def _draw_pair_item(say: Say, plots: Mapping[int, Plot], pair: PlotPair) -> Item:
    both = plots[pair.first.id], plots[pair.second.id]
    lines = [_describe_brought(say, *half) for half in zip(both, (pair.first_has, pair.second_has), strict=True)]
    show = tuple(Button(say("Show {code}", code=plot.code), "plots.open", str(plot.id)) for plot in both)
    title = " + ".join(f"{plot.code} {plot.name}" for plot in both)
    return Item(title, "\n".join(lines), _describe_nearness(say, pair), show)


def _describe_brought(say: Say, plot: Plot, wishes: Sequence[PlotWish]) -> str:
    what = say.listed([describe_plot_wish(say, wish) for wish in wishes])
    return say("{code} has {what}", code=plot.code, what=what)


def _describe_nearness(say: Say, pair: PlotPair) -> str:
    if pair.km is None:
        return say("In the same municipality")
    if pair.km <= PARK_ROUTE_KM:
        return say("Next to each other")
    return say("Under {km} km apart by road", km=f"{_NEAR_KM if pair.km <= _NEAR_KM else LONGEST_KM:g}")
