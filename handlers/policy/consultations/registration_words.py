"""Read what somebody typed of a new consultation into the fields of its form: who asks, about what, and by when."""

from __future__ import annotations

import re

from handlers.chat.turn import Turn
from handlers.dates.typed_times import NotATime, parse_typed_day

#: "…, frist 18. desember", "… med svarfrist 1.2.2027", "… deadline: 18 December"
_DEADLINE = re.compile(
    r"[,;.]?\s+(?:(?:med|with)\s+)?(?:svar|hørings|høyrings)?(?:frist(?:en)?|deadline)"
    r"(?:\s+(?:er|is|den|on|til))?:?\s+"
    r"(?P<day>\d{4}-\d\d-\d\d|\d{1,2}[./]\s?\d{1,2}[./]?(?:\s?\d{2,4})?|\d{1,2}\.?\s+[^\W\d]{3,}(?:\s+\d{4})?)"
    r"[.,;]?(?:\s+(?P<rest>.+))?$",
    re.IGNORECASE | re.DOTALL,
)
_SENDER = re.compile(r"(?:fra|frå|from)\s+(?P<sender>.+?)(?:\s+(?:om|about|on)\s+(?P<title>.+))?", re.IGNORECASE)


def list_registration_values(turn: Turn, text: str) -> dict[str, str]:
    """Return field -> value for "fra NVE om tariffer, frist 18. desember"; what is not understood is the title."""
    found = {"title": text} | _find_typed_deadline(turn, text)
    sent = _SENDER.fullmatch(found["title"])
    if sent is not None:
        found |= {"sender": sent["sender"], "title": sent["title"] or ""}
    title = found["title"]
    return found | {"title": title[:1].upper() + title[1:]}


def _find_typed_deadline(turn: Turn, text: str) -> dict[str, str]:
    """Return the deadline, with what stands before and after it; nothing where none is told."""
    day = _DEADLINE.search(text)
    if day is None:
        return {}
    try:
        deadline = parse_typed_day(day["day"], turn.now, turn.arena.zone).isoformat()
    except NotATime:
        return {}
    return {"title": text[: day.start()], "deadline": deadline, "text": day["rest"] or ""}
