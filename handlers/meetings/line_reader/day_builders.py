"""Build the days that tokens name, one function for each way to name them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from handlers.dates.typed_times.day_mentions import DayMention
from handlers.meetings.line_reader.word_patterns import Token

Build = Callable[[Sequence[Token]], list[DayMention]]


def get_figure(token: Token) -> int:
    return token.value if isinstance(token.value, int) else 0


def get_mention(token: Token) -> DayMention:
    if isinstance(token.value, DayMention):
        return token.value
    return DayMention(*divmod(get_figure(token), 100))  # figures such as "17.03"


def build_calendar_day(tokens: Sequence[Token]) -> list[DayMention]:
    said = {token.kind.replace("O", "N"): get_figure(token) for token in tokens if token.kind in "WNOMY"}
    return [DayMention(said.get("N"), said.get("M"), said.get("Y"), weekday=said.get("W"))]


def build_days_of_month(tokens: Sequence[Token]) -> list[DayMention]:
    """Build both days of "8. eller 9. desember", "3.-6. juni" or "June 3-6"."""
    if [token.kind for token in tokens[:3]] == ["W", "-", "W"]:
        tokens = tokens[3:]
    shared = [token for token in tokens if token.kind in "MY"]
    between = next(n for n, token in enumerate(tokens) if token.kind in "-&")
    halves = (tokens[:between], tokens[between:])
    return [build_calendar_day([*(token for token in half if token.kind in "WNO"), *shared])[0] for half in halves]


def build_in_figures(tokens: Sequence[Token]) -> list[DayMention]:
    found = next(get_mention(token) for token in tokens if token.kind in "DA")
    weekday = next((get_figure(token) for token in tokens if token.kind == "W"), None)
    year = next((get_figure(token) for token in tokens if token.kind == "Y"), found.year)
    return [replace(found, weekday=weekday, year=year)]


def build_days_in_figures(tokens: Sequence[Token]) -> list[DayMention]:
    """Build both days of "3.-6.6."."""
    found = get_mention(tokens[-1])
    return [replace(found, day=next(get_figure(token) for token in tokens if token.kind in "NO")), found]


def build_weekday(tokens: Sequence[Token]) -> list[DayMention]:
    """Build a weekday, alone or of the week that stands beside it."""
    weekday = next(get_figure(token) for token in tokens if token.kind == "W")
    beside = {token.kind: token for token in tokens}
    if "F" in beside:
        return [DayMention(weekday=weekday, weeks=get_figure(beside["F"]) or (0 if "U" in beside else None))]
    if "Z" in beside or "U" in beside:  # "a week on Thursday", "Thursday week"
        return [DayMention(weekday=weekday, later=7)]
    week = beside.get("X") or beside.get("V")
    return [replace(get_mention(week), weekday=weekday) if week else DayMention(weekday=weekday)]


def build_nth_weekday(tokens: Sequence[Token]) -> list[DayMention]:
    """Build the "first Monday in January"."""
    said = {token.kind.replace("O", "T"): get_figure(token) for token in tokens}
    return [DayMention(month=said["M"], year=said.get("Y"), weekday=said["W"], nth=said["T"])]


def build_relative_day(tokens: Sequence[Token]) -> list[DayMention]:
    found = get_mention(next(token for token in tokens if token.kind in "RV"))
    weekday = next((get_figure(token) for token in tokens if token.kind == "W"), None)
    if found.weeks is not None and weekday is None:
        return [DayMention(days=7 * found.weeks)]
    return [replace(found, weekday=weekday)]


def build_day_weeks_on(tokens: Sequence[Token]) -> list[DayMention]:
    """Build the day of "today in two weeks"."""
    day, weeks = (get_mention(next(token for token in tokens if token.kind == kind)) for kind in "RV")
    return [replace(day, days=(day.days or 0) + 7 * (weeks.weeks or 0))]


def build_week(tokens: Sequence[Token]) -> list[DayMention]:
    """Build the Monday of a week that was named without a day."""
    week = next((get_mention(token) for token in tokens if token.kind == "X"), None)
    return [week or DayMention(weeks=get_figure(tokens[0]), weekday=0)]


def build_month(tokens: Sequence[Token]) -> list[DayMention]:
    return build_calendar_day([*tokens, Token("N", 0, 0, 1)])
