"""Say what is known of a plot in words: what each fact is called, and its value as the reader's language has it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from handlers.chat.say import Say
from handlers.exchange.plots.plot_facts import (
    ACCESS,
    DAY,
    FACTS,
    FLAG,
    GRID,
    LAND,
    NUMBER,
    SUPPLY,
    TERMS,
)
from handlers.quantities.units import raise_unit_figures
from storage.exchange.plots import Plot


def label_plot_fact(say: Say, key: str) -> str:
    """Return what a fact is called; a year is called after its figure."""
    if key.endswith("_year") and key != "earliest_year":
        return say("{figure}, from year", figure=_name_grid_facts(say)[key.replace("_year", "_power")])
    return (_name_land_facts(say) | _name_supply_facts(say) | _name_grid_facts(say))[key]


def _name_land_facts(say: Say) -> dict[str, str]:
    return {
        "name": say("Name"), "municipality": say("Municipality"), "area": say("Area"), "free_area": say("Free area"),
        "zoning": say("Zoning"), "zoned_on": say("Zoning plan adopted on"), "ground": say("Ground"),
        "ground_investigated": say("Ground investigated"), "nature_notes": say("Nature and heritage"),
        "picture": say("Link to a picture"), "picture_credit": say("Who took the picture"),
        "ownership": say("Ownership"), "option": say("Option given"), "option_until": say("Option until"),
        "earliest_year": say("Earliest start"),
    }  # fmt: skip


def _name_supply_facts(say: Say) -> dict[str, str]:
    return {
        "quay": say("Quay"), "quay_length": say("Length of quay"), "quay_draught": say("Draught at quay"),
        "quay_crane": say("Crane on quay"), "quay_isps": say("ISPS quay"), "rail": say("Railway"),
        "road": say("Road class"), "water": say("Water"), "sewage": say("Sewage"), "heat": say("District heating"),
        "steam": say("Steam"), "gas": say("Gas"), "fibre": say("Fibre"),
    }  # fmt: skip


def _name_grid_facts(say: Say) -> dict[str, str]:
    """Name the figures of the grid: four of them are never added, and none is called by the name of another."""
    return {
        "firm_power": say("Free capacity"), "conditional_power": say("Capacity on conditions"),
        "reserved_power": say("Reserved capacity"), "queued_power": say("Capacity in the queue"),
        "needed_power": say("Needed capacity"), "voltage": say("Voltage"), "grid_company": say("Grid company"),
        "grid_source": say("Source of the figures"), "mature": say("Mature by the grid company's criteria"),
    }  # fmt: skip


def label_plot_part(say: Say, part: str) -> str:
    return {
        LAND: say("Zoning and ground"), ACCESS: say("Quay, railway and road"), SUPPLY: say("Water, heat and fibre"),
        GRID: say("Grid"), TERMS: say("Ownership and option"),
    }[part]  # fmt: skip


def label_plot_form(say: Say, do: str) -> str:
    """Return what the form of a part is called, and its entry in the list. The queue of the grid has its own."""
    part = do.removeprefix("plots.")
    return say("Reserved and queued") if part == "queue" else label_plot_part(say, part)


def list_plot_choices(say: Say, key: str) -> tuple[tuple[str, str], ...]:
    """Return the values of a choice, each with its words."""
    return {
        "zoning": (
            ("none", say("Not zoned")), ("begun", say("Being zoned")), ("adopted", say("Plan adopted")),
            ("ready", say("Ready to build")),
        ),
        "ground": (("rock", say("Rock")), ("fill", say("Fill")), ("clay", say("Clay"))),
        "grid_source": (("letter", say("The grid company's letter")), ("estimate", say("Own estimate"))),
    }[key]  # fmt: skip


def describe_plot_value(say: Say, key: str, value: Any) -> str:
    """Return a value in words; empty for one that is not known."""
    fact = FACTS[key]
    if value is None or value == "":
        return ""
    if fact.kind == FLAG:
        return say("Yes") if value else say("No")
    if fact.kind == NUMBER:
        return f"{say.format_decimal(Decimal(repr(value)))} {raise_unit_figures(fact.unit)}"
    if fact.kind == DAY:
        return say.format_day(value if isinstance(value, date) else date.fromisoformat(value))
    return dict(list_plot_choices(say, key)).get(value, "") if fact.choices else str(value)


def describe_plot_unit(say: Say, unit: str) -> str:
    """Return in which unit a number is written: decares are known in few other countries."""
    return (
        say("In decares (da), of 1,000 m² each.") if unit == "da" else say("In {unit}.", unit=raise_unit_figures(unit))
    )


def describe_grid_figure(say: Say, values: Mapping[str, Any], name: str) -> str:
    """Return "20 MW from 2028" of one of the figures; empty where it is not known."""
    power = describe_plot_value(say, f"{name}_power", values.get(f"{name}_power"))
    year = values.get(f"{name}_year")
    return say("{power} from {year}", power=power, year=year) if power and year else power


def title_plot(say: Say, plot: Plot) -> str:
    """Return "P-3 Nordkaia, Testvik: 120 da"."""
    size = describe_plot_value(say, "area", plot.area)
    return f"{plot.code} {plot.name}, {plot.municipality}: {size}"
