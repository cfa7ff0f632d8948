"""Write a document as a Word file: real headings, lists and tables in a plain style, in its language."""

from __future__ import annotations

import io
from datetime import UTC

from docx import Document
from docx.document import Document as Written
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Block
from docx.text.run import Run

from handlers.documents import (
    LINE_WIDTH,
    LONGEST_PROPERTY,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Points,
    Table,
    join_clean_lines,
    split_clean_lines,
)
from handlers.documents.word_rich_text import add_rich_text, get_xml_element, set_direction
from handlers.documents.word_styles import GREY, NOTE, build_blank_document

LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}


def write_word_document(paper: Paper) -> bytes:
    """Return the file. It takes a tenth of a second, in which nothing else should have to wait."""
    document: Written = Document(io.BytesIO(build_blank_document()))
    _set_properties(document, paper)
    _add_footer(document, paper)
    _add_text_run(document.add_paragraph(style="Title"), join_clean_lines(paper.title))
    for part in paper.parts:
        match part:
            case Heading(text=text, level=level):
                _add_text_run(document.add_heading(level=level), join_clean_lines(text))
            case Paragraph(text=text, marked=True):
                add_rich_text(document, text)
            case Paragraph(text=text, style=style):
                for one in split_clean_lines(text):
                    block = document.add_paragraph(style=NOTE if style == "subtle" else None)
                    _add_text_run(block, one).bold = style == "strong" or None
            case Points(lines=points):
                for point in points:
                    _add_text_run(document.add_paragraph(style="List Bullet"), join_clean_lines(point))
            case Table():
                _add_table(document, part)
            case Picture():
                _add_picture(document, part)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_properties(document: Written, paper: Paper) -> None:
    """Set what a program shows of the file; name nothing of the program that wrote it."""
    known, made = document.core_properties, paper.made_at.astimezone(UTC).replace(tzinfo=None)
    known.title, known.author = (
        join_clean_lines(paper.title)[:LONGEST_PROPERTY],
        join_clean_lines(paper.author)[:LONGEST_PROPERTY],
    )
    known.last_modified_by, known.comments = known.author, ""
    known.subject, known.keywords = (
        join_clean_lines(paper.subject)[:LONGEST_PROPERTY],
        join_clean_lines(paper.keywords)[:LONGEST_PROPERTY],
    )
    known.created = known.modified = made
    known.revision, known.language = 1, LANGUAGES[paper.language]
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert defaults is not None
    defaults.set(qn("w:val"), LANGUAGES[paper.language])


def _add_footer(document: Written, paper: Paper) -> None:
    """Add "S-7 · Arena    2 / 5": the viewer works out which page of how many."""
    block = document.sections[0].footer.paragraphs[0]
    block.add_run(f"{join_clean_lines(paper.name)} · {join_clean_lines(paper.author)}\t\t")
    _add_page_field(block, "PAGE")
    block.add_run(" / ")
    _add_page_field(block, "NUMPAGES")


def _add_page_field(block: Block, name: str) -> None:
    """Add a field that says "1" until the viewer works it out."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    get_xml_element(block).append(field)


def _add_table(document: Written, table: Table) -> None:
    """Add a table; its header repeats on every page, and without one the first cell of a row is bold."""
    rows = [*([table.header] if table.header else []), *table.rows]
    if not rows:
        return
    drawn = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    drawn.autofit = False
    shares = table.widths or (1.0,) * len(rows[0])
    widths = [Cm(LINE_WIDTH * share / sum(shares)) for share in shares]
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = width
    for n, (cells, texts) in enumerate(zip(drawn.rows, rows, strict=True)):
        is_header = bool(table.header) and n == 0
        if is_header:
            get_xml_element(cells).get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for at, (cell, text) in enumerate(zip(cells.cells, texts, strict=True)):
            cell.width = widths[at]
            _fill_cell(cell, text, strong=is_header or (at == 0 and not table.header))
            if is_header:
                _shade_cell(cell)
    document.add_paragraph()


def _add_picture(document: Written, picture: Picture) -> None:
    """Add a picture within the line and a third of a page, with its caption below."""
    if picture.data is not None:
        block = document.add_paragraph()
        block.paragraph_format.keep_with_next = True
        shape = block.add_run().add_picture(io.BytesIO(picture.data), width=Cm(picture.fit_width(LINE_WIDTH)))
        shape._inline.docPr.set("descr", join_clean_lines(picture.alt))  # noqa: SLF001 - the library has no words for it
    _add_text_run(document.add_paragraph(style=NOTE), join_clean_lines(picture.caption))


def _fill_cell(cell: _Cell, text: str, *, strong: bool) -> None:
    for n, one in enumerate(split_clean_lines(text) or [""]):
        block = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
        _add_text_run(block, one).bold = strong or None
        block.paragraph_format.space_after = Pt(0)


def _shade_cell(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", GREY)):
        shade.set(qn(f"w:{name}"), value)
    get_xml_element(cell).get_or_add_tcPr().append(shade)


def _add_text_run(block: Block, text: str) -> Run:
    """Add the text of a paragraph, which runs in the direction of its first letter."""
    run = block.add_run(text)
    set_direction(block, [run], text)
    return run
