"""Pushes: one a day for each person, in their own hours, and none of them lost whatever happens on the way."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from bot.platforms import PermanentError, TemporaryError
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Card, Text
from handlers.chat.turn import View
from handlers.dates.working_hours import build_working_hours
from handlers.notifications import scheduled_notifications
from handlers.notifications.notification_batching import ROOM
from storage.directory.people import Person
from storage.kit.database import Database
from storage.queue.delivery_rows import CANCELLED, DEAD, EXPIRED, READY, SENT, Delivery
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone

#: a Monday, 06.30 in Oslo: nobody is told anything yet
EARLY = datetime(2027, 3, 1, 5, 30, tzinfo=UTC)
OSLO = ZoneInfo("Europe/Oslo")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In Oslo, in March 2027."""
    return datetime(2027, 3, day, hour, minute, tzinfo=OSLO)


class Note(CardArguments, frozen=True):
    template = "test.note"

    n: int


class Notes:
    """Cards to be pushed: "note 1", "note 2" ... and what follows from them."""

    def __init__(self) -> None:
        self.followed: list[int] = []
        self.lost: list[int] = []
        self.unwanted: set[int] = set()
        self.broken: set[int] = set()

    async def draw(self, view: View[Note]) -> Card | None:
        n = view.args.n
        if n in self.broken:
            raise ZeroDivisionError
        return None if n in self.unwanted else Card(f"note {n}", (Text(f"text {n}."),))

    async def follow(self, view: View[Note]) -> None:
        self.followed.append(view.args.n)

    async def lose(self, view: View[Note]) -> None:
        self.lost.append(view.args.n)


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
async def talk(database: Database, clock: Clock, notes: Notes) -> Conversation:
    clock.set(EARLY)
    talk = await Conversation(database).begin()
    router = talk.courier.router
    router.cards["test.note"], router.followers["test.note"] = notes.draw, notes.follow
    router.undeliverable["test.note"] = notes.lose
    return talk


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await talk.person("kari", organisation="eksempel")


async def push(talk: Conversation, who: Someone, n: int, when: datetime, **more: Any) -> bool:
    async with talk.database.begin() as store:
        person = await store.people.load_person(who.person_id)
        more = {"subject": f"note:{n}"} | more
        return await scheduled_notifications.schedule_notification(
            store, talk.arena, person, Note(n), key=f"note:{n}", at=when, **more
        )


async def rows(talk: Conversation) -> dict[int, Delivery]:
    async with talk.database.read() as store:
        found = await store.session.scalars(sa.select(Delivery).where(Delivery.template == "test.note"))
        return {row.args["n"]: row for row in found if row.op == "post"}


async def until(talk: Conversation, clock: Clock, when: datetime) -> None:
    clock.set(when)
    await talk.settle()


def told(post: Post) -> list[int]:
    """The notes in a message."""
    return [int(line.removeprefix("text ").rstrip(".")) for line in post.text.split("\n") if line.startswith("text ")]


async def test_what_is_due_on_one_day_comes_in_one_message(
    talk: Conversation, clock: Clock, kari: Someone, notes: Notes
) -> None:
    await push(talk, kari, 1, at(1, 8))
    await push(talk, kari, 2, at(1, 8))
    await push(talk, kari, 3, at(1, 14))
    await push(talk, kari, 4, at(2, 8))
    await until(talk, clock, at(1, 7, 59))
    assert kari.sees == []
    await until(talk, clock, at(1, 8, 1))
    assert [told(post) for post in kari.sees] == [[1, 2, 3]]
    assert kari.last.card.title == "3 messages"
    assert kari.last.card.fallback == "note 1 · note 2 · note 3"
    assert sorted(notes.followed) == [1, 2, 3]
    await until(talk, clock, at(1, 15))
    await until(talk, clock, at(2, 9))
    assert [told(post) for post in kari.sees] == [[1, 2, 3], [4]]
    assert sorted(notes.followed) == [1, 2, 3, 4]


