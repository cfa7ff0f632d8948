"""Parse the open data of the Storting: committee hearings from data.stortinget.no (`eksport/horinger`).

In XML each hearing has `id`, `komite` (with `navn`), `skriftlig`, `horing_status` and dates. Its agenda items are
in `horing_sak_info_liste`. JSON has the same names, with dates like `/Date(1770000000000+0100)/`. A date that is
not set is the first day of the year 1. A written hearing has a deadline for submissions (`innspillsfrist`). For a
hearing in a meeting one must first ask for a place (`anmodningsfrist_dato_tid`, once `soknadfrist_dato`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from xml.etree.ElementTree import Element

from handlers.chat.rich_text.model import Block, Run
from handlers.chat.rich_text.plain_text import write_cut_markup
from handlers.chat.rows import reason
from handlers.policy.source_parsers import ENTRIES, ParsingContext, Rows, UnreadableSource, cut_source_text

#: public page of a hearing
PAGE = "https://www.stortinget.no/no/Hva-skjer-pa-Stortinget/Horing/horing/?h={id}"
_STAMP = re.compile(r"/?\\?/?Date\((-?\d+)(?:[+-]\d{4})?\)\\?/?")
_WRITTEN = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})")
#: list element of a hearing -> element of its entries
_LISTS = {"horing_sak_info_liste": "horing_sak_info"}
#: status of a cancelled hearing, which is not imported
_OFF = "avlyst"


def parse_storting_xml(root: Element, reader: ParsingContext) -> Rows:
    found = [element for element in root.iter() if _get_local_tag(element) == "horing"]
    return _parse_hearings((_convert_xml_to_mapping(element) for element in found), reader)


def parse_storting_json(data: Any, reader: ParsingContext) -> Rows:
    found = data.get("horinger_liste") if isinstance(data, dict) else None
    if not isinstance(found, list):
        raise UnreadableSource("unknown", reason("no list of hearings of the Storting"))
    return _parse_hearings((one for one in found if isinstance(one, dict)), reader)


def _parse_hearings(hearings: Iterable[Mapping[str, Any]], reader: ParsingContext) -> Rows:
    for number, hearing in enumerate(hearings, 1):
        if number > ENTRIES:
            return
        id, deadline = _normalise_value(hearing.get("id")), _find_hearing_deadline(hearing, reader)
        over = deadline is not None and deadline < reader.today
        if not id or over or _normalise_value(hearing.get("horing_status")).casefold() == _OFF:
            continue
        yield reason("hearing {id}", id=id), _build_hearing_row(id, deadline, hearing)


def _build_hearing_row(id: str, deadline: date | None, hearing: Mapping[str, Any]) -> dict[str, Any]:
    items = [one for one in hearing.get("horing_sak_info_liste") or () if isinstance(one, dict)]
    titles = [_normalise_value(one.get("sak_korttittel")) or _normalise_value(one.get("sak_tittel")) for one in items]
    committee = hearing.get("komite")
    name = _normalise_value(committee.get("navn")) if isinstance(committee, dict) else ""
    long = [_normalise_value(one.get("sak_tittel")) for one in items]
    return {
        "id": f"storting:{id}"[:64],
        "title": cut_source_text(" / ".join(filter(None, titles)) or name or id, 300),
        "sender": cut_source_text(f"Stortinget: {name}" if name else "Stortinget", 200),
        "link": PAGE.format(id=id),
        "deadline": deadline.isoformat() if deadline else "",
        "text": write_cut_markup([Block((Run(" ".join(filter(None, long))),))], 3000),
    }


def _find_hearing_deadline(hearing: Mapping[str, Any], reader: ParsingContext) -> date | None:
    written = _normalise_value(hearing.get("skriftlig")).casefold() in ("true", "1")
    names = ["anmodningsfrist_dato_tid", "soknadfrist_dato"]
    names = ["innspillsfrist", *names] if written else [*names, "innspillsfrist"]
    return next(
        (
            day
            for name in names
            if (day := _parse_storting_day(_normalise_value(hearing.get(name)), reader)) is not None
        ),
        None,
    )


def _parse_storting_day(text: str, reader: ParsingContext) -> date | None:
    """Parse "2027-02-03T12:00:00", "/Date(...)/" or "03.02.2027".

    Return None for the year 1, which means not set.
    """
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


def _convert_xml_to_mapping(element: Element, depth: int = 3) -> dict[str, Any]:
    """Convert the element to what JSON would hold. No data that is used lies deeper than `depth` levels."""
    found: dict[str, Any] = {}
    for child in element:
        name = _get_local_tag(child)
        if name in _LISTS:
            found[name] = [
                _convert_xml_to_mapping(one, depth - 1) for one in child if _get_local_tag(one) == _LISTS[name]
            ]
        else:
            found[name] = (
                _convert_xml_to_mapping(child, depth - 1) if len(child) and depth else (child.text or "").strip()
            )
    return found


def _get_local_tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _normalise_value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(str(value).split()) if isinstance(value, str | int) else ""
