"""What is reported reaches the secretariat alone; what it hides is gone everywhere, and comes back as it was."""

from __future__ import annotations

import pytest

from handlers.chat.cards import Quote, Reply
from storage.kit.database import Database
from tests.conversation import GONE, Conversation, Someone

GRID = "Hvordan fordeler dere nettkapasitet mellom bedriftene i parken når kapasitetskøen er lang?"
ANSWER = "Vi fordeler etter målt effekt, og skriver til parken om det."


@pytest.fixture
async def talk(database: Database) -> Conversation:
    made = await Conversation(database).begin()
    await made.carries("grid", "nett")
    await made.carries("power", "nett", platform="other")
    return made


@pytest.fixture
async def sara(talk: Conversation) -> Someone:
    return await talk.person("sara", role="secretariat")


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await talk.person("kari", organisation="eksempel")


@pytest.fixture
async def ola(talk: Conversation) -> Someone:
    return await talk.person("ola", organisation="annen")


def said(reply: Reply) -> str:
    assert reply.card is not None, reply
    return reply.card.fallback + "".join(getattr(part, "note", "") for part in reply.card.parts)


async def found(who: Someone, words: str) -> str:
    return said(await who.commands(words, name="find"))


async def reports(who: Someone, value: str, **form: str) -> Reply:
    return await who.submits(await who.does("moderation.more", value), **form)


async def hides(sara: Someone, value: str, ground: str = "competition") -> Reply:
    return await sara.submits(await sara.does("moderation.hide", value), ground=ground)


