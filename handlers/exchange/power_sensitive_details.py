"""Find what must not be kept about the grid: drawings, maps of cables and pipes, stations with their capacity.

Everybody who knows such details has to keep them secret (kraftberedskapsforskriften § 6-2, energiloven § 9-3). What
may be said are megawatts, voltage, municipality or price area, grid company and year.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from handlers.chat.say import Say
from handlers.quantities.text_folding import compose_signs, fold_signs

DRAWING, CABLES, PIPES, WEAKNESSES, STATION = "drawing", "cables", "pipes", "weaknesses", "station"
#: Each pattern is of a folded text: "linjeføring" is "linjeforing".
_DETAILS: Final = (
    (DRAWING, re.compile(r"\b(?:en|ein|1-)linjes?kjema|single[- ]line diagram|one[- ]line diagram|koblingsskjema"
                         r"|koplingsskjema|\bsld\b")),
    (CABLES, re.compile(r"\bkabel(?:kart|trase|plan|pavis)|\b(?:cable|line) (?:map|route|drawing)|\bkart over (?:\w+ )?"
                        r"(?:kab(?:el|l)|linj|stromnett|straumnett)")),
    (PIPES, re.compile(r"\b(?:ror|fjernvarme|damp)(?:kart|trase)|\bpipe (?:map|route|drawing)|\bkart over (?:\w+ )?"
                       r"(?:fjernvarme|rorgat|dampnett)")),
    (WEAKNESSES, re.compile(r"\bsarbarhets?(?:analyse|vurdering)|\bvulnerability (?:analysis|assessment)"
                            r"|\b(?:risiko|ros)-? ?(?:og sarbarhets)?analyse av (?:nett|kraft)")),
)  # fmt: skip
_STATION: Final = re.compile(
    r"\b(?:trafo|transformator|koblings|koplings|sekundaer|sekundar|transformer |switching |nett)?"
    r"(?:stasjon|substation)(?:en|a|ar|er)?\b"
)
_STATION_WORDS: Final = (
    "trafo",
    "transform",
    "kobling",
    "kopling",
    "sekunda",
    "nettstasjon",
    "substation",
    "switching",
)
_CAPACITY: Final = re.compile(r"\d ?(?:mva|kva|mw|gw)\b")
#: where one sentence ends and the next begins
_SENTENCES: Final = re.compile(r"[.;!?](?=\s)|\n")


def find_power_sensitive_detail(text: str) -> str | None:
    """Return what kind of detail a text gives or leads to; None for a text that gives none."""
    folded = fold_signs(compose_signs(text))
    for kind, pattern in _DETAILS:
        if pattern.search(folded):
            return kind
    return STATION if any(map(_gives_station_capacity, _SENTENCES.split(folded))) else None


def _gives_station_capacity(sentence: str) -> bool:
    if _CAPACITY.search(sentence) is None:
        return False
    return any(found[0].startswith(_STATION_WORDS) for found in _STATION.finditer(sentence))


def explain_power_sensitive_refusal(say: Say, kind: str) -> str:
    """Return why nothing of it was stored, and what may be said instead."""
    what = {
        DRAWING: say("a drawing of the grid"), CABLES: say("a map of cables or lines"), PIPES: say("a map of pipes"),
        WEAKNESSES: say("an analysis of weaknesses"), STATION: say("a station with its capacity"),
    }[kind]  # fmt: skip
    return say(
        "This looks like {what}, which is power-sensitive information that everybody must keep secret. Nothing was "
        "stored. Write megawatts, voltage, municipality, grid company and year.",
        what=what,
    )


def add_power_sensitive_faults(say: Say, texts: Mapping[str, str], wrong: dict[str, str]) -> None:
    """Add to `wrong` why each text that gives such a detail is refused, by the name of its field."""
    for field, text in texts.items():
        kind = find_power_sensitive_detail(text)
        if kind is not None:
            wrong[field] = explain_power_sensitive_refusal(say, kind)
