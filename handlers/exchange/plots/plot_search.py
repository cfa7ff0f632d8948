"""Search plots in words: what was understood stands on the card, then what meets all of it, then what misses one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Reply, Text
from handlers.chat.events import Click, Submission
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.members.unconfirmed_notice import draw_unconfirmed_notice
from handlers.exchange.plots.lookup import list_plots_for, read_values_for
from handlers.exchange.plots.plot_hits import PlotHit, PlotSight, find_plots
from handlers.exchange.plots.plot_labels import title_plot
from handlers.exchange.plots.plot_pair_items import draw_plot_pairs, load_plot_pairs
from handlers.exchange.plots.plot_rows import describe_key_facts
from handlers.exchange.plots.plot_wish_texts import describe_missed_wish, describe_plot_wish
from handlers.exchange.plots.plot_wishes import LONGEST, PlotQuery, read_plot_query
from handlers.exchange.sites.lookup import list_site_organisations
from handlers.policy.rounds.inquirers import InquiryValue
from handlers.quantities.text_folding import fold_signs
from storage.directory.organisations import Organisation
from storage.exchange.plots import Plot

router = Router()
PAGE = 4
#: letters of a name's first word that is enough to mean it
_FEWEST_LETTERS = 4


class PlotPage(ButtonValue, frozen=True):
    """Hold which page of plots is shown, and what was searched for; empty: all plots."""

    skip: int
    text: str = ""


@router.on(Click, "plots.find", opens=True)
async def on_plot_find_open(event: Click, turn: Turn) -> Reply:
    say = turn.say
    hint = say("Such as: over 100 da with quay and 20 MW before 2029")
    field = Field("text", say("What do you look for?"), "line", event.value[:LONGEST], hint, most=LONGEST)
    return Reply(form=Form(say("Find plots"), "plots.find", (field,), say("Search")))


@router.on(Submission, "plots.find")
async def on_plot_find_submit(event: Submission, turn: Turn) -> Reply:
    return Reply(await draw_plot_hits(turn, event.get_text("text")))


async def draw_plot_hits(turn: Turn, text: str, skip: int = 0) -> Card:
    """Draw what was understood, and the plots that meet it."""
    say, plots = turn.say, {plot.id: plot for plot in await list_plots_for(turn)}
    sights = await load_plot_sights(turn, plots)
    query = read_plot_query(text, {place for sight in sights for place in sight.places})
    hits = find_plots(sights, query.wishes) if query.wishes else []
    parts = [*draw_plot_query(say, query)]
    if query.wishes and not hits:
        parts.append(Text(say("No plot meets all of this, and none misses just one thing.")))
    if not skip and not any(hit.missed is None for hit in hits):
        parts += draw_plot_pairs(say, plots, await load_plot_pairs(turn, plots, sights, query.wishes))
    parts += _draw_hits(say, plots, hits, skip)
    row = [Button(say("Change the search"), "plots.find", text[:LONGEST]), Button(say("All plots"), "plots.page")]
    if query.wishes and await list_site_organisations(turn):
        row.append(Button(say("Ask the parks"), "inquiries.write", InquiryValue(None, text[:LONGEST]).encode_value()))
    if not hits and not turn.person.guest:
        row.append(Button(say("Ask the network"), "questions.ask_this", text[:LONGEST]))
    more = len(hits) > skip + PAGE
    row += draw_page_buttons(say, "plots.page", skip, PAGE, more=more, value=lambda at: PlotPage(at, text[:LONGEST]))
    return Card(say("Plots"), (*parts, Buttons(tuple(row)), *await draw_unconfirmed_notice(turn)))


async def load_plot_sights(turn: Turn, plots: Mapping[int, Plot]) -> list[PlotSight]:
    """Return what the person may read of each plot, with the names of its place."""
    ids = {plot.organisation_id for plot in plots.values()}
    houses = {one.id: one for one in await turn.store.organisations.list_all_organisations() if one.id in ids}
    return [
        PlotSight(plot.id, read_values_for(turn.person, plot), _list_places(plot, houses.get(plot.organisation_id)))
        for plot in plots.values()
    ]


def _list_places(plot: Plot, organisation: Organisation | None) -> frozenset[str]:
    """Return the folded names by which the plot's place may be meant."""
    names = [plot.municipality, plot.name]
    if organisation is not None:
        names += [organisation.name, organisation.region, organisation.name.partition(" ")[0]]
    return frozenset(fold_signs(name) for name in names if len(name) >= _FEWEST_LETTERS)


def draw_plot_query(say: Say, query: PlotQuery) -> list[Part]:
    """Draw what was understood of a search, and what was left out."""
    parts: list[Part] = []
    if query.wishes:
        chips = " · ".join(describe_plot_wish(say, wish) for wish in query.wishes)
        parts.append(Text(say("Looks for: {filters}", filters=chips), "strong"))
    else:
        parts.append(Text(say("I find no filter in this. Write for example: over 100 da with quay and 20 MW.")))
    parts += [
        Text(say("“{number}” can be read in two ways, so it is left out.", number=number), "subtle")
        for number in query.doubtful
    ]
    if query.unread:
        parts.append(Text(say("Not understood: {words}.", words=", ".join(query.unread)), "subtle"))
    return parts


def _draw_hits(say: Say, plots: dict[int, Plot], hits: Sequence[PlotHit], skip: int) -> list[Part]:
    """Draw one page of hits, with a line before the first one that misses something."""
    parts: list[Part] = []
    for at, hit in enumerate(hits[skip : skip + PAGE], skip):
        if hit.missed is not None and (at == skip or hits[at - 1].missed is None):
            parts.append(Text(say("These miss one thing:"), "strong"))
        parts.append(draw_plot_item(say, plots[hit.sight.id], hit.sight.values, describe_missed_wish(say, hit)))
    return parts


def draw_plot_item(say: Say, plot: Plot, values: Mapping[str, Any], note: str) -> Item:
    """Draw a plot in a list: what it is called, what there is, and a note."""
    show = Button(say("Show"), "plots.open", str(plot.id))
    return Item(title_plot(say, plot), describe_key_facts(say, values), note, (show,))
