"""Count reasons for which matches came to nothing: by organisation, so that nobody counts twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from storage.exchange.match_refusals import MatchRefusal

#: organisations that have to have given any reason before members are told of them
LEAST_GIVERS = 5
#: organisations of which a reason or a type is named to others than the secretariat
LEAST_NAMED = 3
#: how long after the last of a group it is still put to somebody
FRESH = timedelta(days=14)


class Quarter(NamedTuple):
    """Name a quarter of a year. Later ones sort behind earlier ones."""

    year: int
    number: int


class ReasonCount(NamedTuple):
    """Hold how many organisations gave a reason."""

    reason: str
    organisations: int


def find_quarter(at: datetime, zone: ZoneInfo) -> Quarter:
    day = at.astimezone(zone).date()
    return Quarter(day.year, (day.month + 2) // 3)


def count_reasons(refusals: Iterable[MatchRefusal]) -> list[ReasonCount]:
    """Return how many organisations gave each reason, the most frequent first."""
    givers = defaultdict[str, set[int]](set)
    for refusal in refusals:
        for reason in refusal.reasons:
            givers[reason].add(refusal.organisation_id)
    counts = [ReasonCount(reason, len(found)) for reason, found in givers.items()]
    return sorted(counts, key=lambda one: (-one.organisations, one.reason))


def group_by_quarter_and_type(
    refusals: Iterable[MatchRefusal], zone: ZoneInfo
) -> dict[tuple[Quarter, str], list[ReasonCount]]:
    """Return (quarter, type) -> its reasons, the latest quarter first."""
    groups = defaultdict[tuple[Quarter, str], list[MatchRefusal]](list)
    for refusal in refusals:
        groups[find_quarter(refusal.at, zone), refusal.type].append(refusal)
    latest = sorted(groups, key=lambda key: (-key[0].year, -key[0].number, key[1]))
    return {key: count_reasons(groups[key]) for key in latest}


def list_told_reasons(refusals: Collection[MatchRefusal]) -> list[str]:
    """Return the reasons that members may be told of, the most frequent first; none while few have given any."""
    if len({refusal.organisation_id for refusal in refusals}) < LEAST_GIVERS:
        return []
    return [one.reason for one in count_reasons(refusals) if one.organisations >= LEAST_NAMED]


def list_named_types(refusals: Iterable[MatchRefusal]) -> list[str]:
    """Return the types that enough organisations gave these reasons for: a rarer one would name who it was."""
    givers = defaultdict[str, set[int]](set)
    for refusal in refusals:
        givers[refusal.type].add(refusal.organisation_id)
    return sorted(type_ for type_, found in givers.items() if type_ and len(found) >= LEAST_NAMED)


def find_group_times(refusals: Sequence[MatchRefusal], size: int) -> list[datetime]:
    """Return when each further group of so many organisations had given a reason: the third one, the sixth one.

    `refusals` begin with the earliest.
    """
    first = dict[int, datetime]()
    for refusal in refusals:
        first.setdefault(refusal.organisation_id, refusal.at)
    return sorted(first.values())[size - 1 :: size]
