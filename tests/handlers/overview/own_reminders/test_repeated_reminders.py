"""Conversations about reminders that come again: read from a line, sent each time, done, put off, ended."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from handlers.chat.cards import Field, Item, Reply
from handlers.overview.own_reminders.reminder_drafts import ReminderDraft, parse_repeats, write_draft_time
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.overview.own_reminders.conftest import plans
from tests.handlers.overview.own_reminders.test_own_reminders import stored

DUE = "You asked me to remind you"
#: line -> words, first time, how often
LINES = {
    "minn meg på å sende timelista hver fredag kl 15": (
        "Sende timelista", "Friday 4 December 2026, 15:00", "Every Friday"
    ),
    "remind me every Monday to check the valves": ("Check the valves", "Monday 7 December 2026, 08:00", "Every Monday"),
    "minn meg annankvar måndag på å ringe Kari": (
        "Ringe Kari", "Monday 7 December 2026, 08:00", "Every 2 weeks on Monday"
    ),
    "minn meg hver mandag kl 9 om loggen, 3 ganger": (
        "Loggen", "Monday 7 December 2026, 09:00", "Every Monday, 3 times"
    ),
    "remind me on the first Tuesday of every month to pay the fee": (
        "Pay the fee", "Tuesday 5 January 2027, 08:00", "The first Tuesday of every month"
    ),
}  # fmt: skip


@pytest.mark.parametrize("line", LINES)
async def test_a_line_says_how_often(kim: Someone, line: str) -> None:
    await kim.says(line)
    words, when, rule = LINES[line]
    assert kim.last.text == f"I will remind you on {when}.\n{words}\n{rule}."


async def test_it_comes_each_time_whether_the_last_one_is_done_or_not(
    talk: Conversation, kim: Someone, clock: Clock
) -> None:
    await kim.says("remind me every Friday at 15 to send the hours")
    for day, then in ((4, "Friday 11 December 2026, 15:00"), (11, "Friday 18 December 2026, 15:00")):
        clock.set(datetime(2026, 12, day, 13, 30, tzinfo=UTC))
        await plans(talk)
        clock.set(datetime(2026, 12, day, 14, 0, 1, tzinfo=UTC))
        await plans(talk)
        assert kim.last.text == f"{DUE}\nSend the hours\nEvery Friday. Next time on {then}."
    due = kim.last
    done = next(button for button in due.card.list_buttons() if button.label == "Done")
    for _ in range(2):  # once more, on a client that has not redrawn it yet
        await kim.presses(done, due.id)
        assert due.text.startswith(
            "I will remind you on Friday 18 December 2026, 15:00.\nSend the hours\nEvery Friday."
        )
    clock.set(datetime(2026, 12, 18, 14, 0, 1, tzinfo=UTC))
    await plans(talk)
    assert kim.last.text.startswith(
        f"{DUE}\nSend the hours\nEvery Friday. Next time on Friday 25 December 2026, 15:00."
    )
    assert len(await stored(talk)) == 1


async def test_what_was_missed_comes_once_and_says_that_it_is_late(
    talk: Conversation, kim: Someone, clock: Clock
) -> None:
    await kim.says("remind me every Friday at 15 to send the hours")
    clock.set(datetime(2026, 12, 4, 14, 0, 1, tzinfo=UTC))
    await plans(talk)
    await kim.clicks(kim.last, "Done")
    seen = len(kim.sees)
    clock.set(datetime(2026, 12, 29, 9, tzinfo=UTC))
    await plans(talk)
    assert len(kim.sees) == seen + 1
    assert "This comes late: you asked for Friday 25 December 2026, 15:00." in kim.last.text
    assert "Next time on Friday 1 January 2027, 15:00." in kim.last.text


async def test_a_time_that_is_put_off_moves_no_other(talk: Conversation, kim: Someone, clock: Clock) -> None:
    await kim.says("remind me every Friday at 15 to send the hours")
    clock.set(datetime(2026, 12, 4, 14, 0, 1, tzinfo=UTC))
    await plans(talk)
    await kim.clicks(kim.last, "Tomorrow")
    assert kim.last.text == "I will remind you on Saturday 5 December 2026, 15:00.\nSend the hours\nEvery Friday."
    clock.set(datetime(2026, 12, 5, 14, 0, 1, tzinfo=UTC))
    await plans(talk)
    assert kim.last.text == f"{DUE}\nSend the hours\nEvery Friday. Next time on Friday 11 December 2026, 15:00."


async def test_a_series_ends_after_so_many_times_or_when_it_is_deleted(
    talk: Conversation, kim: Someone, clock: Clock
) -> None:
    await kim.says("minn meg hver fredag kl 15 på å sende loggen, 2 ganger")
    for day in (4, 11):
        clock.set(datetime(2026, 12, day, 14, 0, 1, tzinfo=UTC))
        await plans(talk)
    assert kim.last.text == f"{DUE}\nSende loggen"
    await kim.clicks(kim.last, "Done")
    assert kim.last.text == "Done: Sende loggen"
    await kim.says("minn meg hver fredag kl 15 på å ringe Kari")
    await kim.clicks(kim.last, "Delete")
    assert [one.text for one in await stored(talk)] == ["Sende loggen"]


async def test_the_form_says_how_often_and_changes_it(talk: Conversation, kim: Someone) -> None:
    await kim.says("remind me on Friday at 15 to send the hours")
    form = await kim.clicks(kim.last, "Change")
    labels = dict(find_repeats_field(form).options)
    assert list(labels.values()) == ["Every weekday", "Every week", "Every 2 weeks", "Every month"]
    await kim.submits(form, text="Send the hours", day="2026-12-31", time="", repeats="FREQ=MONTHLY")
    when = "I will remind you on Monday 4 January 2027, 08:00."
    assert kim.last.text == f"{when}\nSend the hours\nThe last day of every month.", "nobody works on 31 December"
    (row,) = await stored(talk)
    assert row.next_at == datetime(2027, 2, 1, 7, tzinfo=UTC), "31 January is a Sunday"
    form = await kim.clicks(kim.last, "Change")
    assert find_repeats_field(form).value == "FREQ=MONTHLY;BYMONTHDAY=-1"
    await kim.submits(form, text="Send the hours", day="2026-12-31", time="", repeats="")
    assert kim.last.text == f"{when}\nSend the hours"
    await kim.submits(form, text="Send the hours", day="2026-12-31", time="", repeats="FREQ=SECONDLY")
    assert [(one.repeats, one.next_at) for one in await stored(talk)] == [("", None)], "whatever somebody made up"


async def test_what_is_asked_of_the_time_keeps_how_often(kim: Someone) -> None:
    await kim.says("minn meg hver uke på å sjekke filteret")
    assert kim.last.text.startswith("When shall I remind you?")
    await kim.clicks(kim.last, "Tomorrow")
    assert kim.last.text.endswith("\nEvery Thursday.")


def test_what_was_typed_is_carried_by_the_button_that_asks_for_the_rest() -> None:
    rule = parse_repeats("FREQ=WEEKLY;BYDAY=MO")
    for day, clock in ((date(2026, 12, 4), time(9, 30)), (date(2026, 12, 4), None), (None, None)):
        draft = ReminderDraft(0, "", None, "", write_draft_time(day, clock, rule), "Purre: Kari")
        read = ReminderDraft.parse_value(draft.encode_value())
        assert (read.said, read.rule, read.text) == ((day, clock), rule, "Purre: Kari")


async def test_the_list_shows_how_often_and_no_way_to_leave_out_a_time_by_a_slip(kim: Someone) -> None:
    await kim.says("remind me every Friday at 15 to send the hours")
    listed = await kim.does("reminders.list", "")
    assert listed.card is not None
    (item,) = [part for part in listed.card.parts if isinstance(part, Item)]
    assert (item.title, item.note) == ("Send the hours", "Friday 4 December 2026, 15:00 · Every Friday")
    assert [one.label for one in item.buttons] == ["Change", "Delete"]


def find_repeats_field(reply: Reply) -> Field:
    assert reply.form is not None
    return reply.form.fields[3]
