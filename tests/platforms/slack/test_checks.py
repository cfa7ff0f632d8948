"""What `check_configuration` finds out about a workspace, and what it says to do."""

from __future__ import annotations

from bot.platforms.slack import SlackPlatform
from bot.settings import SlackSettings as Settings
from tests.platforms.slack.payloads import SECRET
from tests.standins.slack import Failure, SlackStandIn


def platform(workspace: SlackStandIn, app_token: str = "") -> SlackPlatform:
    return SlackPlatform(Settings("xoxb-test", SECRET, app_token, workspace.api_url), arena_name="Arena", language="nb")


async def test_everything_is_in_order(workspace: SlackStandIn) -> None:
    found = await platform(workspace, "xapp-test").check_configuration()
    assert [(one.what, one.ok) for one in found] == [
        ("Slack token", True),
        ("Slack scopes", True),
        ("Slack Socket Mode", True),
        ("Slack channels", True),
    ]
    assert "#energi, #nett" in found[-1].detail


async def test_a_missing_scope_is_named_with_what_to_do(workspace: SlackStandIn) -> None:
    workspace.scopes = "chat:write,commands"
    found = {one.what: one for one in await platform(workspace).check_configuration()}
    assert not found["Slack scopes"].ok
    assert "im:history" in found["Slack scopes"].detail
    assert "install the app again" in found["Slack scopes"].detail


async def test_a_scope_that_it_works_without_is_named_and_is_no_fault(workspace: SlackStandIn) -> None:
    workspace.scopes = workspace.scopes.replace("reactions:write,", "")
    found = {one.what: one for one in await platform(workspace).check_configuration()}
    assert found["Slack scopes"].ok
    assert "reactions:write missing: no 👀 and ✅" in found["Slack scopes"].detail


async def test_a_dead_token_is_said_and_nothing_else_is_asked(workspace: SlackStandIn) -> None:
    workspace.fail("auth.test", Failure("token_revoked"))
    found = await platform(workspace).check_configuration()
    assert [(one.what, one.ok) for one in found] == [("Slack token", False)]
    assert "SLACK_BOT_TOKEN" in found[0].detail


async def test_a_wrong_app_token_and_channels_that_cannot_be_read_are_said(workspace: SlackStandIn) -> None:
    workspace.fail("apps.connections.open", Failure("invalid_auth"))
    workspace.fail("users.conversations", Failure("missing_scope"))
    found = {one.what: one for one in await platform(workspace, "xapp-test").check_configuration()}
    assert not found["Slack Socket Mode"].ok
    assert "connections:write" in found["Slack Socket Mode"].detail
    assert not found["Slack channels"].ok


async def test_slack_out_of_reach_is_a_finding() -> None:
    lost = SlackPlatform(
        Settings("xoxb-test", SECRET, "", "http://127.0.0.1:1/api/"), arena_name="Arena", language="nb"
    )
    found = await lost.check_configuration()
    assert [one.ok for one in found] == [False]
    assert "SLACK_API_URL" in found[0].detail
