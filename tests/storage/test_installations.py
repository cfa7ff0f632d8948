"""What a workspace hands over when it installs the bot: kept sealed, found by its id, gone when it is removed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore

from storage.directory.installation_stores import WorkspaceInstallations, get_installed_workspace_id
from storage.directory.installations import SEALED, TABLES, SlackOAuthState
from storage.kit.database import Database
from storage.kit.token_encryption import CannotDecrypt, Keyring
from tests.postgres import Server

OLD, NEW = "o" * 32, "n" * 32
#: everything Slack may hand over that opens a chat
KEYS = {
    "bot_token": "xoxb-the-bot",
    "bot_refresh_token": "xoxe-1-the-bot",
    "user_token": "xoxp-a-person",
    "user_refresh_token": "xoxe-1-a-person",
    "incoming_webhook_url": "https://hooks.slack.com/services/T1/B1/secret",
}


def installation(
    team: str | None = "T1", *, token: str = "xoxb-the-bot", at: float = 1000.0, enterprise: str = ""
) -> Installation:
    made = Installation(
        app_id="A1", team_id=team, team_name="Nettverket" if team else None, enterprise_id=enterprise or None,
        enterprise_name="Konsernet" if enterprise else None, is_enterprise_install=team is None, user_id="U1",
        bot_id="B1", bot_user_id="U0", bot_scopes="chat:write,commands", installed_at=at,
        **(KEYS | {"bot_token": token}),
    )  # fmt: skip
    made.set_custom_value("url", "https://nettverket.slack.com/")
    return made


def installs(database: Database, *secrets: str) -> WorkspaceInstallations:
    return WorkspaceInstallations(database, "11.22", secrets or (OLD,))


async def dump(database: Database) -> str:
    """The whole database, as a backup has it."""
    if database.is_sqlite:
        path = Path(str(database.engine.url.database))
        return "".join(file.read_bytes().decode("latin-1") for file in path.parent.glob(f"{path.name}*"))
    server = Server(Path(str(database.engine.url.query["host"])))
    return await asyncio.to_thread(server.run, "pg_dump", server.url(str(database.engine.url.database)))


async def test_no_key_to_a_chat_is_to_be_read_in_a_dump(database: Database) -> None:
    store = installs(database)
    await store.keeping.async_save(installation())
    text = await dump(database)
    assert "Nettverket" in text, "the dump is one of this database"
    assert [key for key in KEYS.values() if key in text] == []


async def test_the_library_finds_what_it_kept(database: Database) -> None:
    store = installs(database)
    await store.keeping.async_save(installation())
    found = await store.keeping.async_find_installation(enterprise_id=None, team_id="T1", user_id="U1")
    assert found is not None
    assert {name: getattr(found, name) for name in KEYS} == KEYS
    bot = await store.keeping.async_find_bot(enterprise_id=None, team_id="T1")
    assert bot is not None
    assert (bot.bot_token, bot.bot_refresh_token) == (KEYS["bot_token"], KEYS["bot_refresh_token"])


async def test_an_installation_is_found_by_its_workspace_and_a_newer_one_takes_its_place(database: Database) -> None:
    store = installs(database)
    for made in (
        installation(token="xoxb-first", at=1000.0),
        installation(token="xoxb-second", at=2000.0),
        installation("T2", token="xoxb-other", enterprise="E1"),
        installation(None, token="xoxb-whole", enterprise="E1"),
    ):
        await store.keeping.async_save(made)
    assert await store.list_installed_workspaces() == ["E1", "T1", "T2"]
    tokens = {id: getattr(await store.find_installation(id), "token", None) for id in ("T1", "T2", "E1", "T3")}
    assert tokens == {"T1": "xoxb-second", "T2": "xoxb-other", "E1": "xoxb-whole", "T3": None}
    found = await store.find_installation("T1")
    assert found is not None
    assert (found.url, found.name, found.installed_at) == (
        "https://nettverket.slack.com/", "Nettverket", datetime.fromtimestamp(2000, UTC),
    )  # fmt: skip
    assert "xoxb" not in repr(found)
    async with database.read() as unit:
        for table in TABLES:
            assert len((await unit.session.scalars(sa.select(table).where(table.team_id == "T1"))).all()) == 1


async def test_another_app_on_the_same_database_does_not_find_it(database: Database) -> None:
    await installs(database).keeping.async_save(installation())
    assert await WorkspaceInstallations(database, "33.44", (OLD,)).find_installation("T1") is None


async def test_the_keys_of_one_workspace_are_wiped_and_the_others_stay(database: Database) -> None:
    store = installs(database)
    for made in (installation(), installation("T2", enterprise="E1"), installation(None, enterprise="E1")):
        await store.keeping.async_save(made)
    for gone, left in (("E1", ["T1", "T2"]), ("T1", ["T2"])):
        async with database.begin() as unit:
            await unit.installations.delete_workspace_tokens(gone)
        assert await store.list_installed_workspaces() == left
    assert KEYS["bot_token"] == getattr(await store.find_installation("T2"), "token", "")


async def test_after_a_rotation_the_old_key_is_not_needed_and_no_longer_enough(database: Database) -> None:
    await installs(database, OLD).keeping.async_save(installation())
    with pytest.raises(CannotDecrypt):
        await installs(database, NEW).find_installation("T1")
    assert await installs(database, NEW, OLD).find_installation("T1") is not None
    async with database.begin() as unit:
        assert await unit.installations.rotate_token_encryption(Keyring((NEW, OLD))) == (len(SEALED), 0)
    assert await installs(database, NEW).find_installation("T1") is not None
    with pytest.raises(CannotDecrypt):
        await installs(database, OLD).find_installation("T1")


async def test_a_rotation_says_how_many_no_key_opens_and_leaves_them(database: Database) -> None:
    await installs(database, OLD).keeping.async_save(installation())
    async with database.begin() as unit:
        assert await unit.installations.rotate_token_encryption(Keyring((NEW,))) == (0, len(SEALED))
    assert await installs(database, OLD).find_installation("T1") is not None


async def test_a_state_is_good_once_even_if_two_bring_it_at_the_same_time(database: Database) -> None:
    states = installs(database).states
    state = await states.async_issue()
    brought = await asyncio.gather(*(states.async_consume(state) for _ in range(4)))
    assert sorted(brought) == [False, False, False, True]
    assert not await states.async_consume("never-issued")


LONG_AGO = datetime.fromtimestamp(0, UTC).replace(tzinfo=None)


async def test_a_state_that_is_too_old_is_no_good_and_is_forgotten(database: Database) -> None:
    states = installs(database).states
    state = await states.async_issue()
    async with database.begin() as unit:
        await unit.session.execute(sa.update(SlackOAuthState).values(expire_at=LONG_AGO))
    assert not await states.async_consume(state)
    await states.async_issue()
    async with database.read() as unit:
        assert len((await unit.session.scalars(sa.select(SlackOAuthState))).all()) == 1


def test_the_tables_have_every_column_that_the_library_writes() -> None:
    theirs = (
        AsyncSQLAlchemyInstallationStore.build_bots_table(sa.MetaData(), "slack_bots"),
        AsyncSQLAlchemyInstallationStore.build_installations_table(sa.MetaData(), "slack_installations"),
    )
    for table, own in zip(theirs, TABLES, strict=True):
        assert set(own.__table__.c.keys()) == {*table.c.keys(), "url"}


def test_an_organisation_that_installs_it_as_a_whole_is_one_workspace() -> None:
    assert get_installed_workspace_id(installation(None, enterprise="E1")) == "E1"
    assert get_installed_workspace_id(installation("T2", enterprise="E1")) == "T2"
