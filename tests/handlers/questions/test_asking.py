"""Conversations about a question: asked, sent, moved, taken back."""

from __future__ import annotations

import pytest

from bot.platforms import TemporaryError
from handlers.chat.events import Deleted, Edited
from storage.directory.people import MEMBER
from storage.kit.database import Database
from storage.questions.questions import ACCEPTED, DRAFT, OPEN, TRIAGE, WITHDRAWN
from tests.conftest import Clock
from tests.conversation import Conversation

GRID = "Nettselskapet svarer ikke om tilknytning av 18 MW, hva er riktig neste steg i kapasitetskøen?"


@pytest.fixture
async def talk(database: Database) -> Conversation:
    return await Conversation(database).begin()


async def state(talk: Conversation, id: int = 1) -> str:
    async with talk.database.read() as store:
        question = await store.questions.find(id)
        assert question is not None
        return question.state


async def test_a_question_with_a_clear_topic_reaches_every_room_of_the_topic(talk: Conversation) -> None:
    await talk.carries("grid", "nett")
    await talk.carries("nett-teams", "nett", platform="other")
    kari = await talk.person("kari", organisation="eksempel")
    reply = await kari.commands(GRID)
    assert reply.card is not None
    assert "received" in reply.card.title
    for channel, platform in (("grid", "fake"), ("nett-teams", "other")):
        (card,) = talk.room(channel, platform)
        assert GRID in card.text
        assert card.labels == ["Answer", "Follow", "Change or report"]
    assert await state(talk) == OPEN
    assert "2 rooms" in kari.last.text


async def test_a_repeated_event_changes_nothing(talk: Conversation, clock: Clock) -> None:
    from handlers.chat.events import Command
    from handlers.chat.places import Place

    await talk.carries("grid", "nett")
    kari = await talk.person("kari")
    event = Command(id="same", sender=kari.sender, place=Place("fake", "W1", "c"), name="ask", text=GRID)
    await talk.happens(event)
    assert await talk.dispatcher(event) is None
    await talk.settle()
    assert len(talk.room("grid")) == 1


async def test_within_the_grace_period_a_question_can_be_undone_and_asked_after_all(
    database: Database, clock: Clock
) -> None:
    talk = await Conversation(database, grace=20).begin()
    await talk.carries("grid", "nett")
    kari = await talk.person("kari")
    accepted = await kari.commands(GRID)
    assert await state(talk) == ACCEPTED
    undone = await kari.clicks(accepted, "Undo")
    clock.forward(seconds=30)
    await talk.settle()
    assert talk.room("grid") == []
    assert await state(talk) == WITHDRAWN
    assert undone.card is not None
    assert GRID in undone.card.fallback
    await kari.clicks(undone, "Ask after all")
    clock.forward(seconds=30)
    await talk.settle()
    assert len(talk.room("grid")) == 1


async def test_only_what_others_may_have_read_before_is_called_edited(database: Database, clock: Clock) -> None:
    talk = await Conversation(database, grace=20).begin()
    await talk.carries("grid", "nett")
    kari = await talk.person("kari")
    accepted = await kari.commands(GRID)
    clock.forward(seconds=5)
    await kari.submits(await kari.clicks(accepted, "Edit"), text=f"{GRID} Hvem vet?")
    clock.forward(seconds=30)
    await talk.settle()
    (card,) = talk.room("grid")
    assert "Hvem vet?" in card.text
    assert "edited" not in card.text
    clock.forward(minutes=1)
    await kari.submits(await kari.does("questions.edit", "1"), text=f"{GRID} Hvem vet det?")
    assert "edited" in card.text


async def test_an_unsure_topic_is_chosen_by_the_asker(talk: Conversation) -> None:
    await talk.carries("grid", "nett")
    kari = await talk.person("kari")
    reply = await kari.commands("Hvor lenge må vi vente på svar fra dem nå?")
    assert reply.card is not None
    assert await state(talk) == DRAFT
    assert reply.card.title == "Choose a topic"
    first = next(button for button in reply.card.list_buttons() if button.do == "questions.send")
    await kari.does("questions.send", first.value.split(":")[0] + ":nett")
    assert len(talk.room("grid")) == 1


