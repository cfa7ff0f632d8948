"""Write a small workbook: one table, and beside it the words that some of its columns may hold."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

#: rows below the headings in which the lists of words are offered
_LISTED_ROWS = 2_000
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
#: the first day that a file in a zip archive may have: the same workbook is the same bytes
_WRITTEN = (1980, 1, 1, 0, 0, 0)
#: bold headings
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def write_template_workbook(
    title: str, rows: Sequence[Sequence[str]], words_title: str, words: Mapping[int, Sequence[str]]
) -> bytes:
    """Return an .xlsx file of two sheets. `words`: column of the table -> what its cells may hold."""
    sheets = (_write_sheet(rows, _write_lists(words_title, words)), _write_sheet(_turn_lists(words, rows[0])))
    parts = {
        "[Content_Types].xml": _write_content_types(),
        "_rels/.rels": _write_relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": _write_book((title, words_title)),
        "xl/_rels/workbook.xml.rels": _write_relations({
            "rId1": ("worksheet", "worksheets/sheet1.xml"), "rId2": ("worksheet", "worksheets/sheet2.xml"),
            "rId3": ("styles", "styles.xml"),
        }),
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": sheets[0],
        "xl/worksheets/sheet2.xml": sheets[1],
    }  # fmt: skip
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _WRITTEN), _HEAD + text, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _write_content_types() -> str:
    parts = {"workbook": "sheet.main", "styles": "styles"} | {f"worksheets/sheet{n}": "worksheet" for n in (1, 2)}
    told = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_KINDS}.{kind}+xml"/>' for name, kind in parts.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{told}</Types>'
    )


def _write_relations(targets: Mapping[str, tuple[str, str]]) -> str:
    told = "".join(
        f'<Relationship Id="{id}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for id, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


def _write_book(titles: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(title[:31])} sheetId="{n}" r:id="rId{n}"/>' for n, title in enumerate(titles, 1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{sheets}</sheets></workbook>'


def _write_sheet(rows: Sequence[Sequence[str]], behind: str = "") -> str:
    """Write texts as they are: a cell is never a formula."""
    widths = "".join(
        f'<col min="{at + 1}" max="{at + 1}" width="{max(12, max(len(row[at]) for row in rows) + 2)}" customWidth="1"/>'
        for at in range(len(rows[0]))
    )
    told = "".join(
        f'<row r="{n}">{"".join(_write_cell(n, at, text) for at, text in enumerate(row) if text)}</row>'
        for n, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{_MAIN}"><cols>{widths}</cols><sheetData>{told}</sheetData>{behind}</worksheet>'


def _write_cell(number: int, at: int, text: str) -> str:
    style = ' s="1"' if number == 1 else ""
    return f'<c r="{_name_column(at)}{number}" t="inlineStr"{style}><is><t>{escape(text)}</t></is></c>'


def _name_column(at: int) -> str:
    return chr(ord("A") + at)


def _turn_lists(words: Mapping[int, Sequence[str]], headings: Sequence[str]) -> list[list[str]]:
    """Return the lists as columns, each below its heading."""
    longest = max(map(len, words.values()))
    rows = [[headings[at] for at in words]]
    return rows + [[said[n] if n < len(said) else "" for said in words.values()] for n in range(longest)]


def _write_lists(words_title: str, words: Mapping[int, Sequence[str]]) -> str:
    told = "".join(
        f'<dataValidation type="list" allowBlank="1" sqref="{_name_column(at)}2:{_name_column(at)}{_LISTED_ROWS}">'
        f"<formula1>'{escape(words_title)}'!${_name_column(n)}$2:${_name_column(n)}${len(said) + 1}</formula1>"
        "</dataValidation>"
        for n, (at, said) in enumerate(words.items())
    )
    return f'<dataValidations count="{len(words)}">{told}</dataValidations>'
