"""Slack's error codes as the two errors of a platform."""

from __future__ import annotations

import pytest

from bot.platforms import PermanentError, TemporaryError
from bot.platforms.slack.api_client import SlackApi
from bot.platforms.slack.errors import MEANING, SlackOutcomeUnknown
from tests.standins.slack import Failure, SlackStandIn


async def refusal(workspace: SlackStandIn, failure: Failure) -> Exception:
    workspace.fail("chat.postMessage", failure)
    api = SlackApi("xoxb-test", workspace.api_url)
    try:
        await api.post_json("chat.postMessage", channel="C1", text="hei")
    except (TemporaryError, PermanentError, SlackOutcomeUnknown) as error:
        return error
    finally:
        await api.close_api_session()
    raise AssertionError("it was not refused")


@pytest.mark.parametrize(
    "code", ["is_archived", "channel_not_found", "not_in_channel", "user_not_found", "messages_tab_disabled"]
)
async def test_a_place_that_is_gone_is_permanent_and_gone(workspace: SlackStandIn, code: str) -> None:
    error = await refusal(workspace, Failure(code))
    assert isinstance(error, PermanentError)
    assert (error.why, error.gone) == (code, True)


@pytest.mark.parametrize(
    "code", ["invalid_auth", "token_revoked", "account_inactive", "invalid_blocks", "missing_scope", "a_new_code"]
)
async def test_a_refusal_is_permanent_but_the_place_remains(workspace: SlackStandIn, code: str) -> None:
    error = await refusal(workspace, Failure(code))
    assert isinstance(error, PermanentError)
    assert (error.why, error.gone) == (code, False)


async def test_throttling_holds_back_the_whole_bucket_for_as_long_as_slack_says(workspace: SlackStandIn) -> None:
    error = await refusal(workspace, Failure("ratelimited", status=429, retry_after=17))
    assert isinstance(error, TemporaryError)
    assert (error.after, error.whole_bucket) == (17.0, True)


async def test_throttling_without_a_time_waits_a_little(workspace: SlackStandIn) -> None:
    error = await refusal(workspace, Failure(status=429, body="slow down", content_type="text/html"))
    assert isinstance(error, TemporaryError)
    assert error.after > 0


@pytest.mark.parametrize(
    "failure",
    [
        Failure("internal_error"),
        Failure("fatal_error", status=200),
        Failure("service_unavailable", status=503),
        Failure(status=502, body="<html>Bad gateway</html>"),
        Failure(status=200, body="<html>Sign in</html>"),
        Failure(status=200, body="ok", content_type="text/plain"),
        Failure(status=200, body='{"ok": tru', content_type="application/json"),
        Failure(status=200, body="[]", content_type="application/json"),
        Failure(body="drop"),
        Failure(body="drop", after=True),
    ],
)
async def test_no_clear_answer_means_that_the_outcome_is_unknown(workspace: SlackStandIn, failure: Failure) -> None:
    assert isinstance(await refusal(workspace, failure), SlackOutcomeUnknown)


async def test_a_connection_that_is_refused_was_certainly_no_message() -> None:
    api = SlackApi("xoxb-test", "http://127.0.0.1:1/api/")
    with pytest.raises(TemporaryError):
        await api.post_json("chat.postMessage", channel="C1", text="hei")
    await api.close_api_session()


async def test_a_host_that_does_not_exist_was_certainly_no_message() -> None:
    api = SlackApi("xoxb-test", "http://no-such-host.invalid/api/")
    with pytest.raises(TemporaryError):
        await api.post_json("chat.postMessage", channel="C1", text="hei")
    await api.close_api_session()


async def test_an_answer_that_comes_too_late_is_unknown(
    workspace: SlackStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.slack.api_client.TIMEOUT", 0.1)
    assert isinstance(await refusal(workspace, Failure(delay=0.3, after=True)), SlackOutcomeUnknown)


async def test_a_connection_dropped_after_the_message_arrived_makes_exactly_one_message(
    workspace: SlackStandIn,
) -> None:
    assert isinstance(await refusal(workspace, Failure(body="drop", after=True)), SlackOutcomeUnknown)
    assert len(workspace.called("chat.postMessage")) == 1
    assert len(workspace.messages["C1"]) == 1


async def test_no_refusal_quotes_what_was_sent_or_answered(workspace: SlackStandIn) -> None:
    for failure in (Failure("invalid_blocks"), Failure(status=500, body="<html>hemmelig</html>"), Failure(body="drop")):
        error = await refusal(workspace, failure)
        assert "hemmelig" not in str(error)
        assert error.__cause__ is None


async def test_a_response_link_leads_to_slack_or_nowhere(workspace: SlackStandIn) -> None:
    api = SlackApi("xoxb-test", workspace.api_url)
    assert await api.post_response(workspace.response_url, {"text": "hei"}) == 200
    for url in (
        "http://169.254.169.254/latest",
        "https://slack.com.evil.no/x",
        "http://hooks.slack.com/x",
        "https://evil.no/.slack.com",
        "",
    ):
        assert await api.post_response(url, {"text": "hei"}) == 404
    assert len(workspace.responses) == 1
    await api.close_api_session()


def test_the_table_is_sorted_within_each_meaning() -> None:
    for meaning in ("gone", "permanent", "temporary", "unknown"):
        codes = [code for code, what in MEANING.items() if what == meaning]
        assert codes == sorted(codes)
