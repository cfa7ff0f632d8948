"""Activities from tenants that nobody has let in: answered once, privately, and nothing of them is kept."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.chat.cards import build_text_reply
from handlers.chat.events import Knocked
from tests.standins.teams import CHANNEL, activity

OTHER = "11111111-2222-4333-8444-555555555555"


def stranger(kind: str = "message", **more: Any) -> dict[str, Any]:
    return activity(kind, user="29:olga", channelData={"tenant": {"id": OTHER}}, **more)


async def test_who_writes_from_outside_is_told_once_how_to_get_in(door, desk, microsoft) -> None:
    desk.answers.append(build_text_reply("Du er ikke med ennå.", title="Nei"))
    for text in ("hei", "hallo", "er det noen her?"):
        assert (await door.send(stranger(text=text, conversation="a:chat-of-olga")))[0] == 202
    (event,) = desk.events
    assert isinstance(event, Knocked)
    assert (event.sender.user, event.sender.workspace, event.place.workspace) == ("", OTHER, OTHER)
    assert "olga" not in event.id
    (post,) = microsoft.posts()
    assert post.path == "/v3/conversations/a:chat-of-olga/activities"
    assert desk.memory == {}, "neither the chat nor the person is kept"


async def test_in_a_channel_the_answer_comes_in_private(door, desk, microsoft) -> None:
    desk.answers.append(build_text_reply("Du er ikke med ennå.", title="Nei"))
    await door.send(stranger(text="<at>Arena</at> hei", conversation=CHANNEL))
    assert [post.path for post in microsoft.posts()] == ["/v3/conversations/a:chat-of-29:olga/activities"]


async def test_a_button_is_answered_where_it_was_pressed(door, desk, microsoft) -> None:
    value = {"action": {"type": "Action.Execute", "verb": "help.show", "data": {"do": "help.show"}}}
    answer = await door.invoke(stranger("invoke", name="adaptiveCard/action", value=value))
    assert "ikkje sleppt inn" in answer["value"]
    assert microsoft.posts() == []


@pytest.mark.parametrize("kind", ["messageReaction", "conversationUpdate", "messageUpdate", "typing"])
async def test_what_is_not_said_to_the_bot_is_no_knock(door, desk, kind) -> None:
    assert (await door.send(stranger(kind)))[0] == 202
    assert desk.events == []


async def test_once_let_in_they_are_answered_and_once_shut_out_refused(door, desk, tenants) -> None:
    async with tenants.database.begin() as store:
        (await store.workspaces.record_workspace_knocks("teams", OTHER, 1)).accepted = True
    await door.send(stranger(text="hei"))
    assert [type(event).__name__ for event in desk.events] == ["Installed", "Message"], "that is when it begins there"
    async with tenants.database.begin() as store:
        (await store.workspaces.find_workspace("teams", OTHER)).blocked = True
    tenants._until.clear()  # another process may take a second to hear of it
    assert (await door.send(stranger(text="hei")))[0] == 403
    assert len(desk.events) == 2


async def test_a_tenant_that_is_set_comes_in_until_the_chat_says_otherwise(door, teams, tenants) -> None:
    (house,) = await tenants.list_tenant_summaries()
    assert house.accepted
    async with tenants.database.begin() as store:
        (await store.workspaces.find_workspace("teams", house.tenant)).blocked = True
    await tenants.accept_configured_tenants()
    assert (await door.send(activity(text="hei")))[0] == 403
    (told,) = [finding.detail for finding in await teams.check_configuration() if finding.what == "Teams tenant"]
    assert told == f"{house.tenant}: shut out"
