"""Only what Slack signed comes in, and each request once."""

from __future__ import annotations

import asyncio
import io
import json
import logging

import pytest
from structlog.testing import capture_logs

from bot.intake.admission_control import WIDTH
from handlers.chat.events import Event
from tests.platforms.slack.conftest import Desk, serving
from tests.platforms.slack.payloads import FORM, JSON, command, encoded, message, signed
from tests.standins.slack import BOT, SlackStandIn

BODY, _ = encoded(message(f"<@{BOT}> hei", ts="100.000042", kind="app_mention"))


async def status(desk: Desk, body: bytes, headers: dict[str, str]) -> int:
    async with desk.http.post("/slack/events", data=io.BytesIO(body), headers=headers) as answer:
        return answer.status


async def test_a_signed_request_comes_through(desk: Desk) -> None:
    assert await status(desk, BODY, signed(BODY)) == 200
    assert len(desk.dispatch.events) == 1


async def test_while_too_much_is_inside_events_are_told_again_and_whoever_presses_reads_why(desk: Desk) -> None:
    waiting = asyncio.Event()

    async def answer(_event: Event) -> None:
        await waiting.wait()

    desk.dispatch.answer = answer
    desk.dispatch.admission.pace._cost = 1.0
    inside = [asyncio.create_task(desk.deliver(message(f"{n}", ts=f"100.{n:06d}", channel="D1"))) for n in range(WIDTH)]
    while len(desk.dispatch.events) < WIDTH:  # noqa: ASYNC110 - a notebook rings no bell
        await asyncio.sleep(0.01)
    refused = await desk.deliver(message("one more", ts="100.000099", channel="D1"))
    assert (refused.status, int(refused.headers["Retry-After"]) >= 1) == (503, True)
    assert len(desk.dispatch.events) == WIDTH
    forged = signed(BODY, secret="another secret")
    assert await status(desk, BODY, forged) == 401, "what nobody signed learns nothing of the line"
    pressed = asyncio.create_task(desk.deliver(command("hjelp")))
    while len(desk.dispatch.events) == WIDTH:  # noqa: ASYNC110 - as above
        await asyncio.sleep(0.01)
    waiting.set()
    assert [answer.status for answer in await asyncio.gather(*inside, pressed)] == [200] * (WIDTH + 1)
    assert await status(desk, BODY, signed(BODY)) == 200


async def test_a_request_slack_did_not_sign_does_nothing(desk: Desk) -> None:
    good = signed(BODY)
    bad = [
        signed(BODY, secret="another secret"),
        signed(BODY, age=301),
        signed(BODY, age=-330),  # it comes nearer while the test runs
        good | {"X-Slack-Signature": "v0=0000"},
        good | {"X-Slack-Signature": ""},
        {"Content-Type": JSON},
        signed(BODY + b" "),
    ]
    assert [await status(desk, BODY, headers) for headers in bad] == [401] * len(bad)
    assert desk.dispatch.events == []


async def test_a_wrong_secret_and_a_wrong_clock_are_told_once_a_minute(desk: Desk) -> None:
    """With either the bot is silent, and nothing else says why."""
    with capture_logs() as lines:
        for headers in [signed(BODY, secret="another secret")] * 3 + [signed(BODY, age=900)] * 3:
            assert await status(desk, BODY, headers) == 401
    strange, late = [line for line in lines if line["event"].startswith("slack request refused")]
    assert "SLACK_SIGNING_SECRET" in strange["event"]
    assert "clock" in late["event"]
    assert 900 <= late["seconds"] < 960


@pytest.mark.parametrize("stamp", ["", "now", "12e3", "-5", "1 2", "²", "9" * 400])
async def test_a_malformed_timestamp_is_refused_not_an_error(desk: Desk, stamp: str) -> None:
    headers = signed(BODY, stamp="1") | {"X-Slack-Request-Timestamp": stamp}
    assert await status(desk, BODY, headers) == 401


