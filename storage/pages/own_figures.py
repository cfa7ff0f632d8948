"""Say which records each figure of one organisation counts: their ids, from which its number and its list are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from storage.exchange.match_amounts import MatchAmount
from storage.exchange.matches import ListingMatch, match_running_exchanges
from storage.library.solution_feedback import SolutionUse
from storage.library.solutions import PUBLISHED, Solution
from storage.meetings.actions import DONE, DROPPED, Action
from storage.meetings.actions import OPEN as PROMISED
from storage.meetings.occurrences import CANCELLED, Occurrence
from storage.meetings.rsvps import GOING, ONLINE, Rsvp
from storage.pages.figure_conditions import Period, match_within
from storage.policy.consultation_responses import YES, ConsultationResponse
from storage.policy.issue_stances import CONDITIONAL, SUPPORT, IssueStance
from storage.policy.issues import DECIDED, OPEN, REPLACED, Issue
from storage.policy.issues import DROPPED as PUT_ASIDE
from storage.policy.issues import PUBLIC as RAISED
from storage.policy.rounds import ASKED, CLOSED, Round, RoundAnswer
from storage.policy.rounds import OPEN as ASKING
from storage.questions.answers import SHOWN, Answer
from storage.questions.questions import ANSWERED, SOLVED, Question
from storage.questions.questions import OPEN as UNANSWERED
from storage.questions.questions import PUBLIC as ASKED_OTHERS

#: selects ids, of a period and an organisation
Selection = Callable[[Period, int], sa.Select[int]]


def _match_others(column: Any, organisation_id: int) -> sa.ColumnElement[bool]:
    return sa.or_(column.is_(None), column != organisation_id)


def _select_own_questions(*states: str) -> Selection:
    """Select questions that were asked by name. Anonymous ones are the asker's own."""
    return lambda period, own_id: sa.select(Question.id).where(
        Question.organisation_id == own_id, Question.anonymous.is_(False), Question.state.in_(states),
        match_within(Question.created_at, period),
    )  # fmt: skip


def _select_answered_questions(period: Period, id: int) -> sa.Select[int]:
    ours = sa.exists().where(
        Answer.question_id == Question.id, SHOWN, Answer.organisation_id == id, match_within(Answer.created_at, period)
    )
    return sa.select(Question.id).where(
        Question.state.in_(ASKED_OTHERS), _match_others(Question.organisation_id, id), ours
    )


def _select_saved_solutions(period: Period, id: int) -> sa.Select[int]:
    mine = sa.and_(Solution.organisation_id == id, Solution.state == PUBLISHED)
    return sa.select(Solution.id).where(mine, match_within(Solution.created_at, period))


def _select_used_solutions(period: Period, id: int) -> sa.Select[int]:
    used = sa.exists().where(
        SolutionUse.solution_id == Solution.id, _match_others(SolutionUse.organisation_id, id),
        match_within(SolutionUse.at, period),
    )  # fmt: skip
    return sa.select(Solution.id).where(Solution.organisation_id == id, Solution.state == PUBLISHED, used)


def _select_adopted_solutions(period: Period, id: int) -> sa.Select[int]:
    used = sa.exists().where(
        SolutionUse.solution_id == Solution.id, SolutionUse.organisation_id == id,
        match_within(SolutionUse.at, period),
    )  # fmt: skip
    return sa.select(Solution.id).where(_match_others(Solution.organisation_id, id), Solution.state == PUBLISHED, used)


def _select_raised_issues(period: Period, id: int) -> sa.Select[int]:
    mine = sa.and_(Issue.organisation_id == id, Issue.state.in_(RAISED))
    return sa.select(Issue.id).where(mine, match_within(Issue.published_at, period))


def _select_supported_issues(*states: str) -> Selection:
    return lambda period, own_id: (
        sa.select(Issue.id)
        .join(IssueStance, IssueStance.issue_id == Issue.id)
        .where(
            IssueStance.organisation_id == own_id, IssueStance.stance.in_((SUPPORT, CONDITIONAL)),
            match_within(IssueStance.given_at, period), Issue.state.in_(states),
        )
    )  # fmt: skip


def _select_own_responses(*more: sa.ColumnElement[bool]) -> Selection:
    return lambda period, own_id: sa.select(ConsultationResponse.consultation_id).where(
        ConsultationResponse.organisation_id == own_id, match_within(ConsultationResponse.given_at, period), *more
    )


def _select_own_meetings(*rsvp: sa.ColumnElement[bool]) -> Selection:
    return lambda period, own_id: sa.select(Occurrence.id).where(
        Occurrence.state != CANCELLED, match_within(Occurrence.start_at, period),
        sa.exists().where(Rsvp.occurrence_id == Occurrence.id, Rsvp.organisation_id == own_id, *rsvp),
    )  # fmt: skip


