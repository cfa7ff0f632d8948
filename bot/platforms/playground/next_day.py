"""Move the playground's clock to the next working day, and deliver on the way what falls due."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.chore_scheduler import ChoreScheduler
from bot.delivery.courier import Courier
from bot.platforms.playground import event_translation
from bot.platforms.playground.page_replies import Answer
from bot.platforms.playground.request_guard import build_page_error
from handlers.dates.workdays import add_workdays, is_workday
from storage.kit.clocks import MovableClock
from storage.kit.database import Database
from storage.playground.playground_chat import PlaygroundMember

if TYPE_CHECKING:
    from bot.platforms.playground import PlaygroundPlatform

#: By then the chores of the morning have run, and people are at work.
MORNING = time(9)
#: Hours at which jobs are run on the way, on workdays and on others; messages that are due stop the clock, too.
STOPS, STOPS_OFF = (7, 9, 11, 13, 15, 17), (9,)
#: shortest time that the clock is moved at once
SHORTEST = timedelta(minutes=1)
#: name of the heartbeat that keeps how far the clock was moved
KEPT_AS = "playground clock"


class LeaveDay(event_translation.PageAction, frozen=True, kw_only=True):
    """Represent a press on *Next day*, with the day that the page showed: two presses move once."""

    day: date


class DayMover:
    """Move the clock in small steps, so that everything happens in its order and at its hour."""

    def __init__(self, database: Database, clock: MovableClock, chores: ChoreScheduler, courier: Courier) -> None:
        self.database = database
        self.clock = clock
        self.chores = chores
        self.courier = courier

    def read_day(self) -> date:
        return self.chores.arena.find_day(self.database.get_time())

    async def resume_time(self) -> None:
        """Continue from the latest time that the database knows: it may have been moved before."""
        async with self.database.read() as store:
            latest = await store.heartbeats.find_last_heartbeat()
        if latest is not None:
            self.clock.move_forward(latest)

    async def leave_day(self, day: date) -> None:
        """Move to the morning of the working day after this one, unless that was done already."""
        async with self.courier.rounds:
            if self.read_day() != day:
                return
            morning = datetime.combine(add_workdays(day, 1), MORNING, self.chores.arena.zone)
            await self.courier.deliver_all_due()  # nothing is on its way while the clock is moved
            while (now := self.clock()) < morning:
                self.clock.move_forward(await self._find_next_moment(now, morning))
                await self.chores.run_jobs_between(now, self.clock())
                await self.courier.deliver_all_due()
            self.chores.reschedule_jobs()
            async with self.database.begin() as store:
                await store.heartbeats.record_heartbeat(KEPT_AS, None)

    async def _find_next_moment(self, now: datetime, morning: datetime) -> datetime:
        """Return when the next message is due or the next stop comes, never after that morning."""
        async with self.database.read() as store:
            due = await store.deliveries.find_next_due_time()
        stop = _find_next_stop(now.astimezone(self.chores.arena.zone))
        return min(morning, stop, max(due or stop, now + SHORTEST))


def _find_next_stop(now: datetime) -> datetime:
    day = now.date()
    while True:
        for hour in STOPS if is_workday(day) else STOPS_OFF:
            stop = datetime.combine(day, time(hour), now.tzinfo)
            if stop > now:
                return stop
        day += timedelta(days=1)


async def go_to_next_day(playground: PlaygroundPlatform, _me: PlaygroundMember, action: LeaveDay) -> Answer:
    if playground.days is None:
        raise build_page_error(404, "The clock of this playground cannot be moved.")
    await playground.days.leave_day(action.day)
    await playground.live.broadcast_update("state", {})
    return {}
