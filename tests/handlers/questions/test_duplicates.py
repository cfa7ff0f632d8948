"""Conversations about questions that are asked twice: shown before they are sent, joined with a tap, parted again."""

from __future__ import annotations

import pytest

from handlers.chat.cards import Button, Item, Reply
from handlers.language.duplicates import LIKELY, SURE, compute_duplicate_probability
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.library.solutions.conftest import button, has, text
from tests.handlers.questions.conftest import GRID, asked, asks_about, until
from tests.houses import houses
from tests.waiting import plan

AGAIN = "Korleis kjem ein vidare i kapasitetskøa når nettselskapet ikkje svarar om tilknyting av 18 MW?"
QUEUE = "Nettselskapet svarer ikke om tilknytning av 4 MW i Narvik, hva gjør vi i kapasitetskøen?"


@pytest.fixture
async def ola(talk: Conversation) -> Someone:
    return await talk.person("ola", organisation="tenktnes")


def button_of(do: str, value: str) -> Button:
    """A button that stands on a card from before."""
    return Button("It is this one", do, value)


def titles(reply: Reply) -> list[str]:
    assert reply.card is not None
    return [part.title for part in reply.card.parts if isinstance(part, Item)]


async def joins(who: Someone, question: int, original: int) -> Reply:
    choice = await who.submits(await who.does("questions.more", str(question)), what="duplicate")
    assert choice.card is not None
    pressed = next(b for b in choice.card.list_buttons() if b.value == f"{question}:{original}")
    return await who.presses(pressed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hvem har erfaring med tørking av flis?", "Kven har røynsle med tørking av flis?"),
        ("Hvordan håndterer dere lukt fra slamlageret?", "vordan handterer dere lukt fra slam lageret"),
        ("Hvem kan ta imot overskuddsvarme fra ovnen?", "Kven kan ta imot overskotsvarme frå omnen?"),
        ("Hvem har 4 MW ledig i Narvik?", "hvem har 4,0 mw ledig i narvik"),
        (GRID, AGAIN),
    ],
)
def test_the_same_in_nynorsk_misspelt_or_turned_round_is_told(one: str, other: str) -> None:
    assert compute_duplicate_probability(one, other) >= LIKELY
    assert compute_duplicate_probability(other, one) == pytest.approx(
        compute_duplicate_probability(one, other), abs=0.1
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hvem har 4 MW ledig i Narvik?", "Hvem har 14 MW ledig i Narvik?"),
        ("Hvem har ledig hall på Herøya?", "Hvem har ledig hall på Mo?"),
        ("Kven har 4 MW ledig i Narvik?", "kven har 4 mw ledig i bodø"),
        ("Vi må ha 20 MW innen 2029. Hvem kan hjelpe?", "Vi må ha 20 MW innen 2031. Hvem kan hjelpe?"),
    ],
)
def test_another_figure_or_place_is_another_question(one: str, other: str) -> None:
    assert compute_duplicate_probability(one, other) == 0.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hvem trenger damp fra høsten av?", "Hvem har damp til overs fra høsten av?"),
        ("Hvordan øker vi trykket i dampnettet?", "Korleis senkar vi trykket i dampnettet?"),
        ("Hva koster et felles renseanlegg?", "Hvem driver felles renseanlegg?"),
    ],
)
def test_the_opposite_or_another_question_about_the_same_is_not_offered_in_its_place(one: str, other: str) -> None:
    assert compute_duplicate_probability(one, other) < SURE


