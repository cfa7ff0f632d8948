"""The arrows between the folders: the contracts of pyproject.toml hold, and each of them breaks when it is crossed."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.sources import CODE, ROOT, load_sources

#: file -> an import it must never have
CROSSINGS = {
    "storage/directory/topics.py": "handlers.chat.cards",
    "handlers/chat/cards.py": "bot.settings",
    "handlers/questions/referrals.py": "handlers.policy.issues",
    "handlers/chat/places.py": "slack_sdk",
    "handlers/chat/events.py": "botbuilder.core",
    "handlers/chat/errors.py": "aiohttp",
    "handlers/chat/verbs.py": "sqlalchemy",
    "bot/app.py": "sqlalchemy",
    "bot/delivery/courier.py": "slack_sdk",
    "bot/chore_scheduler.py": "botbuilder.schema",
    "bot/runtime/metrics.py": "bot.app",
    "bot/platforms/slack/__init__.py": "bot.platforms.teams",
    "bot/platforms/teams/__init__.py": "bot.platforms.playground",
    "bot/platforms/playground/__init__.py": "slack_sdk",
}
#: "store.listings.lock(question.listing_id)", and "load_own_site(turn, str(link.site_id))", which locks as well
_LOCKS_PARENT = re.compile(r"(?:\.lock\(|\bload_\w+\(turn, str\()\w+\.\w+_id\b")
#: the same before it is written on one line
_MAY_LOCK = re.compile(r"\.lock\(|\bload_\w+\(\s*turn,\s*str\(")
#: file that locks what a row belongs to by itself -> why the row is not from before the lock
LOCKED_BY_ITSELF = {
    "handlers/directory/departures/handover_undo.py": "the row is locked first",
    "handlers/meetings/agenda/lookup.py": "the item is locked afterwards",
    "handlers/meetings/draft_submission.py": "the draft is locked first",
    "handlers/meetings/minutes/carry_over.py": "the item is locked first",
    "handlers/policy/issues/agenda_proposals.py": "the minutes are locked first",
    "handlers/questions/answers/answer_acceptance.py": "nothing is locked yet",
    "handlers/questions/answers/answer_moderation.py": "the answer was found below the lock",
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
    return subprocess.run(
        command, cwd=folder, env=os.environ | {"COLUMNS": "300"}, capture_output=True, text=True, check=False
    )


def test_every_import_follows_the_arrow() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_crossing_breaks_its_contract(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for folder in CODE:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file, module in CROSSINGS.items():
        path = tmp_path / file
        path.write_text(f"{path.read_text()}\nimport {module}\n")
    done = lint(tmp_path)
    assert done.returncode == 1
    assert " KEPT" not in done.stdout
    for file, module in CROSSINGS.items():
        importer = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        package = module.partition(".")[0]
        imported = module if package in CODE else package
        assert f"{importer} -> {imported}" in done.stdout


@cache
def calls(folder: str) -> list[str]:
    """What is called where, as it is written: "handlers/overview/bot_questions.py: asyncio.sleep"."""
    return [
        f"{source.name}: {ast.unparse(node.func)}"
        for source in load_sources(folder)
        for node in source.nodes
        if isinstance(node, ast.Call)
    ]


def test_handlers_name_no_platform() -> None:
    named = [
        f"{source.name}:{node.lineno}"
        for source in load_sources("handlers")
        for node in source.nodes
        if isinstance(node, ast.Constant) and node.value in ("slack", "teams", "playground")
    ]
    assert named == []


@pytest.mark.parametrize(
    ("ending", "why"),
    [
        (".commit", "the dispatcher owns the transaction"),
        (".rollback", "the dispatcher owns the transaction"),
        (".sleep", "a handler never waits"),
        ("datetime.now", "the clock is given"),
        ("date.today", "the clock is given"),
        ("time.time", "the clock is given"),
    ],
)
def test_handlers_leave_alone_what_is_not_theirs(ending: str, why: str) -> None:
    assert [call for call in calls("handlers") if call.endswith(ending)] == [], why


def test_what_belongs_to_a_locked_row_is_read_below_the_lock() -> None:
    """`lock_parent` reads it again: on PostgreSQL somebody else may have changed it while the lock was waited for."""
    found = {
        source.name
        for source in load_sources("handlers")
        if _MAY_LOCK.search(source.text)
        for node in source.nodes
        if isinstance(node, ast.AsyncFunctionDef) and _LOCKS_PARENT.search(text := ast.unparse(node))
        if "lock_parent(" not in text
    }
    assert found == set(LOCKED_BY_ITSELF)


def test_only_the_command_line_reads_the_environment() -> None:
    readers = {
        str(path.relative_to(ROOT))
        for folder in CODE
        for path in (ROOT / folder).rglob("*.py")
        if re.search("environ|getenv", text := path.read_text())
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    }
    assert readers <= {"bot/__main__.py"}


def test_a_program_loads_what_it_needs_and_no_more() -> None:
    """The other engine, a platform that is off, and what one command or one reader wants make every start longer."""
    start = (
        "import sys, bot.platforms.slack; from bot.cli import commands;"
        " commands.Database('sqlite:///none.db'); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", start], cwd=ROOT, capture_output=True, text=True, check=True)
    others = {"alembic", "apscheduler", "asyncpg", "botbuilder", "docx", "icalendar", "lxml", "rich"}
    others.add("sqlalchemy.dialects.postgresql")
    assert others.isdisjoint(done.stdout.split())


def test_what_only_reads_texts_loads_neither_a_platform_nor_the_web() -> None:
    start = "import sys, bot.cli.jsonl_commands; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", start], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"aiohttp", "bot.app", "bot.importers.rows", "handlers.meetings", "slack_sdk"}.isdisjoint(
        done.stdout.split()
    )


def test_what_only_describes_listings_loads_no_store_and_no_chat() -> None:
    start = "import sys, bot.__main__, bot.cli.describe_command; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", start], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"aiohttp", "babel", "bot.settings", "handlers.chat", "sqlalchemy", "storage"}.isdisjoint(
        done.stdout.split()
    )
