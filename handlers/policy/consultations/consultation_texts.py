"""Describe states, steps and deadlines of consultations."""

from __future__ import annotations

from datetime import date

from handlers.chat.say import Say
from handlers.chat.turn import RenderContext, View
from handlers.dates.workdays import is_workday
from handlers.policy.consultations.step_schedule import (
    ANNOUNCE,
    COMMENTS,
    DRAFT,
    FINAL,
    INTEREST,
    SEND,
    SIGNATURES,
    get_send_day,
)
from storage.policy.consultations import CLOSED, DROPPED, FOUND, LEFT, OPEN, SENT, Consultation


def list_consultation_state_labels(say: Say) -> dict[str, str]:
    return {
        FOUND: say("Not followed up yet"),
        LEFT: say("Not relevant"),
        OPEN: say("Open now"),
        SENT: say("Answered"),
        CLOSED: say("Concluded"),
        DROPPED: say("Not answered"),
    }


def list_step_labels(say: Say) -> dict[str, str]:
    """Return the labels of the steps, in order."""
    return {
        ANNOUNCE: say("Announced"),
        INTEREST: say("Who it concerns"),
        DRAFT: say("The draft"),
        COMMENTS: say("Comments"),
        FINAL: say("Final text"),
        SIGNATURES: say("Co-signatures"),
        SEND: say("Sent, by 12 noon"),
    }


def describe_days_left(say: Say, deadline: date, here: date) -> str:
    """Return "om 7 dager"."""
    days = (deadline - here).days
    if days == 0:
        return say("today")
    if days < 0:
        return say("the deadline has passed")
    return say.many("in {n} day", "in {n} days", days)


def describe_consultation_deadline(say: Say, consultation: Consultation, here: date | None) -> str:
    """Return "frist tirsdag 15. juni 2027 (om 7 dager)"; without `here` the day alone."""
    if consultation.deadline is None:
        return say("no deadline yet")
    if here is None:
        return say("deadline {day}", day=say.format_period(consultation.deadline))
    day, left = say.format_period(consultation.deadline), describe_days_left(say, consultation.deadline, here)
    return say("deadline {day} ({left})", day=day, left=left)


def describe_earlier_send_day(say: Say, deadline: date) -> str:
    """Return when the answer is sent instead if the deadline is no working day, else an empty text."""
    if is_workday(deadline):
        return ""
    return say(
        "The deadline, {day}, is not a working day: send it by 12 noon on {before}.",
        day=say.format_period(deadline),
        before=say.format_period(get_send_day(deadline)),
    )


def describe_consultation_state(at: RenderContext, consultation: Consultation) -> str:
    """Return state, sender and deadline in one line.

    The days that are left are not told in a room: its card stands there for weeks, and is not redrawn each day.
    """
    here = None if isinstance(at, View) and at.person is None else at.today
    say, line = at.say, [list_consultation_state_labels(at.say)[consultation.state]]
    if consultation.sender:
        line.append(consultation.sender)
    if consultation.state in (FOUND, OPEN):
        line.append(describe_consultation_deadline(say, consultation, here))
    elif consultation.sent_on is not None:
        line.append(say("sent {day}", day=say.format_day(consultation.sent_on)))
    return " · ".join(line)


def format_consultation_title(consultation: Consultation) -> str:
    return f"{consultation.code} {consultation.title}"
