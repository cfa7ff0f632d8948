"""The pages on settings and commands tell what the code takes, and nothing else."""

from __future__ import annotations

import argparse
import ast
import inspect
import json
import re
import textwrap
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

import bot.platforms.slack
import bot.platforms.teams
from bot.__main__ import build_argument_parser
from bot.cli.suspicious_settings import VARIABLES
from bot.platforms.teams import app_languages
from bot.settings import read_settings
from bot.teams_settings import TeamsSettings
from handlers.chat import verbs
from handlers.chat.say import Say
from handlers.overview import me_command
from handlers.overview.admin import admin_menu
from tests.docs.pages import ROOT, read_codes, read_names, read_page, read_rows, read_section

SETTINGS, COMMANDS = read_page("settings"), read_page("commands")


def manifest(platform: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(platform.__file__).with_name("manifest.json").read_text("utf-8"))
    return found


def test_the_page_tells_every_setting_and_no_other() -> None:
    assert sorted(read_names(SETTINGS)) == sorted(VARIABLES)


def test_the_page_tells_the_defaults() -> None:
    """Those of the example file, of which another test holds that they are the defaults."""
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))
    told = {read_codes(row[0])[0]: row[1] for row in read_rows(SETTINGS)}
    made = {"BASE_URL": "`http://HOST:PORT`", "TEAMS_ALLOWED_TENANTS": "the value of `TEAMS_TENANT_ID`"}
    assert told == {name: made.get(name) or (f"`{value}`" if value else "none") for name, value in example.items()}


def test_what_is_made_of_other_settings_is_made_as_the_page_tells() -> None:
    teams = read_settings({"TEAMS_APP_ID": "a", "TEAMS_APP_PASSWORD": "b", "TEAMS_TENANT_ID": "c"}).teams
    assert read_settings({"HOST": "localhost", "PORT": "81"}).base_url == "http://localhost:81"
    assert isinstance(teams, TeamsSettings)
    assert teams.allowed_tenants == ("c",)


def subcommands() -> dict[str, argparse.ArgumentParser]:
    (action,) = [
        action for action in build_argument_parser()._actions if isinstance(action, argparse._SubParsersAction)
    ]
    return dict(action.choices)


def usage_of(name: str, command: argparse.ArgumentParser) -> str:
    words = [name]
    for action in sorted(command._actions, key=lambda action: bool(action.option_strings)):
        if isinstance(action, argparse._HelpAction):
            continue
        takes = "" if action.nargs == 0 else f" {action.metavar or action.dest.upper()}"
        word = f"{action.option_strings[0]}{takes}" if action.option_strings else action.dest.upper()
        words.append(f"[{word}]" if action.option_strings or action.nargs == "?" else word)
    return " ".join(words)


def test_the_page_tells_every_command_with_its_options() -> None:
    wanted = sorted(usage_of(name, command) for name, command in subcommands().items())
    assert sorted(read_names(read_section(COMMANDS, "python -m bot"))) == wanted


def test_the_help_of_a_command_says_what_it_does_and_each_of_its_words() -> None:
    for name, command in subcommands().items():
        assert command.description, name
        assert [action.dest for action in command._actions if not action.help] == [], name


def test_the_page_tells_every_target_of_make() -> None:
    makefile = (ROOT / "Makefile").read_text()
    told = {name.split()[1] for name in read_names(read_section(COMMANDS, "make"))}
    named = set(re.findall(r"^([a-z-]+):.*## ", makefile, flags=re.MULTILINE))
    assert named <= told <= set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))


def test_the_page_tells_every_word_that_begins_a_command() -> None:
    told = []
    for *cells, _ in read_rows(read_section(COMMANDS, "Verbs")):
        begun = [verbs.fold_word(code.split()[0]) for cell in cells for code in read_codes(cell)]
        names = {name for name, words in verbs.WORDS.items() if set(words) & set(begun)}
        assert len(names) == 1, f"{begun} are one command"
        told.append((names.pop(), set(begun)))
    assert sorted(told) == sorted((name, set(words)) for name, words in verbs.WORDS.items())


@pytest.mark.parametrize("title", ["What may follow", "For the secretariat"])
def test_each_line_of_the_page_is_a_command_and_no_question(title: str) -> None:
    lines = read_names(read_section(COMMANDS, title))
    assert [line for line in lines if verbs.parse_command(line)[0] in ("", "asked")] == []


def words_of(handler: Callable[..., Any]) -> set[str]:
    """The words that a handler tells apart."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(handler)))
    cases = [node for case in ast.walk(tree) if isinstance(case, ast.match_case) for node in ast.walk(case.pattern)]
    values = [node.value for node in cases if isinstance(node, ast.MatchValue)]
    return {str(value.value) for value in values if isinstance(value, ast.Constant)}


def test_the_page_tells_every_word_that_follows_admin() -> None:
    told = [line.split()[1:2] for line in read_names(read_section(COMMANDS, "For the secretariat"))]
    assert {verbs.fold_word(word) for words in told for word in words} == words_of(admin_menu.on_admin)


def test_the_page_tells_what_follows_meg() -> None:
    told = {
        line.split()[1] for line in read_names(read_section(COMMANDS, "What may follow")) if line[:3] in ("meg", "me ")
    }
    other_forms = {"slutter", "sluttar", "data", "erase"}
    assert words_of(me_command.on_me) - other_forms <= told


def test_the_page_tells_what_stands_in_the_menus_of_slack_and_teams() -> None:
    slack, teams = manifest(bot.platforms.slack), manifest(bot.platforms.teams)
    said = Say("nb", UTC)
    lists = [
        command["title"] for shown in app_languages.COMMANDS for command in app_languages.list_app_commands(said, shown)
    ]
    wanted = {
        "Slack, slash commands": {command["command"] for command in slack["features"]["slash_commands"]},
        "Slack, shortcuts": {shortcut["name"] for shortcut in slack["features"]["shortcuts"]},
        "Teams, commands to choose from": set(lists),
        "Teams, message extensions": {command["title"] for command in teams["composeExtensions"][0]["commands"]},
    }
    rows = read_rows(read_section(COMMANDS, "In the menus of Slack and Teams"))
    assert {row[0]: set(read_codes(row[1])) for row in rows} == wanted
