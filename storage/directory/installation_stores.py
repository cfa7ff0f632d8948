"""Provide the stores of Slack's library over the bot's own tables, with encrypted tokens."""

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

from storage.directory.installations import SEALED, SlackBot, SlackInstallation, SlackOAuthState
from storage.directory.workspaces import Workspace
from storage.kit.database import Database
from storage.kit.token_encryption import EncryptedText, Keyring

#: seconds in which an installation must be finished; Slack's code is valid as long
BEGUN = 600


@dataclass(frozen=True, slots=True)
class WorkspaceInstallation:
    """Hold the bot's installation in one workspace, with its decrypted token: in memory only, never printed."""

    workspace: str
    name: str
    token: str
    user: str
    bot: str
    enterprise: str
    url: str
    scopes: frozenset[str]
    installed_at: datetime
    #: expiry of the token; None: it does not expire
    expires_at: datetime | None = None
    #: one-time token for the next token
    refresh: str = ""

    def __repr__(self) -> str:
        return f"WorkspaceInstallation({self.workspace!r})"


class WorkspaceInstallations:
    """Read and renew all installations of one app."""

    def __init__(self, database: Database, client_id: str, secrets: Sequence[str]) -> None:
        self.database = database
        self.engine = database.engine
        self.keeping = SlackInstallationStore(client_id, self.engine, Keyring(secrets))
        self.states = SlackOAuthStateStore(BEGUN, self.engine)

    async def find_installation(self, workspace: str) -> WorkspaceInstallation | None:
        """Return the newest installation of the workspace, or of the enterprise with this id. Raises
        CannotOpen.
        """
        return next(
            iter(await self._read_installations(_match_installed_workspace(self.keeping.bots, workspace))), None
        )

    async def list_installed_workspaces(self) -> list[str]:
        """List the ids of workspaces that have an installation. Each may still have a token that cannot be
        decrypted.
        """
        columns = self.keeping.bots.c
        query = sa.select(sa.func.coalesce(columns.team_id, columns.enterprise_id)).where(
            columns.client_id == self.keeping.client_id
        )
        async with self.engine.execution_options(reading=True).connect() as connection:
            return sorted(set((await connection.execute(query)).scalars()))

    async def claim_token_renewal(self, install: WorkspaceInstallation) -> bool:
        """Return True if this process may renew the token now. No other process may in this minute and the
        next.
        """
        minute = int(datetime.now(UTC).timestamp() // 60)
        name = f"slack:renew:{install.workspace}:{install.expires_at}"
        async with self.database.begin() as store:
            mine = [await store.inbox.try_claim_event(f"{name}:{when}") for when in (minute, minute + 1)]
        return all(mine)

    async def store_renewed_token(
        self, install: WorkspaceInstallation, answer: Mapping[str, Any]
    ) -> WorkspaceInstallation:
        """Store the token of Slack's answer and return the installation with it.

        Raises KeyError or ValueError if the answer has no token.
        """
        ends = datetime.now(UTC) + timedelta(seconds=int(answer["expires_in"]))
        token, refresh = str(answer["access_token"]), str(answer["refresh_token"])
        values = {
            "bot_token": token,
            "bot_refresh_token": refresh,
            "bot_token_expires_at": ends.replace(tzinfo=None),
        }
        async with self.engine.begin() as connection:
            for table in (self.keeping.bots, self.keeping.installations):
                mine = sa.and_(
                    table.c.client_id == self.keeping.client_id, _match_installed_workspace(table, install.workspace)
                )
                await connection.execute(table.update().where(mine).values(values))
        return replace(install, token=token, refresh=refresh, expires_at=ends)

    async def find_older_workspace_id(self, team: str, enterprise: str) -> str:
        """Return which of the two ids the bot was installed under first: people and rooms are stored under
        that id.
        """
        query = (
            sa.select(Workspace.workspace)
            .where(Workspace.platform == "slack", Workspace.workspace.in_((team, enterprise)))
            .order_by(Workspace.created_at, Workspace.workspace)
            .limit(1)
        )
        async with self.engine.execution_options(reading=True).connect() as connection:
            return (await connection.execute(query)).scalar() or team

    async def _read_installations(self, which: sa.ColumnElement[bool]) -> list[WorkspaceInstallation]:
        bots = self.keeping.bots
        query = (
            sa.select(bots)
            .where(bots.c.client_id == self.keeping.client_id, bots.c.bot_token.is_not(None), which)
            .order_by(bots.c.installed_at.desc(), bots.c.id.desc())
        )
        async with self.engine.execution_options(reading=True).connect() as connection:
            return [_build_installation(row) for row in (await connection.execute(query)).mappings()]


class SlackInstallationStore(AsyncSQLAlchemyInstallationStore):
    """Store one installation per workspace: a newer one replaces the older one."""

    def __init__(self, client_id: str, engine: AsyncEngine, seals: Keyring) -> None:
        super().__init__(client_id, engine)
        for column in SEALED:
            table = self.bots if column.class_ is SlackBot else self.installations
            table.c[column.key].type = EncryptedText(seals)

    @classmethod
    def build_bots_table(cls, metadata: sa.MetaData, table_name: str) -> sa.Table:
        """Copy the table: the columns of the original table never decrypt anything."""
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
                    _match_installed_workspace(table, get_installed_workspace_id(installation)),
                    table.c.installed_at < at,
                )
                await connection.execute(table.delete().where(older))


class SlackOAuthStateStore(AsyncSQLAlchemyOAuthStateStore):
    """Store OAuth states. Each state is valid once, even if two requests bring it at the same time."""

    @classmethod
    def build_oauth_states_table(cls, metadata: sa.MetaData, table_name: str) -> sa.Table:
        return cast("sa.Table", SlackOAuthState.__table__).to_metadata(metadata, name=table_name)

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        """Issue a state, and delete states that expired unused."""
        async with self.engine.begin() as connection:
            await connection.execute(
                self.oauth_states.delete().where(self.oauth_states.c.expire_at <= _get_naive_utc_now())
            )
        return str(await super().async_issue(*args, **kwargs))

    async def async_consume(self, state: str) -> bool:
        columns = self.oauth_states.c
        async with self.engine.begin() as connection:
            done = await connection.execute(
                self.oauth_states.delete().where(columns.state == state, columns.expire_at > _get_naive_utc_now())
            )
            return done.rowcount == 1


def get_installed_workspace_id(installation: Installation) -> str:
    """Return the id that rooms and accounts carry.

    That is the workspace's id, or the enterprise's id if the enterprise installed the app as a whole.
    """
    whole = installation.is_enterprise_install or not installation.team_id
    return str((installation.enterprise_id if whole else installation.team_id) or "")


def _match_installed_workspace(table: sa.Table, workspace: str) -> sa.ColumnElement[bool]:
    columns = table.c
    whole = sa.and_(columns.team_id.is_(None), columns.enterprise_id == workspace)
    return sa.or_(columns.team_id == workspace, whole)


def _build_installation(row: Any) -> WorkspaceInstallation:
    return WorkspaceInstallation(
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


def _get_naive_utc_now() -> datetime:
    """Return naive UTC, as slack_sdk expects."""
    return datetime.now(UTC).replace(tzinfo=None)
