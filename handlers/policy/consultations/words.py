"""What consultations are called: their states, the steps that lead up to the answer, and how near the deadline is."""

from __future__ import annotations

from datetime import date

from handlers.chat.say import Say
from handlers.chat.turn import Telling
from handlers.dates.workdays import is_workday
from handlers.policy.consultations.days import ANNOUNCE, COMMENTS, DRAFT, FINAL, INTEREST, SEND, SIGNATURES, send_day
from storage.policy.consultations import CLOSED, DROPPED, FOUND, LEFT, OPEN, SENT, Consultation


def today(at: Telling) -> date:
    """The day in the arena's time zone."""
    return at.now.astimezone(at.arena.zone).date()


def states(say: Say) -> dict[str, str]:
    return {
        FOUND: say("Not taken up"),
        LEFT: say("Not for us"),
        OPEN: say("Open now"),
        SENT: say("Answered"),
        CLOSED: say("Settled"),
        DROPPED: say("Not answered"),
    }


def steps(say: Say) -> dict[str, str]:
    """In their order."""
    return {
        ANNOUNCE: say("Announced"),
        INTEREST: say("Whom it concerns"),
        DRAFT: say("The draft"),
        COMMENTS: say("Comments"),
        FINAL: say("Final text"),
        SIGNATURES: say("Signatures"),
        SEND: say("Sent, by 12 noon"),
    }


def until(say: Say, deadline: date, here: date) -> str:
    """ "om 7 dager"."""
    days = (deadline - here).days
    if days == 0:
        return say("today")
    if days < 0:
        return say("the deadline has passed")
    return say.many("in {n} day", "in {n} days", days)


def deadline_line(say: Say, consultation: Consultation, here: date) -> str:
    """ "frist tirsdag 15. juni 2027 (om 7 dager)"."""
    if consultation.deadline is None:
        return say("no deadline yet")
    day, left = say.when(consultation.deadline), until(say, consultation.deadline, here)
    return say("deadline {day} ({left})", day=day, left=left)


def sent_before(say: Say, deadline: date) -> str:
    """Where the deadline is no working day, when it is sent instead; else nothing."""
    if is_workday(deadline):
        return ""
    return say(
        "The deadline {day} is no working day: send it by 12 noon on {before}.",
        day=say.when(deadline),
        before=say.when(send_day(deadline)),
    )


def state_line(at: Telling, consultation: Consultation) -> str:
    """State, who asks and until when, in one line."""
    say, line = at.say, [states(at.say)[consultation.state]]
    if consultation.sender:
        line.append(consultation.sender)
    if consultation.state in (FOUND, OPEN):
        line.append(deadline_line(say, consultation, today(at)))
    elif consultation.sent_on is not None:
        line.append(say("sent {day}", day=say.day(consultation.sent_on)))
    return " · ".join(line)


def named(consultation: Consultation) -> str:
    return f"{consultation.code} {consultation.title}"
