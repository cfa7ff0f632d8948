"""A number and its unit stand on one line on every platform, and what members wrote stays as they wrote it."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

import pytest

from bot.platforms.figure_binding import bind_card_figures, bind_figures
from bot.platforms.playground.page_replies import encode_page_card
from bot.platforms.slack.blocks import draw_slack_blocks
from bot.platforms.teams.cards import CardStyle, draw_adaptive_card
from handlers.chat.cards import Card, Facts, Item, Quote, Text
from handlers.chat.say import Say
from handlers.exchange.describing import describe_text

SAY = Say("nb", ZoneInfo("Europe/Oslo"))


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("varme på 65 °C hele året", "varme på 65_°C hele året"),
        ("B-2 Tilbud: varme, 4 MW, 65 °C", "B-2 Tilbud: varme, 4_MW, 65_°C"),
        ("1 200 t/år eller 30 000 m³/h", "1_200_t/år eller 30_000_m³/h"),
        ("5 t TS/år, 11,500 MWh/yr, 20 l/s", "5_t_TS/år, 11,500_MWh/yr, 20_l/s"),
        ("What comes in, GWh/yr", "What comes in, GWh/yr"),
        ("mandag 1/2, og/eller, 24/7, t/år", "mandag 1/2, og/eller, 24/7, t/år"),
        ("dekker 80 % av behovet", "dekker 80_% av behovet"),
        ("1.2 km, 40 da, 12 GWh", "1.2_km, 40_da, 12_GWh"),
        ("2 treff, 4 timer, 3 personer", "2 treff, 4 timer, 3 personer"),
        ("1. september 2027, kl. 10", "1. september 2027, kl. 10"),
    ],
)
def test_a_figure_is_not_broken(text: str, bound: str) -> None:
    assert bind_figures(text) == bound.replace("_", "\u00a0")


def test_each_platform_draws_whole_figures_and_members_own_words() -> None:
    said = "4 MW varme"
    card = Card("65 °C", (Text("65 °C"), Facts((("65 °C", "65 °C"),)), Item("65 °C", "65 °C", "65 °C"), Quote(said)))
    assert bind_card_figures(card).parts[-1] == Quote(said)
    style = CardStyle(opens=lambda _: False)
    drawn = (draw_slack_blocks(card, SAY), draw_adaptive_card(card, style), encode_page_card(card))
    for one in drawn:
        text = json.dumps(one, ensure_ascii=False)
        assert "65\u00a0°C" in text
        read_aloud = 6 if "fallbackText" in text else 0
        assert text.count("65 °C") == read_aloud
        assert said in text


def test_what_is_copied_from_a_card_is_read_as_before() -> None:
    found = describe_text(bind_figures("tilbyr 1 200 kW varme på 65 °C"))
    assert (found.amount, found.unit, found.temperature) == (1200, "kW", 65)
    found = describe_text(bind_figures("tilbyr 1 200 GWh/år varme"))
    assert (found.amount, found.unit) == (1200, "GWh/år")
