"""Check Slack for the command `check`: each token, its scopes, Socket Mode and the bot's channels."""

from __future__ import annotations

import json
from pathlib import Path

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms import Finding, PermanentError, TemporaryError
from bot.platforms.slack.api_client import TIMEOUT, SlackApi, sdk_log
from bot.platforms.slack.errors import DEAD_TOKEN, SlackOutcomeUnknown, classify_slack_error

MANIFEST = Path(__file__).with_name("manifest.json")
FAILURES = (TemporaryError, PermanentError, SlackOutcomeUnknown)
_NAMES = 8
#: scopes that the bot works without -> what is missing then
COMFORTS = {
    "reactions:write": "no 👀 and ✅ below what was asked in a channel",
    "files:read": "no copies of pictures in solutions, no tables from messages",
}


async def check_operator_workspace(api: SlackApi, app_token: str) -> list[Finding]:
    if str(api.client.token).startswith("xoxe"):
        why = "it ends within hours: switch token rotation off in the app, or connect it as for several workspaces."
        return [Finding("Slack token", False, why)]
    try:
        answer, scopes = await api.load_token_identity()
    except FAILURES as error:
        return [Finding("Slack token", False, describe_token_advice(str(error)))]
    found = [
        Finding("Slack token", True, f"{answer.get('user', '')} in {answer.get('team', '')} ({answer.get('url', '')})")
    ]
    missing = sorted(load_needed_scopes() - scopes - COMFORTS.keys())
    if missing:
        what = f"{', '.join(missing)} missing: add them under OAuth & Permissions and install the app again."
        found.append(Finding("Slack scopes", False, what))
    else:
        found.append(Finding("Slack scopes", True, f"{len(scopes)} granted{describe_missing_comforts(scopes)}"))
    if app_token:
        found.append(await check_socket_mode(api, app_token))
    return [*found, await _check_channels(api)]


def load_needed_scopes() -> frozenset[str]:
    """Return the bot scopes of the app manifest."""
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return frozenset(manifest["oauth_config"]["scopes"]["bot"])


def describe_missing_comforts(scopes: frozenset[str]) -> str:
    """Describe the scopes that the token lacks and the bot works without; empty when there are none."""
    return "".join(f"; {scope} missing: {what}" for scope, what in COMFORTS.items() if scope not in scopes)


async def check_socket_mode(api: SlackApi, app_token: str) -> Finding:
    client = AsyncWebClient(
        app_token, base_url=api.url, timeout=TIMEOUT, session=api.session, retry_handlers=[], logger=sdk_log
    )
    try:
        await client.api_call("apps.connections.open")
    except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError, ValueError, AttributeError) as error:
        why = str(classify_slack_error(error))
        return Finding("Slack Socket Mode", False, f"{why}: make an app-level token with connections:write.")
    return Finding("Slack Socket Mode", True, "SLACK_APP_TOKEN opens connections")


async def _check_channels(api: SlackApi) -> Finding:
    try:
        answer = await api.query_api(
            "users.conversations", types="public_channel,private_channel", exclude_archived="true", limit="200"
        )
    except FAILURES as error:
        return Finding("Slack channels", False, describe_token_advice(str(error)))
    names = sorted(f"#{channel.get('name', '')}" for channel in answer.get("channels", ()))
    if not names:
        return Finding("Slack channels", True, "in none yet: write /invite @arena in the channels that carry topics")
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    return Finding("Slack channels", True, ", ".join(names[:_NAMES]) + more)


def describe_token_advice(code: str) -> str:
    if code in DEAD_TOKEN:
        return f"{code}: copy SLACK_BOT_TOKEN anew from OAuth & Permissions."
    if code == "missing_scope":
        return f"{code}: add the scopes of the manifest and install the app again."
    return f"{code}: Slack gave no answer; look at SLACK_API_URL and the network."
