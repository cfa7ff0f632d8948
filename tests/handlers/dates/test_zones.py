"""Zones: each local day has its one instant at the right time, and all zones come from one place."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.__main__ import main
from bot.cli import FAILED
from handlers.dates import time_zones
from handlers.dates.time_zones import convert_to_instant, convert_to_local, find_clock_change, find_zone

OSLO = ZoneInfo("Europe/Oslo")
#: with and without summer time; changes at midnight, by half an hour, by two hours, around Ramadan and by decree
FORTY = (
    "Europe/Oslo", "Arctic/Longyearbyen", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Helsinki",
    "Europe/Athens", "Europe/Chisinau", "Europe/Moscow", "Europe/Istanbul", "Atlantic/Azores", "America/Nuuk",
    "America/Scoresbysund", "America/St_Johns", "America/Halifax", "America/New_York", "America/Toronto",
    "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Anchorage", "America/Havana",
    "America/Santiago", "America/Sao_Paulo", "America/Mexico_City", "Africa/Cairo", "Africa/Casablanca",
    "Asia/Beirut", "Asia/Jerusalem", "Asia/Gaza", "Asia/Tehran", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo",
    "Australia/Sydney", "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Apia", "Antarctica/Troll", "Etc/UTC",
)  # fmt: skip
CLOCKS = (time(0, 0), time(2, 30), time(9, 0))
DAYS = [date(2026, 1, 1) + timedelta(days=n) for n in range(3 * 365 + 1)]
STEP = timedelta(minutes=15)


def changes(zone: ZoneInfo) -> list[date]:
    """The local days on which the clocks there change, with the days before and after."""
    midnights = [datetime.combine(day, time(), UTC) for day in [*DAYS, DAYS[-1] + timedelta(days=1)]]
    offsets = [at.astimezone(zone).utcoffset() for at in midnights]
    found = [at for at, before, after in zip(midnights, offsets, offsets[1:], strict=False) if before != after]
    return sorted({at.astimezone(zone).date() + timedelta(days=n) for at in found for n in range(-1, 3)})


def looked_up(wanted: datetime, zone: ZoneInfo) -> datetime:
    """What the instant must be, found by walking through the instants: the first at which the clock shows it, or, where
    none does, as long after the jump as it is after the time at which the clock jumped."""
    at = datetime.combine(wanted.date(), time(), UTC) - timedelta(days=1)
    while at.astimezone(zone).replace(tzinfo=None) < wanted:
        at += STEP
    shown = at.astimezone(zone).replace(tzinfo=None)
    if shown == wanted:
        return at
    jumped_at = (at - STEP).astimezone(zone).replace(tzinfo=None) + STEP
    return at + (wanted - jumped_at)


@pytest.mark.parametrize("name", FORTY)
def test_around_every_change_of_the_clocks_each_local_day_has_its_reminder_at_the_right_instant(name: str) -> None:
    zone = ZoneInfo(name)
    for day in changes(zone):
        for clock in CLOCKS:
            wanted = datetime.combine(day, clock)
            assert convert_to_instant(wanted, zone) == looked_up(wanted, zone), (name, wanted)


@pytest.mark.parametrize("name", FORTY)
def test_each_local_day_of_three_years_has_exactly_one_reminder(name: str) -> None:
    zone = ZoneInfo(name)
    for clock in CLOCKS:
        found = [convert_to_instant(datetime.combine(day, clock), zone) for day in DAYS]
        assert [convert_to_local(at, zone).date() for at in found] == DAYS
        assert all(timedelta(hours=21) < b - a < timedelta(hours=27) for a, b in pairwise(found))


def test_the_clocks_that_change_are_among_them() -> None:
    """The two tests above would be empty otherwise: summer time, midnight, half an hour, two hours, Ramadan."""
    assert len(FORTY) == len(set(FORTY)) == 40
    assert sum(bool(changes(ZoneInfo(name))) for name in FORTY) >= 28
    assert find_clock_change(datetime.fromisoformat("2026-04-24 00:30"), ZoneInfo("Africa/Cairo")) == "gap"
    assert find_clock_change(datetime.fromisoformat("2026-10-04 02:15"), ZoneInfo("Australia/Lord_Howe")) == "gap"
    assert find_clock_change(datetime.fromisoformat("2026-03-29 02:30"), ZoneInfo("Antarctica/Troll")) == "gap"
    assert len(changes(ZoneInfo("Asia/Gaza"))) > 20


def test_a_time_that_does_not_exist_lies_behind_the_gap() -> None:
    skipped = datetime.fromisoformat("2026-03-29 02:30")
    assert find_clock_change(skipped, OSLO) == "gap"
    assert convert_to_local(convert_to_instant(skipped, OSLO), OSLO) == datetime.fromisoformat("2026-03-29 03:30")


def test_a_time_that_is_there_twice_is_the_first() -> None:
    twice = datetime.fromisoformat("2026-10-25 02:30")
    assert find_clock_change(twice, OSLO) == "twice"
    assert convert_to_instant(twice, OSLO) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert convert_to_instant(twice.replace(fold=1), OSLO) == convert_to_instant(twice, OSLO)


@pytest.mark.parametrize("clock", [time(1, 59), time(3), time(12)])
def test_any_other_time_is_there_once(clock: time) -> None:
    for day in (date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 1)):
        assert find_clock_change(datetime.combine(day, clock), OSLO) == ""


@settings(deadline=None)
@given(
    st.datetimes(datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2037-12-31"), timezones=st.just(UTC)),
    st.sampled_from(FORTY).map(ZoneInfo),
)
def test_from_an_instant_to_the_wall_and_back(at: datetime, zone: ZoneInfo) -> None:
    wall = convert_to_local(at, zone)
    assert wall.tzinfo is None
    assert find_clock_change(wall, zone) != "gap"
    assert convert_to_instant(wall, zone) == at or find_clock_change(wall, zone) == "twice"


def test_wall_times_and_instants_are_not_mixed_up() -> None:
    with pytest.raises(ValueError, match="no zone"):
        convert_to_instant(datetime(2026, 1, 1, tzinfo=UTC), OSLO)
    with pytest.raises(ValueError, match="needs a zone"):
        convert_to_local(datetime.fromisoformat("2026-01-01"), OSLO)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Europe/Oslo", "Europe/Oslo"),
        ("  europe/OSLO ", "Europe/Oslo"),
        ("america/new york", "America/New_York"),
        ("america/argentina/buenos_aires", "America/Argentina/Buenos_Aires"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_is_known_by_its_name(typed: str, name: str) -> None:
    zone = find_zone(typed)
    assert zone is not None
    assert zone.key == name


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "Oslo", "Europe/", "Europe", "Europe/Oslo/", "/Europe/Oslo", "../Europe/Oslo", "Europe/../Europe/Oslo",
        "/etc/passwd", "..\\..\\etc", "Europe\\Oslo", "Europe/Oslo\0", "Europe/Atlantis", "localtime", "posixrules",
        "tzdata.zi", "__init__.py", "GMT+99", "x" * 10_000, "🕰️",
    ],
)  # fmt: skip
def test_what_is_no_zone_is_none(typed: str) -> None:
    assert find_zone(typed) is None


def test_every_zone_of_the_package_can_be_had() -> None:
    assert {find_zone(name).key for name in zoneinfo.available_timezones()} == zoneinfo.available_timezones()


def test_the_release_is_that_of_the_package() -> None:
    year, number = version("tzdata").split(".")[:2]
    assert time_zones.read_tzdata_version() == f"{year}{chr(ord('a') + int(number) - 1)}"


def test_an_old_copy_on_the_machine_is_not_looked_at(tmp_path: Path) -> None:
    """The machine says that Oslo keeps the time of Tokyo."""
    stale = tmp_path / "Europe" / "Oslo"
    stale.parent.mkdir()
    stale.write_bytes((Path(time_zones.files("tzdata").joinpath("zoneinfo")) / "Asia" / "Tokyo").read_bytes())
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    try:
        zoneinfo.reset_tzpath(to=[str(tmp_path)])
        ZoneInfo.clear_cache()
        assert convert_to_local(noon, ZoneInfo("Europe/Oslo")).hour == 21
    finally:
        time_zones.pin_time_zones()
    assert zoneinfo.TZPATH == ()
    assert convert_to_local(noon, ZoneInfo("Europe/Oslo")).hour == 13


class Elsewhere(ZoneInfo):
    """Zones from somewhere else, in which Oslo is Tokyo."""

    def __new__(cls, key: str) -> ZoneInfo:
        return ZoneInfo("Asia/Tokyo" if key == "Europe/Oslo" else key)


def test_the_bot_does_not_start_with_other_zones(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(time_zones, "ZoneInfo", Elsewhere)
    with pytest.raises(time_zones.ZonesDisagree, match="Europe/Oslo"):
        time_zones.pin_time_zones()
    assert main(["check"]) == FAILED
    assert "Europe/Oslo" in capsys.readouterr().err
