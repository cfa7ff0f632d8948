"""Who is a guest only by the roster: one look for each new person, kept, and it holds in everything they do."""

from __future__ import annotations

import asyncio

import pytest

from bot.platforms.teams import TeamsPlatform
from tests.standins.teams import BOT, CHANNEL, TENANT, Fault, activity, mention

GUEST = {"id": "29:gro", "name": "Gro", "userRole": "guest", "tenantId": TENANT}
FOREIGN = {"id": "29:frode", "name": "Frode", "userRole": "user", "tenantId": "11111111-2222-4333-8444-555555555555"}
MEMBER = {"id": "29:kari", "name": "Kari", "userRole": "user", "tenantId": TENANT.upper()}


@pytest.fixture(autouse=True)
def people(microsoft) -> None:
    microsoft.members |= {one["id"]: one for one in (GUEST, FOREIGN, MEMBER)}


async def line(door, user: str, **more) -> None:
    await door.send(activity(text="hei", user=user, conversation=f"a:chat-of-{user}", **more))


async def test_guests_and_people_of_other_tenants_are_told_apart_by_the_roster(door, desk) -> None:
    for one in (GUEST, FOREIGN, MEMBER):
        await line(door, one["id"])
    assert [event.sender.guest for event in desk.events] == [True, True, False]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("adaptiveCard/action", {"action": {"verb": "home.show", "data": {"do": "home.show"}}}),
        ("task/fetch", {"data": {"do": "home.show"}}),
        ("task/submit", {"data": {"do": "home.show", "form": "x"}}),
        ("composeExtension/fetchTask", {"commandId": "questions.write"}),
        ("composeExtension/query", {"commandId": "solutions.find", "parameters": [{"name": "q", "value": "kabel"}]}),
    ],
)
async def test_whatever_they_do_first(door, desk, name: str, value: dict) -> None:
    await door.invoke(activity("invoke", user="29:gro", name=name, value=value))
    assert [event.sender.guest for event in desk.events] == [True]


async def test_in_a_channel_and_by_a_reaction(door, desk, microsoft) -> None:
    await door.send(activity(text="<at>Arena</at> hei", user="29:frode", conversation=CHANNEL, entities=[mention()]))
    reacted = {"replyToId": "500", "reactionsAdded": [{"type": "like"}]}
    await door.send(activity("messageReaction", user="29:gro", conversation=CHANNEL, **reacted))
    assert [event.sender.guest for event in desk.events] == [True, True]
    assert {call.path for call in microsoft.lookups} == {
        f"/v3/conversations/{CHANNEL}/members/29:frode",
        f"/v3/conversations/{CHANNEL}/members/29:gro",
    }


async def test_who_joins_a_team_is_looked_up_too(door, desk) -> None:
    members = [{"id": "29:gro"}, {"id": "29:kari"}, {"id": BOT.replace("28:", "28:other-")}]
    await door.send(activity("conversationUpdate", conversation=CHANNEL, membersAdded=members))
    assert [(event.sender.user, event.sender.guest) for event in desk.events] == [("29:gro", True), ("29:kari", False)]


async def test_a_person_is_looked_up_once_also_after_a_restart(
    door, desk, microsoft, settings, tenants, teams: TeamsPlatform
) -> None:
    for _ in range(3):
        await line(door, "29:gro")
    await asyncio.gather(*(line(door, "29:kari") for _ in range(5)))
    assert len(microsoft.lookups) == 2
    await teams.close_sessions()
    await teams.open_sessions(desk, listen=True)
    await line(door, "29:gro")
    assert len(microsoft.lookups) == 2
    assert desk.events[-1].sender.guest


@pytest.mark.parametrize("status", [503, 403, 404])
async def test_a_roster_that_does_not_answer_vouches_for_nobody_and_is_asked_again_by_the_next_event(
    door, desk, microsoft, status: int
) -> None:
    for who in ("29:gro", "29:kari"):
        microsoft.faults = [Fault(status, only="/members/")]
        await line(door, who)
        await line(door, who)
    known = [(one.sender.guest, one.sender.member, one.sender.unsure) for one in desk.events]
    unsure, guest, member = (False, False, True), (True, False, False), (False, True, False)
    assert known == [unsure, guest, unsure, member]


async def test_whom_the_chat_calls_a_guest_once_stays_one(door, desk) -> None:
    await line(door, "29:kari")
    await line(door, "29:kari", **{"from": {"id": "29:kari", "name": "Kari", "userRole": "guest"}})
    await line(door, "29:kari")
    assert [event.sender.guest for event in desk.events] == [False, True, True]


async def test_the_author_of_a_message_that_somebody_points_at_is_told_apart(door, desk, microsoft) -> None:
    microsoft.members["aad-gro"] = GUEST
    payload = {
        "id": "5",
        "from": {"user": {"id": "aad-gro", "displayName": "Gro"}},
        "body": {"contentType": "text", "content": "Vi byttet pumpen."},
    }
    value = {"commandId": "solutions.write", "messagePayload": payload}
    await door.invoke(activity("invoke", conversation=CHANNEL, name="composeExtension/fetchTask", value=value))
    author = desk.events[0].quoted.author
    assert (author.user, author.guest) == ("29:gro", True)
