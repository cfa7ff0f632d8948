"""Spoil a world as members do: fields missing, amounts as they write them, types said in words only."""

from __future__ import annotations

import random
from typing import Any

from tests.evaluation.exchange.worlds import CAUSES, Row, World

#: share of the fields that are missing
MISSING = 0.30
#: what may be missing; position too, as one
FIELDS = ("amount", "months", "temperature", "quality", "modes", "kind")
#: what a planted failure is told by: that is never missing there, else nobody could know of it
TOLD_BY = {
    "too_hot": ("temperature",),
    "too_large": ("amount",),
    "too_small": ("amount",),
    "opposite_season": ("months",),
    "not_hazardous": (),
    "too_wet": ("quality",),
    "too_far": (),
}
SEASONS = {
    "flat": ("hele året", "heile året", "all year"),
    "season": ("okt-apr", "oktober-april", "October-April"),
    "opposite": ("mai-sep", "mai-september", "May-September"),
}


def spoil(world: World, number: int) -> World:
    """A copy of the world with what is spoiled drawn by this number."""
    chance = random.Random(f"spoil {number}")
    fails = {name: failing for planted in world.planted.values() for name, failing in planted.items()}
    kept = _list_kept(world, fails)
    rows = [_spoil_row(chance, row, kept.get(row["id"], ())) for row in world.rows]
    lost = {
        row["id"]: {name for name in FIELDS if row.get(name) is not None and spoiled.get(name) is None}
        for row, spoiled in zip(world.rows, rows, strict=True)
    }
    return World(rows, world.true, world.planted, lost)


def _list_kept(world: World, fails: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """The fields of each planted receiver by which its failure is told."""
    return {name: TOLD_BY.get(failing, ()) for name, failing in fails.items() if CAUSES[failing] is not None}


def _spoil_row(chance: random.Random, row: Row, kept: tuple[str, ...]) -> Row:
    spoiled: Row = {name: value for name, value in row.items() if name not in ("type", "unit")}
    for name in FIELDS:
        if name in spoiled and name not in kept and chance.random() < MISSING:
            spoiled[name] = None
    if spoiled.get("amount") is not None:
        spoiled["amount"] = write_amount(chance, spoiled["amount"], row["unit"])
    if spoiled.get("temperature") is not None:
        spoiled["temperature"] = chance.choice(("{} grader", "{} °C", "{} C", "+{}")).format(spoiled["temperature"])
    if spoiled.get("months") is not None:
        spoiled["months"] = chance.choice(SEASONS[_name_season(spoiled["months"])])
    return spoiled


def _name_season(months: Any) -> str:
    return "flat" if min(months) == 100 else "season" if months[0] else "opposite"


def write_amount(chance: random.Random, amount: float, unit: str) -> str:
    """An amount as a member writes it: decimal comma, spaces in thousands, ranges, about, a smaller unit."""
    if unit == "GWh/år" and chance.random() < 0.4:
        amount, unit = amount * 1000, "MWh/år"
    text = _write_number(amount)
    return chance.choice(
        (
            f"{text} {unit}",
            f"ca. {text} {unit}",
            f"{text} {_spell(unit)}",
            f"{_write_number(amount * 0.9)}-{_write_number(amount * 1.1)} {unit}",
        )
    )


def _write_number(value: float) -> str:
    """Three significant figures, Norwegian: "1 200", "3,5"."""
    if value >= 100:
        return f"{round(value):,}".replace(",", " ")
    return f"{value:.3g}".replace(".", ",")


def _spell(unit: str) -> str:
    return (
        unit.replace("/år", " per år").replace("t ", "tonn ")
        if unit.startswith("t/")
        else unit.replace("/år", " i året")
    )
