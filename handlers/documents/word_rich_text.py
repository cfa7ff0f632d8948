"""Write a member's words in a Word file, with their links, emphasis, lists, quotes and code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docx.document import Document as Written
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.text.paragraph import Paragraph as Block
from docx.text.run import Run as WrittenRun

from handlers.chat.rich_text.block_parser import parse_markup
from handlers.chat.rich_text.model import Block as TextBlock
from handlers.chat.rich_text.model import Run
from handlers.chat.rich_text.plain_text import ItemNumbers
from handlers.documents import is_right_to_left, remove_unfit_characters
from handlers.documents.word_styles import MONOSPACED, NOTE, SOFT

#: centimetres by which a quote, and each level of a list, stands in
INDENT = 0.75


def add_rich_text(document: Written, text: str) -> None:
    """Add a paragraph for each block of a stored text."""
    numbers = ItemNumbers()
    for one in parse_markup(remove_unfit_characters(text)):
        number = numbers.count_item(one)
        block = document.add_paragraph(style="List Bullet" if one.kind == "bullet" else NOTE if one.quote else None)
        _indent_block(block, one)
        written = [block.add_run(f"{number}. ")] if number else []
        written += [_add_run(block, run, code=one.kind == "pre") for run in one.runs]
        set_direction(block, written, one.text)


def set_direction(block: Block, runs: Iterable[WrittenRun], text: str) -> None:
    """Let the paragraph run in the direction of its first letter."""
    if is_right_to_left(text):
        get_xml_element(block).get_or_add_pPr().append(OxmlElement("w:bidi"))
        for run in runs:
            run.font.rtl = True


def _indent_block(block: Block, one: TextBlock) -> None:
    levels = (one.level + 1 if one.is_item else 0) + one.quote
    if levels:
        block.paragraph_format.left_indent = Cm(INDENT * levels)


def _add_run(block: Block, run: Run, *, code: bool) -> WrittenRun:
    """Add a run; what leads somewhere becomes a link that any program for such files opens."""
    written = block.add_run(run.text)
    written.bold, written.italic, written.font.strike = run.bold or None, run.italic or None, run.strike or None
    if run.code or code:
        written.font.name = MONOSPACED
    if run.link:
        written.font.underline, written.font.color.rgb = True, SOFT
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), block.part.relate_to(run.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        get_xml_element(block).append(link)
        link.append(get_xml_element(written))
    return written


def get_xml_element(thing: Any) -> Any:
    """Return the XML element of a document part, for what the library has no words for."""
    return thing._element  # noqa: SLF001 - python-docx has no public way to it
