"""Slack's other events: reactions, rooms, people who arrive."""

from __future__ import annotations

import pytest

from handlers.chat.cards import Button, Buttons, Card, Reply, Text
from handlers.chat.events import Arrived, HomeOpened, Invited, Reacted, RoomChanged
from handlers.chat.places import Place
from tests.platforms.slack.conftest import Desk
from tests.platforms.slack.payloads import event
from tests.standins.slack import BOT, GUEST, KARI, OLA, TEAM, Failure

ROOM = Place("slack", TEAM, "C1")


async def test_a_reaction_names_the_message_and_the_emoji(desk: Desk) -> None:
    item = {"type": "message", "channel": "C1", "ts": "100.1"}
    added = await desk.event(
        event("reaction_added", user=KARI, reaction="white_check_mark", item=item, event_id="Ev77")
    )
    assert isinstance(added, Reacted)
    assert (added.id, added.emoji, added.message, added.added) == (f"slack:{TEAM}:Ev77", "✅", "100.1", True)
    assert added.reply_to == ROOM.narrow_to_user(KARI)
    removed = await desk.event(event("reaction_removed", user=KARI, reaction="+1::skin-tone-3", item=item))
    assert (removed.emoji, removed.added) == ("👍", False)


async def test_reactions_of_the_bot_and_on_files_are_none(desk: Desk) -> None:
    assert (
        await desk.event(
            event("reaction_added", user=BOT, reaction="eyes", item={"type": "message", "channel": "C1", "ts": "1.1"})
        )
        is None
    )
    assert (
        await desk.event(event("reaction_added", user=KARI, reaction="eyes", item={"type": "file", "file": "F1"}))
        is None
    )


async def test_the_bot_is_invited_by_somebody_to_a_room_with_a_name(desk: Desk) -> None:
    invited = await desk.event(event("member_joined_channel", user=BOT, channel="C1", inviter=OLA))
    assert isinstance(invited, Invited)
    assert (invited.added, invited.room_name, invited.sender.user, invited.place) == (True, "nett", OLA, ROOM)
    assert invited.reply_to == ROOM.narrow_to_user(OLA)
    assert await desk.event(event("member_joined_channel", user=KARI, channel="C1", inviter=OLA)) is None


async def test_an_invitation_counts_although_slack_does_not_tell_the_name(desk: Desk) -> None:
    desk.api.fail("conversations.info", Failure("internal_error"))
    invited = await desk.event(event("member_joined_channel", user=BOT, channel="C1"))
    assert (invited.room_name, invited.sender.user, invited.sender.guest, invited.reply_to) == ("", "", True, None)


@pytest.mark.parametrize(
    "left",
    [
        {"kind": "member_left_channel", "user": BOT},
        {"kind": "channel_left", "actor_id": KARI},
        {"kind": "group_left", "actor_id": KARI},
    ],
)
async def test_the_bot_is_taken_out_of_a_room(desk: Desk, left: dict[str, str]) -> None:
    kind = left.pop("kind")
    gone = await desk.event(event(kind, channel="C1", **left))
    assert isinstance(gone, Invited)
    assert (gone.added, gone.place, gone.sender.user) == (False, ROOM, left.get("actor_id", ""))
    assert await desk.event(event("member_left_channel", user=KARI, channel="C1")) is None


@pytest.mark.parametrize(("what", "stays_open"), [("archive", False), ("unarchive", True), ("deleted", False)])
async def test_a_room_is_closed_and_opened_again(desk: Desk, what: str, stays_open: bool) -> None:
    for kind in ("channel", "group"):
        changed = await desk.event(event(f"{kind}_{what}", channel="C1", user=KARI))
        assert isinstance(changed, RoomChanged)
        assert (changed.place, changed.open, changed.sender.user) == (ROOM, stays_open, KARI)


async def test_a_room_gets_a_new_name(desk: Desk) -> None:
    changed = await desk.event(event("channel_rename", channel={"id": "C1", "name": "nett-og-kraft"}))
    assert (changed.place, changed.room_name, changed.open) == (ROOM, "nett-og-kraft", True)


@pytest.mark.parametrize("kind", ["channel_deleted", "group_deleted"])
async def test_a_deleted_channel_is_told_from_an_archived_one(desk: Desk, kind: str) -> None:
    gone = await desk.event(event(kind, channel="C1"))
    assert (gone.place, gone.open, gone.deleted) == (ROOM, False, True)
    archived = await desk.event(event("channel_archive", channel="C1", user=KARI))
    assert (archived.open, archived.deleted) == (False, False)


async def test_a_channel_gets_a_new_id(desk: Desk) -> None:
    moved = await desk.event(event("channel_id_changed", old_channel_id="C1", new_channel_id="C2"))
    assert (moved.place, moved.new_channel, moved.open) == (ROOM, "C2", True)
    assert await desk.event(event("channel_id_changed", old_channel_id="C1")) is None


async def test_a_new_member_arrives_once(desk: Desk) -> None:
    arrived = await desk.event(event("team_join", user={"id": OLA, "is_bot": False}))
    assert isinstance(arrived, Arrived)
    assert (arrived.id, arrived.reply_to) == (f"slack:{TEAM}:{OLA}:arrived", Place("slack", TEAM, user=OLA))
    assert await desk.event(event("app_home_opened", user=OLA, tab="messages", channel="D2")) is None
    assert await desk.event(event("team_join", user={"id": "U9BOT", "is_bot": True})) is None


async def test_the_first_look_at_the_chat_is_an_arrival_and_the_next_is_none(desk: Desk) -> None:
    assert isinstance(await desk.event(event("app_home_opened", user=KARI, tab="messages", channel="D1")), Arrived)
    assert await desk.event(event("app_home_opened", user=KARI, tab="messages", channel="D1")) is None
    assert desk.dispatch.places[Place("slack", TEAM, user=KARI)] == {"channel": "D1"}


async def test_the_home_page_is_published_after_slack_was_answered(desk: Desk) -> None:
    home = Card("Hjem", (Text("Velkommen"), Buttons((Button("Språk", "me.language", "nn"),))))
    go_on = desk.dispatch.slowly(Reply(home))
    answer = await desk.deliver(event("app_home_opened", user=GUEST, tab="home", channel="D3"))
    assert answer.status == 200
    assert desk.api.views == {}
    go_on.set()
    view = await desk.api.until(lambda: desk.api.views.get(f"home:{GUEST}"))
    assert view["type"] == "home"
    assert isinstance(desk.dispatch.events[-1], HomeOpened)
    assert desk.dispatch.events[-1].sender.user == GUEST


async def test_what_does_not_concern_the_bot_is_acknowledged(desk: Desk) -> None:
    for kind in ("user_change", "link_shared", "file_shared", "app_uninstalled", "pin_added"):
        assert await desk.event(event(kind, user=KARI)) is None


@pytest.mark.parametrize(
    ("facts", "private", "group"), [({"is_private": True}, True, False), ({"is_mpim": True}, False, True)]
)
async def test_an_invitation_says_who_can_read_the_room(
    desk: Desk, facts: dict[str, bool], private: bool, group: bool
) -> None:
    desk.api.channel_facts = facts
    invited = await desk.event(event("member_joined_channel", user=BOT, channel="C1", inviter=OLA))
    assert (invited.private, invited.group) == (private, group)
