"""Read the first visible sheet of a workbook that has cells. Formulas are their last value, and are never computed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from handlers.chat.rows import RowFault, reason
from handlers.documents.tables import MOST_COLUMNS, CellTable, refuse_many_rows
from handlers.documents.tables.cell_values import CellFormats, read_cell_formats, split_cell_name, write_cell_value
from handlers.documents.tables.workbook_archive import WorkbookArchive, build_unreadable_error, get_local_name

#: maximum numbers of texts that cells share, and of merged ranges that are named
MOST_TEXTS, MOST_NAMED = 200_000, 5
_BOOK = "xl/workbook.xml"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Sheet(NamedTuple):
    """Hold where a sheet of a workbook is."""

    name: str
    part: str
    visible: bool


def read_workbook_table(content: bytes) -> CellTable:
    """Return the table of a workbook. Raise UnreadableTable."""
    archive = WorkbookArchive(content)
    if not archive.has_part(_BOOK):
        raise build_unreadable_error()
    sheets, formats = _list_sheets(archive), read_cell_formats(archive)
    texts = _list_shared_texts(archive)
    table = CellTable(())
    chosen: Sheet | None = None
    for sheet in sheets:
        if sheet.visible and not table.rows:
            chosen, table = sheet, _read_sheet(archive, sheet, formats, texts)
    notes = [*table.notes, *_note_other_sheets(sheets, chosen)]
    return CellTable(table.rows, tuple(notes), table.blank_formulas)


def _list_sheets(archive: WorkbookArchive) -> list[Sheet]:
    parts = archive.map_targets(_BOOK)
    found = [element for element in archive.parse_part(_BOOK).iter() if get_local_name(element) == "sheet"]
    sheets = [
        Sheet(one.get("name", "")[:60], parts.get(one.get(_RELATION, ""), ""), one.get("state", "visible") == "visible")
        for one in found
    ]
    return [sheet for sheet in sheets if archive.has_part(sheet.part)]


def _note_other_sheets(sheets: list[Sheet], chosen: Sheet | None) -> Iterator[RowFault]:
    hidden = [sheet.name for sheet in sheets if not sheet.visible]
    others = [sheet.name for sheet in sheets if sheet.visible and sheet is not chosen]
    if hidden:
        yield reason("Hidden sheets are not read: {names}.", names=", ".join(hidden[:MOST_NAMED]))
    if others:
        yield reason("Only the first sheet is read, and not {names}.", names=", ".join(others[:MOST_NAMED]))


def _list_shared_texts(archive: WorkbookArchive) -> list[str]:
    part = "xl/sharedStrings.xml"
    texts: list[str] = []
    for element in archive.iterate_elements(part) if archive.has_part(part) else ():
        if get_local_name(element) == "si":
            texts.append(_join_text(element))
            element.clear()
            if len(texts) > MOST_TEXTS:
                raise build_unreadable_error()
    return texts


def _join_text(element: Element) -> str:
    """Return the text of all runs, without what is written above signs to say how they are spoken."""
    runs = [element, *(one for one in element if get_local_name(one) == "r")]
    return "".join(one.text or "" for run in runs for one in run if get_local_name(one) == "t")


def _read_sheet(archive: WorkbookArchive, sheet: Sheet, formats: CellFormats, texts: list[str]) -> CellTable:
    rows: list[tuple[int, tuple[str, ...]]] = []
    blank, merged, number = set[tuple[int, int]](), list[str](), 0
    for element in archive.iterate_elements(sheet.part):
        name = get_local_name(element)
        if name == "mergeCell":
            merged.append(element.get("ref", ""))
        if name != "row":
            continue
        said = element.get("r", "")
        number = int(said) if said.isascii() and said.isdecimal() and len(said) < 8 else number + 1
        cells, formulas = _read_row(element, formats, texts)
        element.clear()
        blank.update((number, column) for column in formulas)
        if any(cells) or formulas:
            rows.append((number, cells))
            refuse_many_rows(len(rows) - 1)
    notes = (_note_merged_cells(merged),) if merged else ()
    return CellTable(tuple(rows), notes, frozenset(blank))


def _read_row(row: Element, formats: CellFormats, texts: list[str]) -> tuple[tuple[str, ...], list[int]]:
    """Return the cells of a row, and the columns of formulas without a value."""
    found: dict[int, str] = {}
    formulas, at = list[int](), -1
    for cell in row:
        if get_local_name(cell) != "c":
            continue
        column = split_cell_name(cell.get("r", ""))
        at = at + 1 if column is None else column
        if at >= MOST_COLUMNS:
            continue
        parts = {get_local_name(part): part for part in cell}
        value = parts["v"].text if "v" in parts else None
        if "is" in parts:
            found[at] = _join_text(parts["is"]).strip()
        elif value:
            found[at] = write_cell_value(value, cell.get("t", "n"), cell.get("s", ""), formats, texts).strip()
        elif "f" in parts and cell.get("t") != "str":
            formulas.append(at)
    width = max(found, default=-1) + 1
    return tuple(found.get(column, "") for column in range(width)), formulas


def _note_merged_cells(merged: list[str]) -> RowFault:
    names = ", ".join(merged[:MOST_NAMED]) + (" …" if len(merged) > MOST_NAMED else "")
    return reason("Merged cells count as their first cell, and the others are empty: {names}.", names=names)
