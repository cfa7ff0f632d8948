"""Classify Slack's refusals: one table from error codes to the two errors of the Platform protocol."""

from __future__ import annotations

import asyncio
from typing import Any, Literal

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.platforms import OutcomeUnknown, PermanentError, TemporaryError

Meaning = Literal["gone", "permanent", "temporary", "unknown"]


class SlackOutcomeUnknown(OutcomeUnknown):
    """Report that Slack gave no clear answer: the message may or may not have been posted."""


#: `gone`: the place can no longer be written to. Other codes are permanent, because Slack has refused.
#: Sources: the error tables of chat.postMessage, chat.postEphemeral, chat.update, conversations.open (docs.slack.dev).
MEANING: dict[str, Meaning] = {
    "cannot_dm_bot": "gone",
    "channel_is_archived": "gone",
    "channel_not_found": "gone",
    "is_archived": "gone",
    "is_inactive": "gone",
    "message_not_found": "gone",
    "messages_tab_disabled": "gone",
    "no_permission": "gone",
    "not_in_channel": "gone",
    "restricted_action": "gone",
    "restricted_action_non_threadable_channel": "gone",
    "restricted_action_read_only_channel": "gone",
    "restricted_action_thread_locked": "gone",
    "restricted_action_thread_only_channel": "gone",
    "thread_not_found": "gone",
    "user_disabled": "gone",
    "user_not_found": "gone",
    "user_not_in_channel": "gone",
    "user_not_visible": "gone",
    "account_inactive": "permanent",
    "cant_delete_message": "permanent",
    "cant_update_message": "permanent",
    "edit_window_closed": "permanent",
    "invalid_arguments": "permanent",
    "invalid_auth": "permanent",
    "invalid_blocks": "permanent",
    "invalid_blocks_format": "permanent",
    "invalid_metadata_format": "permanent",
    "invalid_metadata_schema": "permanent",
    "metadata_too_large": "permanent",
    "missing_scope": "permanent",
    "msg_blocks_too_long": "permanent",
    "msg_too_long": "permanent",
    "no_text": "permanent",
    "not_allowed_token_type": "permanent",
    "not_authed": "permanent",
    "token_expired": "permanent",
    "token_revoked": "permanent",
    "accesslimited": "temporary",
    "message_limit_exceeded": "temporary",
    "org_login_required": "temporary",
    "rate_limited": "temporary",
    "ratelimited": "temporary",
    "restricted_too_many": "temporary",
    "team_added_to_org": "temporary",
    "fatal_error": "unknown",
    "internal_error": "unknown",
    "request_timeout": "unknown",
    "service_unavailable": "unknown",
}
#: errors of chat.postEphemeral that say that this person cannot see messages in this channel
NOT_SHOWN_HERE = frozenset({"channel_not_found", "not_in_channel", "user_not_in_channel", "is_archived"})
#: errors that say that a token is invalid: the bot was removed, or has a newer token
DEAD_TOKEN = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})
#: error for a workspace without the bot
NOT_INSTALLED = "not_installed"
#: seconds to wait when Slack throttles without a duration
DEFAULT_PAUSE = 5.0


def classify_slack_error(error: Exception) -> Exception:
    """Convert an exception of the SDK to a TemporaryError, a PermanentError or a SlackOutcomeUnknown."""
    if isinstance(error, SlackApiError):
        return _classify_response(error.response)
    # Raised before the first byte was sent: connection refused, unknown host, TLS, connection timeout.
    if isinstance(error, (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)):
        return TemporaryError(type(error).__name__)
    if isinstance(error, asyncio.TimeoutError):
        return SlackOutcomeUnknown("timeout")
    return SlackOutcomeUnknown(type(error).__name__)


def _classify_response(response: Any) -> Exception:
    """Classify the SDK's response, or aiohttp's own when the body was not JSON at all."""
    status: int = getattr(response, "status_code", 0) or getattr(response, "status", 0)
    data = getattr(response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    if status == 429 or (isinstance(code, str) and MEANING.get(code) == "temporary"):
        throttled = status == 429 or code in ("ratelimited", "rate_limited")
        return TemporaryError(code or "ratelimited", after=_parse_retry_seconds(response), whole_bucket=throttled)
    if status >= 500 or not isinstance(code, str) or MEANING.get(code) == "unknown":
        return SlackOutcomeUnknown(code if isinstance(code, str) else f"http_{status}")
    return PermanentError(code, gone=MEANING.get(code) == "gone")


def _parse_retry_seconds(response: Any) -> float:
    """Return the seconds of the Retry-After header, or DEFAULT_PAUSE."""
    headers = getattr(response, "headers", None) or {}
    value = str(headers.get("Retry-After", ""))
    return float(value) if value.isascii() and value.isdigit() else DEFAULT_PAUSE
