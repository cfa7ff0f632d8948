"""The protocol of delivery: what is promised arrives, once, whatever the platform does."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import count
from unittest.mock import AsyncMock

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.delivery import courier
from bot.delivery.delivery_protocol import SETTLE
from bot.platforms import CannotTell, OutcomeUnknown, PermanentError, RateBudget, Sent, TemporaryError
from bot.platforms.teams.errors import TeamsOutcomeUnknown, classify_teams_error
from bot.runtime import quiet_warnings
from handlers.chat.cards import Card
from handlers.chat.places import Place
from handlers.chat.turn import View
from storage.kit.database import Database, Unavailable
from storage.queue.delivery_rows import (
    CANCELLED,
    CARD,
    CHATTER,
    DEAD,
    EXPIRED,
    NOTICE,
    READY,
    REMINDER,
    SENDING,
    SENT,
    UNKNOWN,
)
from storage.queue.outbox import DeliveryDraft
from tests.conftest import Clock
from tests.conversation import Conversation


@pytest.fixture
async def talk(database: Database) -> Conversation:
    return await Conversation(database).begin()


async def promise(talk: Conversation, key: str = "k", title: str = "hei", **more: object) -> None:
    args = {"card": {"title": title}}
    async with talk.database.begin() as store:
        await store.outbox.post_deliveries(
            DeliveryDraft(key=key, platform="fake", workspace="W1", channel="c", template="reply", args=args, **more)  # type: ignore[arg-type]
        )


async def states(talk: Conversation) -> list[str]:
    import sqlalchemy as sa

    from storage.queue.delivery_rows import Delivery

    async with talk.database.read() as store:
        return list((await store.session.scalars(sa.select(Delivery.state).order_by(Delivery.id))).all())


async def test_the_same_key_is_promised_once(talk: Conversation) -> None:
    await promise(talk)
    await promise(talk)
    await talk.settle()
    assert len(talk.posts) == 1
    assert await states(talk) == [SENT]


async def test_a_card_goes_out_with_the_language_of_its_reader(talk: Conversation) -> None:
    await promise(talk, language="nn")
    await talk.settle()
    assert [post.card.language for post in talk.posts] == ["nn"]


async def test_a_certain_no_is_tried_again_later(talk: Conversation, clock: Clock) -> None:
    talk.platforms["fake"].fail.append(TemporaryError("refused", after=5))
    await promise(talk)
    await talk.settle()
    assert await states(talk) == [READY]
    clock.forward(seconds=6)
    await talk.settle()
    assert len(talk.posts) == 1


async def test_the_log_says_why_a_message_waits(talk: Conversation, clock: Clock) -> None:
    """Whoever runs the bot has no other sign of a secret that ran out, until messages are overdue."""
    talk.platforms["fake"].fail += [
        TemporaryError("token: 401 invalid_client"),
        TemporaryError("ratelimited", whole_bucket=True),
        OutcomeUnknown("service_unavailable"),
    ]
    await promise(talk)
    with capture_logs() as lines:
        for _ in range(3):
            await talk.settle()
            clock.forward(minutes=2)
    assert [(line["event"], line["why"]) for line in lines if "delivery" in line] == [
        ("delivery put off", "token: 401 invalid_client"),
        ("outcome unknown", "service_unavailable"),
    ]


async def test_a_database_that_is_away_is_told_once_a_minute(
    talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A loop tries twice a second: of a night's outage the log would hold nothing else."""
    refuse = AsyncMock(side_effect=Unavailable("ConnectionRefusedError"))
    monkeypatch.setattr(talk.courier, "run_delivery_round", refuse)
    with capture_logs() as lines:
        for pause in (quiet_warnings.REST, 0.0):
            monkeypatch.setattr(quiet_warnings, "REST", pause)
            for _ in range(3):
                assert not await talk.courier._try_delivery_round()
    told = [line["error"] for line in lines if line["event"] == "courier waits for the database"]
    assert told == ["ConnectionRefusedError"] * 4


