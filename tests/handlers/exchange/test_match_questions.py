"""What is asked without a name: the sender sees the exact text first, and the other side never reads who it is."""

from __future__ import annotations

import pytest

from handlers.exchange.matches.giveaways import find_giveaways
from storage.directory.organisations import DEPUTY
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.exchanges import HERE, asked, contact_of, find_listing_id, propose
from tests.policy import passes

QUESTION = "Hvor varmt må vannet være?"


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await contact_of(talk, "kari", "eksempel", HERE, "Nordverket")


async def asks(who: Someone, post: Post, text: str, label: str = "Ask without a name") -> Post:
    """Write it and see it; returns the last message that there was before."""
    form = await who.clicks(post, label)
    shown = await who.submits(form, text=text)
    assert shown.card is not None
    assert text in shown.card.fallback
    await who.clicks(shown, "Send it")
    return who.last


def heard(who: Someone, text: str) -> list[Post]:
    return [post for post in who.sees if text in post.text and "will read" not in post.text]


async def count_questions(database: Database) -> int:
    async with database.read() as store:
        return len(await store.match_questions.list_all_sent_questions())


@pytest.mark.draws("exchange.match", "exchange.question")
async def test_question_and_answer_go_without_names(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await propose(talk, clock, kari, ola)
    await asks(kari, asked(kari)[0], QUESTION)
    (post,) = heard(ola, QUESTION)
    assert "About the possible match for B-1:" in post.text
    assert not [name for name in ("kari", "eksempel", "nordverket") if name in post.text.casefold()]
    await asks(ola, post, "Minst 55 grader.", "Answer without a name")
    (answer,) = heard(kari, "Minst 55 grader.")
    assert not [name for name in ("ola", "dømeøyra") if name in answer.text.casefold()]
    assert await count_questions(talk.database) == 2


async def test_nothing_goes_before_its_sender_has_seen_it(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await propose(talk, clock, kari, ola)
    shown = await kari.submits(
        await kari.clicks(asked(kari)[0], "Ask without a name"),
        text="Ring Kari på 900 00 123 eller kari@eksempel.no om Nordverket",
    )
    assert shown.card is not None
    for told in ("Kari", "900 00 123", "kari@eksempel.no", "Nordverket"):
        assert told in shown.card.fallback.partition("who you are:")[2], told
    assert heard(ola, "900 00 123") == []
    send = next(button for button in shown.card.list_buttons() if button.do == "exchange.ask_send")
    assert send.label == "Send it anyway"
    assert "I cannot find that match." in (await ola.presses(send)).card.fallback  # type: ignore[union-attr]
    for _ in range(2):
        await kari.presses(send)
    assert len(heard(ola, "900 00 123")) == 1


async def test_what_was_written_is_there_to_be_written_anew(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await propose(talk, clock, kari, ola)
    shown = await kari.submits(await kari.clicks(asked(kari)[0], "Ask without a name"), text=f"{QUESTION} Hilsen Kari")
    again = await kari.clicks(shown, "Write it anew")
    assert [field.value for field in again.form.fields] == [f"{QUESTION} Hilsen Kari"]
    await kari.clicks(await kari.submits(again, text=QUESTION), "Send it")
    assert len(heard(ola, QUESTION)) == 1
    assert not heard(ola, "Kari")


async def test_a_side_that_refused_is_asked_nothing_and_the_asker_cannot_tell(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await propose(talk, clock, kari, ola)
    await ola.clicks(asked(ola)[0], "Not relevant")
    sent = await asks(kari, asked(kari)[0], QUESTION)
    assert heard(ola, QUESTION) == []
    assert sent is not None
    assert await count_questions(talk.database) == 1


async def test_what_is_asked_while_an_offer_is_down_arrives_once_it_is_up_again(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await propose(talk, clock, kari, ola)
    await asks(ola, asked(ola)[0], "Er det vann?")
    offer = await find_listing_id(talk.database, "B-2")
    await kari.does("exchange.withdraw", offer)
    await asks(ola, asked(ola)[0], QUESTION)
    assert heard(kari, QUESTION) == [], "its time tells nothing"
    await kari.does("exchange.renew", offer)
    await passes(talk, clock, days=1)
    assert [len(heard(kari, text)) for text in ("Er det vann?", QUESTION)] == [1, 1]


async def test_who_is_asked_first_cannot_ask_whom_nobody_has_asked(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await propose(talk, clock, kari, ola, reach="hidden")
    assert "Ask without a name" not in asked(kari)[0].labels
    await kari.clicks(asked(kari)[0], "Interesting")
    await passes(talk, clock, minutes=5)
    assert "Ask without a name" in asked(ola)[0].labels


async def test_what_was_not_sent_is_forgotten(talk: Conversation, clock: Clock, kari: Someone, ola: Someone) -> None:
    await propose(talk, clock, kari, ola)
    shown = await kari.submits(await kari.clicks(asked(kari)[0], "Ask without a name"), text=QUESTION)
    clock.forward(days=8)
    async with talk.database.begin() as store:
        await talk.courier.router.chores["exchange.unsent"][1](store, talk.arena)
    assert "I cannot find that match." in (await kari.clicks(shown, "Send it")).card.fallback  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vi i Eksempel Industripark har 65 grader", ["Eksempel Industripark"]),
        ("Eksempel er navnet, og eksempelvis ikke", ["Eksempel"]),
        ("Parken ligger ved industripark", []),
        ("Ovnen er Eksempels, og kaia er eksempel's", ["Eksempels", "eksempel's"]),
        ("skriv til post@verket.no", ["post@verket.no"]),
        ("se www.verket.no/varme", ["www.verket.no/varme"]),
        ("+47 900 00 123 eller 90000123", ["+47 900 00 123", "90000123"]),
        ("1 200 MWh/år fra 2027 og 65 grader", []),
    ],
)
def test_what_would_tell_who_it_is_is_found(text: str, found: list[str]) -> None:
    assert find_giveaways(text, ["Eksempel Industripark", "Nordverket", ""]) == found


async def test_an_answer_comes_to_whoever_asked_as_long_as_they_act_for_their_side(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await propose(talk, clock, kari, ola)
    dag = await talk.person("dag", organisation="eksempel")
    async with talk.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("eksempel")
        assert house is not None
        await store.organisations.appoint_representative(house.id, dag.person_id, DEPUTY)
        vote = next(one for one in await store.match_votes.list_all_votes() if one.side == "offer")
    shown = await dag.submits(await dag.does("exchange.ask", str(vote.id)), text=QUESTION)
    await dag.clicks(shown, "Send it")
    await asks(ola, heard(ola, QUESTION)[0], "Minst 55 grader.", "Answer without a name")
    assert [len(heard(who, "Minst 55 grader.")) for who in (kari, dag)] == [1, 1]
    async with talk.database.begin() as store:
        await store.organisations.dismiss_representative(house.id, dag.person_id)
    await asks(ola, heard(ola, QUESTION)[0], "Eller 60.", "Answer without a name")
    assert [len(heard(who, "Eller 60.")) for who in (kari, dag)] == [1, 0]
