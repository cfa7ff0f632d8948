"""The app package: a manifest Teams accepts, made for one registration, with two icons of the right size."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from bot.cli import commands
from bot.http.policy_pages import PRIVACY, TERMS
from bot.platforms.teams import app_languages, app_package
from bot.runtime.setting_values import SettingsError
from bot.settings import read_settings
from handlers.chat import verbs
from handlers.chat.say import Say

APP = "0f0e0d0c-1111-4222-8333-444455556666"
SETTINGS = read_settings(
    {
        "TEAMS_APP_ID": APP,
        "TEAMS_APP_PASSWORD": "x",
        "TEAMS_TENANT_ID": "y",
        "BASE_URL": "https://arena.example.no",
        "ARENA_NAME": "Arena",
    }
)
TEAMS = Path(app_package.__file__).parent


def unpacked(data: bytes) -> tuple[dict, dict[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return json.loads(files["manifest.json"]), files


def test_the_manifest_names_this_bot_everywhere() -> None:
    made, _ = unpacked(app_package.build_app_package(SETTINGS))
    assert made["id"] == made["bots"][0]["botId"] == made["composeExtensions"][0]["botId"] == APP
    assert made["validDomains"] == ["arena.example.no"]
    addresses = {name: made["developer"][name] for name in ("websiteUrl", "privacyUrl", "termsOfUseUrl")}
    assert addresses == {
        "websiteUrl": "https://arena.example.no/",
        "privacyUrl": f"https://arena.example.no{PRIVACY}",
        "termsOfUseUrl": f"https://arena.example.no{TERMS}",
    }
    assert "${" not in json.dumps(made)


def test_the_manifest_stays_within_what_teams_takes() -> None:
    made, _ = unpacked(
        app_package.build_app_package(
            replace(SETTINGS, arena_name="Et veldig langt navn på et nettverk av parker " * 3)
        )
    )
    assert made["manifestVersion"] == "1.25"
    assert "/v1.25/" in made["$schema"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", made["version"])
    assert len(made["name"]["short"]) <= 30
    assert len(made["name"]["full"]) <= 100
    assert len(made["description"]["short"]) <= 80
    assert len(made["description"]["full"]) <= 4000
    (bot,) = made["bots"]
    assert set(bot["scopes"]) == {"personal", "team", "groupChat"}
    assert made["supportsChannelFeatures"] == "tier1"
    for listed in bot["commandLists"]:
        assert len(listed["commands"]) <= 10
        assert set(listed["scopes"]) <= set(bot["scopes"])
        assert all(len(one["title"]) <= 32 and len(one["description"]) <= 128 for one in listed["commands"])
    (extension,) = made["composeExtensions"]
    assert len(extension["commands"]) <= 10
    assert all(len(one["title"]) <= 32 and len(one["description"]) <= 128 for one in extension["commands"])


def test_the_message_actions_and_the_search_have_their_names() -> None:
    made, _ = unpacked(app_package.build_app_package(SETTINGS))
    assert {one["id"]: (one["type"], one["title"]) for one in made["composeExtensions"][0]["commands"]} == {
        "questions.write": ("action", "Spør nettverket"),
        "solutions.write": ("action", "Lagre som løsning"),
        "issues.raise": ("action", "Foreslå som sak"),
        "solutions.find": ("query", "Finn løsning"),
    }


def test_hearing_every_message_of_a_team_is_asked_for_only_on_request() -> None:
    assert "authorization" not in unpacked(app_package.build_app_package(SETTINGS))[0]
    made, _ = unpacked(app_package.build_app_package(SETTINGS, hear_channels=True))
    assert [one["name"] for one in made["authorization"]["permissions"]["resourceSpecific"]] == [
        "ChannelMessage.Read.Group"
    ]
    assert made["webApplicationInfo"]["id"] == APP


def test_the_pages_are_a_tab_beside_the_chat_only_where_that_is_switched_on() -> None:
    assert "staticTabs" not in app_package.build_app_manifest(SETTINGS)
    assert SETTINGS.teams is not None
    shown = replace(SETTINGS, teams=replace(SETTINGS.teams, tab=True))
    made, files = unpacked(app_package.build_app_package(shown))
    chat, pages = made["staticTabs"]
    assert chat == {"entityId": "conversations", "scopes": ["personal"]}, "the chat stays first"
    assert pages["contentUrl"] == "https://arena.example.no/web/tab?lang={app.locale}"
    assert (pages["name"], pages["websiteUrl"]) == ("Sider", "https://arena.example.no/web")
    assert json.loads(files["en.json"])["staticTabs[1].name"] == "Pages"
    assert made["validDomains"] == ["arena.example.no"]
    local = app_package.build_app_manifest(replace(shown, base_url="http://localhost:3000"))
    assert "staticTabs" not in local, "nobody could open it"


@pytest.mark.parametrize(("icon", "side"), [("color", 192), ("outline", 32)])
def test_icons_have_their_size_and_the_outline_is_transparent(icon, side) -> None:
    made, files = unpacked(app_package.build_app_package(SETTINGS))
    data = files[made["icons"][icon]]
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (side, side)
    assert icon == "color" or data[25] == 6  # red, green, blue and alpha


def test_the_outline_is_white_on_nothing() -> None:
    from PIL import Image

    pixels = Image.open(TEAMS / "outline.png").convert("RGBA").get_flattened_data()
    assert {pixel[:3] for pixel in pixels} == {(255, 255, 255)}
    assert {0, 255} <= {pixel[3] for pixel in pixels}


def test_the_same_settings_give_the_same_package() -> None:
    assert app_package.build_app_package(SETTINGS) == app_package.build_app_package(SETTINGS)


@pytest.mark.parametrize("base", ["http://127.0.0.1:3000", "http://localhost:3000"])
def test_a_local_address_is_no_domain_members_could_reach(base) -> None:
    made = app_package.build_app_manifest(replace(SETTINGS, base_url=base))
    assert made["validDomains"] == []
    assert made["developer"]["websiteUrl"].startswith("https://")


def test_a_package_needs_the_registration_it_is_for() -> None:
    assert SETTINGS.teams is not None
    for teams in (None, replace(SETTINGS.teams, app_id=""), replace(SETTINGS.teams, app_id="my bot")):
        with pytest.raises(SettingsError, match="TEAMS_APP_ID"):
            app_package.build_app_package(replace(SETTINGS, teams=teams))


def test_the_command_writes_the_package_or_says_what_is_missing(tmp_path, capsys) -> None:
    file = tmp_path / "new" / "app.zip"
    assert commands.run_teams_app_command(SETTINGS, str(file), hear_channels=False) == 0
    assert file.read_bytes() == app_package.build_app_package(SETTINGS)
    assert commands.run_teams_app_command(replace(SETTINGS, teams=None), str(file), hear_channels=False) == 2
    assert "TEAMS_APP_ID" in capsys.readouterr().err


@pytest.mark.parametrize(("language", "tag", "asks"), [("nn", "nn-no", "spør"), ("en", "en", "ask")])
def test_what_teams_shows_comes_in_each_language(language: str, tag: str, asks: str) -> None:
    made, files = unpacked(app_package.build_app_package(SETTINGS))
    assert made["localizationInfo"]["defaultLanguageTag"] == "nb-no"
    assert {"languageTag": tag, "file": f"{tag}.json"} in made["localizationInfo"]["additionalLanguages"]
    texts = {name: text for name, text in json.loads(files[f"{tag}.json"]).items() if name != "$schema"}
    assert set(texts) == set(app_languages.map_app_texts(Say("nb", UTC), "Arena"))
    assert texts["bots[0].commandLists[0].commands[0].title"] == asks
    for name, text in texts.items():
        shown = find_text(made, name)
        assert shown, name
        assert len(text) <= {"short": 80, "full": 4000, "title": 32, "description": 128}[name.rpartition(".")[2]], name
        if "commandLists" in name and name.endswith(".title"):
            assert verbs.parse_command(text)[0], text
    assert len(texts["name.full"]) <= 100


def test_the_manifest_says_in_bokmal_what_the_files_say_in_other_languages() -> None:
    """A text that is changed in one place alone would tell two stories."""
    made, _ = unpacked(app_package.build_app_package(SETTINGS))
    said = app_languages.map_app_texts(Say("nb", UTC), "Arena")
    assert {name: find_text(made, name) for name in said} == said


def find_text(made: dict, name: str) -> str:
    """What stands at "bots[0].commandLists[1].commands[2].title"."""
    node: Any = made
    for part in re.findall(r"[A-Za-z]+|\d+", name):
        node = node[int(part)] if part.isdecimal() else node[part]
    return node