async def test_a_permanent_no_is_not_tried_again(talk: Conversation, clock: Clock) -> None:
    talk.platforms["fake"].fail.append(PermanentError("is_archived", gone=True))
    await promise(talk)
    await talk.settle()
    clock.forward(hours=1)
    await talk.settle()
    assert await states(talk) == [DEAD]
    assert talk.posts == []


async def test_an_answer_that_got_lost_is_found_and_not_repeated(talk: Conversation, clock: Clock) -> None:
    talk.platforms["fake"].fail_after.append(ConnectionResetError())
    await promise(talk)
    await talk.settle()
    assert await states(talk) == [UNKNOWN]
    clock.forward(seconds=31)
    await talk.courier.asking.reconcile_unknown_deliveries()
    await talk.settle()
    assert await states(talk) == [SENT]
    assert len(talk.posts) == 1


@pytest.mark.parametrize(("kind", "copies"), [(CARD, 2), (NOTICE, 2), (REMINDER, 2), (CHATTER, 1)])
async def test_where_the_platform_cannot_be_asked_the_kind_says_whether_it_is_sent_again(
    talk: Conversation, clock: Clock, kind: str, copies: int
) -> None:
    """It had arrived, and only the answer was lost: a reminder twice is better than none, a private answer is not."""

    async def blind(*_: object) -> None:
        raise CannotTell("there is no such call")

    platform = talk.platforms["fake"]
    platform.find = blind  # type: ignore[method-assign, assignment]
    platform.fail_after.append(ConnectionResetError())
    await promise(talk, kind=kind)
    await talk.settle()
    clock.forward(seconds=31)
    await talk.courier.asking.reconcile_unknown_deliveries()
    await talk.settle()
    assert len(talk.posts) == copies
    assert await states(talk) == [SENT if copies == 2 else DEAD]


async def test_a_message_that_never_arrived_is_sent_once_more(talk: Conversation, clock: Clock) -> None:
    talk.platforms["fake"].fail.append(ConnectionResetError())
    await promise(talk)
    await talk.settle()
    clock.forward(seconds=31)
    await talk.courier.asking.reconcile_unknown_deliveries()
    await talk.settle()
    assert await states(talk) == [SENT]
    assert len(talk.posts) == 1


async def test_a_lease_that_ran_out_is_asked_about(talk: Conversation, clock: Clock) -> None:
    """A worker that died between its marker and its acknowledgement."""
    await promise(talk)
    async with talk.database.begin() as store:
        (row,) = await store.deliveries.claim_due_deliveries("dead worker", timedelta(seconds=15), 10, ["fake"])
        assert await store.deliveries.mark_sending([row], timedelta(seconds=45))
    await talk.settle()
    assert talk.posts == []
    clock.forward(seconds=46)
    for _ in range(2):
        await talk.courier.asking.reconcile_unknown_deliveries()
    await talk.settle()
    assert await states(talk) == [SENT]
    assert len(talk.posts) == 1


async def test_whoever_lost_the_claim_cannot_mark(talk: Conversation, clock: Clock) -> None:
    await promise(talk)
    async with talk.database.begin() as store:
        (mine,) = await store.deliveries.claim_due_deliveries("first", timedelta(seconds=15), 10, ["fake"])
    clock.forward(seconds=16)
    async with talk.database.begin() as store:
        await store.unknown_outcomes.sweep_expired_leases()
        (theirs,) = await store.deliveries.claim_due_deliveries("second", timedelta(seconds=15), 10, ["fake"])
        assert not await store.deliveries.mark_sending([mine], timedelta(seconds=45))
        assert await store.deliveries.mark_sending([theirs], timedelta(seconds=45))


async def test_what_comes_too_late_is_not_sent(talk: Conversation, clock: Clock) -> None:
    await promise(talk, kind=CHATTER, expires_at=clock() + timedelta(minutes=1))
    clock.forward(minutes=2)
    await talk.settle()
    assert await states(talk) == [EXPIRED]


