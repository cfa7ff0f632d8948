"""Conversations about trust: used, doubted, confirmed, and asked about in time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.chat.cards import Reply
from handlers.library.solutions.publication import add_months, compute_verify_by
from handlers.library.solutions.solution_feedback import LONGEST_REASON
from handlers.library.solutions.solution_verification import redraw_overdue_solutions
from storage.library.solutions import Solution
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.library.solutions.conftest import NIGHT, button, has, saves, stored, text
from tests.meetings import MONDAY
from tests.waiting import passes, plan


async def doubts(someone: Someone, reason: str) -> None:
    form = await someone.does("solutions.doubt", "1")
    await someone.submits(form, reason=reason)


async def test_each_person_counts_once_and_each_organisation_once(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    await saves(kari)
    colleague = await talk.person("olga", organisation="tenktnes")
    card = talk.room("grid")[0]
    assert "1 organisation uses L-001" in text(await ola.presses(button(card, "solutions.used")))
    again = text(await ola.presses(button(card, "solutions.used")))
    assert "already" in again
    assert "1 organisation uses L-001" in text(await colleague.presses(button(card, "solutions.used")))
    assert "2 organisations use L-001" in text(await kari.presses(button(card, "solutions.used")))
    assert "used by 2 organisations" in talk.room("grid")[0].text
    assert "used by 2 organisations" in talk.room("grid-there", "other")[0].text


async def test_a_doubt_marks_it_everywhere_and_its_owner_says_whether_it_is_true(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    await saves(kari)
    assert "✅ verified" in talk.room("grid")[0].text
    form = await ola.does("solutions.doubt", "1")
    assert set((await ola.submits(form, reason="")).errors) == {"reason"}
    await doubts(ola, "The grid company stopped this in May")
    assert "⚠️ may be outdated" in talk.room("grid")[0].text
    assert "⚠️" in text(await ola.commands("L-001", "solution"))
    asked = kari.last
    assert "The grid company stopped this in May" in asked.text
    assert [one.do for one in asked.card.list_buttons()] == ["solutions.confirm", "solutions.edit", "solutions.retire"]
    await kari.presses(button(asked, "solutions.confirm"), asked.id)
    assert "✅ verified" in talk.room("grid")[0].text
    assert "has been reviewed" in asked.text
    assert "has been reviewed" in ola.last.text
    assert (await stored(talk)).doubted_at is None


async def test_a_reason_is_for_the_owner_and_the_secretariat(
    talk: Conversation, kari: Someone, ola: Someone, siri: Someone
) -> None:
    await saves(kari)
    await doubts(ola, "The grid company stopped this in May")
    reader = await talk.person("per", organisation="tenktnes")
    assert "1 person says" in text(await reader.commands("L-001", "solution"))
    assert "stopped this in May" not in text(await reader.commands("L-001", "solution"))
    assert "stopped this in May" in text(await siri.commands("L-001", "solution"))
    await doubts(ola, "It was in June")
    assert "1 person says" in text(await reader.commands("L-001", "solution"))


async def test_the_card_has_the_two_newest_reasons_and_the_whole_text_has_all(
    talk: Conversation, kari: Someone, ola: Someone, siri: Someone
) -> None:
    await saves(kari)
    await doubts(ola, "The *meter* was refused")
    for name in ("per", "eva"):
        await doubts(await talk.person(name, organisation="tenktnes"), f"No longer so, says {name}")
    shown = await siri.commands("L-001", "solution")
    assert "The meter was refused" not in text(shown)
    assert text(shown).index("says eva") < text(shown).index("says per")
    assert list_actions(shown)[0] == "solutions.confirm", "what is asked of whoever looks after it comes first"
    whole = await siri.does("solutions.text", "1")
    for reason in ("The meter was refused", "says per", "says eva"):
        assert reason in text(whole)
    reader = await talk.person("kim", organisation="dømeøyra")
    assert "No longer so" not in text(await reader.does("solutions.text", "1"))


def list_actions(reply: Reply) -> list[str]:
    assert reply.card is not None
    return [one.do for one in reply.card.list_buttons()]


async def test_without_an_owner_the_secretariat_is_asked(
    talk: Conversation, kari: Someone, ola: Someone, siri: Someone
) -> None:
    await saves(kari)
    async with talk.database.begin() as store:
        solution = await store.solutions.find_solution_by_code("L-001")
        assert solution is not None
        solution.owner_id = None
    await doubts(ola, "x" * (LONGEST_REASON + 50))
    assert "Is L-001 still true?" in siri.last.text
    await siri.presses(button(siri.last, "solutions.confirm"))
    assert (await stored(talk)).verified_by_id == siri.person_id


async def test_only_who_looks_after_it_can_confirm_edit_or_retire(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    await saves(kari)
    for do in ("solutions.confirm", "solutions.edit", "solutions.extend", "solutions.retire", "solutions.restore"):
        assert "Only its owner" in text(await ola.does(do, "1"))
    assert "Only its owner" in text(await ola.does("solutions.delete", "1"))
    assert not has(await ola.does("solutions.open", "1"), "solutions.edit")
    assert has(await kari.does("solutions.open", "1"), "solutions.edit")


async def test_the_owner_is_asked_once_about_each_verify_by_date(
    talk: Conversation, kari: Someone, clock: Clock
) -> None:
    await saves(kari)
    due = datetime(2027, 2, 1, 8, tzinfo=UTC)
    async with talk.database.begin() as store:
        solution = await store.solutions.find_solution_by_code("L-001")
        assert solution is not None
        solution.verify_by = due.date()
    clock.set(due - timedelta(days=1))
    assert await asks(talk) == 0
    clock.set(due)
    assert await asks(talk) == 1
    assert await asks(talk) == 0
    question = kari.last
    assert "It must be verified by 1 February 2027." in question.text
    clock.forward(days=1)
    async with talk.database.begin() as store:
        await redraw_overdue_solutions(store, talk.arena)
    await talk.settle()
    assert "It was to be verified by 1 February 2027. Readers see that it may be outdated." in question.text
    clock.forward(days=-1)
    await kari.presses(button(question, "solutions.confirm"), question.id)
    assert (await stored(talk)).verify_by == date(2028, 2, 1)
    assert "has been reviewed" in question.text
    clock.set(datetime(2028, 2, 1, 8, tzinfo=UTC))
    assert await asks(talk) == 1


async def test_a_suggestion_is_as_old_as_the_day_of_the_arena(
    talk: Conversation, kari: Someone, ola: Someone, clock: Clock
) -> None:
    """Half past midnight in Norway, before it is midnight by the server's clock."""
    await saves(kari)
    async with talk.database.begin() as store:
        (solution,) = await store.solutions.list_published_solutions()
        solution.verify_by = date(2027, 3, 1)
    clock.set(datetime(2027, 3, 1, 22, 30, tzinfo=UTC))
    assert "may be outdated" not in text(await ola.commands(f"{NIGHT['problem']}?"))
    clock.set(datetime(2027, 3, 1, 23, 30, tzinfo=UTC))
    assert "may be outdated" in text(await ola.commands(f"How? {NIGHT['problem']}"))


