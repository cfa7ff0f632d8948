"""The bot's own daily question to an owner: the one answer that would decide most, and what comes of it."""

from __future__ import annotations

import json

import pytest

from bot.importers.record_export import export_records
from bot.importers.seeding import seed_records
from handlers.chat.cards import Button, Reply
from handlers.exchange.asking import daily_questions
from storage.directory.people import Person
from storage.exchange.listing_questions import HELP, ListingQuestion
from storage.exchange.listings import Listing
from storage.kit.database import Store
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.exchanges import HERE, THERE, contact_of, find_listing_id, find_matches, writes
from tests.policy import passes, said

#: some twelve kilometres from the others: too far for heat of which nobody knows how much it is
APART = "59,25 9,66"
NEED = "treng 60 GWh/år varme 55 grader hele året"
OFFER = "tilby spillvarme 75 grader hele året"


@pytest.fixture
async def ola(talk: Conversation, sara: Someone) -> Someone:
    return await contact_of(talk, "ola", "dømeøyra", HERE)


@pytest.fixture
async def kari(talk: Conversation, ola: Someone) -> Someone:
    return await contact_of(talk, "kari", "eksempel", APART)


def read(post: Post) -> str:
    """All of a message, which may hold what else there was that morning."""
    return f"{post.card.title}\n{post.text}"


def questions(who: Someone) -> list[Post]:
    """Messages with a question that waits."""
    return [post for post in who.sees if "A question about" in read(post)]


def about(who: Someone, told: str) -> Post:
    """The newest message that says what came of a question."""
    found = [post for post in who.sees if "Answer about B-2" in read(post) and told in read(post)]
    assert found, [read(post) for post in who.sees]
    return found[-1]


def list_own_buttons(post: Post) -> list[Button]:
    return [*post.card.list_buttons()][-4:]


async def nights(talk: Conversation, clock: Clock, count: int = 1) -> None:
    for _ in range(count):
        await passes(talk, clock, hours=24)


async def list_rows(talk: Conversation) -> list[ListingQuestion]:
    async with talk.database.read() as store:
        return [*await store.listing_questions.list_all_questions()]


async def find_listing(talk: Conversation, code: str) -> Listing:
    async with talk.database.read() as store:
        found = await store.listings.find_listing_by_code(code)
    assert found is not None
    return found


async def ask(talk: Conversation, clock: Clock, ola: Someone, kari: Someone, **offer: str) -> Post:
    """One need, and an offer that does not say how much it is: what its owner is asked after the night."""
    await writes(ola, NEED, reach="all")
    await writes(kari, OFFER, **({"reach": "all"} | offer))
    await nights(talk, clock)
    (post,) = questions(kari)
    return post


async def answers(who: Someone, post: Post, label: str = "Answer", **values: str) -> Reply:
    return await who.submits(await who.clicks(post, label), **values)


@pytest.mark.draws("exchange.missing")
async def test_the_owner_is_asked_after_the_night_and_the_answer_is_a_match_at_once(
    talk: Conversation, clock: Clock, ola: Someone, kari: Someone
) -> None:
    post = await ask(talk, clock, ola, kari)
    assert "A question about B-2" in read(post)
    assert "How much is there?" in post.text
    assert "1 need in the network depends on the answer." in post.text
    assert post.labels[-4:] == ["Answer", "Don't know", "Let the facilitator ring me", "Don't ask more about this"]
    assert questions(ola) == []
    wrong = await answers(kari, post, amount="mye")
    assert wrong.errors["amount"].startswith("Write a number and a unit")
    told = await answers(kari, post, amount="50 GWh/år")
    assert "Amount: 50 GWh/yr, said by Kari.\nIt fits 1 need now. Both sides are asked." in said(told)
    assert (await find_listing(talk, "B-2")).amount == "50 GWh/år"
    assert [match.code for match in await find_matches(talk.database)] == ["T-1"]
    assert about(kari, "said by Kari").labels[-1] == "Matches", "the message that asked says it too"
    (row,) = await list_rows(talk)
    assert (row.answer, row.said, row.by_id, row.fits) == ("said", "50 GWh/år", kari.person_id, 1)
    await nights(talk, clock, 2)
    assert questions(kari) == []
    id = str((await find_listing(talk, "B-2")).id)
    assert "changed since" not in said(await kari.does("exchange.open", id))
    await kari.submits(await kari.does("exchange.edit", id), amount="40 GWh/år")
    assert "It has been changed since." in said(await kari.does("exchange.open", id))


