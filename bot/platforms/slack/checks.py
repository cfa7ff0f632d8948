"""What `check` says about Slack: each token, its scopes, Socket Mode and the channels the bot is in."""

from __future__ import annotations

import json
from pathlib import Path

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms import Finding, PermanentError, TemporaryError
from bot.platforms.slack.calls import TIMEOUT, Api, sdk_log
from bot.platforms.slack.errors import DEAD_TOKEN, OutcomeUnknown, meaning

MANIFEST = Path(__file__).with_name("manifest.json")
FAILURES = (TemporaryError, PermanentError, OutcomeUnknown)
_NAMES = 8


async def look(api: Api, app_token: str) -> list[Finding]:
    if str(api.client.token).startswith("xoxe"):
        why = "it ends within hours: switch token rotation off in the app, or connect it as for several workspaces."
        return [Finding("Slack token", False, why)]
    try:
        answer, scopes = await api.whoami()
    except FAILURES as error:
        return [Finding("Slack token", False, advice(str(error)))]
    found = [
        Finding("Slack token", True, f"{answer.get('user', '')} in {answer.get('team', '')} ({answer.get('url', '')})")
    ]
    missing = sorted(needed_scopes() - scopes)
    if missing:
        what = f"{', '.join(missing)} missing: add them under OAuth & Permissions and install the app again."
        found.append(Finding("Slack scopes", False, what))
    else:
        found.append(Finding("Slack scopes", True, f"{len(scopes)} granted"))
    if app_token:
        found.append(await socket(api, app_token))
    return [*found, await _rooms(api)]


def needed_scopes() -> frozenset[str]:
    """Those of the app manifest."""
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return frozenset(manifest["oauth_config"]["scopes"]["bot"])


async def socket(api: Api, app_token: str) -> Finding:
    client = AsyncWebClient(
        app_token, base_url=api.url, timeout=TIMEOUT, session=api.session, retry_handlers=[], logger=sdk_log
    )
    try:
        await client.api_call("apps.connections.open")
    except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError, ValueError, AttributeError) as error:
        why = str(meaning(error))
        return Finding("Slack Socket Mode", False, f"{why}: make an app-level token with connections:write.")
    return Finding("Slack Socket Mode", True, "SLACK_APP_TOKEN opens connections")


async def _rooms(api: Api) -> Finding:
    try:
        answer = await api.ask(
            "users.conversations", types="public_channel,private_channel", exclude_archived="true", limit="200"
        )
    except FAILURES as error:
        return Finding("Slack channels", False, advice(str(error)))
    names = sorted(f"#{channel.get('name', '')}" for channel in answer.get("channels", ()))
    if not names:
        return Finding("Slack channels", True, "in none yet: write /invite @arena in the channels that carry topics")
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    return Finding("Slack channels", True, ", ".join(names[:_NAMES]) + more)


def advice(code: str) -> str:
    if code in DEAD_TOKEN:
        return f"{code}: copy SLACK_BOT_TOKEN anew from OAuth & Permissions."
    if code == "missing_scope":
        return f"{code}: add the scopes of the manifest and install the app again."
    return f"{code}: Slack gave no answer; look at SLACK_API_URL and the network."
