"""Conversations about the digest: once a week, on Tuesday morning, and only when there is something to tell."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.dates.working_hours import WorkingHours
from handlers.notifications.notification_batching import measure_card
from handlers.overview.digest.cards import ROOM
from handlers.overview.digest.digest_scheduler import list_digest_mornings
from storage.directory.topics import TopicFollower
from storage.kit.database import Database
from storage.library.solutions import Solution
from storage.meetings.occurrences import Occurrence
from storage.queue.delivery_rows import CANCELLED, EXPIRED
from tests.conftest import Clock
from tests.consultations import drafted, opened, signs
from tests.contracts.records.noticeboard import Board, Notice, declaring
from tests.conversation import Conversation, Post, Someone
from tests.input import ROUND
from tests.meetings import add_meeting, meets
from tests.policy import said

OSLO = ZoneInfo("Europe/Oslo")
QUESTION = "Hvordan får vi mer nettkapasitet til industriparken vår når køen er lang?"


def oslo(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """In 2027; 1 March is a Monday."""
    return datetime(2027, month, day, hour, minute, tzinfo=OSLO)


@pytest.fixture
async def talk(database: Database, clock: Clock) -> Conversation:
    clock.set(oslo(3, 1, 9))
    talk = await Conversation(database).begin()
    await talk.carries("grid", "nett")
    return talk


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await talk.person("kari", organisation="eksempel")


async def tuesday(talk: Conversation, clock: Clock, day: int = 2, hour: int = 8, minute: int = 1) -> None:
    """The planner has looked, and it is that late in March."""
    async with talk.database.begin() as store:
        await talk.courier.router.plans["digest"](store, talk.arena, store.now + timedelta(days=14))
    clock.set(oslo(3, day, hour, minute))
    await talk.settle()


async def follows(who: Someone, slug: str) -> int:
    async with who.talk.database.begin() as store:
        topic = await store.topics.find_topic_by_slug(slug)
        assert topic is not None
        store.session.add(TopicFollower(topic_id=topic.id, person_id=who.person_id))
        return topic.id


def digests(who: Someone) -> list[Post]:
    return [post for post in who.sees if post.card.title == "Your week in Arena"]


async def states(talk: Conversation) -> list[str]:
    async with talk.database.read() as store:
        subjects = [f"digest:{date(2027, 3, 1) + timedelta(weeks=n)}" for n in range(4)]
        return [row.state for row in await store.scheduled_notifications.list_posted_deliveries(subjects)]


async def ask(talk: Conversation, clock: Clock) -> None:
    ola = await talk.person("ola", organisation="dømeøyra")
    form = await ola.does("questions.write")
    await ola.submits(form, text=QUESTION, topic="nett")
    clock.forward(minutes=1)
    await talk.settle()


async def solve(talk: Conversation, topic: int, title: str, when: datetime, level: str = "members") -> None:
    async with talk.database.begin() as store:
        found = await store.solutions.add(
            Solution(
                code="", title=title, problem="The queue was long.", done="We shared.", topic_id=topic, language="en",
                level=level,
            )
        )  # fmt: skip
        await store.session.flush()
        found.created_at = when


async def test_it_tells_of_questions_meetings_deadlines_and_solutions(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    topic = await follows(kari, "nett")
    await ask(talk, clock)
    sara = await talk.person("sara", role="secretariat")
    await meets(talk.database, sara.person_id, starts="2027-03-16T10:00", signup_by=oslo(3, 9, 16))
    await meets(talk.database, sara.person_id, title="Far away", starts="2027-06-16T10:00")
    await solve(talk, topic, "Shared transformer", oslo(2, 26))
    await solve(talk, topic, "Old news", oslo(2, 1))
    await tuesday(talk, clock)
    (post,) = digests(kari)
    lines = post.text.split("\n")
    assert "Questions without an answer in topics you follow" in lines
    assert any("nettkapasitet" in line for line in lines)
    assert any(line.startswith("Arena meeting 2/27 – Sign up by Tuesday 9 March 2027") for line in lines)
    assert "Next meetings" in lines
    assert any(line.startswith("Shared transformer") for line in lines)
    assert "Old news" not in post.text
    assert "Far away" not in post.text
    assert {"Answer", "Show", "Home", "Reminders and hours"} <= set(post.labels)
    reply = await kari.clicks(post, "Answer")
    assert reply.form is not None


async def test_each_kind_of_record_tells_its_own_news_and_deadlines(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    """A kind that is declared is in it, and one that is gone is not."""
    await follows(kari, "nett")
    ola = await talk.person("ola", organisation="dømeøyra")
    board = Board()
    for notice in (Notice(1, "Return the crane", kari.person_id), Notice(2, "A crane to lend", ola.person_id)):
        board.notices[notice.id] = notice
    with declaring(board):
        await tuesday(talk, clock)
    (post,) = digests(kari)
    lines = post.text.split("\n")
    assert lines[lines.index("Deadlines") + 1].startswith("Return the crane")
    assert lines[lines.index("New notices in your topics") + 1].startswith("A crane to lend")
    await tuesday(talk, clock, 9)
    assert digests(kari) == [post], "the notices are gone, and there is nothing to tell"


async def test_what_waits_for_somebody_is_no_deadline_besides(talk: Conversation, clock: Clock) -> None:
    sara = await talk.person("sara", role="secretariat")
    nils = await talk.person("nils", organisation="eksempel", contact=True)
    await opened(sara, deadline="10 March 2027")
    await nils.does("consultations.affected", "1")
    await drafted(sara)
    await tuesday(talk, clock)
    (post,) = digests(nils)
    assert post.text.count("H-1 Tariffs for the grid") == 1
    assert "Needs you" in post.text
    await signs(nils)
    await tuesday(talk, clock, 9)
    assert "Deadlines\nH-1 Tariffs for the grid" in digests(nils)[-1].text
    assert "Needs you" not in digests(nils)[-1].text


async def test_it_comes_once_a_week_however_often_the_planner_looks(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    sara = await talk.person("sara", role="secretariat")
    await meets(talk.database, sara.person_id, starts="2027-03-23T10:00")
    for day in (2, 3, 9, 10, 16):
        await tuesday(talk, clock, day)
        await tuesday(talk, clock, day, minute=3)
    assert len(digests(kari)) == 2, "the meeting is more than three weeks ahead at first"


async def test_a_week_full_of_news_fits_into_one_message_and_says_how_much_more_there_is(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    topic = await follows(kari, "nett")
    sara = await talk.person("sara", role="secretariat")
    for n in range(8):
        await meets(
            talk.database, sara.person_id, title=f"Meeting {n}", starts=f"2027-03-{10 + n}T10:00", signup_by=oslo(3, 9)
        )
        await solve(talk, topic, f"Solution {n}", oslo(2, 26))
    await tuesday(talk, clock)
    (post,) = digests(kari)
    assert measure_card(post.card) <= ROOM
    lines = post.text.split("\n")
    assert "and 6 more" in lines, "each deadline is known"
    assert "and more" in lines, "of meetings no more are looked at than are told"
    assert {"Deadlines", "Next meetings", "New solutions in your topics"} <= set(post.text.split("\n"))


async def test_a_round_that_ones_organisation_has_not_answered_is_told_with_who_can_answer_it(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    sara = await talk.person("sara", role="secretariat")
    nils = await talk.person("nils", organisation="eksempel", contact=True)
    ola = await talk.person("ola", organisation="tenktnes", contact=True)
    olav = await talk.person("olav", organisation="tenktnes")
    form = await sara.submits(await sara.commands("ny", "input"), **ROUND)
    await sara.clicks(form, "Send")
    await ola.submits(await ola.does("rounds.answer", "1"), f1="18")
    await tuesday(talk, clock)
    (post,) = digests(kari)
    assert "Your organisation is asked for input" in post.text
    assert "R-1 Grid capacity" in post.text
    assert "Nils can answer until 12 March 2027." in post.text
    assert "R-1" in (await kari.clicks(post, "Show")).card.fallback
    (mine,) = digests(nils)
    assert mine.text.count("R-1 Grid capacity") == 1, "it waits for him"
    assert "Your organisation is asked" not in mine.text
    assert not any("R-1" in post.text for post in (*digests(ola), *digests(olav)))


async def test_a_round_that_is_answered_from_the_digest_is_no_longer_asked_there(
    talk: Conversation, clock: Clock
) -> None:
    talk.platforms["fake"].names_chats = True
    sara = await talk.person("sara", role="secretariat")
    nils = await talk.person("nils", organisation="eksempel", contact=True)
    await sara.clicks(await sara.submits(await sara.commands("ny", "input"), **ROUND), "Send")
    await tuesday(talk, clock)
    (post,) = digests(nils)
    assert "R-1 Grid capacity" in post.text
    answered = await nils.submits(await nils.clicks(post, "Answer"), f1="18")
    assert "Eksempel has answered." in said(answered)
    assert post.text == "Your week in Arena\nNothing needs you right now."
    assert post.labels == ["Home", "Reminders and hours"]


async def test_what_was_new_when_a_digest_came_stays_in_it(talk: Conversation, clock: Clock) -> None:
    talk.platforms["fake"].names_chats = True
    sara = await talk.person("sara", role="secretariat")
    nils = await talk.person("nils", organisation="eksempel", contact=True)
    await solve(talk, await follows(nils, "nett"), "Shared transformer", oslo(2, 26))
    await sara.clicks(await sara.submits(await sara.commands("ny", "input"), **ROUND), "Send")
    await tuesday(talk, clock)
    (post,) = digests(nils)
    assert "Shared transformer" in post.text
    clock.set(oslo(3, 10, 9))
    await nils.submits(await nils.clicks(post, "Answer"), f1="18")
    assert ("R-1" in post.text, "Shared transformer" in post.text) == (False, True)


async def test_what_is_declined_in_a_digest_that_came_with_other_messages_goes_and_the_rest_stays(
    talk: Conversation, clock: Clock
) -> None:
    talk.platforms["fake"].names_chats = True
    sara = await talk.person("sara", role="secretariat")
    nils = await talk.person("nils", organisation="eksempel", contact=True)
    for title in ("Grid capacity", "Harbour dues"):
        await sara.clicks(await sara.submits(await sara.commands("ny", "input"), **(ROUND | {"title": title})), "Send")
    await tuesday(talk, clock)
    asked = [button for button in nils.last.card.list_buttons() if button.do == "rounds.decline"]
    await nils.submits(await nils.presses(asked[-1], nils.last.id))
    post = nils.last
    assert [button.value for button in post.card.list_buttons() if button.do == "rounds.decline"] == [asked[0].value]


async def test_nothing_to_tell_is_not_told(talk: Conversation, clock: Clock, kari: Someone) -> None:
    await tuesday(talk, clock)
    assert kari.sees == []
    assert CANCELLED in await states(talk)


async def test_guests_and_who_wants_none_get_none(talk: Conversation, clock: Clock, kari: Someone) -> None:
    guest = await talk.person("guest", role="guest")
    sara = await talk.person("sara", role="secretariat")
    await meets(talk.database, sara.person_id, starts="2027-03-16T10:00")
    await kari.submits(await kari.does("members.hours"), digest="no")
    await tuesday(talk, clock)
    assert digests(guest) == digests(kari) == []
    assert len(digests(sara)) == 1


async def test_who_switches_it_off_after_it_was_planned_gets_none(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    sara = await talk.person("sara", role="secretariat")
    await meets(talk.database, sara.person_id, starts="2027-03-16T10:00")
    async with talk.database.begin() as store:
        await talk.courier.router.plans["digest"](store, talk.arena, store.now + timedelta(days=14))
    await kari.submits(await kari.does("members.hours"), digest="no")
    await tuesday(talk, clock)
    assert digests(kari) == []


async def test_a_pause_that_lasts_longer_than_the_week_ends_it(talk: Conversation, clock: Clock, kari: Someone) -> None:
    sara = await talk.person("sara", role="secretariat")
    await meets(talk.database, sara.person_id, starts="2027-03-16T10:00")
    await kari.says("stille til 4. mars")
    await tuesday(talk, clock, 3)
    assert digests(kari) == []
    await tuesday(talk, clock, 4)
    assert len(digests(kari)) == 1
    await kari.says("stille til 22. mars")
    await tuesday(talk, clock, 21)
    assert len(digests(kari)) == 1
    assert EXPIRED in await states(talk)


async def test_it_speaks_its_readers_language_and_hides_what_is_not_for_them(
    talk: Conversation, clock: Clock, kari: Someone
) -> None:
    topic = await follows(kari, "nett")
    await solve(talk, topic, "For some", oslo(2, 26), level="circle")
    await solve(talk, topic, "For all", oslo(2, 26))
    async with talk.database.begin() as store:
        (await store.people.load_person(kari.person_id)).language = "nb"
    await tuesday(talk, clock)
    assert kari.last.card.title == "Uken din i Arena"
    assert "For all" in kari.last.text
    assert "For some" not in kari.last.text


def test_where_tuesday_is_closed_it_comes_on_the_next_open_day_of_the_week_or_not_at_all() -> None:
    hours = WorkingHours(OSLO)
    found = dict(list_digest_mornings(hours, oslo(5, 10), oslo(8, 9)))
    assert found[date(2027, 5, 10)] == oslo(5, 11, 8)
    assert date(2027, 7, 12) not in found, "the summer holiday"
    easter = dict(list_digest_mornings(hours, oslo(3, 15), oslo(4, 4)))
    assert date(2027, 3, 22) not in easter
    assert easter[date(2027, 3, 29)] == oslo(3, 30, 8)


async def test_a_series_stands_once_among_the_next_meetings(talk: Conversation, clock: Clock, kari: Someone) -> None:
    sara = await talk.person("sara", role="secretariat")
    async with talk.database.begin() as store:
        first = await add_meeting(store, sara.person_id, title="Breakfast", starts="2027-03-09T08:00", minutes=60)
        values = {"meeting_id": first.meeting_id, "original": "2027-03-16T08:00", "starts": "2027-03-16T08:00"}
        later = timedelta(days=7)
        await store.occurrences.add(Occurrence(**values, start_at=first.start_at + later, end_at=first.end_at + later))
    await tuesday(talk, clock)
    (post,) = digests(kari)
    found = [line for line in post.text.split("\n") if line.startswith("Breakfast")]
    assert found == ["Breakfast – Tuesday 9 March 2027, 08:00–09:00 · Eksempel Industripark"]
