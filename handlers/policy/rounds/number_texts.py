"""Say numbers and units in the reader's language, and what is wrong with a number that was typed."""

from __future__ import annotations

import re
from decimal import Decimal

from handlers.chat.say import Say
from handlers.quantities.number_parser import Reason
from handlers.quantities.units import raise_unit_figures


def format_unit(say: Say, unit: str) -> str:
    """Format the unit in the reader's language: "GWh/år", "GWh/yr", "tilsette"."""
    words = {
        "ansatte": say("employees"),
        "årsverk": say("full-time jobs"),
        "antall": say("pieces"),
        "stk": say("pieces"),
    }
    if unit in words:
        return words[unit]
    return raise_unit_figures(unit).replace("/år", "/yr") if say.language == "en" else raise_unit_figures(unit)


def format_number_input(say: Say, value: Decimal) -> str:
    """Format the number so that `parse_number` returns it: without groups, and not with three decimals."""
    whole, _, decimals = f"{value:f}".partition(".")
    decimals = f"{decimals}0" if len(decimals) == 3 else decimals
    return whole + (("." if say.language == "en" else ",") + decimals if decimals else "")


def explain_number_error(say: Say, reason: Reason, text: str, unit: str) -> str:
    """Explain what is wrong with the text, and what to write."""
    text, unit = text.strip()[:60], format_unit(say, unit)
    match reason:
        case "twice":
            digits = re.sub(r"[^\d.,]", "", text)
            whole, few = re.sub("[.,]", "", digits), digits.replace(".", ",").rstrip("0").rstrip(",")
            few += "0" if len(few.partition(",")[2]) == 3 else ""  # with three decimals it could be read in two ways
            values = {"text": text, "many": whole, "few": few}
            return say("“{text}” can be read in two ways. Write {many} or {few}.", **values)
        case "several":
            return say("Enter one number: “{text}” has several.", text=text)
        case "negative":
            return say("Enter zero or a higher number.")
        case "large":
            return say("“{text}” is too large. Check the unit: {unit}.", text=text, unit=unit)
        case "fine":
            return say("Write at most six decimals.")
        case "unit":
            return say(
                "The unit does not fit: this is asked for in {unit}. Write for example “12,5 {unit}”.", unit=unit
            )
    return say(
        "I find no number in “{text}”. Write for example “12,5 {unit}”, or leave it empty.", text=text, unit=unit
    )