def _select_unrecorded_meetings(period: Period, id: int) -> sa.Select[int]:
    """Select meetings that somebody said they would come to, and of which no minutes say who of ours came."""
    told = sa.exists().where(
        Rsvp.occurrence_id == Occurrence.id, Rsvp.organisation_id == id, Rsvp.attended.is_not(None)
    )
    return _select_own_meetings(Rsvp.answer.in_((GOING, ONLINE)))(period, id).where(sa.not_(told))


def _select_own_rounds(*more: sa.ColumnElement[bool]) -> Selection:
    return lambda period, own_id: (
        sa.select(Round.id)
        .join(RoundAnswer, RoundAnswer.round_id == Round.id)
        .where(
            RoundAnswer.organisation_id == own_id, Round.state.in_((ASKING, CLOSED)),
            match_within(Round.opened_at, period), *more,
        )
    )  # fmt: skip


def _match_own_side(id: int) -> sa.ColumnElement[bool]:
    return sa.or_(ListingMatch.offer_organisation_id == id, ListingMatch.need_organisation_id == id)


def _select_found_matches(period: Period, id: int) -> sa.Select[int]:
    return sa.select(ListingMatch.id).where(_match_own_side(id), match_within(ListingMatch.known_at, period))


def _select_running_matches(period: Period, id: int) -> sa.Select[int]:
    running = sa.and_(match_running_exchanges(), ListingMatch.stage_at < period.end)
    return sa.select(ListingMatch.id).where(_match_own_side(id), running)


def _select_own_amounts(period: Period, id: int) -> sa.Select[int]:
    return sa.select(MatchAmount.id).where(MatchAmount.organisation_id == id, MatchAmount.year == period.first.year)


def _select_matches_without_amount(period: Period, id: int) -> sa.Select[int]:
    given = sa.exists().where(
        MatchAmount.match_id == ListingMatch.id, MatchAmount.organisation_id == id,
        MatchAmount.year == period.first.year,
    )  # fmt: skip
    return _select_running_matches(period, id).where(sa.not_(given))


def _select_own_actions(*states: str) -> Selection:
    return lambda period, own_id: sa.select(Action.id).where(
        Action.organisation_id == own_id,
        Action.state.in_(states),
        Action.due >= period.first,
        Action.due < period.after,
    )


#: name of a figure -> kind of its records, and what selects their ids
OWN_FIGURES: Mapping[str, tuple[str, Selection]] = {
    "our-questions": ("question", _select_own_questions(*ASKED_OTHERS)),
    "our-questions-answered": ("question", _select_own_questions(ANSWERED, SOLVED)),
    "our-questions-waiting": ("question", _select_own_questions(UNANSWERED)),
    "our-answers": ("question", _select_answered_questions),
    "our-solutions": ("solution", _select_saved_solutions),
    "our-solutions-used": ("solution", _select_used_solutions),
    "our-solutions-adopted": ("solution", _select_adopted_solutions),
    "our-issues": ("issue", _select_raised_issues),
    "our-supports": ("issue", _select_supported_issues(*RAISED)),
    "our-supports-open": ("issue", _select_supported_issues(*OPEN)),
    "our-supports-decided": ("issue", _select_supported_issues(DECIDED)),
    "our-supports-dropped": ("issue", _select_supported_issues(PUT_ASIDE, REPLACED)),
    "our-consultations": ("consultation", _select_own_responses()),
    "our-signatures": ("consultation", _select_own_responses(ConsultationResponse.signs == YES)),
    "our-rounds": ("round", _select_own_rounds()),
    "our-rounds-answered": ("round", _select_own_rounds(RoundAnswer.state != ASKED)),
    "our-rounds-missing": ("round", _select_own_rounds(RoundAnswer.state == ASKED)),
    "our-meetings": ("meeting", _select_own_meetings(Rsvp.attended.is_(True))),
    "our-meetings-unrecorded": ("meeting", _select_unrecorded_meetings),
    "our-actions": ("action", _select_own_actions(PROMISED, DONE, DROPPED)),
    "our-actions-done": ("action", _select_own_actions(DONE)),
    "our-actions-dropped": ("action", _select_own_actions(DROPPED)),
    "our-actions-open": ("action", _select_own_actions(PROMISED)),
    "our-matches": ("match", _select_found_matches),
    "our-matches-running": ("match", _select_running_matches),
    # which of them both sides agree on is told by their words, read by `handlers.pages.yearly`
    "our-amounts-agreed": ("amount", _select_own_amounts),
    "our-amounts-unverified": ("amount", _select_own_amounts),
    "our-amounts-missing": ("match", _select_matches_without_amount),
}