async def test_an_owner_of_many_is_asked_about_a_few_a_day(talk: Conversation, kari: Someone, clock: Clock) -> None:
    """In one message a day."""
    async with talk.database.begin() as store:
        topic = await store.topics.find_topic_by_slug("nett")
        assert topic is not None
        for number in range(8):
            about = {"title": f"Number {number}", "problem": "p", "done": "d", "topic_id": topic.id, "language": "en"}
            await store.solutions.add(
                Solution(code="", owner_id=kari.person_id, verify_by=date(2027, 1, 10 + number), **about)
            )
    clock.set(datetime(2027, 2, 1, 5, tzinfo=UTC))
    told = []
    for day in range(1, 5):
        before = len(kari.sees)
        await passes(talk, clock, datetime(2027, 2, day, 12, tzinfo=UTC))
        told.append([post.text.count("still true?") for post in kari.sees[before:]])
    assert told == [[3], [3], [2], []]


async def test_a_badge_changes_when_its_date_is_past(talk: Conversation, kari: Someone, clock: Clock) -> None:
    await saves(kari)
    verify_by = (await stored(talk)).verify_by
    assert verify_by is not None
    clock.set(datetime(verify_by.year, verify_by.month, verify_by.day, 12, tzinfo=UTC) + timedelta(days=1))
    async with talk.database.begin() as store:
        await redraw_overdue_solutions(store, talk.arena)
    await talk.settle()
    assert "⚠️ may be outdated" in talk.room("grid")[0].text


