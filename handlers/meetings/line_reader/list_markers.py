"""Leave out the marks of a list that a meeting is noted in: "1) HMS-runde 2) fredag 08:00 3) ved vekta"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.dates.calendar_words import MONTHS
from handlers.language.late_patterns import compile_later

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
#: a mark where a part may begin; its figure, with a full stop that no month follows, or its letter
_MARK = compile_later(rf"(?:^|(?<=\s))(?:(?P<figure>\d)(?P<stop>[.)])|(?P<letter>[a-f])\))\s+(?!(?:{_MONTH})\b)")
#: number of marks at the least: full stops stand behind dates too
_FEWEST = {")": 2, ".": 3}


def drop_list_markers(text: str) -> str:
    """Return the text with commas instead of the marks of a list, which begins with the first of them."""
    marks = list(_MARK.finditer(text))
    if not marks or text[: marks[0].start()].strip():
        return text
    stop = marks[0]["stop"] or ")"
    listed = _list_in_order([mark for mark in marks if (mark["stop"] or ")") == stop])
    if len(listed) < _FEWEST[stop]:
        return text
    ends = [*(mark.start() for mark in listed[1:]), len(text)]
    parts = (text[mark.end() : end].strip(" ,;") for mark, end in zip(listed, ends, strict=True))
    return ", ".join(part for part in parts if part)


def _list_in_order(marks: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """Return the marks that go on from the first of their kind: 1, 2, 3 or a, b, c."""
    order = iter("123456" if marks[0]["figure"] else "abcdef")
    wanted, listed = next(order), []
    for mark in marks:
        if (mark["figure"] or mark["letter"]) == wanted:
            listed.append(mark)
            wanted = next(order, "")
    return listed
