"""Parse one fact of a plot, in a form or in a cell of a table: numbers and units as all of the bot reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from handlers.chat.rows import RowFault, reason
from handlers.chat.say import LANGUAGES, Say
from handlers.chat.turn import Arena
from handlers.exchange.plots.plot_facts import (
    CHOICE,
    DAY,
    FIRST_YEAR,
    FLAG,
    LAST_YEAR,
    NUMBER,
    WORD,
    YEAR,
    PlotFact,
    get_empty_value,
)
from handlers.exchange.plots.plot_labels import list_plot_choices
from handlers.exchange.power_sensitive_details import find_power_sensitive_detail
from handlers.quantities.number_parser import NotANumber, list_number_readings, parse_number
from handlers.quantities.text_folding import fold_spelling
from handlers.quantities.units import raise_unit_figures

YES, NO = "yes", "no"
_FLAGS: Final = dict.fromkeys(("ja", "yes", "true", "x"), True) | dict.fromkeys(("nei", "no", "false"), False)
_DAY: Final = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})", re.ASCII)


class WrongFact(ValueError):
    """Report a text that is no value of its fact; `sensitive` names what may not be kept at all."""

    def __init__(self, fault: RowFault, sensitive: str = "") -> None:
        super().__init__(fault)
        self.fault = fault
        self.sensitive = sensitive


def parse_fact_text(fact: PlotFact, text: str) -> Any:
    """Return the value; None or an empty text for an empty one. Raise WrongFact."""
    text = " ".join(text.split())
    if not text:
        return get_empty_value(fact)
    return _PARSERS[fact.kind](fact, text)


def _parse_fact_number(fact: PlotFact, text: str) -> float:
    try:
        value = float(parse_number(text, fact.unit))
    except NotANumber as error:
        raise WrongFact(_explain_wrong_number(fact, text, error)) from error
    if value > fact.most:
        raise WrongFact(reason("“{said}” is more than any site has. Is the unit right?", said=text[:40]))
    if value == 0 and fact.key == "area":
        raise WrongFact(reason("“{said}” is nothing.", said=text[:40]))
    return value


def _explain_wrong_number(fact: PlotFact, text: str, error: NotANumber) -> RowFault:
    said, unit = text[:40], raise_unit_figures(fact.unit)
    readings = list_number_readings(text) if error.reason == "twice" else None
    if readings is not None:
        return reason("“{said}” may be {large} or {small}.", said=said, large=readings[0], small=readings[1])
    if error.reason == "unit":
        return reason("“{said}” cannot be an amount of this. It is counted in {units}.", said=said, units=unit)
    if error.reason == "negative":
        return reason("“{said}” is below nought.", said=said)
    return reason("“{said}” is no number. Write one number, in {unit}.", said=said, unit=unit)


def _parse_fact_flag(_fact: PlotFact, text: str) -> bool:
    found = _FLAGS.get(fold_spelling(text))
    if found is None:
        raise WrongFact(reason("“{said}” is neither yes nor no.", said=text[:40]))
    return found


def _parse_fact_choice(fact: PlotFact, text: str) -> str:
    found = _index_choice_words(fact.key).get(fold_spelling(text))
    if found is None:
        raise WrongFact(reason("“{said}” is none of the words that I know here.", said=text[:40]))
    return found


@cache
def _index_choice_words(key: str) -> Mapping[str, str]:
    """Return folded word -> value of a choice, in each language."""
    zone = Arena().zone
    words = {fold_spelling(word): value for one in LANGUAGES for value, word in list_plot_choices(Say(one, zone), key)}
    return words | {value: value for value in words.values()}


def _parse_fact_words(fact: PlotFact, text: str) -> str:
    if len(text) > fact.most:
        raise WrongFact(reason("longer than {most} characters", most=fact.most))
    if fact.key == "picture" and not text.startswith("https://"):
        raise WrongFact(reason("“{said}” is no address. It begins with https://.", said=text[:40]))
    sensitive = find_power_sensitive_detail(text)
    if sensitive is not None:
        raise WrongFact(reason("power-sensitive information, which is not kept"), sensitive)
    return text


def _parse_fact_year(_fact: PlotFact, text: str) -> int:
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == len(str(LAST_YEAR)) else 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise WrongFact(
            reason("“{said}” is no year from {first} until {last}.", said=text[:40], first=FIRST_YEAR, last=LAST_YEAR)
        )
    return year


def _parse_fact_day(_fact: PlotFact, text: str) -> date:
    found = _DAY.fullmatch(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found is not None else date.fromisoformat(text)
    except ValueError as error:
        raise WrongFact(reason("“{said}” is no day. Write it like 2027-06-15.", said=text[:40])) from error


_PARSERS: Final[Mapping[str, Callable[[PlotFact, str], Any]]] = {
    NUMBER: _parse_fact_number,
    FLAG: _parse_fact_flag,
    CHOICE: _parse_fact_choice,
    WORD: _parse_fact_words,
    YEAR: _parse_fact_year,
    DAY: _parse_fact_day,
}
