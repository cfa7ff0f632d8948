"""List what is known of a plot in rows, part by part: for its card, for a sheet and for a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.say import Say
from handlers.exchange.plots.plot_facts import ACCESS, GRID, LAND, SUPPLY, TERMS, PlotFact, list_facts_of
from handlers.exchange.plots.plot_labels import (
    describe_grid_figure,
    describe_plot_value,
    label_plot_fact,
    label_plot_part,
)

#: letters of a fact that stands beside others; all of a long one is in its form, and on the page
MOST_JOINED = 80
Rows = tuple[tuple[str, str], ...]
#: figures of the grid, each in a row of its own
_FIGURES = ("firm", "conditional", "reserved", "queued", "needed")


def list_plot_sections(say: Say, values: Mapping[str, Any]) -> list[tuple[str, str, Rows]]:
    """Return each part of which something is known: its key, what it is called, and its rows."""
    parts = ((part, list_part_rows(say, part, values)) for part in (LAND, ACCESS, SUPPLY, GRID, TERMS))
    return [(part, label_plot_part(say, part), rows) for part, rows in parts if rows]


def list_area_rows(say: Say, values: Mapping[str, Any]) -> Rows:
    """Return how large the plot is, and how much of it is free."""
    areas = ("area", "free_area")
    rows = ((label_plot_fact(say, key), describe_plot_value(say, key, values.get(key))) for key in areas)
    return tuple((label, text) for label, text in rows if text)


def list_part_rows(say: Say, part: str, values: Mapping[str, Any]) -> Rows:
    return list_fact_rows(say, list_facts_of(part), values)


def list_fact_rows(say: Say, facts: Sequence[PlotFact], values: Mapping[str, Any]) -> Rows:
    """Return what is known of these facts, a row for each; a figure and its year share one."""
    rows = []
    for fact in facts:
        name, _, what = fact.key.rpartition("_")
        if (
            fact.key == "picture"
            or (fact.key == "picture_credit" and not values.get("picture"))
            or (what == "year" and name in _FIGURES)
        ):
            continue
        figure = what == "power" and name in _FIGURES
        text = (
            describe_grid_figure(say, values, name)
            if figure
            else describe_plot_value(say, fact.key, values.get(fact.key))
        )
        rows += [(label_plot_fact(say, fact.key), text)] if text else []
    return tuple(rows)


def join_plot_rows(say: Say, rows: Rows) -> str:
    """Return the facts of one part in one line: "Quay · Length of quay: 180 m · Railway: No"."""
    told = (label if text == say("Yes") else f"{label}: {shorten_text(text, MOST_JOINED)}" for label, text in rows)
    return " · ".join(told)


def describe_grid_notes(say: Say, values: Mapping[str, Any]) -> str:
    """Return what has to be said beside the figures of the grid; empty where nothing has."""
    texts = []
    if sum(f"{name}_power" in values for name in _FIGURES) > 1:
        texts.append(say("These figures say different things, and are not added."))
    if "reserved_power" in values:
        texts.append(say("Capacity that is reserved cannot be lent: talk to the grid company together."))
    return " ".join(texts)


def describe_key_facts(say: Say, values: Mapping[str, Any]) -> str:
    """Return what decides most, in one line: what is free, quay, railway and free capacity."""
    there = [label_plot_fact(say, key) for key in ("quay", "rail") if values.get(key)]
    free = describe_plot_value(say, "free_area", values.get("free_area"))
    power = describe_grid_figure(say, values, "firm")
    facts = (say("{area} free", area=free) if free else "", *there, say("free: {power}", power=power) if power else "")
    return " · ".join(filter(None, facts))
