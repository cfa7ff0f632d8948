"""Run jobs by a time that is ahead of the machine's clock, which is all that the scheduler knows.

Only the playground moves its clock ahead; elsewhere the lead is nothing, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from apscheduler.triggers.base import BaseTrigger


class LeadingTrigger(BaseTrigger):  # type: ignore[misc] # the library has no types
    """Ask another trigger by the time that is ahead, and answer by the machine's clock."""

    def __init__(self, trigger: BaseTrigger, lead: Callable[[], timedelta]) -> None:
        self.trigger = trigger
        self.lead = lead

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        """Return the machine's time at which that time will have come; None if there is no further one."""
        lead = self.lead()
        before = None if previous_fire_time is None else previous_fire_time + lead
        following: datetime | None = self.trigger.get_next_fire_time(before, now + lead)
        return None if following is None else following - lead
