"""The platforms' limits on messages, and how near what was sent came to each: a count in a sliding window."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

#: (seconds, messages) in one channel or conversation, and in a workspace or tenant. Sources: "Rate limits"
#: (docs.slack.dev; of a whole workspace "several hundred a minute", short bursts are tolerated), "Rate limiting"
#: (learn.microsoft.com, Teams platform)
CHANNEL = {"slack": ((1.0, 1),), "teams": ((1.0, 7), (2.0, 8), (30.0, 60), (3600.0, 1800))}
HOUSE = {"slack": ((1.0, 25), (60.0, 320)), "teams": ((1.0, 50),)}
#: conversations begun in a tenant
BEGUN = {"slack": (), "teams": ((1.0, 7), (2.0, 8), (30.0, 60))}
#: seconds by which a call may come earlier than it was sent: networks deliver unevenly
JITTER = 0.05


@dataclass(frozen=True, slots=True)
class Sending:
    """One message, by the clock of whoever counts, in seconds."""

    at: float
    platform: str
    workspace: str
    channel: str
    #: it begins a thread
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """The fullest window of one limit: of what, where, and how many of how many."""

    #: "slack channel", "teams house"
    kind: str
    where: str
    seconds: float
    count: int
    most: int


def windows(sendings: Iterable[Sending]) -> Iterator[Window]:
    """The fullest of each limit in each place."""
    channels, houses, begun = defaultdict(list), defaultdict(list), defaultdict(list)
    for one in sorted(sendings, key=lambda one: one.at):
        channels[one.platform, one.workspace, one.channel].append(one.at)
        houses[one.platform, one.workspace].append(one.at)
        if one.begins:
            begun[one.platform, one.workspace].append(one.at)
    kinds = (("channel", CHANNEL, channels), ("house", HOUSE, houses), ("threads of a house", BEGUN, begun))
    for name, limits, places in kinds:
        for place, times in places.items():
            for seconds, most in limits[place[0]]:
                yield Window(f"{place[0]} {name}", " ".join(place), seconds, fullest(times, seconds - JITTER), most)


def worst(found: Iterable[Window]) -> str:
    """ "slack channel 1/1 in 1 s, ...": the fullest of each kind and length."""
    fullest: dict[tuple[str, float], Window] = {}
    for one in found:
        known = fullest.setdefault((one.kind, one.seconds), one)
        if one.count > known.count:
            fullest[one.kind, one.seconds] = one
    return ", ".join(f"{one.kind} {one.count}/{one.most} in {one.seconds:.0f} s" for one in fullest.values())


def fullest(times: Sequence[float], seconds: float) -> int:
    """The most that fall into one window of this length; `times` in order."""
    most, first = 0, 0
    for last, at in enumerate(times):
        while at - times[first] >= seconds:
            first += 1
        most = max(most, last - first + 1)
    return most