async def test_a_question_is_reported_from_its_card_and_only_the_secretariat_hears_of_it(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await kari.commands(GRID)
    seen = len(kari.sees)
    form = await ola.submits(await ola.clicks(talk.room("grid")[0], "Change or report"), what="report")
    assert form.form.title == "Report"
    assert [field.required for field in form.form.fields] == [False], "one optional line"
    assert "Nobody else sees your report." in said(await ola.submits(form, why="It names a price"))
    assert "It names a price" in sara.last.text
    assert [part.by for part in sara.last.card.parts if isinstance(part, Quote)] == ["Kari, Eksempel", "Ola"]
    assert sara.last.labels == ["Hide", "Keep it"]
    assert len(kari.sees) == seen
    again = await ola.submits(form, why="Once more")
    assert "reported it already" in said(again)
    await sara.clicks(sara.last, "Keep it")
    assert "Sara has decided that it stays." in sara.last.text
    assert "It stays as it is." in ola.last.text
    assert "It names a price" not in "".join(post.text for post in talk.posts)
    assert GRID in talk.room("grid")[0].text


async def test_a_hidden_question_is_gone_from_rooms_searches_and_lists_and_comes_back_with_everything(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    lead = await talk.person("lise", organisation="tredje", leads="nett")
    await kari.commands(GRID)
    await ola.replies(talk.room("grid")[0], ANSWER)
    before = [post.text for post in (*talk.room("grid"), *talk.room("power"))]
    assert "Question 1" in await found(ola, "fordele nettkapasitet")
    reply = await hides(sara, "question:1")
    assert "Question 1 is hidden." in said(reply)
    for room in ("grid", "power"):
        platform = "fake" if room == "grid" else "other"
        card = talk.room(room, platform)[0]
        assert card.text == "The secretariat has hidden question 1."
        assert card.labels == []
    assert "Question 1" not in await found(ola, "fordele nettkapasitet")
    assert "nettkapasitet" not in said(await lead.commands("", name="home"))
    assert said(await ola.does("questions.show", "1")) == said(await ola.does("questions.show", "999"))
    assert said(await ola.does("answers.write", "1")) == f"I cannot find that question. {GONE}"
    told = kari.last
    assert "it may break competition law" in told.text
    assert "Nothing is deleted" in told.text
    assert "Hidden by the secretariat" in said(await kari.commands("", name="home"))
    assert "hidden this question" in said(await kari.submits(await kari.does("answers.write", "1"), text="Mer om det"))
    await ola.replies(talk.room("grid")[0], "Mer om det")
    assert "hidden this question" in ola.last.text
    told = len(ola.sees)
    await ola.replies(talk.room("grid")[0], "intern: bare for oss")
    assert len(ola.sees) == told, "what stays in the room needs no answer"
    assert "Question 1 has been restored." in said(await sara.does("moderation.restore", "question:1"))
    assert [post.text for post in (*talk.room("grid"), *talk.room("power"))] == before
    assert "Question 1" in await found(ola, "fordele nettkapasitet")
    assert "Question 1 has been restored" in kari.last.text
    trail = said(await sara.does("moderation.trail"))
    assert "Hidden by Sara" in trail
    assert "nettkapasitet" not in trail


async def test_an_answer_that_solved_it_is_hidden_and_solves_it_again(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await kari.commands(GRID)
    await ola.replies(talk.room("grid")[0], ANSWER)
    await kari.clicks(kari.last, "This solved it")
    assert "✅ Solved" in talk.room("grid")[0].text
    (copy,) = talk.room("power", "other")[1:]
    assert "Report" in copy.labels
    await hides(sara, "answer:1", "tone")
    assert "measured" not in copy.text
    assert copy.text == "The secretariat has hidden an answer to question 1."
    assert "✅" not in talk.room("grid")[0].text
    assert ANSWER not in talk.room("grid")[0].text
    assert ANSWER not in "".join(post.text for post in kari.sees)
    assert "målt effekt" not in await found(ola, "fordele nettkapasitet")
    assert "it may hurt somebody" in ola.last.text
    await sara.does("moderation.restore", "answer:1")
    assert ANSWER in copy.text
    assert "✅ Solved" in talk.room("grid")[0].text
    assert ANSWER in talk.room("grid")[0].text


async def test_the_secretariat_is_told_what_it_cannot_hide(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await kari.commands(GRID)
    await ola.replies(talk.room("grid")[0], ANSWER)
    assert "It is still there in the chat" in said(await hides(sara, "answer:1"))


async def test_a_reply_without_a_card_is_reported_by_way_of_its_question(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await kari.commands(GRID)
    await ola.replies(talk.room("grid")[0], ANSWER)
    form = await kari.submits(await kari.clicks(talk.room("grid")[0], "Change or report"), what="report")
    assert [label for _, label in form.form.fields[0].options][1].startswith("Ola, Annen: Vi fordeler")
    await kari.submits(form, about="answer:1")
    assert "An answer to question 1 is reported" in sara.last.text
    assert "No reason was given." in sara.last.text


async def test_a_solution_is_hidden_and_restored(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    form = await kari.does("solutions.write")
    await kari.submits(
        form, title="Felles kjølevannspumpe", problem="Alle hadde egne", done="Ett anlegg", topic="nett"
    )  # fmt: skip
    card = talk.room("grid")[0]
    assert "L-001" in await found(ola, "felles kjølevannspumpe")
    assert "Only" not in said(await reports(ola, "solution:1", why="Reklame"))
    hide = await sara.submits(await sara.clicks(card, "Report"), what="hide")
    await sara.submits(hide, ground="advertising")
    assert card.text == "The secretariat has hidden solution L-001."
    assert "reviewed solution L-001, which you reported. It is hidden now." in ola.last.text
    assert "L-001" not in await found(ola, "felles kjølevannspumpe")
    assert "cannot find" in said(await ola.does("solutions.open", "1"))
    assert "hidden by the secretariat" in said(await kari.does("solutions.open", "1"))
    assert "has hidden" in said(await kari.does("solutions.edit", "1"))
    await sara.does("moderation.restore", "solution:1")
    assert "Felles kjølevannspumpe" in card.text
    assert "L-001" in await found(ola, "felles kjølevannspumpe")


async def test_the_author_may_object_once_and_hears_what_comes_of_it(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await kari.commands(GRID)
    await hides(sara, "question:1")
    told = kari.last
    refused = await ola.does("moderation.object", "1")
    assert said(refused) == said(await ola.does("moderation.object", "999"))
    assert said(refused).strip() == "It is not hidden."
    form = await kari.clicks(told, "I disagree")
    await kari.submits(form, why="Tariffen er offentlig")
    assert "The author wants question 1 back" in sara.last.text
    assert "Tariffen er offentlig" in sara.last.text
    assert "already" in said(await kari.submits(form, why="Igjen"))
    asked = sara.last
    assert asked.labels == ["Restore", "Keep it hidden"]
    await sara.clicks(asked, "Restore")
    assert "Sara has restored it." in asked.text
    assert "is no longer hidden" in told.text
    assert GRID in talk.room("grid")[0].text


async def test_what_its_author_takes_back_meanwhile_does_not_come_back(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    await kari.commands(GRID)
    await hides(sara, "question:1")
    form = await kari.does("questions.more", "1")
    assert [label for _, label in form.form.fields[0].options] == ["Withdraw it"]
    await kari.submits(form, what="withdraw")
    await sara.does("moderation.restore", "question:1")
    assert [post.text for post in talk.posts if GRID in post.text] == []


@pytest.mark.parametrize(
    "value", ["", "question:", "answer:x", "solution:99", "meeting:1", "question:99999999999", ":"]
)
async def test_what_names_nothing_is_said_to_be_nothing(talk: Conversation, sara: Someone, value: str) -> None:
    for do in ("moderation.more", "moderation.hide", "moderation.restore", "moderation.leave"):
        assert "I cannot find that" in said(await sara.does(do, value)), do


async def test_nobody_else_hides_restores_or_reads_the_trail(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await kari.commands(GRID)
    for do in ("moderation.hide", "moderation.restore", "moderation.leave", "moderation.trail"):
        assert "Only the secretariat can do this." in said(await ola.does(do, "question:1")), do
    form = await ola.does("questions.more", "1")
    assert "Hide it" not in [label for _, label in form.form.fields[0].options]
    assert (await ola.submits(form, what="hide")).errors
