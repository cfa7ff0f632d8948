"""Break the circuit of a workspace that fails again and again.

The workspace gets no calls for a while; then one call probes it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from storage.kit.clocks import read_boot_clock
from storage.queue.delivery_rows import Delivery

#: number of failures within these seconds that opens it
FAILURES, WITHIN = 5, 10.0
#: seconds between probes: first and longest pause
FIRST_PAUSE, LAST_PAUSE = 5.5, 30.0


@dataclass
class CircuitBreaker:
    """Count the failures that one worker has seen of one workspace."""

    clock: Callable[[], float]
    _failures: deque[float] = field(default_factory=lambda: deque(maxlen=FAILURES))
    pause: float = 0.0

    def record_failure(self) -> float:
        """Record a failure and return how many seconds nobody should try.

        0: the failure may have been chance.
        """
        now = self.clock()
        self._failures.append(now)
        if not self.pause and (len(self._failures) < FAILURES or now - self._failures[0] > WITHIN):
            return 0.0
        self.pause = min(max(FIRST_PAUSE, self.pause * 2), LAST_PAUSE)
        return self.pause

    def record_success(self) -> None:
        self._failures.clear()
        self.pause = 0.0


class CircuitBreakers:
    """Track which workspaces are paused.

    A rate-limit slot tells all workers what one worker finds out; whoever takes the slot may try once.
    """

    def __init__(self, clock: Callable[[], float] = read_boot_clock) -> None:
        self.clock = clock
        self._breakers: dict[str, CircuitBreaker] = {}
        #: workspace -> end of its pause, as far as this worker knows
        self._paused_until: dict[str, datetime] = {}

    def list_paused_workspaces(self, now: datetime) -> list[str]:
        """Return the keys of workspaces whose deliveries need not be claimed yet."""
        return [workspace_key for workspace_key, until in self._paused_until.items() if now < until]

    def update_pauses(self, workspace_keys: set[str], slots: Mapping[str, datetime], now: datetime) -> None:
        """Update the pauses of these workspaces from their rate-limit slots."""
        for workspace_key in workspace_keys:
            until = slots.get(format_breaker_slot(workspace_key))
            if until is None:
                self._paused_until.pop(workspace_key, None)
            else:  # a slot beyond any pause: its writer's clock was set back since
                self._paused_until[workspace_key] = min(until, now + timedelta(seconds=LAST_PAUSE))

    def claim_probe(self, workspace_key: str, now: datetime, taken: dict[str, datetime]) -> datetime | None:
        """Return when to try again, or None to go on.

        The first delivery after the pause becomes the probe, the others wait on.
        """
        until = self._paused_until.get(workspace_key)
        if until is None or now < until:
            return until
        pause = max(FIRST_PAUSE, self._get_breaker(workspace_key).pause)
        self._get_breaker(workspace_key).pause = pause
        self._paused_until[workspace_key] = taken[format_breaker_slot(workspace_key)] = now + timedelta(seconds=pause)
        return None

    def record_workspace_failure(self, workspace_key: str, now: datetime) -> datetime | None:
        """Record a failure; return until when all workers must pause the workspace, else None."""
        pause = self._get_breaker(workspace_key).record_failure()
        if not pause:
            return None
        self._paused_until[workspace_key] = now + timedelta(seconds=pause)
        return self._paused_until[workspace_key]

    def record_workspace_success(self, workspace_key: str) -> bool:
        """Record a success; return True if the workspace was paused: all workers must be told that it answers."""
        self._get_breaker(workspace_key).record_success()
        return self._paused_until.pop(workspace_key, None) is not None

    def _get_breaker(self, workspace_key: str) -> CircuitBreaker:
        return self._breakers.setdefault(workspace_key, CircuitBreaker(self.clock))


def format_delivery_workspace(row: Delivery) -> str:
    return f"{row.platform}:{row.workspace}"


def format_breaker_slot(workspace_key: str) -> str:
    """Return the name of the rate-limit slot that holds the pause of a workspace, beside its channels' slots."""
    return f"{workspace_key}:!"