async def test_an_open_question_that_asks_the_same_is_offered_before_sending(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    await asks_about(kari, QUEUE)
    reply = await ola.commands(QUEUE.replace("Nettselskapet svarer ikke", "nettselskapet svarer oss ikkje"))
    assert reply.card is not None
    assert titles(reply) == [f"Question 1: {QUEUE}"]
    assert "unanswered" in text(reply)
    assert "This solved it" not in [b.label for b in reply.card.list_buttons()]
    await ola.clicks(reply, "Follow this")
    assert len(talk.room("grid")) == 1
    await kari.replies(talk.room("grid")[0], "Ring saksbehandleren.")
    await kari.commands("")
    async with talk.database.read() as store:
        assert [person.id for person in await store.question_followers.list_question_followers(1)] == [ola.person_id]


async def test_another_figure_or_place_is_sent_without_asking(talk: Conversation, kari: Someone, ola: Someone) -> None:
    await asks_about(kari, QUEUE)
    for other in (QUEUE.replace("4 MW", "14 MW"), QUEUE.replace("Narvik", "Mo")):
        assert not has(await ola.commands(other), "questions.ask_anyway")
    assert len(talk.room("grid")) == 3


async def test_an_anonymous_asker_stays_unnamed_in_what_is_found(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    await houses(talk.database)
    await kari.submits(await kari.does("questions.write"), text=QUEUE, topic="nett", **{"as": "anonymous"})
    for reply in (await ola.commands("kapasitetskøen nettselskapet", "find"), await ola.commands(QUEUE)):
        assert "Question 1" in text(reply)
        assert "kari" not in text(reply).casefold()
        assert "eksempel" not in text(reply).casefold()
    assert "Found nothing" in text(await ola.commands("kapasitetskøen organisation:eksempel", "find"))


async def test_likely_originals_are_a_tap_away_and_the_number_is_the_way_out(
    talk: Conversation, kari: Someone, ola: Someone, lead: Someone
) -> None:
    await asks_about(kari)
    await asks_about(kari, "Hvem kjenner anleggsbidraget for ny transformator?")
    await asks_about(ola, AGAIN)
    choice = await lead.submits(await lead.does("questions.more", "3"), what="duplicate")
    assert titles(choice) == [f"Question 1: {GRID}"]
    form = await lead.presses(button(choice, "questions.number"))
    assert "number" in (await lead.submits(form, number="3")).errors
    assert "number" in (await lead.submits(form, number="99")).errors
    await lead.submits(form, number="Question 2")
    assert "Same as question 2." in talk.room("grid")[-1].text
    # where nothing is alike there is only the number
    assert (await lead.submits(await lead.does("questions.more", "2"), what="duplicate")).form is not None


async def test_only_those_who_steer_it_join_it_and_a_foreign_draft_is_no_original(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    await asks_about(kari)
    await asks_about(ola, AGAIN)
    stranger = await talk.person("stranger")
    assert "Only the asker" in text(await stranger.does("questions.join", "2:1"))
    assert "I cannot find that question" in text(await ola.does("questions.join", "2:99"))
    assert "I cannot find that question" in text(await ola.does("questions.apart", "99"))


async def test_the_asker_of_a_duplicate_follows_the_original_and_nobody_is_asked_about_it_any_more(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, lead: Someone
) -> None:
    await asks_about(kari)
    await asks_about(ola, AGAIN)
    follower = await talk.person("follower")
    await follower.does("questions.follow", "2")
    await joins(lead, 2, 1)
    first, second = talk.room("grid")
    assert "Same as question 2." in first.text
    assert "Same as question 1." in second.text
    assert "You will hear about every answer to that one" in ola.last.text
    assert "Follow" in follower.last.labels
    before = len(ola.sees)
    await kari.replies(first, "Det ordnet seg.")
    await lead.replies(first, "Be om skriftlig svar innen fire uker.")
    assert "Be om skriftlig svar" in "".join(post.text for post in ola.sees[before:])
    assert "Question 2" not in text(await kari.commands("kapasitetskøa tilknyting", "find"))
    await until(talk, clock, 9)
    assert [post for post in asked(lead) if AGAIN in post.text] == []


async def test_it_is_parted_again_by_its_asker_and_when_the_original_is_taken_back(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, lead: Someone
) -> None:
    await asks_about(kari)
    await asks_about(ola, AGAIN)
    await joins(lead, 2, 1)
    await ola.clicks(ola.last, "It is not the same")
    assert not any("Same as" in post.text for post in talk.room("grid"))
    await joins(lead, 2, 1)
    assert "It is not the same as question 1" in str(await lead.does("questions.more", "2"))
    await kari.submits(await kari.does("questions.more", "1"), what="withdraw")
    assert "Same as" not in talk.room("grid")[-1].text
    assert "Question 2" in text(await kari.commands("kapasitetskøa tilknyting", "find"))
    await plan(talk)
    await until(talk, clock, 4)
    assert len([post for post in asked(lead) if AGAIN in post.text]) == 1


async def test_duplicates_of_a_duplicate_point_to_its_original_and_never_in_a_circle(
    talk: Conversation, kari: Someone, ola: Someone, lead: Someone
) -> None:
    await asks_about(kari)
    await asks_about(ola, AGAIN)
    await asks_about(ola, GRID + " Vi lurer også.")
    await lead.does("questions.join", "3:2")
    await lead.does("questions.join", "2:1")
    async with talk.database.read() as store:
        assert [(await store.questions.find(id)).duplicate_of_id for id in (1, 2, 3)] == [None, 1, 1]
    assert "points to question 1 already" in text(await lead.does("questions.join", "1:3"))


async def test_open_answered_and_taken_back_questions_are_found_for_what_they_are(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    await asks_about(kari)
    assert "unanswered" in text(await ola.commands("kapasitetskøen", "find"))
    await ola.replies(talk.room("grid")[0], "Ring Elhub.")
    assert "1 answer" in text(await ola.commands("kapasitetskøen", "find"))
    assert "Question 1" in text(await ola.commands("elhub", "find"))
    await kari.submits(await kari.does("questions.more", "1"), what="withdraw")
    assert "Found nothing" in text(await ola.commands("kapasitetskøen", "find"))


async def test_an_answered_question_comes_before_one_that_nobody_has_answered(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    await asks_about(kari, GRID)
    await asks_about(kari, GRID.replace("18 MW", "19 MW"))
    await ola.replies(talk.room("grid")[1], "Ring dem.")
    assert [title[:10] for title in titles(await ola.commands(GRID, "find"))] == ["Question 2", "Question 1"]


async def test_what_its_asker_may_not_see_is_no_original_of_a_question(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, lead: Someone
) -> None:
    await asks_about(ola)
    await asks_about(kari, AGAIN)
    await joins(lead, 2, 1)
    (own,) = await houses(talk.database, "dømeøyra")
    await ola.submits(await ola.does("questions.reach", "1"), reach="chosen", organisations=(str(own),))
    async with talk.database.read() as store:
        asked_again = await store.questions.find(2)
    assert asked_again is not None
    assert asked_again.duplicate_of_id is None, "it waits for answers of its own"
    refused = await lead.presses(button_of("questions.join", "2:1"))
    assert refused.card is not None
    assert "Whoever asked question 2 may not see question 1" in refused.card.fallback
    await until(talk, clock, 2, 12)
    assert "Question 2" in text(await kari.does("questions.show", "2"))
    assert any("No answer yet" in post.card.title for post in lead.sees), "its leads are asked as of any other"
