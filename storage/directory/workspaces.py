"""Workspaces: the houses the bot is in or was asked into, whose each of them is, and which of them are shut out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.directory.people import Account, Person
from storage.directory.rooms import Room
from storage.kit.base import Base, Repository
from storage.queue.delivery_rows import POST, Delivery


class Workspace(Base):
    """One that was installed by its own people, or knocked. It stays when the bot is removed: it may come back."""

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
    #: shut out: nothing is taken from it, nothing goes there
    blocked: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: how often somebody there turned to the bot before it was let in; who and what is not kept
    knocks: Mapped[int] = mapped_column(default=0, server_default="0")
    #: whose house its administrator says it is, by name where the network does not know the organisation
    claimed_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"))
    proposed: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    #: who is to act for it, as its administrator says
    contact_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    deputy_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    #: when somebody last tried whether messages arrive there
    tested_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    @property
    def key(self) -> str:
        """Under which cards about it are redrawn, and buttons name it."""
        return f"{self.platform}:{self.workspace}"

    @property
    def knocking(self) -> bool:
        """Somebody there has turned to the bot, and nobody has said yet whether it may come in."""
        return self.knocks > 0 and not (self.accepted or self.installed or self.blocked)

    @property
    def pending(self) -> bool:
        """Its administrator has said whose house it is, and the secretariat has not confirmed it yet."""
        return bool(self.claimed_id or self.proposed)

    @property
    def title(self) -> str:
        """Its name; its id, where the platform tells no name."""
        return self.name or self.workspace


#: asked with every event of people in it: to write a statement costs as much as to run it
_BLOCKED = sa.select(Workspace.blocked).where(
    Workspace.platform == sa.bindparam("platform"), Workspace.workspace == sa.bindparam("workspace")
)
#: a house that nobody has set up yet is the operator's own, and has no row
_HOUSES = (
    sa.select(Workspace.blocked, Workspace.accepted)
    .select_from(Account)
    .outerjoin(Workspace, sa.and_(Workspace.platform == Account.platform, Workspace.workspace == Account.workspace))
    .where(Account.person_id == sa.bindparam("person"))
)
_SHUT = sa.select(Workspace.platform, Workspace.workspace).where(Workspace.blocked)


class Workspaces(Repository):
    """A workspace that the operator gave a token for is here only once somebody has set it up."""

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
            sa.select(Workspace).order_by(Workspace.blocked, Workspace.accepted, Workspace.name, Workspace.workspace)
        )
        return rows.all()

    async def waits(self, platform: str, workspace: str) -> bool:
        """Whether nobody has said yet that it belongs to the network."""
        found = await self.at(platform, workspace)
        return found is not None and not found.accepted

    async def blocked(self, platform: str, workspace: str) -> bool:
        return bool(await self.session.scalar(_BLOCKED, {"platform": platform, "workspace": workspace}))

    async def shuts_out(self, person_id: int) -> bool:
        """Whether the person is in a house that is shut out, and in none that belongs to the network."""
        accounts = await self.session.execute(_HOUSES, {"person": person_id})
        found = [(bool(blocked), accepted is not False) for blocked, accepted in accounts]
        return any(blocked for blocked, _ in found) and not any(accepted and not blocked for blocked, accepted in found)

    async def shut(self) -> set[tuple[str, str]]:
        """Platform and id of all that are shut out."""
        return {(platform, workspace) for platform, workspace in await self.session.execute(_SHUT)}

    async def knock(self, platform: str, workspace: str, times: int) -> Workspace:
        """Somebody there turned to the bot, so many times since this was last said."""
        found = await self.lock(platform, workspace)
        if found is None:
            found = self._new(platform, workspace)
            found.installed = False
        found.knocks += times
        await self.session.flush()
        return found

    async def knocking(self) -> Sequence[Workspace]:
        """Those that wait outside, the newest first."""
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

    async def know(self, platform: str, workspace: str) -> Workspace:
        """The workspace; one that is not here yet is the operator's own, and belongs to the network."""
        found = await self.at(platform, workspace)
        if found is None:
            found = self._new(platform, workspace)
            found.accepted = True
            await self.session.flush()
        return found

    def _new(self, platform: str, workspace: str) -> Workspace:
        found = Workspace(platform=platform, workspace=workspace, name="", created_at=self.now)
        found.accepted, found.installed, found.blocked = False, True, False
        found.knocks, found.proposed = 0, ""
        self.session.add(found)
        return found

    async def arrive(self, platform: str, workspace: str, name: str, by: int | None) -> Workspace:
        """Installed, for the first time or again."""
        found = await self.at(platform, workspace) or self._new(platform, workspace)
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

    async def proofs(self, subject: str, *, limit: int) -> Sequence[Delivery]:
        """Test cards of this subject whatever has become of them, newest first."""
        rows = await self.session.scalars(
            sa.select(Delivery)
            .where(Delivery.subject == subject, Delivery.op == POST)
            .order_by(Delivery.id.desc())
            .limit(limit)
        )
        return rows.all()

    async def reach(self, platform: str, workspace: str, *, away: bool) -> None:
        """Whether its people can be written to there."""
        await self.session.execute(
            sa.update(Account).where(Account.platform == platform, Account.workspace == workspace).values(away=away)
        )