async def test_one_question_waits_at_a_time_and_one_is_asked_a_day(
    talk: Conversation, clock: Clock, ola: Someone, kari: Someone
) -> None:
    await writes(kari, "tilby spillvarme 65 grader hele året", reach="all")
    per = await contact_of(talk, "per", "nordvik", HERE)
    await writes(per, NEED, reach="all")
    await ask(talk, clock, ola, kari)
    await nights(talk, clock, 2)
    (post,) = questions(kari)
    assert "A question about B-1" in read(post)
    assert "2 needs in the network depend on the answer." in post.text
    await answers(kari, post, amount="50 GWh/år")
    await passes(talk, clock, minutes=10)
    assert questions(kari) == []
    await nights(talk, clock)
    (post,) = questions(kari)
    assert "A question about B-4" in read(post)


async def test_what_is_not_known_is_put_off_and_no_means_no(
    talk: Conversation, clock: Clock, ola: Someone, kari: Someone
) -> None:
    post = await ask(talk, clock, ola, kari)
    await kari.clicks(post, "Don't know")
    assert about(kari, "I will ask again in three months").labels[-1] == "Answer", "it can be said after all"
    await nights(talk, clock, 3)
    assert questions(kari) == []
    clock.forward(days=90)
    await nights(talk, clock)
    await kari.clicks(questions(kari)[0], "Don't ask more about this")
    await nights(talk, clock, 2)
    clock.forward(days=60)
    await nights(talk, clock)
    assert questions(kari) == []
    assert [row.answer for row in await list_rows(talk)] == ["unknown", "never"]


async def test_it_is_asked_again_when_it_became_unknown_again(
    talk: Conversation, clock: Clock, ola: Someone, kari: Someone
) -> None:
    post = await ask(talk, clock, ola, kari)
    await answers(kari, post, amount="50 GWh/år")
    await kari.submits(await kari.does("exchange.edit", await find_listing_id(talk.database, "B-2")), amount="")
    await nights(talk, clock)
    assert len(questions(kari)) == 1
    assert [row.answer for row in await list_rows(talk)] == ["said", ""]


async def test_a_listing_that_says_it_or_is_taken_down_withdraws_the_question(
    talk: Conversation, clock: Clock, ola: Someone, kari: Someone
) -> None:
    post = await ask(talk, clock, ola, kari)
    listing = await find_listing_id(talk.database, "B-2")
    answer, *others = list_own_buttons(post)
    await kari.submits(await kari.does("exchange.edit", listing), amount="50 GWh/år")
    assert "Don't know" not in about(kari, "It has been filled in since: 50 GWh/yr.").labels
    assert "B-2 says it by now, or is not in force." in said(await kari.presses(answer))
    for one in others:
        await kari.presses(one)
    assert [row.answer for row in await list_rows(talk)] == ["off"]
    await kari.submits(await kari.does("exchange.edit", listing), amount="")
    await nights(talk, clock)
    await kari.does("exchange.withdraw", listing)
    assert about(kari, "The question is off.")
    assert [row.answer for row in await list_rows(talk)] == ["off", "off"]


async def test_what_is_filled_before_the_morning_is_not_asked(
    talk: Conversation, clock: Clock, ola: Someone, kari: Someone
) -> None:
    await writes(ola, NEED, reach="all")
    await writes(kari, OFFER, reach="all")
    await passes(talk, clock, hours=16)
    assert [row.answer for row in await list_rows(talk)] == [""]
    await kari.submits(
        await kari.does("exchange.edit", await find_listing_id(talk.database, "B-2")), amount="50 GWh/år"
    )
    await passes(talk, clock, hours=12)
    assert questions(kari) == []
    assert [post for post in kari.sees if "said by now" in read(post)] == []


async def test_whoever_wants_to_be_rung_is_on_the_facilitators_list(
    talk: Conversation, clock: Clock, ola: Someone, kari: Someone, sara: Someone
) -> None:
    post = await ask(talk, clock, ola, kari)
    await kari.clicks(post, "Let the facilitator ring me")
    assert about(kari, "A facilitator will ring you.")
    assert "Matches that want a facilitator (1)" in said(await sara.commands("", "home"))
    desk = await sara.does("matches.desk")
    assert "B-2 does not say: amount. Ring Kari (Eksempel)" in said(desk)
    assert "They want to be rung about it" in said(desk)
    rest = await sara.clicks(desk, "Dealt with")
    assert "Ring these" not in said(rest)
    assert about(kari, "A facilitator has rung about it.")
    assert [row.answer for row in await list_rows(talk)] == [HELP]


async def test_nobody_else_can_answer(talk: Conversation, clock: Clock, ola: Someone, kari: Someone) -> None:
    post = await ask(talk, clock, ola, kari)
    colleague = await talk.person("lise", organisation="eksempel")
    for who in (ola, colleague):
        for button in list_own_buttons(post):
            assert "I cannot find that offer or need." in said(await who.presses(button))
    sara = await talk.person("tor", role="secretariat")
    assert "I cannot find that offer or need." in said(await sara.presses(list_own_buttons(post)[0]))
    assert [row.answer for row in await list_rows(talk)] == [""]


