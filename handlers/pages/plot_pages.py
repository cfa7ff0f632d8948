"""Show plots on the web, each as far as its reader may read it, with its pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.chat.record_ids import parse_id
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.leveled_records import may_see_laid_out
from handlers.exchange.plots.lookup import read_values_for
from handlers.exchange.plots.plot_card import draw_full_plot
from handlers.exchange.plots.plot_labels import describe_plot_value, label_plot_fact, title_plot
from handlers.exchange.plots.plot_pictures import list_shown_pictures, load_shown_plot_picture
from handlers.exchange.plots.plot_rows import describe_key_facts
from handlers.library.pictures.page_pictures import PagePicture
from handlers.library.pictures.shown_pictures import PictureFile
from handlers.pages.exchange_tabs import PLOTS as PATH
from handlers.pages.exchange_tabs import build_exchange_tabs
from handlers.pages.page_parts import PageEntry, PageLink, PageRequest, WebPage
from handlers.pages.record_list_page import RecordListing, Topics, find_listed_record
from storage.exchange.plots import Plot
from storage.pages.record_sources import NEWEST, TITLE, RecordFilter

PICTURES = f"{PATH}/pictures"
#: choice in the address
MINE = "mine"
#: facts in the table, each as far as its reader may read it
_FACTS = (
    "area", "free_area", "zoning", "ground", "quay", "quay_draught", "rail", "water", "firm_power", "firm_year",
    "conditional_power", "conditional_year", "earliest_year",
)  # fmt: skip


def _narrow_to_own(_turn: Turn, which: RecordFilter, _chosen: str) -> RecordFilter:
    park = which.organisation_ids
    return replace(which, organisation_ids=[id for id in which.own_ids if park is None or id in park])


def _title_plot(say: Say, plot: Plot) -> str:
    return title_plot(say, plot).removeprefix(f"{plot.code} ")


async def _draw_plot_entries(turn: Turn, rows: Sequence[Plot], _topics: Topics) -> list[PageEntry]:
    names = await turn.store.organisations.map_organisation_names()
    return [_draw_plot_entry(turn, row, names.get(row.organisation_id, "")) for row in rows]


def _draw_plot_entry(turn: Turn, plot: Plot, organisation: str) -> PageEntry:
    facts = describe_key_facts(turn.say, read_values_for(turn.person, plot))
    notes = tuple(filter(None, (organisation,)))
    return PageEntry(_title_plot(turn.say, plot), f"{PATH}/{plot.code}", plot.code, facts, notes)


async def _list_plot_cells(turn: Turn, rows: Sequence[Plot], _topics: Topics) -> list[tuple[str, ...]]:
    names = await turn.store.organisations.map_organisation_names()
    return [
        (plot.code, names.get(plot.organisation_id, ""), plot.name, plot.municipality, *_list_facts(turn, plot))
        for plot in rows
    ]


def _list_facts(turn: Turn, plot: Plot) -> list[str]:
    values: Mapping[str, object] = read_values_for(turn.person, plot)
    return [describe_plot_value(turn.say, key, values.get(key)) for key in _FACTS]


PLOTS = RecordListing(
    kind="plot",
    section="plots",
    path=PATH,
    title=lambda say: say("Plots"),
    lead=lambda say: say("Land with what lies there and what its grid gives, as far as its organisation shows it."),
    count=lambda say, n: say.many("{n} plot", "{n} plots", n),
    hint=lambda say, name: say("Write “exchange plot” to {name} in the chat to write one down.", name=name),
    state=lambda say: say("Which?"),
    states=lambda say: {MINE: say("Our own")},
    narrow=_narrow_to_own,
    orders=(NEWEST, TITLE),
    draw_entries=_draw_plot_entries,
    columns=lambda say: (
        say("Code"),
        say("Organisation"),
        *(label_plot_fact(say, key) for key in ("name", "municipality", *_FACTS)),
    ),
    list_cells=_list_plot_cells,
    tabs=build_exchange_tabs,
    for_guests=True,
)


async def draw_plot_page(turn: Turn, asked: PageRequest) -> WebPage | None:
    plot = await find_listed_record(turn, PLOTS.kind, asked.code)
    if plot is None or not await may_see_laid_out(turn.store, turn.person, plot):
        return None
    card = await draw_full_plot(turn, plot)
    back = PageLink(turn.say("Plots"), PATH)
    pictures = tuple(
        PagePicture(f"{PICTURES}/{one.id}", one.alt, one.credit, one.width, one.height)
        for one in await list_shown_pictures(turn, plot)
    )
    title = _title_plot(turn.say, plot)
    return WebPage(PLOTS.section, title, plot.code, back=back, card=card, pictures=pictures)


async def open_plot_picture(turn: Turn, asked: PageRequest) -> PictureFile | None:
    """Return a picture for whoever sees its plot."""
    return await load_shown_plot_picture(turn.store, turn.person, parse_id(asked.code))
