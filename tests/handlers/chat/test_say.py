"""Dates and times as they are said to a reader."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from handlers.chat.say import LANGUAGES, Say

OSLO, NEW_YORK = ZoneInfo("Europe/Oslo"), ZoneInfo("America/New_York")
at = datetime.fromisoformat


def said(*times: date | datetime, zone: ZoneInfo | None = None) -> list[str]:
    return [Say(language, OSLO).format_period(*times, zone=zone) for language in LANGUAGES]


def test_a_time_is_said_in_each_language() -> None:
    assert said(at("2026-03-17 10:00")) == [
        "tirsdag 17. mars 2026 kl. 10.00",
        "tysdag 17. mars 2026 kl. 10.00",
        "Tuesday 17 March 2026, 10:00",
    ]


def test_from_and_to_on_one_day() -> None:
    assert said(at("2026-03-17 10:00"), at("2026-03-17 15:00")) == [
        "tirsdag 17. mars 2026 kl. 10.00–15.00",
        "tysdag 17. mars 2026 kl. 10.00–15.00",
        "Tuesday 17 March 2026, 10:00–15:00",
    ]


def test_from_lunch_to_lunch() -> None:
    nb, _, en = said(at("2026-06-03 12:00"), at("2026-06-04 13:00"))
    assert nb == "onsdag 3. juni 2026 kl. 12.00 – torsdag 4. juni 2026 kl. 13.00"
    assert en == "Wednesday 3 June 2026, 12:00 – Thursday 4 June 2026, 13:00"


@pytest.mark.parametrize(
    ("first", "last", "nb", "en"),
    [
        (date(2026, 6, 3), None, "onsdag 3. juni 2026", "Wednesday 3 June 2026"),
        (date(2026, 6, 3), date(2026, 6, 3), "onsdag 3. juni 2026", "Wednesday 3 June 2026"),
        (date(2026, 6, 3), date(2026, 6, 6), "3.–6. juni 2026", "3–6 June 2026"),
        (date(2026, 5, 30), date(2026, 6, 2), "30. mai – 2. juni 2026", "30 May – 2 June 2026"),
        (
            date(2026, 12, 30),
            date(2027, 1, 2),
            "30. desember 2026 – 2. januar 2027",
            "30 December 2026 – 2 January 2027",
        ),
    ],
)
def test_days_without_a_time(first: date, last: date | None, nb: str, en: str) -> None:
    assert said(first, *([last] if last else []))[::2] == [nb, en]


def test_an_instant_is_said_in_the_zone_of_the_reader() -> None:
    assert said(datetime(2026, 3, 17, 9, tzinfo=UTC), datetime(2026, 3, 17, 23, 30, tzinfo=UTC))[2] == (
        "Tuesday 17 March 2026, 10:00 – Wednesday 18 March 2026, 00:30"
    )


def test_who_is_elsewhere_sees_their_own_time_with_its_place() -> None:
    start, end = datetime(2026, 3, 17, 9, tzinfo=UTC), datetime(2026, 3, 17, 14, tzinfo=UTC)
    assert said(start, end, zone=NEW_YORK)[0] == "tirsdag 17. mars 2026 kl. 05.00–10.00 (New York)"
    assert said(start, end, zone=ZoneInfo("Asia/Tokyo"))[2] == "Tuesday 17 March 2026, 18:00–23:00 (Tokyo)"


def test_where_the_clocks_agree_no_place_is_named() -> None:
    start = datetime(2026, 3, 17, 9, tzinfo=UTC)
    assert said(start, zone=ZoneInfo("Europe/Paris")) == said(start, zone=OSLO) == said(start)


def test_every_zone_has_a_name() -> None:
    start = datetime(2026, 3, 17, 9, tzinfo=UTC)
    for name in ("UTC", "Etc/GMT+5", "America/St_Johns", "Antarctica/Troll", "EST"):
        assert Say("nb", OSLO).format_period(start, zone=ZoneInfo(name)).endswith(")"), name


def test_weekdays_and_lists_of_them() -> None:
    texts = []
    for language in LANGUAGES:
        say = Say(language, OSLO)
        texts.append(say.listed([say.format_weekday(n) for n in (1, 3, 5)]))
    assert texts == ["tirsdag, torsdag og lørdag", "tysdag, torsdag og laurdag", "Tuesday, Thursday and Saturday"]


@pytest.mark.parametrize(
    ("language", "text", "topic", "said"),
    [
        ("nb", "Question about {topic}", "Nett og nettkapasitet", "Spørsmål om nett og nettkapasitet"),
        ("en", "Question about {topic}", "Grid and grid capacity", "Question about grid and grid capacity"),
        (
            "nb",
            "Question about {topic}",
            "Hydrogen og ammoniakk + HMS, industrivern og beredskap",
            "Spørsmål om hydrogen og ammoniakk + HMS, industrivern og beredskap",
        ),
        ("nb", "Topic: {topic}.", "Nett og nettkapasitet", "Tema: Nett og nettkapasitet."),
        ("nb", "Question about {topic}", "Grenland", "Spørsmål om Grenland"),
    ],
)
def test_a_topic_has_a_small_letter_in_a_sentence_unless_it_may_be_a_name(
    language: str, text: str, topic: str, said: str
) -> None:
    assert Say(language, ZoneInfo("Europe/Oslo"))(text, topic=topic) == said


def test_a_number_of_any_size_is_written_out() -> None:
    say = Say("en", ZoneInfo("Europe/Oslo"))
    assert say.format_decimal(Decimal("1E+22")) == "10" + ",000" * 7
    assert say.format_decimal(Decimal("1.5E+30")).startswith("1,500,000")
    assert say.format_decimal(Decimal("1200.5")) == "1,200.5"


def test_names_with_commas_of_their_own_are_told_apart() -> None:
    assert Say("nb", UTC).join_names(["Nett", "Hydrogen"]) == "Nett, Hydrogen"
    assert Say("nb", UTC).join_names(["Nett", "Kraft, energi og varme"]) == "Nett; Kraft, energi og varme"
