"""The facilitator fills in what a listing does not say; only its owner's yes changes it."""

from __future__ import annotations

import pytest

from handlers.chat.cards import Reply
from storage.exchange.listing_questions import ListingQuestion
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.exchanges import HERE, contact_of, find_listing_id, find_matches, writes
from tests.policy import passes, said

#: some twelve kilometres from the others: too far for heat of which nobody knows how much it is
APART = "59,25 9,66"


@pytest.fixture
async def kari(talk: Conversation, clock: Clock, sara: Someone) -> Someone:
    """Whose offer does not say how much it is; the facilitator's list says so after the night."""
    ola = await contact_of(talk, "ola", "dømeøyra", HERE)
    kari = await contact_of(talk, "kari", "eksempel", APART)
    await writes(ola, "treng 60 GWh/år varme 55 grader hele året", reach="all")
    await writes(kari, "tilby spillvarme 75 grader hele året", reach="all")
    await passes(talk, clock, hours=24)
    return kari


async def propose(sara: Someone, amount: str) -> Reply:
    return await sara.submits(await sara.clicks(await sara.does("matches.desk"), "Fill it in"), amount=amount)


async def list_rows(talk: Conversation) -> list[ListingQuestion]:
    async with talk.database.read() as store:
        return [*await store.listing_questions.list_all_questions()]


async def read_amount(talk: Conversation) -> str:
    async with talk.database.read() as store:
        listing = await store.listings.find_listing_by_code("B-2")
    assert listing is not None
    return listing.amount


def proposals(who: Someone) -> list[Post]:
    return [post for post in who.sees if "Is this right for B-2?" in f"{post.card.title} {post.text}"]


async def test_what_the_facilitator_fills_in_is_the_owners_to_confirm(
    talk: Conversation, clock: Clock, kari: Someone, sara: Someone
) -> None:
    assert "B-2 does not say: amount. Asked on 2 March 2027. Ring Kari" in said(await sara.does("matches.desk"))
    assert "Write a number and a unit" in said(await propose(sara, "mye"))
    told = await propose(sara, "50 GWh/år")
    assert "Kari will be asked whether it is right" in said(told)
    assert await read_amount(talk) == ""
    assert await find_matches(talk.database) == []
    assert "50 GWh/yr is proposed, and waits for their yes." in said(await sara.does("matches.desk"))
    await passes(talk, clock, minutes=5)
    (post,) = proposals(kari)
    assert "Amount: 50 GWh/yr" in post.text
    assert "Sara proposes it. Nothing changes before you say yes." in post.text
    assert post.labels[-3:] == ["That is right", "Change", "No"]
    assert [one for one in kari.sees if "Don't know" in one.labels] == [], "the question is off"
    reply = await kari.clicks(post, "That is right")
    history = "Amount: 50 GWh/yr, proposed by Sara and confirmed by Kari."
    assert f"{history}\nIt fits 1 need now. Both sides are asked." in said(reply)
    assert await read_amount(talk) == "50 GWh/år"
    assert len(await find_matches(talk.database)) == 1
    shown = said(await kari.does("exchange.open", await find_listing_id(talk.database, "B-2")))
    assert f"{history[:-1]} on 2 March 2027." in shown
    assert [row.answer for row in await list_rows(talk)] == ["off", "said"]


async def test_the_owner_may_write_something_else_or_say_no(
    talk: Conversation, clock: Clock, kari: Someone, sara: Someone
) -> None:
    await propose(sara, "50 GWh/år")
    await passes(talk, clock, minutes=5)
    await kari.clicks(proposals(kari)[0], "No")
    assert await read_amount(talk) == ""
    assert any("You have said no to 50 GWh/yr. Nothing has changed." in post.text for post in kari.sees)
    assert "They have said no to 50 GWh/yr." in said(await sara.does("matches.desk"))
    await propose(sara, "40 GWh/år")
    await passes(talk, clock, minutes=5)
    form = await kari.clicks(proposals(kari)[0], "Change")
    assert form.form is not None
    assert form.form.fields[0].value == "40 GWh/yr"
    reply = await kari.submits(form, amount="45 GWh/år")
    assert "Amount: 45 GWh/yr, said by Kari when Sara asked." in said(reply)
    assert await read_amount(talk) == "45 GWh/år"


async def test_only_the_secretariat_proposes_and_only_the_owner_confirms(
    talk: Conversation, clock: Clock, kari: Someone, sara: Someone
) -> None:
    listing = await find_listing_id(talk.database, "B-2")
    assert "Only the secretariat" in said(await kari.does("exchange.fill_in", f"{listing}:amount"))
    for wrong in ("999:amount", f"{listing}:level", "x"):
        assert "I cannot find that offer or need." in said(await sara.does("exchange.fill_in", wrong))
    await propose(sara, "50 GWh/år")
    row = (await list_rows(talk))[-1]
    for who in (sara, await talk.person("lise", organisation="eksempel")):
        for action in ("exchange.confirm", "exchange.decline", "exchange.answer"):
            assert "I cannot find that offer or need." in said(await who.does(action, str(row.id)))
    assert await read_amount(talk) == ""
    await kari.does("exchange.not_known", str(row.id))
    assert (await list_rows(talk))[-1].answer == "", "what is proposed is right, is not, or is changed"
    await kari.submits(await kari.does("exchange.edit", listing), amount="30 GWh/år")
    await kari.does("exchange.confirm", str(row.id))
    assert await read_amount(talk) == "30 GWh/år", "what is said meanwhile stays"
