"""List who has done, plans or tries something, by organisation and topic, as far as a reader may know it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from storage.kit.arrays import match_any_of
from storage.kit.base import Repository
from storage.library.adoption_followup import SolutionTrial
from storage.library.solutions import Solution
from storage.pages.record_sources import SOURCES, RecordFilter, match_records
from storage.policy.rounds import ADOPTION, ANSWERED, CLOSED, NAMED, OPEN, Round, RoundAnswer


class TopicRecord(NamedTuple):
    """Hold a record that an organisation has a part in, and its topic."""

    organisation_id: int
    topic_id: int
    record_id: int


class TopicRecords(Repository):
    """List parts of organisations in records about topics."""

    async def list_adopted_rounds(self, asked_ids: Collection[int] | None) -> Sequence[tuple[TopicRecord, str]]:
        """List who has said how far it has come, with what it has said.

        Names that are shown in rounds in which one of these organisations is asked; None: all of all rounds.
        """
        rows = (
            sa.select(RoundAnswer.organisation_id, Round.topic_id, Round.id, RoundAnswer.given)
            .join(Round, Round.id == RoundAnswer.round_id)
            .where(Round.form == ADOPTION, Round.state.in_((OPEN, CLOSED)), Round.topic_id.is_not(None))
            .where(RoundAnswer.state == ANSWERED)
            .order_by(Round.id, RoundAnswer.organisation_id)
        )
        if asked_ids is not None:
            asked = sa.select(RoundAnswer.round_id).where(match_any_of(RoundAnswer.organisation_id, asked_ids))
            rows = rows.where(RoundAnswer.shared == NAMED, Round.id.in_(asked))
        found = await self.session.execute(rows)
        return [
            (TopicRecord(organisation, topic, round), str(next(iter(given.values()))))
            for organisation, topic, round, given in found
            if given
        ]

    async def list_tried_solutions(self, which: RecordFilter) -> Sequence[TopicRecord]:
        """List which organisations try or have tried which of the solutions that the viewer may see."""
        rows = await self.session.execute(
            sa.select(SolutionTrial.organisation_id, Solution.topic_id, Solution.id)
            .join(Solution, Solution.id == SolutionTrial.solution_id)
            .where(*match_records(SOURCES["solution"], which), SolutionTrial.organisation_id.is_not(None))
            .order_by(Solution.id, SolutionTrial.organisation_id)
            .distinct()
        )
        return [TopicRecord(organisation or 0, topic, solution) for organisation, topic, solution in rows]
