"""List what may be known of a plot: each fact once, with its part, its kind and its unit. No language, no store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from storage.exchange.plots import GRID_SOURCES, GROUNDS, LINK, MUNICIPALITY, NAME, NOTES, WORDS, ZONINGS

#: Parts of a plot. Guests read the first one of an open plot, and of the others what its organisation opens.
BASICS, LAND, ACCESS, SUPPLY, GRID, TERMS = "basics", "land", "access", "supply", "grid", "terms"
#: those that may be opened
PARTS: Final = (LAND, ACCESS, SUPPLY, GRID, TERMS)
#: what is opened of a plot unless its writer says otherwise: grid and terms are said on asking
USUALLY_OPEN: Final = (LAND, ACCESS, SUPPLY)
#: kinds of facts
NUMBER, FLAG, CHOICE, WORD, YEAR, DAY = "number", "flag", "choice", "word", "year", "day"
#: earliest and latest year of a fact
FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class PlotFact:
    """Describe one fact; its key is the name of its column."""

    key: str
    part: str
    kind: str
    #: unit of a number
    unit: str = ""
    #: the most that a number may be before its unit is doubted; maximum number of characters of a text
    most: int = 0
    choices: tuple[str, ...] = ()


def _list_grid_figures() -> tuple[PlotFact, ...]:
    """Return the figures of the grid, each with its year. They are never added: each says another thing."""
    return tuple(
        fact
        for name in ("firm", "conditional", "reserved", "queued", "needed")
        for fact in (PlotFact(f"{name}_power", GRID, NUMBER, "MW", 2000), PlotFact(f"{name}_year", GRID, YEAR))
    )


_LISTED: Final = (
    PlotFact("name", BASICS, WORD, most=NAME),
    PlotFact("municipality", BASICS, WORD, most=MUNICIPALITY),
    PlotFact("area", BASICS, NUMBER, "da", 20_000),
    PlotFact("free_area", BASICS, NUMBER, "da", 20_000),
    PlotFact("zoning", LAND, CHOICE, choices=ZONINGS),
    PlotFact("zoned_on", LAND, DAY),
    PlotFact("ground", LAND, CHOICE, choices=GROUNDS),
    PlotFact("ground_investigated", LAND, FLAG),
    PlotFact("nature_notes", LAND, WORD, most=NOTES),
    PlotFact("picture", LAND, WORD, most=LINK),
    PlotFact("picture_credit", LAND, WORD, most=WORDS),
    PlotFact("quay", ACCESS, FLAG),
    PlotFact("quay_length", ACCESS, NUMBER, "m", 2000),
    PlotFact("quay_draught", ACCESS, NUMBER, "m", 30),
    PlotFact("quay_crane", ACCESS, FLAG),
    PlotFact("quay_isps", ACCESS, FLAG),
    PlotFact("rail", ACCESS, FLAG),
    PlotFact("road", ACCESS, WORD, most=WORDS),
    PlotFact("water", SUPPLY, NUMBER, "m3/h", 100_000),
    PlotFact("sewage", SUPPLY, FLAG),
    PlotFact("heat", SUPPLY, FLAG),
    PlotFact("steam", SUPPLY, FLAG),
    PlotFact("gas", SUPPLY, FLAG),
    PlotFact("fibre", SUPPLY, FLAG),
    *_list_grid_figures(),
    PlotFact("voltage", GRID, NUMBER, "kV", 420),
    PlotFact("grid_company", GRID, WORD, most=WORDS),
    PlotFact("grid_source", GRID, CHOICE, choices=GRID_SOURCES),
    PlotFact("mature", GRID, FLAG),
    PlotFact("ownership", TERMS, WORD, most=WORDS),
    PlotFact("option", TERMS, FLAG),
    PlotFact("option_until", TERMS, DAY),
    PlotFact("earliest_year", TERMS, YEAR),
)
FACTS: Final[Mapping[str, PlotFact]] = {fact.key: fact for fact in _LISTED}
REQUIRED: Final = ("name", "municipality", "area")


def list_facts_of(*parts: str) -> tuple[PlotFact, ...]:
    return tuple(fact for fact in _LISTED if fact.part in parts)


#: what few know of the grid: what others have, wait for or need, and what the grid company says of it
_QUEUED: Final = (
    "reserved_power", "reserved_year", "queued_power", "queued_year", "needed_power", "needed_year", "mature",
)  # fmt: skip
_QUEUE: Final = tuple(FACTS[key] for key in _QUEUED)
#: form -> the facts that it asks for, beside the basics of the first one
FORMS: Final[Mapping[str, tuple[PlotFact, ...]]] = {
    "plots.land": list_facts_of(LAND),
    "plots.access": list_facts_of(ACCESS),
    "plots.supply": list_facts_of(SUPPLY),
    "plots.grid": tuple(fact for fact in list_facts_of(GRID) if fact not in _QUEUE),
    "plots.queue": _QUEUE,
    "plots.terms": list_facts_of(TERMS),
}


def is_known(value: object) -> bool:
    return value is not None and value != ""


def read_plot_values(plot: Any, may_read: Callable[[PlotFact], bool] = lambda _: True) -> dict[str, Any]:
    """Return what is known of a plot, as far as somebody may read it."""
    return {fact.key: value for fact in _LISTED if may_read(fact) and is_known(value := getattr(plot, fact.key))}


def read_open_values(plot: Any) -> dict[str, Any]:
    """Return what everybody may read of an open plot: the basics, and the parts that are opened."""
    return read_plot_values(plot, lambda fact: is_fact_open(plot, fact))


def is_fact_open(plot: Any, fact: PlotFact) -> bool:
    """Return True if everybody may read this fact of an open plot."""
    return fact.part == BASICS or fact.part in plot.open_parts


def encode_fact_value(value: Any) -> Any:
    """Return a value as the history keeps it: days as text."""
    return value.isoformat() if isinstance(value, date) else value


def find_contradiction(values: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the fact that cannot be so, and the one that it contradicts; None where all go together."""
    free, area = values.get("free_area"), values.get("area")
    if free is not None and area is not None and free > area:
        return "free_area", "area"
    if values.get("picture") and not values.get("picture_credit"):
        return "picture_credit", "picture"
    return ("quay", "quay_length") if values.get("quay") is False and _tells_of_quay(values) else None


def complete_plot_values(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values with what they imply: where a quay has a length or a draught, there is one."""
    implied = {"quay": True} if "quay" in values and values["quay"] is None and _tells_of_quay(values) else {}
    return values | implied


def _tells_of_quay(values: Mapping[str, Any]) -> bool:
    return any(values.get(key) for key in ("quay_length", "quay_draught", "quay_crane", "quay_isps"))


def get_empty_value(fact: PlotFact) -> str | None:
    """Return what the column of a fact holds while it is not known."""
    return "" if fact.kind in (WORD, CHOICE) else None
