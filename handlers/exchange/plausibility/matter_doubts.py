"""Ask about gases whose figures do not fit, and refuse shares of more than a whole."""

from __future__ import annotations

import re
from decimal import Decimal

from handlers.chat.say import Say
from handlers.exchange.plausibility.energy_doubts import MOST_HOURS
from handlers.exchange.plausibility.figure_texts import write_power, write_rate
from handlers.exchange.plausibility.said_figures import SaidFigures
from handlers.quantities.quantity_scanner import scan_quantities
from handlers.quantities.text_folding import fold_signs, fold_words

#: kilograms in a normal cubic metre. Source: gas densities at 0 °C and 1.013 bar.
DENSITIES = {"hydrogen": Decimal("0.090"), "oxygen": Decimal("1.43"), "co2": Decimal("1.98")}
#: the same of gases that are kept as another gas, by a word that names them
NAMED_DENSITIES = {"nitrogen": Decimal("1.25"), "nitrogengass": Decimal("1.25"), "karbonmonoksid": Decimal("1.25")}
#: kWh in a kilogram of hydrogen and in a normal cubic metre of carbon monoxide, lower heating values
HYDROGEN_KWH, CARBON_MONOXIDE_KWH = Decimal("33.3"), Decimal("3.5")
#: kWh that electrolysis takes for a kilogram of hydrogen, least and most. Source: plants of today.
LEAST_ELECTROLYSIS, MOST_ELECTROLYSIS = Decimal(50), Decimal(55)
#: share by which a figure may lie outside
FIFTH = Decimal("0.2")
#: most that a composition, and one share, may come to, in per cent
MOST_COMPOSITION, WHOLE = Decimal(101), Decimal(100)
_ELECTROLYSIS = fold_words("elektrolyse elektrolysør elektrolysor electrolysis electrolyser electrolyzer")
_CARBON_MONOXIDE = fold_words("co karbonmonoksid karbonmonoksyd carbon_monoxide")
_GAS = r"\b(?:co2|co|h2|n2|ch4|o2|h2s|hydrogen|nitrogen|metan|methane|oksygen|oxygen)\b"
#: "45 % CO", "CO2: 30 %": a part of a composition
_PART = re.compile(rf"(?:{_GAS}[ :]*([\d.,]{{1,9}}) ?%)|(?:(?<![\d.,])([\d.,]{{1,9}}) ?%(?: vol)? ?{_GAS})")


def list_matter_doubts(say: Say, type_: str, figures: SaidFigures) -> list[str]:
    """Return a question for each figure of a gas that does not fit another one."""
    doubts = [_compare_density(say, type_, figures), _compare_heating_value(say, type_, figures)]
    return [doubt for doubt in doubts if doubt]


def _compare_density(say: Say, type_: str, figures: SaidFigures) -> str:
    named = next((NAMED_DENSITIES[word] for word in sorted(figures.words) if word in NAMED_DENSITIES), None)
    density = DENSITIES.get(type_, named)
    if density is None or not figures.mass or not figures.gas:
        return ""
    if is_near(figures.mass / figures.gas, density, density):
        return ""
    return say(
        "{volume} weighs about {counted}, and it says {mass}. Which number is right?",
        volume=write_rate(say, figures.gas, "Nm³/h"), counted=write_rate(say, figures.gas * density, "kg/h"),
        mass=write_rate(say, figures.mass, "kg/h"),
    )  # fmt: skip


def _compare_heating_value(say: Say, type_: str, figures: SaidFigures) -> str:
    """Compare power with the hydrogen that it burns or makes, or with the carbon monoxide that it burns."""
    if not figures.power:
        return ""
    if type_ == "hydrogen" and figures.mass:
        least = most = HYDROGEN_KWH
        if figures.words & _ELECTROLYSIS:
            least, most = LEAST_ELECTROLYSIS, MOST_ELECTROLYSIS
        flow, each = figures.mass, write_rate(say, figures.mass, "kg/h")
    elif type_ == "fuel_gas" and figures.gas and figures.words & _CARBON_MONOXIDE:
        least = most = CARBON_MONOXIDE_KWH
        flow, each = figures.gas, write_rate(say, figures.gas, "Nm³/h")
    else:
        return ""
    if is_near(figures.power / flow, least, most):
        return ""
    return say(
        "{flow} goes with about {counted}, and it says {power}. Which number is right?",
        flow=each, counted=write_power(say, flow * (least + most) / 2), power=write_power(say, figures.power),
    )  # fmt: skip


def is_near(value: Decimal, least: Decimal, most: Decimal) -> bool:
    """Return True unless the value lies outside by more than a fifth."""
    return least * (1 - FIFTH) <= value <= most * (1 + FIFTH)


def find_refused_figure(say: Say, text: str) -> str:
    """Return why a text is refused: a share or a composition of more than a whole, or more hours than a year has."""
    said = [one for one in scan_quantities(text) if one.is_clear and one.value is not None]
    if any(one.measures == "share" and one.value is not None and one.value > WHOLE for one in said):
        return say("A share is at most 100 %.")
    parts = [first or second for first, second in _PART.findall(fold_signs(text).casefold())]
    if sum((_read_share(part) for part in parts), Decimal(0)) > MOST_COMPOSITION:
        return say("The shares of a composition are at most 100 % together.")
    longest = max((one.value for one in said if one.measures == "hours" and one.value is not None), default=Decimal(0))
    if longest > MOST_HOURS:
        return say("A year has at most 8 784 hours.")
    return ""


def _read_share(text: str) -> Decimal:
    digits = text.strip(".,").replace(",", ".")
    return Decimal(digits) if digits.count(".") <= 1 and digits else Decimal(0)
