"""Find figures beside a time that no reader has understood: the time may be another than what was read."""

from __future__ import annotations

from handlers.meetings.line_reader.line_tokens import TypedLine
from handlers.meetings.line_reader.meeting_line import Ask
from handlers.meetings.line_reader.place_words import ABOUT, AT

#: kinds of tokens that are figures
_FIGURES = frozenset("NOAnD")
#: hours at which meetings begin
_HOURS = range(7, 21)
#: words that no figure belongs to
_APART = ABOUT | AT | {"med", "with", "til", "to", "for"}


def find_loose_figures(line: TypedLine) -> Ask | None:
    """Return what must be asked because of a figure beside a time that counts nothing."""
    belonging: dict[int, bool] = {}
    for n, kind in enumerate(line.kinds):
        if kind not in _FIGURES:
            continue
        belonging[n] = belonging[n - 2] if _continues_figure(line, n) else _has_word_beside(line, n)
        if belonging[n]:
            continue
        beside = {_get_kind(line, n, -1), _get_kind(line, n, 1)}
        if "c" in beside or "d" in beside:
            said = line.slice_text(max(0, n - 1), min(n + 2, len(line.tokens)))
            return Ask("date" if "c" not in beside else "time", "vague", said)
    return None


def take_loose_hour(line: TypedLine) -> Ask | None:
    """Take the figure that stands behind the day of a line without a time: "13.1 13 opplæring" may mean one o'clock."""
    for n, kind in enumerate(line.kinds):
        said = line.slice_text(n, n + 1)
        if n and kind in _FIGURES and line.kinds[n - 1] == "d" and said.isdigit() and int(said) in _HOURS:
            line.take_tokens(n, n + 1, "c")
            return Ask("time", "vague", line.slice_text(n - 1, n + 1))
    return None


def _get_kind(line: TypedLine, n: int, step: int) -> str:
    """Return the kind of the next token in that direction that is no word of relation."""
    n += step
    while 0 <= n < len(line.kinds) and (line.kinds[n] == "p" or line.slice_lowered(n, n + 1) == "for"):
        n += step
    return line.kinds[n] if 0 <= n < len(line.kinds) else ""


def _continues_figure(line: TypedLine, n: int) -> bool:
    """Return True for the 4 of "pumpe 3 og 4", which belongs to what the 3 belongs to."""
    return n > 1 and line.kinds[n - 1] in "&-" and line.kinds[n - 2] in _FIGURES


def _has_word_beside(line: TypedLine, n: int) -> bool:
    """Return True for "silo 3" and "3 tilbud"."""
    before = n > 0 and line.kinds[n - 1] == "x" and line.slice_lowered(n - 1, n) not in _APART
    after = n + 1 < len(line.kinds) and line.kinds[n + 1] == "x" and line.slice_lowered(n + 1, n + 2) not in _APART
    return before or after
