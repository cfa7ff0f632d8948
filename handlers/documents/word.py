"""A paper as a Word document: real headings, lists and tables in a plain style, in the language of its words."""

from __future__ import annotations

import io
import unicodedata
from datetime import UTC
from typing import Any

from docx import Document
from docx.document import Document as Written
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Block
from docx.text.run import Run

from handlers.documents import Heading, Paper, Paragraph, Points, Table, line, lines
from handlers.documents.looks import GREY, LINE, NOTE, blank

LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
#: what a property of a file holds
PROPERTY = 255


def written(paper: Paper) -> bytes:
    """The file. It takes a tenth of a second, in which nothing else should have to wait."""
    document: Written = Document(io.BytesIO(blank()))
    _properties(document, paper)
    _footer(document, paper)
    _block(document.add_paragraph(style="Title"), line(paper.title))
    for part in paper.parts:
        match part:
            case Heading(text=text, level=level):
                _block(document.add_heading(level=level), line(text))
            case Paragraph(text=text, style=style):
                for one in lines(text):
                    block = document.add_paragraph(style=NOTE if style == "subtle" else None)
                    _block(block, one).bold = style == "strong" or None
            case Points(lines=points):
                for point in points:
                    _block(document.add_paragraph(style="List Bullet"), line(point))
            case Table():
                _table(document, part)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _properties(document: Written, paper: Paper) -> None:
    """What a program shows of the file: nothing of the program that wrote it."""
    known, made = document.core_properties, paper.made_at.astimezone(UTC).replace(tzinfo=None)
    known.title, known.author = line(paper.title)[:PROPERTY], line(paper.author)[:PROPERTY]
    known.last_modified_by, known.comments = known.author, ""
    known.subject, known.keywords = line(paper.subject)[:PROPERTY], line(paper.keywords)[:PROPERTY]
    known.created = known.modified = made
    known.revision, known.language = 1, LANGUAGES[paper.language]
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert defaults is not None
    defaults.set(qn("w:val"), LANGUAGES[paper.language])


def _footer(document: Written, paper: Paper) -> None:
    """ "S-7 · Arena    2 / 5": which page of how many is worked out by whatever shows it."""
    block = document.sections[0].footer.paragraphs[0]
    block.add_run(f"{line(paper.name)} · {line(paper.author)}\t\t")
    _field(block, "PAGE")
    block.add_run(" / ")
    _field(block, "NUMPAGES")


def _field(block: Block, name: str) -> None:
    """ "1" until it is worked out."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    _element(block).append(field)


def _table(document: Written, table: Table) -> None:
    """A header comes again on every page; without one, the first cell of a row is bold."""
    rows = [*([table.header] if table.header else []), *table.rows]
    if not rows:
        return
    drawn = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    drawn.autofit = False
    shares = table.widths or (1.0,) * len(rows[0])
    widths = [Cm(LINE * share / sum(shares)) for share in shares]
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = width
    for n, (cells, texts) in enumerate(zip(drawn.rows, rows, strict=True)):
        heads = bool(table.header) and n == 0
        if heads:
            _element(cells).get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for at, (cell, text) in enumerate(zip(cells.cells, texts, strict=True)):
            cell.width = widths[at]
            _cell(cell, text, strong=heads or (at == 0 and not table.header))
            if heads:
                _shade(cell)
    document.add_paragraph()


def _cell(cell: _Cell, text: str, *, strong: bool) -> None:
    for n, one in enumerate(lines(text) or [""]):
        block = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
        _block(block, one).bold = strong or None
        block.paragraph_format.space_after = Pt(0)


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", GREY)):
        shade.set(qn(f"w:{name}"), value)
    _element(cell).get_or_add_tcPr().append(shade)


def _block(block: Block, text: str) -> Run:
    """The text of a paragraph, which runs as its first letter does."""
    run = block.add_run(text)
    if _runs_left(text):
        _element(block).get_or_add_pPr().append(OxmlElement("w:bidi"))
        run.font.rtl = True
    return run


def _element(thing: Any) -> Any:
    """What it is in the file, for what the library has no words for."""
    return thing._element  # noqa: SLF001 - there is no other way to it


def _runs_left(text: str) -> bool:
    """Whether the first letter that says so is of a script that is written from right to left."""
    ways = (unicodedata.bidirectional(letter) for letter in text)
    return next((way for way in ways if way in ("L", "R", "AL")), "L") != "L"
