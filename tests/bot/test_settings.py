"""Slack is one workspace by token, or many that install the bot: half of either is an error."""

from __future__ import annotations

import pytest

from bot.runtime.setting_values import SettingsError
from bot.settings import read_settings

MANY = {
    "SLACK_CLIENT_ID": "11.22",
    "SLACK_CLIENT_SECRET": "client-secret",
    "SLACK_SIGNING_SECRET": "signing-secret",
    "SECRET_KEY": "k" * 32,
    "BASE_URL": "https://arena.example.org/",
}


def test_many_workspaces_need_no_token() -> None:
    slack = read_settings(MANY).slack
    assert slack is not None
    assert (slack.bot_token, slack.client_id) == ("", "11.22")
    assert slack.redirect_url == "https://arena.example.org/slack/oauth_redirect"
    assert slack.authorize_url == "https://slack.com/oauth/v2/authorize"


@pytest.mark.parametrize("name", ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET", "SECRET_KEY"])
def test_what_is_missing_is_named(name: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name} is missing"):
        read_settings({key: value for key, value in MANY.items() if key != name})


def test_a_token_and_installations_exclude_each_other() -> None:
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN and SLACK_CLIENT_ID and SLACK_CLIENT_SECRET"):
        read_settings(MANY | {"SLACK_BOT_TOKEN": "xoxb-one"})


def test_one_workspace_needs_its_token() -> None:
    with pytest.raises(SettingsError, match=r"^SLACK_BOT_TOKEN is missing.*SLACK_CLIENT_ID"):
        read_settings({"SLACK_SIGNING_SECRET": "signing-secret"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "²"),
        ("PORT", "٣٠"),
        ("ARENA_GRACE_SECONDS", "²"),
        ("ARENA_TIMEZONE", "Europe"),
        ("TEAMS_ANONYMOUS", "yes"),
    ],
)
def test_what_cannot_be_meant_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name}"):
        read_settings({name: value})


def test_an_address_of_version_six_stands_in_brackets() -> None:
    assert read_settings({"HOST": "::1", "PORT": "3951"}).base_url == "http://[::1]:3951"
