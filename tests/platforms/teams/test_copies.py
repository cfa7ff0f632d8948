"""A message whose answer was lost stands twice: whoever presses the first copy has it taken back, and nothing more."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from prometheus_client import generate_latest

from bot.delivery import lost_answer_copies
from bot.delivery.outcome_writer import DeliveryOutcome, OutcomeWriter
from bot.platforms.teams.cards import CardStyle, draw_message_activity
from bot.settings import Settings
from bot.teams_settings import TeamsSettings
from handlers.chat.card_arguments import read_arguments
from handlers.chat.cards import Button, Buttons, Card, Item
from handlers.chat.outgoing import build_private_draft, build_room_draft
from handlers.chat.places import Place
from handlers.questions.receipt_cards import QuestionReceiptCard
from storage.queue.delivery_rows import CANCELLED, SENDING, SENT, Delivery
from tests.platforms.teams.test_pressing import execute
from tests.scenarios.conftest import furnish
from tests.scenarios.stage import DESK, GRID, LOBBY, Seen
from tests.scenarios.teams_stage import CHANNELS, TeamsStage
from tests.scenarios.test_whole_way import QUESTION
from tests.standins.teams import CHANNEL, TENANT, Fault, activity

OTHER = "77777777-8888-4777-8666-555555555555"
#: seconds; a shared machine is no clock
BOUND = 20


class TwoTenants(TeamsStage):
    #: the message that asked the question
    asked = ""

    def credentials(self) -> TeamsSettings:
        return replace(super().credentials(), allowed_tenants=(TENANT, OTHER))


@pytest.fixture
async def stage(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TwoTenants]:
    """The question's card is taken, and the answer to that is lost."""
    monkeypatch.setattr("bot.delivery.reconciler.ANSWERED", timedelta(seconds=0.1))
    settings = Settings(database_url=database_url, port=0, grace_seconds=0, semantic="0")
    async with TwoTenants(settings) as stage:
        await furnish(stage)
        lost = f"POST /v3/conversations {CHANNELS[GRID]}"
        stage.microsoft.faults.append(Fault(502, "<html>Bad Gateway</html>", only=lost, taken=True))
        stage.asked = await stage.mentions("kari", QUESTION, LOBBY)
        await until(stage, 2)
        yield stage


async def until(stage: TeamsStage, copies: int) -> list[Seen]:
    """What stands in the room, once it is so many messages and the bot has come to rest.

    At rest twice: a message stands in the room before the bot has written down that it does.
    """
    end = time.monotonic() + BOUND
    while time.monotonic() < end:
        await stage.settle()
        before = await stage.room(GRID)
        await stage.settle()
        there = await stage.room(GRID)
        if len(before) == len(there) == copies:
            return there
        await asyncio.sleep(0.05)
    raise AssertionError(f"{len(await stage.room(GRID))} copies")


async def in_chat(stage: TeamsStage, who: str, messages: int) -> list[Seen]:
    end = time.monotonic() + BOUND
    while len(await stage.private(who)) != messages:
        assert time.monotonic() < end
        await asyncio.sleep(0.05)
    await stage.settle()
    return await stage.private(who)


async def posts(stage: TeamsStage) -> list[Delivery]:
    """What the database has of cards in the room, oldest first."""
    platform, workspace, channel = stage.channel(GRID)
    which = (
        Delivery.platform == platform,
        Delivery.workspace == workspace,
        Delivery.channel == channel,
        Delivery.op == "post",
    )
    async with stage.bot.database.read() as store:
        return list((await store.session.scalars(sa.select(Delivery).where(*which).order_by(Delivery.id))).all())


async def post_another(stage: TeamsStage) -> None:
    """A card of which no answer is lost."""
    async with stage.bot.database.begin() as store:
        (card,) = [row for row in await posts(stage) if row.message]
        room = await store.rooms.find_room_by_channel("teams", TENANT, CHANNELS[GRID])
        assert room is not None
        await store.outbox.post_deliveries(build_room_draft(room, read_arguments(card), key="another"))
    stage.bot.courier.wake_courier()
    await until(stage, 3)


def counted(stage: TeamsStage) -> float:
    lines = generate_latest(stage.bot.metrics.registry).decode().splitlines()
    found = [line for line in lines if line.startswith('arena_duplicates_total{platform="teams"}')]
    return float(found[0].split()[-1]) if found else 0.0


def deleted(stage: TeamsStage) -> list[str]:
    return [call.path.rsplit("/", 1)[-1] for call in stage.microsoft.calls if call.method == "DELETE"]


