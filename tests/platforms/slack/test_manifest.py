"""The app manifest against the rules Slack has for it, and against what the bot listens to."""

from __future__ import annotations

import json
from typing import Any

import jsonschema

from bot.http.policy_pages import PRIVACY, TERMS
from bot.platforms.slack.checks import MANIFEST
from bot.platforms.slack.events import EventTranslator
from bot.platforms.slack.interactions import ASK

manifest: dict[str, Any] = json.loads(MANIFEST.read_text(encoding="utf-8"))
BOT_SCOPE_OF = {
    "app_mention": "app_mentions:read",
    "app_uninstalled": None,
    "tokens_revoked": None,
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "team_join": "users:read",
    "app_home_opened": None,
    "member_joined_channel": "channels:read",
}


def text(most: int, least: int = 1) -> dict[str, Any]:
    return {"type": "string", "minLength": least, "maxLength": most}


def closed(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


URL = {"type": "string", "pattern": "^https://"}
SWITCH = {"type": "boolean"}
NAMES = {"type": "array", "items": {"type": "string"}, "uniqueItems": True, "minItems": 1}
COMMAND = closed(
    ["command", "description"],
    command={"type": "string", "pattern": "^/[a-z][a-z0-9-]{1,30}$"},
    url=URL,
    description=text(2000),
    usage_hint=text(1000),
    should_escape=SWITCH,
)
SHORTCUT = closed(
    ["name", "type", "callback_id", "description"],
    name=text(24),
    type={"enum": ["global", "message"]},
    callback_id=text(255),
    description=text(150),
)
SCHEMA = closed(
    ["display_information", "features", "oauth_config", "settings"],
    _metadata={"type": "object"},
    display_information=closed(
        ["name"],
        name=text(35),
        description=text(140),
        long_description=text(4000, 175),
        background_color={"type": "string", "pattern": "^#[0-9a-f]{6}$"},
    ),
    features=closed(
        ["app_home", "bot_user"],
        app_home=closed(
            [], home_tab_enabled=SWITCH, messages_tab_enabled=SWITCH, messages_tab_read_only_enabled=SWITCH
        ),
        bot_user=closed(["display_name"], display_name=text(80), always_online=SWITCH),
        slash_commands={"type": "array", "items": COMMAND, "maxItems": 50},
        shortcuts={"type": "array", "items": SHORTCUT, "maxItems": 10},
    ),
    oauth_config=closed(
        ["scopes"],
        redirect_urls={"type": "array", "items": URL, "maxItems": 1000},
        scopes=closed(["bot"], bot=NAMES),
    ),
    settings=closed(
        ["event_subscriptions", "interactivity"],
        event_subscriptions=closed(["request_url", "bot_events"], request_url=URL, bot_events=NAMES),
        interactivity=closed(
            ["is_enabled", "request_url", "message_menu_options_url"],
            is_enabled=SWITCH,
            request_url=URL,
            message_menu_options_url=URL,
        ),
        org_deploy_enabled=SWITCH,
        socket_mode_enabled=SWITCH,
        token_rotation_enabled=SWITCH,
    ),
)


def test_slack_would_take_the_manifest() -> None:
    jsonschema.validate(manifest, SCHEMA)


def test_the_home_page_and_the_chat_are_open() -> None:
    home = manifest["features"]["app_home"]
    assert home == {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False}


def test_commands_and_shortcuts_are_those_the_bot_knows() -> None:
    commands = [one["command"] for one in manifest["features"]["slash_commands"]]
    assert commands == ["/arena", ASK[0]]
    assert all(one["should_escape"] for one in manifest["features"]["slash_commands"])
    shortcuts = {(one["type"], one["callback_id"], one["name"]) for one in manifest["features"]["shortcuts"]}
    assert shortcuts == {
        ("global", "questions.write", "Spør nettverket"),
        ("message", "questions.write", "Spør nettverket"),
        ("message", "solutions.write", "Lagre som løsning"),
        ("message", "issues.raise", "Foreslå som sak"),
    }


def test_every_event_that_is_subscribed_to_is_read_and_allowed() -> None:
    scopes = set(manifest["oauth_config"]["scopes"]["bot"])
    readers = EventTranslator(None, None)._readers  # type: ignore[arg-type]
    for event in manifest["settings"]["event_subscriptions"]["bot_events"]:
        kind = event.partition(".")[0]
        assert kind in readers, event
        family = {"channel": "channels:read", "group": "groups:read"}.get(kind.partition("_")[0])
        needed = BOT_SCOPE_OF.get(event, family)
        assert needed is None or needed in scopes, event


def test_every_address_is_the_one_route() -> None:
    urls = {one["url"] for one in manifest["features"]["slash_commands"]}
    urls |= {manifest["settings"][name]["request_url"] for name in ("event_subscriptions", "interactivity")}
    urls.add(manifest["settings"]["interactivity"]["message_menu_options_url"])
    assert {url.partition(".org")[2] for url in urls} == {"/slack/events"}


def test_whoever_looks_at_the_app_finds_the_notice_and_the_terms() -> None:
    """The manifest has no field of its own for them."""
    told = manifest["display_information"]["long_description"]
    assert f"https://arena.example.org{PRIVACY}" in told
    assert f"https://arena.example.org{TERMS}" in told
