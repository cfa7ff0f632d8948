"""Forecasts: what is said, and that it holds while every limit of the platforms is kept, counted from what was sent."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

import pytest

from bot.delivery.rate_limiter import list_rate_buckets
from bot.platforms import RateBudget, Sent
from bot.platforms.slack.message_sender import list_slack_budgets as of_slack
from bot.platforms.teams.rate_limits import list_teams_budgets as of_teams
from handlers.chat import outgoing
from handlers.chat.cards import Card, Text
from handlers.chat.places import Place
from handlers.chat.say import Say
from handlers.notifications import delivery_forecast
from storage.directory.organisations import Organisation
from storage.directory.people import Account, Person
from storage.directory.rooms import Room
from storage.directory.topic_followers import TopicFollower
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import WORKSPACE, Conversation, FakePlatform, Post, Someone
from tests.limits import Sending, Window, windows

GRID = "Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg i kapasitetskøen?"


@dataclass
class Timed(FakePlatform):
    """Remembers when each message went where, by the clock of the test."""

    def __post_init__(self) -> None:
        self.calls: list[tuple[datetime, Place]] = []
        self.clock: Clock | None = None

    def list_budgets(self, place: Place) -> Mapping[str, RateBudget]:
        return of_slack(place) if self.name == "slack" else of_teams(place)

    async def send(self, place: Place, card: Card, *, key: str) -> Sent:
        assert self.clock is not None
        self.calls.append((self.clock(), place))
        return await super().send(place, card, key=key)


@pytest.fixture
async def talk(sqlite_url: str, clock: Clock) -> AsyncIterator[Conversation]:
    database = Database(sqlite_url, clock=clock)
    talk = Conversation(database, platforms=())
    for name in ("slack", "teams"):
        talk.platforms[name] = Timed(name)
        talk.platforms[name].clock = clock
    talk.arena = talk.dispatcher.arena = replace(talk.arena, pace=partial(list_rate_buckets, talk.platforms))
    yield await talk.begin()
    await database.close()


async def network(talk: Conversation, houses: int, rooms: int, people: int) -> Someone:
    """Half of the houses on each platform; the first two of them have a quarter of all rooms each. Gives one asker."""
    async with talk.database.begin() as store:
        topic = await store.topics.find_topic_by_slug("nett")
        assert topic is not None
        for n in range(houses):
            await store.organisations.add(Organisation(code=f"o{n}", name=f"House {n}", kind="park"))
        for n in range(rooms):
            platform, workspace = house(n % 2 if n < rooms // 2 else n % houses)
            room = await store.rooms.add(
                Room(platform=platform, workspace=workspace, channel=channel(n), name=f"#{n}", language="en")
            )
            await store.rooms.set_room_topics(room.id, {topic.id})
        for n in range(people):
            platform, workspace = house(n % houses)
            person = await store.people.add_person_with_account(
                Person(name=f"P{n}", language="en", asked_where_at=store.now),
                Account(platform=platform, workspace=workspace, user=f"U{n}"),
            )
            if n % 5 == 0:
                store.session.add(TopicFollower(topic_id=topic.id, person_id=person.id))
    return Someone(talk, "U0", "slack", 1)


def channel(n: int) -> str:
    """As Teams calls them; Slack's may be called anything."""
    return f"19:{n}@thread.tacv2"


def house(n: int) -> tuple[str, str]:
    return ("slack", "teams")[n % 2], f"H{n}" if n else WORKSPACE


async def passes(talk: Conversation, clock: Clock) -> None:
    """Until nothing waits any more, looked at twice a second as the courier does."""
    while True:
        await talk.settle()
        async with talk.database.read() as store:
            if await store.deliveries.find_oldest_due_time() is None:
                return
        clock.forward(seconds=0.5)


def beyond(platform: Timed) -> list[Window]:
    """Every limit that was not kept."""
    sent = [
        Sending(at.timestamp(), platform.name, place.workspace, place.channel or place.user, begins(place))
        for at, place in platform.calls
    ]
    return [window for window in windows(sent) if window.count > window.most]


async def test_a_card_for_a_hundred_and_twenty_rooms_keeps_every_limit_and_its_forecast(
    talk: Conversation, clock: Clock
) -> None:
    asker = await network(talk, 60, 120, 250)
    async with talk.database.begin() as store:  # what the two largest houses have to do beside it
        for n, (platform, workspace) in enumerate([house(0), house(1)] * 60):
            to = Place(platform, workspace, channel(n % 30))
            draft = outgoing.build_reply_draft(
                store, f"e{n}", to, await store.people.load_person(1), Card("", (Text("."),))
            )
            await store.outbox.post_deliveries(draft)
    asked = clock()
    reply = await asker.commands(GRID)
    told = re.search(r"It reaches 120 rooms within about (\d+) (second|minute)s", reply.card.fallback)
    assert told, reply.card.fallback
    forecast = int(told[1]) * (60 if told[2] == "minute" else 1)
    await passes(talk, clock)
    platforms = [one for one in talk.platforms.values() if isinstance(one, Timed)]
    assert [beyond(one) for one in platforms] == [[], []]
    cards = [at for one in platforms for (at, _), post in zip(one.calls, one.posts, strict=True) if is_card(post)]
    assert len(cards) == 120
    took = (max(cards) - asked).total_seconds()
    assert took <= forecast <= 3 * took + 10


def begins(place: Place) -> bool:
    return bool(place.channel) and not place.user and not place.thread


def is_card(post: Post) -> bool:
    return post.card.title.startswith("Question about")


async def test_few_rooms_and_quick_ones_need_no_forecast(talk: Conversation) -> None:
    asker = await network(talk, 2, 4, 2)
    assert "within about" not in (await asker.commands(GRID)).card.fallback


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(3, "10 sekunder"), (21, "30 sekunder"), (60, "60 sekunder"), (61, "2 minutter"), (5401, "2 timer")],
)
def test_times_are_rounded_up(seconds: float, text: str) -> None:
    assert delivery_forecast.format_duration(Say("nb", UTC), seconds) == text


def test_the_last_turn_comes_when_debts_and_the_queue_are_paid() -> None:
    assert delivery_forecast._estimate_last_turn(RateBudget(0.2, 20), 120, 0.0) == pytest.approx(20.0)
    assert delivery_forecast._estimate_last_turn(RateBudget(1.1), 3, 1.5) == pytest.approx(3.7)
    assert delivery_forecast._estimate_last_turn(RateBudget(1.1), 1, 0.0) == 0.0
