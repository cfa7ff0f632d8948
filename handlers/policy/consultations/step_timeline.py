"""Draw the timeline of the steps: what is done, what comes when, and what there is no time for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from handlers.chat.cards import Part, Text
from handlers.chat.say import Say
from handlers.chat.turn import ReaderContext, View
from handlers.policy.consultations import consultation_texts
from handlers.policy.consultations.step_schedule import ANNOUNCE, DRAFT, FINAL, SEND, STEPS
from storage.policy.consultation_responses import ConsultationStep
from storage.policy.consultations import OPEN, Consultation


async def draw_step_timeline(at: ReaderContext | View, consultation: Consultation) -> list[Part]:
    """Draw all steps with their days, and explain the effect of a near deadline."""
    steps = await at.store.consultation_responses.map_consultation_steps(consultation.id)
    if not steps or consultation.deadline is None:
        return []
    names, say = consultation_texts.list_step_labels(at.say), at.say
    lacking, ready = _list_missing_deliverables(consultation), _list_ready_deliverables(consultation)
    shown = [name for name in STEPS if name in steps and _is_step_shown(consultation, name, steps[name])]
    rows = [
        f"✓ {names[name]}"
        if name in ready and steps[name].done_at is None
        else _describe_timeline_step(
            at, names[name], _get_step_end(consultation, name, steps[name]), lacks=name in lacking
        )
        for name in shown
    ]
    found: list[Part] = [Text("\n".join(rows))]
    if consultation.state == OPEN:
        told = " ".join(
            filter(
                None,
                (
                    consultation_texts.describe_earlier_send_day(say, consultation.deadline),
                    describe_shortened_schedule(at, steps),
                ),
            )
        )
        found += [Text(f"⚠️ {told}")] if told else []
    return found


def describe_shortened_schedule(at: ReaderContext | View, steps: dict[str, ConsultationStep]) -> str:
    """Explain that the deadline is near, and what is late or left out.

    Return an empty text if there is time enough.
    """
    say, names = at.say, consultation_texts.list_step_labels(at.say)
    to_come = {name: steps[name] for name in STEPS if name in steps and steps[name].done_at is None}
    left_out = [
        _lowercase_first(names[name]) for name, step in to_come.items() if step.day is None and name != ANNOUNCE
    ]
    late = [_lowercase_first(names[name]) for name, step in to_come.items() if step.day is not None and step.late]
    if to_come and all(step.day is None for step in to_come.values()):
        return say("No working day is left before the deadline: send it at once.")
    told = []
    if late:
        told.append(say("The deadline is near, so these come later than usual: {steps}.", steps=say.listed(late)))
    if left_out:
        told.append(say("There is no time for: {steps}.", steps=say.listed(left_out)))
    return " ".join(told)


async def describe_next_step(at: ReaderContext | View, consultation: Consultation) -> str:
    """Describe the next step: "Neste: utkast 25. mai 2027"."""
    return (await describe_next_steps(at, [consultation]))[consultation.id]


async def describe_next_steps(at: ReaderContext | View, consultations: Sequence[Consultation]) -> dict[int, str]:
    """Return consultation id -> its next step, for the lines of a list."""
    ids = [one.id for one in consultations]
    found = await at.store.consultation_responses.map_steps_by_consultation(ids)
    ready = {one.id: _list_ready_deliverables(one) for one in consultations}
    return {id: _describe_first_open_step(at.say, steps, ready[id]) for id, steps in found.items()}


def _describe_first_open_step(say: Say, steps: Mapping[str, ConsultationStep], ready: Sequence[str]) -> str:
    for name in STEPS:
        step = steps.get(name)
        if step is not None and step.done_at is None and step.day is not None and name not in ready:
            label = _lowercase_first(consultation_texts.list_step_labels(say)[name])
            return say("Next: {step} {day}", step=label, day=say.format_day(step.day))
    return ""


def _list_missing_deliverables(consultation: Consultation) -> tuple[str, ...]:
    """Return the steps whose deliverable is missing, whether their day has come or not."""
    if consultation.state != OPEN:
        return ()
    if consultation.final:
        return (SEND,)
    return (FINAL, SEND) if consultation.version else (DRAFT, FINAL, SEND)


def _list_ready_deliverables(consultation: Consultation) -> tuple[str, ...]:
    """Return the steps whose deliverable is there, which may be before their day."""
    return (*((DRAFT,) if consultation.version else ()), *((FINAL,) if consultation.final else ()))


def _is_step_shown(consultation: Consultation, name: str, step: ConsultationStep) -> bool:
    """Return True if the timeline shows the step.

    Steps that never took place are left out once the consultation is over.
    """
    if consultation.state == OPEN:
        return True
    return consultation.sent_on is not None if name == SEND else step.done_at is not None


def _get_step_end(consultation: Consultation, name: str, step: ConsultationStep) -> tuple[date | datetime | None, bool]:
    """Return the day of a step, and whether it is done.

    The step "send" uses the day on which the answer was sent.
    """
    if name == SEND and consultation.sent_on is not None:
        return consultation.sent_on, True
    return step.day or step.done_at, step.done_at is not None


def _describe_timeline_step(
    at: ReaderContext | View, name: str, stands: tuple[date | datetime | None, bool], *, lacks: bool
) -> str:
    day, done = stands
    if day is None:
        return f"✕ {name} – {at.say('no time for it')}"
    mark = "○" if not done else "⚠️" if lacks else "✓"
    return f"{mark} {name} – {at.say.format_day(day)}"


def _lowercase_first(name: str) -> str:
    return f"{name[:1].lower()}{name[1:]}"
