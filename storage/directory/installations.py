"""Store installations of the bot in Slack workspaces: the tables of Slack's library, with encrypted tokens."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from storage.data_classification.data_groups import OPERATION_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository

if TYPE_CHECKING:
    from storage.kit.token_encryption import Keyring


class SlackBot(Base):
    """Store the bot in one workspace, or in a whole enterprise (then `team_id` is empty).

    Times are UTC, without a zone.
    """

    __tablename__ = "slack_bots"

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(sa.String(64))
    app_id: Mapped[str] = mapped_column(sa.String(32))
    enterprise_id: Mapped[str | None] = mapped_column(sa.String(32), index=True)
    enterprise_name: Mapped[str | None] = mapped_column(sa.String(200))
    team_id: Mapped[str | None] = mapped_column(sa.String(32), index=True)
    team_name: Mapped[str | None] = mapped_column(sa.String(200))
    #: such as "https://nettverket.slack.com/"
    url: Mapped[str | None] = mapped_column(sa.String(200))
    #: encrypted, like all columns of SEALED
    bot_token: Mapped[str | None] = mapped_column(sa.Text)
    bot_id: Mapped[str | None] = mapped_column(sa.String(32))
    bot_user_id: Mapped[str | None] = mapped_column(sa.String(32))
    bot_scopes: Mapped[str | None] = mapped_column(sa.String(1000))
    bot_refresh_token: Mapped[str | None] = mapped_column(sa.Text)
    bot_token_expires_at: Mapped[datetime | None] = mapped_column(sa.DateTime)
    is_enterprise_install: Mapped[bool] = mapped_column(default=False)
    installed_at: Mapped[datetime] = mapped_column(sa.DateTime)


class SlackInstallation(Base):
    """Store who installed the bot, with what else Slack hands over."""

    __tablename__ = "slack_installations"

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(sa.String(64))
    app_id: Mapped[str] = mapped_column(sa.String(32))
    enterprise_id: Mapped[str | None] = mapped_column(sa.String(32), index=True)
    enterprise_name: Mapped[str | None] = mapped_column(sa.String(200))
    enterprise_url: Mapped[str | None] = mapped_column(sa.String(200))
    team_id: Mapped[str | None] = mapped_column(sa.String(32), index=True)
    team_name: Mapped[str | None] = mapped_column(sa.String(200))
    url: Mapped[str | None] = mapped_column(sa.String(200))
    bot_token: Mapped[str | None] = mapped_column(sa.Text)
    bot_id: Mapped[str | None] = mapped_column(sa.String(32))
    bot_user_id: Mapped[str | None] = mapped_column(sa.String(32))
    bot_scopes: Mapped[str | None] = mapped_column(sa.String(1000))
    bot_refresh_token: Mapped[str | None] = mapped_column(sa.Text)
    bot_token_expires_at: Mapped[datetime | None] = mapped_column(sa.DateTime)
    user_id: Mapped[str] = mapped_column(sa.String(32))
    #: Always empty, because the bot asks for no user scopes. The library requires the columns.
    user_token: Mapped[str | None] = mapped_column(sa.Text)
    user_scopes: Mapped[str | None] = mapped_column(sa.String(1000))
    user_refresh_token: Mapped[str | None] = mapped_column(sa.Text)
    user_token_expires_at: Mapped[datetime | None] = mapped_column(sa.DateTime)
    incoming_webhook_url: Mapped[str | None] = mapped_column(sa.Text)
    incoming_webhook_channel: Mapped[str | None] = mapped_column(sa.String(200))
    incoming_webhook_channel_id: Mapped[str | None] = mapped_column(sa.String(200))
    incoming_webhook_configuration_url: Mapped[str | None] = mapped_column(sa.String(200))
    is_enterprise_install: Mapped[bool] = mapped_column(default=False)
    token_type: Mapped[str | None] = mapped_column(sa.String(32))
    installed_at: Mapped[datetime] = mapped_column(sa.DateTime)


class SlackOAuthState(Base):
    """Store an installation that has begun in a browser. The state is valid for ten minutes."""

    __tablename__ = "slack_oauth_states"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(sa.String(200), unique=True)
    expire_at: Mapped[datetime] = mapped_column(sa.DateTime, index=True)


DECLARATIONS = (
    ClassifiedColumns(
        SlackBot, OPERATION_DATA, key="id client_id app_id enterprise_id team_id bot_id bot_user_id",
        organisation="enterprise_name team_name url",
        state="bot_scopes bot_token_expires_at is_enterprise_install installed_at",
        credential="bot_token bot_refresh_token",
    ),
    ClassifiedColumns(
        SlackInstallation, OPERATION_DATA,
        key="id client_id app_id enterprise_id team_id bot_id bot_user_id incoming_webhook_channel_id",
        account="user_id", organisation="enterprise_name enterprise_url team_name url incoming_webhook_channel",
        state="bot_scopes bot_token_expires_at user_scopes user_token_expires_at is_enterprise_install token_type "
        "installed_at",
        credential="bot_token bot_refresh_token user_token user_refresh_token incoming_webhook_url "
        "incoming_webhook_configuration_url",
    ),
    ClassifiedColumns(SlackOAuthState, OPERATION_DATA, key="id", state="expire_at", credential="state"),
)  # fmt: skip


TABLES: tuple[type[SlackBot | SlackInstallation], ...] = (SlackBot, SlackInstallation)
#: columns with tokens, which are encrypted
SEALED: tuple[InstrumentedAttribute[str | None], ...] = (
    SlackBot.bot_token,
    SlackBot.bot_refresh_token,
    SlackInstallation.bot_token,
    SlackInstallation.bot_refresh_token,
    SlackInstallation.user_token,
    SlackInstallation.user_refresh_token,
    SlackInstallation.incoming_webhook_url,
)


class SlackInstallations(Repository):
    """Store encrypted installations: only the platform decrypts them."""

    async def delete_workspace_tokens(self, workspace: str) -> None:
        """Delete every token of this workspace, or of the enterprise that installed the app as a whole."""
        for table in TABLES:
            of_team = table.team_id == workspace
            of_organisation = sa.and_(table.team_id.is_(None), table.enterprise_id == workspace)
            await self.session.execute(sa.delete(table).where(sa.or_(of_team, of_organisation)))

    async def rotate_token_encryption(self, seals: Keyring) -> tuple[int, int]:
        """Encrypt all tokens with the newest key. Return how many were, and how many no key decrypts."""
        from storage.kit.token_encryption import CannotDecrypt

        renewed = shut = 0
        for table in TABLES:
            for row in await self.session.scalars(sa.select(table).order_by(table.id).with_for_update()):
                for name in (column.key for column in SEALED if column.class_ is table):
                    if getattr(row, name) is None:
                        continue
                    try:
                        setattr(row, name, seals.reencrypt_text(getattr(row, name)))
                        renewed += 1
                    except CannotDecrypt:
                        shut += 1
        await self.session.flush()
        return renewed, shut
