"""What one reader is told in private comes in the order in which it was due; answers of one minute come together."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta

import pytest

from bot.platforms import Sent, TemporaryError
from handlers.chat.cards import Card
from handlers.chat.places import Place
from storage.kit.database import Database
from storage.queue.outbox import DeliveryDraft
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.handlers.questions.test_asking import GRID


@pytest.fixture
async def talk(database: Database) -> Conversation:
    return await Conversation(database).begin()


async def promise(talk: Conversation, *titles: str, user: str = "kari") -> None:
    for title in titles:
        async with talk.database.begin() as store:
            draft = DeliveryDraft(
                key=title, platform="fake", workspace="W1", user=user, template="reply", args={"card": {"title": title}}
            )
            await store.outbox.post_deliveries(draft)


def slowly(talk: Conversation) -> list[str]:
    """Let the platform take its time, more for some messages than for others; gives what has arrived."""
    platform, chance, arrived = talk.platforms["fake"], random.Random(3), list[str]()
    send = platform.send

    async def sends(place: Place, card: Card, *, key: str) -> Sent:
        await asyncio.sleep(chance.uniform(0, 0.03))
        arrived.append(card.title)
        return await send(place, card, key=key)

    platform.send = sends  # type: ignore[method-assign]
    return arrived


async def test_one_reader_reads_in_order_while_others_are_told(talk: Conversation) -> None:
    arrived = slowly(talk)
    mine = [f"mine {n:02}" for n in range(12)]
    for n, title in enumerate(mine):
        await promise(talk, title)
        await promise(talk, f"other {n}", user=f"u{n}")
    await talk.settle()
    assert [title for title in arrived if title in mine] == mine
    assert len(arrived) == 24


async def test_the_order_holds_between_two_workers_and_in_the_loop(talk: Conversation) -> None:
    arrived = slowly(talk)
    other = Conversation(talk.database)
    other.platforms = other.courier.platforms = other.courier.preparing.platforms = talk.platforms  # type: ignore[assignment]
    mine = [f"mine {n:02}" for n in range(30)]
    await promise(talk, *mine)
    running = [asyncio.create_task(one.courier.run_delivery_loop()) for one in (talk, other)]
    async with asyncio.timeout(60):
        while len(arrived) < len(mine):  # noqa: ASYNC110 - nothing tells of an arrival
            await asyncio.sleep(0.02)
    for one in (talk, other):
        await one.courier.stop_courier()
    await asyncio.gather(*running)
    assert arrived == mine


async def test_what_was_tried_in_vain_holds_nobody_up_for_long(talk: Conversation, clock: Clock) -> None:
    arrived = slowly(talk)
    platform = talk.platforms["fake"]
    send = platform.send

    async def sends(place: Place, card: Card, *, key: str) -> Sent:
        if card.title == "bad":
            raise TemporaryError("busy", after=10)
        return await send(place, card, key=key)

    platform.send = sends  # type: ignore[method-assign]
    await promise(talk, "bad", "good")
    await talk.settle()
    assert arrived == []
    clock.forward(seconds=11)
    await talk.settle()
    clock.forward(seconds=2)
    await talk.settle()
    assert arrived == ["good"]


async def ask(talk: Conversation) -> tuple[Someone, Post]:
    kari = await talk.person("kari", organisation="herøya")
    await talk.carries("grid", "nett")
    await kari.commands(GRID)
    (card,) = talk.room("grid")
    return kari, card


async def test_answers_within_a_minute_come_five_to_a_message(talk: Conversation, clock: Clock) -> None:
    """More would not fit a screen, for each has the button that solves the question."""
    kari, card = await ask(talk)
    before = len(kari.sees)
    people = [await talk.person(f"p{n}", organisation=f"park{n}") for n in range(12)]
    for n, person in enumerate(people):
        await person.replies(card, f"Answer number {n}.")
        clock.forward(seconds=1.4)
    told = kari.sees[before:]
    assert [post.card.title for post in told] == [
        "5 answers to your question", "5 answers to your question", "2 answers to your question"
    ]  # fmt: skip
    text = "\n".join(post.text for post in told)
    places = [text.index(f"Answer number {n}.") for n in range(12)]
    assert places == sorted(places)
    assert [post.labels.count("This solved it") for post in told] == [5, 5, 2]
    assert [post.labels.count("Answer") for post in told] == [1, 1, 1]


async def test_an_answer_after_the_minute_is_a_message_of_its_own(talk: Conversation, clock: Clock) -> None:
    kari, card = await ask(talk)
    before = len(kari.sees)
    ola, per = await talk.person("ola", organisation="mo"), await talk.person("per", organisation="raufoss")
    await ola.replies(card, "The first answer.")
    clock.forward(minutes=1, seconds=1)
    await per.replies(card, "The second answer.")
    assert [post.card.title for post in kari.sees[before:]] == [
        "Ola, Mo answered your question",
        "Per, Raufoss answered your question",
    ]


async def test_a_gathered_answer_is_changed_taken_back_and_solved_like_any_other(talk: Conversation) -> None:
    kari, card = await ask(talk)
    ola, per = await talk.person("ola", organisation="mo"), await talk.person("per", organisation="raufoss")
    await ola.replies(card, "The first answer.")
    said = await per.replies(card, "The second answer.")
    told = kari.last
    await per.edits(said, "The second answer, corrected.", "grid", thread=card.id)
    assert "The second answer, corrected." in told.text
    await per.deletes(said, "grid", thread=card.id)
    assert told.card.title == "Ola, Mo answered your question"
    assert "second" not in told.text
    await kari.clicks(told, "This solved it")
    assert "This solved it" not in told.labels


async def test_what_waits_for_its_readers_hours_holds_nothing_else_up(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="herøya")
    ola = await talk.person("ola", organisation="mo")
    async with talk.database.begin() as store:
        found = await store.people.find_person_by_account("fake", kari.sender.workspace, "kari")
        assert found
        found[0].paused_until = store.now + timedelta(days=3)
    form = await ola.clicks(await ola.commands("kari", name="who"), "Write to Kari")
    await ola.submits(form, text="Can I visit you?")
    assert kari.sees == []
    await promise(talk, "The answer that Kari waits for")
    await talk.settle()
    assert [post.card.title for post in kari.sees] == ["The answer that Kari waits for"]
