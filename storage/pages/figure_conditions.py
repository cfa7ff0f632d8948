"""Say which records each figure counts: one condition, by which its number and its list are made alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from storage.exchange.listings import OPEN as IN_FORCE
from storage.exchange.listings import Listing
from storage.library.solution_feedback import SolutionUse
from storage.library.solutions import Solution
from storage.policy.consultations import Consultation
from storage.policy.issues import DECIDED, OPEN, Issue
from storage.questions.answers import SHOWN, Answer
from storage.questions.questions import ANSWERED, SOLVED, Question
from storage.questions.questions import OPEN as UNANSWERED


@dataclass(frozen=True, slots=True)
class Period:
    """Hold a span of time, with its first day and the day after its last one."""

    start: datetime
    end: datetime
    first: date
    after: date


Condition = Callable[[Period], tuple[sa.ColumnElement[bool], ...]]


def match_within(moment: InstrumentedAttribute[Any], period: Period) -> sa.ColumnElement[bool]:
    return sa.and_(moment >= period.start, moment < period.end)


def match_first_answers() -> sa.ColumnElement[bool]:
    """Match the shown answers of others than the asker, beside their questions."""
    return sa.and_(Answer.question_id == Question.id, SHOWN, Answer.author_id != Question.asker_id)


def _match_asked(period: Period) -> sa.ColumnElement[bool]:
    return match_within(Question.created_at, period)


#: name of a figure -> kind of its records, and which of them it counts
CONDITIONS: Mapping[str, tuple[str, Condition]] = {
    "questions-asked": ("question", lambda period: (_match_asked(period),)),
    "questions-answered": (
        "question", lambda period: (_match_asked(period), Question.state.in_((ANSWERED, SOLVED))),
    ),
    "questions-waiting": ("question", lambda period: (_match_asked(period), Question.state == UNANSWERED)),
    "questions-solved": (
        "question", lambda period: (Question.state == SOLVED, match_within(Question.solved_at, period)),
    ),
    "time-to-solution": (
        "question", lambda period: (Question.state == SOLVED, match_within(Question.solved_at, period)),
    ),
    "first-answer": (
        "question", lambda period: (_match_asked(period), sa.exists().where(match_first_answers())),
    ),
    "solutions-saved": ("solution", lambda period: (match_within(Solution.created_at, period),)),
    "solutions-used": (
        "solution",
        lambda period: (
            sa.exists().where(SolutionUse.solution_id == Solution.id, match_within(SolutionUse.at, period)),
        ),
    ),
    "solutions-doubted": ("solution", lambda period: (match_within(Solution.doubted_at, period),)),
    "issues-raised": ("issue", lambda period: (match_within(Issue.published_at, period),)),
    "issues-open": (
        "issue", lambda period: (match_within(Issue.published_at, period), Issue.state.in_(OPEN)),
    ),
    "issues-decided": (
        "issue", lambda period: (Issue.state == DECIDED, match_within(Issue.closed_at, period)),
    ),
    "consultations-opened": ("consultation", lambda period: (match_within(Consultation.opened_at, period),)),
    "consultations-answered": (
        "consultation",
        lambda period: (Consultation.sent_on >= period.first, Consultation.sent_on < period.after),
    ),
    "listings-made": ("listing", lambda period: (match_within(Listing.created_at, period),)),
    "listings-open": (
        "listing", lambda period: (match_within(Listing.created_at, period), Listing.state == IN_FORCE),
    ),
}  # fmt: skip
#: figure -> the moment by which it counts a record in a period
MOMENTS: Mapping[str, InstrumentedAttribute[Any]] = {
    "questions-asked": Question.created_at,
    "questions-solved": Question.solved_at,
    "solutions-saved": Solution.created_at,
}
