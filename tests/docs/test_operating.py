"""What operators are told holds: rights and paths, commands and settings, as the code has them."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from bot import web
from bot.__main__ import build_argument_parser
from bot.app import Bot
from bot.cli.suspicious_settings import VARIABLES
from bot.http.picture_upload_pages import LARGEST
from bot.http.table_upload_pages import BESIDE
from bot.platforms.slack.checks import load_needed_scopes
from bot.settings import read_settings
from handlers.documents.tables import MOST_BYTES

OPERATE = Path(__file__).parents[2] / "docs" / "operate"
FILES = sorted(path for path in OPERATE.rglob("*") if path.is_file())
#: every route there is, over HTTP
EVERYTHING = {
    "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "c", "SLACK_SIGNING_SECRET": "s", "SECRET_KEY": "k" * 32,
    "TEAMS_APP_ID": "a", "TEAMS_APP_PASSWORD": "p", "TEAMS_TENANT_ID": "t",
}  # fmt: skip
INSIDE = ("/health/live", "/health/ready", "/metrics")


def commands() -> set[str]:
    (action,) = [
        action for action in build_argument_parser()._actions if isinstance(action, argparse._SubParsersAction)
    ]
    return set(action.choices)


async def list_paths(url: str) -> set[str]:
    bot = Bot.from_settings(read_settings({**EVERYTHING, "DATABASE_URL": url}))
    app = web.build_web_application(bot.platforms.values(), bot.build_page_server(), bot.health)
    await bot.database.close()
    return {route.resource.canonical for route in app.router.routes() if route.resource}


def is_passed_on(path: str) -> bool:
    """As nginx chooses: the same path, else a pattern, else the longest beginning."""
    passes = re.findall(r"location (=|~)? ?(\S+) \{([^}]*)\}", (OPERATE / "nginx.conf").read_text("utf-8"))
    for how, what, block in sorted(passes, key=lambda one: (("=", "~", "").index(one[0]), -len(one[1]))):
        if path == what if how == "=" else re.search(what, path) if how == "~" else path.startswith(what):
            return "proxy_pass" in block
    return False


@pytest.mark.parametrize(("path", "most"), [("import", MOST_BYTES + BESIDE), ("send-picture", LARGEST)])
def test_the_proxy_lets_the_largest_table_and_picture_through(path: str, most: int) -> None:
    found = re.search(
        rf"location ~ \^/data/{path}/ \{{\s*client_max_body_size (\d+)m;", (OPERATE / "nginx.conf").read_text()
    )
    assert found is not None
    assert int(found[1]) * 2**20 >= most


def test_each_right_in_slack_has_its_reason_and_there_are_no_others() -> None:
    section = (OPERATE / "slack.md").read_text("utf-8").split("## What each right is for")[1]
    rows = re.findall(r"^\| (`.*?) \|", section.split("\n## ")[0], re.MULTILINE)
    assert sorted(scope for row in rows for scope in re.findall(r"`([a-z:_]+)`", row)) == sorted(load_needed_scopes())


async def test_the_proxy_passes_on_what_people_and_platforms_ask_for(sqlite_url: str) -> None:
    paths = await list_paths(sqlite_url)
    assert {path for path in paths if not is_passed_on(path)} == set(INSIDE)
    assert not is_passed_on("/anything")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_command_and_setting_is_one(path: Path) -> None:
    text = path.read_text("utf-8")
    assert set(re.findall(r"-m bot ([a-z][a-z-]*)", text)) - commands() == set()
    assert set(re.findall(r"\b(?:SLACK|TEAMS|ARENA)_[A-Z_]+\b", text)) - set(VARIABLES) == set()


def test_a_unit_is_named_where_it_is_explained() -> None:
    page = (OPERATE / "deploy.md").read_text("utf-8")
    assert set(re.findall(r"\(systemd/([^)]+)\)", page)) == {path.name for path in (OPERATE / "systemd").iterdir()}
