"""`rotate`: every token at rest is encrypted with the newest key, and what cannot be is said."""

from __future__ import annotations

import pytest

from bot.cli import commands
from bot.settings import read_settings
from storage.directory.installation_stores import WorkspaceInstallations
from storage.kit.database import Database
from tests.storage.test_installations import NEW, OLD, installation


async def rotate(url: str, keys: str) -> int:
    return await commands.run_rotate_command(read_settings({"DATABASE_URL": url, "SECRET_KEY": keys}))


async def test_the_old_key_may_go_once_all_is_encrypted_with_the_new_one(
    sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    database = Database(sqlite_url)
    await WorkspaceInstallations(database, "11.22", (OLD,)).keeping.async_save(installation())
    assert await rotate(sqlite_url, NEW) == commands.FAILED
    assert "7 cannot be opened" in capsys.readouterr().err
    assert await rotate(sqlite_url, f"{NEW},{OLD}") == commands.DONE
    assert "7 tokens are encrypted" in capsys.readouterr().out
    assert await rotate(sqlite_url, NEW) == commands.DONE
    found = await WorkspaceInstallations(database, "11.22", (NEW,)).find_installation("T1")
    assert found is not None
    assert found.token == "xoxb-the-bot"
    await database.close()


async def test_without_a_key_there_is_nothing_to_encrypt_with(sqlite_url: str) -> None:
    assert await commands.run_rotate_command(read_settings({"DATABASE_URL": sqlite_url})) == commands.WRONG_USE
