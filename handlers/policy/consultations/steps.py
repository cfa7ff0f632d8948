"""The ladder as it is shown: what is done, what comes when, and what there is no time for."""

from __future__ import annotations

from datetime import date, datetime

from handlers.chat.cards import Part, Text
from handlers.chat.turn import Turn, View
from handlers.policy.consultations import words
from handlers.policy.consultations.days import ANNOUNCE, DRAFT, FINAL, SEND, STEPS
from storage.policy.consultation_responses import ConsultationStep
from storage.policy.consultations import OPEN, Consultation


async def parts(at: Turn | View, consultation: Consultation) -> list[Part]:
    """All steps with their days, and in plain words what the deadline does to them."""
    steps = await at.store.voices.steps(consultation.id)
    if not steps or consultation.deadline is None:
        return []
    names, say = words.steps(at.say), at.say
    lacking = _lacking(consultation)
    shown = [name for name in STEPS if name in steps and _stands(consultation, name, steps[name])]
    rows = [_line(at, names[name], _ended(consultation, name, steps[name]), lacks=name in lacking) for name in shown]
    found: list[Part] = [Text("\n".join(rows))]
    if consultation.state == OPEN:
        told = " ".join(filter(None, (words.sent_before(say, consultation.deadline), shortened(at, steps))))
        found += [Text(f"⚠️ {told}")] if told else []
    return found


def shortened(at: Turn | View, steps: dict[str, ConsultationStep]) -> str:
    """That the deadline is near, and what that means; nothing where there is time enough."""
    say, names = at.say, words.steps(at.say)
    to_come = {name: steps[name] for name in STEPS if name in steps and steps[name].done_at is None}
    left_out = [_small(names[name]) for name, step in to_come.items() if step.day is None and name != ANNOUNCE]
    late = [_small(names[name]) for name, step in to_come.items() if step.day is not None and step.late]
    if to_come and all(step.day is None for step in to_come.values()):
        return say("No working day is left before the deadline: send it at once.")
    told = []
    if late:
        told.append(say("The deadline is near, so these come later than usual: {steps}.", steps=say.listed(late)))
    if left_out:
        told.append(say("There is no time for: {steps}.", steps=say.listed(left_out)))
    return " ".join(told)


async def next_line(at: Turn | View, consultation: Consultation) -> str:
    """ "Neste: utkast 25. mai 2027"."""
    steps = await at.store.voices.steps(consultation.id)
    for name in STEPS:
        step = steps.get(name)
        if step is not None and step.done_at is None and step.day is not None:
            return at.say("Next: {step} {day}", step=_small(words.steps(at.say)[name]), day=at.say.day(step.day))
    return ""


def _lacking(consultation: Consultation) -> tuple[str, ...]:
    """What is not there, whether its day has come or not."""
    if consultation.state != OPEN:
        return ()
    if consultation.final:
        return (SEND,)
    return (FINAL, SEND) if consultation.version else (DRAFT, FINAL, SEND)


def _stands(consultation: Consultation, name: str, step: ConsultationStep) -> bool:
    """Once it is over, what did not come about stands on no ladder any more."""
    if consultation.state == OPEN:
        return True
    return consultation.sent_on is not None if name == SEND else step.done_at is not None


def _ended(consultation: Consultation, name: str, step: ConsultationStep) -> tuple[date | datetime | None, bool]:
    """The day of a step, and whether it is done: sent is what was sent, whenever its day was."""
    if name == SEND and consultation.sent_on is not None:
        return consultation.sent_on, True
    return step.day or step.done_at, step.done_at is not None


def _line(at: Turn | View, name: str, stands: tuple[date | datetime | None, bool], *, lacks: bool) -> str:
    day, done = stands
    if day is None:
        return f"✕ {name} – {at.say('no time for it')}"
    mark = "○" if not done else "⚠️" if lacks else "✓"
    return f"{mark} {name} – {at.say.day(day)}"


def _small(name: str) -> str:
    return f"{name[:1].lower()}{name[1:]}"
