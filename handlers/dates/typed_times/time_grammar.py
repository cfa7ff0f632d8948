"""Apply the grammar of typed times: pieces become days and times of day, and these a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from handlers.dates.typed_times.day_mentions import DayMention, TimeOfDay
from handlers.dates.typed_times.refusal_texts import NotATime
from handlers.dates.typed_times.time_pieces import TimePiece, split_time_pieces
from handlers.language.late_patterns import compile_later


@dataclass(frozen=True, slots=True)
class TimeSentence:
    """Hold one or two days, and at most two times of day."""

    days: tuple[DayMention, ...] = ()
    clocks: tuple[TimeOfDay, ...] = ()
    #: duration
    lasts: timedelta | None = None
    #: interval from now
    ahead: timedelta | None = None


Build = Callable[[Sequence[TimePiece]], list[TimePiece]]
_TO = TimePiece("-")
#: A week without a day means Monday to Friday.
WORKING_WEEK = (0, 4)


def _get_number(piece: TimePiece) -> int:
    assert isinstance(piece.value, int)
    return piece.value


def _get_day_mention(piece: TimePiece) -> DayMention:
    assert isinstance(piece.value, DayMention)
    return piece.value


def _get_time_of_day(piece: TimePiece) -> TimeOfDay:
    """Return the time of day; "10", "10.11" and "1500" are times of day here."""
    if isinstance(piece.value, TimeOfDay):
        return piece.value
    n = _get_number(piece)
    return TimeOfDay(*divmod(n, 100)) if piece.kind in "AY" else TimeOfDay(n)


def _build_calendar_day(parts: Sequence[TimePiece]) -> TimePiece:
    """Build one day from its parts in any order."""
    named = {part.kind.replace("O", "N"): _get_number(part) for part in parts}
    return TimePiece("d", DayMention(named.get("N"), named.get("M"), named.get("Y"), weekday=named.get("W")))


def _build_range_in_month(parts: Sequence[TimePiece]) -> list[TimePiece]:
    """Build the days of "3.-6. juni 2027" or "June 3-6"."""
    shared = [part for part in parts if part.kind in "MY"]
    dash = next(n for n, part in enumerate(parts) if part.kind == "-")
    halves = ([*parts[:dash], *shared], [*parts[dash + 1 :], *shared])
    return [_build_calendar_day(halves[0]), _TO, _build_calendar_day(halves[1])]


def _build_range_in_figures(parts: Sequence[TimePiece]) -> list[TimePiece]:
    """Build the days of "3.-6.6.2027"."""
    last = _get_day_mention(parts[2])
    return [TimePiece("d", replace(last, day=_get_number(parts[0]))), _TO, TimePiece("d", last)]


def _add_year(parts: Sequence[TimePiece]) -> list[TimePiece]:
    return [TimePiece("d", replace(_get_day_mention(parts[0]), year=_get_number(parts[1])))]


def _add_weekday(parts: Sequence[TimePiece]) -> list[TimePiece]:
    """Add the weekday to a week, or to a date that must agree with it."""
    day = next(_get_day_mention(part) for part in parts if isinstance(part.value, DayMention))
    weekday = next(_get_number(part) for part in parts if part.kind == "W")
    if day.weekday is not None:
        raise NotATime("unknown")
    return [TimePiece("d", replace(day, weekday=weekday))]


def _build_coming_weekday(parts: Sequence[TimePiece]) -> list[TimePiece]:
    """Build "next Tuesday", which is that of next week; "this Tuesday" is the one to come."""
    return [TimePiece("d", DayMention(weekday=_get_number(parts[-1]), weeks=_get_number(parts[0]) or None))]


def _build_day(parts: Sequence[TimePiece]) -> list[TimePiece]:
    return [TimePiece("d", _get_day_mention(parts[0]))]


#: (pattern over kinds of pieces, replacement), applied in this order, each as often as it matches
_TIMES: list[tuple[str, Build]] = [
    # "10:00-11", "kl 12 - 13", but not "kl 12 - 4. juni"
    (r"[NA]-C", lambda parts: [TimePiece("C", _get_time_of_day(parts[0])), TimePiece("-"), parts[2]]),
    (r"C-(?:[NA](?![MC])|Y|O$)", lambda parts: [parts[0], TimePiece("-"), TimePiece("C", _get_time_of_day(parts[2]))]),
]
_DAYS: list[tuple[str, Build]] = [
    (r"W?[NO]-W?[NO]MY?", _build_range_in_month),
    (r"[NO]MY?", lambda parts: [_build_calendar_day(parts)]),
    (r"M[NO]-[NO]Y?", _build_range_in_month),
    (r"M[NO]Y?", lambda parts: [_build_calendar_day(parts)]),
    (r"[NO]-D", _build_range_in_figures),
    (r"DY", _add_year),
    (r"D", _build_day),
    # "Tuesday at 10, 17 March"
    (r"WC(?:-C)?[dRXV]", lambda parts: [*parts[1:-1], *_add_weekday((parts[0], parts[-1]))]),
    (r"FU", lambda parts: [TimePiece("w", DayMention(weeks=_get_number(parts[0])))]),
    (r"[XwV]W|W[XwV]", _add_weekday),
    (r"V", lambda parts: [TimePiece("d", DayMention(days=7 * (_get_day_mention(parts[0]).weeks or 0)))]),
    (r"[Xw]", lambda parts: [TimePiece("k", _get_day_mention(parts[0]))]),
    (r"R", _build_day),
    # "Tuesday 17 at 10"
    (r"WN(?=C)", lambda parts: [parts[0], TimePiece("d", DayMention(day=_get_number(parts[1])))]),
    (r"O", lambda parts: [TimePiece("d", DayMention(day=_get_number(parts[0])))]),
    (r"F(?=Wd)", lambda parts: []),
    (r"FW", _build_coming_weekday),
    (r"Wd|dW", _add_weekday),
    (r"W", lambda parts: [TimePiece("d", DayMention(weekday=_get_number(parts[0])))]),
    (r"[NAY](?=.*d)|(?<=d)[NAY]|(?<=-)[NAY]", lambda parts: [TimePiece("C", _get_time_of_day(parts[0]))]),
]
#: one or two days and one or two times of day, in either order
_SENTENCE = compile_later(r"(?:d(?:-d)?(?:C(?:-C)?S?)?|C(?:-C)?S?d(?:-d)?|CdS|dC-dC|Cd-Cd)$")


def parse_time_sentence(text: str) -> TimeSentence:
    """Parse the text. Raises NotATime."""
    found = _apply_grammar_rules(split_time_pieces(text), _TIMES)
    found = _apply_grammar_rules(_resolve_ambiguous_figures(found), _DAYS)
    for piece in found:
        if piece.kind == "C":
            _get_time_of_day(piece).combine_with_day(date.min)
    kinds = _join_piece_kinds(found)
    if kinds == "H":
        ahead = found[0].value
        return TimeSentence(ahead=ahead if isinstance(ahead, timedelta) else None)
    if kinds == "k":
        return TimeSentence(tuple(replace(_get_day_mention(found[0]), weekday=weekday) for weekday in WORKING_WEEK))
    if not _SENTENCE.match(kinds):
        raise _build_refusal(kinds)
    return TimeSentence(
        tuple(_get_day_mention(piece) for piece in found if piece.kind == "d"),
        tuple(_get_time_of_day(piece) for piece in found if piece.kind == "C"),
        next((piece.value for piece in found if isinstance(piece.value, timedelta)), None),
    )


def _build_refusal(kinds: str) -> NotATime:
    """Build the error for pieces that were understood, but not together."""
    if not {"d", "k"} & set(kinds) and not set(kinds) - set("CNA-SMYO"):
        return NotATime("no_day" if set(kinds) & set("CMN") else "unknown")
    if not set(kinds) - set("dkC-S&NA") and not {kinds[:1], kinds[-1:]} & set("-&") and len(kinds) > 1:
        return NotATime("several")
    return NotATime("unknown")


def _join_piece_kinds(found: Sequence[TimePiece]) -> str:
    return "".join(piece.kind for piece in found)


def _resolve_ambiguous_figures(found: list[TimePiece]) -> list[TimePiece]:
    """Read figures like "10.11" as a day if no other day is named, else as a time of day."""
    kinds = _join_piece_kinds(found)
    days = 0 if set(kinds) & set("DMORXVUF") else 2 if re.search("^[^AC]*A-A[^AC]*$", kinds) else 1
    decided = []
    for piece in found:
        if piece.kind != "A":
            decided.append(piece)
        elif days:
            decided.append(TimePiece("D", DayMention(*divmod(_get_number(piece), 100))))
            days -= 1
        else:
            decided.append(TimePiece("C", _get_time_of_day(piece)))
    return decided


def _apply_grammar_rules(found: list[TimePiece], rules: Sequence[tuple[str, Build]]) -> list[TimePiece]:
    for pattern, build in rules:
        rule = compile_later(pattern)
        while match := rule.search(_join_piece_kinds(found)):
            found = [*found[: match.start()], *build(found[match.start() : match.end()]), *found[match.end() :]]
    return found
