"""Store workspaces: which organisation each belongs to, and which are accepted or blocked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import ORGANISATION_DATA, ClassifiedColumns
from storage.directory.people import Account, Person
from storage.directory.rooms import Room
from storage.kit.base import Base, Repository
from storage.queue.delivery_rows import POST, Delivery


class Workspace(Base):
    """Store a workspace that installed the bot or knocked. The row stays after removal: the bot may come back."""

    __tablename__ = "workspaces"

    platform: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    workspace: Mapped[str] = mapped_column(sa.String(128), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    #: organisation, as set by the secretariat
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    #: True if it belongs to the network; until then its people are guests
    accepted: Mapped[bool] = mapped_column(default=False)
    #: False if the bot was removed from it
    installed: Mapped[bool] = mapped_column(default=True)
    installed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    #: True if the secretariat has blocked it: nothing is received from it or sent to it
    blocked: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: Number of attempts to use the bot before acceptance. Who did it and what they wrote is not stored.
    knocks: Mapped[int] = mapped_column(default=0, server_default="0")
    #: Organisation that its administrator has claimed. `proposed` has its name if the network does not know it.
    claimed_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    proposed: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    #: representatives whom its administrator has named
    contact_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    deputy_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    #: when delivery there was last tested
    tested_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    @property
    def workspace_key(self) -> str:
        """Return the key under which cards about the workspace are redrawn, and which buttons carry."""
        return f"{self.platform}:{self.workspace}"

    @property
    def is_knocking(self) -> bool:
        """Return True if somebody there turned to the bot, and nobody has decided whether to accept the
        workspace.
        """
        return self.knocks > 0 and not (self.accepted or self.installed or self.blocked)

    @property
    def is_pending(self) -> bool:
        """Return True if its administrator named the organisation, and the secretariat has not confirmed that
        yet.
        """
        return bool(self.claimed_id or self.proposed)

    @property
    def own_name(self) -> str:
        """Return the workspace's name, which is no id; empty if nobody has told it."""
        return "" if self.name == self.workspace else self.name


DECLARATIONS = (
    ClassifiedColumns(
        Workspace, ORGANISATION_DATA, named="installed_by_id contact_id deputy_id", key="workspace",
        organisation="name organisation_id claimed_id proposed",
        state="platform accepted installed blocked knocks tested_at created_at",
    ),
)  # fmt: skip


#: A workspace without a row was not set up yet, and is the operator's own.
_ACCOUNT_WORKSPACES = (
    sa.select(Workspace.blocked, Workspace.accepted)
    .select_from(Account)
    .outerjoin(Workspace, sa.and_(Workspace.platform == Account.platform, Workspace.workspace == Account.workspace))
    .where(Account.person_id == sa.bindparam("person"))
)


class Workspaces(Repository):
    """Store workspaces. One whose token the operator configured has a row only after somebody has set it up."""

    async def find_workspace(self, platform: str, workspace: str) -> Workspace | None:
        return await self.session.get(Workspace, (platform, workspace))

    async def lock_workspace(self, platform: str, workspace: str) -> Workspace | None:
        """Return the workspace with a row lock, which is held until this unit of work ends."""
        return await self.session.get(Workspace, (platform, workspace), with_for_update=True, populate_existing=True)

    async def find_workspace_by_key(self, key: str) -> Workspace | None:
        platform, _, workspace = key.partition(":")
        return await self.find_workspace(platform, workspace)

    async def list_all_workspaces(self) -> Sequence[Workspace]:
        """List the workspaces that wait for acceptance first."""
        rows = await self.session.scalars(
            sa.select(Workspace).order_by(Workspace.blocked, Workspace.accepted, Workspace.name, Workspace.workspace)
        )
        return rows.all()

    async def is_awaiting_acceptance(self, platform: str, workspace: str) -> bool:
        """Return True if the workspace is known and not accepted yet."""
        found = await self.find_workspace(platform, workspace)
        return found is not None and not found.accepted

    async def is_person_blocked(self, person_id: int) -> bool:
        """Return True if the person is in a blocked workspace, and in no accepted workspace."""
        accounts = await self.session.execute(_ACCOUNT_WORKSPACES, {"person": person_id})
        found = [(bool(blocked), accepted is not False) for blocked, accepted in accounts]
        return any(blocked for blocked, _ in found) and not any(accepted and not blocked for blocked, accepted in found)

    async def record_workspace_knocks(self, platform: str, workspace: str, times: int) -> Workspace:
        """Record that somebody there turned to the bot, so many times since the last call."""
        found = await self.lock_workspace(platform, workspace)
        if found is None:
            found = self._create_workspace(platform, workspace)
            found.installed = False
        found.knocks += times
        await self.session.flush()
        return found

    async def list_knocking_workspaces(self) -> Sequence[Workspace]:
        """List the workspaces that knocked and wait for a decision, newest first."""
        rows = await self.session.scalars(
            sa.select(Workspace)
            .where(
                Workspace.knocks > 0,
                Workspace.accepted.is_(False),
                Workspace.installed.is_(False),
                Workspace.blocked.is_(False),
            )
            .order_by(Workspace.created_at.desc())
        )
        return rows.all()

    async def ensure_workspace(self, platform: str, workspace: str) -> Workspace:
        """Return the workspace. A new one is the operator's own, and so belongs to the network."""
        found = await self.find_workspace(platform, workspace)
        if found is None:
            found = self._create_workspace(platform, workspace)
            found.accepted = True
            await self.session.flush()
        return found

    def _create_workspace(self, platform: str, workspace: str) -> Workspace:
        found = Workspace(platform=platform, workspace=workspace, name="", created_at=self.now)
        found.accepted, found.installed, found.blocked = False, True, False
        found.knocks, found.proposed = 0, ""
        self.session.add(found)
        return found

    async def record_workspace_installed(self, platform: str, workspace: str, name: str, by: int | None) -> Workspace:
        """Record that the bot was installed, for the first time or again."""
        found = await self.find_workspace(platform, workspace) or self._create_workspace(platform, workspace)
        found.name, found.installed = name[:200] or found.name, True
        found.installed_by_id = by or found.installed_by_id
        await self.session.flush()
        return found

    async def list_workspace_members(self, platform: str, workspace: str) -> Sequence[tuple[Person, Account]]:
        rows = await self.session.execute(
            sa.select(Person, Account)
            .join(Account, Account.person_id == Person.id)
            .where(Account.platform == platform, Account.workspace == workspace)
            .order_by(Person.id)
        )
        return [(person, account) for person, account in rows]

    async def lock_workspace_rooms(self, platform: str, workspace: str) -> Sequence[Room]:
        """Return the rooms with row locks, which are held until this unit of work ends."""
        rows = await self.session.scalars(
            sa.select(Room)
            .where(Room.platform == platform, Room.workspace == workspace)
            .order_by(Room.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return rows.all()

    async def list_test_deliveries(self, subject: str, *, limit: int) -> Sequence[Delivery]:
        """List test cards of this subject in any state, newest first."""
        rows = await self.session.scalars(
            sa.select(Delivery)
            .where(Delivery.subject == subject, Delivery.op == POST)
            .order_by(Delivery.id.desc())
            .limit(limit)
        )
        return rows.all()

    async def set_workspace_reachability(self, platform: str, workspace: str, *, away: bool) -> None:
        """Store whether the accounts of this workspace can be written to there."""
        await self.session.execute(
            sa.update(Account).where(Account.platform == platform, Account.workspace == workspace).values(away=away)
        )
