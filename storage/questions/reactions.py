"""Store reactions to questions and answers, wherever a copy of them stands."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import QUESTION_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository
from storage.kit.inserts import build_session_insert


class Reaction(Base):
    """Store what somebody has put on one message. Others see how many there are, never who."""

    __tablename__ = "reactions"

    #: message as in records ("platform/workspace/channel/message")
    source: Mapped[str] = mapped_column(sa.String(400), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)
    emoji: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id", ondelete="CASCADE"), index=True)
    #: None: the reaction is to the question
    answer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("answers.id", ondelete="CASCADE"))
    #: Added minus removed. The sum is right in whatever order the two events arrive.
    times: Mapped[int] = mapped_column(default=0)


DECLARATIONS = (
    ClassifiedColumns(
        Reaction, QUESTION_DATA, own="person_id", key="question_id answer_id", account="source",
        personal="emoji times",
    ),
)  # fmt: skip


#: without the ORM, because each row only adds or subtracts one
ROWS = Base.metadata.tables[Reaction.__tablename__]

_PEOPLE = sa.func.count(sa.distinct(ROWS.c.person_id))
#: Prebuilt, since every card needs it: compiling costs as much as executing.
_COUNTS = (
    sa.select(ROWS.c.answer_id, ROWS.c.emoji, _PEOPLE)
    .where(ROWS.c.question_id == sa.bindparam("question"), ROWS.c.times > 0)
    .group_by(ROWS.c.answer_id, ROWS.c.emoji)
    .order_by(_PEOPLE.desc(), sa.func.min(ROWS.c.source), ROWS.c.emoji)
)


class Reactions(Repository):
    """Count how many people have reacted how to which answer."""

    async def record_reaction(self, reaction: Reaction, by: int) -> None:
        """Record a reaction that was put (1) or taken away (-1)."""
        values = {
            "source": reaction.source,
            "person_id": reaction.person_id,
            "emoji": reaction.emoji[:64],
            "question_id": reaction.question_id,
            "answer_id": reaction.answer_id,
            "times": by,
        }
        statement = build_session_insert(self.session, ROWS).values(values)
        await self.session.execute(
            statement.on_conflict_do_update(
                index_elements=[ROWS.c.source, ROWS.c.person_id, ROWS.c.emoji], set_={"times": ROWS.c.times + by}
            )
        )

    async def count_reactions(self, question_id: int) -> dict[int | None, list[tuple[str, int]]]:
        """Return answer id (None for the question) -> emojis with numbers of people, most first.

        Each person counts once per emoji.
        """
        found = await self.session.execute(_COUNTS, {"question": question_id})
        counts: dict[int | None, list[tuple[str, int]]] = {}
        for answer_id, emoji, count in found:
            counts.setdefault(answer_id, []).append((emoji, count))
        return counts
