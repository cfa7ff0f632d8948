"""Build an empty Word document with the few styles that documents use, once in each process."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from docx import Document
from docx.document import Document as Written
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

FONT, INK, SOFT, GREY = "Calibri", RGBColor(0x1F, 0x2A, 0x37), RGBColor(0x5B, 0x65, 0x73), "E8ECF1"
#: font of code
MONOSPACED = "Consolas"
#: style of notes
NOTE = "Note"
#: styles to keep of those in a new document
USED = {
    "Normal", "Title", "Heading 1", "Heading 2", "List Bullet", "Header", "Footer", "Default Paragraph Font",
    "Normal Table", "Table Grid", "No List",
}  # fmt: skip
#: Parts of the default document to drop: the image of an empty page, statistics of another program, its styles.
_NEEDLESS = ("/thumbnail", "/extended-properties", "/customXml", "/stylesWithEffects")


@cache
def build_blank_document() -> bytes:
    """Build a document with A4 pages, wide margins, one font and dark headings."""
    document: Written = Document()
    _remove_unused_parts(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    normal = _set_style(document, "Normal", 11, after=6)
    normal.paragraph_format.line_spacing = 1.15
    _set_style(document, "Title", 22, bold=True, after=4)
    _set_style(document, "Heading 1", 14, bold=True, before=14, after=4)
    _set_style(document, "Heading 2", 12, bold=True, before=10, after=2)
    _set_style(document, "List Bullet", 11, after=3)
    _set_style(document, "Footer", 9, colour=SOFT)
    document.styles.add_style(NOTE, WD_STYLE_TYPE.PARAGRAPH).base_style = normal
    _set_style(document, NOTE, 9.5, colour=SOFT, after=6)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_style(
    document: Written,
    name: str,
    size: float,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    colour: RGBColor = INK,
) -> ParagraphStyle:
    style: Any = document.styles[name]
    style.font.name, style.font.size, style.font.bold, style.font.color.rgb = FONT, Pt(size), bold, colour
    fonts = style.element.rPr.rFonts
    for script in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # otherwise the theme's font is used
        fonts.attrib.pop(qn(f"w:{script}"), None)
    for script in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    for border in style.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):  # remove the line below the title
        border.getparent().remove(border)
    return style  # type: ignore[no-any-return]


def _remove_unused_parts(document: Written) -> None:
    for relations in (document.part.package.rels, document.part.rels):
        for id, relation in list(relations.items()):
            if any(needless in relation.reltype for needless in _NEEDLESS):
                del relations[id]
    for style in list(document.styles):
        linked = style.element.find(qn("w:link"))
        if linked is not None:
            style.element.remove(linked)
        if style.name not in USED:
            style.element.getparent().remove(style.element)
