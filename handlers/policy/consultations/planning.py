"""Plan: the steps of an open consultation get their days, and each is taken on its day; a new deadline moves them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from handlers.dates.workdays import is_workday, next_workday
from handlers.dates.zones import instant
from handlers.notifications import chains
from handlers.notifications.chains import Course, Step
from handlers.policy.consultations import stepping
from handlers.policy.consultations.days import STEPS, ladder, send_day
from storage.kit.database import Store
from storage.policy.consultation_responses import ConsultationStep
from storage.policy.consultations import OPEN, Consultation

router = Router()
KIND = "consultations.steps"
#: when a step is taken, and the hours of a working day as they are counted
MORNING, HOURS = time(8), 8
#: the day after: whoever writes it is asked what became of it
OVER = "over"


def clock(id: int) -> str:
    return f"consultation:{id}:steps"


async def plan(store: Store, arena: Arena, consultation: Consultation) -> None:
    """From now on. What is over stays over, so nobody is told anything twice."""
    assert consultation.deadline is not None
    done = [name for name, step in (await store.voices.steps(consultation.id)).items() if step.done_at is not None]
    today = store.now.astimezone(arena.zone).date()
    found = ladder(consultation.deadline, today, done)
    await store.voices.plan(consultation.id, dict.fromkeys(found.dropped) | found.days, found.squeezed)
    steps = await planned(store, consultation.id)
    since = _morning(arena, steps[0].day if steps and steps[0].day else after(consultation.deadline))
    behind = sum(step.done_at is not None for step in steps)
    await chains.restart(store, KIND, consultation.id, clock(consultation.id), since=since, behind=behind)
    await chains.go_on(store, arena, KIND, consultation.id, course_of)


async def end(store: Store, id: int) -> None:
    """It is sent, or not answered: nothing waits any more."""
    await chains.end(store, KIND, id, clock(id))


async def planned(store: Store, id: int) -> list[ConsultationStep]:
    """Those that have a day, in their order."""
    steps = await store.voices.steps(id)
    return [steps[name] for name in STEPS if name in steps and steps[name].day is not None]


def after(deadline: date) -> date:
    """The first working day on which it is too late."""
    return next_workday(max(send_day(deadline), deadline) + timedelta(days=1))


async def course_of(store: Store, arena: Arena, id: int) -> Course | None:
    consultation, chain = await store.consultations.lock(id), await store.chains.find(KIND, id)
    if consultation is None or chain is None or consultation.state != OPEN or consultation.deadline is None:
        return None
    steps, since = await planned(store, id), chain.since.astimezone(arena.zone).date()
    moments = [_Moment(step.name, step.day) for step in steps if step.day is not None]
    moments.append(_Moment(OVER, after(consultation.deadline)))
    taken = [
        Step(
            moment.name,
            HOURS * _workdays(since, moment.day),
            act=partial(_take, store, arena, consultation, moment, following),
        )
        for moment, following in zip(moments, [*moments[1:], None], strict=True)
    ]
    return Course(clock(id), taken, clock(id))


chains.watch(router, KIND, course_of)


@dataclass(frozen=True, slots=True)
class _Moment:
    name: str
    day: date


async def _take(
    store: Store, arena: Arena, consultation: Consultation, moment: _Moment, following: _Moment | None
) -> None:
    """What is overtaken by the next step is told to nobody."""
    step = (await store.voices.steps(consultation.id)).get(moment.name)
    if step is not None:
        step.done_at = store.now
    until = _morning(arena, following.day) if following is not None else None
    if until is None or until > store.now or moment.name in stepping.ALWAYS:
        await stepping.take(store, arena, consultation, moment.name, until)


def _morning(arena: Arena, day: date) -> datetime:
    return instant(datetime.combine(day, MORNING), arena.zone)


def _workdays(first: date, last: date) -> int:
    """From one morning to the other."""
    return sum(is_workday(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
