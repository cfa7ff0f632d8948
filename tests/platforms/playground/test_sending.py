"""The five verbs of a platform, over tables that outlive the process."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.platforms import PermanentError
from bot.platforms.playground import PlaygroundPlatform
from handlers.chat.cards import Button, Buttons, Card, OwnReaction, Text
from handlers.chat.places import Place
from handlers.chat.turn import Arena
from storage.kit.database import Database
from tests.patience import BOUND
from tests.platforms.playground.conftest import Page, Stage

ROOM, DIRECT = Place("playground", "local", "tema-nett"), Place("playground", "local", user="kari")
CARD = Card("Hei", (Text("Noen ord"), Buttons((Button("Svar", "answers.write", "7"),))))


async def test_a_message_is_found_by_its_key_and_posted_once(stage: Stage, kari: Page) -> None:
    sent = await stage.playground.send(ROOM, CARD, key="k1")
    assert await stage.playground.send(ROOM, CARD, key="k1") == sent
    assert await stage.playground.find(ROOM, "k1", datetime.now(UTC)) == sent
    assert await stage.playground.find(ROOM, "k2", datetime.now(UTC)) is None
    assert len(await kari.messages("tema-nett")) == 1
    assert (sent.link, sent.thread, sent.channel) == (f"/#tema-nett/{sent.message}", sent.message, "tema-nett")


async def test_a_private_message_is_read_by_one(stage: Stage, kari: Page, olav: Page) -> None:
    await stage.playground.send(ROOM.narrow_to_user("kari"), CARD, key="k1")
    assert len(await kari.messages("tema-nett")) == 1
    assert await olav.messages("tema-nett") == []


async def test_a_direct_message_opens_the_chat_with_that_member(stage: Stage, kari: Page) -> None:
    sent = await stage.playground.send(DIRECT, CARD, key="k1")
    assert sent.channel == "@kari"
    assert len(await kari.messages("@kari")) == 1


async def test_a_reply_goes_to_the_root_of_its_thread(stage: Stage, kari: Page) -> None:
    root = await stage.playground.send(ROOM, CARD, key="k1")
    reply = await stage.playground.send(ROOM.move_to_thread(root.message), CARD, key="k2")
    again = await stage.playground.send(ROOM.move_to_thread(reply.message), CARD, key="k3")
    thread = (await kari.read("thread", root=root.message))["messages"]
    assert [message["id"] for message in thread] == [root.message, reply.message, again.message]
    assert (await kari.messages("tema-nett"))[0]["replies"]["count"] == 2


async def test_a_card_is_redrawn_and_taken_back(stage: Stage, kari: Page) -> None:
    sent = await stage.playground.send(ROOM, CARD, key="k1")
    await stage.playground.update(ROOM, sent.message, Card("Løst"))
    assert [message["card"] for message in await kari.messages("tema-nett")] == [{"title": "Løst"}]
    await stage.playground.delete(ROOM, sent.message)
    await stage.playground.delete(ROOM, sent.message)
    assert await kari.messages("tema-nett") == []
    with pytest.raises(PermanentError, match="message_not_found"):
        await stage.playground.update(ROOM, sent.message, CARD)


@pytest.mark.parametrize(
    ("place", "why", "gone"),
    [
        (Place("playground", "local", "borte"), "channel_not_found", True),
        (Place("playground", "local", "kaffepraten"), "not_in_channel", True),
        (Place("playground", "local", user="ingen"), "user_not_found", True),
        (ROOM.move_to_thread("borte"), "thread_not_found", False),
    ],
)
async def test_a_place_that_cannot_be_reached_says_why(stage: Stage, place: Place, why: str, gone: bool) -> None:
    with pytest.raises(PermanentError) as raised:
        await stage.playground.send(place, CARD, key="k1")
    assert (raised.value.why, raised.value.gone) == (why, gone)


async def test_a_private_answer_reaches_a_channel_the_bot_is_not_in(stage: Stage, kari: Page) -> None:
    await stage.playground.send(Place("playground", "local", "kaffepraten", user="kari"), CARD, key="k1")
    assert len(await kari.messages("kaffepraten")) == 1


async def test_open_pages_hear_what_they_may_see(stage: Stage, kari: Page, olav: Page) -> None:
    mine, other = await kari.listen(), await olav.listen()
    private = await stage.playground.send(ROOM.narrow_to_user("kari"), CARD, key="k1")
    public = await stage.playground.send(ROOM, CARD, key="k2")
    assert (await mine.receive_json(timeout=BOUND))["message"]["id"] == private.message
    assert (await mine.receive_json(timeout=BOUND))["message"]["id"] == public.message
    assert (await other.receive_json(timeout=BOUND))["message"]["id"] == public.message
    await stage.playground.delete(ROOM, public.message)
    assert await other.receive_json(timeout=BOUND) == {
        "kind": "removed", "id": public.message, "channel": "tema-nett", "thread": "",
    }  # fmt: skip


async def test_stopping_lets_every_page_go(stage: Stage, kari: Page) -> None:
    socket = await kari.listen()
    await stage.playground.close_sessions()
    assert (await socket.receive(timeout=BOUND)).data == 1001


async def test_nothing_is_lost_when_the_process_ends(stage: Stage, kari: Page, database: Database) -> None:
    sent = await stage.playground.send(ROOM.narrow_to_user("kari"), CARD, key="k1")
    await kari.do("write", channel="tema-nett", text="hei")
    again = PlaygroundPlatform(database, arena_name="Arena", language="nb", zone=Arena().zone)
    found = await again.find(ROOM, "k1", datetime.now(UTC))
    assert found is not None
    assert found.message == sent.message
    assert await kari.texts("tema-nett") == ["Hei\nNoen ord", "hei"]


async def test_what_is_new_is_counted_until_it_has_been_seen(stage: Stage, kari: Page, olav: Page) -> None:
    async def unread() -> dict[str, int]:
        return {one["id"]: one["unread"] for one in (await kari.read("state"))["channels"] if one["unread"]}

    await olav.do("write", channel="tema-nett", text="en")
    await kari.do("write", channel="tema-nett", text="min egen")
    await stage.playground.send(DIRECT, CARD, key="k1")
    assert await unread() == {"tema-nett": 1, "@kari": 1}
    assert (await olav.read("state"))["waiting"] == {"kari": 1}
    for channel in ("tema-nett", "@kari"):
        await kari.do("read", channel=channel, message=(await kari.messages(channel))[-1]["id"])
    assert await unread() == {}
    assert (await olav.read("state"))["waiting"] == {}


async def test_a_reply_counts_for_those_who_write_in_the_thread(stage: Stage, kari: Page, olav: Page) -> None:
    root = await stage.playground.send(ROOM, CARD, key="k1")
    for page in (kari, olav):
        await page.do("read", channel="tema-nett", message=root.message)
    await kari.do("write", channel="tema-nett", thread=root.message, text="svar")
    await stage.playground.send(ROOM.move_to_thread(root.message), CARD, key="k2")
    counts = [
        {one["id"]: one["unread"] for one in (await page.read("state"))["channels"] if one["unread"]}
        for page in (kari, olav)
    ]
    assert counts == [{"tema-nett": 1}, {}]


async def test_older_messages_come_page_by_page_and_a_link_leads_to_its_own(kari: Page) -> None:
    for n in range(65):
        await kari.do("write", channel="tema-nett", text=str(n))
    newest = await kari.read("messages", channel="tema-nett")
    assert [len(newest["messages"]), newest["more"], newest["messages"][0]["text"]] == [60, True, "5"]
    older = await kari.read("messages", channel="tema-nett", before=newest["messages"][0]["id"])
    assert [message["text"] for message in older["messages"]] == ["0", "1", "2", "3", "4"]
    assert older["more"] is False
    linked = await kari.read("messages", channel="tema-nett", around=older["messages"][2]["id"])
    assert (linked["messages"][0]["text"], len(linked["messages"])) == ("2", 63)


async def test_the_check_says_who_is_there(stage: Stage) -> None:
    (finding,) = await stage.playground.check_configuration()
    assert finding.ok
    assert finding.detail.startswith("4 members")


async def test_one_reaction_of_the_bot_stands_beside_those_of_people(stage: Stage, kari: Page) -> None:
    sent = await stage.playground.send(ROOM, CARD, key="k1")
    for reaction, stands in (("👀", {"👀": [""]}), ("✅", {"✅": [""]}), ("", {})):
        others = tuple({"👀", "✅"} - {reaction})
        for _ in range(2):
            await stage.playground.react(ROOM, OwnReaction(sent.message, reaction, others))
        assert (await kari.messages("tema-nett"))[0]["reactions"] == stands
    with pytest.raises(PermanentError, match="message_not_found"):
        await stage.playground.react(ROOM, OwnReaction("borte", "👀"))