async def test_a_hidden_listing_decides_no_question_and_its_own_owner_is_asked(
    talk: Conversation, clock: Clock, ola: Someone, kari: Someone
) -> None:
    await writes(ola, NEED, reach="hidden")
    await writes(kari, OFFER, reach="all")
    await nights(talk, clock, 2)
    assert (questions(kari), await list_rows(talk)) == ([], [])
    per = await contact_of(talk, "per", "nordvik", THERE)
    await writes(per, "treng varme 55 grader hele året", reach="hidden")
    await writes(kari, "tilby 60 GWh/år spillvarme 75 grader hele året", reach="all")
    await nights(talk, clock)
    assert "1 offer in the network depends on the answer." in questions(per)[0].text
    assert questions(kari) == []


async def test_two_workers_ask_once(talk: Conversation, clock: Clock, ola: Someone, kari: Someone) -> None:
    await ask(talk, clock, ola, kari)
    async with talk.database.begin() as store:
        for listing in await store.listings.list_all_listings():
            listing.asked_on = None
    await daily_questions.ask_daily_questions(talk.database, talk.arena)
    assert len(await list_rows(talk)) == 1


async def test_what_waits_stands_on_the_home_page_of_who_answers(
    talk: Conversation, clock: Clock, ola: Someone, kari: Someone
) -> None:
    await ask(talk, clock, ola, kari)
    home = await kari.commands("", "home")
    assert "How much is there?" in said(home)
    assert "How much is there?" not in said(await ola.commands("", "home"))
    async with talk.database.read() as store:
        (row,) = await store.listing_questions.list_all_questions()
    shown = await kari.does("exchange.asked", str(row.id))
    await kari.clicks(shown, "Don't know")
    assert "How much is there?" not in said(await kari.commands("", "home"))


async def test_what_was_asked_is_taken_out_and_loaded_again(
    talk: Conversation, clock: Clock, ola: Someone, kari: Someone
) -> None:
    await kari.clicks(await ask(talk, clock, ola, kari), "Don't know")
    stored = list(await export_records(talk.database, "listings"))
    (asked,) = [one for line in stored for one in json.loads(line)["questions"]]
    assert (asked["field"], asked["answer"], asked["counterparts"], asked["named"]) == ("amount", "unknown", 1, True)
    await seed_records(talk.database, "listings", stored)
    assert len(await list_rows(talk)) == 1, "what is known stays once"
    async with talk.database.begin() as store:
        await store.listing_questions.delete(*await store.listing_questions.list_all_questions())
    await seed_records(talk.database, "listings", stored)
    assert list(await export_records(talk.database, "listings")) == stored


async def test_what_can_be_known_by_no_name_is_matched_in_the_night_like_any_change(
    talk: Conversation, clock: Clock, ola: Someone, kari: Someone
) -> None:
    """Kari's offer is for a circle without Ola, whose need all members read."""
    await talk.person("per", organisation="nordvik")
    async with talk.database.read() as store:
        circle = await store.organisations.find_organisation_by_code("nordvik")
    assert circle is not None
    post = await ask(talk, clock, ola, kari, reach="chosen", organisations=str(circle.id))
    told = await answers(kari, post, amount="50 GWh/år")
    assert "It is compared with everything in the night, and you hear what fits." in said(told)
    assert await find_matches(talk.database) == []
    await nights(talk, clock)
    assert [match.named for match in await find_matches(talk.database)] == [False]


async def test_a_bug_about_one_organisation_keeps_no_other_from_its_question(
    talk: Conversation, clock: Clock, ola: Someone, kari: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    per = await contact_of(talk, "per", "nordvik", APART)
    await writes(ola, NEED, reach="all")
    for who in (kari, per):
        await writes(who, OFFER, reach="all")
    whole = daily_questions.list_listing_contacts

    async def fail_once(store: Store, listing: Listing, organisation_id: int) -> list[Person]:
        if listing.code == "B-2":
            raise RuntimeError("a bug")
        return await whole(store, listing, organisation_id)

    monkeypatch.setattr(daily_questions, "list_listing_contacts", fail_once)
    clock.forward(hours=24)
    with pytest.raises(ExceptionGroup, match="could not be asked"):
        await daily_questions.ask_daily_questions(talk.database, talk.arena)
    await talk.settle()
    assert (questions(kari), len(questions(per))) == ([], 1)
    await daily_questions.ask_daily_questions(talk.database, talk.arena)
    assert len(await list_rows(talk)) == 1, "once a night"
