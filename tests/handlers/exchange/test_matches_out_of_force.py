"""A match whose listing is out of force for a while: what both say meanwhile stands, and its time tells nothing."""

from __future__ import annotations

from storage.directory.organisations import Organisation
from storage.exchange.matches import CLOSED, REFUSED, TALKS
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.exchanges import (
    NEED,
    OFFER,
    asked,
    find_listing_id,
    find_matches,
    find_votes,
    known,
    propose,
    writes,
)
from tests.policy import passes


async def offers_to_few(talk: Conversation, kari: Someone, ola: Someone) -> None:
    """Lay out Ola's need, and Kari's offer for one organisation besides those it fits."""
    async with talk.database.begin() as store:
        house = await store.organisations.add(Organisation(code="fjerde", name="Fjerde", kind="park"))
    await writes(ola, NEED)
    await writes(kari, OFFER, reach="chosen", organisations=(str(house.id),))  # type: ignore[arg-type]  # several


async def test_two_yeses_in_between_show_the_names_once_it_is_open_again(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await propose(talk, clock, kari, ola)
    offer = await find_listing_id(talk.database, "B-2")
    await kari.does("exchange.withdraw", offer)
    for who in (ola, kari):
        await who.clicks(asked(who)[0], "Interesting")
    assert [match.stage for match in await find_matches(talk.database)] == [CLOSED]
    await kari.does("exchange.renew", offer)
    await passes(talk, clock, minutes=5)
    assert [match.stage for match in await find_matches(talk.database)] == [TALKS]
    assert [len(known(who)) for who in (kari, ola)] == [1, 1]


async def test_the_owner_of_what_is_hidden_who_said_yes_in_between_has_the_other_side_asked(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await propose(talk, clock, kari, ola, reach="hidden")
    offer = await find_listing_id(talk.database, "B-2")
    await kari.does("exchange.withdraw", offer)
    await kari.clicks(asked(kari)[0], "Interesting")
    assert asked(ola) == []
    await kari.does("exchange.renew", offer)
    await passes(talk, clock, minutes=5)
    assert len(asked(ola)) == 1


async def test_a_no_in_between_stays_a_no(talk: Conversation, clock: Clock, kari: Someone, ola: Someone) -> None:
    await propose(talk, clock, kari, ola)
    offer = await find_listing_id(talk.database, "B-2")
    await kari.does("exchange.withdraw", offer)
    await ola.clicks(asked(ola)[0], "Not relevant")
    await kari.does("exchange.renew", offer)
    await passes(talk, clock, days=1)
    await passes(talk, clock, days=10)
    assert [(match.stage, match.closing) for match in await find_matches(talk.database)] == [(CLOSED, REFUSED)]
    assert any("A possible match for B-2 is closed." in post.text for post in kari.sees)
    assert "Interesting" not in [label for post in ola.sees for label in post.labels]


async def test_what_was_changed_once_is_closed_with_the_weekly_letter_too(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await offers_to_few(talk, kari, ola)
    offer = await find_listing_id(talk.database, "B-2")
    clock.forward(minutes=1)
    await kari.submits(await kari.does("exchange.edit", offer), text="Med andre ord")
    await passes(talk, clock, days=1)
    await ola.clicks(asked(ola)[-1], "Interesting")
    seen = [post.text for post in ola.sees]
    await kari.does("exchange.withdraw", offer)
    assert [post.text for post in ola.sees] == seen, "the time tells nothing"
    assert (await find_votes(talk.database))["need"].vote == "yes"
    await passes(talk, clock, days=9)
    assert any("A possible match for B-1 is closed." in post.text for post in ola.sees)


async def test_the_minute_in_which_one_side_changes_a_figure_is_not_told_to_the_other(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await offers_to_few(talk, kari, ola)
    await passes(talk, clock, days=1)
    before = [post.text for post in asked(ola)]
    await kari.submits(await kari.does("exchange.edit", await find_listing_id(talk.database, "B-2")), amount="12 MW")
    await passes(talk, clock, minutes=5)
    assert [post.text for post in asked(ola)] == before
    await passes(talk, clock, days=1)
    first, second = [post.text for post in asked(ola)]
    assert "This match is closed." in first, "in the night a newer one takes its place"
    assert "10-30 MW" in second


async def test_a_figure_that_fits_no_more_is_told_with_the_weekly_letter(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await offers_to_few(talk, kari, ola)
    await passes(talk, clock, days=2)
    before = [post.text for post in asked(ola)]
    offer = await find_listing_id(talk.database, "B-2")
    await kari.submits(await kari.does("exchange.edit", offer), type="water", amount="5 l/s", temperature="")
    await passes(talk, clock, days=1)
    assert [post.text for post in asked(ola)] == before
    await passes(talk, clock, days=7)
    assert any("A possible match for B-1 is closed." in post.text for post in ola.sees)
    assert "This match is closed." in asked(ola)[0].text
