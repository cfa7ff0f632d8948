"""Take in a first message that nobody sent, as if somebody wrote it who brings the bot to their tenant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import msgspec
import structlog

from bot.platforms import Dispatch, TemporaryError
from bot.platforms.teams import allowed_hosts
from bot.platforms.teams.activities import decode_activity
from bot.platforms.teams.activity_handler import ArenaActivityHandler
from bot.platforms.teams.connector import ConnectorClient, Deadline
from bot.platforms.teams.conversation_references import TeamsReferences
from bot.platforms.teams.message_sender import TeamsMessageSender
from bot.platforms.teams.responder import TeamsResponder
from bot.platforms.teams.roster import RosterLookup
from bot.teams_settings import TeamsSettings as Settings
from handlers.chat.say import Say
from storage.directory.tenants import TenantAllowList

log = structlog.get_logger()


class _OfflineConnector(ConnectorClient):
    """Answer every call without making it."""

    async def _call_connector(
        self, method: str, service: str, path: str, body: Mapping[str, Any] | None, deadline: Deadline
    ) -> dict[str, Any]:
        return {"id": path}


async def rehearse_teams_message(
    settings: Settings,
    tenants: TenantAllowList,
    connector: ConnectorClient,
    dispatch: Dispatch,
    say: Say,
    arena_name: str,
) -> None:
    """Let the message through parts of their own, which remember nothing of it and send nothing."""
    references = TeamsReferences(dispatch, settings.app_id)
    offline = _OfflineConnector(connector.session, connector.tokens, connector.hosts)
    posting = TeamsMessageSender(offline, references, say, arena_name)
    handler = ArenaActivityHandler(
        dispatch,
        tenants,
        references,
        RosterLookup(offline, references),
        posting,
        TeamsResponder(dispatch, posting, arena_name),
    )
    nobody = f"rehearsal-{uuid4().hex}"
    # The bot is added to an accepted tenant in another way than to an unknown one.
    tenant = next(iter(tenants.first), nobody)
    await _fetch_token_early(connector)
    await handler.handle_activity(decode_activity(_encode_first_message(settings.app_id, tenant, nobody)))


async def _fetch_token_early(connector: ConnectorClient) -> None:
    """Fetch the token that the first question to the roster needs. Its failure is met again there."""
    try:
        await connector.tokens.load_bot_token()
    except TemporaryError as error:
        log.info("token not fetched early", why=str(error))


def _encode_first_message(app_id: str, tenant: str, nobody: str) -> bytes:
    return msgspec.json.encode(
        {
            "type": "message",
            "id": nobody,
            "timestamp": "2026-01-01T00:00:00.000Z",
            "channelId": "msteams",
            "serviceUrl": allowed_hosts.DEFAULT,
            "from": {"id": f"29:{nobody}", "name": "Rehearsal", "aadObjectId": nobody},
            "recipient": {"id": f"28:{app_id}"},
            "conversation": {"id": f"a:{nobody}", "conversationType": "personal"},
            "channelData": {"tenant": {"id": tenant}},
            "text": "help",
        }
    )
