"""Rules that repeat: those every calendar understands, their dates, and the others refused with a reason."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from time import process_time
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.chat.say import LANGUAGES, Say
from handlers.dates.recurrence import (
    NotARule,
    describe_rule,
    explain_rule_error,
    parse_rrule,
    parse_typed_rule,
)
from handlers.dates.recurrence import (
    RecurrenceRule as Rule,
)
from handlers.dates.recurrence.recurrence_rule import MOST_OCCURRENCES, MOST_YEARS, Reason

OSLO = ZoneInfo("Europe/Oslo")
at = datetime.fromisoformat
#: a Tuesday, the second of its month
START = at("2026-12-08 10:00")
FAR = date(2040, 1, 1)


@st.composite
def some_rules(draw: st.DrawFn) -> tuple[Rule, datetime]:
    """A rule and a start that is one of its days."""
    start = draw(st.datetimes(at("2026-01-01"), at("2028-12-31"))).replace(second=0, microsecond=0)
    freq = draw(st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")))
    rule = Rule(freq, draw(st.integers(1, 8)))
    if freq == "WEEKLY":
        days = draw(st.sets(st.integers(0, 6), max_size=4))
        rule = replace(rule, weekdays=tuple(sorted(days | {start.weekday()})) if days else ())
    if freq == "MONTHLY":
        nth, last = (start.day + 6) // 7, start.day > calendar.monthrange(start.year, start.month)[1] - 7
        kinds = [replace(rule, monthday=start.day)] if start.day <= 28 else []
        kinds += [replace(rule, weekdays=(start.weekday(),), position=nth)] if nth < 5 else []
        kinds += [replace(rule, weekdays=(start.weekday(),), position=-1)] if last else []
        kinds += [replace(rule, monthday=-1)] if (start + timedelta(days=1)).day == 1 else []
        rule = draw(st.sampled_from([*kinds, *([rule] if start.day <= 28 else [])]))
    if (start.month, start.day) == (2, 29):
        start -= timedelta(days=1)
        rule = Rule("DAILY")
    if draw(st.booleans()):
        return replace(rule, count=draw(st.integers(1, 12))), start
    return replace(rule, until=start + timedelta(days=draw(st.integers(0, 180)))), start


def walked(rule: Rule, start: datetime) -> Iterator[datetime]:
    """The dates, found by looking at every single day."""
    found = 0
    for n in range((start + relativedelta(years=MOST_YEARS) - start).days + 1):
        day = start + timedelta(days=n)
        if (rule.until and day > rule.until) or (rule.count and found == rule.count):
            return
        if fits(rule, start, day):
            found += 1
            yield day


def fits(rule: Rule, start: datetime, day: datetime) -> bool:
    months = (day.year - start.year) * 12 + day.month - start.month
    match rule.freq:
        case "DAILY":
            return (day - start).days % rule.interval == 0
        case "WEEKLY":
            mondays = [each.date() - timedelta(days=each.weekday()) for each in (start, day)]
            weekdays = rule.weekdays or (start.weekday(),)
            return (mondays[1] - mondays[0]).days // 7 % rule.interval == 0 and day.weekday() in weekdays
        case "MONTHLY":
            return months % rule.interval == 0 and in_month(rule, start, day)
        case _:
            return months % (12 * rule.interval) == 0 and day.day == start.day


def in_month(rule: Rule, start: datetime, day: datetime) -> bool:
    left = calendar.monthrange(day.year, day.month)[1] - day.day
    if rule.position:
        nth = (day.day + 6) // 7 if rule.position > 0 else -(left // 7) - 1
        return day.weekday() == rule.weekdays[0] and nth == rule.position
    return left == 0 if rule.monthday == -1 else day.day == (rule.monthday or start.day)


@settings(deadline=None, max_examples=200)
@given(some_rules())
def test_a_rule_gives_the_dates_that_a_calendar_on_the_wall_gives(case: tuple[Rule, datetime]) -> None:
    rule, start = case
    expected = list(walked(rule, start))
    if rule.count and len(expected) < rule.count:
        with pytest.raises(NotARule, match="long"):
            rule.list_occurrence_times(start, horizon=FAR, most=MOST_OCCURRENCES)
        return
    assert rule.list_occurrence_times(start, horizon=FAR, most=MOST_OCCURRENCES) == expected


@settings(deadline=None)
@given(some_rules(), st.sampled_from([None, "Europe/Oslo", "America/New_York", "Pacific/Chatham"]))
def test_a_rule_is_the_same_when_it_comes_back_from_a_calendar(case: tuple[Rule, datetime], name: str | None) -> None:
    rule, _ = case
    zone = ZoneInfo(name) if name else None
    if rule.until and zone:  # not one of the hours that are there twice or not at all
        rule = replace(rule, until=datetime.combine(rule.until, time(12)))
    assert parse_rrule(rule.format_rrule(zone), zone) == rule


@settings(deadline=None)
@given(some_rules(), st.sampled_from(LANGUAGES))
def test_what_the_bot_says_of_a_rule_it_can_read(case: tuple[Rule, datetime], language: str) -> None:
    rule, start = case
    if rule.until:
        rule = replace(rule, until=datetime.combine(rule.until, time(23, 59, 59)))
    if rule.freq == "DAILY" and rule.interval == 7:
        rule = replace(rule, interval=1)
    assert parse_typed_rule(describe_rule(rule, Say(language, OSLO)), start) == rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("FREQ=DAILY;COUNT=5", Rule("DAILY", count=5)),
        ("RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=8", Rule("WEEKLY", weekdays=(1, 3), count=8)),
        ("freq=weekly;interval=2;byday=th,tu;count=8", Rule("WEEKLY", 2, (1, 3), count=8)),
        ("FREQ=WEEKLY;WKST=SU;BYDAY=TU;COUNT=8;INTERVAL=2", Rule("WEEKLY", 2, (1,), count=8)),
        ("FREQ=MONTHLY;BYDAY=2TU;COUNT=10", Rule("MONTHLY", weekdays=(1,), position=2, count=10)),
        ("FREQ=MONTHLY;BYDAY=+2TU;COUNT=10", Rule("MONTHLY", weekdays=(1,), position=2, count=10)),
        ("FREQ=MONTHLY;BYDAY=-1TH;COUNT=10", Rule("MONTHLY", weekdays=(3,), position=-1, count=10)),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2;COUNT=10", Rule("MONTHLY", weekdays=(1,), position=2, count=10)),
        ("FREQ=MONTHLY;BYDAY=TH;BYSETPOS=-1;COUNT=10", Rule("MONTHLY", weekdays=(3,), position=-1, count=10)),
        ("FREQ=MONTHLY;BYMONTHDAY=15;COUNT=10", Rule("MONTHLY", monthday=15, count=10)),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=10", Rule("MONTHLY", monthday=-1, count=10)),
        ("FREQ=YEARLY;COUNT=3;", Rule("YEARLY", count=3)),
        ("FREQ=DAILY;UNTIL=20271201", Rule("DAILY", until=at("2027-12-01 23:59:59"))),
        ("FREQ=DAILY;UNTIL=20271201T090000", Rule("DAILY", until=at("2027-12-01 09:00"))),
        ("FREQ=DAILY;UNTIL=20271201T090000Z", Rule("DAILY", until=at("2027-12-01 10:00"))),
    ],
)
def test_a_rule_of_a_calendar_is_read(text: str, rule: Rule) -> None:
    assert parse_rrule(text, OSLO) == rule


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "unknown"),
        ("FREQ", "unknown"),
        ("FREQ=", "unknown"),
        ("COUNT=3", "unknown"),
        ("FREQ=NEVER;COUNT=3", "unknown"),
        ("FREQ=DAILY;FREQ=DAILY;COUNT=3", "unknown"),
        ("FREQ=DAILY;COUNT=3;X-NAME=1", "unknown"),
        ("FREQ=DAILY;COUNT=x", "unknown"),
        ("FREQ=DAILY;COUNT=1.5", "unknown"),
        ("FREQ=DAILY;COUNT=3\r\nATTENDEE:x", "unknown"),
        ("FREQ=DAILY;UNTIL=20271301", "unknown"),
        ("FREQ=DAILY;UNTIL=20270231T000000Z", "unknown"),
        ("FREQ=DAILY;UNTIL=00010101T000000Z", "over"),
        ("FREQ=DAILY;UNTIL=2027", "unknown"),
        ("FREQ=WEEKLY;BYDAY=XX;COUNT=3", "unknown"),
        ("FREQ=WEEKLY;BYDAY=TU;WKST=XX;COUNT=3", "unknown"),
        ("FREQ=SECONDLY;COUNT=3", "frequency"),
        ("FREQ=MINUTELY;COUNT=3", "frequency"),
        ("FREQ=HOURLY;INTERVAL=24;COUNT=3", "frequency"),
        ("FREQ=DAILY;INTERVAL=0;COUNT=3", "interval"),
        ("FREQ=DAILY;INTERVAL=-1;COUNT=3", "interval"),
        ("FREQ=DAILY;INTERVAL=100;COUNT=3", "interval"),
        (f"FREQ=YEARLY;INTERVAL={10**29};COUNT=3", "interval"),
        ("FREQ=DAILY", "endless"),
        ("FREQ=MONTHLY;BYDAY=2TU", "endless"),
        ("FREQ=DAILY;COUNT=0", "many"),
        ("FREQ=DAILY;COUNT=201", "many"),
        ("FREQ=DAILY;COUNT=1000000000", "many"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20271201", "both"),
        ("FREQ=DAILY;UNTIL=20271231", "many"),
        ("FREQ=WEEKLY;BYDAY=TU;INTERVAL=9;UNTIL=20331231", "long"),
        ("FREQ=YEARLY;COUNT=7", "long"),
        ("FREQ=YEARLY;INTERVAL=99;COUNT=2", "long"),
        ("FREQ=MONTHLY;COUNT=100", "long"),
        ("FREQ=WEEKLY;UNTIL=20261201", "over"),
        ("FREQ=DAILY;BYDAY=TU;COUNT=3", "weekdays"),
        ("FREQ=YEARLY;BYDAY=TU;COUNT=3", "weekdays"),
        ("FREQ=MONTHLY;BYDAY=TU;COUNT=3", "weekdays"),
        ("FREQ=WEEKLY;BYDAY=TU,TU;COUNT=3", "weekdays"),
        ("FREQ=WEEKLY;BYDAY=2TU;COUNT=3", "position"),
        ("FREQ=MONTHLY;BYDAY=5TU;COUNT=3", "position"),
        ("FREQ=MONTHLY;BYDAY=-2TU;COUNT=3", "position"),
        ("FREQ=MONTHLY;BYDAY=0TU;COUNT=3", "position"),
        ("FREQ=MONTHLY;BYDAY=1TU,2TU;COUNT=3", "position"),
        ("FREQ=MONTHLY;BYDAY=2TU,2TH;COUNT=3", "position"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3", "position"),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=0;COUNT=3", "position"),
        ("FREQ=MONTHLY;BYDAY=2TU;BYSETPOS=1;COUNT=3", "position"),
        ("FREQ=MONTHLY;BYSETPOS=1;COUNT=3", "position"),
        ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3", "last_day"),
        ("FREQ=MONTHLY;BYMONTHDAY=29;COUNT=3", "last_day"),
        ("FREQ=MONTHLY;BYMONTHDAY=-2;COUNT=3", "last_day"),
        ("FREQ=MONTHLY;BYMONTHDAY=0;COUNT=3", "unknown"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15;COUNT=3", "part"),
        ("FREQ=MONTHLY;BYDAY=2TU;BYMONTHDAY=8;COUNT=3", "part"),
        ("FREQ=DAILY;BYMONTHDAY=8;COUNT=3", "part"),
        ("FREQ=DAILY;BYHOUR=10;COUNT=3", "part"),
        ("FREQ=YEARLY;BYWEEKNO=12;COUNT=3", "part"),
        ("FREQ=YEARLY;BYYEARDAY=100;COUNT=3", "part"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3", "part"),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,MO;COUNT=3", "part"),
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=3", "start"),
        ("FREQ=MONTHLY;BYDAY=1TU;COUNT=3", "start"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", "start"),
        ("FREQ=DAILY;COUNT=3;" + ";" * 1_000_000, "unknown"),
        ("FREQ=DAILY;COUNT=" + "9" * 1_000_000, "unknown"),
        ("FREQ=WEEKLY;COUNT=3;BYDAY=" + ",".join(["TU"] * 100_000), "unknown"),
    ],
    ids=lambda text: text[:60],
)
def test_another_rule_is_refused_with_the_reason_and_at_once(text: str, reason: str) -> None:
    began = process_time()
    with pytest.raises(NotARule) as refused:
        parse_rrule(text, OSLO).list_occurrence_times(START, horizon=FAR, most=MOST_OCCURRENCES)
    assert refused.value.reason == reason
    assert process_time() - began < 0.2


@pytest.mark.parametrize("freq", ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
@pytest.mark.parametrize("interval", [1, 99])
@pytest.mark.parametrize("until", ["9999-12-31 23:59", "2031-12-07 00:00"])
def test_the_largest_rules_are_answered_at_once(freq: str, interval: int, until: str) -> None:
    began = process_time()
    try:
        found = len(
            Rule(freq, interval, until=at(until)).list_occurrence_times(START, horizon=FAR, most=MOST_OCCURRENCES)
        )
    except NotARule as error:
        found = error.reason
    assert found in {"long", "many"} or (until < "9999" and 1 <= found <= MOST_OCCURRENCES)
    assert process_time() - began < 0.2


@pytest.mark.parametrize(
    ("start", "rule", "days"),
    [
        ("2026-12-08", Rule("MONTHLY", weekdays=(1,), position=2, count=3), ["2026-12-08", "2027-01-12", "2027-02-09"]),
        ("2026-12-31", Rule("MONTHLY", 1, (3,), -1, count=3), ["2026-12-31", "2027-01-28", "2027-02-25"]),
        ("2026-12-31", Rule("MONTHLY", monthday=-1, count=3), ["2026-12-31", "2027-01-31", "2027-02-28"]),
        ("2026-12-28", Rule("MONTHLY", count=3), ["2026-12-28", "2027-01-28", "2027-02-28"]),
        ("2026-12-08", Rule("WEEKLY", 2, (1, 3), count=4), ["2026-12-08", "2026-12-10", "2026-12-22", "2026-12-24"]),
        ("2026-12-10", Rule("WEEKLY", 2, (1, 3), count=3), ["2026-12-10", "2026-12-22", "2026-12-24"]),
        ("2026-12-08", Rule("YEARLY", count=2), ["2026-12-08", "2027-12-08"]),
        ("2026-12-08", Rule("DAILY", until=at("2026-12-09 10:00")), ["2026-12-08", "2026-12-09"]),
        ("2026-12-08", Rule("DAILY", until=at("2026-12-09 09:59")), ["2026-12-08"]),
    ],
)  # fmt: skip
def test_the_dates_of_a_rule(start: str, rule: Rule, days: list[str]) -> None:
    found = rule.list_occurrence_times(at(f"{start} 10:00"), horizon=FAR, most=MOST_OCCURRENCES)
    assert found == [at(f"{day} 10:00") for day in days]


def test_dates_end_at_the_horizon_and_are_no_more_than_asked_for() -> None:
    rule = Rule("WEEKLY", count=10)
    assert rule.list_occurrence_times(START, horizon=date(2026, 12, 22), most=99) == [
        START + timedelta(weeks=n) for n in range(3)
    ]
    assert rule.list_occurrence_times(START, horizon=FAR, most=2) == [START, START + timedelta(weeks=1)]
    assert rule.list_occurrence_times(START, horizon=date(2026, 12, 1), most=99) == []


def test_two_hundred_times_and_five_years_are_the_most() -> None:
    assert len(Rule("WEEKLY", count=MOST_OCCURRENCES).list_occurrence_times(START, horizon=FAR, most=999)) == 200
    assert (
        len(Rule("YEARLY", until=START + relativedelta(years=5)).list_occurrence_times(START, horizon=FAR, most=999))
        == 6
    )


@pytest.mark.parametrize(
    ("start", "rule", "reason"),
    [
        ("2027-01-31 10:00", Rule("MONTHLY", count=3), "last_day"),
        ("2027-01-29 10:00", Rule("MONTHLY", count=3), "last_day"),
        ("2028-02-29 10:00", Rule("YEARLY", count=3), "leap_day"),
        ("2026-12-08 10:00", Rule("DAILY"), "endless"),
    ],
)
def test_no_month_and_no_year_is_left_out_in_silence(start: str, rule: Rule, reason: str) -> None:
    with pytest.raises(NotARule, match=reason):
        rule.list_occurrence_times(at(start), horizon=FAR, most=MOST_OCCURRENCES)


def test_a_series_is_of_wall_times() -> None:
    with pytest.raises(ValueError, match="wall times"):
        Rule("DAILY", count=3).list_occurrence_times(START.replace(tzinfo=UTC), horizon=FAR, most=MOST_OCCURRENCES)


def test_the_end_is_an_instant_in_an_invitation() -> None:
    rule = Rule("WEEKLY", 2, (1, 3), until=at("2027-06-01 23:59:59"))
    assert rule.format_rrule() == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20270601T235959"
    assert rule.format_rrule(OSLO) == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20270601T215959Z"


DESCRIBED = [
    (Rule("DAILY", count=5), "hver dag, 5 ganger", "kvar dag, 5 gonger", "every day, 5 times"),
    (Rule("DAILY", 3, count=1), "hver 3. dag, 1 gang", "kvar 3. dag, 1 gong", "every 3 days, 1 time"),
    (Rule("WEEKLY"), "hver uke", "kvar veke", "every week"),
    (Rule("WEEKLY", 1, (1, 3)), "hver tirsdag og torsdag", "kvar tysdag og torsdag", "every Tuesday and Thursday"),
    (Rule("WEEKLY", 2, (1,)), "hver 2. uke på tirsdag", "kvar 2. veke på tysdag", "every 2 weeks on Tuesday"),
    (Rule("WEEKLY", weekdays=(0, 1, 2, 3, 4)), "alle hverdager", "alle kvardagar", "every weekday"),
    (
        Rule("MONTHLY", weekdays=(1,), position=2, count=10),
        "andre tirsdag i hver måned, 10 ganger",
        "andre tysdag i kvar månad, 10 gonger",
        "the second Tuesday of every month, 10 times",
    ),
    (
        Rule("MONTHLY", 3, (3,), -1, until=at("2027-12-01 23:59:59")),
        "siste torsdag, hver 3. måned, til og med 1. desember 2027",
        "siste torsdag, kvar 3. månad, til og med 1. desember 2027",
        "the last Thursday, every 3 months, until 1 December 2027",
    ),
    (Rule("MONTHLY", monthday=15), "den 15. i hver måned", "den 15. i kvar månad", "day 15 of every month"),
    (Rule("MONTHLY", 2, monthday=15), "den 15., hver 2. måned", "den 15., kvar 2. månad", "day 15, every 2 months"),
    (Rule("MONTHLY", monthday=-1), "siste dag i hver måned", "siste dag i kvar månad", "the last day of every month"),
    (Rule("MONTHLY"), "hver måned", "kvar månad", "every month"),
    (Rule("YEARLY"), "hvert år", "kvart år", "every year"),
    (Rule("YEARLY", 2), "hvert 2. år", "kvart 2. år", "every 2 years"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "nb", "nn", "en"), DESCRIBED)
def test_a_rule_in_words(rule: Rule, nb: str, nn: str, en: str) -> None:
    assert [describe_rule(rule, Say(language, OSLO)) for language in LANGUAGES] == [nb, nn, en]


TYPED = [
    ("hver andre tirsdag i måneden", "FREQ=MONTHLY;BYDAY=2TU"),
    ("hver andre tirsdag i måneden, 10 ganger", "FREQ=MONTHLY;BYDAY=2TU;COUNT=10"),
    ("den andre tirsdagen i hver måned", "FREQ=MONTHLY;BYDAY=2TU"),
    ("2. tirsdag i måneden", "FREQ=MONTHLY;BYDAY=2TU"),
    ("kvar andre tysdag i månaden", "FREQ=MONTHLY;BYDAY=2TU"),
    ("second Tuesday every month until 1.12.2027", "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20271201T235959"),
    ("the 2nd tuesday of the month", "FREQ=MONTHLY;BYDAY=2TU"),
    ("every month on the second tuesday", "FREQ=MONTHLY;BYDAY=2TU"),
    ("siste torsdag i måneden", "FREQ=MONTHLY;BYDAY=-1TH"),
    ("siste torsdag hver måned", "FREQ=MONTHLY;BYDAY=-1TH"),
    ("siste torsdag annenhver måned", "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1TH"),
    ("last thursday of each month", "FREQ=MONTHLY;BYDAY=-1TH"),
    ("first monday of every 3rd month", "FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO"),
    ("siste dag i måneden", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ("siste dagen i månaden", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ("the last day of the month", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ("første dag i hver måned", "FREQ=MONTHLY;BYMONTHDAY=1"),
    ("den 15. i hver måned", "FREQ=MONTHLY;BYMONTHDAY=15"),
    ("15. hver måned", "FREQ=MONTHLY;BYMONTHDAY=15"),
    ("the 15th of every month", "FREQ=MONTHLY;BYMONTHDAY=15"),
    ("day 15 of every month", "FREQ=MONTHLY;BYMONTHDAY=15"),
    ("hver uke 8 ganger", "FREQ=WEEKLY;COUNT=8"),
    ("hver uke, åtte ganger", "FREQ=WEEKLY;COUNT=8"),
    ("kvar veke 8 gonger", "FREQ=WEEKLY;COUNT=8"),
    ("every week, 8 times", "FREQ=WEEKLY;COUNT=8"),
    ("weekly 8 times", "FREQ=WEEKLY;COUNT=8"),
    ("ukentlig på tirsdager til og med 1.6.2027", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270601T235959"),
    ("hver tirsdag og torsdag til 1. juni", "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270601T235959"),
    ("hver tirsdag fram til 1. juni", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270601T235959"),
    ("tirsdager t.o.m. 1. juni", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270601T235959"),
    ("tuesdays and thursdays", "FREQ=WEEKLY;BYDAY=TU,TH"),
    ("hver hverdag", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("kvar 14. dag", "FREQ=WEEKLY;INTERVAL=2"),
    ("annenhver uke", "FREQ=WEEKLY;INTERVAL=2"),
    ("hver annen uke", "FREQ=WEEKLY;INTERVAL=2"),
    ("annankvar veke", "FREQ=WEEKLY;INTERVAL=2"),
    ("every two weeks", "FREQ=WEEKLY;INTERVAL=2"),
    ("fortnightly", "FREQ=WEEKLY;INTERVAL=2"),
    ("hver andre tirsdag", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ("annenhver tirsdag", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ("tirsdag annenhver uke", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ("every other week on Tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ("every second Tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ("hver tirdag", "FREQ=WEEKLY;BYDAY=TU"),
    ("every wensday", "FREQ=WEEKLY;BYDAY=WE"),
    ("hver dag 5 ganger", "FREQ=DAILY;COUNT=5"),
    ("annenhver dag", "FREQ=DAILY;INTERVAL=2"),
    ("hver måned", "FREQ=MONTHLY"),
    ("månedlig", "FREQ=MONTHLY"),
    ("once a month", "FREQ=MONTHLY"),
    ("en gang i måneden", "FREQ=MONTHLY"),
    ("hver 3. måned", "FREQ=MONTHLY;INTERVAL=3"),
    ("hvert kvartal, 4 ganger", "FREQ=MONTHLY;INTERVAL=3;COUNT=4"),
    ("halvårlig", "FREQ=MONTHLY;INTERVAL=6"),
    ("hvert år tre ganger", "FREQ=YEARLY;COUNT=3"),
    ("yearly, 3 times", "FREQ=YEARLY;COUNT=3"),
    ("kvart år", "FREQ=YEARLY"),
]


@pytest.mark.parametrize(("text", "rule"), TYPED)
def test_what_people_type_is_read(text: str, rule: str) -> None:
    assert parse_typed_rule(text, START).format_rrule() == rule


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "unknown"),
        ("tirsdag", "unknown"),
        ("hver", "unknown"),
        ("once in a blue moon", "unknown"),
        ("to ganger i uka", "unknown"),
        ("hver uke mange ganger", "unknown"),
        ("hver uke til jul", "unknown"),
        ("hver uke til 31.2.2027", "unknown"),
        ("hver tirsdag i måneden", "unknown"),
        ("siste i måneden", "unknown"),
        ("hver uke 🕰️", "unknown"),
        ("31. hver måned", "last_day"),
        ("den 30. i hver måned", "last_day"),
        ("every month on the 31st", "last_day"),
        ("femte tirsdag i måneden", "position"),
        ("hver dag 0 ganger", "many"),
        ("hver dag 201 ganger", "many"),
        ("hver dag 9999999999 ganger", "many"),
        ("hver uke 10 ganger til 1.6.2027", "both"),
        ("hver uke til 1. juni 2027, 10 ganger", "both"),
        ("hver uke til 1. januar 2026", "over"),
        ("hver 0. uke", "interval"),
        ("every 500 days", "interval"),
    ],
)
def test_what_is_no_rule_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(NotARule) as refused:
        parse_typed_rule(text, START)
    assert refused.value.reason == reason


WORDS = sorted({word for text, _ in TYPED for word in text.split()})


@settings(deadline=None, max_examples=500)
@given(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join) | st.text(max_size=60))
def test_whatever_is_typed_is_a_rule_or_refused(text: str) -> None:
    rule = outcome(text)
    assert describe_rule(rule, Say("nb", OSLO)) if isinstance(rule, Rule) else rule in get_args(Reason)


def outcome(text: str) -> Rule | str:
    try:
        return parse_typed_rule(text, START)
    except NotARule as error:
        return error.reason


@pytest.mark.parametrize("piece", ["1", " ", "til 1 ", "hver ", "10 ganger ", ",", "a"])
def test_a_long_text_is_refused_at_once(piece: str) -> None:
    for text in (piece * 100_000, (piece * 200)[:200]):
        with pytest.raises(NotARule):
            parse_typed_rule(text, START)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_is_said_in_words(language: str) -> None:
    """Two of them have the same remedy."""
    reasons = get_args(Reason)
    assert len({explain_rule_error(Say(language, OSLO), reason) for reason in reasons}) == len(reasons) - 1


def test_a_date_just_beyond_the_longest_series_makes_it_too_long() -> None:
    """The eleventh half-yearly first Thursday from 1 January 2026 is 2 January 2031."""
    rule = Rule("MONTHLY", interval=6, weekdays=(3,), position=1, count=11)
    with pytest.raises(NotARule, match="long"):
        rule.list_occurrence_times(datetime(2026, 1, 1), horizon=FAR, most=MOST_OCCURRENCES)  # noqa: DTZ001 - a wall time
