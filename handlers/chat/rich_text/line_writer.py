"""Write the runs of one line, and read them back to see that they mean the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from handlers.chat.rich_text.block_parser import BULLETS, parse_line
from handlers.chat.rich_text.model import Run, replace_text, slice_runs, tidy_line

#: marks that need a backslash to be words; within a word "*" and "_" do not
_SPECIAL = re.compile(r"(?<!\\)(\\*+)([~`\[\]]|[*_](?!(?<=\w[*_])\w))")
_SIGN = re.compile(rf"([ \t]*+)(\\*+)([{BULLETS}>])(?=[ \t]|$)")
_NUMBER = re.compile(r"([ \t]*+\d{1,4})(\\*+)([.)])(?=[ \t]|$)")
_TICKS = re.compile(r"`++")
_MARKS = (("bold", "**"), ("strike", "~~"), ("italic", "_"))
#: what may mean something else than itself
_SUSPECT = re.compile(rf"[{BULLETS}\\_~`\[\]>@]|://|\d[.)]")

#: pieces of a line: (text, True if it is words)
Pieces = list[tuple[str, bool]]


def split_lines(runs: Sequence[Run]) -> list[list[Run]]:
    """Split runs at their line breaks, which are in no mark."""
    text, spans, start = "".join(run.text for run in runs), [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return slice_runs(runs, spans)


def write_line(runs: Sequence[Run], *, dates: bool) -> str:
    """Return the line as it is stored.

    Marks that cannot be written, like an italic part of a word, are left out.
    """
    wanted = tidy_line(runs)
    if len(wanted) == 1 and wanted[0] == Run(wanted[0].text) and not _SUSPECT.search(wanted[0].text):
        return wanted[0].text
    for escape in (False, True):
        line = _guard_start(_join_words(_write_runs(wanted, escape), escape), escape, dates)
        if tidy_line(parse_line(line)) == wanted:
            return line
    for name in ("italic", "bold"):
        if any(getattr(run, name) for run in wanted):
            return write_line([msgspec.structs.replace(run, **{name: False}) for run in wanted], dates=dates)
    return line


def _guard_start(line: str, escape: bool, dates: bool) -> str:
    """Put a backslash before what would begin an item, a quote or preformatted text."""
    found = _SIGN.match(line) or (None if dates else _NUMBER.match(line))
    if found and not (escape and found[3] == "*"):
        return found[1] + "\\" * (2 * len(found[2]) + 1) + line[found.start(3) :]
    if line.lstrip().startswith("```") and not line.strip().strip("`").count("`"):
        return line.replace("`", "\\`", 1)
    return line


def _join_words(pieces: Pieces, escape: bool) -> str:
    """Join the pieces. Backslashes before a mark are doubled, so that they are backslashes."""
    texts = [text for text, _ in pieces]
    for n, (text, words) in enumerate(pieces[:-1]):
        if escape and words and not pieces[n + 1][1]:
            texts[n] = text + "\\" * (len(text) - len(text.rstrip("\\")))
    return "".join(texts)


def _write_runs(runs: Iterable[Run], escape: bool) -> Pieces:
    pieces: Pieces = []
    for link, group in groupby(runs, lambda run: run.link):
        words = list(group)
        if not link or (not escape and len(words) == 1 and link in (words[0].text, f"mailto:{words[0].text}")):
            pieces += _write_styled(words, escape)
        else:
            pieces += [("[", False), *_write_styled(words, escape), (f"]({link})", False)]
    return pieces


def _write_styled(runs: Sequence[Run], escape: bool) -> Pieces:
    """Write runs with their marks nested; the mark that reaches farthest is outermost."""
    pieces: Pieces = []
    active: list[str] = []
    inner = range(0) if escape else range(1, len(runs) - 1)
    runs = [piece for n, run in enumerate(runs) for piece in ([run] if n in inner else _bare_edges(run))]
    for n, run in enumerate(runs):
        needed = {mark for name, mark in _MARKS if getattr(run, name)}
        while not needed.issuperset(active):
            pieces.append((active.pop(), False))
        for mark in sorted(needed - set(active), key=lambda mark: -_measure_reach(runs, n, mark)):
            active.append(mark)
            pieces.append((mark, False))
        pieces.append((_write_code(run.text), False) if run.code else (_escape_words(run.text, escape), True))
    pieces += [(mark, False) for mark in reversed(active)]
    return pieces


def _bare_edges(run: Run) -> Iterator[Run]:
    """Take the marks off the space at both ends: a mark stands at a word."""
    word = run.text if run.code else run.text.strip()
    before, _, after = run.text.partition(word) if word else (run.text, "", "")
    yield from (one for one in (Run(before), replace_text(run, word), Run(after)) if one.text)


def _measure_reach(runs: Sequence[Run], start: int, mark: str) -> int:
    """Return how many runs from here on have the mark."""
    name = next(name for name, sign in _MARKS if sign == mark)
    n = start
    while n < len(runs) and getattr(runs[n], name):
        n += 1
    return n - start


def _escape_words(text: str, escape: bool) -> str:
    return _SPECIAL.sub(lambda found: f"{found[1] * 2}\\{found[2]}", text) if escape else text


def _write_code(text: str) -> str:
    used = {len(ticks) for ticks in _TICKS.findall(text)}
    fence = "`" * next(n for n in range(1, len(text) + 2) if n not in used)
    pad = " " if text[:1] == "`" or text[-1:] == "`" or (text[:1] == text[-1:] == " " and text.strip()) else ""
    return f"{fence}{pad}{text}{pad}{fence}"
