"""Store joint tasks: actions that several organisations take part in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import MEETING_DATA, ClassifiedColumns
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.code_numbers import find_next_number
from storage.kit.record_declarations import CodedRecords
from storage.kit.record_ids import Key
from storage.meetings.actions import OPEN, Action

#: state of an organisation that is asked: no answer yet, takes part, does not
ASKED, JOINED, DECLINED = "asked", "joined", "declined"
STATES = (ASKED, JOINED, DECLINED)


class Task(Base):
    """Store what an action needs besides, where several organisations do it. Its owner leads it."""

    __tablename__ = "tasks"

    id: Mapped[Key]
    #: code for people: "O-3"
    code: Mapped[str] = mapped_column(sa.String(16), unique=True)
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("actions.id", ondelete="CASCADE"), unique=True)
    next_step: Mapped[str] = mapped_column(sa.Text, default="")
    #: what came of it
    outcome: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime]


class TaskPartner(Base):
    """Store whether one organisation takes part. The key allows no second answer."""

    __tablename__ = "task_partners"
    __table_args__ = (sa.CheckConstraint("state IN ('asked','joined','declined')", name="state"),)

    task_id: Mapped[int] = mapped_column(sa.ForeignKey("tasks.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), primary_key=True, index=True)
    state: Mapped[str] = mapped_column(sa.String(8), default=ASKED)
    #: person who answered for the organisation
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    answered_at: Mapped[datetime | None]


DECLARATIONS = (
    CodedRecords(Task, Task.code, "O"),
    ClassifiedColumns(Task, MEETING_DATA, key="id code action_id", text="next_step outcome", state="created_at"),
    ClassifiedColumns(
        TaskPartner, MEETING_DATA, author="person_id", key="task_id", organisation="organisation_id",
        state="state answered_at",
    ),
)  # fmt: skip


class Tasks(Repository):
    """Store who does what together."""

    async def find(self, id: int | None) -> Task | None:
        return None if id is None else await self.session.get(Task, id)

    async def lock(self, id: int) -> Task | None:
        """Return the task with a row lock, which is held until this unit of work ends."""
        mine = sa.select(Task).where(Task.id == id).with_for_update()
        return (await self.session.scalars(mine.execution_options(populate_existing=True))).first()

    async def find_task_by_code(self, code: str) -> Task | None:
        return (await self.session.scalars(sa.select(Task).where(Task.code == code.upper()))).first()

    async def find_task_of_action(self, action_id: int) -> Task | None:
        return (await self.session.scalars(sa.select(Task).where(Task.action_id == action_id))).first()

    async def add(self, task: Task) -> Task:
        """Add the task with the next free code."""
        task.created_at = self.now
        task.code = f"O-{await find_next_number(self.session, 'O', Task.code)}"
        self.session.add(task)
        await self.session.flush()
        return task

    async def add_partners(self, task_id: int, organisation_ids: Collection[int]) -> None:
        """Ask these organisations. Those that are asked already stay as they are."""
        known = {partner.organisation_id for partner, _ in await self.list_partners(task_id)}
        self.session.add_all(
            TaskPartner(task_id=task_id, organisation_id=id) for id in sorted(set(organisation_ids) - known)
        )
        await self.session.flush()

    async def find_partner(self, task_id: int, organisation_id: int) -> TaskPartner | None:
        """Return the answer, or None for an organisation that is not asked."""
        return await self.session.get(TaskPartner, (task_id, organisation_id), populate_existing=True)

    async def store_partner(self, partner: TaskPartner) -> TaskPartner:
        """Give or change the answer."""
        partner.answered_at = self.now
        kept = await self.session.merge(partner)
        await self.session.flush()
        return kept

    async def list_partners(self, task_id: int) -> Sequence[tuple[TaskPartner, Organisation]]:
        """List the organisations that are asked, by name."""
        rows = await self.session.execute(
            sa.select(TaskPartner, Organisation)
            .join(Organisation, Organisation.id == TaskPartner.organisation_id)
            .where(TaskPartner.task_id == task_id)
            .order_by(Organisation.name)
        )
        return [(partner, organisation) for partner, organisation in rows]

    async def list_people_taking_part(self, action_id: int) -> Sequence[Person]:
        """List those who said for their organisations that these take part."""
        rows = await self.session.scalars(
            sa.select(Person)
            .join(TaskPartner, TaskPartner.person_id == Person.id)
            .join(Task, Task.id == TaskPartner.task_id)
            .where(Task.action_id == action_id, TaskPartner.state == JOINED)
            .order_by(Person.id)
        )
        return rows.all()

    async def list_open_tasks(
        self, organisation_ids: Collection[int] | None, limit: int
    ) -> Sequence[tuple[Task, Action]]:
        """List open tasks that one of these organisations leads or is asked about; None: all. The first due first."""
        rows = (
            sa.select(Task, Action)
            .join(Action, Action.id == Task.action_id)
            .where(Action.state == OPEN)
            .order_by(Action.due, Task.id)
            .limit(limit)
        )
        if organisation_ids is not None:
            asked = sa.select(TaskPartner.task_id).where(
                match_any_of(TaskPartner.organisation_id, organisation_ids), TaskPartner.state != DECLINED
            )
            rows = rows.where(sa.or_(match_any_of(Action.organisation_id, organisation_ids), Task.id.in_(asked)))
        return [(task, action) for task, action in await self.session.execute(rows)]

    async def count_open_tasks_of_leader(self, person_id: int) -> int:
        """Count the tasks under way that a person leads."""
        led = sa.select(sa.func.count()).select_from(Task).join(Action, Action.id == Task.action_id)
        return await self.session.scalar(led.where(Action.owner_id == person_id, Action.state == OPEN)) or 0

    async def list_unanswered_tasks(
        self, organisation_ids: Collection[int] | None
    ) -> Sequence[tuple[Task, TaskPartner]]:
        """List open tasks that these organisations are asked about and have not answered; None: any."""
        rows = (
            sa.select(Task, TaskPartner)
            .join(TaskPartner, TaskPartner.task_id == Task.id)
            .join(Action, Action.id == Task.action_id)
            .where(Action.state == OPEN, TaskPartner.state == ASKED)
            .order_by(Action.due, Task.id, TaskPartner.organisation_id)
        )
        if organisation_ids is not None:
            rows = rows.where(match_any_of(TaskPartner.organisation_id, organisation_ids))
        return [(task, partner) for task, partner in await self.session.execute(rows)]

    async def list_all_tasks(self) -> Sequence[tuple[Task, Action]]:
        rows = sa.select(Task, Action).join(Action, Action.id == Task.action_id).order_by(Task.id)
        return [(task, action) for task, action in await self.session.execute(rows)]

    async def remove_partner(self, organisation_id: int) -> None:
        """Take an organisation that leaves out of all tasks that it is asked about."""
        await self.session.execute(sa.delete(TaskPartner).where(TaskPartner.organisation_id == organisation_id))
