"""Where processes die, and what is going on there: the table of the points, and what leads to each of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from storage.queue.delivery_rows import REMINDER
from tests.torture.deaths import Yard
from tests.torture.points import moments
from tests.torture.room import ANSWER_LOST, NEVER_ARRIVES

#: done by the platform, and the process dies before it hears of it
DONE = "done, not answered"
#: each unit of work and each call to a platform, by what is going on when it is come to
TABLE: Mapping[str, Sequence[str]] = {
    "sent": (
        "due_batches.claim_batch: self.database.begin",
        "platform_calls.call_platform: platform.send",
        "outcome_writer._write_group: self.database.begin",
        "outcomes._run_follow_up: store.session.begin_nested",
        "reconciler.reconcile_unknown_deliveries: self.database.begin",
    ),
    "notified": ("due_batches._prepare_claimed_rows: self.database.begin",),
    "broken": (
        "due_batches.claim_batch: self.database.begin #2",
        "due_batches._prepare_claimed_rows: self.database.begin #2",
    ),
    "changed": ("platform_calls.call_platform: platform.update",),
    "taken back": ("platform_calls.call_platform: platform.delete",),
    "reacted": ("platform_calls.call_platform: platform.react",),
    "lost": (
        "reconciler._reconcile_delivery: self.database.begin",
        "reconciler._ask_platform: self.platforms[row.platform].find",
    ),
    "out twice": ("reconciler._reconcile_delivery: self.database.begin",),
    "asked in vain": ("reconciler._record_failed_question: self.database.begin",),
    "answers again": ("reconciler._ask_platform: self.database.begin",),
    "clock set back": ("courier._handle_clock_jump: self.database.begin",),
    "stopped": ("courier.stop_courier: self.database.begin",),
}
#: methods of Slack that a process dies beside
BESIDE = {
    "sent": "chat.postMessage",
    "changed": "chat.update",
    "taken back": "chat.delete",
    "reacted": "reactions.add",
    "lost": "conversations.history",
}
#: unknown at once, so that the workspace is left alone
MANY = 6
#: of what depends on which of two calls is answered first
TRIES = 4
Scene = Callable[[Yard, Sequence[str]], Awaitable[None]]


async def _sent(yard: Yard, points: Sequence[str]) -> None:
    for number, point in enumerate(points):
        room = await yard.promise()
        if number % 3 == 1:
            yard.rooms.fates[room] = NEVER_ARRIVES
        await die(yard, point)


async def _notified(yard: Yard, points: Sequence[str]) -> None:
    for point in points:
        await yard.promise(kind=REMINDER, local_time="2026-03-02T09:00")
        await die(yard, point)


async def _broken(yard: Yard, points: Sequence[str]) -> None:
    for point in points:
        await yard.promise("broken")
        await die(yard, point)


async def _changed(yard: Yard, points: Sequence[str]) -> None:
    rooms = [await yard.promise() for _ in points]
    await yard.send(*rooms)
    for room, point in zip(rooms, points, strict=True):
        await yard.change(room)
        await die(yard, point)


async def _taken_back(yard: Yard, points: Sequence[str]) -> None:
    rooms = [await yard.promise() for _ in points]
    await yard.send(*rooms)
    for room, point in zip(rooms, points, strict=True):
        await yard.take_back(room)
        await die(yard, point)


async def _reacted(yard: Yard, points: Sequence[str]) -> None:
    for point in points:
        await yard.react()
        await die(yard, point)


async def _lost(yard: Yard, points: Sequence[str]) -> None:
    await _lose(yard, len(points) + 1)
    for point in points:
        await die(yard, point)


async def _out_twice(yard: Yard, points: Sequence[str]) -> None:
    for room in await _lose(yard, len(points) + 1):
        if yard.rooms.messages.get(room):
            yard.rooms.copy(room)
    for point in points:
        await die(yard, point)


async def _asked_in_vain(yard: Yard, points: Sequence[str]) -> None:
    await _lose(yard, MANY)
    yard.rooms.failing.add("conversations.history")
    for point in points:
        await die(yard, point)
    yard.rooms.failing.clear()


async def _answers_again(yard: Yard, points: Sequence[str]) -> None:
    """Where a message gets through first, that says as well that the workspace answers: then all is played again."""
    for point in points:
        for _ in range(TRIES):
            await yard.mortals.live_until(yard.rests)  # an open circuit lets one at a time go, and so loses one
            await _asked_in_vain(yard, ["reconciler._record_failed_question: self.database.begin, after commit"])
            deaths = len(yard.mortals.died)
            await yard.mortals.live_until(yard.rests, die_at=point)
            if len(yard.mortals.died) > deaths or not yard.strict:
                break
        else:
            raise AssertionError(f"nobody came to {point}")


async def _clock_set_back(yard: Yard, points: Sequence[str]) -> None:
    for point in points:
        await yard.promise()
        await die(yard, point, back_at="due_batches._claim_rows: store.deliveries.claim_due_deliveries, after")


async def _stopped(yard: Yard, points: Sequence[str]) -> None:
    for point in points:
        await yard.promise()
        await die(yard, point, stop_at="platform_calls.call_platform: platform.send, before")


SCENES: Mapping[str, Scene] = {
    "sent": _sent,
    "broken": _broken,
    "changed": _changed,
    "taken back": _taken_back,
    "reacted": _reacted,
    "lost": _lost,
    "out twice": _out_twice,
    "asked in vain": _asked_in_vain,
    "answers again": _answers_again,
    "clock set back": _clock_set_back,
    "stopped": _stopped,
    "notified": _notified,
}


def points_of(scene: str) -> list[str]:
    """Return the points of the table at which a process dies in this scene."""
    return moments(TABLE[scene]) + [f"{method}, {DONE}" for one, method in BESIDE.items() if one == scene]


async def play(yard: Yard, scene: str, points: Sequence[str]) -> None:
    """One death at each of these points, in this scene."""
    if points:
        await SCENES[scene](yard, points)


async def die(yard: Yard, point: str, *, stop_at: str = "", back_at: str = "") -> None:
    """One process, to its death at this point."""
    method, _, moment = point.partition(", ")
    if moment != DONE:
        how = {"die_at": point, "stop_at": stop_at, "back_at": back_at}
        await (yard.mortals.live(**how) if yard.strict else yard.mortals.live_until(yard.rests, **how))
        return
    yard.rooms.deadly, yard.rooms.kill = method, yard.mortals.kill
    await yard.mortals.live()
    assert not yard.rooms.deadly, f"nobody called {method}"
    yard.mortals.died.append(point)


async def _lose(yard: Yard, rooms: int) -> list[str]:
    """So many of which nobody knows whether they have arrived: every other one has."""
    lost = [await yard.promise() for _ in range(rooms)]
    yard.rooms.fates.update({room: (ANSWER_LOST, NEVER_ARRIVES)[number % 2] for number, room in enumerate(lost)})
    await yard.lose(*lost)
    return lost