async def test_a_bucket_is_paced_and_a_throttled_one_is_left_alone(talk: Conversation, clock: Clock) -> None:
    talk.platforms["fake"].budget = {"channel": RateBudget(step=1.0, burst=2)}
    for number in range(4):
        await promise(talk, f"k{number}")
    await talk.settle()
    assert len(talk.posts) == 2
    clock.forward(seconds=1.1)
    talk.platforms["fake"].fail.append(TemporaryError("ratelimited", after=30, whole_bucket=True))
    await talk.settle()
    clock.forward(seconds=20)
    await talk.settle()
    assert len(talk.posts) == 2
    for _ in range(5):
        clock.forward(seconds=11)
        await talk.settle()
    assert len(talk.posts) == 4


async def test_a_bug_in_what_follows_holds_nothing_up(talk: Conversation) -> None:
    async def broken(view: object) -> None:
        raise RuntimeError("a bug")

    talk.courier.router.followers["reply"] = broken
    await promise(talk, "k1")
    await promise(talk, "k2")
    await talk.settle()
    assert await states(talk) == [SENT, SENT]
    assert len(talk.posts) == 2


async def test_what_waits_for_its_turn_comes_back_one_by_one(talk: Conversation, clock: Clock) -> None:
    talk.platforms["fake"].budget = {"channel": RateBudget(step=1.0)}
    for number in range(5):
        await promise(talk, f"k{number}")
    await talk.settle()
    for sent in range(1, 6):
        assert len(talk.posts) == sent
        clock.forward(seconds=1.05)
        await talk.settle()


async def test_a_message_cancelled_on_its_way_is_taken_back(talk: Conversation, clock: Clock) -> None:
    await promise(talk, subject="s")
    send = talk.platforms["fake"].send

    async def slow(*arguments: object, **more: object) -> object:
        async with talk.database.begin() as store:
            await store.outbox.cancel_deliveries(subject="s")
        return await send(*arguments, **more)  # type: ignore[arg-type]

    talk.platforms["fake"].send = slow  # type: ignore[method-assign,assignment]
    await talk.settle()
    assert talk.posts == []


async def test_what_is_being_taken_back_is_not_drawn_again(talk: Conversation) -> None:
    """The change was promised while the deletion was on its way, and waited for it."""
    platform, drawn = talk.platforms["fake"], []
    delete, update = platform.delete, platform.update

    async def delete_meanwhile(place: Place, message: str) -> None:
        async with talk.database.begin() as store:
            await store.outbox.refresh_copies("subject")
        await delete(place, message)

    async def note_update(place: Place, message: str, card: Card) -> None:
        drawn.append(message)
        await update(place, message, card)

    platform.delete, platform.update = delete_meanwhile, note_update  # type: ignore[method-assign]
    await promise(talk, subject="subject")
    await talk.settle()
    async with talk.database.begin() as store:
        await store.outbox.withdraw_copies("subject")
    await talk.settle()
    assert [post.deleted for post in platform.posts] == [True]
    assert drawn == []
    assert await states(talk) == [CANCELLED, SENT, CANCELLED]


@pytest.mark.parametrize("change", ["refresh_copies", "withdraw_copies"])
async def test_a_change_promised_on_its_way_goes_to_the_chat_that_the_platform_chose(
    talk: Conversation, change: str
) -> None:
    await promise(talk, subject="s")
    platform, changed = talk.platforms["fake"], list[str]()
    send, update, delete = platform.send, platform.update, platform.delete

    async def slow(place: Place, card: Card, *, key: str) -> Sent:
        async with talk.database.begin() as store:
            await getattr(store.outbox, change)("s")
        return replace(await send(place, card, key=key), channel="the private chat")

    async def updated(place: Place, message: str, card: Card) -> None:
        changed.append(place.channel)
        await update(place, message, card)

    async def deleted(place: Place, message: str) -> None:
        changed.append(place.channel)
        await delete(place, message)

    platform.send, platform.update, platform.delete = slow, updated, deleted  # type: ignore[method-assign]
    await talk.settle()
    assert changed == ["the private chat"]


