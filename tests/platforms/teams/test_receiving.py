"""From Teams' activities to events: what is heard, what is left alone, and how often."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
import structlog

from bot.platforms import TellAgain
from bot.platforms.teams import answer_times, endpoint
from handlers.chat.cards import Reply
from handlers.chat.events import Arrived, Click, Deleted, Edited, Invited, Message, Reacted, RoomChanged, Uninstalled
from handlers.chat.places import Place
from tests.patience import wait_until
from tests.standins.teams import BOT, CHANNEL, TENANT, activity, mention

KARI = Place("teams", TENANT, user="29:kari")


def in_channel(text: str, *, id: str = "10", root: str = "", **more):
    return activity(text=text, id=id, conversation=f"{CHANNEL};messageid={root or id}", **more)


async def only(desk):
    assert len(desk.events) == 1
    return desk.events[0]


async def test_a_personal_message_is_addressed_and_answered_in_that_chat(door, desk) -> None:
    assert await door.send(activity(text="Har noen prøvd dette?\n", id="7")) == (202, None)
    event = await only(desk)
    assert isinstance(event, Message)
    assert event.addressed
    assert event.direct
    assert (event.id, event.text, event.message) == (f"teams:{TENANT}:a:chat-of-kari:7", "Har noen prøvd dette?", "7")
    assert event.place == Place("teams", TENANT, "a:chat-of-kari")
    assert event.reply_to == KARI
    assert (event.sender.user, event.sender.name, event.sender.language) == ("29:kari", "Kari Nordmann", "nn")
    assert not event.sender.guest


@pytest.mark.parametrize(
    ("text", "entities", "said"),
    [
        ("<at>Spør</at> Spør Kari", [mention(name="Spør")], "Spør Kari"),
        ("<at>Bot</at>\u00a0Botswana har sol\n", [mention(name="Bot")], "Botswana har sol"),
        ("<at>Arena</at>&nbsp;hjelp", [mention()], "hjelp"),
        ("Hei <at>Arena</at> kan du hjelpe?", [mention()], "Hei kan du hjelpe?"),
        ("Hei,<at>Arena</at> a", [mention()], "Hei, a"),
        ("<at>Arena</at><at>Arena</at> to ganger", [mention(), mention()], "to ganger"),
        (
            "<at>Arena</at> spør <at>Ola Berg</at> om a",
            [mention(), mention("29:ola", "Ola Berg")],
            "spør Ola Berg om a",
        ),
        ("<at>Arena</at> linje 1\r\n\r\nlinje 2  to  mellomrom", [mention()], "linje 1\n\nlinje 2  to  mellomrom"),
        ("<at>Arena</at> *fet* _kursiv_ [x](http://y)", [mention()], "*fet* _kursiv_ [x](http://y)"),
        ("<at>Arena</at>", [mention()], ""),
    ],
)
async def test_only_the_literal_mention_of_the_bot_is_taken_away(door, desk, text, entities, said) -> None:
    await door.send(
        in_channel(text, entities=entities, attachments=[{"contentType": "text/html", "content": "<p>noe annet</p>"}])
    )
    assert (await only(desk)).text == said


async def test_a_mention_in_a_channel_is_answered_privately_and_names_the_room(door, desk) -> None:
    await door.send(in_channel("<at>Arena</at> hvem?", entities=[mention()]))
    event = await only(desk)
    assert event.addressed
    assert not event.direct
    assert event.place == Place("teams", TENANT, CHANNEL)
    # should the private answer be refused, the thread under the question says how to open a chat
    assert event.reply_to == Place("teams", TENANT, CHANNEL, "10", "29:kari")


async def test_a_reply_knows_its_thread(door, desk) -> None:
    await door.send(in_channel("<at>Arena</at> takk", id="11", root="10", entities=[mention()]))
    event = await only(desk)
    assert event.place == Place("teams", TENANT, CHANNEL, "10")
    assert event.message == "11"
    assert event.reply_to == Place("teams", TENANT, CHANNEL, "10", "29:kari")


async def test_what_is_not_addressed_is_heard_only_in_threads_the_bot_opened(door, desk) -> None:
    desk.messages.add("500")
    await door.send(in_channel("prat", id="20"))
    await door.send(in_channel("prat i en tråd", id="21", root="19"))
    await door.send(in_channel("<at>Ola</at> prat", id="22", entities=[mention("29:ola", "Ola")]))
    assert desk.events == []
    assert desk.memory == {}
    await door.send(in_channel("Vi brukte en varmepumpe", id="501", root="500"))
    event = await only(desk)
    assert event.place.thread == "500"
    assert not event.addressed


async def test_a_group_chat_has_no_threads(door, desk) -> None:
    await door.send(
        activity(
            text="<at>Arena</at> hei", id="3", conversation="19:chat@thread.v2", entities=[mention()], replyToId="2"
        )
    )
    assert (await only(desk)).place == Place("teams", TENANT, "19:chat@thread.v2")


async def test_guests_are_told_apart(door, desk) -> None:
    for more in (
        {"userRole": "guest"},
        {"userRole": "anonymous"},
        {"tenantId": "another-company"},
        {"tenantId": TENANT, "userRole": "user"},
    ):
        sent = activity(text="hei")
        sent["from"] |= more
        await door.send(sent)
    assert [event.sender.guest for event in desk.events] == [True, True, True, False]


async def test_the_same_activity_again_changes_nothing(door, desk) -> None:
    sent = activity(text="hei", id="1")
    for _ in range(3):
        assert (await door.send(sent))[0] == 202
    await asyncio.gather(*(door.send(sent) for _ in range(5)))
    assert len(desk.events) == 1


async def test_teams_is_answered_before_it_gives_up_and_the_work_goes_on(door, desk, monkeypatch) -> None:
    assert answer_times.ACCEPT <= 10, "Teams waits for fifteen seconds"
    monkeypatch.setattr(answer_times, "ACCEPT", 0.05)
    desk.open.clear()
    assert (await door.send(activity(text="hei")))[0] == 202, "nothing else is waited for"
    assert desk.events == []
    desk.open.set()
    await wait_until(lambda: desk.events)
    assert len(desk.events) == 1


async def test_what_was_accepted_is_finished_before_the_bot_stops(door, desk, teams, monkeypatch) -> None:
    monkeypatch.setattr(answer_times, "ACCEPT", 0.05)
    desk.open.clear()
    assert (await door.send(activity(text="hei")))[0] == 202
    finishing = asyncio.create_task(teams._parts.endpoint.finish_accepted_activities())
    assert not (await asyncio.wait({finishing}, timeout=0.1))[0]
    desk.open.set()
    await finishing
    assert len(desk.events) == 1


async def test_what_could_not_be_stored_is_sent_again_by_teams_and_tried_again_here(door, desk, monkeypatch) -> None:
    monkeypatch.setattr(endpoint, "PAUSES", (0.05, 0.05))
    desk.answers.extend([TellAgain("no database"), TellAgain("no database")])
    sent = activity(text="hei")
    assert (await door.send(sent))[0] == 503
    await wait_until(lambda: desk.events)
    assert len(desk.events) == 1
    assert (await door.send(sent))[0] == 202
    assert len(desk.events) == 1


async def test_a_bug_is_given_up_at_once_for_another_try_would_bring_it_again(door, desk, monkeypatch) -> None:
    monkeypatch.setattr(endpoint, "PAUSES", (0.05, 0.05))
    desk.answers.append(KeyError("a bug"))
    with structlog.testing.capture_logs() as lines:
        assert (await door.send(activity(text="hei")))[0] == 500
        await asyncio.sleep(0.3)
    assert desk.events == [], "not tried again"
    [line] = [line for line in lines if line["event"] == "activity given up"]
    assert line["where"].startswith("bot/platforms/teams/")


async def test_an_edit_and_its_repeat_are_one_change_and_the_next_edit_another(door, desk) -> None:
    await door.send(activity(text="først", id="5"))
    for text, when in (
        ("nå", "2026-11-24T10:01:00Z"),
        ("nå", "2026-11-24T10:01:00Z"),
        ("siden", "2026-11-24T10:02:00Z"),
    ):
        await door.send(
            activity("messageUpdate", text=text, id="5", timestamp=when, channelData={"eventType": "editMessage"})
        )
    edits = [event for event in desk.events if isinstance(event, Edited)]
    assert [(edit.message, edit.text) for edit in edits] == [("5", "nå"), ("5", "siden")]


async def test_an_edit_tells_when_the_message_was_written(door, desk) -> None:
    change = {"text": "<at>Arena</at> hei", "entities": [mention()], "timestamp": "2026-12-01T02:00:00Z"}
    await door.send(activity("messageUpdate", id="1796090340000", conversation=CHANNEL, **change))
    (edit,) = desk.events
    assert (edit.addressed, edit.sent_at) == (True, datetime(2026, 12, 1, 1, 59, tzinfo=UTC))


async def test_a_deleted_message_and_one_that_came_back(door, desk) -> None:
    await door.send(activity(text="først", id="5"))
    await door.send(
        activity(
            "messageDelete", id="5", timestamp="2026-11-24T10:01:00Z", channelData={"eventType": "softDeleteMessage"}
        )
    )
    await door.send(
        activity(
            "messageUpdate",
            text="først",
            id="5",
            timestamp="2026-11-24T10:02:00Z",
            channelData={"eventType": "undeleteMessage"},
        )
    )
    await door.send(
        activity(
            "messageDelete", id="5", timestamp="2026-11-24T10:03:00Z", channelData={"eventType": "softDeleteMessage"}
        )
    )
    assert [type(event) for event in desk.events] == [Message, Deleted, Edited, Deleted]
    assert desk.events[2].text == "først"


async def test_edits_by_people_who_never_turned_to_the_bot_are_not_looked_at(door, desk) -> None:
    await door.send(activity("messageUpdate", user="29:ola", text="x", id="5", conversation=f"{CHANNEL};messageid=5"))
    await door.send(activity("messageDelete", user="29:ola", id="5", conversation=f"{CHANNEL};messageid=5"))
    assert desk.events == []
    assert desk.memory == {}


@pytest.mark.parametrize(
    ("name", "emoji"),
    [
        ("like", "👍"),
        ("heart", "❤️"),
        ("2705_whiteheavycheckmark", "✅"),
        ("1f44d-1f3fd_thumbsup", "👍"),
        ("ukjent", "ukjent"),
        ("", ""),
    ],
)
async def test_reactions_carry_the_character(door, desk, name, emoji) -> None:
    sent = activity(
        "messageReaction",
        id="r1",
        replyToId="500",
        conversation=f"{CHANNEL};messageid=500",
        reactionsAdded=[{"type": name}],
    )
    await door.send(sent)
    await door.send(sent)
    event = await only(desk)
    assert isinstance(event, Reacted)
    assert (event.message, event.emoji, event.added) == ("500", emoji, True)


async def test_a_reaction_taken_back(door, desk) -> None:
    await door.send(
        activity(
            "messageReaction", replyToId="500", reactionsAdded=[{"type": "like"}], reactionsRemoved=[{"type": "heart"}]
        )
    )
    assert [(event.emoji, event.added) for event in desk.events] == [("👍", True), ("❤️", False)]


TEAM = {"team": {"id": CHANNEL, "name": "Nettverk"}}


def installed(action: str, *, at: str = "10:00", conversation: str = CHANNEL):
    return activity(
        "installationUpdate",
        action=action,
        conversation=conversation,
        channelData=TEAM,
        timestamp=f"2026-11-24T{at}:00Z",
    )


def members(which: str, *ids: str, at: str = "10:00", conversation: str = CHANNEL):
    return activity(
        "conversationUpdate",
        conversation=conversation,
        channelData={**TEAM, "eventType": "teamMemberAdded"},
        timestamp=f"2026-11-24T{at}:01Z",
        **{which: [{"id": id} for id in ids]},
    )


@pytest.mark.parametrize("first", ["installation", "members"])
async def test_both_activities_of_one_installation_are_one_invitation(door, desk, first) -> None:
    both = [installed("add"), members("membersAdded", BOT)]
    for sent in both if first == "installation" else reversed(both):
        await door.send(sent)
        await door.send(sent)
    event = await only(desk)
    assert isinstance(event, Invited)
    assert event.added
    assert event.team
    assert event.room_name == "Nettverk"
    assert event.place == Place("teams", TENANT, CHANNEL)


async def test_at_the_same_moment_too(door, desk) -> None:
    await asyncio.gather(*(door.send(sent) for sent in (installed("add"), members("membersAdded", BOT))))
    await only(desk)


async def test_out_and_in_again_are_happenings_of_their_own(door, desk) -> None:
    for sent in (
        installed("add", at="10:00"),
        members("membersAdded", BOT, at="10:00"),
        members("membersRemoved", BOT, at="11:00"),
        installed("remove", at="11:00"),
        installed("add", at="12:00"),
        members("membersAdded", BOT, at="12:00"),
        installed("add-upgrade", at="13:00"),
        installed("remove-upgrade", at="13:00"),
    ):
        await door.send(sent)
    assert [event.added for event in desk.events if isinstance(event, Invited)] == [True, False, True]
    assert sum(isinstance(event, Uninstalled) for event in desk.events) == 1, "it was the tenant's only place"


async def test_a_removal_that_was_overtaken_is_ignored(door, desk) -> None:
    for sent in (
        installed("add", at="10:00"),
        installed("remove", at="11:00"),
        installed("add", at="12:00"),
        installed("remove", at="11:00"),
    ):
        await door.send(sent)
    assert [event.added for event in desk.events if isinstance(event, Invited)] == [True, False, True]
    assert sum(isinstance(event, Uninstalled) for event in desk.events) == 1, "it was the tenant's only place"


async def test_a_personal_installation_is_an_arrival_to_be_welcomed(door, desk) -> None:
    chat = "a:chat-of-kari"
    await door.send(members("membersAdded", "29:kari", BOT, conversation=chat))
    await door.send(installed("add", conversation=chat))
    event = await only(desk)
    assert isinstance(event, Arrived)
    assert event.direct
    assert event.reply_to == KARI
    assert event.sender.user == "29:kari"
    await door.send(installed("remove", at="11:00", conversation=chat))
    await door.send(installed("add", at="12:00", conversation=chat))
    assert [type(event) for event in desk.events] == [Arrived, Uninstalled, Arrived]


async def test_people_who_join_a_team_arrive_without_being_written_to(door, desk, microsoft) -> None:
    desk.answers.append(Reply())
    sent = members("membersAdded", "29:ola", "29:per")
    await door.send(sent)
    await door.send(sent)
    assert [(type(event), event.sender.user, event.reply_to) for event in desk.events] == [
        (Arrived, "29:ola", None),
        (Arrived, "29:per", None),
    ]
    assert microsoft.calls == []


@pytest.mark.parametrize(
    ("what", "open"),
    [
        ("channelRenamed", True),
        ("channelDeleted", False),
        ("channelRestored", True),
        ("teamArchived", False),
        ("teamUnarchived", True),
        ("teamRenamed", True),
        ("teamHardDeleted", False),
    ],
)
async def test_rooms_change(door, desk, what, open) -> None:
    data = {
        "eventType": what,
        "channel": {"id": "19:annen@thread.tacv2", "name": "Ny"},
        "team": {"id": CHANNEL, "name": "Ny"},
    }
    await door.send(activity("conversationUpdate", conversation=CHANNEL, channelData=data))
    event = await only(desk)
    where = "19:annen@thread.tacv2" if what.startswith("channel") else CHANNEL
    assert isinstance(event, RoomChanged)
    assert (event.place.channel, event.room_name, event.open) == (where, "Ny", open)


async def test_a_new_channel_and_other_updates_are_no_events(door, desk) -> None:
    for data in (
        {"eventType": "channelCreated", "channel": {"id": "19:ny@thread.tacv2"}},
        {"eventType": "noe nytt"},
        {},
    ):
        assert (await door.send(activity("conversationUpdate", conversation=CHANNEL, channelData=data)))[0] == 202
    assert desk.events == []
    assert set(desk.memory) == {Place("teams", TENANT, CHANNEL), Place("teams", TENANT)}, "the room, but nobody in it"


async def test_a_button_of_an_old_client_is_a_click(door, desk) -> None:
    await door.send(activity(value={"do": "meetings.going", "id": "4"}, replyToId="500"))
    event = await only(desk)
    assert isinstance(event, Click)
    assert (event.name, event.value, event.message) == ("meetings.going", "4", "500")
    assert not event.inline
    assert event.reply_to == KARI


async def test_conversation_references_are_kept_and_written_only_when_they_change(door, desk, microsoft) -> None:
    for id in ("1", "2", "3"):
        await door.send(in_channel("<at>Arena</at> hei", id=id, entities=[mention()]))
    written = desk.writes
    assert desk.memory[Place("teams", TENANT, CHANNEL)] == {
        "service": microsoft.service_url,
        "bot": BOT,
        "kind": "channel",
    }
    assert desk.memory[KARI] == {
        "service": microsoft.service_url,
        "bot": BOT,
        "aad": "aad-29:kari",
        "standing": "member",
    }
    await door.send(activity(text="hei"))
    assert desk.memory[KARI]["conversation"] == "a:chat-of-kari"
    assert desk.writes == written + 2, "the chat, and that the tenant has the bot"
    moved = f"{microsoft.service_url}flyttet/"
    await door.send(activity(text="hei", serviceUrl=moved), bearer=microsoft.bearer(serviceurl=moved))
    assert desk.memory[KARI]["service"] == moved
    assert desk.memory[KARI]["aad"] == "aad-29:kari"


async def test_long_conversation_names_still_give_short_ids_that_differ(door, desk) -> None:
    for id in ("1", "2"):
        await door.send(activity(text="hei", id=id, conversation="a:" + "x" * 200))
    first, second = desk.events
    assert len(first.id) <= 150
    assert first.id != second.id


async def test_an_invitation_to_a_group_chat_says_so(door, desk) -> None:
    await door.send(installed("add", conversation="19:three@thread.v2"))
    assert (await only(desk)).group
