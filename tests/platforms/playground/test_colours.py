"""Every colour that carries meaning can be told from what it is on (WCAG AA), in light and in dark."""

from __future__ import annotations

import re

import pytest

from bot.http import stylesheets
from bot.platforms.playground.page_handlers import STATIC

TOKENS = (stylesheets.STATIC / "tokens.css").read_text(encoding="utf-8")
CSS = (STATIC / "page.css").read_text(encoding="utf-8")
TEXT, CONTROL = 4.5, 3.0
#: (what is drawn, what it is drawn on, least contrast)
PAIRS = (
    *((ink, ground, TEXT) for ink in ("ink", "soft", "accent") for ground in ("paper", "side", "raised", "hover")),
    ("ink", "private", TEXT),
    ("private-ink", "private", TEXT),
    ("soft", "private", TEXT),
    ("accent", "accent-soft", TEXT),
    ("ink", "accent-soft", TEXT),
    ("soft", "accent-soft", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-hover", TEXT),
    ("danger", "raised", TEXT),
    ("danger", "danger-soft", TEXT),
    ("paper", "badge", TEXT),
    ("rail-ink", "rail", TEXT),
    ("control", "paper", CONTROL),
    ("control", "raised", CONTROL),
    ("focus", "paper", CONTROL),
    ("focus", "side", CONTROL),
    *((series, ground, CONTROL) for series in ("accent", "second", "third", "fourth") for ground in ("paper", "side")),
)


def colours(scheme: str) -> dict[str, str]:
    light, dark, _paper = re.findall(r":root \{(.*?)\}", TOKENS, re.DOTALL)
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return found | (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark)) if scheme == "dark" else {})


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_it_stands_out(scheme: str, ink: str, ground: str, least: float) -> None:
    found = colours(scheme)
    assert contrast(found[ink], found[ground]) >= least


def test_initials_stand_out_on_every_person_s_colour() -> None:
    grounds = re.findall(r"\.hue\d \{ background: (#[0-9a-f]{6}); \}", CSS)
    assert len(grounds) == 8
    assert min(contrast("#ffffff", ground) for ground in grounds) >= TEXT
