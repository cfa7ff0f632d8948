"""Whoever sends too much is told once, loses nothing they typed, and holds nobody else up."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import msgspec
import pytest

from bot.intake.person_limits import COMMANDS, DOINGS, KEPT, PersonRateLimiter
from handlers.chat.cards import Reply
from handlers.chat.events import Command, Message, Query, Sender
from handlers.chat.places import Place
from handlers.notifications import sending_limits
from handlers.notifications.sending_limits import BROADCASTS
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import WORKSPACE, Conversation, Someone

GRID = "Hvordan fordeler dere nettkapasitet mellom bedriftene i parken når kapasitetskøen er lang, spørsmål {n}?"


def command(n: int, user: str = "kari", name: str = "help", text: str = "") -> Command:
    place = Place("fake", WORKSPACE, f"D{user}")
    return Command(
        id=f"c{user}{n}", sender=Sender("fake", WORKSPACE, user), place=place, direct=True, name=name, text=text
    )


def test_twenty_lines_a_minute_are_answered_and_then_one_more_every_so_often() -> None:
    now = [0.0]
    limits = PersonRateLimiter(clock=lambda: now[0])
    over = [limits.count_excess_events(command(n)) for n in range(COMMANDS + 3)]
    assert over == [0] * COMMANDS + [1, 2, 3]
    assert limits.count_excess_events(command(99, user="ola")) == 0, "one person's limit is nobody else's"
    now[0] = 30.0
    assert limits.count_excess_events(command(100)) == 4, "told once a minute"
    now[0] = 60.0
    assert limits.count_excess_events(command(101)) == 0


def test_searching_as_one_types_and_what_happens_by_itself_are_not_counted() -> None:
    limits = PersonRateLimiter()
    place = Place("fake", WORKSPACE, "C")
    someone, nobody = Sender("fake", WORKSPACE, "kari"), Sender("fake", WORKSPACE, "")
    assert not any(limits.count_excess_events(Query(id=str(n), sender=someone, place=place)) for n in range(500))
    said = (Message(id=str(n), sender=nobody, place=place, text="x", message="m") for n in range(500))
    assert not any(map(limits.count_excess_events, said))


def test_what_is_remembered_of_many_people_is_forgotten() -> None:
    now = [0.0]
    limits = PersonRateLimiter(clock=lambda: now[0])
    for n in range(1500):
        limits.count_excess_events(command(0, user=f"u{n}"))
    now[0] = 130.0
    limits.count_excess_events(command(0, user="u7"))
    now[0] = 270.0
    limits.count_excess_events(command(0, user="u7"))
    assert len(limits._counts | limits._before) == 1


def test_whoever_goes_on_is_remembered_whenever_others_are_forgotten() -> None:
    now = [0.0]
    limits = PersonRateLimiter(clock=lambda: now[0])
    for now[0] in range(0, 1200, 2):  # thirty a minute
        limits.count_excess_events(command(int(now[0])))
    assert limits.count_excess_events(command(9999)) > 0


def test_an_event_costs_the_same_however_many_people_there_are() -> None:
    def cost(people: int) -> float:
        limits = PersonRateLimiter()
        for n in range(people):
            limits.count_excess_events(command(0, user=f"u{n}"))
        began = time.thread_time()
        for n in range(300):
            limits.count_excess_events(command(n, user=f"v{n}"))
        return time.thread_time() - began

    assert min(cost(20_000) for _ in range(3)) < 10 * max(0.002, min(cost(10) for _ in range(3)))


@pytest.fixture
async def talk(database: Database) -> Conversation:
    made = await Conversation(database).begin()
    made.dispatcher.limits = PersonRateLimiter()
    await made.carries("grid", "nett")
    return made


async def test_too_much_is_told_once_and_what_was_typed_is_kept_and_sent_later(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    for _ in range(COMMANDS):
        await kari.commands("", name="help")
    told = await kari.commands(GRID.format(n=1))
    assert "Continue in a minute." in told.card.fallback
    assert "What you write in the meantime is saved" in told.card.fallback
    assert (await kari.commands(GRID.format(n=2))).card is None
    assert talk.room("grid") == []
    talk.dispatcher.limits = PersonRateLimiter()
    home = await kari.commands("", name="home")
    assert "spørsmål 1?" in home.card.fallback
    assert "spørsmål 2?" in home.card.fallback
    await kari.clicks(home, "Send")
    assert "spørsmål 1?" in talk.room("grid")[0].text


async def test_nothing_of_a_flood_is_kept_for_who_is_shut_out_or_has_left(talk: Conversation) -> None:
    away = await talk.person("ines", workspace="W2")
    left = await talk.person("lars")
    async with talk.database.begin() as store:
        (await store.workspaces.ensure_workspace("fake", "W2")).blocked = True
        (await store.people.load_person(left.person_id)).left_at = store.now
    for who, told in ((away, False), (left, True)):
        for _ in range(COMMANDS):
            await who.commands("", name="help")
        first, second = [await who.commands(GRID.format(n=n)) for n in range(2)]
        assert (first.card is not None and "You have left the network." in first.card.fallback) == told
        assert second == Reply()
    async with talk.database.read() as store:
        held = [await store.held_messages.list_held_messages_of_person(who.person_id, limit=9) for who in (away, left)]
    assert held == [[], []]


async def test_a_form_that_comes_too_fast_stays_open_with_what_was_typed(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    form = await kari.does("questions.write")
    for _ in range(DOINGS):
        await kari.does("members.me")
    reply = await kari.submits(form, text=GRID.format(n=1))
    assert reply.errors == {"text": "You are sending more than I can handle at once. Continue in a minute."}
    assert talk.room("grid") == []


async def test_a_sixth_thing_for_everybody_within_an_hour_is_kept_for_later(talk: Conversation, clock: Clock) -> None:
    kari, ola = await talk.person("kari", organisation="eksempel"), await talk.person("ola", organisation="annen")
    subjects = ("kapasitetskø", "tilknytning", "effekttariff", "trafostasjon", "anleggsbidrag", "nettleie")
    for word in subjects[:BROADCASTS]:
        reply = await kari.commands(f"Hvordan jobber dere med {word} og nettkapasitet hos nettselskapet?")
        if reply.card.title != "Your question has been received":
            await kari.clicks(reply, "Ask anyway")
    assert len(talk.room("grid")) == BROADCASTS
    late = await kari.commands("Hvordan søker dere om mer nettkapasitet hos Statnett for en ny fabrikk?")
    if "not sent yet" not in late.card.title:
        late = await kari.clicks(late, "Ask anyway")
    assert "can be sent from" in late.card.fallback
    assert len(talk.room("grid")) == BROADCASTS
    await ola.commands("Hvem har erfaring med nettselskapet og kapasitetskøen for 12 MW?")
    assert len(talk.room("grid")) == BROADCASTS + 1, "others are not held up"
    clock.forward(minutes=61)
    await kari.clicks(late, "Ask anyway")
    assert len(talk.room("grid")) == BROADCASTS + 2


async def test_a_question_that_goes_elsewhere_before_it_is_out_counts_once(
    database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending_limits, "BROADCASTS", 1)
    talk = await Conversation(database, grace=20).begin()
    await talk.carries("grid", "nett")
    await talk.carries("power", "energi")
    kari = await talk.person("kari", organisation="eksempel")
    await kari.commands(GRID.format(n=1))
    await kari.submits(await kari.does("questions.move", "1"), topic="energi")
    await kari.submits(await kari.does("questions.reach", "1"), reach="")
    clock.forward(seconds=30)
    await talk.settle()
    assert [len(talk.room("grid")), len(talk.room("power"))] == [0, 1]


async def test_a_question_in_triage_stays_there_when_its_asker_may_not_write_to_everybody_yet(
    talk: Conversation, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending_limits, "BROADCASTS", 1)
    await talk.carries("desk", triage=True)
    kari = await talk.person("kari", organisation="eksempel")
    form = await kari.does("questions.write")
    await kari.submits(form, text="Hvem rydder etter festen?", topic="areal")
    await kari.submits(form, text=GRID.format(n=2), topic="nett")
    moving = await kari.does("questions.move", "1")
    late = await kari.submits(moving, topic="nett")
    assert "can be sent from" in late.errors["topic"]
    assert "Choose a topic" in talk.room("desk")[0].labels
    clock.forward(minutes=61)
    await kari.submits(moving, topic="nett")
    assert len(talk.room("grid")) == 2


@pytest.mark.on_time  # it compares how long two things take
async def test_a_thousand_lines_of_one_person_do_not_delay_the_others(talk: Conversation) -> None:
    """On both engines: most of the thousand cost no transaction."""
    kari = await talk.person("kari", organisation="eksempel")
    others = [await talk.person(f"p{n}", organisation="annen") for n in range(10)]
    alone = await _slowest(talk, others, 0)
    flood = [command(n, name="ask", text=GRID.format(n=n)) for n in range(1000)]
    began = time.perf_counter()
    flooding = asyncio.gather(*map(talk.dispatcher, flood))
    beside = await _slowest(talk, others, 1)
    await flooding
    took = time.perf_counter() - began
    async with talk.database.read() as store:
        kept = await store.held_messages.list_held_messages_of_person(kari.person_id, limit=1000)
    assert len(kept) == KEPT
    assert took < 20
    assert beside < 8 * alone + 1.5, "a shared machine is no clock, a queue of a thousand would be far later"


async def _slowest(talk: Conversation, others: list[Someone], round: int) -> float:
    async def wait(who: Someone, n: int) -> float:
        begun = time.perf_counter()
        reply = await talk.dispatcher(command(100 * round + n, user=who.user))
        assert reply is not None
        return time.perf_counter() - begun

    return max(await asyncio.gather(*(wait(who, n) for n, who in enumerate(others))))


async def test_two_processes_take_no_more_than_one_would(database: Database) -> None:
    """Of what goes to everybody; both count in the database, at the same time."""
    talk = await Conversation(database).begin()
    kari = await talk.person("kari")

    async def take() -> bool:
        async with database.begin() as store:
            return await store.broadcast_quota.claim_broadcast(kari.person_id, BROADCASTS, timedelta(hours=1)) is None

    taken = await asyncio.gather(*(take() for _ in range(3 * BROADCASTS)))
    assert sum(taken) == BROADCASTS


async def test_presses_above_the_limit_say_so_each_time(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    for _ in range(DOINGS):
        await kari.does("members.me")
    for _ in range(3):
        told = await kari.does("home.show")
        assert "Continue in a minute." in told.card.fallback
        assert told.brief


@pytest.mark.parametrize("value", ["", "12", "12:3:5", "x" * 300])
async def test_a_button_or_form_of_an_earlier_version_says_so_and_where_to_go(talk: Conversation, value: str) -> None:
    kari = await talk.person("kari", organisation="eksempel")
    told = await kari.does("bygone.press", value)
    assert told.card.fallback == "That button no longer works. Write “home” to me to see what you can do."
    assert told.brief
    form, words = await kari.does("questions.write"), "How do others keep their hydrants free of frost?"
    gone = await kari.submits(
        msgspec.structs.replace(form, form=msgspec.structs.replace(form.form, do="bygone.send")), text=words
    )
    assert "no longer works" in gone.card.fallback
    assert words in gone.card.fallback
