"""The stores that Slack's library installs with, over the bot's own tables: what is a key to a chat is sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.directory.installations import SEALED, SlackBot, SlackInstallation, SlackState
from storage.directory.workspaces import Workspace
from storage.kit.database import Database
from storage.kit.token_encryption import Sealed, Seals

#: seconds in which an installation that has begun must be finished; Slack's own code lives as long
BEGUN = 600


@dataclass(frozen=True, slots=True)
class Install:
    """The bot in one workspace, with its open token: held in memory, never printed."""

    workspace: str
    name: str
    token: str
    user: str
    bot: str
    enterprise: str
    url: str
    scopes: frozenset[str]
    installed_at: datetime
    #: when the token ends by itself; None: it lasts
    expires_at: datetime | None = None
    #: what a new token is given for, once
    refresh: str = ""

    def __repr__(self) -> str:
        return f"Install({self.workspace!r})"


class Installs:
    """All installations of one app."""

    def __init__(self, database: Database, client_id: str, secrets: Sequence[str]) -> None:
        self.database = database
        self.engine = database.engine
        self.keeping = Keeping(client_id, self.engine, Seals(secrets))
        self.states = States(BEGUN, self.engine)

    async def of(self, workspace: str) -> Install | None:
        """The newest of this workspace, or of the organisation with this id. Raises CannotOpen."""
        return next(iter(await self._read(_of(self.keeping.bots, workspace))), None)

    async def workspaces(self) -> list[str]:
        """Where it is installed; each may still have a token that cannot be opened."""
        columns = self.keeping.bots.c
        query = sa.select(sa.func.coalesce(columns.team_id, columns.enterprise_id)).where(
            columns.client_id == self.keeping.client_id
        )
        async with self.engine.execution_options(reading=True).connect() as connection:
            return sorted(set((await connection.execute(query)).scalars()))

    async def claim(self, install: Install) -> bool:
        """Whether this process may renew the token now; nobody else may in this minute and the next."""
        minute = int(datetime.now(UTC).timestamp() // 60)
        name = f"slack:renew:{install.workspace}:{install.expires_at}"
        async with self.database.begin() as store:
            mine = [await store.inbox.first_time(f"{name}:{when}") for when in (minute, minute + 1)]
        return all(mine)

    async def renew(self, install: Install, answer: Mapping[str, Any]) -> Install:
        """With the token that Slack answered. Raises KeyError or ValueError where there is none in the answer."""
        ends = datetime.now(UTC) + timedelta(seconds=int(answer["expires_in"]))
        token, refresh = str(answer["access_token"]), str(answer["refresh_token"])
        values = {
            "bot_token": token,
            "bot_refresh_token": refresh,
            "bot_token_expires_at": ends.replace(tzinfo=None),
        }
        async with self.engine.begin() as connection:
            for table in (self.keeping.bots, self.keeping.installations):
                mine = sa.and_(table.c.client_id == self.keeping.client_id, _of(table, install.workspace))
                await connection.execute(table.update().where(mine).values(values))
        return replace(install, token=token, refresh=refresh, expires_at=ends)

    async def elder(self, team: str, enterprise: str) -> str:
        """Which of the two the bot came to first: people and rooms are known by that one."""
        query = (
            sa.select(Workspace.workspace)
            .where(Workspace.platform == "slack", Workspace.workspace.in_((team, enterprise)))
            .order_by(Workspace.created_at, Workspace.workspace)
            .limit(1)
        )
        async with self.engine.execution_options(reading=True).connect() as connection:
            return (await connection.execute(query)).scalar() or team

    async def _read(self, which: sa.ColumnElement[bool]) -> list[Install]:
        bots = self.keeping.bots
        query = (
            sa.select(bots)
            .where(bots.c.client_id == self.keeping.client_id, bots.c.bot_token.is_not(None), which)
            .order_by(bots.c.installed_at.desc(), bots.c.id.desc())
        )
        async with self.engine.execution_options(reading=True).connect() as connection:
            return [_install(row) for row in (await connection.execute(query)).mappings()]


class Keeping(AsyncSQLAlchemyInstallationStore):
    """One installation per workspace: a newer one takes the place of what was there."""

    def __init__(self, client_id: str, engine: AsyncEngine, seals: Seals) -> None:
        super().__init__(client_id, engine)
        for column in SEALED:
            table = self.bots if column.class_ is SlackBot else self.installations
            table.c[column.key].type = Sealed(seals)

    @classmethod
    def build_bots_table(cls, metadata: sa.MetaData, table_name: str) -> sa.Table:
        """A copy: in the tables themselves nothing is ever opened."""
        return cast("sa.Table", SlackBot.__table__).to_metadata(metadata, name=table_name)

    @classmethod
    def build_installations_table(cls, metadata: sa.MetaData, table_name: str) -> sa.Table:
        return cast("sa.Table", SlackInstallation.__table__).to_metadata(metadata, name=table_name)

    async def async_save(self, installation: Installation) -> None:
        await super().async_save(installation)
        at = datetime.fromtimestamp(installation.installed_at, UTC).replace(tzinfo=None)
        async with self.engine.begin() as connection:
            for table in (self.bots, self.installations):
                older = sa.and_(
                    table.c.client_id == self.client_id,
                    _of(table, workspace_of(installation)),
                    table.c.installed_at < at,
                )
                await connection.execute(table.delete().where(older))


class States(AsyncSQLAlchemyOAuthStateStore):
    """Each is good once: two who bring the same at once are not both let through."""

    @classmethod
    def build_oauth_states_table(cls, metadata: sa.MetaData, table_name: str) -> sa.Table:
        return cast("sa.Table", SlackState.__table__).to_metadata(metadata, name=table_name)

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        """What was begun and never finished is forgotten."""
        async with self.engine.begin() as connection:
            await connection.execute(self.oauth_states.delete().where(self.oauth_states.c.expire_at <= _now()))
        return str(await super().async_issue(*args, **kwargs))

    async def async_consume(self, state: str) -> bool:
        columns = self.oauth_states.c
        async with self.engine.begin() as connection:
            done = await connection.execute(
                self.oauth_states.delete().where(columns.state == state, columns.expire_at > _now())
            )
            return done.rowcount == 1


def workspace_of(installation: Installation) -> str:
    """The id that places and accounts carry: the workspace's, or the organisation's that installed it as a whole."""
    whole = installation.is_enterprise_install or not installation.team_id
    return str((installation.enterprise_id if whole else installation.team_id) or "")


def _of(table: sa.Table, workspace: str) -> sa.ColumnElement[bool]:
    columns = table.c
    whole = sa.and_(columns.team_id.is_(None), columns.enterprise_id == workspace)
    return sa.or_(columns.team_id == workspace, whole)


def _install(row: Any) -> Install:
    return Install(
        workspace=row["team_id"] or row["enterprise_id"] or "",
        name=row["team_name"] or row["enterprise_name"] or "",
        token=row["bot_token"],
        user=row["bot_user_id"] or "",
        bot=row["bot_id"] or "",
        enterprise=row["enterprise_id"] or "",
        url=row["url"] or "",
        scopes=frozenset(filter(None, (row["bot_scopes"] or "").split(","))),
        installed_at=row["installed_at"].replace(tzinfo=UTC),
        expires_at=row["bot_token_expires_at"] and row["bot_token_expires_at"].replace(tzinfo=UTC),
        refresh=row["bot_refresh_token"] or "",
    )


def _now() -> datetime:
    """As the library keeps times: UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)
