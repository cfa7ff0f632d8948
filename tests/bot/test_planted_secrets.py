"""Thirty secrets planted where the bot is given, makes and hears them: none is in the logs, a dump or a backup."""

from __future__ import annotations

import logging
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import structlog

from bot.__main__ import build_argument_parser
from bot.cli import command_runner
from bot.runtime import logs
from bot.settings import read_settings
from handlers.chat import signed_links
from handlers.chat.cards import Card
from handlers.chat.signed_links import SignedLink
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation
from tests.meetings import MONDAY
from tests.policy import published
from tests.storage.test_installations import dump, installation, installs

#: what the settings and the environment hold
SETTINGS = (
    "8f742231b10e8888abcd99yyyzzz85a5", "client-secret-Zm9vYmFyYmF6cXV4", "teams-password-8Q~hunter2hunter2",
    "k" * 16 + "-first-key-of-links", "k" * 16 + "-older-key-of-links", "database-password-hunter3",
    "identity-header-hunter4",
)  # fmt: skip
ENVIRONMENT = {
    "SLACK_SIGNING_SECRET": SETTINGS[0], "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": SETTINGS[1],
    "TEAMS_APP_ID": "app", "TEAMS_TENANT_ID": "tenant", "TEAMS_APP_PASSWORD": SETTINGS[2],
    "SECRET_KEY": ",".join(SETTINGS[3:5]), "DATABASE_URL": f"postgresql://arena:{SETTINGS[5]}@127.0.0.1:9/arena",
    "IDENTITY_HEADER": SETTINGS[6], "LOG_FORMAT": "json",
}  # fmt: skip
#: what Slack and Microsoft hand over
TOKENS = (
    "xoxb-2345678901-abcDEFghiJKL", "xoxp-99887766-qwertyuiop", "xoxe-1-My0xLWZvbw", "xoxe.xoxp-1-Mi0yLWJhcg",
    "xapp-1-A012-deadbeefcafe", "xoxb-11111111-second", "xoxp-22222222-second", "xoxe-1-second-bot", "xoxe-1-second-us",
    "https://hooks.slack.com/services/T1/B1/c2VjcmV0aG9vaw", "Bearer bearer.abc.def-ghi",
    "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtaW5lIn0.c2lnbmF0dXJlYQ", "v0=a2114d57b48eac39b9ad189dd8316235a7a2a8d2",
)  # fmt: skip
ADDRESSES = ("kari.nordmann@park.example.no", "ola+arena@klynge.example.no")


def core(secret: str) -> str:
    """What must not be left of it."""
    return max(re.split(r"[\s./:=@+]+", secret), key=len)


async def made_in_chat(talk: Conversation) -> list[str]:
    """Addresses of calendars and links that were shown to somebody once, as a private message."""
    kari, found = await talk.person("kari", organisation="eksempel"), []
    for n in range(5):
        form = await kari.does("calendar.subscribe")
        reply = await kari.submits(form, name=f"Phone {n}", shows="full")
        assert isinstance(reply.card, Card)
        found += re.findall(r"/calendar/([\w-]{20,})\.ics", reply.card.fallback)
        await kari.says("my data")
        await kari.says("web")
    sara = await talk.person("sara", role="secretariat")
    offered = await kari.does("issues.file", str(await published(kari, sara)))
    assert isinstance(offered.card, Card)
    files = [button.url.split("/")[-2] for button in offered.card.list_buttons()]
    shown = [button.url for post in kari.sees for button in post.card.list_buttons() if "/data/" in button.url]
    found += [url.rpartition("/")[2] for url in shown]
    web = [button.url for post in kari.sees for button in post.card.list_buttons() if "/web/" in button.url]
    found += [url.rpartition("/")[2] for url in web]
    assert len(web) == 5
    return (
        found
        + files[:1]
        + [signed_links.build_link_token(talk.arena, "privacy.data", SignedLink(n), MONDAY) for n in range(2)]
    )


def backup(database: Database, folder: Path) -> str:
    """The bytes of a copy, free pages too."""
    path = str(database.engine.url.database)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(folder / "backup.db")) as target:
        source.backup(target)
    return (folder / "backup.db").read_bytes().decode("latin-1")


def test_every_command_hides_the_secrets_of_its_settings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def fail(*_: object) -> int:
        raise RuntimeError(" ".join(SETTINGS))

    monkeypatch.setattr(command_runner, "_run_command", fail)
    options = build_argument_parser().parse_args(["worker"])
    with pytest.raises(RuntimeError):
        command_runner.run_configured_command(options, dict(ENVIRONMENT))
    structlog.get_logger().warning("failed with " + " ".join(SETTINGS))
    written = capsys.readouterr().err
    assert "failed with" in written
    assert [secret for secret in SETTINGS if core(secret) in written] == []


async def test_no_planted_secret_is_in_the_logs_a_dump_or_a_backup(
    database: Database, clock: Clock, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    clock.set(MONDAY)
    logs.configure_logging("DEBUG", "json", secrets=read_settings(ENVIRONMENT).list_secrets())
    talk = await Conversation(database).begin()
    talk.arena = replace(talk.arena, base_url="https://arena.test", secret=SETTINGS[3].encode())
    talk.dispatcher.arena = talk.courier.arena = talk.arena
    store = installs(database, SETTINGS[3], SETTINGS[4])
    await store.keeping.async_save(installation(token=TOKENS[0]))
    second = installation("T2", token=TOKENS[5])
    second.user_token, second.bot_refresh_token, second.user_refresh_token = TOKENS[6:9]
    second.incoming_webhook_url = TOKENS[9]
    await store.keeping.async_save(second)
    shown = await made_in_chat(talk)
    secrets = [*SETTINGS, *TOKENS, *ADDRESSES, *shown]
    assert len(secrets) >= 30

    log = structlog.get_logger()
    for secret in secrets:
        path = f"GET /calendar/{secret}.ics and POST /web/sign-in/{secret}"
        if "." in secret:
            path = f"GET /data/{secret} and /data/issue/{secret}/nb.docx"
        for told in (secret, f"token={secret}") if secret not in shown else (path,):
            log.info(f"here {told} there", value=told, deep={"list": [told]})
            logging.getLogger("some.library").warning("said %s", told)
            try:
                raise OSError(told)
            except OSError:
                log.exception("failed")
    written = capsys.readouterr().err
    assert "here" in written
    assert [secret for secret in secrets if core(secret) in written] == []

    kept = backup(database, tmp_path) if database.is_sqlite else await dump(database)
    assert "Nettverket" in kept, "the dump is one of this database"
    assert [secret for secret in secrets if secret in kept] == []
