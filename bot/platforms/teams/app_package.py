"""Build the app package that an administrator uploads in Teams: the manifest with its ids, and two icons."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from bot.platforms.teams.app_languages import (
    COMMANDS,
    DEFAULT,
    build_language_files,
    describe_languages,
    list_app_commands,
)
from bot.runtime.setting_values import SettingsError
from bot.settings import Settings
from handlers.chat.say import Say
from handlers.pages.addresses import ROOT, TAB

_HERE = Path(__file__).parent
_ICONS = ("color.png", "outline.png")
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
#: Permission to read all messages of its teams. The owners of a team grant it when they add the bot.
HEAR_CHANNELS = {"name": "ChannelMessage.Read.Group", "type": "Application"}
#: maximum number of characters of the short and the full name in Teams
_SHORT, _FULL = 30, 100


def build_app_manifest(settings: Settings, *, hear_channels: bool = False) -> dict[str, Any]:
    """Build the manifest of this bot. Raises SettingsError when the app id is missing or no GUID."""
    app_id = settings.teams.app_id if settings.teams is not None else ""
    if not _GUID.fullmatch(app_id):
        raise SettingsError("TEAMS_APP_ID must be the GUID of the app registration: the package is made for it.")
    address = urlsplit(settings.base_url)
    values = {
        "TEAMS_APP_ID": app_id,
        "ARENA_NAME": settings.arena_name[:_SHORT],
        # Teams requires https. This is the public address, whatever the bot listens on.
        "BASE_URL": f"https://{address.netloc}{address.path}".rstrip("/"),
    }
    text = (_HERE / "manifest.json").read_text("utf-8")
    filled: dict[str, Any] = _fill_placeholders(msgspec.json.decode(text), values)
    filled["name"]["full"] = filled["name"]["full"][:_FULL]
    filled["localizationInfo"] = describe_languages()
    for commands, verbs in zip(filled["bots"][0]["commandLists"], COMMANDS, strict=True):
        commands["commands"] = list_app_commands(Say(DEFAULT[0], UTC), verbs)
    if is_public_name(address.hostname):
        filled["validDomains"] = [address.hostname]
        if settings.teams is not None and settings.teams.tab:
            filled["staticTabs"] = list_personal_tabs(values["BASE_URL"], Say(DEFAULT[0], UTC))
    if hear_channels:
        filled["webApplicationInfo"] = {"id": app_id, "resource": f"api://botid-{app_id}"}
        filled["authorization"] = {"permissions": {"resourceSpecific": [HEAR_CHANNELS]}}
    return filled


def is_public_name(host: str | None) -> bool:
    """Return True for a name that others can reach, and no address in digits."""
    return host is not None and "." in host and not host.replace(".", "").isdigit()


def list_personal_tabs(base_url: str, say: Say) -> list[dict[str, Any]]:
    """List the tabs of the private chat: the chat itself first, and the pages. Teams fills its language in."""
    return [
        {"entityId": "conversations", "scopes": ["personal"]},
        {
            "entityId": "pages", "name": say("Pages"), "contentUrl": f"{base_url}{TAB}?lang={{app.locale}}",
            "websiteUrl": f"{base_url}{ROOT}", "scopes": ["personal"],
        },
    ]  # fmt: skip


def build_app_package(settings: Settings, *, hear_channels: bool = False) -> bytes:
    """Build the zip file. The same settings give the same bytes. Raises like `build_app_manifest`."""
    made = build_app_manifest(settings, hear_channels=hear_channels)
    files = {"manifest.json": msgspec.json.format(msgspec.json.encode(made), indent=2)}
    files |= {
        name: msgspec.json.format(msgspec.json.encode(texts), indent=2)
        for name, texts in build_language_files(settings.arena_name[:_SHORT], _FULL, tab="staticTabs" in made).items()
    }
    files |= {name: (_HERE / name).read_bytes() for name in _ICONS}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _fill_placeholders(node: Any, values: dict[str, str]) -> Any:
    if isinstance(node, dict):
        return {key: _fill_placeholders(value, values) for key, value in node.items()}
    if isinstance(node, list):
        return [_fill_placeholders(value, values) for value in node]
    return re.sub(r"\$\{(\w+)\}", lambda found: values[found[1]], node) if isinstance(node, str) else node
