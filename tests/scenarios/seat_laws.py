"""What must hold of seats at every moment, whatever is said of them: none twice, none empty, nobody passed over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage.meetings.rsvps import GOING, SUBSTITUTE
from tests.scenarios.meeting_rows import Held, meetings
from tests.scenarios.truth import Moment


@dataclass(frozen=True)
class Before:
    """How one person stood when it was read last."""

    answer: str
    seated: bool
    waiting_since: datetime | None
    by: int | None
    deputy: int | None


async def keep_seats(moment: Moment) -> Iterable[str]:
    """As many as there are, in the order of the line; who has one keeps it until they say something else."""
    wrong: list[str] = []
    for held in await meetings(moment):
        seated = {one.person_id for one in held.seated()}
        now = {
            one.person_id: Before(one.answer, one.person_id in seated, one.waiting_since, one.by_id, one.substitute_id)
            for one in held.rsvps
        }
        before: dict[int, Before] = moment.memory.get(("seats", held.occurrence.id), {})
        moment.memory["seats", held.occurrence.id] = now
        _remember_times(moment, held)
        if held.capacity is None or held.occurrence.start_at <= moment.now:
            continue
        if len(seated) > held.capacity:
            wrong.append(f"{held.title}: {len(seated)} sit on {held.capacity} seats")
        if held.line() and len(seated) < held.capacity and held.meeting.seats_each is None:
            wrong.append(f"{held.title}: a seat is empty while {len(held.line())} wait")
        wrong += [f"{held.title}: {text}" for text in _compared(before, now)]
    return wrong


def _remember_times(moment: Moment, held: Held) -> None:
    """All times that it had, the one it has now at the end."""
    times = moment.memory.setdefault(("times", held.occurrence.id), [])
    shown = moment.say.format_period(held.occurrence.start_at)
    if shown not in times[-1:]:
        times.append(shown)


def _compared(before: dict[int, Before], now: dict[int, Before]) -> list[str]:
    wrong = []
    line = sorted((one.waiting_since, id) for id, one in before.items() if one.waiting_since is not None)
    still = [id for _, id in line if id in now and now[id].waiting_since is not None]
    order = sorted(still, key=lambda who: (now[who].waiting_since, who))
    if still != order:
        wrong.append(f"the line was {still} and is {order}")
    for id, one in before.items():
        after = now.get(id)
        if one.seated and after is not None and after.waiting_since is not None and one.by == id:
            wrong.append(f"{id} had a seat by their own word and waits")
        deputy = now.get(after.deputy) if after is not None and after.deputy is not None else None
        handed = after is not None and after.answer == SUBSTITUTE != one.answer
        if one.seated and handed and deputy is not None and deputy.answer == GOING and not deputy.seated:
            wrong.append(f"{id} had a seat and sends {after.deputy if after else ''}, who waits")
    for id, one in now.items():
        was = before.get(id)
        if one.seated and not (was and (was.seated or was.waiting_since)) and still and not _handed(id, before, now):
            wrong.append(f"{id} has a seat although {still} waited for one")
    return wrong


def _handed(id: int, before: dict[int, Before], now: dict[int, Before]) -> bool:
    """Whether somebody who sat sends them, or they have their seat back from whom they sent."""
    senders = [who for who, one in now.items() if one.deputy == id]
    back = before[id].deputy if id in before else None
    return any(who in before and (before[who].seated or before[who].deputy) for who in senders) or back is not None