async def test_a_card_that_breaks_the_transaction_stops_no_other(talk: Conversation) -> None:
    """On PostgreSQL nothing can be done in a transaction after an error: the batch is prepared one by one."""

    async def draw(view: View) -> Card:
        if view.args.card.title == "bad":
            await view.store.session.execute(text("SELECT nothing FROM nowhere"))
        return Card(view.args.card.title)

    talk.courier.router.cards["reply"] = draw
    for number in range(5):
        await promise(talk, f"k{number}", title="bad" if number == 2 else f"good {number}")
    with capture_logs():  # to draw a traceback takes seconds on a busy machine
        await talk.settle()
    assert sorted(post.card.title for post in talk.posts) == ["good 0", "good 1", "good 3", "good 4"]
    assert await states(talk) == [SENT, SENT, DEAD, SENT, SENT]


async def test_a_card_that_failed_beside_one_that_breaks_the_transaction_goes_out_when_it_is_well(
    talk: Conversation,
) -> None:
    """What was decided of it in the batch has not been written: it is prepared anew, and drawn this time."""
    drawn: Counter[str] = Counter()

    async def draw(view: View) -> Card:
        title = view.args.card.title
        drawn[title] += 1
        if title == "ailing" and drawn[title] == 1:
            raise ValueError
        if title == "breaks":
            await view.store.session.rollback()  # on either engine: what comes next in this unit of work is refused
            await view.store.session.execute(text("SELECT 1"))
        return Card(title)

    talk.courier.router.cards["reply"] = draw
    await promise(talk, "k1", title="ailing")
    await promise(talk, "k2", title="breaks")
    with capture_logs():
        await talk.settle()
    assert drawn == {"ailing": 2, "breaks": 2}
    assert await states(talk) == [SENT, DEAD]
    assert [post.card.title for post in talk.posts] == ["ailing"]


async def test_a_call_that_takes_too_long_is_given_up(
    talk: Conversation, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier, "CALL", timedelta(seconds=0.2))
    platform = talk.platforms["fake"]
    send, tries = platform.send, count()

    async def hangs(place: Place, card: Card, *, key: str) -> Sent:
        if not next(tries):
            await asyncio.Event().wait()
        return await send(place, card, key=key)

    platform.send = hangs  # type: ignore[method-assign]
    await promise(talk)
    await asyncio.wait_for(talk.settle(), 30)
    assert await states(talk) == [UNKNOWN]
    clock.forward(seconds=31)
    await talk.courier.asking.reconcile_unknown_deliveries()
    await talk.settle()
    assert await states(talk) == [SENT]
    assert len(talk.posts) == 1


async def test_the_later_copy_of_a_message_that_went_out_twice_is_taken_back(talk: Conversation, clock: Clock) -> None:
    """A worker froze in the middle of a call; another one asked, found nothing and sent it."""
    other = Conversation(talk.database)
    other.courier.platforms = other.courier.preparing.platforms = other.courier.asking.platforms = talk.platforms
    platform = talk.platforms["fake"]
    send, tries = platform.send, count()

    async def freezes(place: Place, card: Card, *, key: str) -> Sent:
        if not next(tries):
            clock.forward(seconds=50)
            for _ in range(2):
                await other.courier.asking.reconcile_unknown_deliveries()
            await other.courier.deliver_all_due()
            assert len(talk.posts) == 1
        return await send(place, card, key=key)

    platform.send = freezes  # type: ignore[method-assign]
    await promise(talk)
    await talk.settle()
    assert await states(talk) == [SENT, CANCELLED, SENT]  # the message, its copy, and the deletion of that
    assert [post.deleted for post in platform.posts] == [False, True]
    assert len(talk.courier.outcomes.doubles) == 1


