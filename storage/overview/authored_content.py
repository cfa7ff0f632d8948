"""Find what one person wrote, and where it is shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from storage.directory.handovers import Handover
from storage.kit.arrays import match_any_of
from storage.kit.base import Repository
from storage.library.adoption_followup import SolutionTrial
from storage.library.solution_feedback import SolutionDoubt
from storage.library.solutions import Solution
from storage.meetings.minutes import Correction
from storage.moderation.held_messages import HeldMessage
from storage.moderation.reports import Report
from storage.policy.consultation_responses import ConsultationLogEntry, ConsultationResponse
from storage.policy.consultations import Consultation
from storage.policy.issue_log import IssueEvidence, IssueLogEntry
from storage.policy.issue_stances import IssueStance
from storage.policy.issues import Issue
from storage.questions.answers import Answer
from storage.questions.questions import Question
from storage.queue.delivery_rows import POST, SENDING, SENT, UNKNOWN, Delivery

#: argument of a message that tells somebody else of a row -> the row's id, and whom it is about
_NOTIFIED: tuple[tuple[str, Any, Any], ...] = (
    ("handover", Handover.id, Handover.person_id),
    ("post", HeldMessage.id, HeldMessage.person_id),
    ("report", Report.id, Report.by_id),
    ("doubt", SolutionDoubt.id, SolutionDoubt.person_id),
    ("trial", SolutionTrial.id, SolutionTrial.person_id),
    ("correction", Correction.id, Correction.person_id),
)


class AuthoredContent(Repository):
    """List the records of one person, in the order of their creation."""

    async def list_authored_questions(self, person_id: int) -> Sequence[Question]:
        return (
            await self.session.scalars(sa.select(Question).where(Question.asker_id == person_id).order_by(Question.id))
        ).all()

    async def list_quoting_questions(self, person_id: int) -> Sequence[Question]:
        """List the questions of others that quote the person's words."""
        theirs = sa.select(Question).where(Question.words_by_id == person_id).order_by(Question.id)
        return (await self.session.scalars(theirs)).all()

    async def list_authored_answers(self, person_id: int) -> Sequence[Answer]:
        """List the person's answers, deleted ones included."""
        return (
            await self.session.scalars(sa.select(Answer).where(Answer.author_id == person_id).order_by(Answer.id))
        ).all()

    async def list_authored_solutions(self, person_id: int) -> Sequence[Solution]:
        """List the solutions that the person owns or wrote."""
        theirs = sa.or_(Solution.owner_id == person_id, Solution.author_id == person_id)
        return (await self.session.scalars(sa.select(Solution).where(theirs).order_by(Solution.id))).all()

    async def list_involved_issue_ids(self, person_id: int) -> set[int]:
        """Return the ids of issues that the person raised, works with or contributed to."""
        mine = sa.or_(Issue.raised_by_id == person_id, Issue.owner_id == person_id)
        found = set((await self.session.scalars(sa.select(Issue.id).where(mine))).all())
        for issue_id, by in (
            (IssueStance.issue_id, IssueStance.person_id),
            (IssueLogEntry.issue_id, IssueLogEntry.person_id),
            (IssueEvidence.issue_id, IssueEvidence.person_id),
        ):
            found.update((await self.session.scalars(sa.select(issue_id).where(by == person_id))).all())
        return found

    async def list_involved_consultation_ids(self, person_id: int) -> set[int]:
        """Return the ids of consultations that the person registered, answers or contributed to."""
        mine = sa.or_(Consultation.registered_by_id == person_id, Consultation.owner_id == person_id)
        found = set((await self.session.scalars(sa.select(Consultation.id).where(mine))).all())
        for table in (ConsultationResponse, ConsultationLogEntry):
            rows = sa.select(table.consultation_id).where(table.person_id == person_id)
            found.update((await self.session.scalars(rows)).all())
        return found

    async def list_notified_rows(self, person_id: int) -> dict[str, set[int]]:
        """Return the argument by which messages to others name a row about the person -> the ids of such rows."""
        return {
            name: set((await self.session.scalars(sa.select(id).where(who == person_id))).all())
            for name, id, who in _NOTIFIED
        }

    async def list_answered_question_ids(self, answer_ids: Collection[int]) -> set[int]:
        """Return the ids of the questions that these answers belong to."""
        found = await self.session.scalars(sa.select(Answer.question_id).where(match_any_of(Answer.id, answer_ids)))
        return set(found)

    async def list_copies_showing(self, shown: Mapping[str, Collection[int]]) -> Sequence[Delivery]:
        """List messages that are out and have one of these ids in the argument of this name."""
        rows = await self.session.scalars(
            sa.select(Delivery).where(Delivery.op == POST, Delivery.state.in_((SENT, SENDING, UNKNOWN)))
        )
        return [row for row in rows if any(row.args.get(name) in ids for name, ids in shown.items())]