async def test_a_press_on_the_first_of_two_copies_is_carried_out_and_takes_it_back(stage: TeamsStage) -> None:
    first, second = await stage.room(GRID)
    assert first.text == second.text
    await stage.clicks("ola", first, "Følg")
    assert await until(stage, 1) == [second]
    assert deleted(stage) == [first.raw["id"]]
    assert counted(stage) == 1
    card, copy = await posts(stage)
    assert (card.state, card.message) == (SENT, second.raw["id"])
    assert (copy.state, copy.message) == (CANCELLED, first.raw["id"])
    async with stage.bot.database.read() as store:
        followers = await store.question_followers.list_question_followers(card.args["question"])
    assert "Ola Hansen" in [person.name for person in followers]


async def test_a_form_opens_from_the_first_of_two_copies_and_is_sent(stage: TeamsStage) -> None:
    first, second = await stage.room(GRID)
    form = await stage.clicks("ola", first, "Svar")
    assert form is not None
    assert [seen.raw["id"] for seen in await until(stage, 1)] == [second.raw["id"]]
    (field,) = (name for name in form.fields if name in ("text", "answer"))
    assert await stage.fills("ola", form, **{field: "Vi fordeler etter kø."}) == {}
    (shown,) = await until(stage, 1)
    assert shown.raw["id"] == second.raw["id"]
    assert counted(stage) == 1


async def test_a_first_copy_counts_once_however_often_it_is_pressed(stage: TeamsStage) -> None:
    first, second = await stage.room(GRID)
    for who in ("ola", "per", "ola"):
        await stage.clicks(who, first, "Følg")
    await until(stage, 1)
    await stage.clicks("lise", first, "Følg")
    await stage.clicks("lise", second, "Følg")
    assert len(await until(stage, 1)) == 1
    assert deleted(stage) == [first.raw["id"]]
    assert counted(stage) == 1


async def test_a_line_that_carries_a_press_tells_the_copy_too(stage: TeamsStage) -> None:
    """As clients send it that know no Action.Execute."""
    first, second = await stage.room(GRID)
    data = button(first)
    await stage._send(activity(conversation=first.raw["where"], replyToId=first.raw["id"], value=data, text=""))
    assert await until(stage, 1) == [second]


