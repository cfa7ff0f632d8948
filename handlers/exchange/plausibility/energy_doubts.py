"""Ask about energy that does not fit: power and a year, water and its temperatures, steam and its pressure."""

from __future__ import annotations

from decimal import Decimal
from math import log10

from handlers.chat.say import Say
from handlers.exchange.plausibility.figure_texts import write_celsius, write_energy, write_power, write_rate
from handlers.exchange.plausibility.said_figures import SaidFigures
from handlers.quantities.text_folding import fold_words

#: hours of a leap year; more are refused
MOST_HOURS = Decimal(8784)
#: share by which two figures of one thing may differ
APART = Decimal("0.1")
#: kWh that a cubic metre of water carries for each kelvin. Source: density and heat capacity of water at 40 °C.
WATER_KWH = Decimal("1.163")
#: MW in a tonne of steam an hour, least and most. Source: steam tables, 1 to 20 bar over feed water of 20 to 105 °C.
LEAST_STEAM_MW, MOST_STEAM_MW = Decimal("0.60"), Decimal("0.78")
#: K by which steam may differ from its saturated temperature before it is superheated
SATURATED_WITHIN = Decimal(5)
#: Antoine's constants of water from 99 to 374 °C, in mm of mercury. Source: Dortmund Data Bank.
ANTOINE_A, ANTOINE_B, ANTOINE_C = 8.14019, 1810.94, 244.485
MM_HG_PER_BAR = 750.062
#: °C at which water boils, and of the sea
BOILING, SEA = Decimal(100), Decimal(4)
_WATER = fold_words("vann vatn water hetvann hetvatn varmtvann varmtvatn hedtvann")
_SUPERHEATED = fold_words("overhetet overheta overhitet overhita superheated")


def list_energy_doubts(say: Say, type_: str, figures: SaidFigures, *, offered: bool) -> list[str]:
    """Return a question for each figure that does not fit another one."""
    doubts = [_compare_year(say, figures)]
    if type_ in ("heat", "cooling", "water"):
        doubts.append(_compare_water(say, figures))
    if type_ == "steam":
        doubts += [_compare_steam(say, figures), _compare_saturation(say, figures)]
    if figures.supply is not None and figures.supply > BOILING and figures.pressure is None:
        is_water = type_ == "water" or (type_ == "heat" and bool(figures.words & _WATER))
        warm = write_celsius(say, figures.supply)
        doubts += [say("Water of {celsius} needs pressure. What is it?", celsius=warm)] if is_water else []
    if type_ == "heat" and offered and figures.supply is not None and figures.supply < SEA:
        warm = write_celsius(say, figures.supply)
        doubts.append(say("Heat of {celsius} is colder than the sea. Is the temperature right?", celsius=warm))
    return [doubt for doubt in doubts if doubt]


def _compare_year(say: Say, figures: SaidFigures) -> str:
    """Compare power with the energy of a year: over the hours that were said, else over all that a year has."""
    power, energy, hours = figures.power, figures.energy, figures.hours
    if not power or not energy:
        return ""
    if hours is None:
        if energy <= power * MOST_HOURS:
            return ""
        told = {"power": write_power(say, power), "energy": write_energy(say, energy)}
        return say("{power} all year round is less than {energy}. Which number is right?", **told)
    if not are_apart(power * hours, energy):
        return ""
    return say(
        "{power} in {hours} hours is {counted} a year, and it says {energy}. Which number is right?",
        power=write_power(say, power), hours=say.format_decimal(hours), counted=write_energy(say, power * hours),
        energy=write_energy(say, energy),
    )  # fmt: skip


def _compare_water(say: Say, figures: SaidFigures) -> str:
    if not figures.volume or not figures.power or figures.supply is None or figures.back is None:
        return ""
    counted = figures.volume * abs(figures.supply - figures.back) * WATER_KWH
    if not counted or not are_apart(counted, figures.power):
        return ""
    return say(
        "{flow} between {supply} and {back} is {counted}, and it says {power}. Which number is right?",
        flow=write_rate(say, figures.volume, "m³/h"), supply=write_celsius(say, figures.supply),
        back=write_celsius(say, figures.back), counted=write_power(say, counted), power=write_power(say, figures.power),
    )  # fmt: skip


def _compare_steam(say: Say, figures: SaidFigures) -> str:
    """Compare tonnes an hour with power; a tonne is a thousand kilograms, and a megawatt a thousand kilowatts."""
    if not figures.mass or not figures.power:
        return ""
    if LEAST_STEAM_MW <= figures.power / figures.mass <= MOST_STEAM_MW:
        return ""
    flow, power = write_rate(say, figures.mass, "kg/h"), write_power(say, figures.power)
    return say("{flow} of steam is not {power}: a tonne an hour is 0.60 to 0.78 MW. Which is right?",
               flow=flow, power=power)  # fmt: skip


def _compare_saturation(say: Say, figures: SaidFigures) -> str:
    if figures.pressure is None or figures.supply is None or figures.words & _SUPERHEATED or figures.pressure < 0:
        return ""
    saturated = Decimal(compute_saturated_celsius(float(figures.pressure)))
    if abs(saturated - figures.supply) <= SATURATED_WITHIN:
        return ""
    return say(
        "Saturated steam of {bar} bar has {saturated}, and it says {supply}. Is it superheated?",
        bar=say.format_decimal(figures.pressure), saturated=write_celsius(say, round(saturated)),
        supply=write_celsius(say, figures.supply),
    )  # fmt: skip


def compute_saturated_celsius(gauge_bar: float) -> float:
    """Return the °C at which water boils under this many bar above the air's."""
    return ANTOINE_B / (ANTOINE_A - log10((gauge_bar + 1.013) * MM_HG_PER_BAR)) - ANTOINE_C


def are_apart(one: Decimal, other: Decimal) -> bool:
    """Return True if two figures differ by more than a tenth of the larger."""
    return abs(one - other) > APART * max(one, other)
