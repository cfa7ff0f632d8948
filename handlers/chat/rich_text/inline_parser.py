r"""Parse the marks within a line: `**bold**`, `_italic_`, `~~strike~~`, code, and `[words](address)`.

The rules are those of people in chats, not of CommonMark. Sums and file names hold no marks ("2*3*4", "a_b_c"), and
what is not closed stays as typed. A backslash before a mark takes its meaning away; any other backslash is a backslash.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from handlers.chat.rich_text.addresses import clean_link, find_addresses
from handlers.chat.rich_text.model import Run

_ESCAPED = re.compile(r"(\\++)([*_~`\[\]])")
_WORDS = re.compile(r"[^\\*_~`\[\]]++")
_MARK = re.compile(r"\*++|_++|~++")
_TICKS = re.compile(r"`++")
#: address of a link in brackets, which may hold pairs of brackets
_TARGET = re.compile(r"\(([^\s()]*+(?:\([^\s()]*+\)[^\s()]*+)*+)\)")

#: a mark -> the style it gives, as records are stored
STORED: Mapping[str, str] = {"**": "bold", "*": "italic", "_": "italic", "~~": "strike"}
#: place in a line -> what stands there and is no text to parse: (its end, its run)
Atoms = Mapping[int, tuple[int, Run]]


@dataclass(slots=True)
class _Piece:
    """Hold a part of the line: words, or a mark that may turn out to be words."""

    text: str
    mark: str = ""
    opens: bool = False
    closes: bool = False
    #: True for the first half of "***"
    triple: bool = False
    run: Run | None = None


@dataclass
class _Line:
    """Hold the line while it is read, and what is found in it beforehand."""

    text: str
    styles: Mapping[str, str]
    at: int = 0
    pieces: list[_Piece] = field(default_factory=list)
    #: places of the opening brackets among the pieces
    brackets: list[int] = field(default_factory=list)
    ticks: dict[int, list[int]] = field(default_factory=dict)
    atoms: Atoms = field(default_factory=dict)
    #: where the atoms begin, the next one last
    starts: list[int] = field(default_factory=list)

    def add_words(self, text: str) -> None:
        if text:
            self.pieces.append(_Piece(text))


def parse_inline(text: str, styles: Mapping[str, str] = STORED, atoms: Atoms | None = None) -> list[Run]:
    """Return the runs of one line; without `atoms`, the bare addresses in it are its atoms."""
    line = _Line(text, styles, atoms=_find_address_atoms(text) if atoms is None else atoms)
    line.starts = sorted(line.atoms, reverse=True)
    for found in _TICKS.finditer(text):
        line.ticks.setdefault(len(found.group()), []).append(found.start())
    while line.at < len(text):
        _read_piece(line)
    return list(_join_pieces(line.pieces, styles))


def _find_address_atoms(text: str) -> Atoms:
    return {start: (end, Run(text[start:end], link=link)) for start, end, link in find_addresses(text)}


def _read_piece(line: _Line) -> None:
    first = line.text[line.at]
    if line.at in line.atoms:
        line.at, run = line.atoms[line.at]
        line.pieces.append(_Piece(run.text, run=run))
    elif first == "\\" and line.styles is STORED:
        _read_backslashes(line)
    elif first == "`":
        _read_code(line)
    elif first == "[" and line.styles is STORED:
        line.brackets.append(len(line.pieces))
        line.add_words("[")
        line.at += 1
    elif first == "]":
        _read_closing_bracket(line)
    elif first in "*_~":
        _read_mark(line)
    else:
        _read_words(line)


def _read_words(line: _Line) -> None:
    """Read on to the next mark or atom, and look no further."""
    while line.starts and line.starts[-1] <= line.at:
        line.starts.pop()
    limit = line.starts[-1] if line.starts else len(line.text)
    found = _WORDS.match(line.text, line.at, limit)
    end = found.end() if found else line.at + 1
    line.add_words(line.text[line.at : end])
    line.at = end


def _read_backslashes(line: _Line) -> None:
    found = _ESCAPED.match(line.text, line.at)
    if found is None:
        end = line.at + 1
        while line.text[end : end + 1] == "\\":
            end += 1
        line.add_words(line.text[line.at : end])
        line.at = end
        return
    n = len(found[1])
    line.add_words("\\" * (n // 2) + (found[2] if n % 2 else ""))
    line.at = found.end() if n % 2 else found.end() - 1


def _read_code(line: _Line) -> None:
    found = _TICKS.match(line.text, line.at)
    assert found is not None
    n = len(found.group())
    starts = line.ticks.get(n, [])  # an escaped mark leaves a shorter row of them
    place = bisect_right(starts, line.at)
    if place == len(starts):
        line.add_words(found.group())
        line.at = found.end()
        return
    words = line.text[found.end() : starts[place]]
    if len(words) > 1 and words[0] == words[-1] == " " and words.strip():
        words = words[1:-1]
    line.pieces.append(_Piece(words, run=Run(words, code=True)))
    line.at = starts[place] + n


def _read_closing_bracket(line: _Line) -> None:
    target = _TARGET.match(line.text, line.at + 1) if line.brackets else None
    start = line.brackets.pop() if line.brackets else 0
    link = clean_link(target[1]) if target else ""
    if target is None or not link:
        line.add_words("]")
        line.at += 1
        return
    words = list(_join_pieces(line.pieces[start + 1 :], line.styles)) or [Run(target[1])]
    line.pieces[start:] = [_Piece(run.text, run=_link_run(run, link)) for run in words]
    line.brackets.clear()  # no link holds another
    line.at = target.end()


def _link_run(run: Run, link: str) -> Run:
    return Run(run.text, run.bold, run.italic, run.strike, run.code, link)


def _read_mark(line: _Line) -> None:
    found = _MARK.match(line.text, line.at)
    assert found is not None
    mark, start, end = found.group(), line.at, found.end()
    line.at = end
    if mark not in line.styles and (mark != "***" or "**" not in line.styles):
        line.add_words(mark)
        return
    before, after = line.text[start - 1 : start] if start else "", line.text[end : end + 1]
    inside = before.isdigit() and after.isdigit() and mark.startswith("**")
    opens = bool(after) and not after.isspace() and not inside
    closes = bool(before) and not before.isspace() and not inside
    if mark == "***":
        line.pieces.append(_Piece("**", "**", opens, closes, triple=True))
        mark = "*"
    if len(mark) == 1:  # within a word it is a character like any other
        opens, closes = opens and not _is_word(before), closes and not _is_word(after)
    line.pieces.append(_Piece(mark, mark, opens, closes))


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_" if character else False


def _join_pieces(pieces: Iterable[_Piece], styles: Mapping[str, str]) -> Iterator[Run]:
    """Give the words between two marks that belong together their style."""
    pieces = list(pieces)
    opening, closing = _match_marks(pieces)
    active: Counter[str] = Counter()
    for n, piece in enumerate(pieces):
        if n in opening:
            active[styles[piece.mark]] += 1
        elif n in closing:
            active[styles[piece.mark]] -= 1
        else:
            run = piece.run or Run(piece.text)
            yield Run(
                run.text,
                run.bold or active["bold"] > 0,
                run.italic or active["italic"] > 0,
                run.strike or active["strike"] > 0,
                run.code,
                run.link,
            )


def _match_marks(pieces: list[_Piece]) -> tuple[set[int], set[int]]:
    """Return the places of the marks that open and of those that close; each mark takes the nearest of its kind."""
    waiting: list[int] = []
    count: Counter[str] = Counter()
    opening, closing = set(), set()
    for n in range(len(pieces)):
        if pieces[n].triple and pieces[n].closes and waiting and pieces[waiting[-1]].mark == "*":
            pieces[n], pieces[n + 1] = pieces[n + 1], replace(pieces[n], triple=False)
        piece = pieces[n]
        if not piece.mark:
            continue
        if piece.closes and count[piece.mark]:
            while True:
                last = waiting.pop()
                count[pieces[last].mark] -= 1
                if pieces[last].mark == piece.mark:
                    break
            opening.add(last)
            closing.add(n)
        elif piece.opens:
            waiting.append(n)
            count[piece.mark] += 1
    return opening, closing
