"""Read what somebody typed of a new consultation into the fields of its form: who asks, about what, and by when."""

from __future__ import annotations

import re

from handlers.chat.turn import Turn
from handlers.dates.typed_times import NotATime, parse_typed_day

#: "frist 18. desember", "svarfrist: 1.2.2027", "deadline is 18 December"; the text has single spaces
_DEADLINE = re.compile(
    r"\b(?:svar|hørings|høyrings)?(?:frist(?:en)?|deadline):? (?:(?:er|is|den|on|til) )?", re.IGNORECASE
)
_DAY = re.compile(
    r"(?:\d{4}-\d\d-\d\d|\d{1,2}[./] ?\d{1,2}[./]?(?: ?\d{2,4})?|\d{1,2}\.? [^\W\d]{3,12}(?: \d{4})?)(?![^\W_])"
)
_FROM, _ABOUT = frozenset(("fra", "frå", "from")), frozenset(("om", "about", "on"))


def list_registration_values(turn: Turn, text: str) -> dict[str, str]:
    """Return field -> value for "fra NVE om tariffer, frist 18. desember"; what is not understood is the title."""
    found = {"title": " ".join(text.split())}
    found |= _find_typed_deadline(turn, found["title"])
    words = found["title"].split(" ")
    if words[0].casefold() in _FROM:
        about = next((n for n, word in enumerate(words) if word.casefold() in _ABOUT), len(words))
        found |= {"sender": " ".join(words[1:about]), "title": " ".join(words[about + 1 :])}
    title = found["title"]
    return found | {"title": title[:1].upper() + title[1:]}


def _find_typed_deadline(turn: Turn, text: str) -> dict[str, str]:
    """Return the deadline, with what stands before and after it; nothing where none is told."""
    named = _DEADLINE.search(text)
    day = _DAY.match(text, named.end()) if named is not None else None
    if named is None or day is None:
        return {}
    try:
        deadline = parse_typed_day(day[0], turn.now, turn.arena.zone).isoformat()
    except NotATime:
        return {}
    before = text[: named.start()].rstrip(" ,;.").removesuffix(" med").removesuffix(" with")
    return {"title": before, "deadline": deadline, "text": text[day.end() :].lstrip(" .,;")}
