"""Convert wall time to instants and back, by one source of time zones: the pinned tzdata package."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

#: zones with recent rule changes, which an outdated copy on the machine would get wrong
PROBES = (
    "Europe/Oslo", "Europe/London", "Europe/Chisinau", "America/New_York", "America/Edmonton", "America/Winnipeg",
    "America/Vancouver", "America/Havana", "America/Mexico_City", "America/Sao_Paulo", "Africa/Casablanca",
    "Africa/Cairo", "Asia/Gaza", "Asia/Almaty", "Asia/Tehran", "Asia/Amman", "Australia/Lord_Howe", "Pacific/Apia",
)  # fmt: skip
#: instants compared: twice a month over the years in which meetings lie
_FROM, _STEP, _TIMES = datetime(2025, 1, 1, tzinfo=UTC), timedelta(days=15), 160


class ZonesDisagree(Exception):
    """Report zones in use that differ from the package: every clock of the bot would be wrong somewhere."""


def convert_to_instant(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant of a wall time in `zone`.

    A time in a clock gap moves as far behind the gap (02:30 is 03:30); of a repeated time the first is meant.
    """
    if local.tzinfo is not None:
        raise ValueError("a wall time has no zone of its own")
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def convert_to_local(at: datetime, zone: ZoneInfo) -> datetime:
    """Return the local time in `zone`."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def find_clock_change(local: datetime, zone: ZoneInfo) -> Literal["", "gap", "twice"]:
    """Return "gap" if the clock there skips this wall time, "twice" if it repeats it."""
    first, second = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    if first == second:
        return ""
    return "gap" if convert_to_instant(local, zone).astimezone(zone).replace(tzinfo=None) != local else "twice"


@cache
def _load_zone_names() -> dict[str, str]:
    listed = files("tzdata").joinpath("zones").read_text("ascii").split()
    return {name.casefold(): name for name in listed}


@cache
def list_zones_of_places() -> tuple[str, ...]:
    """Return the zones that countries have, by name, and UTC: those that people live in, each once."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8").splitlines()
    return *sorted(line.split("\t")[2] for line in table if line and not line.startswith("#")), "UTC"


def find_zone(text: str) -> ZoneInfo | None:
    """Find a zone such as "europe/oslo" or "America/New York" by its IANA name in any case; else None."""
    name = _load_zone_names().get("_".join(text.split()).casefold())
    return None if name is None else ZoneInfo(name)


@cache
def read_tzdata_version() -> str:
    """Return the release of the zones in use: "2026f"."""
    for line in files("tzdata").joinpath("__init__.py").read_text("ascii").splitlines():
        if line.startswith("IANA_VERSION"):
            return line.partition("=")[2].strip(" \"'")
    raise ZonesDisagree("the tzdata package does not say which release it is")


def pin_time_zones() -> None:
    """Load zones from the package alone from now on, never from the machine. Raises ZonesDisagree.

    Call before the first zone is made: an existing one keeps what it was made from.
    """
    zoneinfo.reset_tzpath(to=())
    ZoneInfo.clear_cache()
    try:
        installed = version("tzdata")
        differing = [
            name for name in PROBES if _list_utc_offsets(ZoneInfo(name)) != _list_utc_offsets(_load_packaged_zone(name))
        ]
    except (PackageNotFoundError, ZoneInfoNotFoundError, OSError) as error:
        raise ZonesDisagree(f"the tzdata package is missing or broken: {error}") from error
    if differing:
        raise ZonesDisagree(f"other zones than those of tzdata {installed} are in use: {', '.join(differing)}")


def _load_packaged_zone(name: str) -> ZoneInfo:
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as source:
        return ZoneInfo.from_file(source, key=name)


def _list_utc_offsets(zone: ZoneInfo) -> list[timedelta | None]:
    return [(_FROM + n * _STEP).astimezone(zone).utcoffset() for n in range(_TIMES)]