async def test_a_topic_without_a_room_goes_to_triage_and_finds_its_place(talk: Conversation) -> None:
    await talk.carries("desk", triage=True)
    await talk.carries("power", "energi")
    kari = await talk.person("kari")
    sekr = await talk.person("siri", role="secretariat")
    await kari.commands(GRID)
    (card,) = talk.room("desk")
    assert card.labels == ["Take this question", "Not a question", "Choose a topic"]
    assert "No room has the topic grid and grid capacity yet." in card.text
    assert await state(talk) == TRIAGE
    refused = await kari.clicks(card, "Take this question")
    assert refused.card is not None
    assert "Siri" in refused.card.fallback
    await sekr.clicks(card, "Take this question")
    assert "Siri" in kari.last.text
    form = await sekr.clicks(card, "Choose a topic")
    await sekr.submits(form, topic="energi")
    assert len(talk.room("power")) == 1
    assert "went to" in talk.room("desk")[0].text


async def test_who_has_left_the_secretariat_is_not_told_late_who_asks(talk: Conversation, clock: Clock) -> None:
    """The card names an asker whom other members do not know."""
    siri, kari = await talk.person("siri", role="secretariat", platform="other"), await talk.person("kari")
    talk.platforms["other"].fail = [TemporaryError("503")]
    await kari.commands(GRID)
    async with talk.database.begin() as store:
        (await store.people.load_person(siri.person_id)).role = MEMBER
    clock.forward(hours=1)
    await talk.settle()
    assert siri.sees == []


#: languages that nobody taught the bot
FOREIGN = (
    "Jak długo trzeba czekać na odpowiedź od operatora?",
    "Kas turi patirties su garo katilais?",
    "Кто знает, где взять разрешение на работу?",
    "هل لدى أحد خبرة في الحرائق؟",
    "谁有余热可以出售？",
)


async def test_a_question_in_another_language_ends_where_its_asker_or_the_secretariat_says(talk: Conversation) -> None:
    await talk.carries("grid", "nett")
    await talk.carries("desk", triage=True)
    kari, siri = await talk.person("kari"), await talk.person("siri", role="secretariat")
    for number, text in enumerate(FOREIGN, 1):
        chosen = await kari.commands(text)
        assert chosen.card is not None
        assert chosen.card.title == "Choose a topic"
        assert len(list(chosen.card.list_buttons())) == 6
        placed = await kari.clicks(chosen, "None of these")
        assert placed.card is not None
        assert "secretariat" in placed.card.title
        desk = talk.room("desk")[-1]
        assert text in desk.text
        await siri.submits(await siri.clicks(desk, "Choose a topic"), topic="nett")
        assert text in talk.room("grid")[-1].text
        assert await state(talk, number) == OPEN


async def test_a_question_is_said_to_be_solved_by_an_answer_or_else_by_whoever_may_say_so(talk: Conversation) -> None:
    await talk.carries("grid", "nett")
    kari, ola = await talk.person("kari"), await talk.person("ola")
    await kari.commands(GRID)
    (card,) = talk.room("grid")
    assert "This solved it" not in card.labels, "nothing stands there that could have"
    for who, offered in ((kari, True), (ola, False)):
        menu = (await who.clicks(card, "Change or report")).form
        assert menu is not None
        assert ("solved" in dict(menu.fields[0].options)) == offered
    form = await kari.submits(await kari.clicks(card, "Change or report"), what="solved")
    assert form.form is not None
    assert form.form.title == "Outcome"
    await ola.replies(card, "Vi søkte sammen med nabobedriften.")
    assert card.labels == ["Answer", "This solved it", "Follow", "Change or report"]
    await kari.submits(form, outcome="Nettselskapet svarte likevel.")
    assert "Nettselskapet svarte likevel." in card.text


