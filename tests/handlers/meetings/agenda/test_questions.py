"""Conversations about questions that are put on an agenda, and come back with what was decided."""

from __future__ import annotations

import pytest

from handlers.chat.cards import Reply
from storage.meetings.meetings import ORGANISATIONS, TOPICS
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.meetings.agenda.test_proposing import said
from tests.meetings import meets
from tests.planning import calls_off, changes

GRID = "How long is the queue for more power from the grid in our area?"


@pytest.fixture
async def asked(talk: Conversation, kari: Someone, sara: Someone) -> int:
    """Question 1, in a room."""
    await talk.carries("grid", "nett")
    reply = await kari.commands(GRID)
    assert talk.room("grid") or reply.card
    return 1


async def on_the_agenda(who: Someone, question: int, **more: str) -> str:
    choice = await who.does("questions.more", str(question))
    form = await who.submits(choice, what="agenda")
    return said(await who.submits(form, **more))


async def test_a_question_becomes_an_item_and_each_names_the_other(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, asked: int, meeting: int, clock: Clock
) -> None:
    assert "Proposed for Arena meeting 2/27." in await on_the_agenda(ola, asked, kind="V")
    assert GRID in sara.last.text
    assert "On the agenda" not in talk.room("grid")[0].text
    assert "already" in (await repeated(kari, asked)).errors["meeting"]
    await sara.clicks(sara.last, "Add to agenda")
    assert "On the agenda of Arena meeting 2/27, 16 March 2027: Item 1/27." in talk.room("grid")[0].text
    clock.forward(days=15, hours=6)
    await sara.submits(await sara.does("minutes.write", "1"), decision="We write to the grid company.")
    await sara.submits(await sara.does("minutes.attendance", str(meeting)), people=(str(sara.person_id),))
    await sara.does("minutes.send", str(meeting))
    assert "Decided" not in talk.room("grid")[0].text, "not before the minutes are approved"
    await sara.does("minutes.close", str(meeting))
    assert "Decided at Arena meeting 2/27, 16 March 2027 (Item 1/27):" in talk.room("grid")[0].text
    assert "We write to the grid company." in talk.room("grid")[0].text


async def repeated(who: Someone, question: int) -> Reply:
    form = await who.submits(await who.does("questions.more", str(question)), what="agenda")
    return await who.submits(form)


async def test_the_meeting_that_is_offered_is_one_for_the_topic_or_for_all(
    talk: Conversation, sara: Someone, kari: Someone, asked: int, meeting: int
) -> None:
    early = await meets(talk.database, sara.person_id, title="HSE", starts="2027-03-09T10:00", audience=TOPICS)
    async with talk.database.begin() as store:
        occurrence, topic = await store.occurrences.find(early), await store.topics.find_topic_by_slug("hms")
        assert occurrence is not None
        assert topic is not None
        await store.meetings.set_meeting_audience(occurrence.meeting_id, [topic.id], ())
    form = await kari.submits(await kari.does("questions.more", str(asked)), what="agenda")
    assert form.form is not None
    assert [value for value, _ in form.form.fields[0].options] == [str(early), str(meeting)]
    assert form.form.fields[0].value == str(meeting)


async def test_without_a_coming_meeting_one_is_told_whom_to_ask(kari: Someone, asked: int) -> None:
    choice = await kari.does("questions.more", str(asked))
    assert "No meetings are planned." in said(await kari.submits(choice, what="agenda"))


async def test_only_meetings_one_may_see_can_be_chosen(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, asked: int, meeting: int
) -> None:
    closed = await meets(talk.database, sara.person_id, title="Board", audience=ORGANISATIONS)
    async with talk.database.begin() as store:
        occurrence, house = (
            await store.occurrences.find(closed),
            await store.organisations.find_organisation_by_code("dømeøyra"),
        )
        assert occurrence is not None
        assert house is not None
        await store.meetings.set_meeting_audience(occurrence.meeting_id, (), [house.id])
    form = await kari.submits(await kari.does("questions.more", str(asked)), what="agenda")
    assert form.form is not None
    assert [value for value, _ in form.form.fields[0].options] == [str(meeting)]
    assert (await kari.submits(form, meeting=str(closed))).errors == {"meeting": "Choose an upcoming meeting."}
    await on_the_agenda(ola, asked, meeting=str(closed))
    await sara.clicks(sara.last, "Add to agenda")
    assert "Board" not in talk.room("grid")[0].text, "a room learns nothing of a closed circle"


async def test_who_asked_anonymously_stays_so(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, asked: int
) -> None:
    """The organiser is a member here; the secretariat can always see."""
    meeting = await meets(talk.database, ola.person_id)
    async with talk.database.begin() as store:
        question = await store.questions.find(asked)
        assert question is not None
        question.anonymous = True
    await on_the_agenda(kari, asked, meeting=str(meeting))
    assert "Proposed by a member, anonymously" in said(await ola.does("agenda.show", str(meeting)))
    assert "Kari" not in said(await ola.does("agenda.show", str(meeting)))
    assert "Proposed by Kari, Eksempel" in said(await sara.does("agenda.show", str(meeting)))
    await ola.does("agenda.accept", "1")
    nora = await talk.person("nora", organisation="prøvedal")
    assert "Kari" not in said(await nora.does("agenda.show", str(meeting)))


async def test_prices_put_on_an_agenda_with_a_question_wait_for_the_one_who_wrote_them(
    sara: Someone, kari: Someone, asked: int, meeting: int
) -> None:
    heard, price = len(sara.sees), "We pay 82 øre per kWh, what do you pay?"
    reply = await kari.submits(await kari.does("agenda.question", str(asked)), text=price)
    assert "This may be competition-sensitive." in said(reply)
    assert len(sara.sees) == heard
    again = await kari.clicks(reply, "Edit")
    assert {field.name: field.value for field in again.form.fields}["text"] == price
    assert again.form.fields[0].value == str(meeting)
    assert "Proposed for Arena meeting 2/27." in said(await kari.submits(again, text="How we buy power."))
    assert "82 øre" not in sara.last.text


async def test_the_card_of_a_question_follows_the_meeting_that_it_is_for(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, asked: int, meeting: int
) -> None:
    await on_the_agenda(ola, asked, kind="V")
    await sara.clicks(sara.last, "Add to agenda")
    (card, *_) = [post for post in talk.room("grid") if GRID in post.text]
    await sara.clicks(await changes(sara, meeting, when="17 March 10:00-15:00"), "Save")
    assert "On the agenda of Arena meeting 2/27, 17 March 2027" in card.text
    await calls_off(sara, meeting)
    assert "On the agenda" not in card.text
