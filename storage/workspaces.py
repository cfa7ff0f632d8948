"""Workspaces: where people have installed the bot for everybody, and whose house each of them is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Repository
from storage.people import Account, Person
from storage.rooms import Room


class Workspace(Base):
    """One that was installed by its own people. It stays when the bot is removed: it may come back."""

    __tablename__ = "workspaces"

    platform: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    workspace: Mapped[str] = mapped_column(sa.String(128), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    #: whose house it is, as the secretariat says
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    #: it belongs to the network; until then its people are guests
    accepted: Mapped[bool] = mapped_column(default=False)
    #: False: the bot was removed from it
    installed: Mapped[bool] = mapped_column(default=True)
    installed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    created_at: Mapped[datetime]

    @property
    def key(self) -> str:
        """Under which cards about it are redrawn, and buttons name it."""
        return f"{self.platform}:{self.workspace}"


class Workspaces(Repository):
    """Only those that were installed: a workspace that the operator gave a token for is not here."""

    async def at(self, platform: str, workspace: str) -> Workspace | None:
        return await self.session.get(Workspace, (platform, workspace))

    async def lock(self, platform: str, workspace: str) -> Workspace | None:
        """The workspace, held against other units of work until this one ends."""
        return await self.session.get(Workspace, (platform, workspace), with_for_update=True, populate_existing=True)

    async def keyed(self, key: str) -> Workspace | None:
        platform, _, workspace = key.partition(":")
        return await self.at(platform, workspace)

    async def all(self) -> Sequence[Workspace]:
        """Those that wait first."""
        rows = await self.session.scalars(
            sa.select(Workspace).order_by(Workspace.accepted, Workspace.name, Workspace.workspace)
        )
        return rows.all()

    async def waits(self, platform: str, workspace: str) -> bool:
        """Whether nobody has said yet that it belongs to the network."""
        found = await self.at(platform, workspace)
        return found is not None and not found.accepted

    async def arrive(self, platform: str, workspace: str, name: str, by: int | None) -> Workspace:
        """Installed, for the first time or again."""
        found = await self.at(platform, workspace)
        if found is None:
            found = Workspace(platform=platform, workspace=workspace, name=name[:200], created_at=self.now)
            found.accepted = False
            self.session.add(found)
        found.name, found.installed = name[:200] or found.name, True
        found.installed_by_id = by or found.installed_by_id
        await self.session.flush()
        return found

    async def members(self, platform: str, workspace: str) -> Sequence[tuple[Person, Account]]:
        rows = await self.session.execute(
            sa.select(Person, Account)
            .join(Account, Account.person_id == Person.id)
            .where(Account.platform == platform, Account.workspace == workspace)
            .order_by(Person.id)
        )
        return [(person, account) for person, account in rows]

    async def rooms(self, platform: str, workspace: str) -> Sequence[Room]:
        """Held against other units of work until this one ends."""
        rows = await self.session.scalars(
            sa.select(Room)
            .where(Room.platform == platform, Room.workspace == workspace)
            .order_by(Room.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return rows.all()

    async def reach(self, platform: str, workspace: str, *, away: bool) -> None:
        """Whether its people can be written to there."""
        await self.session.execute(
            sa.update(Account).where(Account.platform == platform, Account.workspace == workspace).values(away=away)
        )
