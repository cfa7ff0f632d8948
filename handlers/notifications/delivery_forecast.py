"""Estimate how long a card takes to reach many rooms, at the rate that the platforms ask for."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from handlers.chat.places import Place
from handlers.chat.rate_budgets import RateBudget
from handlers.chat.say import Say
from handlers.chat.turn import Arena, RenderContext
from storage.directory.rooms import Room
from storage.kit.database import Store

#: With fewer rooms there is no forecast, nor when it takes at most this many seconds.
FEWEST_ROOMS, MOST_SECONDS = 8, 5.0
#: Messages a second that a worker sends at least, and seconds in which a platform answers.
THROUGHPUT, ANSWER = 10, 2.0
#: Rate limit slots are given one by one, and others may post meanwhile.
MARGIN = 1.25


async def describe_delivery_forecast(
    context: RenderContext, rooms: Sequence[Room], subject: str, after: float = 0.0
) -> str:
    """Return "It reaches 120 rooms within about 2 minutes."; "" where it is quick.

    The cards go out in `after` seconds at the earliest.
    """
    if len(rooms) < FEWEST_ROOMS:
        return ""
    takes = await estimate_delivery_seconds(context.store, context.arena, rooms, subject)
    if takes <= MOST_SECONDS:
        return ""
    n = len(rooms)
    say = context.say
    time = format_duration(say, after + takes)
    return say.many(
        "It reaches {n} room within about {time}.", "It reaches {n} rooms within about {time}.", n, time=time
    )


async def estimate_delivery_seconds(store: Store, arena: Arena, rooms: Sequence[Room], subject: str) -> float:
    """Return the seconds until the cards of this subject are in all these rooms.

    What else is due and waits in their workspaces goes first.
    """
    places = [Place(room.platform, room.workspace, room.channel) for room in rooms]
    budgets: dict[str, RateBudget] = {}
    turns: Counter[str] = Counter()
    ahead = await store.delivery_report.count_due_by_address(
        {f"{room.platform}:{room.workspace}" for room in rooms}, subject
    )
    waiting = [(Place(platform, workspace, channel, user=user), n) for platform, workspace, channel, user, n in ahead]
    for place, n in [(place, 1) for place in places] + waiting:
        for name, budget in arena.pace(place).items():
            budgets[name] = budget
            turns[name] += n
    paid = await store.rate_limit_slots.map_slot_debts(budgets)
    last = max((_estimate_last_turn(budgets[name], n, paid.get(name, 0.0)) for name, n in turns.items()), default=0.0)
    sent = (len(places) + sum(n for _, n in waiting)) / THROUGHPUT
    return max(last, sent) * MARGIN + ANSWER


def _estimate_last_turn(budget: RateBudget, turns: int, debt: float) -> float:
    """Return when the last of so many turns comes, in seconds."""
    return max(0.0, debt + budget.step * (turns - budget.burst))


def format_duration(say: Say, seconds: float) -> str:
    """Return the duration rounded up: "40 seconds", "3 minutes", "2 hours"."""
    if seconds <= 60:
        return say.many("{n} second", "{n} seconds", max(10, math.ceil(seconds / 10) * 10))
    if seconds <= 5400:
        return say.many("{n} minute", "{n} minutes", math.ceil(seconds / 60))
    return say.many("{n} hour", "{n} hours", math.ceil(seconds / 3600))
