"""Read rows out of the text of a file: JSON Lines, a JSON list or CSV, each with where it stands."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from handlers.chat.rows import reason
from handlers.chat.rows.storable_text import is_storable_value

#: First characters that an export protects with an apostrophe, because spreadsheets read them as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def read_rows(
    lines: Iterable[str], faults: list[str], *, within: str = "", may_be_empty: bool = False
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every row with where it stands; an unreadable or repeated row becomes a fault.

    `within`: a field whose values have ids of their own each.
    """
    return _skip_repeated_ids(_read_all_rows(lines, faults, may_be_empty=may_be_empty), faults, within)


def _read_all_rows(
    lines: Iterable[str], faults: list[str], *, may_be_empty: bool
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every row with its position; an unreadable row becomes a fault."""
    rest = iter(lines)
    first = next((line for line in rest if line.strip("\ufeff \t\r\n")), "").lstrip("\ufeff")
    whole = chain([first], rest)
    if not first:
        if may_be_empty:
            return iter(())
        faults.append(reason("line 1: the file is empty"))
        return iter(())
    if first.lstrip().startswith("["):
        return _read_json_list(whole, faults)
    return _read_json_lines(whole, faults) if first.lstrip().startswith("{") else _read_csv_table(first, whole, faults)


def _read_json_list(lines: Iterable[str], faults: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        rows = json.loads("".join(line if line.endswith("\n") else f"{line}\n" for line in lines))
    except (ValueError, RecursionError) as error:
        faults.append(reason("not JSON: {error}", error=error))
        return
    for number, row in enumerate(rows, 1):
        yield from _read_row_object(reason("row {n}", n=number), row, faults)


def _read_json_lines(lines: Iterable[str], faults: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            where = reason("line {n}", n=number)
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                faults.append(reason("{where}: not JSON: {error}", where=where, error=error))
                continue
            yield from _read_row_object(where, row, faults)


def _read_row_object(where: str, row: Any, faults: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    if not isinstance(row, dict):
        faults.append(reason("{where}: must be an object with named fields", where=where))
        return
    wrong = [repr(name) for name, value in row.items() if not is_storable_value({name: value})]
    faults += [reason("{where}: {name}: contains a character that is not text", where=where, name=one) for one in wrong]
    if not wrong:
        yield where, row


def _read_csv_table(header: str, lines: Iterable[str], faults: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the rows of a table with a comma between cells, or the semicolon or tab that spreadsheets write."""
    delimiter = next((sign for sign in (",", ";", "\t") if sign in header), ",")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        names = [name.strip() for name in next(reader)]
        twice = [name for name, times in Counter(filter(None, names)).items() if times > 1]
        faults += [reason("line 1: two columns are called {name}", name=name) for name in twice]
        for cells in reader:
            where = reason("line {n}", n=reader.line_num)
            if not any(cells):
                continue
            if len(cells) != len(names):
                counts = {"cells": len(cells), "names": len(names)}
                faults.append(reason("{where}: has {cells} cells, but the header has {names}", where=where, **counts))
                continue
            row = {name: strip_formula_guard(cell) for name, cell in zip(names, cells, strict=True)}
            yield from _read_row_object(where, row, faults)
    except csv.Error as error:
        where = reason("line {n}", n=reader.line_num)
        faults.append(reason("{where}: not CSV: {error}", where=where, error=error))


def strip_formula_guard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _skip_repeated_ids(
    rows: Iterable[tuple[str, dict[str, Any]]], faults: list[str], within: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield rows with a new id; an id twice in one file is a slip: the second row would undo the first."""
    seen: dict[tuple[str, str], str] = {}
    for where, row in rows:
        name = "slug" if "slug" in row else "id"
        id, apart = row.get(name), str(row.get(within, ""))
        if isinstance(id, str) and id and seen.setdefault((apart, id), where) != where:
            twice = {"where": where, "name": name, "id": repr(id), "first": seen[apart, id]}
            faults.append(reason("{where}: {name}: {id} is in {first} already", **twice))
        else:
            yield where, row
