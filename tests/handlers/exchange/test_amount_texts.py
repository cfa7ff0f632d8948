"""An amount stands on a card as its reader writes amounts, whoever wrote it."""

from __future__ import annotations

from datetime import UTC

import pytest

from handlers.chat.say import LANGUAGES, Say
from handlers.exchange.amount_texts import describe_amount, fill_amount_field
from handlers.quantities.quantity_scanner import scan_quantities


@pytest.mark.parametrize(
    ("written", "nb", "en"),
    [
        ("40 GWh/år", "40 GWh/år", "40 GWh/yr"),
        ("40 GWh/yr", "40 GWh/år", "40 GWh/yr"),
        ("9,1 GWh", "9,1 GWh", "9.1 GWh"),
        ("3.5 MW", "3,5 MW", "3.5 MW"),
        ("3000 t/år", "3 000 t/år", "3,000 t/yr"),
        ("5-10 GWh/år", "5-10 GWh/år", "5-10 GWh/yr"),
        ("ca. 5 MW", "ca. 5 MW", "about 5 MW"),
        ("Around 5-10 GWh/yr", "ca. 5-10 GWh/år", "about 5-10 GWh/yr"),
        ("ca. 5 MW, mest om natta", "ca. 5 MW, mest om natta", "about 5 MW, mest om natta"),
        ("i snitt 5 MW", "i snitt 5 MW", "i snitt 5 MW"),
        ("300 paller", "300 paller", "300 pallets"),
        ("1,200 t", "1,200 t", "1,200 t"),
        ("5000 MWh", "5 000 MWh", "5,000 MWh"),
        ("et par lass", "et par lass", "et par lass"),
        ("", "", ""),
    ],
)
def test_an_amount_is_written_as_its_reader_writes(written: str, nb: str, en: str) -> None:
    told = {language: describe_amount(Say(language, UTC), written) for language in LANGUAGES}
    assert told == {"nb": nb, "nn": nb.replace("paller", "pallar"), "en": en}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("written", ["3000 t/år", "1 200,5 MWh/år", "5-10 GWh/år", "9,1 GWh", "ca. 5 MW"])
def test_what_a_field_is_filled_with_is_read_as_the_same_amount(written: str, language: str) -> None:
    def read(text: str) -> list[object]:
        return [(one.value, one.low, one.high, one.unit, one.problem) for one in scan_quantities(text)]

    assert read(fill_amount_field(Say(language, UTC), written)) == read(written)
