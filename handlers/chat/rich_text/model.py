"""Define the model of rich text: blocks of runs, and the one form that equal texts have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Literal

import msgspec

from handlers.chat.rich_text.addresses import clean_link, find_addresses

#: deepest level of a list; Slack draws no deeper one
DEEPEST = 8
_EMPTY_LINE = re.compile(r"\n[ \t]*+\n\s*+")


class Run(msgspec.Struct, frozen=True, omit_defaults=True):
    """Represent a piece of text with the same marks; `link` is where its words lead."""

    text: str
    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    link: str = ""


class Block(msgspec.Struct, frozen=True, omit_defaults=True):
    """Represent a paragraph, a list item or preformatted text; `quote`: it is somebody's words repeated."""

    runs: tuple[Run, ...]
    kind: Literal["paragraph", "bullet", "ordered", "pre"] = "paragraph"
    #: level of a list item; the outermost is 0
    level: int = 0
    quote: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def is_item(self) -> bool:
        return self.kind in ("bullet", "ordered")


def normalise_blocks(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks in the one form that texts of the same meaning have.

    Marks do not reach beyond words, bare addresses are links, and an empty line ends a paragraph.
    """
    found = [one for block in blocks for one in _normalise_block(block)]
    return tuple(_drop_empty_lists(_settle_levels(found)))


def replace_text(run: Run, text: str) -> Run:
    return msgspec.structs.replace(run, text=text)


def slice_runs(runs: Iterable[Run], spans: Iterable[tuple[int, int]]) -> list[list[Run]]:
    """Return the runs of each span of the text; the spans are in order and do not overlap."""
    rest, at, found = iter(runs), 0, []
    run = next(rest, None)
    for start, end in spans:
        piece: list[Run] = []
        while run is not None and at < end:
            text = run.text[max(start - at, 0) : end - at]
            if text:
                piece.append(replace_text(run, text))
            if at + len(run.text) > end:
                break
            at += len(run.text)
            run = next(rest, None)
        found.append(piece)
    return found


def _normalise_block(block: Block) -> Iterator[Block]:
    if block.kind == "pre":
        text = _unify_spaces(block.text).strip("\n").rstrip()
        if text.strip():
            yield Block((Run(text),), "pre", quote=block.quote)
        return
    runs = [replace_text(run, _unify_spaces(run.text)) for run in block.runs]
    if block.is_item:
        yield msgspec.structs.replace(block, runs=_tidy_lines(runs, strip=True))
        return
    for piece in _split_paragraphs(runs):
        tidy = _tidy_lines(piece)
        if tidy:
            yield msgspec.structs.replace(block, runs=tidy, level=0)


def _unify_spaces(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")


def _split_paragraphs(runs: list[Run]) -> list[list[Run]]:
    text = "".join(run.text for run in runs)
    spans, start = [], 0
    for gap in _EMPTY_LINE.finditer(text):
        spans.append((start, gap.start()))
        start = gap.end()
    return slice_runs(runs, [*spans, (start, len(text))])


def _tidy_lines(runs: list[Run], *, strip: bool = False) -> tuple[Run, ...]:
    """Keep the marks of each line to itself, and drop empty lines at the ends."""
    text = "".join(run.text for run in runs)
    spans, start = [], 0
    for line in text.split("\n"):
        kept = line.strip() if strip else line.rstrip()
        first = start + (len(line) - len(line.lstrip()) if strip and kept else 0)
        if kept:
            spans.append((first, first + len(kept)))
        start += len(line) + 1
    found: list[Run] = []
    for n, pieces in enumerate(slice_runs(runs, spans)):
        found += [Run("\n")] if n else []
        found += tidy_line(pieces)
    return tuple(_join_equal_runs(_strip_start(found)))


def _strip_start(runs: list[Run]) -> list[Run]:
    first = runs[0].text.lstrip() if runs else ""
    return [*([replace_text(runs[0], first)] if first else []), *runs[1:]]


def tidy_line(runs: Iterable[Run]) -> list[Run]:
    """Keep marks to words, and link bare addresses. A space between two words has the marks that both have."""
    whole = _join_equal_runs(msgspec.structs.replace(run, link=clean_link(run.link)) for run in runs if run.text)
    small = list(_join_equal_runs(piece for run in whole for piece in _split_run(run)))
    for n, one in enumerate(small[1:-1], 1):
        if not one.text.strip() and not one.code:
            small[n] = _mark_space(one.text, small[n - 1], small[n + 1])
    return list(_join_equal_runs(small))


def _mark_space(text: str, before: Run, after: Run) -> Run:
    return Run(
        text,
        bold=before.bold and after.bold,
        italic=before.italic and after.italic,
        strike=before.strike and after.strike,
        link=before.link if before.link == after.link else "",
    )


def _join_equal_runs(runs: Iterable[Run]) -> Iterator[Run]:
    last: Run | None = None
    texts: list[str] = []
    for run in runs:
        if last is not None and replace_text(run, last.text) == last:
            texts.append(run.text)
            continue
        if last is not None:
            yield replace_text(last, "".join(texts))
        last, texts = run, [run.text]
    if last is not None:
        yield replace_text(last, "".join(texts))


def _split_run(run: Run) -> Iterator[Run]:
    """Split off the space around marked words, and the addresses of words that have no link."""
    word = run.text.strip()
    if not word or run == Run(run.text):
        yield from _find_plain_links(Run(run.text))
        return
    before, _, after = run.text.partition(word)
    inner = replace_text(run, word)
    found = (Run(before), *([inner] if run.link or run.code else _find_plain_links(inner)), Run(after))
    yield from (one for one in found if one.text)


def _find_plain_links(run: Run) -> Iterator[Run]:
    """Split a run without a link at the addresses in it, which become links."""
    at = 0
    for start, end, link in find_addresses(run.text):
        if start > at:
            yield replace_text(run, run.text[at:start])
        yield msgspec.structs.replace(run, text=run.text[start:end], link=link)
        at = end
    if at < len(run.text):
        yield replace_text(run, run.text[at:])


def _settle_levels(blocks: list[Block]) -> Iterator[Block]:
    """Let a list begin at the outermost level, and go one level deeper at a time."""
    last, quote = -1, False
    for block in blocks:
        if not block.is_item or block.quote != quote:
            last, quote = -1, block.quote
        if not block.is_item:
            yield block
            continue
        last = min(max(block.level, 0), last + 1, DEEPEST)
        yield msgspec.structs.replace(block, level=last)


def _drop_empty_lists(blocks: Iterable[Block]) -> Iterator[Block]:
    """Drop lists that have no words at all; between words an empty item stays."""
    for is_list, group in groupby(blocks, lambda block: (block.is_item, block.quote)):
        found = list(group)
        if not is_list[0] or any(block.runs for block in found):
            yield from found
