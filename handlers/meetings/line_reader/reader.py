"""Read a line about a meeting: what each reader takes is gone for the next, and what is left is title and place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.dates import time_zones
from handlers.language import meeting_words
from handlers.language.closing_orders import cut_closing_order
from handlers.meetings.line_reader import series_days
from handlers.meetings.line_reader.aside_patterns import NEXT_YEAR
from handlers.meetings.line_reader.asides import is_led, take_asides
from handlers.meetings.line_reader.clock_phrases import find_line_times
from handlers.meetings.line_reader.clock_times import is_evening_in_doubt, resolve_line_times, settle_morning
from handlers.meetings.line_reader.day_phrases import find_line_days
from handlers.meetings.line_reader.days import resolve_line_day
from handlers.meetings.line_reader.found_clocks import LineTimes
from handlers.meetings.line_reader.found_days import FoundDay
from handlers.meetings.line_reader.leftovers import read_leftovers
from handlers.meetings.line_reader.line_limits import take_line_limits
from handlers.meetings.line_reader.line_tokens import TypedLine, split_typed_line
from handlers.meetings.line_reader.link_phrases import take_links
from handlers.meetings.line_reader.loose_figures import find_loose_figures, take_loose_hour
from handlers.meetings.line_reader.meeting_line import ASKED, Ask, MeetingLine
from handlers.meetings.line_reader.near_days import settle_near_days
from handlers.meetings.line_reader.places import is_online
from handlers.meetings.line_reader.room_sites import add_site_of_room
from handlers.meetings.line_reader.said_parts import SaidParts, find_said_parts
from handlers.meetings.line_reader.series_phrases import LineSeries, find_line_series
from handlers.meetings.line_reader.span_choice import LeftoverReading, settle_title_and_place
from handlers.meetings.line_reader.subject_days import leave_told_days


def read_meeting_line(text: str, now: datetime, zone: ZoneInfo, language: str = "") -> MeetingLine:
    """Read the line, whose words stand in any order; nothing is guessed where it may mean two things.

    `now` is an instant. The language changes nothing: in all of them days come before months.
    """
    here = time_zones.convert_to_local(now, zone)
    said = find_said_parts(text)
    line = split_typed_line(meeting_words.cut_preamble(cut_closing_order(said.rest)[0]))
    links = take_links(line)
    limits = take_line_limits(line, now, zone)
    take_asides(line)
    near = "d" in line.pattern
    series = find_line_series(line, here.date())
    found = settle_near_days(line, leave_told_days(line, find_line_days(line)), here.date())
    times = settle_morning(find_line_times(line), line.lowered)
    day, last, day_ask = _choose_day(line, found, series, times, here, near=near)
    series, last = _end_daily_series(series, last)
    asks = [*series.asks, *_list_doubts_of_day(line, series, day, here), *times.asks, *([day_ask] if day_ask else [])]
    start, end, ask = _place_in_time(line, times, day, last or day, here)
    asks += [ask] if ask else []
    asks += _list_doubts_of_time(line, times, over_days=last is not None and last != day and not asks)
    left = _read_title_and_place(line, links.service, said)
    links = links.settle_link(elsewhere=bool(left.place) or "webinar" in left.title.casefold())
    asks += [ask for ask in left.asks if ask.what != "date" or times.start is None or _is_bare_weekday(found)]
    certain = not {"date", "time"} & {ask.what for ask in asks}
    return MeetingLine(
        title=left.title,
        start=start if certain else None,
        end=end if certain else None,
        place=left.place,
        link=links.link,
        other_links=links.others,
        series=series_days.complete_rule(series, day if found and _is_bare_weekday(found) else None),
        count=series.count,
        limits=limits,
        asks=_order_asks(asks),
        day=day,
        when=_join_time_words(line),
        repeats=series.said,
    )


def _end_daily_series(series: LineSeries, last: date | None) -> tuple[LineSeries, date | None]:
    """Return a daily series that ends on the last of several days, which are none any more: "daily 25-29 January"."""
    if last is None or series.rule is None or series.rule.freq != "DAILY" or series.until is not None:
        return series, last
    return replace(series, until=last), None


def _read_title_and_place(line: TypedLine, service: str, said: SaidParts) -> LeftoverReading:
    kinds = list(line.kinds)
    read = LeftoverReading(*read_leftovers(line, service))
    settled = _keep_on_net(settle_title_and_place(line, kinds, read), read.place)
    return said.complete_reading(add_site_of_room(line.text, settled))


def _keep_on_net(settled: LeftoverReading, place: str) -> LeftoverReading:
    """Keep "digitalt" as the place where no other is found: it says so wherever it stands."""
    lost = is_online([place]) and not settled.place and place.casefold() not in settled.title.casefold()
    return replace(settled, place=place) if lost else settled


def _list_doubts_of_day(line: TypedLine, series: LineSeries, day: date | None, here: datetime) -> list[Ask]:
    """Return what must be asked of the end of a series and of "next year"."""
    if day is None:
        return []
    ended = series.until is not None and series.until < day
    asks = [Ask("count", "end_before_start", series.said)] if ended else []
    if day.year == here.year and any(_is_year_of_day(line, *said.span()) for said in NEXT_YEAR.finditer(line.lowered)):
        asks.append(Ask("date", "vague", _join_time_words(line, "d")))
    return asks


def _is_year_of_day(line: TypedLine, start: int, end: int) -> bool:
    """Return False for a year of the subject, apart from the day: "avtalen for neste år, det passer tirsdag"."""
    after = line.pattern[line.find_token_at(end) :].lstrip("p,_c")
    return after.startswith("d") or not is_led(line, start)


def _list_doubts_of_time(line: TypedLine, times: LineTimes, *, over_days: bool) -> list[Ask]:
    """Return what must be asked of a meeting over days without an end, and of a figure that nothing explains."""
    found = []
    if over_days and times.end is None and times.lasts is None:
        found.append(Ask("end", "half_said", _join_time_words(line, "d")))
    if is_evening_in_doubt(times, line.lowered):
        found.append(Ask("time", "half_of_day", _join_time_words(line, "c")))
    untimed = "c" not in line.pattern and times.start is None and times.ahead is None
    loose = (take_loose_hour(line) if untimed else None) or find_loose_figures(line)
    return [*found, loose] if loose else found


def _choose_day(
    line: TypedLine, found: list[FoundDay], series: LineSeries, times: LineTimes, here: datetime, *, near: bool
) -> tuple[date | None, date | None, Ask | None]:
    """Return the first day of the meeting, and the last one if it ends on another."""
    today = here.date()
    if times.ahead is not None:
        return (here + times.ahead).date(), None, None
    if series.rule is None:
        return resolve_line_day(found, line, today)
    if near and _is_bare_weekday(found):  # "kvar fredag etter påske"
        return None, None, Ask("date", "vague", _join_time_words(line, "d"))
    since = max(today if _is_still_ahead(times, here) else today + timedelta(days=1), series.since or today)
    if not found:
        first = series_days.find_first_occurrence(series.rule, since)
        return first, None, None if first else Ask("date")
    apart = series.rule.freq != "WEEKLY" and not (series.rule.position or series.rule.monthday)
    daily = series.rule.freq == "DAILY" and found and series_days.begins_from(line, found[0])
    if apart and not daily and _is_bare_weekday(found):
        return None, None, Ask("date", "vague", f"{series.said}, {line.slice_text(found[0].first, found[0].last)}")
    bound = [replace(day, vague=False) for day in found]
    day, last, ask = resolve_line_day(bound, line, today)
    if day is None or (series_days.is_series_day(series.rule, day) and not found[0].vague):
        return day, last, ask
    if series_days.begins_from(line, found[0]):
        first = series_days.find_first_occurrence(series.rule, max(since, day))
        return first, None, None if first else Ask("date")
    said = line.slice_text(found[0].first, found[-1].last)
    return None, None, Ask("date", "vague" if found[0].vague else "weekday", said)


def _is_bare_weekday(found: list[FoundDay]) -> bool:
    return all(day.is_bare_weekday for day in found)


def _is_still_ahead(times: LineTimes, here: datetime) -> bool:
    start, _, _ = resolve_line_times(times, "", here.date(), here.date())
    return start is not None and start > here


def _place_in_time(
    line: TypedLine, times: LineTimes, day: date | None, last: date | None, here: datetime
) -> tuple[datetime | None, datetime | None, Ask | None]:
    if day is None or last is None or any(ask.what == "time" for ask in times.asks):
        return None, None, None
    if times.ahead is not None:
        begins = (here + times.ahead).replace(second=0, microsecond=0)
        return begins, None if times.lasts is None else begins + times.lasts, None
    said = _join_time_words(line, "c")
    start, end, ask = resolve_line_times(times, said, day, last)
    if start is not None and start <= here:
        return None, None, Ask("time", "past", said)
    return start, end, ask


def _join_time_words(line: TypedLine, kinds: str = "dc") -> str:
    """Return the words about day and time of day as typed."""
    words, first = [], None
    for n, kind in enumerate([*line.kinds, ""]):
        wanted = kind != "" and kind in kinds
        if wanted and first is None:
            first = n
        elif not wanted and first is not None:
            words.append(line.slice_text(first, n))
            first = None
    return " ".join(words)


def _order_asks(asks: list[Ask]) -> tuple[Ask, ...]:
    """Return one of each, in the order in which they are asked."""
    first = {ask.what: ask for ask in reversed(asks)}
    return tuple(first[what] for what in ASKED if what in first)
