"""One person, one text, one minute: one effect and one answer, for buttons and for lines, in one process and in two."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.dispatcher import Dispatcher
from bot.intake.repeated_acts import WITHIN, build_act_key
from bot.runtime.metrics import Metrics
from handlers import build_capability_router
from handlers.chat.cards import Reply
from handlers.chat.events import Click, Command, Event, Message, Sender
from handlers.chat.places import Place
from storage.kit.database import Database
from storage.meetings.agenda import ACCEPTED, AgendaItem
from storage.questions.questions import Question
from storage.queue.inbox import ROWS
from tests.conftest import Clock
from tests.conversation import WORKSPACE, Conversation, Someone
from tests.meetings import meets
from tests.patience import wait_until

GRID = "Hvordan fordeler dere nettkapasitet mellom bedriftene når kapasitetskøen er lang?"


@pytest.fixture
async def talk(database: Database) -> Conversation:
    talk = await Conversation(database).begin()
    talk.dispatcher.same_acts.within = WITHIN
    await talk.carries("grid", "nett")
    return talk


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await talk.person("kari", organisation="eksempel")


def line(talk: Conversation, who: Someone, text: str, name: str = "ask") -> Command:
    return Command(
        id=talk.next_id(), sender=who.sender, place=Place("fake", WORKSPACE, "D"), direct=True, name=name, text=text
    )


def press(talk: Conversation, who: Someone, name: str, value: str) -> Click:
    return Click(
        id=talk.next_id(), sender=who.sender, place=Place("fake", WORKSPACE, "D"), direct=True, name=name, value=value
    )


async def questions(talk: Conversation) -> int:
    async with talk.database.read() as store:
        return await store.session.scalar(sa.select(sa.func.count()).select_from(Question)) or 0


async def follows(talk: Conversation, who: Someone) -> bool:
    async with talk.database.read() as store:
        topic = await store.topics.find_topic_by_slug("nett")
        assert topic is not None
        return who.person_id in {person.id for person in await store.topics.list_topic_followers(topic.id)}


async def test_the_same_question_three_times_at_once_is_one_question_with_one_answer(
    talk: Conversation, kari: Someone
) -> None:
    replies = await asyncio.gather(*(talk.dispatcher(line(talk, kari, GRID)) for _ in range(3)))
    replies += [await talk.dispatcher(line(talk, kari, f" {GRID}  "))]
    await talk.settle()
    assert sum(reply is not None for reply in replies) == 1
    assert await questions(talk) == 1
    assert len(talk.room("grid")) == 1


async def test_a_line_in_the_chat_is_one_too(talk: Conversation, kari: Someone) -> None:
    await kari.says(GRID)
    once = len(kari.sees)
    await kari.says(GRID)
    await kari.says(f"{GRID} ")
    assert await questions(talk) == 1
    assert len(kari.sees) == once


async def test_a_form_that_is_opened_anew_may_say_the_same(talk: Conversation) -> None:
    line, ny = await talk.person("line", organisation="annen", contact=True), await talk.person("ny")
    form = await ny.does("members.where")
    await ny.submits(form, organisation="1")
    await ny.submits(form, organisation="1")
    assert len(line.sees) == 1, "sent twice"
    await line.clicks(line.last, "Reject")
    await ny.submits(await ny.does("members.where"), organisation="1")
    assert line.last.labels == ["Confirm", "Reject"]


async def test_two_people_who_ask_the_same_are_two(talk: Conversation, kari: Someone) -> None:
    ola = await talk.person("ola", organisation="annen")
    replies = await asyncio.gather(*(talk.dispatcher(line(talk, who, GRID)) for who in (kari, ola)))
    assert all(replies)


async def test_this_solved_it_pressed_five_times_is_one_card(talk: Conversation, kari: Someone) -> None:
    """For a lead; whoever asked sees it in the receipt and below the answer."""
    ola, lise = await talk.person("ola", organisation="annen"), await talk.person("lise", leads="nett")
    await kari.commands(GRID)
    await ola.replies(talk.room("grid")[0], "Ring dem.")
    [button] = [button for button in kari.last.card.list_buttons() if button.label == "This solved it"]
    before = len(lise.sees), len(kari.sees)
    presses = [press(talk, lise, button.do, button.value) for _ in range(5)]
    replies = await asyncio.gather(*map(talk.dispatcher, presses))
    await talk.settle()
    again = await talk.dispatcher(press(talk, lise, button.do, button.value))
    cards = [reply for reply in (*replies, again) if reply is not None and reply.card is not None]
    assert len(cards) + len(lise.sees) - before[0] == 1
    assert len(kari.sees) == before[1]
    assert "✅" in kari.last.text


async def test_what_somebody_undid_meanwhile_is_meant_when_they_do_it_again(talk: Conversation, kari: Someone) -> None:
    seen = []
    for name in ("topics.follow", "topics.follow", "topics.unfollow", "topics.follow"):
        reply = await talk.dispatcher(press(talk, kari, name, "nett"))
        seen.append((reply is not None, await follows(talk, kari)))
    assert seen == [(True, True), (False, True), (True, False), (True, True)]


async def test_after_a_minute_it_is_meant(talk: Conversation, kari: Someone, clock: Clock) -> None:
    assert await talk.dispatcher(press(talk, kari, "topics.follow", "nett")) is not None
    clock.forward(seconds=59)
    assert await talk.dispatcher(press(talk, kari, "topics.follow", "nett")) is None
    clock.forward(seconds=2)
    assert await talk.dispatcher(press(talk, kari, "topics.follow", "nett")) is not None


async def test_what_only_shows_something_is_shown_as_often_as_it_is_asked_for(
    talk: Conversation, kari: Someone
) -> None:
    for _ in range(3):
        assert (await kari.does("home.show")).card is not None
        assert (await kari.commands("", name="help")).card is not None
        assert (await kari.does("questions.write")).form is not None


async def test_what_only_shows_something_is_shown_once_while_it_is_being_answered(
    talk: Conversation, kari: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_here, answer = asyncio.Event(), talk.dispatcher._answer_event

    async def answer_held(event: Event) -> Reply | None:
        await all_here.wait()
        return await answer(event)

    monkeypatch.setattr(talk.dispatcher, "_answer_event", answer_held)
    pressing = [asyncio.create_task(talk.dispatcher(press(talk, kari, "home.show", ""))) for _ in range(5)]
    count = talk.dispatcher.metrics.registry.get_sample_value
    await wait_until(lambda: count("arena_events_total", {"kind": "Click", "outcome": "repeated"}) == 4)
    all_here.set()
    assert sum(reply is not None for reply in await asyncio.gather(*pressing)) == 1


async def test_what_shows_a_record_shows_it_again_a_moment_later(talk: Conversation, kari: Someone) -> None:
    for name in ("schemes.list", "rounds.page", "home.rest"):
        pressed = [await talk.dispatcher(press(talk, kari, name, "waiting")) for _ in range(2)]
        assert all(reply is not None and reply.card is not None for reply in pressed), name


async def test_an_item_goes_one_place_further_with_each_press(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    meeting = await meets(talk.database, sara.person_id, starts="2099-03-16T10:00")
    async with talk.database.begin() as store:
        for n, title in enumerate(("First", "Second", "Third")):
            item = AgendaItem(occurrence_id=meeting, kind="O", title=title, state=ACCEPTED, position=n, number=n + 1)
            item.year, item.proposed_by_id = 2099, sara.person_id
            last = (await store.agenda.add_agenda_item(item)).id
    for _ in range(2):
        assert await talk.dispatcher(press(talk, sara, "agenda.up", str(last))) is not None
    async with talk.database.read() as store:
        assert [item.title for item in await store.agenda.list_agenda_items(meeting)] == ["Third", "First", "Second"]


async def test_a_form_that_came_back_is_sent_again(talk: Conversation, kari: Someone) -> None:
    form = await kari.does("questions.write")
    assert (await kari.submits(form, text="")).errors
    assert (await kari.submits(form, text="")).errors
    assert not (await kari.submits(form, text=GRID)).errors
    assert not (await kari.submits(form, text=GRID)).errors
    assert await questions(talk) == 1


async def test_what_is_kept_of_an_act_is_neither_its_words_nor_whose_it_was(talk: Conversation, kari: Someone) -> None:
    await kari.commands(GRID)
    async with talk.database.read() as store:
        kept = [id for id in (await store.session.scalars(sa.select(ROWS.c.id))).all() if id.startswith("act:")]
    assert len(kept) == 1
    assert not any(word in kept[0] for word in ("kari", "nett", WORKSPACE))


def test_an_answer_in_a_thread_and_what_nobody_did_count_by_themselves() -> None:
    place = Place("fake", WORKSPACE, "C")
    kari = Sender("fake", WORKSPACE, "kari")
    said = Message(id="1", sender=kari, place=place, text="Ja", message="m", addressed=True)
    assert build_act_key(said)
    assert build_act_key(said) == build_act_key(replace(said, id="2", message="m2"))
    assert build_act_key(said) != build_act_key(replace(said, sender=Sender("fake", "W2", "kari")))
    assert not build_act_key(replace(said, place=place.move_to_thread("t")))
    assert not build_act_key(replace(said, addressed=False))
    assert not build_act_key(replace(said, sender=Sender("fake", WORKSPACE, "")))


@pytest.fixture
async def other(postgres_url: str) -> AsyncIterator[tuple[Conversation, Dispatcher]]:
    """A conversation, and a second process on its database."""
    first, second = Database(postgres_url), Database(postgres_url)
    talk = await Conversation(first).begin()
    talk.dispatcher.same_acts.within = WITHIN
    await talk.carries("grid", "nett")
    made = Dispatcher(second, build_capability_router(), talk.arena, talk.classifier, Metrics(), lambda: None)
    yield talk, made
    await first.close()
    await second.close()


async def test_the_same_in_two_processes_at_once_is_one(other: tuple[Conversation, Dispatcher]) -> None:
    talk, second = other
    kari = await talk.person("kari", organisation="eksempel")
    sent = [(dispatch, line(talk, kari, GRID)) for dispatch in 3 * (talk.dispatcher, second)]
    async with asyncio.timeout(30):
        replies = await asyncio.gather(*(dispatch(event) for dispatch, event in sent))
    assert await questions(talk) == 1
    assert sum(reply is not None for reply in replies) == 1
