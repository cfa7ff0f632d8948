"""Schedule the steps of an open consultation, and run each on its day.

A new deadline moves the remaining steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from handlers.dates.time_zones import convert_to_instant
from handlers.dates.workdays import find_next_workday, is_workday
from handlers.notifications import escalation
from handlers.notifications.escalation_policy import EscalationPolicy, EscalationStep
from handlers.policy.consultations import step_actions
from handlers.policy.consultations.step_schedule import SEND, STEPS, get_send_day, schedule_steps
from storage.kit.database import Store
from storage.policy.consultation_responses import ConsultationStep
from storage.policy.consultations import OPEN, Consultation

router = Router()
KIND = "consultations.steps"
#: Time of day at which a step is performed, and hours of a working day.
MORNING, HOURS = time(8), 8
#: pseudo-step on the day after the deadline: the responsible person is asked for the outcome
OVER = "over"
#: pseudo-step without a day: somebody is made responsible for the answer
OWNER = "owner"


def build_step_clock_key(id: int) -> str:
    return f"consultation:{id}:steps"


async def schedule_consultation_steps(store: Store, arena: Arena, consultation: Consultation) -> None:
    """Schedule the steps from now on. Finished steps stay finished, so nobody is notified twice.

    A later deadline has a day of its own on which the answer is sent.
    """
    assert consultation.deadline is not None
    known = await store.consultation_responses.map_consultation_steps(consultation.id)
    send = known.get(SEND)
    if send is not None and send.day is not None and send.day < get_send_day(consultation.deadline):
        send.done_at = None
    done = [name for name, step in known.items() if step.done_at is not None]
    today = arena.find_day(store.now)
    found = schedule_steps(consultation.deadline, today, done)
    await store.consultation_responses.set_step_days(
        consultation.id, dict.fromkeys(found.dropped) | found.days, found.squeezed
    )
    steps = await list_scheduled_steps(store, consultation.id)
    since = _get_step_time(
        arena, steps[0].day if steps and steps[0].day else get_day_after_deadline(consultation.deadline)
    )
    behind = sum(step.done_at is not None for step in steps)
    await escalation.restart_record_escalation(
        store, KIND, consultation.id, build_step_clock_key(consultation.id), since=since, behind=behind
    )
    await escalation.advance_escalation(store, arena, KIND, consultation.id, build_consultation_escalation)


async def cancel_consultation_steps(store: Store, id: int) -> None:
    """Cancel the remaining steps of a consultation that is sent, or will not be answered."""
    await escalation.stop_escalation(store, KIND, id, build_step_clock_key(id))


async def list_scheduled_steps(store: Store, id: int) -> list[ConsultationStep]:
    """List the steps that have a day, in order."""
    steps = await store.consultation_responses.map_consultation_steps(id)
    return [steps[name] for name in STEPS if name in steps and steps[name].day is not None]


def get_day_after_deadline(deadline: date) -> date:
    """Return the first working day on which it is too late to answer."""
    return find_next_workday(max(get_send_day(deadline), deadline) + timedelta(days=1))


async def build_consultation_escalation(store: Store, arena: Arena, id: int) -> EscalationPolicy | None:
    consultation, escalation_row = await store.consultations.lock(id), await store.escalations.find_escalation(KIND, id)
    if consultation is None or escalation_row is None or consultation.state != OPEN or consultation.deadline is None:
        return None
    steps, since = await list_scheduled_steps(store, id), arena.find_day(escalation_row.since)
    moments = [_ScheduledStep(step.name, step.day) for step in steps if step.day is not None]
    moments.append(_ScheduledStep(OVER, get_day_after_deadline(consultation.deadline)))
    taken = [
        EscalationStep(
            moment.name,
            HOURS * _count_workdays(since, moment.day),
            act=partial(_run_scheduled_step, store, arena, consultation, moment, following),
        )
        for moment, following in zip(moments, [*moments[1:], None], strict=True)
    ]
    return EscalationPolicy(build_step_clock_key(id), taken, build_step_clock_key(id))


escalation.register_escalation(router, KIND, build_consultation_escalation)


@dataclass(frozen=True, slots=True)
class _ScheduledStep:
    name: str
    day: date


async def _run_scheduled_step(
    store: Store, arena: Arena, consultation: Consultation, moment: _ScheduledStep, following: _ScheduledStep | None
) -> None:
    """Run one step. Skip its notices if the following step has already superseded it."""
    step = (await store.consultation_responses.map_consultation_steps(consultation.id)).get(moment.name)
    if step is not None:
        step.done_at = store.now
    until = _get_step_time(arena, following.day) if following is not None else None
    if until is None or until > store.now or moment.name in step_actions.ALWAYS:
        await step_actions.perform_step(store, arena, consultation, moment.name, until)


def _get_step_time(arena: Arena, day: date) -> datetime:
    return convert_to_instant(datetime.combine(day, MORNING), arena.zone)


def _count_workdays(first: date, last: date) -> int:
    """Count the working days from one morning to the other."""
    return sum(is_workday(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
