"""The playground is for one machine, and for a database of its own: there everybody may be anybody."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.cli import WRONG_USE
from storage.kit.database import Database
from tests.conversation import Conversation
from tests.platforms.playground.conftest import Page, Stage


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.20", "arena.example.org"])
def test_an_address_that_others_reach_is_refused(
    host: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("HOST", host)
    # one that is not refused ends at the folder that is not there, and does not serve
    assert main(["playground", "--port", "0", "--database", f"sqlite:///{tmp_path}/nowhere/arena.db"]) == WRONG_USE
    assert "HOST must be loopback" in capsys.readouterr().err


@pytest.fixture
def taken() -> Iterator[str]:
    """A port that somebody listens on: a playground that is not refused ends there."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield str(listener.getsockname()[1])


def test_a_database_with_people_of_other_platforms_is_refused(
    database_url: str, taken: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("HOST", raising=False)

    async def fill() -> None:
        database = Database(database_url)
        await (await Conversation(database).begin()).person("kari")
        await database.close()

    asyncio.run(fill())
    assert main(["playground", "--port", taken, "--database", database_url]) == WRONG_USE
    assert "holds 1 accounts of other platforms" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Forwarded-Host", "Forwarded"])
async def test_what_comes_through_a_proxy_is_refused(stage: Stage, kari: Page, name: str) -> None:
    assert (await stage.client.get("/", headers={name: "for=203.0.113.7"})).status == 403
    assert (await kari.post("write", {"id": "a-1", "channel": "tema-nett", "text": "hei"}, {name: "x"})).status == 403
