"""The grammar of typed times: pieces become days and times of day, and these a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from handlers.dates.typed.days import Clock, Day
from handlers.dates.typed.pieces import Piece, pieces
from handlers.dates.typed.refusing import NotATime


@dataclass(frozen=True, slots=True)
class Sentence:
    """One or two days, at most two times of day."""

    days: tuple[Day, ...] = ()
    clocks: tuple[Clock, ...] = ()
    #: how long it lasts
    lasts: timedelta | None = None
    #: so long from now
    ahead: timedelta | None = None


Build = Callable[[Sequence[Piece]], list[Piece]]
_TO = Piece("-")
#: a week without a day is Monday to Friday
WORKING_WEEK = (0, 4)


def _number(piece: Piece) -> int:
    assert isinstance(piece.value, int)
    return piece.value


def _said(piece: Piece) -> Day:
    assert isinstance(piece.value, Day)
    return piece.value


def _clock(piece: Piece) -> Clock:
    """ "10", "10.11" and "1500" are times of day here."""
    if isinstance(piece.value, Clock):
        return piece.value
    n = _number(piece)
    return Clock(*divmod(n, 100)) if piece.kind in "AY" else Clock(n)


def _calendar(parts: Sequence[Piece]) -> Piece:
    """One day, whatever the order of its parts."""
    named = {part.kind.replace("O", "N"): _number(part) for part in parts}
    return Piece("d", Day(named.get("N"), named.get("M"), named.get("Y"), weekday=named.get("W")))


def _within_month(parts: Sequence[Piece]) -> list[Piece]:
    """ "3.-6. juni 2027", "June 3-6"."""
    shared = [part for part in parts if part.kind in "MY"]
    dash = next(n for n, part in enumerate(parts) if part.kind == "-")
    halves = ([*parts[:dash], *shared], [*parts[dash + 1 :], *shared])
    return [_calendar(halves[0]), _TO, _calendar(halves[1])]


def _within_figures(parts: Sequence[Piece]) -> list[Piece]:
    """ "3.-6.6.2027"."""
    last = _said(parts[2])
    return [Piece("d", replace(last, day=_number(parts[0]))), _TO, Piece("d", last)]


def _with_year(parts: Sequence[Piece]) -> list[Piece]:
    return [Piece("d", replace(_said(parts[0]), year=_number(parts[1])))]


def _with_weekday(parts: Sequence[Piece]) -> list[Piece]:
    """The weekday of a week, or one that must agree with the date."""
    day = next(_said(part) for part in parts if isinstance(part.value, Day))
    weekday = next(_number(part) for part in parts if part.kind == "W")
    if day.weekday is not None:
        raise NotATime("unknown")
    return [Piece("d", replace(day, weekday=weekday))]


def _named(parts: Sequence[Piece]) -> list[Piece]:
    """ "next Tuesday" is that of next week; "this Tuesday" the one to come."""
    return [Piece("d", Day(weekday=_number(parts[-1]), weeks=_number(parts[0]) or None))]


def _day(parts: Sequence[Piece]) -> list[Piece]:
    return [Piece("d", _said(parts[0]))]


#: a pattern over the kinds of the pieces, and what stands there instead; in this order, each as often as it fits
_TIMES: list[tuple[str, Build]] = [
    # "10:00-11", "kl 12 - 13"; but "kl 12 - 4. juni"
    (r"[NA]-C", lambda parts: [Piece("C", _clock(parts[0])), Piece("-"), parts[2]]),
    (r"C-(?:[NA](?![MC])|Y|O$)", lambda parts: [parts[0], Piece("-"), Piece("C", _clock(parts[2]))]),
]
_DAYS: list[tuple[str, Build]] = [
    (r"W?[NO]-W?[NO]MY?", _within_month),
    (r"[NO]MY?", lambda parts: [_calendar(parts)]),
    (r"M[NO]-[NO]Y?", _within_month),
    (r"M[NO]Y?", lambda parts: [_calendar(parts)]),
    (r"[NO]-D", _within_figures),
    (r"DY", _with_year),
    (r"D", _day),
    # "Tuesday at 10, 17 March"
    (r"WC(?:-C)?[dRXV]", lambda parts: [*parts[1:-1], *_with_weekday((parts[0], parts[-1]))]),
    (r"FU", lambda parts: [Piece("w", Day(weeks=_number(parts[0])))]),
    (r"[XwV]W|W[XwV]", _with_weekday),
    (r"V", lambda parts: [Piece("d", Day(days=7 * (_said(parts[0]).weeks or 0)))]),
    (r"[Xw]", lambda parts: [Piece("k", _said(parts[0]))]),
    (r"R", _day),
    # "Tuesday 17 at 10"
    (r"WN(?=C)", lambda parts: [parts[0], Piece("d", Day(day=_number(parts[1])))]),
    (r"O", lambda parts: [Piece("d", Day(day=_number(parts[0])))]),
    (r"F(?=Wd)", lambda parts: []),
    (r"FW", _named),
    (r"Wd|dW", _with_weekday),
    (r"W", lambda parts: [Piece("d", Day(weekday=_number(parts[0])))]),
    (r"[NAY](?=.*d)|(?<=d)[NAY]|(?<=-)[NAY]", lambda parts: [Piece("C", _clock(parts[0]))]),
]
#: days may be one or two, so may times of day, in either order
_SENTENCE = re.compile(r"(?:d(?:-d)?(?:C(?:-C)?S?)?|C(?:-C)?S?d(?:-d)?|CdS|dC-dC|Cd-Cd)$")


def sentence(text: str) -> Sentence:
    """What the text says. Raises NotATime."""
    found = _reduced(pieces(text), _TIMES)
    found = _reduced(_decided(found), _DAYS)
    for piece in found:
        if piece.kind == "C":
            _clock(piece).on(date.min)
    kinds = _kinds(found)
    if kinds == "H":
        ahead = found[0].value
        return Sentence(ahead=ahead if isinstance(ahead, timedelta) else None)
    if kinds == "k":
        return Sentence(tuple(replace(_said(found[0]), weekday=weekday) for weekday in WORKING_WEEK))
    if not _SENTENCE.match(kinds):
        raise _refusal(kinds)
    return Sentence(
        tuple(_said(piece) for piece in found if piece.kind == "d"),
        tuple(_clock(piece) for piece in found if piece.kind == "C"),
        next((piece.value for piece in found if isinstance(piece.value, timedelta)), None),
    )


def _refusal(kinds: str) -> NotATime:
    """Every piece was understood, but not together."""
    if not {"d", "k"} & set(kinds) and not set(kinds) - set("CNA-SMYO"):
        return NotATime("no_day" if set(kinds) & set("CMN") else "unknown")
    if not set(kinds) - set("dkC-S&NA") and not {kinds[:1], kinds[-1:]} & set("-&") and len(kinds) > 1:
        return NotATime("several")
    return NotATime("unknown")


def _kinds(found: Sequence[Piece]) -> str:
    return "".join(piece.kind for piece in found)


def _decided(found: list[Piece]) -> list[Piece]:
    """Figures like "10.11" are a day where no other day is named, and a time of day elsewhere."""
    kinds = _kinds(found)
    days = 0 if set(kinds) & set("DMORXVUF") else 2 if re.search("^[^AC]*A-A[^AC]*$", kinds) else 1
    decided = []
    for piece in found:
        if piece.kind != "A":
            decided.append(piece)
        elif days:
            decided.append(Piece("D", Day(*divmod(_number(piece), 100))))
            days -= 1
        else:
            decided.append(Piece("C", _clock(piece)))
    return decided


def _reduced(found: list[Piece], rules: Sequence[tuple[str, Build]]) -> list[Piece]:
    for pattern, build in rules:
        rule = re.compile(pattern)
        while match := rule.search(_kinds(found)):
            found = [*found[: match.start()], *build(found[match.start() : match.end()]), *found[match.end() :]]
    return found
