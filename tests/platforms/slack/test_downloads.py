"""Files of a message are fetched with the bot's token from Slack's own hosts, and from nowhere else."""

from __future__ import annotations

import pytest

from bot.platforms import PermanentError, TemporaryError
from bot.platforms.slack.files import list_slack_files
from handlers.chat.places import Place
from tests.platforms.slack.conftest import Desk
from tests.standins.slack import TEAM

HERE = Place("slack", TEAM)


def test_a_picture_comes_with_the_address_that_only_the_bot_can_open() -> None:
    told = {"name": "a.jpg", "mimetype": "image/jpeg", "permalink": "https://n.slack.com/files/a.jpg"}
    (file,) = list_slack_files({"files": [told | {"url_private": "https://files.slack.com/files-pri/T1-F1/a.jpg"}]})
    assert (file.kind, file.source) == ("image", "https://files.slack.com/files-pri/T1-F1/a.jpg")
    (far,) = list_slack_files({"files": [{"id": "F1", "file_access": "check_file_info"}]})
    assert far.source == ""


async def test_a_file_is_fetched_with_the_token(desk: Desk) -> None:
    desk.api.files["a.jpg"] = (200, b"picture")
    assert await desk.slack.download_file(HERE, desk.api.file_url("a.jpg"), 7) == b"picture"
    assert [shown.startswith("Bearer xoxb-") for shown in desk.api.file_tokens] == [True]


@pytest.mark.parametrize(
    ("held", "most", "error", "why"),
    [
        ((200, b"12345678"), 7, PermanentError, "file_too_large"),
        ((200, b"<html>Sign in"), 99, PermanentError, "file_refused"),
        ((302, b""), 99, PermanentError, "file_refused"),
        ((403, b""), 99, PermanentError, "file_refused"),
        ((404, b""), 99, PermanentError, "file_gone"),
        ((500, b""), 99, TemporaryError, "download: 500"),
        ((429, b""), 99, TemporaryError, "download: 429"),
    ],
)
async def test_what_is_not_handed_out_says_why(
    desk: Desk,
    held: tuple[int, bytes],
    most: int,
    error: type[Exception],
    why: str,
) -> None:
    desk.api.files["a.jpg"] = held
    with pytest.raises(error, match=why):
        await desk.slack.download_file(HERE, desk.api.file_url("a.jpg"), most)
    assert len(desk.api.file_tokens) == 1


@pytest.mark.parametrize(
    "address",
    [
        "https://files.slack.com.evil.example/a.jpg",
        "https://files.slack.com@evil.example/a.jpg",
        "http://files.slack.com/a.jpg",
        "https://files.slack.com:8443/a.jpg",
        "https://evil.slack.com/a.jpg",
        "http://127.0.0.1:1/a.jpg",
        "file:///etc/passwd",
        "https://files.slack.com/../../a.jpg",
        "",
    ],
)
async def test_the_token_goes_nowhere_else(desk: Desk, address: str) -> None:
    with pytest.raises(PermanentError, match="file_elsewhere"):
        await desk.slack.download_file(HERE, address, 99)
    assert desk.api.file_tokens == []