async def test_a_copy_that_was_found_is_taken_back_although_that_fails_at_first(
    talk: Conversation, clock: Clock
) -> None:
    """Its deletion is promised with what was found out: it outlives whoever found it, and is tried again."""
    platform = talk.platforms["fake"]
    platform.fail_after.append(ConnectionResetError())
    await promise(talk)
    await talk.settle()
    platform.posts.append(replace(platform.posts[0], id="m2"))
    delete, tries = platform.delete, count()

    async def fails(place: Place, message: str) -> None:
        if not next(tries):
            raise ConnectionResetError
        await delete(place, message)

    platform.delete = fails  # type: ignore[method-assign]
    clock.forward(seconds=31)
    await talk.courier.asking.reconcile_unknown_deliveries()
    await talk.settle()
    assert [post.deleted for post in platform.posts] == [False, False]
    assert len(talk.courier.outcomes.doubles) == 1
    clock.forward(seconds=31)
    await talk.settle()
    assert [post.deleted for post in platform.posts] == [False, True]
    assert await states(talk) == [SENT, CANCELLED, SENT]


async def test_a_bad_outcome_keeps_no_other_waiting(talk: Conversation) -> None:
    """The message of one has no id, and no database writes that down."""
    platform = talk.platforms["fake"]
    send = platform.send

    async def sends(place: Place, card: Card, *, key: str) -> Sent:
        sent = await send(place, card, key=key)
        return Sent(None) if card.title == "bad" else sent  # type: ignore[arg-type] - that is what is bad

    platform.send = sends  # type: ignore[method-assign]
    for number in range(60):
        await promise(talk, f"k{number:02}", title="bad" if number == 7 else "hei")
    with capture_logs() as lines:
        await talk.settle()
    assert Counter(await states(talk)) == {SENT: 59, SENDING: 1}
    assert len(talk.posts) == 60
    said = Counter(line["event"] for line in lines)
    assert said["outcome cannot be written: it will be asked about"] == 1
    assert said["outcomes are written later"] == 1


async def test_an_outcome_that_the_database_does_not_take_waits_alone(talk: Conversation) -> None:
    """What follows from one message takes longer than the database allows, until the others are through."""
    tries, through = count(), asyncio.Event()

    async def slow(view: View) -> None:
        if view.args.card.title == "bad" and not through.is_set():
            next(tries)
            raise Unavailable("TimeoutError")

    talk.courier.router.followers["reply"] = slow
    for number in range(60):
        await promise(talk, f"k{number:02}", title="bad" if number == 7 else "hei")
    running = asyncio.create_task(talk.courier.run_delivery_loop())
    await until_sent(talk, 59)
    assert Counter(await states(talk)) == {SENT: 59, SENDING: 1}
    assert next(tries) < 10
    through.set()
    await until_sent(talk, 60)
    assert len(talk.posts) == 60
    await talk.courier.stop_courier()
    await running


async def until_sent(talk: Conversation, many: int) -> None:
    async with asyncio.timeout(60):
        while Counter(await states(talk))[SENT] < many:  # noqa: ASYNC110 - nothing tells of a commit
            await asyncio.sleep(0.05)


async def test_a_platform_that_has_answered_is_not_waited_for(talk: Conversation) -> None:
    """It said that something went wrong, and cannot say what became of the message: a card comes once more, soon."""
    platform = talk.platforms["fake"]

    async def cannot_tell(*_: object) -> Sent | None:
        raise CannotTell("there is no such call")

    platform.find = cannot_tell  # type: ignore[method-assign]
    platform.fail.append(TeamsOutcomeUnknown("502", answered=True))
    await promise(talk, kind=CARD)
    running = asyncio.create_task(talk.courier.run_delivery_loop())
    start = time.monotonic()
    await until_sent(talk, 1)
    assert time.monotonic() - start < SETTLE.total_seconds() / 2
    await talk.courier.stop_courier()
    await running
    assert len(talk.posts) == 1


def test_an_answer_ends_a_call_and_a_lost_connection_does_not() -> None:
    assert all(classify_teams_error(status, b"").answered for status in (408, 500, 502, 503, 504))  # type: ignore[attr-defined]
    assert not TeamsOutcomeUnknown("ServerDisconnectedError").answered
