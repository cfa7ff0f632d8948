"""The pace that platforms ask for: who may write now, and when the others have their turn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.platforms import Budget, Platform
from handlers.chat.places import Place

Buckets = Mapping[str, Budget]


def buckets(platforms: Mapping[str, Platform], place: Place) -> dict[str, Budget]:
    """What a message to this place draws from; each workspace has its own."""
    platform = platforms.get(place.platform)
    budgets = platform.budgets(place) if platform is not None else {}
    return {f"{place.platform}:{place.workspace}:{name}": budget for name, budget in budgets.items()}


class Pace:
    """The buckets of one round: read once, taken from in memory, written back once.

    A bucket is a debt (the moment it is paid off) that may grow to `burst - 1` steps. `tails` outlives the round: the
    turn that was last given away in each bucket, so that what waits comes back one by one and not all together.
    """

    def __init__(self, now: datetime, debts: Mapping[str, datetime], tails: dict[str, datetime]) -> None:
        self.now = now
        self.debts = {bucket: max(now, until) for bucket, until in debts.items()}
        self.tails = tails
        #: the same of those who came for their turn and must wait once more: they stay ahead of the others
        self._heads: dict[str, datetime] = {}
        self._taken: dict[str, timedelta] = {}
        #: workspaces that are tried after a pause, and until when the others wait for what comes of it
        self.probes: dict[str, datetime] = {}

    def wait(self, buckets: Buckets, *, waited: bool) -> datetime | None:
        """None: now. Otherwise its turn, after those that wait already; `waited`: it has been given one before."""
        full = {name: budget for name, budget in buckets.items() if not self._open(name, budget, waited=waited)}
        return max((self._turn(name, budget, waited=waited) for name, budget in full.items()), default=None)

    def crowded(self, buckets: Buckets, more: int) -> bool:
        """Whether after the next message so many more could not all go out now."""
        return any(
            self._earliest(name, budget) + timedelta(seconds=budget.step * more) > self.now
            for name, budget in buckets.items()
        )

    def take(self, buckets: Buckets) -> None:
        for name, budget in buckets.items():
            self._taken[name] = self._taken.get(name, timedelta()) + timedelta(seconds=budget.step)

    def owed(self, passed: timedelta) -> dict[str, datetime]:
        """What must be written back, so long after the round began: messages leave at its end, not before."""
        left = self.now + passed
        return self.probes | {
            name: max(left, self.debts.get(name, left)) + taken for name, taken in self._taken.items()
        }

    def _open(self, name: str, budget: Budget, *, waited: bool) -> bool:
        if self._debt(name) <= self.now:
            self.tails.pop(name, None)  # nobody has written for a while: whoever waited is gone
        return self._earliest(name, budget) <= self.now and (waited or self.tails.get(name, self.now) <= self.now)

    def _turn(self, name: str, budget: Budget, *, waited: bool) -> datetime:
        line = self._heads if waited else self.tails
        last = line.get(name, self.now)
        turn = max(self._earliest(name, budget), last + timedelta(seconds=budget.step) if last > self.now else self.now)
        line[name] = turn
        self.tails[name] = max(turn, self.tails.get(name, turn))
        return turn

    def _earliest(self, name: str, budget: Budget) -> datetime:
        return self._debt(name) - timedelta(seconds=budget.step * (budget.burst - 1))

    def _debt(self, name: str) -> datetime:
        return self.debts.get(name, self.now) + self._taken.get(name, timedelta())
