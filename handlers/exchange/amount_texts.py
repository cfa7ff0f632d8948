"""Say amounts that members wrote as the reader's language writes them: "9,1 GWh/år", "9.1 GWh/yr"."""

from __future__ import annotations

from decimal import Decimal

from handlers.chat.say import Say
from handlers.exchange.matching.flow_phrases import format_unit_name
from handlers.quantities.quantity_scanner import is_about, scan_quantities
from handlers.quantities.text_folding import compose_signs
from handlers.quantities.units import raise_unit_figures


def describe_amount(say: Say, text: str) -> str:
    """Return an amount with the decimal sign and the unit of the reader's language.

    What is not one clear amount stays as its member wrote it: a wrong guess would be another number.
    """
    return _write_amount(say, text, between=None)


def fill_amount_field(say: Say, text: str) -> str:
    """Return an amount as a field or a table takes it back: a comma between thousands would be read as doubtful."""
    return _write_amount(say, text, between=" ")


def _write_amount(say: Say, text: str, *, between: str | None) -> str:
    """Return the amount with this sign between thousands; None: that of the language."""
    text = compose_signs(text)
    found = scan_quantities(text) if text else []
    said = found[0] if len(found) == 1 else None
    if said is None or said.unit is None or said.problem or said.weekly or said.value is None:
        return text
    ends = (said.low, said.high) if said.low is not None and said.high is not None else (said.value,)
    figures = "-".join(_write_number(say, number, between) for number in ends)
    unit = format_unit_name(say, raise_unit_figures(said.unit.name))
    before, amount = text[: said.start], f"{figures} {unit}"
    if is_about(before):
        before, amount = "", say("about {amount}", amount=amount)
    return f"{before}{amount}{text[said.end :]}"


def _write_number(say: Say, number: Decimal, between: str | None) -> str:
    told = say.format_decimal(number).replace("\u00a0", " ")
    return told.replace(",", between) if between is not None and say.language == "en" else told
