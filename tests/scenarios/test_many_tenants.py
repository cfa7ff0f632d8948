"""A second tenant knocks, is let in, sets foot in the network, leaves it, comes back and is shut out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.settings import Settings
from storage.directory.people import SECRETARIAT
from storage.directory.rooms import LOST, OPEN, Room
from storage.directory.workspaces import Workspace
from tests.scenarios.conftest import furnish
from tests.scenarios.stage import GRID, Json
from tests.scenarios.teams_stage import TeamsStage
from tests.scenarios.test_whole_way import QUESTION
from tests.standins.teams import BOT, activity

OTHER = "11111111-2222-4333-8444-555555555555"
THEIRS, CHAT = "19:theirs@thread.tacv2", "a:chat-of-olga"


@pytest.fixture
async def stage(settings: Settings) -> AsyncIterator[TeamsStage]:
    async with TeamsStage(settings) as stage:
        await furnish(stage)
        await stage.tells("kari", "hei")
        async with stage.bot.database.begin() as store:
            (person, _) = await store.people.find_person_by_account("teams", stage.channel(GRID)[1], "29:kari")
            person.role = SECRETARIAT
        yield stage


async def there(stage: TeamsStage, kind: str = "message", where: str = CHAT, **more: Any) -> None:
    """Something happens in the other tenant."""
    data = {"tenant": {"id": OTHER}, **more.pop("channelData", {})}
    await stage._send(activity(kind, user="29:olga", conversation=where, channelData=data, **more))


async def adds(stage: TeamsStage, where: str, at: str) -> None:
    """As Teams tells it: twice."""
    await there(stage, "installationUpdate", where, action="add", timestamp=at)
    await there(stage, "conversationUpdate", where, membersAdded=[{"id": BOT}], timestamp=at)


async def removes(stage: TeamsStage, where: str, at: str) -> None:
    await there(stage, "conversationUpdate", where, membersRemoved=[{"id": BOT}], timestamp=at)
    await there(stage, "installationUpdate", where, action="remove", timestamp=at)


async def house(stage: TeamsStage) -> Workspace | None:
    async with stage.bot.database.read() as store:
        return await store.workspaces.find_workspace("teams", OTHER)


async def room(stage: TeamsStage) -> Room:
    async with stage.bot.database.read() as store:
        found = await store.rooms.find_room_by_channel("teams", OTHER, THEIRS)
        assert found is not None
        return found


async def carries(stage: TeamsStage, topic: str) -> None:
    async with stage.bot.database.begin() as store:
        found = await store.rooms.find_room_by_channel("teams", OTHER, THEIRS)
        await store.rooms.set_room_topics(found.id, {(await store.topics.find_topic_by_slug(topic)).id})


def heard(stage: TeamsStage, where: str) -> list[Json]:
    return [call.body for call in stage.microsoft.posts() if where in call.path or where in str(call.body)]


async def test_a_tenant_knocks_is_let_in_leaves_and_is_shut_out(stage: TeamsStage) -> None:
    await there(stage, text="hei, hva er dette?")
    (told,) = heard(stage, CHAT)
    assert OTHER in str(told)
    async with stage.bot.database.read() as store:
        assert await store.people.find_person_by_account("teams", OTHER, "29:olga") is None
        assert await store.conversation_references.map_workspace_references("teams", OTHER) == {}

    knock = await stage.last("kari", "Slipp inn")
    asked = await stage.clicks("kari", knock, "Slipp inn")
    assert await stage.fills("kari", asked) == {}
    assert (await house(stage)).accepted

    await adds(stage, CHAT, "2026-11-24T11:00:00Z")
    assert "Arena er her nå" in str(heard(stage, CHAT)[1]), "who adds it first is told what it is"
    assert len(heard(stage, CHAT)) == 2
    await adds(stage, THEIRS, "2026-11-24T11:05:00Z")
    await carries(stage, "nett")
    asked = await stage.mentions("per", QUESTION, "lobby")
    assert QUESTION in str(heard(stage, THEIRS)[-1])

    await removes(stage, THEIRS, "2026-11-24T12:00:00Z")
    assert (await room(stage)).lost_why == "removed"
    assert (await house(stage)).installed, "somebody there has it still"
    await removes(stage, CHAT, "2026-11-24T12:05:00Z")
    assert not (await house(stage)).installed
    async with stage.bot.database.read() as store:
        kept = await store.conversation_references.map_workspace_references("teams", OTHER)
        assert [set(data) <= {"times", "changed"} for data in kept.values()] == [True], "a number, and when"
        (_, account) = await store.people.find_person_by_account("teams", OTHER, "29:olga")
        assert account.away

    await adds(stage, CHAT, "2026-11-24T13:00:00Z")
    assert (await house(stage)).installed
    await adds(stage, THEIRS, "2026-11-24T13:05:00Z")
    assert (await room(stage)).state == OPEN

    await stage.tells("kari", "admin hus")
    listed = (await stage.private("kari"))[-1]
    before = len(stage.microsoft.calls)
    async with stage.bot.database.read() as store:
        id = (await store.workspaces.find_workspace("teams", OTHER)).workspace_key
    action = {"type": "Action.Execute", "verb": "workspaces.block", "data": {"do": "workspaces.block", "id": id}}
    await stage._invoke("kari", "adaptiveCard/action", {"action": action}, listed.raw["where"], listed.raw["id"])
    assert (await room(stage)).state == LOST
    await stage.edits("per", asked, QUESTION + " Gjelder også 132 kV.", "lobby")
    for call in stage.microsoft.calls[before:]:
        assert THEIRS not in call.path + str(call.body), "nothing goes there, not even a change of what stands there"
    stage.bot.platforms["teams"].tenants._until.clear()  # another process may take a second to hear of it
    with pytest.raises(AssertionError, match="403"):
        await there(stage, text="er dere der?")
    assert "132 kV" in (await stage.room(GRID))[0].text


async def test_a_tenant_let_in_after_the_app_was_added_begins_with_whoever_writes_first(stage: TeamsStage) -> None:
    await adds(stage, CHAT, "2026-11-24T10:00:00Z")
    asked = await stage.clicks("kari", await stage.last("kari", "Slipp inn"), "Slipp inn")
    await stage.fills("kari", asked)
    await there(stage, text="meg")
    welcome, answer = heard(stage, CHAT)[1:]
    assert "Arena er her nå" in str(welcome) + str(answer)
    assert (await house(stage)).installed
    await there(stage, text="meg")
    assert len(heard(stage, CHAT)) == 4, "welcomed once"
    await stage.tells("kari", "meg")
    assert "Arena er her nå" not in str([seen.text for seen in await stage.private("kari")])
