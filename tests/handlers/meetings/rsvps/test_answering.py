"""Conversations about who comes: the five answers, until when, and what others may see of them."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.chat.cards import Reply, Text
from handlers.chat.say import Say
from handlers.meetings.occurrence_view import find_occurrence_view
from handlers.meetings.rsvps import rsvp_counts
from storage.meetings.meetings import ORGANISATIONS
from storage.meetings.rsvps import DAY, Rsvp
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.meetings import MONDAY, meets

ENGLISH = Say("en", ZoneInfo("Europe/Oslo"))


def said(reply: Reply) -> str:
    assert reply.card is not None
    return reply.card.fallback


async def counted(talk: Conversation, occurrence: int) -> list[str]:
    """The lines that everybody may see."""
    async with talk.database.read() as store:
        found = await find_occurrence_view(store, occurrence)
        assert found is not None
        return [
            part.text for part in await rsvp_counts.draw_rsvp_counts(store, found, ENGLISH) if isinstance(part, Text)
        ]


def offered(reply: Reply) -> list[str]:
    assert reply.card is not None
    return [button.label for button in reply.card.list_buttons()]


async def stored(talk: Conversation, occurrence: int, who: Someone) -> Rsvp | None:
    async with talk.database.read() as store:
        return await store.rsvps.find_rsvp(occurrence, who.person_id)


async def test_a_card_has_the_five_answers_and_each_can_be_changed(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    meeting = await meets(talk.database, sara.person_id, link="https://meet.example.test/1")
    reply = await kari.does("meetings.show", str(meeting))
    assert offered(reply)[:5] == ["Coming in person", "Coming online", "Maybe", "Cannot attend", "Send a deputy"]
    for label, sentence in (
        ("Coming in person", "You come in person."),
        ("Coming online", "You are joining online."),
        ("Maybe", "You might come."),
        ("Cannot attend", "You cannot attend."),
        ("Coming in person", "You come in person."),
    ):
        reply = await kari.clicks(reply, label)
        assert sentence in said(reply)
        assert label not in offered(reply), "what was answered"
    assert await counted(talk, meeting) == ["1 in person", "Eksempel 1"]


async def test_whoever_comes_sees_first_what_they_need_and_that_they_can_still_cancel(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    meeting = await meets(talk.database, sara.person_id, link="https://meet.example.test/1")
    reply = await kari.does("meetings.going", str(meeting))
    assert offered(reply)[:4] == ["Open the link", "Agenda", "Propose an item", "Cannot attend"]
    assert offered(await kari.does("meetings.maybe", str(meeting)))[0] == "Coming in person"


@pytest.mark.parametrize(
    ("place", "link", "ways"),
    [
        ("Herøya", "", ["Coming in person"]),
        ("Herøya", "https://meet.example.test/1", ["Coming in person", "Coming online"]),
        ("Herøya og Teams", "", ["Coming in person", "Coming online"]),
        ("Teams", "", ["Coming online"]),
        ("Teams", "https://meet.example.test/1", ["Coming online"]),
        ("", "https://meet.example.test/1", ["Coming online"]),
        ("", "", ["Coming in person"]),
    ],
)
async def test_only_the_ways_to_take_part_that_the_meeting_has_are_offered(
    talk: Conversation, sara: Someone, kari: Someone, place: str, link: str, ways: list[str]
) -> None:
    meeting = await meets(talk.database, sara.person_id, place=place, link=link)
    found = offered(await kari.does("meetings.show", str(meeting)))
    assert [label for label in found if label.startswith("Coming")] == ways


async def test_nobody_is_asked_to_come_in_person_to_what_is_only_online(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    meeting = await meets(talk.database, sara.person_id, place="", link="https://meet.example.test/1")
    reply = await kari.does("meetings.show", str(meeting))
    assert reply.card is not None
    first = next(iter(reply.card.list_buttons()))
    assert (first.label, first.style) == ("Coming online", "primary")
    assert "Coming in person" not in [button.label for button in reply.card.list_buttons()]
    await kari.presses(first)
    form = await ola.does("meetings.substitute", str(meeting))
    await ola.submits(form, name="Åse Bø")
    assert await counted(talk, meeting) == ["2 online", "Dømeøyra 1 · Eksempel 1"]


async def test_maybe_promises_to_ask_again_only_where_there_is_a_deadline(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    meeting = await meets(talk.database, sara.person_id)
    assert "before the deadline" not in said(await kari.does("meetings.maybe", str(meeting)))
    meeting = await meets(talk.database, sara.person_id, signup_by=MONDAY + timedelta(days=7))
    assert "I will ask again before the deadline." in said(await kari.does("meetings.maybe", str(meeting)))


async def test_maybe_promises_to_ask_again_only_while_that_is_still_to_come(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    """The deadline is on Friday 12 March, and the reminder comes on Tuesday."""
    meeting = await meets(talk.database, sara.person_id, signup_by=MONDAY + timedelta(days=11, hours=6))
    clock.set(MONDAY + timedelta(days=7))
    assert "I will ask again before the deadline." in said(await kari.does("meetings.maybe", str(meeting)))
    form = await kari.does("rsvps.remind", str(meeting))
    await kari.submits(form, remind=DAY)
    assert "ask again" not in said(await kari.does("meetings.show", str(meeting)))
    clock.set(MONDAY + timedelta(days=9))
    late = said(await sara.does("meetings.maybe", str(meeting)))
    assert "You might come." in late
    assert "ask again" not in late


async def test_what_is_counted_is_organisations_and_their_people_without_names(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    meeting = await meets(talk.database, sara.person_id)
    assert await counted(talk, meeting) == ["Nobody has answered yet."]
    nora = await talk.person("nora", organisation="eksempel")
    await kari.does("meetings.going", str(meeting))
    await nora.does("meetings.online", str(meeting))
    await ola.does("meetings.maybe", str(meeting))
    assert await counted(talk, meeting) == ["1 in person · 1 online · 1 maybe", "Eksempel 2"]


async def test_a_click_that_comes_twice_is_one_answer(talk: Conversation, sara: Someone, kari: Someone) -> None:
    meeting = await meets(talk.database, sara.person_id, capacity=1)
    await kari.does("meetings.going", str(meeting))
    first = await stored(talk, meeting, kari)
    await kari.does("meetings.going", str(meeting))
    again = await stored(talk, meeting, kari)
    assert first is not None
    assert again is not None
    assert (first.answer, first.waiting_since) == (again.answer, again.waiting_since) == ("going", None)


async def test_after_the_deadline_one_can_only_say_no(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    meeting = await meets(talk.database, sara.person_id, signup_by=MONDAY + timedelta(days=8))
    await kari.does("meetings.maybe", str(meeting))
    clock.forward(days=9)
    refused = said(await kari.does("meetings.going", str(meeting)))
    assert "deadline was 9 March 2027 at 10:00" in refused
    assert "Ask Sara" in refused
    assert "You cannot attend." in said(await kari.does("meetings.declined", str(meeting)))


async def test_once_it_has_begun_nobody_answers(talk: Conversation, sara: Someone, kari: Someone, clock: Clock) -> None:
    meeting = await meets(talk.database, sara.person_id)
    clock.forward(days=15, hours=1)
    assert "has begun" in said(await kari.does("meetings.going", str(meeting)))
    assert await stored(talk, meeting, kari) is None


async def test_who_belongs_nowhere_is_asked_to_say_where_first(talk: Conversation, sara: Someone) -> None:
    meeting = await meets(talk.database, sara.person_id)
    stranger = await talk.person("stranger")
    assert "Write “me” to choose your organisation." in said(await stranger.does("meetings.going", str(meeting)))


@pytest.mark.parametrize("value", ["", "0", "999", "1; DROP", "９", "-1", "99999999999999999999"])
async def test_what_is_no_meeting_is_said_to_be_none(talk: Conversation, kari: Someone, value: str) -> None:
    assert "I cannot find that meeting." in said(await kari.does("meetings.going", value))


async def test_foreign_and_missing_look_the_same(talk: Conversation, sara: Someone, kari: Someone) -> None:
    await talk.person("ola", organisation="dømeøyra")
    meeting = await meets(talk.database, sara.person_id, audience=ORGANISATIONS)
    async with talk.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("dømeøyra")
        assert house is not None
        found = await find_occurrence_view(store, meeting)
        assert found is not None
        await store.meetings.set_meeting_audience(found.meeting.id, (), [house.id])
    guest = await talk.person("gunn", role="guest")
    for who in (kari, guest):
        for do in ("meetings.going", "meetings.substitute", "rsvps.list", "rsvps.override", "rsvps.remind"):
            assert said(await who.does(do, str(meeting))) == said(await who.does(do, "12345"))


async def test_a_moved_meeting_asks_anew_and_counts_no_old_answer(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    meeting = await meets(talk.database, sara.person_id)
    reply = await kari.does("meetings.going", str(meeting))
    async with talk.database.begin() as store:
        occurrence = await store.occurrences.lock(meeting)
        assert occurrence is not None
        occurrence.moves += 1
    assert await counted(talk, meeting) == ["Nobody has answered yet."]
    form = await kari.clicks(reply, "Reminders")
    assert "You answered for the old time." in said(await kari.submits(form, remind="day"))
    again = await kari.does("meetings.show", str(meeting))
    assert "You come in person." in said(await kari.clicks(again, "Coming in person"))
    assert await counted(talk, meeting) == ["1 in person", "Eksempel 1"]


async def test_reminders_of_one_meeting_can_be_fewer(talk: Conversation, sara: Someone, kari: Someone) -> None:
    meeting = await meets(talk.database, sara.person_id)
    assert "say whether you are coming." in said(await kari.does("rsvps.remind", str(meeting)))
    for answered, offered in (("", False), ("declined", False), ("maybe", True)):
        card = (await kari.does(f"meetings.{answered or 'show'}", str(meeting))).card
        assert card is not None
        assert ("Reminders" in [button.label for button in card.list_buttons()]) == offered, answered
    reply = await kari.does("meetings.going", str(meeting))
    form = await kari.clicks(reply, "Reminders")
    assert "I send you no reminders of it." in said(await kari.submits(form, remind="none"))
    assert "I send you no reminders" in said(await kari.clicks(reply, "Maybe")), "it outlives a new answer"
