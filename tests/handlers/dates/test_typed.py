"""Times as people type them, in three languages and misspelt: read as they are meant, or refused with the reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.chat.say import LANGUAGES, Say
from handlers.dates.date_words import LONGEST_TIME
from handlers.dates.time_zones import convert_to_instant, find_clock_change
from handlers.dates.typed_times import (
    NotATime,
    Reason,
    TypedTime,
    explain_time_error,
    parse_typed_day,
    parse_typed_time,
)

OSLO = ZoneInfo("Europe/Oslo")
#: a Wednesday, at nine in Oslo
NOW = datetime(2026, 2, 4, 8, tzinfo=UTC)
BOKMAAL = [
    ("tirsdag 17. mars kl 10-15", "2026-03-17 10:00/2026-03-17 15:00"),
    ("Tirsdag 17. mars 2026 kl. 10.00–15.00", "2026-03-17 10:00/2026-03-17 15:00"),
    ("17.3.2027 10:00", "2027-03-17 10:00"),
    ("17.3. kl. 10.00–15.00", "2026-03-17 10:00/2026-03-17 15:00"),
    ("17.3.26 kl 10", "2026-03-17 10:00"),
    ("17/3 kl 10", "2026-03-17 10:00"),
    ("17/3-26 kl 10", "2026-03-17 10:00"),
    ("den 17. mars kl. 10", "2026-03-17 10:00"),
    ("den 17.3 kl 10", "2026-03-17 10:00"),
    ("17. mars, 10.00", "2026-03-17 10:00"),
    ("17 mars kl 10", "2026-03-17 10:00"),
    ("17.mars kl10", "2026-03-17 10:00"),
    ("kl 10 den 17. mars", "2026-03-17 10:00"),
    ("kl. 10-12 tirsdag 17. mars", "2026-03-17 10:00/2026-03-17 12:00"),
    ("i dag kl 14", "2026-02-04 14:00"),
    ("idag kl. 14.30", "2026-02-04 14:30"),
    ("i morgen kl 9", "2026-02-05 09:00"),
    ("imorgen 09:00", "2026-02-05 09:00"),
    ("i morgen 10.10", "2026-02-05 10:10"),
    ("i overmorgen kl 12", "2026-02-06 12:00"),
    ("overmorgen kl 0830", "2026-02-06 08:30"),
    ("fredag kl 10", "2026-02-06 10:00"),
    ("på fredag kl 10", "2026-02-06 10:00"),
    ("kl 10 på fredag", "2026-02-06 10:00"),
    ("onsdag kl 10", "2026-02-11 10:00"),
    ("neste tirsdag 10", "2026-02-10 10:00"),
    ("neste onsdag kl 8.30", "2026-02-11 08:30"),
    ("førstkommende tirsdag kl 10", "2026-02-10 10:00"),
    ("kommende fredag 9-11", "2026-02-06 09:00/2026-02-06 11:00"),
    ("tirsdag neste uke kl 10", "2026-02-10 10:00"),
    ("tirsdag uke 12 kl 10", "2026-03-17 10:00"),
    ("tirsdag i uke 12, kl 10-12", "2026-03-17 10:00/2026-03-17 12:00"),
    ("uke 12 tirsdag kl 13-14", "2026-03-17 13:00/2026-03-17 14:00"),
    ("uke 12", "2026-03-16/2026-03-20"),
    ("uke12", "2026-03-16/2026-03-20"),
    ("neste uke", "2026-02-09/2026-02-13"),
    ("om 14 dager kl 12", "2026-02-18 12:00"),
    ("om to uker", "2026-02-18"),
    ("om en uke kl 9", "2026-02-11 09:00"),
    ("tirsdag om to uker kl 10", "2026-02-17 10:00"),
    ("om 1 måned", "2026-03-04"),
    ("om 2 timer", "2026-02-04 11:00"),
    ("om 90 minutter", "2026-02-04 10:30"),
    ("3.–6. juni", "2026-06-03/2026-06-06"),
    ("3. - 6. juni 2026", "2026-06-03/2026-06-06"),
    ("3.-6.6.", "2026-06-03/2026-06-06"),
    ("3.6.-6.6.2026", "2026-06-03/2026-06-06"),
    ("fra 3. til 6. juni", "2026-06-03/2026-06-06"),
    ("30. mai – 2. juni", "2026-05-30/2026-06-02"),
    ("30. desember – 2. januar", "2026-12-30/2027-01-02"),
    ("3. juni kl 12 – 4. juni kl 13", "2026-06-03 12:00/2026-06-04 13:00"),
    ("onsdag 3. juni kl 12 til torsdag 4. juni kl 13", "2026-06-03 12:00/2026-06-04 13:00"),
    ("mandag–onsdag", "2026-02-09/2026-02-11"),
    ("halv ti i morgen", "2026-02-05 09:30"),
    ("kl halv to på fredag", "2026-02-06 01:30"),
    ("kvart over ni på fredag", "2026-02-06 09:15"),
    ("kvart på 10 på fredag", "2026-02-06 09:45"),
    ("i morgen klokka ti", "2026-02-05 10:00"),
    ("i morgen kl 10 i 2 timer", "2026-02-05 10:00/2026-02-05 12:00"),
    ("fredag kl 10, 90 minutter", "2026-02-06 10:00/2026-02-06 11:30"),
    ("fredag kl 13-13.45", "2026-02-06 13:00/2026-02-06 13:45"),
    ("tirsdag 10.03 10.15-11.30", "2026-03-10 10:15/2026-03-10 11:30"),
    ("10.03 kl 10.15", "2026-03-10 10:15"),
    ("10.03 10.15", "2026-03-10 10:15"),
    ("den 17. kl 10", "2026-02-17 10:00"),
    ("tirsdag 17 kl 10", "2026-02-17 10:00"),
    ("fredag 10 til 12", "2026-02-06 10:00/2026-02-06 12:00"),
    ("24.12 kl 18-24", "2026-12-24 18:00/2026-12-25 00:00"),
    ("29.2.2028", "2028-02-29"),
    ("1. januar", "2027-01-01"),
    ("fredag 1000-1130", "2026-02-06 10:00/2026-02-06 11:30"),
    ("fredag 0930", "2026-02-06 09:30"),
    ("17. mars 1000", "2026-03-17 10:00"),
    ("17. mars 2026 0930", "2026-03-17 09:30"),
    ("fredag 2030", "2026-02-06 20:30"),
    ("17. mars 2030", "2030-03-17"),
    ("uke 12 2027", "2027-03-22/2027-03-26"),
    ("17.03.2026 1000-1500", "2026-03-17 10:00/2026-03-17 15:00"),
    ("17.03.2026 kl 1000-1500", "2026-03-17 10:00/2026-03-17 15:00"),
    ("fredag 1000 - 2000", "2026-02-06 10:00/2026-02-06 20:00"),
]
NYNORSK = [
    ("tysdag 17. mars kl. 10", "2026-03-17 10:00"),
    ("neste tysdag 10", "2026-02-10 10:00"),
    ("laurdag 14. mars kl 11", "2026-03-14 11:00"),
    ("sundag 15. mars kl 18", "2026-03-15 18:00"),
    ("måndag i veke 12 kl 10", "2026-03-16 10:00"),
    ("veke 12", "2026-03-16/2026-03-20"),
    ("i morgon kl 9", "2026-02-05 09:00"),
    ("i overmorgon kl 9", "2026-02-06 09:00"),
    ("om ei veke kl 10", "2026-02-11 10:00"),
    ("om tre veker", "2026-02-25"),
    ("om ein månad kl 10", "2026-03-04 10:00"),
    ("frå 3. til 6. juni", "2026-06-03/2026-06-06"),
    ("fyrstkomande tysdag kl 8", "2026-02-10 08:00"),
    ("i morgon klokka elleve", "2026-02-05 11:00"),
    ("om 14 dagar", "2026-02-18"),
]
ENGLISH = [
    ("next Tuesday 10am", "2026-02-10 10:00"),
    ("Tuesday 17 March 2026, 10:00–15:00", "2026-03-17 10:00/2026-03-17 15:00"),
    ("17 March 2027 10:00-11:30", "2027-03-17 10:00/2027-03-17 11:30"),
    ("March 17, 2026 at 10am", "2026-03-17 10:00"),
    ("17th of March at 2pm", "2026-03-17 14:00"),
    ("the 17th at 10", "2026-02-17 10:00"),
    ("Tue 17 Mar 10:00", "2026-03-17 10:00"),
    ("on Friday at 10", "2026-02-06 10:00"),
    ("Friday 10am-3pm", "2026-02-06 10:00/2026-02-06 15:00"),
    ("Friday 2-4pm", "2026-02-06 14:00/2026-02-06 16:00"),
    ("Friday 11-1pm", "2026-02-06 11:00/2026-02-06 13:00"),
    ("Friday 10 to 11:30", "2026-02-06 10:00/2026-02-06 11:30"),
    ("tomorrow at 9", "2026-02-05 09:00"),
    ("tomorrow 9:30 a.m.", "2026-02-05 09:30"),
    ("day after tomorrow at noon", "2026-02-06 12:00"),
    ("today at 3 pm", "2026-02-04 15:00"),
    ("in two weeks", "2026-02-18"),
    ("in 3 days at 12:00", "2026-02-07 12:00"),
    ("in a week", "2026-02-11"),
    ("in 2 hours", "2026-02-04 11:00"),
    ("two weeks from now at 10", "2026-02-18 10:00"),
    ("next week", "2026-02-09/2026-02-13"),
    ("Tuesday next week at 10", "2026-02-10 10:00"),
    ("week 12", "2026-03-16/2026-03-20"),
    ("Tuesday week 12 10:00", "2026-03-17 10:00"),
    ("June 3-6", "2026-06-03/2026-06-06"),
    ("3-6 June", "2026-06-03/2026-06-06"),
    ("from 3 to 6 June 2026", "2026-06-03/2026-06-06"),
    ("June 3 at noon - June 4 at 1pm", "2026-06-03 12:00/2026-06-04 13:00"),
    ("half past nine tomorrow", "2026-02-05 09:30"),
    ("quarter to ten on Friday", "2026-02-06 09:45"),
    ("tomorrow at 10 for 2 hours", "2026-02-05 10:00/2026-02-05 12:00"),
    ("Dec 24th 6pm", "2026-12-24 18:00"),
    ("2026-03-17", "2026-03-17"),
    ("2026-03-17 10:00", "2026-03-17 10:00"),
    ("2026-03-17T10:00", "2026-03-17 10:00"),
    ("2026-03-17 10:00:00 - 2026-03-17 15:00:00", "2026-03-17 10:00/2026-03-17 15:00"),
    ("Tuesday at 10, 17 March", "2026-03-17 10:00"),
]
MISSPELT = [
    ("tirs 17 mars", "2026-03-17"),
    ("tirsd. 17. mars", "2026-03-17"),
    ("tirdag 17. mars kl 10", "2026-03-17 10:00"),
    ("trisdag 17. mars", "2026-03-17"),
    ("tysdagg 17. mars", "2026-03-17"),
    ("onsag kl 10", "2026-02-11 10:00"),
    ("torsdg kl 10", "2026-02-05 10:00"),
    ("freddag kl 10", "2026-02-06 10:00"),
    ("lordag 14. mars", "2026-03-14"),
    ("loerdag 14. mars", "2026-03-14"),
    ("søndga 15. mars", "2026-03-15"),
    ("manadg kl 10", "2026-02-09 10:00"),
    ("17. febuar", "2026-02-17"),
    ("17 februari kl 10", "2026-02-17 10:00"),
    ("17. sepember kl 10", "2026-09-17 10:00"),
    ("17. novemer", "2026-11-17"),
    ("17 okt. kl 10", "2026-10-17 10:00"),
    ("17. des kl. 10", "2026-12-17 10:00"),
    ("imårgen kl 9", "2026-02-05 09:00"),
    ("tomorow at 9", "2026-02-05 09:00"),
    ("tommorow at 9", "2026-02-05 09:00"),
    ("tommorrow at 9", "2026-02-05 09:00"),
    ("wensday at 10", "2026-02-11 10:00"),
    ("wendesday 10am", "2026-02-11 10:00"),
    ("thurday 10am", "2026-02-05 10:00"),
    ("teusday 10am", "2026-02-10 10:00"),
    ("thrusday at 10", "2026-02-05 10:00"),
    ("saterday at 10", "2026-02-07 10:00"),
    ("17 febuary", "2026-02-17"),
    ("17 martch 10:00", "2026-03-17 10:00"),
    ("10 agust kl 10", "2026-08-10 10:00"),
    ("overimorgen kl 9", "2026-02-06 09:00"),
    ("kl.10.00 17.mars", "2026-03-17 10:00"),
    ("17.mars.2026 kl.10.00", "2026-03-17 10:00"),
    ("17 . mars", "2026-03-17"),
    ("KL 10 FREDAG", "2026-02-06 10:00"),
    ("fredag klokken 10:00", "2026-02-06 10:00"),
    ("fredag kl  10 - 12", "2026-02-06 10:00/2026-02-06 12:00"),
    ("fredag kl. 10 – 12.", "2026-02-06 10:00/2026-02-06 12:00"),
    ("fredag@10", "2026-02-06 10:00"),
    ("fredag kl 10,00", "2026-02-06 10:00"),
    ("ons. 18/3 kl. 09", "2026-03-18 09:00"),
    ("17-3-2026", "2026-03-17"),
    ("17-03-2026 10:00", "2026-03-17 10:00"),
]
REFUSED = [
    ("31.2.", "no_such_day"),
    ("31.2.2026", "no_such_day"),
    ("30. februar", "no_such_day"),
    ("29.2.", "no_such_day"),
    ("29.2.2027", "no_such_day"),
    ("32. mars", "no_such_day"),
    ("0. mars", "no_such_day"),
    ("17.13.2026", "no_such_day"),
    ("3/17/2026", "no_such_day"),
    ("45.10.", "no_such_day"),
    ("uke 60", "no_such_day"),
    ("uke 0", "no_such_day"),
    ("uke 53 2025", "no_such_day"),
    ("tirsdag uke 60", "no_such_day"),
    ("17. mars kl 25", "no_time"),
    ("kl 25", "no_time"),
    ("kl 10.60 i morgen", "no_time"),
    ("13pm tomorrow", "no_time"),
    ("0am tomorrow", "no_time"),
    ("kl 24.30 i morgen", "no_time"),
    ("mandag 31", "no_time"),
    ("onsdag 17. mars", "weekday"),
    ("Monday 17 March 2026", "weekday"),
    ("søndag uke 12 mandag", "unknown"),
    ("i morgen tirsdag", "weekday"),
    ("17.3.2025", "past"),
    ("3. februar 2026", "past"),
    ("i går kl 10", "past"),
    ("i dag kl 08", "past"),
    ("yesterday", "past"),
    ("uke 2 2026", "past"),
    ("17.3.2056", "far"),
    ("17 March 3026", "far"),
    ("om 999 uker", "far"),
    ("i morgen kl 15-10", "end_before_start"),
    ("fredag 10-10", "end_before_start"),
    ("22-01 fredag", "end_before_start"),
    ("6.-3. juni", "end_before_start"),
    ("6. juni - 3. juni", "end_before_start"),
    ("3. juni 2027 - 6. juni 2026", "end_before_start"),
    ("fredag 4pm-2pm", "end_before_start"),
    ("10-15", "no_day"),
    ("kl 10", "no_day"),
    ("mars", "no_day"),
    ("mars 2027", "no_day"),
    ("10:00", "no_day"),
    ("17", "no_day"),
    ("uke 12 kl 10", "several"),
    ("neste uke kl 10-12", "several"),
    ("3. og 4. juni", "several"),
    ("tirsdag og torsdag kl 10", "several"),
    ("17. mars 18. mars", "several"),
    ("mandag eller tirsdag", "several"),
    ("3.-6. juni kl 10", "several"),
    ("i morgen kl 10 og 12", "several"),
    ("fredag 10-12 13-14", "several"),
    ("jada", "unknown"),
    ("snart", "unknown"),
    ("når det passer", "unknown"),
    ("tirsdag ettermiddag", "unknown"),
    ("i kveld", "unknown"),
    ("kl ti tirsdag i mars", "unknown"),
    ("10:00 CET i morgen", "unknown"),
    ("hver tirsdag", "unknown"),
    ("2026", "unknown"),
    ("17 mars 10 11 12", "several"),
    ("🕰️", "unknown"),
    ("1.1.0001 10:00", "past"),
    ("9999-12-31 10:00", "far"),
    ("0000-00-00", "no_such_day"),
    ("99999999999999", "unknown"),
    ("17.3.2026 kl 10 i 0 timer", "end_before_start"),
    ("-", "unknown"),
    ("- 17. mars", "unknown"),
    ("17. mars -", "unknown"),
    ("kl", "unknown"),
    ("den", "unknown"),
    ("neste", "unknown"),
    ("uke", "unknown"),
    ("A.D. 17", "unknown"),
]


def shown(when: TypedTime) -> str:
    times = [when.start, when.end] if when.end is not None else [when.start]
    return "/".join(f"{at:%Y-%m-%d %H:%M}" if when.timed else f"{at:%Y-%m-%d}" for at in times)


@pytest.mark.parametrize(("text", "meant"), BOKMAAL + NYNORSK + ENGLISH + MISSPELT)
def test_what_people_type_is_read(text: str, meant: str) -> None:
    assert shown(parse_typed_time(text, NOW, OSLO)) == meant


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_cannot_be_meant_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(NotATime) as refused:
        parse_typed_time(text, NOW, OSLO)
    assert refused.value.reason == reason


def test_every_example_is_another_one() -> None:
    texts = [text for text, _ in BOKMAAL + NYNORSK + ENGLISH + MISSPELT]
    assert len(texts) == len(set(texts)) >= 120


def test_a_day_without_a_year_is_the_next_such_day() -> None:
    assert shown(parse_typed_time("4. februar", NOW, OSLO)) == "2026-02-04"
    assert shown(parse_typed_time("3. februar", NOW, OSLO)) == "2027-02-03"
    assert shown(parse_typed_time("29. februar", datetime(2027, 6, 1, tzinfo=UTC), OSLO)) == "2028-02-29"


def test_the_name_of_a_day_is_never_today() -> None:
    assert shown(parse_typed_time("onsdag kl 15", NOW, OSLO)) == "2026-02-11 15:00"
    assert shown(parse_typed_time("i dag kl 15", NOW, OSLO)) == "2026-02-04 15:00"


def test_next_is_next_week_and_this_is_the_one_to_come() -> None:
    monday = datetime(2026, 3, 16, 8, tzinfo=UTC)
    assert shown(parse_typed_time("next Tuesday 10am", monday, OSLO)) == "2026-03-24 10:00"
    assert shown(parse_typed_time("this Tuesday 10am", monday, OSLO)) == "2026-03-17 10:00"
    assert shown(parse_typed_time("tirsdag kl 10", monday, OSLO)) == "2026-03-17 10:00"
    sunday = datetime(2026, 3, 22, 8, tzinfo=UTC)
    assert shown(parse_typed_time("neste tirsdag kl 10", sunday, OSLO)) == "2026-03-24 10:00"


def test_today_is_that_of_the_zone() -> None:
    """Late in the evening in New York it is tomorrow in Oslo."""
    late = datetime(2026, 2, 5, 2, tzinfo=UTC)
    assert shown(parse_typed_time("i morgen kl 9", late, ZoneInfo("America/New_York"))) == "2026-02-05 09:00"
    assert shown(parse_typed_time("i morgen kl 9", late, OSLO)) == "2026-02-06 09:00"


def test_weeks_at_the_turn_of_the_year() -> None:
    december = datetime(2026, 12, 20, 8, tzinfo=UTC)
    assert shown(parse_typed_time("uke 53", december, OSLO)) == "2026-12-28/2027-01-01"
    assert shown(parse_typed_time("uke 1", december, OSLO)) == "2027-01-04/2027-01-08"
    assert shown(parse_typed_time("fredag uke 53", datetime(2027, 1, 1, 8, tzinfo=UTC), OSLO)) == "2027-01-01"


def test_a_time_that_the_clock_skips_is_read_as_it_was_typed() -> None:
    when = parse_typed_time("søndag 29. mars 2026 kl 02.30", NOW, OSLO)
    assert shown(when) == "2026-03-29 02:30"
    assert find_clock_change(when.start, OSLO) == "gap"


def test_an_end_in_the_hour_that_the_clock_skips_is_before_a_start_behind_it() -> None:
    """02:45 is 03:45 then, and half past three is before it."""
    assert shown(parse_typed_time("29. mars 2026 kl 02.15-03.30", NOW, OSLO)) == "2026-03-29 02:15/2026-03-29 03:30"
    with pytest.raises(NotATime, match="end_before_start"):
        parse_typed_time("29. mars 2026 kl 02.45-03.30", NOW, OSLO)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("innen 17. mars", date(2026, 3, 17)),
        ("senest fredag", date(2026, 2, 6)),
        ("seinast i morgon", date(2026, 2, 5)),
        ("by Friday", date(2026, 2, 6)),
        ("Frist: 17.3.", date(2026, 3, 17)),
        ("om 14 dager", date(2026, 2, 18)),
        ("i dag", date(2026, 2, 4)),
        ("fredag uke 12", date(2026, 3, 20)),
        ("2026-03-17", date(2026, 3, 17)),
    ],
)
def test_a_deadline_is_a_day(text: str, day: date) -> None:
    assert parse_typed_day(text, NOW, OSLO) == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("17. mars kl 12", "only_day"),
        ("om 2 timer", "only_day"),
        ("uke 12", "several"),
        ("3.-6. juni", "several"),
        ("i går", "past"),
        ("3.2.2026", "past"),
        ("31.2.", "no_such_day"),
        ("før 17. mars", "unknown"),
        ("innen", "unknown"),
        ("", "unknown"),
    ],
)
def test_what_is_no_one_day_is_no_deadline(text: str, reason: str) -> None:
    with pytest.raises(NotATime) as refused:
        parse_typed_day(text, NOW, OSLO)
    assert refused.value.reason == reason


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None)
@given(st.integers(0, 3 * 365 * 24 * 12), st.integers(0, 3 * 24 * 12))
def test_what_the_bot_says_it_can_read(language: str, at: int, lasts: int) -> None:
    """What is echoed can be copied, changed and sent again."""
    start = datetime.fromisoformat("2026-02-05 00:00") + at * timedelta(minutes=5)
    end = start + lasts * timedelta(minutes=5) if lasts else None
    say = Say(language, OSLO)
    if end is None or convert_to_instant(start, OSLO) < convert_to_instant(end, OSLO):
        assert parse_typed_time(say.format_period(start, end), NOW, OSLO) == TypedTime(start, end, timed=True)
    days = TypedTime(midnight(start), midnight(end) if end and end.date() != start.date() else None, timed=False)
    assert parse_typed_time(say.format_period(start.date(), end and end.date()), NOW, OSLO) == days


def midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0)


WORDS = sorted({word for text, _ in BOKMAAL + NYNORSK + ENGLISH + MISSPELT + REFUSED for word in text.split()})


def outcome(text: str) -> TypedTime | str:
    try:
        return parse_typed_time(text, NOW, OSLO)
    except NotATime as error:
        return error.reason


@settings(deadline=None, max_examples=500)
@given(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join) | st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    when = outcome(text)
    if not isinstance(when, TypedTime):
        assert when in get_args(Reason)
        return
    assert when.end is None or when.start <= when.end
    assert NOW - timedelta(days=190) < convert_to_instant(when.start, OSLO)
    assert when.timed or when.start.time() == midnight(when.start).time()


@pytest.mark.parametrize("piece", ["1", "-", ". ", "17.", "kl ", "mars ", "10-", "tirsdag ", "a", "i ", "om 2 ", "🕰️"])
def test_a_long_text_is_refused_at_once(piece: str) -> None:
    for text in (piece * 100_000, (piece * LONGEST_TIME)[:LONGEST_TIME]):
        with pytest.raises(NotATime):
            parse_typed_time(text, NOW, OSLO)
        with pytest.raises(NotATime):
            parse_typed_day(f"innen {text}", NOW, OSLO)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_is_said_in_words(language: str) -> None:
    said = {reason: explain_time_error(Say(language, OSLO), reason, " 31.2. ") for reason in get_args(Reason)}
    assert len(set(said.values())) == len(said)
    assert ("“31.2.”" if language == "en" else "«31.2.»") in said["no_such_day"]


def test_a_long_text_is_not_said_back_whole() -> None:
    assert len(explain_time_error(Say("en", OSLO), "unknown", "x" * 5000)) < 200
