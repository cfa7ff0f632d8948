"""What one person wrote, and where it is shown."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from storage.kit.arrays import among
from storage.kit.base import Repository
from storage.library.solutions import Solution
from storage.policy.consultation_responses import ConsultationNote, ConsultationVoice
from storage.policy.consultations import Consultation
from storage.policy.issue_log import IssueEvidence, IssueNote
from storage.policy.issue_stances import IssueSupport
from storage.policy.issues import Issue
from storage.questions.answers import Answer
from storage.questions.questions import Question
from storage.queue.delivery_rows import POST, SENDING, SENT, UNKNOWN, Delivery


class Writings(Repository):
    """Of one person, in the order they came."""

    async def questions(self, person_id: int) -> Sequence[Question]:
        return (
            await self.session.scalars(sa.select(Question).where(Question.asker_id == person_id).order_by(Question.id))
        ).all()

    async def answers(self, person_id: int) -> Sequence[Answer]:
        """Deleted ones too."""
        return (
            await self.session.scalars(sa.select(Answer).where(Answer.author_id == person_id).order_by(Answer.id))
        ).all()

    async def solutions(self, person_id: int) -> Sequence[Solution]:
        """Which they look after, or wrote."""
        theirs = sa.or_(Solution.owner_id == person_id, Solution.author_id == person_id)
        return (await self.session.scalars(sa.select(Solution).where(theirs).order_by(Solution.id))).all()

    async def issues(self, person_id: int) -> set[int]:
        """The ids of those that they raised, work with or have a part in."""
        mine = sa.or_(Issue.raised_by_id == person_id, Issue.owner_id == person_id)
        found = set((await self.session.scalars(sa.select(Issue.id).where(mine))).all())
        for issue_id, by in (
            (IssueSupport.issue_id, IssueSupport.person_id),
            (IssueNote.issue_id, IssueNote.person_id),
            (IssueEvidence.issue_id, IssueEvidence.person_id),
        ):
            found.update((await self.session.scalars(sa.select(issue_id).where(by == person_id))).all())
        return found

    async def consultations(self, person_id: int) -> set[int]:
        """The ids of those that they registered, answer or have a part in."""
        mine = sa.or_(Consultation.registered_by_id == person_id, Consultation.owner_id == person_id)
        found = set((await self.session.scalars(sa.select(Consultation.id).where(mine))).all())
        for table in (ConsultationVoice, ConsultationNote):
            rows = sa.select(table.consultation_id).where(table.person_id == person_id)
            found.update((await self.session.scalars(rows)).all())
        return found

    async def questions_of(self, answer_ids: Collection[int]) -> set[int]:
        """The ids of the questions that these answer."""
        found = await self.session.scalars(sa.select(Answer.question_id).where(among(Answer.id, answer_ids)))
        return set(found)

    async def copies(
        self, person_id: int, questions: Collection[int], answers: Collection[int], solutions: Collection[int]
    ) -> Sequence[Delivery]:
        """Messages that are out and show one of these records, or were sent about what the person did."""
        rows = await self.session.scalars(
            sa.select(Delivery).where(Delivery.op == POST, Delivery.state.in_((SENT, SENDING, UNKNOWN)))
        )
        shown = {"question": questions, "answer": answers, "solution": solutions}
        shown |= {"by": (person_id,), "person": (person_id,)}
        return [row for row in rows if any(row.args.get(name) in ids for name, ids in shown.items())]