@pytest.mark.both_engines
async def test_a_copy_is_taken_back_while_the_answer_to_its_press_is_on_its_way(
    stage: TeamsStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer stands in the same channel and is not recorded yet, but it is not what was pressed."""
    first, second = await stage.room(GRID)
    released = asyncio.Event()
    write, withdraw = OutcomeWriter.write_delivery_outcome, lost_answer_copies.withdraw_lost_answer_copy

    async def write_when_released(writer: OutcomeWriter, outcome: DeliveryOutcome) -> None:
        await released.wait()
        await write(writer, outcome)

    async def withdraw_meanwhile(*asked: Any) -> bool:
        end = time.monotonic() + BOUND
        while not [row for row in await posts(stage) if row.state == SENDING]:
            assert time.monotonic() < end
            await asyncio.sleep(0.02)
        withdrawn = await withdraw(*asked)
        released.set()
        return withdrawn

    monkeypatch.setattr(OutcomeWriter, "write_delivery_outcome", write_when_released)
    monkeypatch.setattr(lost_answer_copies, "withdraw_lost_answer_copy", withdraw_meanwhile)
    data = button(first)
    await stage._send(activity(conversation=first.raw["where"], replyToId=first.raw["id"], value=data, text=""))
    assert await until(stage, 1) == [second]


async def test_the_copy_that_stays_follows_edits(stage: TwoTenants) -> None:
    first, second = await stage.room(GRID)
    await stage.clicks("ola", first, "Følg")
    await until(stage, 1)
    await stage.edits("kari", stage.asked, QUESTION + " Gjelder også 132 kV.", LOBBY)
    (shown,) = await until(stage, 1)
    assert shown.raw["id"] == second.raw["id"]
    assert "132 kV" in shown.text


async def test_the_first_copy_of_a_private_message_is_taken_back_in_its_chat(stage: TeamsStage) -> None:
    await stage.tells("ola", "hjelp")
    await in_chat(stage, "ola", 1)
    stage.microsoft.faults.append(Fault(502, "<html></html>", only="a:chat-of-29:ola/activities", taken=True))
    (card,) = [row for row in await posts(stage) if row.message]
    async with stage.bot.database.begin() as store:
        found = await store.people.find_person_by_account("teams", TENANT, "29:ola")
        assert found is not None
        copy = QuestionReceiptCard(card.args["question"])
        await store.outbox.post_deliveries(build_private_draft(*found, copy, key="private"))
    stage.bot.courier.wake_courier()
    _, first, second = await in_chat(stage, "ola", 3)
    await stage.clicks("ola", first, "Endre eller meld fra")
    await stage.settle()
    shown = {seen.raw["id"] for seen in await stage.private("ola")}
    assert first.raw["id"] not in shown
    assert second.raw["id"] in shown
    assert deleted(stage) == [first.raw["id"]]
    assert counted(stage) == 1


async def test_a_card_of_the_version_before_is_pressed_as_ever(stage: TeamsStage) -> None:
    first, _ = await stage.room(GRID)
    data = {name: value for name, value in button(first).items() if name != "of"}
    await press(stage, data, first.raw["where"], first.raw["id"])
    assert len(await until(stage, 2)) == 2
    async with stage.bot.database.read() as store:
        assert "Ola Hansen" in [
            person.name for person in await store.question_followers.list_question_followers(int(data["id"]))
        ]


async def test_forged_ids_take_nothing_back(stage: TeamsStage) -> None:
    first, second = await stage.room(GRID)
    data, where = button(first), first.raw["where"]
    await post_another(stage)
    others = [row for row in await posts(stage) if row.message and row.message != second.raw["id"]]
    for id in (
        "",
        "x",
        "1" * 36,
        str(uuid4()),
        str(uuid4()).upper(),
        "\u00e6" * 36,
        f"{data['of']} ",
        data["of"].upper(),
    ):
        await press(stage, data | {"of": id}, where, first.raw["id"])
    await press(stage, data | {"of": 5}, where, first.raw["id"])
    await press(stage, data | {"of": None}, where, first.raw["id"])
    for there in (CHANNELS[DESK], f"{CHANNELS[DESK]};messageid={first.raw['id']}", "a:chat-of-29:ola"):
        await press(stage, data, there, first.raw["id"])
    await press(stage, data, where, "")
    await press(stage, data, where, "9" * 300)
    await press(stage, data, f"{CHANNELS[GRID]};messageid=77", first.raw["id"])
    await press(stage, data, where, second.raw["id"])
    for row in others:
        await press(stage, data, f"{CHANNELS[GRID]};messageid={row.message}", row.message)
        await press(stage, data | {"of": row.id}, where, first.raw["id"])
    assert len(others) == 1
    await until(stage, 3)
    assert deleted(stage) == []
    assert counted(stage) == 0
    await press(stage, data, where, first.raw["id"])
    await until(stage, 2)
    assert deleted(stage) == [first.raw["id"]]


async def test_another_tenant_takes_nothing_back(stage: TeamsStage) -> None:
    """Of the same names: only the tenant differs."""
    first, _ = await stage.room(GRID)
    await press(stage, button(first), first.raw["where"], first.raw["id"], channelData={"tenant": {"id": OTHER}})
    await until(stage, 2)
    assert counted(stage) == 0
    async with stage.bot.database.read() as store:
        assert await store.people.find_person_by_account("teams", OTHER, "29:ola") is not None, "the press was heard"


def button(seen: Seen) -> dict[str, Any]:
    """The data of the button that follows the question."""
    return next(one["data"] for one in buttons(seen.raw["card"]) if one["data"]["do"] == "questions.follow")


def buttons(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, dict):
        own = [node] if "do" in node.get("data", ()) else []
        return own + [one for key, value in node.items() if key != "data" for one in buttons(value)]
    return [one for item in node for one in buttons(item)] if isinstance(node, list) else []


async def press(stage: TeamsStage, data: dict[str, Any], where: str, message: str, **more: Any) -> None:
    sent = execute(data=data, conversation=where, user="29:ola", **more)
    await stage._send(sent | {"replyToId": message})


async def test_each_button_of_a_posted_card_names_its_delivery_beside_what_it_does() -> None:
    card = Card(
        "Møte",
        (
            Buttons((Button("Meld på", "meetings.going", "4"), Button("Skriv", "answers.write", "5"))),
            Item("Sak", buttons=(Button("Slett", "meetings.cancel", "6", confirm="Sikker?"),)),
        ),
    )
    brush = CardStyle(lambda name: name == "answers.write")
    posted, redrawn = draw_message_activity(card, brush, "d-1 mark-of-it"), draw_message_activity(card, brush)
    assert [one["data"] for one in buttons(posted)] == [
        {"do": "meetings.going", "id": "4", "of": "d-1"},
        {"do": "answers.write", "id": "5", "of": "d-1", "msteams": {"type": "task/fetch"}},
        {"do": "meetings.cancel", "id": "6", "of": "d-1"},
    ]
    assert all("of" not in one["data"] for one in buttons(redrawn))


async def test_a_press_is_done_before_its_copy_is_looked_at(door, desk) -> None:
    """And of a card that names no delivery, nothing is looked at."""
    done: list[int] = []
    desk.answers.extend(2 * [lambda _: done.append(len(desk.copies))])
    await door.invoke(execute())
    await door.invoke(execute(data={"do": "meetings.going", "id": "4", "of": "d-1"}))
    assert done == [0, 0]
    assert desk.copies == [(Place("teams", TENANT, CHANNEL), "d-1", "500")]
