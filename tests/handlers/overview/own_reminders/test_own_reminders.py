"""Conversations about reminders of one's own: asked for in a line, sent once at their time, changed, done, deleted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from storage.kit.database import Database
from storage.overview.own_reminders import OwnReminder
from storage.questions.questions import Question
from storage.queue.delivery_rows import Delivery
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.overview.own_reminders.conftest import plans

DUE = "You asked me to remind you"
#: line -> the words that are kept, and when the reminder comes
LINES = {
    "set a reminder for 10 December 8am: crane inspection": ("Crane inspection", "Thursday 10 December 2026, 08:00"),
    "minn meg på å sende tallene til Kari på fredag kl 9": (
        "Sende tallene til Kari", "Friday 4 December 2026, 09:00"
    ),
    "påminn meg i morgen tidlig om referatet": ("Referatet", "Thursday 3 December 2026, 08:00"),
    "Minn meg på måndag at eg skal ringe legekontoret": ("Ringe legekontoret", "Monday 7 December 2026, 08:00"),
    "remind me in two weeks to ask about the valve": ("Ask about the valve", "Wednesday 16 December 2026, 08:00"),
    "Could you nudge me next Thursday about the draft": ("The draft", "Thursday 10 December 2026, 08:00"),
    "minn meg i morgen om møtet på fredag": ("Møtet på fredag", "Thursday 3 December 2026, 08:00"),
    "gi meg et dytt kl 14, må bestille lunsj": ("Må bestille lunsj", "Wednesday 2 December 2026, 14:00"),
    "minn meg på å ringe Kari etter lunsj": ("Ringe Kari", "Wednesday 2 December 2026, 13:00"),
    "minn meg i ettermiddag på å ringe Kari": ("Ringe Kari", "Wednesday 2 December 2026, 14:00"),
    "remind me tonight to call Per": ("Call Per", "Wednesday 2 December 2026, 18:00"),
    "minn meg på å ringe lørdag": ("Ringe", "Monday 7 December 2026, 08:00"),
    "minn meg på å ringe lørdag kl 10": ("Ringe", "Saturday 5 December 2026, 10:00"),
    "ikke la meg glemme søknaden, fristen er fredag": ("Søknaden, fristen er fredag", "Friday 4 December 2026, 08:00"),
    "Om fjorten dager skal jeg sjekke ventilene. Pirk borti meg da.": (
        "Om fjorten dager skal jeg sjekke ventilene. Pirk borti meg da.", "Wednesday 16 December 2026, 08:00",
    ),
}  # fmt: skip
#: line -> what is asked
ASKED = {
    "minn meg på å ringe Kari": "When shall I remind you?\nRinge Kari",
    "minn meg på å ringe kl 7 i dag": "“07:00” has already passed. When shall I remind you?\nRinge kl 7 i dag",
    "minn meg på det i går": "“på det i går” has already passed. When shall I remind you?",
    "minn meg på å ringe Kari 31. november": "There is no such day: “31. november”. When shall I remind you?",
    "husk meg på bestillinga neste uke": "When shall I remind you?",
    "minn meg på møtet i kveld": "When shall I remind you?\nMøtet i kveld",
    "minn meg om dette mandag": "What shall I remind you of?",
}


@pytest.mark.parametrize("line", LINES)
async def test_a_line_that_says_what_and_when_has_one_receipt(kim: Someone, line: str) -> None:
    await kim.says(line)
    words, when = LINES[line]
    assert kim.last.text == f"I will remind you on {when}.\n{words}"
    assert kim.last.labels == ["Change", "Delete"]


@pytest.mark.parametrize("line", ASKED)
async def test_what_is_not_said_is_asked(talk: Conversation, kim: Someone, line: str) -> None:
    await kim.says(line)
    assert kim.last.text.startswith(ASKED[line])
    assert "Choose a day" in kim.last.labels
    assert await stored(talk) == []


async def test_what_only_sounds_like_it_is_asked_first(talk: Conversation, kim: Someone) -> None:
    line = "Om fjorten dager må jeg purre Mattilsynet, sier du fra da?"
    await kim.says(line)
    assert kim.last.text.startswith(f"Shall I remind you on Wednesday 16 December 2026, 08:00?\n{line}")
    assert await stored(talk) == []
    assert kim.last.labels == ["Yes", "Choose a day", "Ask the network anyway"]
    await kim.clicks(kim.last, "Yes")
    assert kim.last.text == f"I will remind you on Wednesday 16 December 2026, 08:00.\n{line}"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("nb", "Jeg minner deg på det fredag 4. desember 2026 kl. 09.00."),
        ("nn", "Eg minner deg på det fredag 4. desember 2026 kl. 09.00."),
        ("en", "I will remind you on Friday 4 December 2026, 09:00."),
    ],
)
async def test_a_receipt_is_in_its_readers_language(talk: Conversation, kim: Someone, language: str, told: str) -> None:
    async with talk.database.begin() as store:
        person = await store.people.find(kim.person_id)
        assert person is not None
        person.language = language
    await kim.says("minn meg på å sende tallene fredag kl 9")
    assert kim.last.text == f"{told}\nSende tallene"


@pytest.mark.draws("reminders.due")
@pytest.mark.draws("reminders.receipt")
async def test_a_reminder_comes_at_its_minute_and_once(talk: Conversation, kim: Someone, clock: Clock) -> None:
    await kim.says("remind me on Saturday at 22:30 to close the valve")
    clock.set(datetime(2026, 12, 5, 21, 29, 30, tzinfo=UTC))
    await plans(talk)
    assert len(kim.sees) == 1
    clock.set(datetime(2026, 12, 5, 21, 30, 1, tzinfo=UTC))
    await talk.settle()
    assert kim.last.text == f"{DUE}\nClose the valve"
    assert kim.last.labels == ["Done", "Tomorrow", "In a week", "Change", "Delete"]
    for _ in range(3):
        clock.forward(minutes=5)
        await plans(talk)
    assert [post.text.splitlines()[0] for post in kim.sees].count(DUE) == 1


async def test_a_reminder_within_minutes_needs_no_planner(talk: Conversation, kim: Someone, clock: Clock) -> None:
    await kim.says("remind me in 5 minutes to eat")
    clock.forward(minutes=5, seconds=1)
    await talk.settle()
    assert kim.last.text == f"{DUE}\nEat"


async def test_a_missed_reminder_comes_late_and_says_so(talk: Conversation, kim: Someone, clock: Clock) -> None:
    """Another process takes over what the one before has promised, and what it had not."""
    await kim.says("remind me tomorrow at 9 to call")
    clock.set(datetime(2026, 12, 3, 11, tzinfo=UTC))
    again = await Conversation(talk.database).begin()
    again.platforms = talk.platforms
    again.courier.platforms = talk.platforms  # type: ignore[assignment]
    await plans(again)
    await plans(again)
    late = "This comes late: you asked for Thursday 3 December 2026, 09:00."
    assert kim.last.text == f"{DUE}\nCall\n{late}"
    assert sum(late in post.text for post in kim.sees) == 1


async def test_without_a_time_of_day_it_waits_for_the_end_of_a_pause(
    talk: Conversation, kim: Someone, clock: Clock
) -> None:
    await kim.says("remind me tomorrow to call")
    async with talk.database.begin() as store:
        person = await store.people.find(kim.person_id)
        assert person is not None
        person.paused_until = datetime(2026, 12, 7, 6, 30, tzinfo=UTC)
    clock.set(datetime(2026, 12, 3, 7, 0, 1, tzinfo=UTC))
    await plans(talk)
    assert DUE not in kim.last.text
    clock.set(datetime(2026, 12, 7, 6, 31, tzinfo=UTC))
    await plans(talk)
    assert kim.last.text.startswith(DUE)


async def test_what_is_put_off_comes_again_at_the_same_time_of_day(
    talk: Conversation, kim: Someone, clock: Clock
) -> None:
    """Over the night on which clocks change in Oslo."""
    clock.set(datetime(2027, 3, 27, 8, 0, tzinfo=UTC))
    await kim.says("remind me in 30 minutes to call")
    clock.set(datetime(2027, 3, 27, 8, 30, 1, tzinfo=UTC))
    await talk.settle()
    due = kim.last
    tomorrow = next(button for button in due.card.list_buttons() if button.label == "Tomorrow")
    await kim.clicks(due, "Tomorrow")
    await kim.presses(tomorrow, due.id)  # once more, on a client that has not redrawn it yet
    assert kim.last.text == "I will remind you on Sunday 28 March 2027, 09:30.\nCall"
    clock.set(datetime(2027, 3, 28, 7, 30, 1, tzinfo=UTC))
    await plans(talk)
    assert kim.last.text == f"{DUE}\nCall"
    await kim.clicks(kim.last, "In a week")
    assert kim.last.text == "I will remind you on Sunday 4 April 2027, 09:30.\nCall"


async def test_times_are_those_of_the_persons_zone(talk: Conversation, kim: Someone) -> None:
    async with talk.database.begin() as store:
        person = await store.people.find(kim.person_id)
        assert person is not None
        person.zone = "Europe/London"
    await kim.says("remind me tomorrow at 9 to call")
    assert kim.last.text.startswith("I will remind you on Thursday 3 December 2026, 09:00 (London).")
    assert [one.at for one in await stored(talk)] == [datetime(2026, 12, 3, 9, tzinfo=UTC)]


async def test_what_is_done_is_not_told_again_and_can_be_taken_up(
    talk: Conversation, kim: Someone, clock: Clock
) -> None:
    await kim.says("remind me in 20 minutes to call")
    reminder = (await stored(talk))[0]
    await kim.does("reminders.done", str(reminder.id))
    clock.forward(minutes=21)
    await plans(talk)
    assert "Done: Call" in kim.sees[0].text
    assert not any(DUE in post.text for post in kim.sees)
    await kim.does("reminders.reopen", str(reminder.id))
    assert any(DUE in post.text for post in kim.sees)


async def test_a_changed_time_counts_alone(talk: Conversation, kim: Someone, clock: Clock) -> None:
    """To and fro: what was promised for a time once is promised for it again."""
    await kim.says("remind me at 10:30 to call")
    for at in ("10:40", "10:30"):
        form = await kim.clicks(kim.sees[0], "Change")
        await kim.submits(form, text="Call Ola", time=at)
    assert kim.sees[0].text == "I will remind you on Wednesday 2 December 2026, 10:30.\nCall Ola"
    clock.forward(minutes=31)
    await plans(talk)
    clock.forward(minutes=15)
    await plans(talk)
    assert kim.last.text == f"{DUE}\nCall Ola"
    assert len(kim.sees) == 2


async def test_a_form_says_what_is_wrong_and_sets_the_reminder(talk: Conversation, kim: Someone) -> None:
    await kim.says("minn meg på å ringe Kari")
    form = await kim.clicks(kim.last, "Choose a day")
    wrong = await kim.submits(form, text="", day="", time="")
    assert wrong.errors == {"text": "Write what I shall remind you of.", "day": "Choose a day."}
    wrong = await kim.submits(form, day="2026-12-02", time="08:00")
    assert wrong.errors == {"time": "“08:00” has already passed."}
    wrong = await kim.submits(form, day="2026-12-02", time="")
    assert wrong.errors == {"time": "Choose a time of day."}
    await kim.submits(form, day="2026-12-04", time="13:15")
    assert "I will remind you on Friday 4 December 2026, 13:15.\nRinge Kari" in [post.text for post in kim.sees]
    assert len(await stored(talk)) == 1


async def test_a_question_when_is_answered_with_one_press(talk: Conversation, kim: Someone) -> None:
    await kim.says("minn meg på å ringe Kari")
    await kim.clicks(kim.last, "In a week")
    assert [post.text for post in kim.sees] == ["I will remind you on Wednesday 9 December 2026, 08:00.\nRinge Kari"]
    assert len(await stored(talk)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "mine påminnelser", "mine påminningar", "my reminders", "Kva har eg bede deg minne meg på?",
        "slett påminnelsen om hansker", "what reminders do I have", "cancel all my reminders",
    ],
)  # fmt: skip
async def test_the_list_shows_what_is_not_done(talk: Conversation, kim: Someone, clock: Clock, line: str) -> None:
    await kim.says(line)
    assert "You have none." in kim.last.text
    await kim.says("remind me on Friday to order gloves")
    await kim.says("remind me in 5 minutes to eat")
    clock.forward(minutes=6)
    await talk.settle()
    await kim.says(line)
    listed = kim.last
    assert [part.title for part in listed.card.parts if hasattr(part, "note")] == ["Eat", "Order gloves"]
    reply = await kim.presses(next(listed.card.list_buttons()), listed.id)
    assert reply.card is not None
    assert reply.card.fallback.startswith("Your reminders\nDone: Eat\nOrder gloves")


@pytest.mark.parametrize(
    "line",
    [
        "minn Kari på å svare på H-1", "Minn Per Olav på møtet", "remind everyone about the deadline",
        "sett opp en påminnelse til alle om møtet",
    ],
)  # fmt: skip
async def test_who_would_have_others_reminded_sends_nothing(talk: Conversation, kim: Someone, line: str) -> None:
    await kim.says(line)
    assert "Yes" not in kim.last.labels
    assert await stored(talk) == []
    async with talk.database.read() as store:
        assert await store.session.scalar(sa.select(sa.func.count()).select_from(Question)) == 0


async def test_home_shows_reminders_only_where_there_are_any(kim: Someone) -> None:
    home = await kim.commands("", name="home")
    assert home.card is not None
    assert "Your reminders" not in home.card.fallback
    await kim.says("remind me on Friday to order gloves")
    home = await kim.commands("", name="home")
    assert home.card is not None
    assert "Your reminders\nOrder gloves" in home.card.fallback


async def test_nobody_else_can_touch_a_reminder(talk: Conversation, kim: Someone) -> None:
    sara = await talk.person("sara", role="secretariat")
    await kim.says("remind me on Friday at 9 to order gloves")
    reminder = (await stored(talk))[0]
    for action in ("done", "reopen", "edit", "delete"):
        reply = await sara.does(f"reminders.{action}", str(reminder.id))
        assert reply.card is not None
        assert "I cannot find that reminder." in reply.card.fallback
        assert "gloves" not in reply.card.fallback
    reply = await sara.does("reminders.later", f"{reminder.id}:{int(reminder.set_at.timestamp() * 1000)}:1")
    assert reply.card is not None
    assert "I cannot find that reminder." in reply.card.fallback
    again = (await stored(talk))[0]
    assert (again.at, again.done_at) == (reminder.at, None)


async def test_a_deleted_reminder_is_gone(talk: Conversation, kim: Someone, clock: Clock) -> None:
    await kim.says("remind me in 5 minutes to eat")
    await kim.clicks(kim.last, "Delete")
    assert await stored(talk) == []
    clock.forward(minutes=6)
    await plans(talk)
    assert not any("Eat" in post.text for post in kim.sees if not post.text.startswith("Deleted"))


async def test_it_is_about_the_record_that_the_line_names_or_whose_thread_it_stands_in(
    talk: Conversation, kim: Someone, clock: Clock
) -> None:
    await talk.carries("grid", "nett")
    asker = await talk.person("ola")
    await asker.commands("Who has a spare transformer for the grid?")
    card = talk.room("grid")[-1]
    await kim.says("minn meg om dette mandag", channel="grid", thread=card.id)
    assert kim.last.text.startswith("I will remind you on Monday 7 December 2026, 08:00.\n#")
    assert kim.last.place.user == "kim"
    assert len([post for post in talk.room("grid") if not post.place.user]) == 1
    show = next(button for button in kim.last.card.list_buttons() if button.label.startswith("Show #"))
    shown = await kim.presses(show)
    assert shown.card is not None
    assert "transformer" in shown.card.fallback
    await kim.says(f"remind me on Friday about {show.label.removeprefix('Show ')}")
    assert show.label in kim.last.labels


async def test_a_line_in_an_own_thread_is_no_answer(talk: Conversation, kim: Someone) -> None:
    await talk.carries("grid", "nett")
    asker = await talk.person("ola")
    await asker.commands("Who has a spare transformer for the grid?")
    before = len(asker.sees)
    await kim.says("remind me about this on Monday", channel="grid", thread=talk.room("grid")[-1].id)
    assert len(asker.sees) == before


async def test_one_too_many_is_refused_and_so_is_what_is_too_long(talk: Conversation, kim: Someone) -> None:
    async with talk.database.begin() as store:
        for n in range(100):
            await store.own_reminders.add(
                OwnReminder(person_id=kim.person_id, text=f"No {n}", at=store.now + timedelta(days=3), timed=True)
            )
    reply = await kim.commands("remind me on Friday to order gloves", name="asked")
    assert reply.card is not None
    assert "You have 100 reminders already." in reply.card.fallback
    assert len(await stored(talk)) == 100


async def test_what_is_too_long_is_refused(kim: Someone) -> None:
    reply = await kim.commands(f"remind me on Friday {'to order gloves ' * 70}", name="asked")
    assert reply.card is not None
    assert "A reminder has at most 1,000 characters." in reply.card.fallback


async def test_guests_have_reminders_too(talk: Conversation) -> None:
    guest = await talk.person("gus", role="guest")
    guest.keeps = True
    await guest.says("remind me on Friday at 9 to send the papers")
    assert guest.last.text.startswith("I will remind you on Friday 4 December 2026, 09:00.")


async def test_done_ones_and_those_of_who_left_are_deleted(talk: Conversation, kim: Someone, clock: Clock) -> None:
    for who in (kim, await talk.person("ola")):
        await who.says("remind me on Friday at 9 to call")
    mine = (await stored(talk))[0]
    await kim.does("reminders.done", str(mine.id))
    async with talk.database.begin() as store:
        left = (await store.people.list_all_people())[-1]
        left.left_at = store.now
    _, forget = talk.courier.router.chores["upkeep.forget"]
    counts = []
    for days in (1, 2, 58):
        clock.forward(days=days)
        async with talk.database.begin() as store:
            await forget(store, talk.arena)
        counts.append(len(await stored(talk)))
    assert counts == [2, 1, 0]


async def test_reminders_are_in_ones_own_data_and_erased_with_it(talk: Conversation, kim: Someone) -> None:
    await kim.says("remind me on Friday at 9 to order gloves")
    other = await talk.person("ola")
    async with talk.database.begin() as store:
        for who, found in ((kim, 1), (other, 0)):
            person = await store.people.load_person(who.person_id)
            rows = (await store.personal_data.export_rows_of_person(person)).get("own_reminders", [])
            assert [row["text"] for row in rows] == ["Order gloves"] * found
        await store.personal_data.erase_person_rows(kim.person_id)
    assert await stored(talk) == []


@pytest.mark.parametrize(
    "line", ["minn meg på hvem som har reservetrafo", "remind me who is on the board of the project"]
)
async def test_who_asks_to_be_told_something_asks_nobody_unasked(talk: Conversation, kim: Someone, line: str) -> None:
    await talk.carries("arena", "arena")
    await kim.says(line)
    assert await stored(talk) == []
    assert talk.room("arena") == []
    async with talk.database.read() as store:
        assert await store.questions.list_questions_asked_by(kim.person_id, limit=9) == []


async def test_the_secretariats_trail_tells_nothing_of_them(talk: Conversation, kim: Someone) -> None:
    await kim.says("remind me on Friday at 9 to order gloves")
    reminder = (await stored(talk))[0]
    await kim.does("reminders.done", str(reminder.id))
    await kim.does("reminders.delete", str(reminder.id))
    async with talk.database.read() as store:
        assert await store.audit_trail.list_newest_acts(9) == []


async def test_no_message_that_is_kept_holds_the_words(talk: Conversation, kim: Someone) -> None:
    await kim.says("remind me in 5 minutes to eat herring")
    async with talk.database.read() as store:
        rows = (await store.session.scalars(sa.select(Delivery))).all()
    assert len(rows) == 2
    assert not any("herring" in str(row.args) for row in rows)


async def stored(talk: Conversation) -> list[OwnReminder]:
    return await load_reminders(talk.database)


async def load_reminders(database: Database) -> list[OwnReminder]:
    async with database.read() as store:
        return list((await store.session.scalars(sa.select(OwnReminder).order_by(OwnReminder.id))).all())
