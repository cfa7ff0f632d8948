"""Limit how many events of one person are answered in a minute.

Whoever floods the bot holds nobody else up. Events are counted in each process by itself, in memory: a
refusal must cost nothing. A count that had to be written would be the delay that it is to prevent. What
goes out to everybody is counted once for all processes (`handlers.notifications.sending_limits`).
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from handlers.chat.events import Click, Command, Event, Message, Reacted, Submission

#: Maximum number of commands, and of other acts, in a minute. The latter is higher, because meetings are answered with
#: one click.
COMMANDS, DOINGS, WITHIN = 20, 60, 60.0
#: no limit, where few accounts represent very many people
ENDLESS = 10**9
#: Maximum number of excess texts that are stored. Nobody types more in a minute.
KEPT = 20
#: maximum number of recent events per person that are recognised when repeated
IDS = 500
Key = tuple[str, str, str, bool]


@dataclass(slots=True)
class _AccountCount:
    at: deque[float] = field(default_factory=deque)
    #: Event id -> (time, verdict), because platforms deliver events again.
    verdicts: dict[str, tuple[float, int]] = field(default_factory=dict)
    told_at: float = float("-inf")
    over: int = 0

    def recall_verdict(self, event: str, since: float) -> int | None:
        """Return the verdict on this event, if the event came after `since`.

        Forget older events, and the oldest of very many.
        """
        while self.verdicts:
            oldest = next(iter(self.verdicts))
            if self.verdicts[oldest][0] > since and len(self.verdicts) < IDS:
                break
            del self.verdicts[oldest]
        return self.verdicts[event][1] if event in self.verdicts else None


class PersonRateLimiter:
    """Count what each account did in the last minute."""

    def __init__(
        self, commands: int = COMMANDS, other_acts: int = DOINGS, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.commands, self.doings = commands, other_acts
        self.clock = clock
        #: Accounts active in this period, and in the one before. All others are dropped.
        self._counts: dict[Key, _AccountCount] = {}
        self._before: dict[Key, _AccountCount] = {}
        self._turned_at = clock()

    def count_excess_events(self, event: Event) -> int:
        """Return 0 if there is room for the event.

        Else return how many were too many since the person was last told, with this event; 1: tell the person.
        """
        line = isinstance(event, Command) or (isinstance(event, Message) and event.addressed)
        sender = event.sender
        if not sender.user or not (line or isinstance(event, Message | Click | Submission | Reacted)):
            return 0
        now = self.clock()
        count = self._get_account_count((sender.platform, sender.workspace, sender.user, line), now)
        if (known := count.recall_verdict(event.id, now - WITHIN)) is not None:
            return known
        verdict = count.verdicts[event.id] = (
            now,
            self._judge_account_event(count, now, self.commands if line else self.doings),
        )
        return verdict[1]

    def _judge_account_event(self, count: _AccountCount, now: float, most: int) -> int:
        while count.at and count.at[0] <= now - WITHIN:
            count.at.popleft()
        if len(count.at) < most:
            count.at.append(now)
            return 0
        if now - count.told_at >= WITHIN:
            count.told_at, count.over = now, 0
        count.over += 1
        return count.over

    def _get_account_count(self, key: Key, now: float) -> _AccountCount:
        """Return the count of an account.

        Old counts are dropped all at once, so that no event pays for many.
        """
        if now - self._turned_at >= 2 * WITHIN:
            stale = now - self._turned_at >= 4 * WITHIN
            self._before, self._counts, self._turned_at = {} if stale else self._counts, {}, now
        count = self._counts.get(key)
        if count is None:
            count = self._counts[key] = self._before.pop(key) if key in self._before else _AccountCount()
        return count
