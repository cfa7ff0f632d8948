"""The playground is for one machine, and for a database of its own: there everybody may be anybody."""

from __future__ import annotations

import asyncio

import pytest

from bot.__main__ import WRONG_USE, main
from storage.database import Database
from tests.conversation import Conversation
from tests.platforms.playground.conftest import Page, Stage


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.20", "arena.example.org"])
def test_an_address_that_others_reach_is_refused(
    host: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], sqlite_url: str
) -> None:
    monkeypatch.setenv("HOST", host)
    assert main(["playground", "--port", "0", "--database", sqlite_url]) == WRONG_USE
    assert "HOST must be loopback" in capsys.readouterr().err


def test_a_database_with_people_of_other_platforms_is_refused(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("HOST", raising=False)

    async def fill() -> None:
        database = Database(database_url)
        await (await Conversation(database).begin()).person("kari")
        await database.close()

    asyncio.run(fill())
    assert main(["playground", "--port", "0", "--database", database_url]) == WRONG_USE
    assert "holds 1 accounts of other platforms" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Forwarded-Host", "Forwarded"])
async def test_what_comes_through_a_proxy_is_refused(stage: Stage, kari: Page, name: str) -> None:
    assert (await stage.client.get("/", headers={name: "for=203.0.113.7"})).status == 403
    assert (await kari.post("write", {"id": "a-1", "channel": "tema-nett", "text": "hei"}, {name: "x"})).status == 403
