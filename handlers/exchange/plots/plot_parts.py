"""Show what else may be told of a plot: each part with what is known of it, and a button to its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.chat.cards import Button, Buttons, Card, Item, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.plots.lookup import load_own_plot
from handlers.exchange.plots.plot_facts import FORMS, read_plot_values
from handlers.exchange.plots.plot_labels import label_plot_form, title_plot
from handlers.exchange.plots.plot_rows import join_plot_rows, list_fact_rows
from storage.exchange.plots import Plot

router = Router()


@router.on(Click, "plots.parts")
async def on_plot_parts(event: Click, turn: Turn) -> Reply:
    return Reply(_draw_plot_parts(turn.say, await load_own_plot(turn, event.value)))


def _draw_plot_parts(say: Say, plot: Plot) -> Card:
    values, id = read_plot_values(plot), str(plot.id)
    lead = Text(say("Fill in what you know. Nothing here is required."), "subtle")
    items = (_draw_part(say, do, id, values) for do in FORMS)
    return Card(
        title_plot(say, plot), (lead, *items, Buttons((Button(say("Show {code}", code=plot.code), "plots.open", id),)))
    )


def _draw_part(say: Say, do: str, id: str, values: Mapping[str, Any]) -> Item:
    known = join_plot_rows(say, list_fact_rows(say, FORMS[do], values))
    label = say("Change") if known else say("Fill in")
    return Item(label_plot_form(say, do), known, buttons=(Button(label, do, id),))
