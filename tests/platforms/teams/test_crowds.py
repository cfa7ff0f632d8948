"""Many messages at once in a process that has just begun and gets a sixth of a processor."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import pytest

from bot.intake.admission_control import GUESS, AdmissionControl
from bot.platforms.teams import answer_times
from tests.patience import wait_until
from tests.standins.teams import activity

SHARE = 1 / 6


class Clock:
    """Goes on by a twentieth of a second each time somebody looks."""

    now = 0.0

    def __call__(self) -> float:
        self.now += 0.05
        return self.now


@pytest.fixture
def poor(desk: Any) -> Any:
    """A desk that knows nothing yet but how little of a processor it gets."""
    clock = Clock()
    desk.admission = AdmissionControl(clock=clock, processor=lambda: clock.now * SHARE)
    desk.open.clear()
    return desk


async def test_thirty_two_messages_are_taken_because_teams_waits_long_enough(door: Any, poor: Any) -> None:
    """They wait for four seconds: too long for Slack, and not for Teams."""
    told = [asyncio.create_task(door.send(activity(text="hjelp", user=f"29:{n}", id=f"{n}"))) for n in range(32)]
    await wait_until(lambda: poor.admission.expected_wait > 31 * GUESS / SHARE or any(one.done() for one in told))
    poor.open.set()
    assert Counter(status for status, _ in await asyncio.gather(*told)) == {202: 32}
    assert len(poor.events) == 32


async def test_what_cannot_be_served_before_teams_gives_up_is_refused_at_once(door: Any, poor: Any) -> None:
    told = [asyncio.create_task(door.send(activity(text="hjelp", user=f"29:{n}", id=f"{n}"))) for n in range(200)]
    inside = round(answer_times.IN_LINE * answer_times.ACCEPT * SHARE / GUESS)
    await wait_until(lambda: sum(one.done() for one in told) >= 200 - 1.5 * inside)
    poor.open.set()
    found = Counter(status for status, _ in await asyncio.gather(*told))
    assert found.keys() == {202, 503}
    assert found[202] == len(poor.events) == pytest.approx(inside, rel=0.5)
