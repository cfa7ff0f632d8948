"""Members outside a listing's circle read of it in classes, without a name, and only where five others share it."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from structlog.testing import capture_logs

from handlers.chat.cards import Reply
from storage.directory.topics import TopicFollower
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.exchanges import contact_of, find_listing_id, writes
from tests.houses import house_of, houses
from tests.policy import passes, said

#: of the owner's organisation, person, site and words: nothing else is called so
PLANTED = ("kvernvika", "torbjørg", "steinbrottet", "hemmelighuset")
LINE = "tilby 4 MW spillvarme 65 grader hele året fra Hemmelighuset"
BLIND = "Offered: 3-10 MW of heat at 60-80 °C"
#: what four others offer, in the same classes
LIKE = ("5 MW spillvarme 70 grader", "6 MW varme 61 grader", "9 MW spillvarme 79 grader", "3 MW varme 66 grader")


@pytest.fixture
async def owner(talk: Conversation) -> Someone:
    """The contact of an organisation in a region."""
    await houses(talk.database, "kvernvika", region="Vestland")
    return await contact_of(talk, "torbjørg", "kvernvika", "60,1 6,5", "Steinbrottet")


@pytest.fixture
async def ola(talk: Conversation) -> Someone:
    """A member of another region."""
    await houses(talk.database, "dømeøyra", region="Nordland")
    return await contact_of(talk, "ola", "dømeøyra", "66,3 14,1", "Olas verk")


async def offer_alike(talk: Conversation, count: int = 4, region: str = "Vestland") -> None:
    """So many others of the region offer the same, to all members."""
    for n, line in enumerate(LIKE[:count]):
        await houses(talk.database, f"lik{n}", region=region)
        one = await contact_of(talk, f"lik{n}", f"lik{n}", "", f"lik{n} verk")
        await writes(one, f"tilby {line} hele året", reach="all")


def blind(room: list[Post]) -> list[Post]:
    return [post for post in room if post.card.title == BLIND]


async def test_a_new_listing_is_for_the_own_region_by_name(talk: Conversation, owner: Someone, ola: Someone) -> None:
    form = await owner.commands(LINE, "exchange")
    assert form.form is not None
    (who,) = [field for field in form.form.fields if field.name == "reach"]
    assert dict(who.options)[str(who.value)] == "Members in Vestland"
    await owner.submits(form)
    near = await talk.person("nora", organisation="nær")
    await houses(talk.database, "nær", region="Vestland")
    assert "Kvernvika" in said(await near.commands("", "exchange"))
    assert "Nothing is offered or needed yet." in said(await ola.commands("", "exchange"))


async def test_an_organisation_without_a_region_offers_to_all_members(talk: Conversation) -> None:
    kari = await contact_of(talk, "kari", "eksempel", "")
    form = await kari.commands(LINE, "exchange")
    assert form.form is not None
    assert next(field.value for field in form.form.fields if field.name == "reach") == "all"


async def test_others_read_it_in_classes_once_five_share_them(talk: Conversation, owner: Someone, ola: Someone) -> None:
    await writes(owner, LINE)
    await offer_alike(talk, 3)
    saved = await owner.does("exchange.open", await find_listing_id(talk.database, "B-1"))
    assert "too few organisations share what it is" in said(saved)
    assert BLIND not in said(await all_pages(ola))
    lik = await contact_of(talk, "lik9", "lik9", "", "lik9 verk")
    await houses(talk.database, "lik9", region="Vestland")
    await writes(lik, f"tilby {LIKE[3]} hele året", reach="all")
    shown = await all_pages(ola)
    assert f"{BLIND} – Vestland" in said(shown)
    assert "Without a name" in said(shown)
    saved = await owner.does("exchange.open", await find_listing_id(talk.database, "B-1"))
    assert f"Others read, without a name: {BLIND} (Vestland)." in said(saved)


async def all_pages(who: Someone) -> Reply:
    """The last page of the list, where what has no name stands."""
    reply = await who.commands("", "exchange")
    while reply.card is not None and "Next page" in [button.label for button in reply.card.list_buttons()]:
        reply = await who.clicks(reply, "Next page")
    return reply


async def test_hidden_listings_help_nobody_to_hide(talk: Conversation, owner: Someone, ola: Someone) -> None:
    """Else a card that appears would tell that somebody has hidden one."""
    await writes(owner, LINE)
    await offer_alike(talk, 3)
    lik = await contact_of(talk, "lik9", "lik9", "", "lik9 verk")
    await houses(talk.database, "lik9", region="Vestland")
    await writes(lik, f"tilby {LIKE[3]} hele året", reach="hidden")
    assert BLIND not in said(await all_pages(ola))


async def test_the_answer_to_it_opens_the_form_of_the_other_direction(
    talk: Conversation, owner: Someone, ola: Someone
) -> None:
    await writes(owner, LINE)
    await offer_alike(talk)
    form = (await ola.clicks(await all_pages(ola), "We need this")).form
    assert form is not None
    values = {field.name: field.value for field in form.fields}
    assert (values["direction"], values["type"]) == ("need", "heat")


@pytest.mark.draws("exchange.blind", "exchange.card", "exchange.unmatched")
async def test_rooms_outside_the_circle_get_it_in_the_night_and_it_is_taken_back(
    talk: Conversation, clock: Clock, owner: Someone, ola: Someone
) -> None:
    far, near = await talk.carries("fjern", "energi"), await talk.carries("nær", "energi")
    await house_of(talk.database, far, "fjern")
    await house_of(talk.database, near, "nær")
    await houses(talk.database, "fjern", region="Nordland")
    await houses(talk.database, "nær", region="Vestland")
    await writes(owner, LINE)
    await offer_alike(talk)
    assert blind(talk.room("fjern")) == [], "the minute would tell when it was written"
    assert [post for post in talk.room("nær") if "Kvernvika" in post.text] != []
    await night(talk, clock)
    assert len(blind(talk.room("fjern"))) == 1
    assert blind(talk.room("nær")) == []
    await night(talk, clock)
    assert len(blind(talk.room("fjern"))) == 1, "once"
    id = await find_listing_id(talk.database, "B-1")
    await owner.submits(await owner.does("exchange.edit", id), reach="hidden")
    assert blind(talk.room("fjern")) == [], "a stricter level takes it back at once"
    await owner.submits(await owner.does("exchange.edit", id), reach="all")
    await night(talk, clock)
    assert blind(talk.room("fjern")) == []
    assert [post for post in talk.room("fjern") if "Kvernvika" in post.text] != []


async def night(talk: Conversation, clock: Clock) -> None:
    await passes(talk, clock, days=1)
    async with talk.database.begin() as store:
        await talk.courier.router.chores["listings.blind"][1](store, talk.arena)
    await talk.settle()


async def test_a_card_goes_when_too_few_are_left_and_comes_again(
    talk: Conversation, clock: Clock, owner: Someone
) -> None:
    room = await talk.carries("fjern", "energi")
    await house_of(talk.database, room, "fjern")
    await writes(owner, LINE)
    await offer_alike(talk)
    await night(talk, clock)
    assert len(blind(talk.room("fjern"))) == 1
    (lik,) = [Someone(talk, "lik0")]
    id = await find_listing_id(talk.database, "B-2")
    await lik.does("exchange.withdraw", id)
    await night(talk, clock)
    assert blind(talk.room("fjern")) == []
    await lik.does("exchange.renew", id)
    await night(talk, clock)
    assert len(blind(talk.room("fjern"))) == 1


async def test_the_weekly_letter_tells_of_it_without_a_name(
    talk: Conversation, clock: Clock, owner: Someone, ola: Someone
) -> None:
    await offer_alike(talk)
    clock.forward(days=14)
    async with talk.database.begin() as store:
        energi = await store.topics.find_topic_by_slug("energi")
        assert energi is not None
        store.session.add(TopicFollower(topic_id=energi.id, person_id=ola.person_id))
    await writes(owner, LINE)
    async with talk.database.begin() as store:
        await talk.courier.router.plans["digest"](store, talk.arena, store.now + timedelta(days=14))
    clock.forward(days=1)
    await talk.settle()
    (letter,) = [post for post in ola.sees if post.card.title.startswith("Your week")]
    assert f"{BLIND} – Vestland" in letter.text
    assert found_in(letter.card) == []


def found_in(what: object) -> list[str]:
    text = (what if isinstance(what, str) else msgspec.json.encode(what).decode()).casefold()
    return [word for word in PLANTED if word in text]


async def test_no_byte_that_reaches_others_names_the_owner(
    talk: Conversation, clock: Clock, owner: Someone, ola: Someone
) -> None:
    """In lists, the digest, rooms, searches, codes, pages and logs; guests read nothing of it at all."""
    with capture_logs() as lines:
        room = await talk.carries("fjern", "energi")
        await house_of(talk.database, room, "dømeøyra")
        gus = await talk.person("gus", organisation="dømeøyra", role="guest")
        ny = await talk.person("ny")
        async with talk.database.begin() as store:
            energi = await store.topics.find_topic_by_slug("energi")
            assert energi is not None
            store.session.add(TopicFollower(topic_id=energi.id, person_id=ola.person_id))
        await writes(owner, LINE)
        await offer_alike(talk)
        await night(talk, clock)
        await passes(talk, clock, days=7)
        for who in (ola, gus, ny):
            answers = await everything(who)
            assert [answer for answer in answers if found_in(answer)] == [], who.user
            assert (BLIND in "\n".join(answers)) == (who is ola), who.user
        assert len(blind(talk.room("fjern"))) == 1
        seen = [post.card for who in (ola, gus, ny) for post in who.sees] + [post.card for post in talk.room("fjern")]
        assert found_in(seen) == []
    assert [line for line in lines if found_in(str(line))] == []


async def everything(who: Someone) -> list[str]:
    """All that somebody who looks everywhere is answered."""
    lines = (("", "exchange"), ("", "home"), ("spillvarme", "find"), ("varme", "find"), ("B-1", "find"))
    answers = [await who.commands(line, name) for line, name in lines]
    answers += [await who.says(line) for line in ("B-1", "bytte")]
    for button in [button for reply in answers if reply.card is not None for button in reply.card.list_buttons()]:
        if button.do in ("exchange.list", "exchange.open"):
            answers.append(await who.presses(button))
    return [msgspec.json.encode(answer).decode() for answer in (*answers, await all_pages(who))]
