"""Who changes their mind while a message is on its way: it is put right as soon as its fate is known."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.platforms import TemporaryError
from handlers.chat.cards import Card
from handlers.chat.turn import View
from storage.kit.database import Database
from storage.queue.delivery_rows import CANCELLED, DELETE, POST, READY, SENT, UNKNOWN, UPDATE, Delivery
from storage.queue.outbox import DeliveryDraft
from tests.conftest import Clock
from tests.conversation import WORKSPACE, Conversation, FakePlatform


class Board:
    """What the card shows at the moment."""

    text = "at ten"


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
async def talk(database: Database, board: Board) -> Conversation:
    talk = await Conversation(database).begin()

    async def draw(view: View) -> Card:
        return Card(board.text)

    talk.courier.router.cards["test.board"] = draw
    return talk


@pytest.fixture
def fake(talk: Conversation) -> FakePlatform:
    return talk.platforms["fake"]


async def promise(talk: Conversation) -> None:
    async with talk.database.begin() as store:
        await store.outbox.post_deliveries(
            DeliveryDraft(
                key="k", subject="s", platform="fake", workspace=WORKSPACE, channel="c", template="test.board", args={}
            )
        )


async def refresh(talk: Conversation) -> None:
    async with talk.database.begin() as store:
        await store.outbox.refresh_copies("s")


async def cancel(talk: Conversation) -> None:
    async with talk.database.begin() as store:
        await store.outbox.cancel_deliveries(subject="s")


async def states(talk: Conversation, op: str = POST) -> list[str]:
    async with talk.database.read() as store:
        found = sa.select(Delivery.state).where(Delivery.op == op).order_by(Delivery.id)
        return list((await store.session.scalars(found)).all())


async def becomes_known(talk: Conversation, clock: Clock) -> None:
    clock.forward(seconds=31)
    await talk.courier.asking.reconcile_unknown_deliveries()
    await talk.settle()


async def test_moved_while_nobody_knows_whether_it_arrived(
    talk: Conversation, fake: FakePlatform, board: Board, clock: Clock
) -> None:
    fake.fail_after.append(ConnectionResetError())
    await promise(talk)
    await talk.settle()
    board.text = "at eleven"
    await refresh(talk)
    await talk.settle()
    assert (await states(talk), await states(talk, UPDATE)) == ([UNKNOWN], [READY])
    await becomes_known(talk, clock)
    assert [post.card.title for post in talk.posts] == ["at eleven"]


async def test_cancelled_while_nobody_knows_and_it_had_arrived(
    talk: Conversation, fake: FakePlatform, clock: Clock
) -> None:
    fake.fail_after.append(ConnectionResetError())
    await promise(talk)
    await talk.settle()
    await cancel(talk)
    assert await states(talk) == [UNKNOWN]
    await becomes_known(talk, clock)
    assert talk.posts == []
    assert await states(talk, DELETE) == [SENT]


async def test_cancelled_while_nobody_knows_and_it_had_not_arrived(
    talk: Conversation, fake: FakePlatform, clock: Clock
) -> None:
    fake.fail.append(ConnectionResetError())
    await promise(talk)
    await talk.settle()
    await cancel(talk)
    await becomes_known(talk, clock)
    assert fake.posts == []
    assert await states(talk) == [CANCELLED]


async def test_what_was_taken_back_is_redrawn_by_nobody(talk: Conversation, fake: FakePlatform) -> None:
    await promise(talk)
    await talk.settle()
    async with talk.database.begin() as store:
        await store.outbox.withdraw_copies("s")
    await talk.settle()
    assert fake.posts[0].deleted
    await refresh(talk)
    await talk.settle()
    assert await states(talk, UPDATE) == []


async def test_a_change_that_must_wait_gives_way_to_a_newer_one(
    talk: Conversation, fake: FakePlatform, board: Board, clock: Clock
) -> None:
    await promise(talk)
    await talk.settle()
    update = fake.update

    async def interrupted(*arguments: object) -> None:
        fake.update = update  # type: ignore[method-assign]
        board.text = "at twelve"
        await refresh(talk)
        raise TemporaryError("ratelimited", after=5)

    fake.update = interrupted  # type: ignore[method-assign,assignment]
    board.text = "at eleven"
    await refresh(talk)
    await talk.settle()
    assert await states(talk, UPDATE) == [CANCELLED, SENT]
    assert [post.card.title for post in talk.posts] == ["at twelve"]


async def test_a_deletion_that_must_wait_gives_way_to_no_redrawing(
    talk: Conversation, fake: FakePlatform, clock: Clock
) -> None:
    await promise(talk)
    await talk.settle()
    delete = fake.delete

    async def interrupted(*arguments: object) -> None:
        fake.delete = delete  # type: ignore[method-assign]
        await refresh(talk)
        raise TemporaryError("ratelimited", after=5)

    fake.delete = interrupted  # type: ignore[method-assign,assignment]
    async with talk.database.begin() as store:
        await store.outbox.withdraw_copies("s")
    await talk.settle()
    clock.forward(seconds=6)
    await talk.settle()
    assert fake.posts[0].deleted
    assert (await states(talk, UPDATE), await states(talk, DELETE)) == ([CANCELLED], [SENT])


async def test_a_change_whose_worker_died_gives_way_to_a_newer_one(
    talk: Conversation, fake: FakePlatform, board: Board, clock: Clock
) -> None:
    await promise(talk)
    await talk.settle()
    await refresh(talk)
    async with talk.database.begin() as store:
        await store.deliveries.claim_due_deliveries("dead worker", timedelta(seconds=15), 10, ["fake"])
    board.text = "at twelve"
    await refresh(talk)
    clock.forward(seconds=16)
    await talk.courier.asking.reconcile_unknown_deliveries()
    await talk.settle()
    assert await states(talk, UPDATE) == [CANCELLED, SENT]
    assert [post.card.title for post in talk.posts] == ["at twelve"]


async def test_a_redrawing_nobody_knows_of_is_done_again_when_it_can_no_longer_come_late(
    talk: Conversation, fake: FakePlatform, board: Board, clock: Clock
) -> None:
    await promise(talk)
    await talk.settle()
    fake.fail.append(ConnectionResetError())
    board.text = "at eleven"
    await refresh(talk)
    await talk.settle()
    clock.forward(seconds=15)
    await talk.settle()
    assert [post.card.title for post in talk.posts] == ["at ten"]
    clock.forward(seconds=6)
    await talk.settle()
    assert [post.card.title for post in talk.posts] == ["at eleven"]


async def test_a_card_that_breaks_its_transaction_does_not_stop_the_others(
    talk: Conversation, fake: FakePlatform
) -> None:
    async def broken(view: View) -> Card:
        await view.store.people.load_person(4711)
        return Card("never")

    talk.courier.router.cards["test.broken"] = broken
    async with talk.database.begin() as store:
        await store.outbox.post_deliveries(
            DeliveryDraft(key="b", platform="fake", workspace=WORKSPACE, channel="c", template="test.broken", args={})
        )
    await promise(talk)
    await talk.settle()
    assert sorted(await states(talk)) == ["dead", SENT]
    assert len(talk.posts) == 1