async def test_what_comes_up_later_that_day_waits_for_the_next_open_one(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    await push(talk, kari, 1, at(5, 8))
    await until(talk, clock, at(5, 8, 1))
    await push(talk, kari, 2, at(5, 10))
    await until(talk, clock, at(5, 16))
    await until(talk, clock, at(7, 12))
    assert [told(post) for post in kari.sees] == [[1]], "it is Sunday"
    async with talk.database.read() as store:
        assert await store.deliveries.find_oldest_due_time() is None, "it waits, and is not late"
        assert await store.queue_audit.list_overdue_deliveries(timedelta(minutes=2)) == []
    await until(talk, clock, at(8, 8, 1))
    assert [told(post) for post in kari.sees] == [[1], [2]]


async def test_what_would_be_too_late_tomorrow_comes_today(talk: Conversation, clock: Clock, kari: Someone) -> None:
    await push(talk, kari, 1, at(1, 8))
    await until(talk, clock, at(1, 8, 1))
    await push(talk, kari, 2, at(1, 10), expires_at=at(1, 18))
    await until(talk, clock, at(1, 10, 1))
    assert [told(post) for post in kari.sees] == [[1], [2]]


async def test_what_one_message_has_no_room_for_waits_for_the_next_day(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    for n in range(20):
        await push(talk, kari, n, at(1, 8))
    await until(talk, clock, at(1, 8, 1))
    await until(talk, clock, at(2, 8, 1))
    assert [len(told(post)) for post in kari.sees] == [ROOM // 3, 20 - ROOM // 3]
    assert sorted(n for post in kari.sees for n in told(post)) == list(range(20))


async def test_of_many_alike_only_a_few_share_a_message(
    talk: Conversation, clock: Clock, kari: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Note, "most_together", 2)
    for n in range(4):
        await push(talk, kari, n, at(1, 8))
    await push(talk, kari, 4, at(1, 8), expires_at=at(1, 18))
    for day in (1, 2, 3):
        await until(talk, clock, at(day, 8, 1))
    assert [told(post) for post in kari.sees] == [[0, 1, 4], [2, 3]]


async def test_what_is_urgent_goes_at_once_and_by_itself(talk: Conversation, clock: Clock, kari: Someone) -> None:
    await push(talk, kari, 1, at(1, 9))
    await push(talk, kari, 2, at(1, 9), urgent=True, expires_at=at(1, 10))
    await push(talk, kari, 3, at(1, 12), urgent=True, expires_at=at(1, 13))
    await until(talk, clock, at(1, 9, 1))
    await until(talk, clock, at(1, 12, 1))
    assert sorted(told(post) for post in kari.sees) == [[1], [2], [3]]


async def test_nothing_comes_in_quiet_hours_that_began_after_it_was_promised(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    await push(talk, kari, 1, at(1, 8))
    await push(talk, kari, 2, at(1, 8), expires_at=at(1, 9))
    async with talk.database.begin() as store:
        person = await store.people.load_person(kari.person_id)
        person.push_from, person.push_to = "10:00", "15:00"
    await until(talk, clock, at(1, 8, 1))
    assert kari.sees == []
    await until(talk, clock, at(1, 10, 1))
    assert [told(post) for post in kari.sees] == [[1]]
    assert (await rows(talk))[2].state == EXPIRED


async def test_a_pause_that_ends_early_gives_back_what_has_not_expired(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    await kari.says("stille til 10. mars")
    await push(talk, kari, 1, at(2, 8), early=True, expires_at=at(4, 14))
    await push(talk, kari, 2, at(2, 8), early=True, expires_at=at(3, 8))
    await until(talk, clock, at(2, 8, 1))
    await until(talk, clock, at(3, 11))
    assert [told(post) for post in kari.sees if told(post)] == []
    await kari.says("stille av")
    await until(talk, clock, at(3, 11, 1))
    assert [told(post) for post in kari.sees if told(post)] == [[1]]
    assert (await rows(talk))[2].state == EXPIRED


async def test_a_message_that_did_not_get_through_is_tried_again_with_all_that_was_in_it(
    talk: Conversation, clock: Clock, kari: Someone, notes: Notes
) -> None:
    for n in (1, 2, 3):
        await push(talk, kari, n, at(1, 8))
    talk.platforms["fake"].fail = [TemporaryError("busy", after=1.0)]
    await until(talk, clock, at(1, 8, 1))
    assert kari.sees == []
    notes.unwanted = {2}
    await push(talk, kari, 4, at(1, 8, 2))
    await until(talk, clock, at(1, 8, 3))
    assert [told(post) for post in kari.sees] == [[1, 3, 4]]
    assert sorted(notes.followed) == [1, 3, 4]


async def test_a_message_that_may_have_arrived_is_asked_about_and_what_was_in_it_waits_for_that(
    talk: Conversation, clock: Clock, kari: Someone, notes: Notes
) -> None:
    for n in (1, 2):
        await push(talk, kari, n, at(1, 8))
    talk.platforms["fake"].fail_after = [OSError("gone")]
    await until(talk, clock, at(1, 8, 1))
    assert notes.followed == []
    await push(talk, kari, 3, at(1, 8, 2), expires_at=at(1, 12))
    await until(talk, clock, at(1, 8, 3))
    assert [told(post) for post in kari.sees] == [[1, 2], [3]], "what may be out is told in no other message"
    async with talk.database.read() as store:
        assert await store.queue_audit.list_overdue_deliveries(timedelta(minutes=2)) == []
    await talk.courier.asking.reconcile_unknown_deliveries()
    await talk.settle()
    assert sorted(notes.followed) == [1, 2, 3]
    assert [told(post) for post in kari.sees] == [[1, 2], [3]]


async def test_a_message_that_did_not_arrive_after_all_is_sent_again_as_it_was(
    talk: Conversation, clock: Clock, kari: Someone, notes: Notes
) -> None:
    for n in (1, 2):
        await push(talk, kari, n, at(1, 8))
    talk.platforms["fake"].fail = [OSError("gone")]
    await until(talk, clock, at(1, 8, 1))
    assert kari.sees == []
    clock.set(at(1, 8, 3))
    await talk.courier.asking.reconcile_unknown_deliveries()
    await talk.settle()
    assert [told(post) for post in kari.sees] == [[1, 2]]
    assert sorted(notes.followed) == [1, 2]


async def test_what_can_never_arrive_is_lost_one_by_one_and_each_is_followed(
    talk: Conversation, clock: Clock, kari: Someone, notes: Notes
) -> None:
    for n in (1, 2, 3):
        await push(talk, kari, n, at(1, 8))
    talk.platforms["fake"].fail = [PermanentError("gone") for _ in range(3)]
    await until(talk, clock, at(1, 8, 1))
    assert sorted(notes.lost) == [1, 2, 3]
    assert {row.state for row in (await rows(talk)).values()} == {DEAD}


async def test_only_the_first_is_lost_when_only_it_was_the_trouble(
    talk: Conversation, clock: Clock, kari: Someone, notes: Notes
) -> None:
    for n in (1, 2, 3):
        await push(talk, kari, n, at(1, 8))
    talk.platforms["fake"].fail = [PermanentError("too long")]
    await until(talk, clock, at(1, 8, 1))
    assert notes.lost == [1]
    assert [told(post) for post in kari.sees] == [[2, 3]]


async def test_a_bug_in_one_card_keeps_no_other_from_its_reader(
    talk: Conversation, clock: Clock, kari: Someone, notes: Notes
) -> None:
    for n in (1, 2, 3):
        await push(talk, kari, n, at(1, 8))
    notes.broken = {1, 3}
    await until(talk, clock, at(1, 8, 1))
    assert [told(post) for post in kari.sees] == [[2]]
    assert {n: row.state for n, row in (await rows(talk)).items()} == {1: DEAD, 2: SENT, 3: DEAD}


async def test_what_is_called_off_leaves_a_message_that_waits_and_the_others_stay(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    for n in (1, 2, 3):
        await push(talk, kari, n, at(1, 8))
    talk.platforms["fake"].fail = [TemporaryError("busy", after=60.0)]
    await until(talk, clock, at(1, 8, 1))
    first, second, _ = sorted(await rows(talk))
    async with talk.database.begin() as store:
        assert (await store.scheduled_notifications.list_posted_deliveries([f"note:{second}"]))[0].told
        await store.outbox.cancel_deliveries(subject=f"note:{first}")
    await until(talk, clock, at(1, 8, 3))
    assert [told(post) for post in kari.sees] == [[2, 3]], (
        "the one that led is gone, and what it would have told is not"
    )


async def test_a_part_called_off_while_its_message_was_on_the_way_is_taken_out_of_it(
    talk: Conversation, clock: Clock, kari: Someone, notes: Notes
) -> None:
    for n in (1, 2, 3):
        await push(talk, kari, n, at(1, 8))
    platform = talk.platforms["fake"]
    send = platform.send

    async def slow(*args: Any, **more: Any) -> Any:
        sent = await send(*args, **more)
        async with talk.database.begin() as store:
            await store.outbox.cancel_deliveries(subject="note:2")
        return sent

    platform.send = slow  # type: ignore[method-assign]
    await until(talk, clock, at(1, 8, 1))
    await until(talk, clock, at(1, 8, 2))
    assert [told(post) for post in kari.sees] == [[1, 3]]
    assert sorted(notes.followed) == [1, 3]


async def test_a_message_follows_each_of_the_things_that_it_tells(
    talk: Conversation, clock: Clock, kari: Someone, notes: Notes
) -> None:
    for n in (1, 2, 3):
        await push(talk, kari, n, at(1, 8))
    await until(talk, clock, at(1, 8, 1))
    notes.unwanted.add(2)
    async with talk.database.begin() as store:
        await store.outbox.refresh_copies("note:2")
    await talk.settle()
    assert [told(post) for post in kari.sees] == [[1, 3]]


async def test_a_press_on_one_of_many_things_in_a_message_leaves_the_others(
    talk: Conversation, clock: Clock, kari: Someone, notes: Notes
) -> None:
    for n in (1, 2, 3):
        await push(talk, kari, n, at(1, 8))
    await until(talk, clock, at(1, 8, 1))
    async with talk.database.begin() as store:  # as platforms tell it
        await store.session.execute(sa.update(Delivery).values(sent_channel="Dkari"))
    message = kari.last
    notes.unwanted.add(2)
    answer = await kari.does("topics.page", "0", message=message.id)
    assert (answer.card is not None, answer.replace) == (True, False)
    assert told(message) == [1, 3], "it shows what became of it"


async def test_a_message_with_what_was_called_off_is_deleted_and_the_rest_told_anew(
    talk: Conversation, clock: Clock, kari: Someone, notes: Notes
) -> None:
    for n in (1, 2, 3):
        await push(talk, kari, n, at(1, 8))
    platform = talk.platforms["fake"]
    send = platform.send

    async def slow(*args: Any, **more: Any) -> Any:
        sent = await send(*args, **more)
        async with talk.database.begin() as store:
            await store.outbox.cancel_deliveries(subject="note:1")
        return sent

    platform.send = slow  # type: ignore[method-assign]
    await until(talk, clock, at(1, 8, 1))
    await until(talk, clock, at(1, 8, 2))
    assert [told(post) for post in kari.sees if not post.deleted] == [[2, 3]]


async def test_when_the_hours_of_a_person_change_so_does_what_is_still_to_come(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    await push(talk, kari, 1, at(2, 16), early=True, expires_at=at(2, 23))
    await push(talk, kari, 2, at(2, 8))
    async with talk.database.begin() as store:
        person = await store.people.load_person(kari.person_id)
        person.push_from, person.push_to, person.zone = "09:00", "12:00", "America/New_York"
        await store.session.flush()
        await scheduled_notifications.reschedule_notifications(store, talk.arena, person)
    york = ZoneInfo("America/New_York")
    due = {n: row.due_at.astimezone(york) for n, row in (await rows(talk)).items()}
    assert due[1] == datetime(2027, 3, 2, 12, tzinfo=york)
    assert due[2] == datetime(2027, 3, 2, 9, tzinfo=york)


async def test_when_a_country_changes_its_clocks_what_is_still_to_come_follows(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    await push(talk, kari, 1, at(2, 8))
    async with talk.database.begin() as store:
        an_hour_off = {"tzdata_version": "2020a", "due_at": at(2, 9), "next_at": at(2, 9)}
        await store.session.execute(sa.update(Delivery).values(an_hour_off))
        await talk.courier.router.plans["pushes"](store, talk.arena, store.now + timedelta(days=14))
    row = (await rows(talk))[1]
    assert row.due_at == row.next_at == at(2, 8)
    assert row.tzdata_version != "2020a"
    async with talk.database.read() as store:
        assert list(await store.scheduled_notifications.list_notifications_with_old_tzdata(row.tzdata_version)) == []


@dataclass(frozen=True)
class Wish:
    """A push at random."""

    n: int
    who: int
    when: datetime
    expires_at: datetime | None
    urgent: bool


ZONES = ("Europe/Oslo", "America/Los_Angeles", "Asia/Tokyo", "Pacific/Auckland")


async def crowd(talk: Conversation, chance: random.Random) -> list[Someone]:
    people = [await talk.person(f"p{n}", organisation="eksempel") for n in range(4)]
    async with talk.database.begin() as store:
        for someone, zone in zip(people, ZONES, strict=True):
            person = await store.people.load_person(someone.person_id)
            start = chance.randrange(5, 12)
            person.zone, person.push_from, person.push_to = zone, f"{start:02}:00", f"{start + 4:02}:30"
    return people


def wishes(chance: random.Random) -> list[Wish]:
    made = []
    for n in range(40):
        when = EARLY + timedelta(minutes=chance.randrange(60 * 24 * 8))
        expires = when + timedelta(hours=chance.randrange(1, 60)) if chance.random() < 0.4 else None
        made.append(Wish(n, chance.randrange(4), when, expires, chance.random() < 0.1))
    return sorted(made, key=lambda wish: wish.when)


async def run(talk: Conversation, clock: Clock, chance: random.Random, last: datetime) -> None:
    """From one due moment to the next; now and then a message does not get through."""
    while True:
        async with talk.database.read() as store:
            ready = sa.select(sa.func.min(Delivery.next_at, type_=Delivery.next_at.type))
            due = await store.session.scalar(ready.where(Delivery.state == READY, Delivery.told_in_id.is_(None)))
        if due is None or due > last:
            return
        clock.set(max(due, clock()) + timedelta(seconds=1))
        if chance.random() < 0.2:
            talk.platforms["fake"].fail = [TemporaryError("busy", after=chance.choice((1.0, 90.0)))]
        await talk.settle()


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_is_pushed_comes_once_in_time_and_in_one_message_a_day(
    talk: Conversation, clock: Clock, notes: Notes, seed: int
) -> None:
    chance = random.Random(seed)
    people, sent = await crowd(talk, chance), {}
    mine = wishes(chance)
    platform = talk.platforms["fake"]
    send = platform.send

    async def note_time(*args: Any, **more: Any) -> Any:
        done = await send(*args, **more)
        sent[done.message] = clock()
        return done

    platform.send = note_time  # type: ignore[method-assign]
    promised = set()
    for wish in mine:
        await run(talk, clock, chance, wish.when)
        clock.set(max(wish.when, clock()))
        if await push(talk, people[wish.who], wish.n, wish.when, expires_at=wish.expires_at, urgent=wish.urgent):
            promised.add(wish.n)
    await run(talk, clock, chance, EARLY + timedelta(days=40))
    by_number = {wish.n: wish for wish in mine}
    seen = [(n, sent[post.id]) for post in talk.posts for n in told(post)]
    assert len(seen) == len({n for n, _ in seen}), "twice"
    kept = await rows(talk)
    for n, when in seen:
        wish = by_number[n]
        assert when >= wish.when
        assert wish.expires_at is None or when <= wish.expires_at + timedelta(seconds=2)
    missing = promised - {n for n, _ in seen}
    assert all(kept[n].state == EXPIRED for n in missing), {n: kept[n].state for n in missing}
    assert sorted(notes.followed) == sorted(n for n, _ in seen)
    for n, someone in enumerate(people):
        async with talk.database.read() as store:
            person: Person = await store.people.load_person(someone.person_id)
        hours = build_working_hours(person, talk.arena)
        days: dict[Any, list[list[int]]] = {}
        for post in someone.sees:
            assert hours.is_open(sent[post.id] - timedelta(seconds=2)) or hours.is_open(sent[post.id])
            quiet = [k for k in told(post) if not by_number[k].urgent]
            if quiet:
                days.setdefault(sent[post.id].astimezone(hours.zone).date(), []).append(quiet)
        for day, messages in days.items():
            tomorrow = hours.clamp_at_or_after(day + timedelta(days=1), time(8))
            for extra in messages[1:]:
                ends = by_number[extra[0]].expires_at
                assert ends is not None, (n, day, messages)
                assert ends <= tomorrow, (n, day, messages)
    assert {row.state for row in kept.values()} <= {SENT, CANCELLED, EXPIRED}