async def test_grants_and_tariffs_are_checked_every_third_month(talk: Conversation, kari: Someone) -> None:
    await saves(kari, topic="virkemidler", title="Application with a shared template")
    solution = await stored(talk)
    assert solution.dated is not None
    assert solution.verify_by == add_months(solution.dated, 3)
    about = {"title": "t", "problem": "p", "result": ""}
    day = date(2026, 11, 30)
    assert compute_verify_by(Solution(done="Ny effekttariff fra januar", **about), day, "nett") == date(2027, 2, 28)
    assert compute_verify_by(Solution(done="A grant for the meters", **about), day, "nett") == date(2027, 2, 28)
    assert compute_verify_by(Solution(done="Work for immigrants", **about), day, "hms") == date(2027, 11, 30)


async def asks(talk: Conversation) -> int:
    """One morning's round: how many were asked."""
    before = len(talk.posts)
    await plan(talk)
    await talk.settle()
    await plan(talk)
    await talk.settle()
    return len(talk.posts) - before


async def test_a_card_with_remarks_has_the_main_facts_and_the_others_behind_the_whole_text(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    await saves(kari)
    whole = await kari.does("solutions.open", "1")
    assert "\nDate: " in text(whole)
    assert not has(whole, "solutions.text")
    await ola.submits(await ola.does("solutions.doubt", "1"), reason="The agreement has ended.")
    shown = await kari.does("solutions.open", "1")
    assert "The agreement has ended." in text(shown)
    assert "To be verified by" in text(shown)
    assert "\nDate: " not in text(shown)
    read = text(await kari.clicks(shown, "The whole text"))
    assert "To be verified by: " in read
    assert "\nDate: " in read


async def test_what_its_owner_seldom_does_stands_behind_one_button(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    await saves(kari)
    whole = await kari.does("solutions.open", "1")
    assert whole.card is not None
    labels = [one.label for one in whole.card.list_buttons()]
    assert "Change" in labels
    assert labels[-1] == "Extend, retire or delete"
    behind = await kari.clicks(whole, "Extend, retire or delete")
    assert behind.card is not None
    assert [one.label for one in behind.card.list_buttons()] == [
        "Add more", "Who may see it", "Retire", "Has it arrived?", "Delete",
    ]  # fmt: skip
    theirs = await ola.does("solutions.open", "1")
    assert theirs.card is not None
    assert [one.label for one in theirs.card.list_buttons()][-1] == "Report"
    assert "Only" in text(await ola.does("solutions.manage", "1"))


@pytest.mark.parametrize("back", ["moderation.restore", "solutions.restore"])
async def test_what_was_out_of_sight_is_asked_about_again(
    talk: Conversation, kari: Someone, siri: Someone, clock: Clock, back: str
) -> None:
    clock.set(MONDAY)
    await saves(kari)
    async with talk.database.begin() as store:
        solution = await store.solutions.find_solution_by_code("L-001")
        assert solution is not None
        solution.verify_by = MONDAY.date() + timedelta(days=7)
    await passes(talk, clock, MONDAY + timedelta(days=14))
    (asked,) = [post for post in kari.sees if has(post, "solutions.confirm")]
    if back == "moderation.restore":
        await siri.submits(await siri.does("moderation.hide", "solution:1"), ground="other")
        await siri.does(back, "solution:1")
    else:
        await kari.does("solutions.retire", "1")
        await kari.does(back, "1")
    assert has(asked, "solutions.confirm")
    await passes(talk, clock, clock() + timedelta(days=30))
    assert kari.last.id != asked.id
    assert has(kari.last, "solutions.confirm")