async def test_a_moved_question_leaves_a_line_behind(talk: Conversation) -> None:
    await talk.carries("grid", "nett")
    await talk.carries("power", "energi")
    kari = await talk.person("kari")
    ola = await talk.person("ola")
    await kari.commands(GRID)
    (card,) = talk.room("grid")
    choice = await kari.clicks(card, "Change or report")
    form = await kari.submits(choice, what="move")
    await kari.submits(form, topic="energi")
    assert "moved" in talk.room("grid")[0].text
    assert GRID in talk.room("power")[0].text
    other = await ola.clicks(talk.room("power")[0], "Change or report")
    assert other.form is not None
    assert [value for value, _ in other.form.fields[0].options] == ["agenda", "issue", "report"]


async def test_edits_and_deletions_travel_to_every_copy(talk: Conversation) -> None:
    await talk.carries("grid", "nett")
    await talk.carries("elsewhere", "nett", platform="other")
    kari = await talk.person("kari")
    await kari.says(GRID, channel="lobby")
    message = "ue1"
    await kari.edits(message, GRID + " Og hvem betaler?", "lobby")
    assert all("Og hvem betaler?" in room[0].text for room in (talk.room("grid"), talk.room("elsewhere", "other")))
    await kari.deletes(message, "lobby")
    assert talk.room("grid") == talk.room("elsewhere", "other") == []
    assert await state(talk) == WITHDRAWN


async def test_a_withdrawn_question_whose_message_is_there_again_says_so_and_can_be_asked(talk: Conversation) -> None:
    await talk.carries("grid", "nett")
    kari = await talk.person("kari")
    await kari.says(GRID, channel="lobby")
    await kari.deletes("ue1", "lobby")
    again = Edited(**kari._where("lobby"), message="ue1", text=GRID, original="e1", addressed=True)
    reply = await talk.happens(again)
    assert reply.card is not None
    assert "Question 1 has been withdrawn. It does not come back by itself." in reply.card.fallback
    assert talk.room("grid") == []
    await kari.clicks(reply, "Ask the network anyway")
    assert GRID in talk.room("grid")[-1].text


async def test_a_draft_whose_message_is_deleted_says_so_once(talk: Conversation) -> None:
    kari = await talk.person("kari")
    await kari.says("Hvor lenge må vi vente på svar fra dem nå?", channel="lobby")
    assert await state(talk) == DRAFT
    (draft,) = kari.sees
    await talk.happens(Deleted(**kari._where("lobby") | {"reply_to": draft.place}, message="ue1", original="e1"))
    (shown,) = kari.sees
    assert "Not sent" in shown.text
    assert await state(talk) == WITHDRAWN
    text = "Hvor lenge må vi vente på svar fra dem nå?"
    again = await talk.happens(Edited(**kari._where("lobby"), message="ue1", text=text, original="e1", addressed=True))
    assert again.card is not None
    assert [button.label for button in again.card.list_buttons()] == ["Ask after all"]


async def test_a_stranger_cannot_touch_a_draft(talk: Conversation) -> None:
    kari, ola = await talk.person("kari"), await talk.person("ola")
    await kari.commands("Hvor lenge må vi vente på svar fra dem nå?")
    foreign = await ola.does("questions.send", "1:nett")
    missing = await ola.does("questions.send", "999:nett")
    assert foreign == missing
    assert await state(talk) == DRAFT


async def test_too_long_a_text_is_refused_in_a_plain_sentence(talk: Conversation) -> None:
    kari = await talk.person("kari")
    reply = await kari.commands("nett " * 1000)
    assert reply.card is not None
    assert "4000" in reply.card.fallback
    longest = await kari.commands(("nett " * 1000)[:4000])
    assert longest.card is not None
    assert "4000" not in longest.card.fallback


async def test_a_second_topic_is_offered_and_its_rooms_get_the_card_when_the_asker_says_so(talk: Conversation) -> None:
    await talk.carries("grid", "nett")
    await talk.carries("land", "areal", "nett")
    await talk.carries("plots", "areal")
    kari = await talk.person("kari")
    await kari.commands(GRID)
    assert talk.room("plots") == []
    await kari.does("questions.also", "1:areal")
    assert [len(talk.room(channel)) for channel in ("grid", "land", "plots")] == [1, 1, 1]
    assert "areal" in talk.room("grid")[0].text or "land, zoning" in talk.room("grid")[0].text
