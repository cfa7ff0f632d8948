"""The open data of the Storting: hearings of its committees, as data.stortinget.no tells of them (`eksport/horinger`).

In XML each has `id`, `komite` (with `navn`), `skriftlig`, `horing_status`, dates and `horing_sak_info_liste` with the
items it is about; in JSON the same under the same names, with dates like `/Date(1770000000000+0100)/`. A date that is
not set is the first day of the year 1. What is written has a deadline for what is sent in (`innspillsfrist`); for a
hearing in a meeting what comes first is to ask for a place (`anmodningsfrist_dato_tid`, once `soknadfrist_dato`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from xml.etree.ElementTree import Element

from handlers.chat.rows import reason
from handlers.policy.consultations.reading import ENTRIES, Reader, Rows, Unreadable

#: where people read of a hearing
PAGE = "https://www.stortinget.no/no/Hva-skjer-pa-Stortinget/Horing/horing/?h={id}"
_STAMP = re.compile(r"/?\\?/?Date\((-?\d+)(?:[+-]\d{4})?\)\\?/?")
_WRITTEN = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})")
#: lists of a hearing, and what is in them
_LISTS = {"horing_sak_info_liste": "horing_sak_info"}
#: a hearing that is called off is none
_OFF = "avlyst"


def of_xml(root: Element, reader: Reader) -> Rows:
    found = [element for element in root.iter() if _name(element) == "horing"]
    return _rows((_mapping(element) for element in found), reader)


def of_json(data: Any, reader: Reader) -> Rows:
    found = data.get("horinger_liste") if isinstance(data, dict) else None
    if not isinstance(found, list):
        raise Unreadable("unknown", reason("no list of hearings of the Storting"))
    return _rows((one for one in found if isinstance(one, dict)), reader)


def _rows(hearings: Iterable[Mapping[str, Any]], reader: Reader) -> Rows:
    for number, hearing in enumerate(hearings, 1):
        if number > ENTRIES:
            return
        id, deadline = _text(hearing.get("id")), _deadline(hearing, reader)
        over = deadline is not None and deadline < reader.today
        if not id or over or _text(hearing.get("horing_status")).casefold() == _OFF:
            continue
        yield reason("hearing {id}", id=id), _row(id, deadline, hearing)


def _row(id: str, deadline: date | None, hearing: Mapping[str, Any]) -> dict[str, Any]:
    items = [one for one in hearing.get("horing_sak_info_liste") or () if isinstance(one, dict)]
    titles = [_text(one.get("sak_korttittel")) or _text(one.get("sak_tittel")) for one in items]
    committee = hearing.get("komite")
    name = _text(committee.get("navn")) if isinstance(committee, dict) else ""
    long = [_text(one.get("sak_tittel")) for one in items]
    return {
        "id": f"storting:{id}"[:64],
        "title": _cut(" / ".join(filter(None, titles)) or name or id, 300),
        "sender": _cut(f"Stortinget: {name}" if name else "Stortinget", 200),
        "link": PAGE.format(id=id),
        "deadline": deadline.isoformat() if deadline else "",
        "text": _cut(" ".join(filter(None, long)), 3000),
    }


def _deadline(hearing: Mapping[str, Any], reader: Reader) -> date | None:
    written = _text(hearing.get("skriftlig")).casefold() in ("true", "1")
    names = ["anmodningsfrist_dato_tid", "soknadfrist_dato"]
    names = ["innspillsfrist", *names] if written else [*names, "innspillsfrist"]
    return next((day for name in names if (day := _day(_text(hearing.get(name)), reader)) is not None), None)


def _day(text: str, reader: Reader) -> date | None:
    """Of "2027-02-03T12:00:00", "/Date(...)/" or "03.02.2027"; None for the first day of all time."""
    stamp = _STAMP.fullmatch(text)
    try:
        if stamp:
            found = datetime.fromtimestamp(int(stamp[1]) / 1000, UTC).astimezone(reader.zone).date()
        elif (written := _WRITTEN.match(text)) is not None:
            found = date(int(written[3]), int(written[2]), int(written[1]))
        else:
            moment = datetime.fromisoformat(text)
            found = (moment.astimezone(reader.zone) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.year > 1 else None


def _mapping(element: Element, depth: int = 3) -> dict[str, Any]:
    """As it would be in JSON; nothing that is told lies deeper than so many levels."""
    found: dict[str, Any] = {}
    for child in element:
        name = _name(child)
        if name in _LISTS:
            found[name] = [_mapping(one, depth - 1) for one in child if _name(one) == _LISTS[name]]
        else:
            found[name] = _mapping(child, depth - 1) if len(child) and depth else (child.text or "").strip()
    return found


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(str(value).split()) if isinstance(value, str | int) else ""


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
