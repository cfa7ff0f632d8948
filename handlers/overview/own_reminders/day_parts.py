"""Give a part of today its hour, where somebody asks to be reminded then: "minn meg på å ringe Kari etter lunsj"."""

from __future__ import annotations

import re

from handlers.language.late_patterns import compile_later

#: the hours that are meant, as the reader of times reads them
_HOURS = {"kveld": "i dag kl 18", "ettermiddag": "i dag kl 14", "etter": "kl 13", "før": "kl 11"}
_PARTS = {
    "kveld": r"i kveld|tonight|this evening",
    "ettermiddag": r"i ettermiddag|this afternoon",
    "etter": r"(?:rett |straks |right )?(?:etter|after) (?:lunsj(?:en)?|lunch)",
    "før": r"(?:rett |right )?(?:før|before) (?:lunsj(?:en)?|lunch)",
}
_PART = "|".join(f"(?P<{name}>{words})" for name, words in _PARTS.items())
#: when to remind, not when something is that takes place: behind the order, what is to be done, or "det". A meeting
#: tonight is asked about, for it may be over by then
_WHEN_TO_REMIND = compile_later(
    rf"^(?P<before>\W*+(?:\w++\W++){{1,2}}|(?>.{{0,300}}?\b(?:å|to)\s).{{0,300}}?|.{{0,300}}?\b(?:det|dette|this|it|that)\s)"
    rf"(?:{_PART})\b(?P<behind>.{{0,300}})$",
    re.IGNORECASE | re.DOTALL,
)


def name_part_hours(text: str) -> str | None:
    """Return the line with an hour in place of the part of today; None where it names none to be reminded at."""
    found = _WHEN_TO_REMIND.match(text)
    if found is None:
        return None
    hour = next(_HOURS[name] for name in _PARTS if found[name] is not None)
    return f"{found['before']}{hour}{found['behind']}"
