"""Describe a document as data for `paper.typ`, which draws it. No word of it is ever read as markup.

The template is ours and fixed; what anybody wrote reaches it as strings in JSON, and never as its source.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from itertools import groupby
from typing import Any

import msgspec

from handlers.chat.rich_text.block_parser import parse_markup
from handlers.chat.rich_text.model import Block
from handlers.chat.rich_text.plain_text import ItemNumbers
from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.documents import (
    LINE_WIDTH,
    LONGEST_PROPERTY,
    Heading,
    Paper,
    Paragraph,
    Part,
    Picture,
    Points,
    Table,
    is_right_to_left,
    join_clean_lines,
    remove_unfit_characters,
    split_clean_lines,
)
from handlers.documents.pdf_letters import STAND_IN, fit_letters

#: package that draws; the extra `pdf` brings it
PACKAGE = "typst"

Element = dict[str, Any]


def is_pdf_drawer_installed() -> bool:
    return find_spec(PACKAGE) is not None


def encode_pdf_content(paper: Paper) -> bytes:
    """Return what the template draws, as JSON. Equal papers are equal bytes."""
    elements = list(_list_elements(paper.parts))
    content = {
        "title": _fit_property(paper.title), "author": _fit_property(paper.author),
        "subject": _fit_property(paper.subject), "keywords": _fit_property(paper.keywords), "language": paper.language,
        "region": "gb" if paper.language == "en" else "no",
        "made_at": int(paper.made_at.timestamp()), "elements": elements,
        # what the drawer puts into its folder, and the template finds there
        "files": {
            f"/{hashlib.sha256(part.data).hexdigest()}.jpg": base64.b64encode(part.data).decode()
            for part in paper.parts if isinstance(part, Picture) and part.data is not None
        },
    }  # fmt: skip
    if STAND_IN in msgspec.json.encode(content).decode():
        elements.append(_build_paragraph(_describe_stand_in(paper.language), "subtle"))
    return msgspec.json.encode(content)


def _describe_stand_in(language: str) -> str:
    say = Say(language, Arena().zone)
    return say("{sign} stands for a sign that this file cannot show. The Word file has it.", sign=STAND_IN)


def _list_elements(parts: Iterable[Part]) -> Iterator[Element]:
    """Yield what is drawn. No heading skips a level: readers who hear the page go by them."""
    last = 0
    for part in parts:
        match part:
            case Heading(text=text, level=level):
                last = min(level, last + 1)
                yield {"kind": "heading", "level": last, "text": _fit_line(text)}
            case Paragraph(text=text, marked=True):
                yield from _list_marked_elements(text)
            case Paragraph(text=text, style=style):
                yield from (_build_paragraph(line, style) for line in split_clean_lines(text))
            case Points(lines=lines):
                items = [{"number": 0, "runs": [{"text": _fit_line(line)}]} for line in lines]
                yield {"kind": "items", "level": 0, "quote": False, "items": items}
            case Table():
                yield from _list_table_elements(part)
            case Picture(data=data):
                if data is not None:
                    name = f"/{hashlib.sha256(data).hexdigest()}.jpg"
                    yield {
                        "kind": "picture",
                        "file": name,
                        "alt": _fit_line(part.alt),
                        "width": part.fit_width(LINE_WIDTH),
                    }
                yield _build_paragraph(join_clean_lines(part.caption), "subtle")


def _build_paragraph(text: str, style: str = "") -> Element:
    runs = [{"text": fit_letters(text), "bold": style == "strong"}]
    return {"kind": "paragraph", "runs": runs, "subtle": style == "subtle", "quote": False,
            "rtl": is_right_to_left(text)}  # fmt: skip


def _list_table_elements(table: Table) -> Iterator[Element]:
    rows = [*([table.header] if table.header else []), *table.rows]
    if not rows:
        return
    cells = [["\n".join(map(fit_letters, split_clean_lines(text))) for text in row] for row in rows]
    header = cells.pop(0) if table.header else []
    widths = list(table.widths) or [1.0] * len(rows[0])
    yield {"kind": "table", "widths": widths, "header": header, "rows": cells}


def _list_marked_elements(text: str) -> Iterator[Element]:
    """Yield a member's words with their links and marks; the items of a list stand together."""
    numbers = ItemNumbers()
    blocks = [(block, numbers.count_item(block)) for block in parse_markup(remove_unfit_characters(text))]
    for (is_item, level, quote), found in groupby(blocks, lambda one: (one[0].is_item, one[0].level, one[0].quote)):
        if is_item:
            items = [{"number": number, "runs": _list_runs(block)} for block, number in found]
            yield {"kind": "items", "level": level, "quote": quote, "items": items}
            continue
        for block, _ in found:
            if block.kind == "pre":
                yield {"kind": "code", "text": fit_letters(block.text), "quote": quote}
            else:
                rtl = is_right_to_left(block.text)
                runs = _list_runs(block)
                yield {"kind": "paragraph", "runs": runs, "subtle": quote, "quote": quote, "rtl": rtl}


def _list_runs(block: Block) -> list[Element]:
    return [
        {
            "text": fit_letters(run.text), "bold": run.bold, "italic": run.italic, "strike": run.strike,
            "code": run.code, "link": run.link,
        }
        for run in block.runs
    ]  # fmt: skip


def _fit_property(text: str) -> str:
    return fit_letters(join_clean_lines(text)[:LONGEST_PROPERTY])


def _fit_line(text: str) -> str:
    return fit_letters(join_clean_lines(text))
