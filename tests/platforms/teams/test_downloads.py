"""Pictures of a message are fetched with the bot's token from Microsoft's own hosts, and from nowhere else."""

from __future__ import annotations

import pytest

from bot.platforms import PermanentError
from bot.platforms.teams import TeamsPlatform, connector
from handlers.chat.places import Place
from tests.standins.teams import TENANT, Microsoft

HERE = Place("teams", TENANT)


async def test_a_picture_is_fetched_with_the_bot_s_token(teams: TeamsPlatform, microsoft: Microsoft) -> None:
    microsoft.pictures["0-1"] = b"picture"
    address = f"{microsoft.service_url}v3/attachments/0-1/views/original"
    assert await teams.download_file(HERE, address, 7) == b"picture"
    with pytest.raises(PermanentError, match="file_too_large"):
        await teams.download_file(HERE, address, 6)
    with pytest.raises(PermanentError, match="file_gone"):
        await teams.download_file(HERE, address.replace("0-1", "0-2"), 7)


async def test_a_file_of_a_private_chat_is_fetched_without_a_token(
    teams: TeamsPlatform, microsoft: Microsoft, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its address carries the right to read it, as it was signed."""
    asked = list[tuple[str, dict[str, str]]]()

    async def download(_session: object, address: str, headers: dict[str, str], _most: int) -> bytes:
        asked.append((address, headers))
        if len(asked) > 1:
            raise PermanentError("file_refused")
        return b"table"

    monkeypatch.setattr(connector, "download_platform_file", download)
    address = "https://a-my.sharepoint.com/personal/k/_layouts/15/download.aspx?UniqueId=1&tempauth=v1.e%2Bx.y_z-1=="
    assert await teams.download_file(HERE, address, 7) == b"table"
    assert (asked, microsoft.token_requests) == ([(address, {})], [])
    with pytest.raises(PermanentError, match="file_expired"):
        await teams.download_file(HERE, address, 7)


@pytest.mark.parametrize(
    "address",
    [
        "https://smba.trafficmanager.net.evil.example/v3/attachments/1/views/original",
        "https://smba.trafficmanager.net@evil.example/v3/1",
        "http://smba.trafficmanager.net/v3/1",
        "https://evil.example/v3/1",
        "http://127.0.0.1:1/emea/v3/1",
        "https://smba.trafficmanager.net/v3/1?tempauth=x",
        "http://a.sharepoint.com/t.xlsx?tempauth=x",
        "https://a.sharepoint.com:8443/t.xlsx?tempauth=x",
        "https://a.sharepoint.com.evil.example/t.xlsx?tempauth=x",
        "https://evil.example/t.xlsx?a.sharepoint.com",
        "https://evil.example\\@a.sharepoint.com/t.xlsx",
        "https://a.sharepoint.com/../t.xlsx?tempauth=x",
        "https://a.sharepoint.com/t.xlsx?temp auth",
        "",
    ],
)
async def test_the_token_goes_nowhere_else(teams: TeamsPlatform, microsoft: Microsoft, address: str) -> None:
    with pytest.raises(PermanentError, match="file_elsewhere"):
        await teams.download_file(HERE, address, 99)
    assert microsoft.token_requests == []
