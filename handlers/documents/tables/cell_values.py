"""Write the value of a workbook's cell as a Norwegian reader types it: 1200,5 and 2027-06-15."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from handlers.documents.tables.workbook_archive import WorkbookArchive, build_unreadable_error, get_local_name

#: numbers of the formats of days that are not written down in a file
_DAY_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
#: what a format has around its signs: colours, texts, and signs that stand for themselves
_ASIDES = re.compile(r'"[^"]{0,60}"|\[[^\]]{0,60}\]|\\.|_.|\*.')
_CELL_NAME = re.compile(r"([A-Za-z]{1,3})\d+")
#: last day that a spreadsheet knows
_LAST_DAY = 2_958_465
#: significant digits that a spreadsheet keeps
_DIGITS = 15


@dataclass(frozen=True, slots=True)
class CellFormats:
    """Hold which styles show a number as a day, and the day from which they count."""

    days: frozenset[int]
    first: datetime


def read_cell_formats(archive: WorkbookArchive) -> CellFormats:
    book = archive.parse_part("xl/workbook.xml")
    later = any(
        get_local_name(one) == "workbookPr" and one.get("date1904") in ("1", "true") for one in book
    )  # fmt: skip
    first = datetime(1904, 1, 1) if later else datetime(1899, 12, 30)  # noqa: DTZ001  a spreadsheet has no zone
    part, own, styles = "xl/styles.xml", dict[str, str](), list[str]()
    for element in archive.iterate_elements(part) if archive.has_part(part) else ():
        name = get_local_name(element)
        if name == "numFmt":
            own[element.get("numFmtId", "")] = element.get("formatCode", "")
        elif name == "cellXfs":
            styles = [one.get("numFmtId", "") for one in element]
    days = [at for at, number in enumerate(styles) if _shows_day(number, own)]
    return CellFormats(frozenset(days), first)


def _shows_day(number: str, own: dict[str, str]) -> bool:
    if number in own:
        return any(sign in "dy" for sign in _ASIDES.sub("", own[number]).casefold())
    return number.isdecimal() and int(number) in _DAY_FORMATS


def split_cell_name(name: str) -> int | None:
    """Return the column that a name such as "C7" has, counted from nought; None for no name."""
    found = _CELL_NAME.fullmatch(name)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def write_cell_value(value: str, kind: str, style: str, formats: CellFormats, texts: list[str]) -> str:
    """Return the value as text. Raise UnreadableTable for a text that the workbook does not have."""
    if kind == "s":
        if not (value.isascii() and value.isdecimal() and int(value) < len(texts)):
            raise build_unreadable_error()
        return texts[int(value)]
    if kind == "b":
        return "ja" if value == "1" else "nei"
    if kind == "d":
        return value[:10]
    if kind != "n":
        return value
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite():
        return value
    is_day = style.isdecimal() and int(style) in formats.days
    if is_day and 0 < number <= _LAST_DAY:
        return (formats.first + timedelta(days=float(number))).date().isoformat()
    return write_plain_number(number)


def write_plain_number(number: Decimal) -> str:
    """Return digits and a decimal comma. Three decimals get a nought: "1,250" could be read as a thousand."""
    # 0.1 + 0.2 is stored with more digits than a spreadsheet shows
    whole, point, decimals = f"{Decimal(f'{number:.{_DIGITS}g}'):f}".partition(".")
    decimals = decimals.rstrip("0")
    if not point or not decimals:
        return whole
    return f"{whole},{decimals}{'0' if len(decimals) == 3 else ''}"
