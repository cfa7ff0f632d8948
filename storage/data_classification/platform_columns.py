"""Classify the columns that platforms own: installations in Slack, and the chat of the playground."""

from __future__ import annotations

from storage.data_classification.data_classes import ACCOUNT, KEY, ORGANISATION, PERSONAL, SECRET, STATE, TEXT

PLATFORMS: dict[str, dict[str, str]] = {
    "slack_bots": {
        KEY: "id client_id app_id enterprise_id team_id bot_id bot_user_id",
        ORGANISATION: "enterprise_name team_name url",
        STATE: "bot_scopes bot_token_expires_at is_enterprise_install installed_at",
        SECRET: "bot_token bot_refresh_token",
    },
    "slack_installations": {
        KEY: "id client_id app_id enterprise_id team_id bot_id bot_user_id incoming_webhook_channel_id",
        ACCOUNT: "user_id",
        ORGANISATION: "enterprise_name enterprise_url team_name url incoming_webhook_channel",
        STATE: "bot_scopes bot_token_expires_at user_scopes user_token_expires_at is_enterprise_install token_type "
        "installed_at",
        SECRET: "bot_token bot_refresh_token user_token user_refresh_token incoming_webhook_url "
        "incoming_webhook_configuration_url",
    },
    "slack_oauth_states": {KEY: "id", SECRET: "state", STATE: "expire_at"},
    "playground_channels": {KEY: "id", TEXT: "purpose", STATE: "bot created_at"},
    "playground_messages": {
        ACCOUNT: "author only_for channel key",
        KEY: "id thread",
        TEXT: "text card",
        STATE: "heard sent_at edited_at removed_at",
    },
    "playground_reactions": {ACCOUNT: "user", KEY: "message_id", PERSONAL: "emoji"},
    "playground_reads": {ACCOUNT: "user channel", KEY: "thread upto"},
}
