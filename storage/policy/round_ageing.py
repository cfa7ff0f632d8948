"""Store how rounds age: what is forgotten, what is asked about again, and what is asked for within a year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from storage.kit.base import Repository
from storage.policy.rounds import (
    ADOPTION,
    ANSWERED,
    ASKED,
    CANCELLED,
    CLOSED,
    DRAFT,
    OPEN,
    PRIVATE,
    SEEN,
    Round,
    RoundAnswer,
    RoundField,
)


class RoundAgeing(Repository):
    """Forget what has served its time. What organisations say of adoption ages by itself, whatever its round does."""

    async def delete_round_draft(self, round: Round) -> None:
        """Delete a draft, which nobody else has seen."""
        await self.session.delete(round)
        await self.session.flush()

    async def release_inquiries(self, organisation_id: int) -> None:
        """Leave inquiries in the name of an organisation to the secretariat."""
        which = Round.inquirer_id == organisation_id
        await self.session.execute(sa.update(Round).where(which).values(inquirer_id=None))

    async def delete_old_round_drafts(self, before: datetime) -> None:
        """Delete drafts that were left unfinished. What somebody has asked the secretariat to send waits on."""
        which = sa.and_(Round.state == DRAFT, Round.created_at < before, Round.inquirer_id.is_(None))
        await self.session.execute(sa.delete(Round).where(which))

    async def clear_old_answers(self, before: datetime) -> None:
        """Delete answers in rounds that ended before that, and of adoption those nobody has confirmed since.

        What was published of them stays.
        """
        over = sa.select(Round.id).where(
            Round.form != ADOPTION, Round.state.in_((CLOSED, CANCELLED)), Round.closed_at < before
        )
        adopted = sa.select(Round.id).where(Round.form == ADOPTION)
        old = sa.or_(
            RoundAnswer.round_id.in_(over), sa.and_(RoundAnswer.round_id.in_(adopted), RoundAnswer.said_at < before)
        )
        for answer in await self.session.scalars(sa.select(RoundAnswer).where(old, RoundAnswer.state != ASKED)):
            answer.given, answer.reason, answer.shared = {}, "", PRIVATE
        await self.session.flush()

    async def list_answers_to_confirm(self, first: datetime, last: datetime) -> Sequence[RoundAnswer]:
        """List what was said of adoption between these times, and not confirmed since."""
        rows = await self.session.scalars(
            sa.select(RoundAnswer)
            .join(Round, Round.id == RoundAnswer.round_id)
            .where(Round.form == ADOPTION, Round.state.in_((OPEN, CLOSED)), RoundAnswer.state == ANSWERED)
            .where(RoundAnswer.said_at >= first, RoundAnswer.said_at < last)
            .order_by(RoundAnswer.round_id, RoundAnswer.organisation_id)
        )
        return rows.all()

    async def list_fields_asked_between(self, kind: str, first: datetime, last: datetime) -> Sequence[RoundField]:
        """List fields of this kind in rounds that are open, or ended between these times."""
        rows = await self.session.scalars(
            sa.select(RoundField)
            .join(Round, Round.id == RoundField.round_id)
            .where(RoundField.kind == kind, Round.state.in_(SEEN))
            .where(sa.or_(Round.closed_at.is_(None), Round.closed_at.between(first, last)))
            .order_by(RoundField.id)
        )
        return rows.all()
