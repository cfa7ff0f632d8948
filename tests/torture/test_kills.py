"""Five hundred reminders, three workers, six kills, a Slack that is no friend: each reminder arrives, and once."""

from __future__ import annotations

from tests.torture.runs import torture

REMINDERS, KILLS = 500, 6
#: seconds
PATIENCE = 240


async def test_workers_that_are_killed_lose_nothing_and_say_nothing_twice(database_url: str) -> None:
    run = await torture(database_url, reminders=REMINDERS, kills=KILLS, seed=17, patience=PATIENCE)
    assert run.kills == KILLS
    assert (run.lost, run.double, run.unresolved) == (0, 0, []), str(run)
    assert all(run.mishaps[mishap] for mishap in ("dropped before", "dropped after", "broken after", "late")), str(run)
