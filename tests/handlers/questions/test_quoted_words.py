"""Words of somebody else: who wrote them is asked in their own language, and can be out of reach."""

from __future__ import annotations

import pytest

from bot.platforms import PermanentError
from handlers.chat.cards import Card, Quote, Reply
from handlers.chat.events import Quoted, Sender
from handlers.chat.places import Place
from handlers.chat.say import Say
from storage.questions.questions import DRAFT, WORDS_UNREACHED, Question
from tests.conversation import Conversation, Someone
from tests.handlers.questions.conftest import GRID
from tests.houses import houses

LOBBY = Place("fake", "W1", "lobby")


async def quotes(who: Someone, author: Sender, **values: str) -> Reply:
    form = await who.does("questions.write", quoted=Quoted("m9", GRID, author, LOBBY))
    return await who.submits(form, topic="nett", **values)


def shown(reply: Reply) -> Card:
    assert reply.card is not None
    return reply.card


@pytest.mark.parametrize("language", ["en", "nb", "nn"])
async def test_the_author_is_asked_in_three_languages_and_named_on_the_card(
    talk: Conversation, kari: Someone, language: str
) -> None:
    ola, say = await talk.person("ola"), Say(language, talk.arena.zone)
    async with talk.database.begin() as store:
        person = await store.people.find(ola.person_id)
        assert person is not None
        person.language = language
    waiting = await quotes(kari, ola.sender)
    assert "Ola wrote the text and has been asked" in shown(waiting).fallback
    assert talk.room("grid") == []
    assert ola.last.card.title == say("May your words be sent to the network?")
    assert ola.last.labels == [say("Yes, send them"), say("No")]
    await ola.clicks(ola.last, say("Yes, send them"))
    (card,) = talk.room("grid")
    assert card.card.parts[0] == Quote(GRID, "Ola, quoted by Kari, Eksempel")
    assert say("Done: the question no longer needs your answer.") in ola.last.text


async def test_only_the_author_says_yes_and_once(talk: Conversation, kari: Someone) -> None:
    ola, per = await talk.person("ola"), await talk.person("per")
    await quotes(kari, ola.sender)
    yes = next(button for button in ola.last.card.list_buttons() if button.do == "questions.words_yes")
    await per.presses(yes)
    assert talk.room("grid") == []
    await ola.presses(yes)
    await ola.presses(yes)
    assert len(talk.room("grid")) == 1


async def test_a_draft_that_waits_is_taken_back_or_written_anew(talk: Conversation, kari: Someone) -> None:
    ola = await talk.person("ola")
    waiting = await quotes(kari, ola.sender)
    form = await kari.clicks(waiting, "Write it myself")
    same = await kari.submits(form)
    assert same.errors == {"text": "Somebody else wrote this text. Say it in your own words."}
    await kari.submits(form, text="Hva gjør vi når nettselskapet ikke svarer på søknaden?")
    (card,) = talk.room("grid")
    assert card.card.parts[0] == Quote("Hva gjør vi når nettselskapet ikke svarer på søknaden?", "Kari, Eksempel")
    assert "no longer needs your answer" in ola.last.text
    again = await quotes(kari, ola.sender)
    await kari.clicks(again, "Cancel")
    assert "no longer needs your answer" in ola.last.text


async def test_an_author_who_cannot_be_reached_is_said(talk: Conversation, kari: Someone) -> None:
    ola = await talk.person("ola")
    talk.platforms["fake"].fail.append(PermanentError("user_not_found", gone=True))
    await quotes(kari, ola.sender)
    async with talk.database.read() as store:
        question = await store.questions.find(await newest(store.session))
        assert question is not None
        assert (question.state, question.words_state) == (DRAFT, WORDS_UNREACHED)
    assert "Ola cannot be reached here" in kari.last.text
    assert kari.last.labels == ["Write it myself", "Ask again", "Cancel"]
    await kari.clicks(kari.last, "Ask again")
    assert ola.last.card.title == "May your words be sent to the network?"


async def test_an_answer_on_a_card_of_the_bot_is_its_writers(talk: Conversation, kari: Someone) -> None:
    ola, per = await talk.person("ola"), await talk.person("per")
    await kari.says(GRID)
    await ola.replies(talk.room("grid")[0], "Be om et møte med planavdelingen deres.")
    told = next(post for post in kari.sees if "planavdelingen" in post.text)
    place = Place("fake", "W1", told.place.channel)
    form = await per.does("questions.write", quoted=Quoted(told.id, told.text, None, place))
    assert form.form is not None
    assert [field.name for field in form.form.fields][:2] == ["text", "words"]
    assert form.form.fields[0].value == "Be om et møte med planavdelingen deres."


async def test_an_anonymous_question_keeps_no_message_that_a_sign_could_stand_below(
    talk: Conversation, kari: Someone
) -> None:
    await houses(talk.database)
    for who, message in (("me", "m9"), ("anonymous", "")):
        await quotes(kari, kari.sender, **{"as": who})
        async with talk.database.read() as store:
            question = await store.questions.find(await newest(store.session))
        assert question is not None
        assert question.anonymous == (who == "anonymous")
        assert question.origin.get("quoted", "") == message


async def newest(session: object) -> int:
    import sqlalchemy as sa

    found = await session.scalar(sa.select(sa.func.max(Question.id)))  # type: ignore[attr-defined]  # any session
    return int(found)
