"""Limit the rate of messages as platforms ask: who may send now, and when the others have their turn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.platforms import Platform, RateBudget
from handlers.chat.places import Place

Buckets = Mapping[str, RateBudget]


def list_rate_buckets(platforms: Mapping[str, Platform], place: Place) -> dict[str, RateBudget]:
    """Return the buckets that a message to this place draws from; each workspace has its own."""
    platform = platforms.get(place.platform)
    budgets = platform.list_budgets(place) if platform is not None else {}
    return {f"{place.platform}:{place.workspace}:{name}": budget for name, budget in budgets.items()}


def list_reaction_buckets(platforms: Mapping[str, Platform], place: Place) -> dict[str, RateBudget]:
    """Return the buckets that a reaction to a message of this place draws from."""
    platform = platforms.get(place.platform)
    budgets = platform.list_reaction_budgets(place) if platform is not None else {}
    return {f"{place.platform}:{place.workspace}:{name}": budget for name, budget in budgets.items()}


class DeliveryRateLimiter:
    """Hold the buckets of one round: read once, taken from in memory, written back once.

    A bucket is a debt (the moment when it is paid off) that may grow to `burst - 1` steps. `tails` outlives
    the round: it holds the last turn given away in each bucket. So waiting deliveries come back one by one
    and not all together.
    """

    def __init__(self, now: datetime, debts: Mapping[str, datetime], queue_ends: dict[str, datetime]) -> None:
        self.now = now
        self.debts = {bucket: max(now, until) for bucket, until in debts.items()}
        self.tails = queue_ends
        #: the same for rows that had their turn and must wait again: they stay first
        self._heads: dict[str, datetime] = {}
        self._taken: dict[str, timedelta] = {}
        #: workspace being probed -> time until when other rows wait for the result
        self.probes: dict[str, datetime] = {}

    def find_turn(self, buckets: Buckets, *, waited: bool) -> datetime | None:
        """Return None if the message may go now, else its turn after those that wait already.

        `waited`: the message was given a turn before.
        """
        full = {
            name: budget for name, budget in buckets.items() if not self._has_free_token(name, budget, waited=waited)
        }
        return max((self._give_turn(name, budget, waited=waited) for name, budget in full.items()), default=None)

    def is_crowded(self, buckets: Buckets, more: int) -> bool:
        """Return True if `more` further messages could not all go out now after the next one."""
        return any(
            self._compute_earliest_send(name, budget) + timedelta(seconds=budget.step * more) > self.now
            for name, budget in buckets.items()
        )

    def take_tokens(self, buckets: Buckets) -> None:
        for name, budget in buckets.items():
            self._taken[name] = self._taken.get(name, timedelta()) + timedelta(seconds=budget.step)

    def compute_debts(self, passed: timedelta) -> dict[str, datetime]:
        """Return the debts to write back, `passed` after the round began.

        Messages leave at the end of a round, not before.
        """
        left = self.now + passed
        return self.probes | {
            name: max(left, self.debts.get(name, left)) + taken for name, taken in self._taken.items()
        }

    def _has_free_token(self, name: str, budget: RateBudget, *, waited: bool) -> bool:
        if self._compute_debt(name) <= self.now:
            self.tails.pop(name, None)  # the queue is empty: nobody was sent to for a while
        return self._compute_earliest_send(name, budget) <= self.now and (
            waited or self.tails.get(name, self.now) <= self.now
        )

    def _give_turn(self, name: str, budget: RateBudget, *, waited: bool) -> datetime:
        line = self._heads if waited else self.tails
        last = line.get(name, self.now)
        turn = max(
            self._compute_earliest_send(name, budget),
            last + timedelta(seconds=budget.step) if last > self.now else self.now,
        )
        line[name] = turn
        self.tails[name] = max(turn, self.tails.get(name, turn))
        return turn

    def _compute_earliest_send(self, name: str, budget: RateBudget) -> datetime:
        return self._compute_debt(name) - timedelta(seconds=budget.step * (budget.burst - 1))

    def _compute_debt(self, name: str) -> datetime:
        return self.debts.get(name, self.now) + self._taken.get(name, timedelta())
