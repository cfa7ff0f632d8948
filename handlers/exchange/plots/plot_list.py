"""List the plots of the reader's organisations and those of others that they may see."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons, draw_page_note
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.members.unconfirmed_notice import draw_unconfirmed_notice
from handlers.exchange.leveled_records import list_visible_levels
from handlers.exchange.plots.lookup import list_plots_for, read_values_for
from handlers.exchange.plots.plot_search import PAGE, PlotPage, draw_plot_hits, draw_plot_item
from handlers.exchange.sites.lookup import list_site_organisations
from handlers.policy.rounds.lookup import list_reader_organisation_ids

router = Router()


@router.on(Click, "plots.page")
async def on_plot_list_page(event: Click, turn: Turn) -> Reply:
    page = PlotPage.parse_value(event.value) if event.value else PlotPage(0)
    if page.text:
        return Reply(await draw_plot_hits(turn, page.text, page.skip), replace=True)
    return Reply(await draw_plot_list(turn, page.skip), replace=bool(event.value))


async def draw_plot_list(turn: Turn, skip: int = 0) -> Card:
    """Draw own plots, then those of others, and the ways to search, add and bring in."""
    say, plots = turn.say, await list_plots_for(turn)
    names = {one.id: one.name for one in await turn.store.organisations.list_all_organisations()}
    parts: list[Part] = [
        draw_plot_item(say, plot, read_values_for(turn.person, plot), names.get(plot.organisation_id, ""))
        for plot in plots[skip : skip + PAGE]
    ]
    parts += draw_page_note(say, skip, PAGE, len(plots))
    if not plots:
        parts.append(Text(say("No plot is written down yet."), "subtle"))
    row = [Button(say("Find plots"), "plots.find", style="primary")] if plots else []
    if await list_site_organisations(turn):
        row += [Button(say("Add a plot"), "plots.write"), Button(say("Paste a table"), "exchange.import", "plots")]
        row.append(Button(say("Ask the parks"), "inquiries.write"))
    row.append(Button(say("Investor sheets"), "profiles.list"))
    row += draw_page_buttons(say, "plots.page", skip, PAGE, more=len(plots) > skip + PAGE, value=PlotPage)
    parts += [Buttons(tuple(row))] if row else []
    return Card(say("Plots"), (*parts, *await draw_unconfirmed_notice(turn)))


async def list_new_plots(turn: Turn, topic_ids: Collection[int], since: timedelta, most: int) -> list[Item]:
    """List new plots of other organisations about these topics."""
    store, person = turn.store, turn.person
    viewer, mine = await store.audiences.build_viewer(person), await list_reader_organisation_ids(store, person)
    levels = list_visible_levels(person)
    found = await store.plots.list_new_plots(viewer, levels, mine, topic_ids, turn.now - since, most)
    names = {one.id: one.name for one in await store.organisations.list_all_organisations()} if found else {}
    return [
        draw_plot_item(turn.say, plot, read_values_for(person, plot), names.get(plot.organisation_id, ""))
        for plot in found
    ]