@pytest.mark.parametrize(
    "signature", ["v0=é", "é" * 67, "v0=" + "٣" * 64, "\ufffd", "v0=\xff", "v1=" + "0" * 64, "v0=" + "0" * 9999]
)
async def test_a_malformed_signature_is_refused_not_an_error(desk: Desk, signature: str) -> None:
    assert await status(desk, BODY, signed(BODY) | {"X-Slack-Signature": signature}) in (400, 401)


async def test_the_same_request_again_reaches_the_dispatcher_with_the_same_id(desk: Desk) -> None:
    headers = signed(BODY)
    assert [await status(desk, BODY, headers), await status(desk, BODY, headers)] == [200, 200]
    assert len({event.id for event in desk.dispatch.events}) == 1


async def test_a_replayed_command_has_the_same_id(desk: Desk) -> None:
    body, content_type = encoded(command("hei"))
    headers = signed(body, content_type=content_type)
    assert [await status(desk, body, headers), await status(desk, body, headers)] == [200, 200]
    assert len({event.id for event in desk.dispatch.events}) == 1


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (b'{"type": "event_call', JSON, 400),
        (b"[1, 2]", JSON, 400),
        (b"5", JSON, 400),
        (b"", JSON, 400),
        (b'{"type": "event_callback", "event": 5}', JSON, 400),
        (b'{"type": "event_callback"}', JSON, 400),
        (b"\xff\xfe", JSON, 400),
        (b"[" * 100_000, JSON, 400),
        (b"payload=%7B%22type", FORM, 400),
        (b"payload=5", FORM, 400),
        (b'{"type": "event_callback"}', "text/plain", 415),
        (b'{"type": "event_callback"}', "multipart/form-data", 415),
        (b"x" * (1024 * 1024 + 1), JSON, 413),
        (b'{"type": "of_no_kind"}', JSON, 404),
    ],
)
async def test_what_cannot_be_read_is_refused(desk: Desk, body: bytes, content_type: str, expected: int) -> None:
    assert await status(desk, body, signed(body, content_type=content_type)) == expected
    assert desk.dispatch.events == []


async def test_a_body_without_a_length_is_cut_off_at_a_megabyte(desk: Desk) -> None:
    async def endless() -> object:
        for _ in range(40):
            yield b"x" * 65536

    async with desk.http.post("/slack/events", data=endless(), headers=signed(b"")) as answer:
        assert answer.status == 413


async def test_slack_may_check_the_url_and_the_certificate(desk: Desk) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c-1"}).encode()
    async with desk.http.post("/slack/events", data=body, headers=signed(body)) as answer:
        assert (await answer.json())["challenge"] == "c-1"
    async with desk.http.post("/slack/events", data=b"ssl_check=1&token=x", headers={"Content-Type": FORM}) as answer:
        assert (answer.status, await answer.text()) == (200, "")


async def test_a_failure_to_store_makes_slack_send_the_event_again(desk: Desk) -> None:
    def fail(_: object) -> None:
        raise OSError("the database is away")

    desk.dispatch.answer = fail
    assert await status(desk, BODY, signed(BODY)) == 500
    desk.dispatch.answer = lambda _: None
    assert await status(desk, BODY, signed(BODY)) == 200


async def test_nothing_of_a_request_is_logged(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    body, _ = encoded(message("hemmelig melding", kind="app_mention"))
    await status(desk, body, signed(body, secret="wrong"))
    await status(desk, body, signed(body))
    await status(desk, b'{"type": "hemmelig"}', signed(b'{"type": "hemmelig"}'))
    assert "hemmelig" not in caplog.text
    assert "xoxb" not in caplog.text


async def test_settings_of_oauth_in_the_environment_change_nothing(
    workspace: SlackStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("SLACK_CLIENT_ID", "1.2"), ("SLACK_CLIENT_SECRET", "s"), ("SLACK_BOT_TOKEN", "xoxb-other")):
        monkeypatch.setenv(name, value)
    async with serving(workspace) as desk:
        assert await status(desk, BODY, signed(BODY)) == 200
        assert len(desk.dispatch.events) == 1
