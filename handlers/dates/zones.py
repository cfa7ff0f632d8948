"""From wall time to instants and back, by one source of time zones: the pinned tzdata package."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

#: zones that changed their rules of late: here an old copy on the machine would show
PROBES = (
    "Europe/Oslo", "Europe/London", "Europe/Chisinau", "America/New_York", "America/Edmonton", "America/Winnipeg",
    "America/Vancouver", "America/Havana", "America/Mexico_City", "America/Sao_Paulo", "Africa/Casablanca",
    "Africa/Cairo", "Asia/Gaza", "Asia/Almaty", "Asia/Tehran", "Asia/Amman", "Australia/Lord_Howe", "Pacific/Apia",
)  # fmt: skip
#: when they are asked: twice a month over the years in which meetings lie
_FROM, _STEP, _TIMES = datetime(2025, 1, 1, tzinfo=UTC), timedelta(days=15), 160


class ZonesDisagree(Exception):
    """The zones in use are not those of the package; every clock of the bot would be wrong somewhere."""


def instant(local: datetime, zone: ZoneInfo) -> datetime:
    """When it is that late there. A time that does not exist lies as far behind the gap (02:30 is 03:30), one that is
    there twice is the first.
    """
    if local.tzinfo is not None:
        raise ValueError("a wall time has no zone of its own")
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def local(at: datetime, zone: ZoneInfo) -> datetime:
    """The wall time there."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def oddity(local: datetime, zone: ZoneInfo) -> Literal["", "gap", "twice"]:
    """Whether the clock there skips this wall time, or shows it twice."""
    first, second = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    if first == second:
        return ""
    return "gap" if instant(local, zone).astimezone(zone).replace(tzinfo=None) != local else "twice"


@cache
def _names() -> dict[str, str]:
    listed = files("tzdata").joinpath("zones").read_text("ascii").split()
    return {name.casefold(): name for name in listed}


def zone_named(text: str) -> ZoneInfo | None:
    """ "europe/oslo", "America/New York": by its IANA name, whatever the case; None when there is none."""
    name = _names().get("_".join(text.split()).casefold())
    return None if name is None else ZoneInfo(name)


@cache
def tzdata_version() -> str:
    """ "2026f": the release of the zones in use."""
    for line in files("tzdata").joinpath("__init__.py").read_text("ascii").splitlines():
        if line.startswith("IANA_VERSION"):
            return line.partition("=")[2].strip(" \"'")
    raise ZonesDisagree("the tzdata package does not say which release it is")


def pin() -> None:
    """From now on zones come from the package alone, never from the machine. Raises ZonesDisagree.

    Before the first zone is made: one that is held already keeps what it was made from.
    """
    zoneinfo.reset_tzpath(to=())
    ZoneInfo.clear_cache()
    try:
        installed = version("tzdata")
        differing = [name for name in PROBES if _offsets(ZoneInfo(name)) != _offsets(_packaged(name))]
    except (PackageNotFoundError, ZoneInfoNotFoundError, OSError) as error:
        raise ZonesDisagree(f"the tzdata package is missing or broken: {error}") from error
    if differing:
        raise ZonesDisagree(f"other zones than those of tzdata {installed} are in use: {', '.join(differing)}")


def _packaged(name: str) -> ZoneInfo:
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as source:
        return ZoneInfo.from_file(source, key=name)


def _offsets(zone: ZoneInfo) -> list[timedelta | None]:
    return [(_FROM + n * _STEP).astimezone(zone).utcoffset() for n in range(_TIMES)]
