"""Whoever asks for their own offers and needs sees those of their organisations alone, and the way to all."""

from __future__ import annotations

import pytest

from handlers.chat.cards import Reply
from storage.directory.organisations import CONTACT, Representative
from tests.conversation import Conversation, Someone
from tests.exchanges import HERE, THERE, contact_of, writes
from tests.handlers.pages.plants import add_listing
from tests.policy import said


@pytest.fixture
async def ola(talk: Conversation, sara: Someone) -> Someone:
    return await contact_of(talk, "ola", "dømeøyra", HERE)


@pytest.fixture
async def kari(talk: Conversation, ola: Someone) -> Someone:
    return await contact_of(talk, "kari", "eksempel", THERE)


def read(who: Someone) -> str:
    """Return the text of the newest message."""
    return said(Reply(who.last.card))


@pytest.mark.parametrize(
    "text", ["mine tilbud", "our listings", "kan du vise meg tilboda våre", "where do I find my offers in here?"]
)
async def test_ones_own_are_listed_without_those_of_others(ola: Someone, kari: Someone, text: str) -> None:
    await writes(kari, "tilby 20 MW varme 70 grader hele året")
    await writes(ola, "tilby 4 MW spillvarme 75 grader hele året")
    await ola.says(text)
    assert "4 MW" in read(ola)
    assert "20 MW" not in read(ola)
    assert "20 MW" in said(await ola.does("exchange.list"))


async def test_whoever_has_none_is_told_so_and_shown_the_way(ola: Someone, kari: Someone) -> None:
    await writes(kari, "tilby 20 MW varme 70 grader hele året")
    await ola.says("mine tilbud")
    assert "You have laid out no offer and no need yet." in read(ola)
    assert [button.do for button in ola.last.card.list_buttons()][:3] == [
        "exchange.offer", "exchange.need", "exchange.list",
    ]  # fmt: skip


async def test_all_are_listed_for_whoever_does_not_say_whose(ola: Someone, kari: Someone) -> None:
    await writes(kari, "tilby 20 MW varme 70 grader hele året")
    await ola.says("tilbud")
    assert "20 MW" in read(ola)


async def test_a_button_leads_from_all_to_ones_own_and_back(ola: Someone, kari: Someone) -> None:
    await writes(ola, "tilby 4 MW spillvarme 75 grader hele året")
    alone = await ola.does("exchange.list")
    assert alone.card is not None
    assert "exchange.own" not in [button.do for button in alone.card.list_buttons()], "there are no others"
    await writes(kari, "tilby 20 MW varme 70 grader hele året")
    everyone = await ola.does("exchange.list")
    own = await ola.clicks(everyone, "Your offers and needs")
    assert own.replace
    assert "20 MW" not in said(own)
    back = await ola.clicks(own, "All offers and needs")
    assert back.replace
    assert "20 MW" in said(back)


@pytest.mark.usefixtures("kari")
async def test_ones_own_are_named_only_where_they_are_of_several(talk: Conversation, ola: Someone) -> None:
    await writes(ola, "tilby 4 MW spillvarme 75 grader hele året")
    assert "Dømeøyra" not in said(await ola.does("exchange.own"))
    assert "Dømeøyra" in said(await ola.does("exchange.list"))
    async with talk.database.begin() as store:
        other = await store.organisations.find_organisation_by_code("eksempel")
        assert other is not None
        await add_listing(store, other.id, amount="2 MW")
        store.session.add(Representative(organisation_id=other.id, person_id=ola.person_id, role=CONTACT))
    shown = said(await ola.does("exchange.own"))
    assert "Dømeøyra" in shown
    assert "Eksempel" in shown
