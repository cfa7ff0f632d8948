"""Count how far matches came in a quarter, how long each step took, and who answered in time. Figures alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from statistics import median
from typing import NamedTuple
from zoneinfo import ZoneInfo

from handlers.dates.workdays import add_workdays
from handlers.exchange.refusals.refusal_counts import Quarter, find_quarter
from storage.exchange.match_votes import MatchVote
from storage.exchange.matches import (
    BLIND_STAGES,
    CHANGED,
    KNOWN_STAGES,
    PILOT,
    PROPOSED,
    RUNNING,
    STUDY,
    YES,
    ListingMatch,
)

#: steps between a proposal and what runs; two yeses begin the talks at once
ONE_YES, BOTH_YES = "one_yes", "both_yes"
STEPS = (PROPOSED, ONE_YES, BOTH_YES, STUDY, PILOT, RUNNING)
#: working days within which an answer counts as one in time
ANSWER_DAYS = 10
#: what the network aims at: two yeses of what is proposed, and answers in time
HIT_GOAL, ANSWER_GOAL = 0.35, 0.8
_DAY = 86_400


class MatchStep(NamedTuple):
    """Hold the matches that came to a step, and the median of the days since the step before."""

    name: str
    ids: tuple[int, ...]
    days: int | None = None


class Share(NamedTuple):
    """Hold those of which something is true, those of which it is not, and those that are still open."""

    ids: tuple[int, ...]
    others: tuple[int, ...]
    waiting: tuple[int, ...] = ()

    @property
    def whole(self) -> int:
        return len(self.ids) + len(self.others)


def leave_out_replaced(matches: Sequence[ListingMatch]) -> list[ListingMatch]:
    """Return the matches without those whose place a newer one of the same two listings took: nobody missed them."""
    newest = {(one.offer_id, one.need_id): one.id for one in sorted(matches, key=lambda one: (one.created_at, one.id))}
    return [one for one in matches if one.closing != CHANGED or newest[one.offer_id, one.need_id] == one.id]


def list_steps(
    matches: Sequence[ListingMatch], votes: Mapping[int, Sequence[MatchVote]], quarter: Quarter, zone: ZoneInfo
) -> list[MatchStep]:
    """Return each step with the matches that came to it in the quarter."""
    reached = {match.id: _list_moments(match, votes.get(match.id, ())) for match in matches}
    steps = list[MatchStep]()
    for place, name in enumerate(STEPS):
        ids, days = list[int](), list[float]()
        for id, moments in reached.items():
            at = moments[place]
            if at is None or find_quarter(at, zone) != quarter:
                continue
            ids.append(id)
            before = next((one for one in reversed(moments[:place]) if one is not None), None)
            days += [(at - before).total_seconds() / _DAY] if before is not None else []
        steps.append(MatchStep(name, tuple(ids), round(median(days)) if days else None))
    return steps


def _list_moments(match: ListingMatch, votes: Iterable[MatchVote]) -> tuple[datetime | None, ...]:
    """Return when the match came to each step; None for what it has not come to."""
    yeses = [vote.voted_at for vote in votes if vote.vote == YES and vote.voted_at is not None]
    first = min(yeses, default=match.known_at)
    return (match.created_at, first, match.known_at, match.study_at, match.pilot_at, match.running_at)


def measure_hits(matches: Iterable[ListingMatch], quarter: Quarter, zone: ZoneInfo) -> Share:
    """Return which matches that were proposed in the quarter have two yeses by now."""
    mine = [match for match in matches if find_quarter(match.created_at, zone) == quarter]
    hits = tuple(match.id for match in mine if match.known_at is not None)
    waiting = tuple(match.id for match in mine if match.known_at is None and match.stage in BLIND_STAGES)
    missed = tuple(match.id for match in mine if match.known_at is None)
    return Share(hits, missed, waiting)


def measure_answers(
    matches: Iterable[ListingMatch], votes: Mapping[int, Sequence[MatchVote]], quarter: Quarter, now: datetime,
    zone: ZoneInfo,
) -> Share:  # fmt: skip
    """Return which questions of the quarter were answered within their days; each names its match.

    One whose days are not over yet, or whose match was closed before they were, is not counted.
    """
    timely, late, waiting = list[int](), list[int](), list[int]()
    for match in matches:
        for vote in votes.get(match.id, ()):
            if find_quarter(vote.asked_at, zone) != quarter:
                continue
            last = add_workdays(_find_day(vote.asked_at, zone), ANSWER_DAYS)
            if vote.voted_at is not None and vote.vote:
                (timely if _find_day(vote.voted_at, zone) <= last else late).append(match.id)
            elif _find_day(min(match.closed_at or now, now), zone) > last:
                late.append(match.id)
            elif match.closed_at is None:
                waiting.append(match.id)
    return Share(tuple(timely), tuple(late), tuple(waiting))


def list_undated(matches: Iterable[ListingMatch], today: date) -> tuple[int, ...]:
    """Return the matches under way without a day ahead, which nobody would ever ask about again."""
    known = [match for match in matches if match.stage in KNOWN_STAGES]
    return tuple(match.id for match in known if match.next_on is None or match.next_on < today)


def _find_day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()
