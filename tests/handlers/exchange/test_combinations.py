"""The facilitator sees what a listing could be put together with, and what almost fits; nobody else does."""

from __future__ import annotations

import pytest

from handlers.chat.cards import Reply
from handlers.exchange.describing.temperatures import find_return_temperature
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.exchanges import contact_of, find_listing_id, writes
from tests.houses import houses
from tests.policy import passes, said

NEED = "treng 10 MW varme 55 grader hele året"
#: places about a kilometre apart
PLACES = ("59,14 9,66", "59,15 9,67", "59,14 9,68", "59,13 9,66", "59,15 9,65")


async def offers(talk: Conversation, line: str, n: int, industry: str = "") -> Someone:
    """Somebody else's contact offers something nearby."""
    await houses(talk.database, f"gir{n}", industry=industry)
    one = await contact_of(talk, f"gir{n}", f"gir{n}", PLACES[n])
    await writes(one, f"tilby {line}", reach="all")
    return one


async def look(talk: Conversation, sara: Someone, code: str = "B-1") -> Reply:
    return await sara.does("exchange.together", await find_listing_id(talk.database, code))


@pytest.fixture
async def ola(talk: Conversation, sara: Someone) -> Someone:
    ola = await contact_of(talk, "ola", "dømeøyra", PLACES[0])
    await writes(ola, NEED)
    return ola


async def test_offers_that_cover_a_need_together_are_told_with_their_share(
    talk: Conversation, sara: Someone, ola: Someone
) -> None:
    await offers(talk, "5 MW spillvarme 65 grader hele året", 1, "kjemi")
    await offers(talk, "3 MW spillvarme 70 grader hele året", 2, "metall")
    await offers(talk, "1 MW spillvarme 70 grader hele året", 3, "treforedling")
    shown = said(await look(talk, sara))
    assert "Together these cover about 80 % of the need:" in shown
    assert ("Gir1" in shown, "Gir2" in shown, "Gir3" in shown) == (True, True, False)
    assert "competition law" not in shown
    assert "You alone see this: none of them has been asked." in shown


async def test_two_of_one_industry_are_put_together_last_and_with_a_warning(
    talk: Conversation, sara: Someone, ola: Someone
) -> None:
    await offers(talk, "5 MW spillvarme 65 grader hele året", 1, "kjemi")
    await offers(talk, "4 MW spillvarme 70 grader hele året", 2, "kjemi")
    assert "Decide first whether competition law lets them be put together." in said(await look(talk, sara))
    await offers(talk, "2 MW spillvarme 70 grader hele året", 3, "metall")
    shown = said(await look(talk, sara))
    assert "Together these cover about 70 % of the need:" in shown
    assert "competition law" not in shown
    assert "Gir2" not in shown


async def test_needs_that_take_an_offer_together_are_told(talk: Conversation, sara: Someone, ola: Someone) -> None:
    await offers(talk, "40 MW spillvarme 65 grader hele året", 1)
    nora = await contact_of(talk, "nora", "nordvik", PLACES[2])
    await writes(nora, "treng 20 MW varme 50 grader hele året", reach="all")
    shown = said(await look(talk, sara, "B-2"))
    assert "Together these take about 75 % of the offer:" in shown
    assert ("Dømeøyra" in shown, "Nordvik" in shown) == (True, True)


async def test_one_that_covers_it_alone_is_no_sum(talk: Conversation, sara: Someone, ola: Someone) -> None:
    await offers(talk, "9 MW spillvarme 65 grader hele året", 1)
    await offers(talk, "3 MW spillvarme 65 grader hele året", 2)
    assert "Together" not in said(await look(talk, sara))


async def test_what_fails_in_one_thing_is_told_with_its_bridge(talk: Conversation, sara: Someone, ola: Someone) -> None:
    await offers(talk, "10 MW spillvarme 12 grader hele året", 1)
    shown = said(await look(talk, sara))
    assert "These fail in one thing:" in shown
    assert "Fails: temperature. Could be solved with: heat pump." in shown


async def test_whoever_is_not_of_the_secretariat_sees_none_of_it(
    talk: Conversation, sara: Someone, ola: Someone
) -> None:
    await offers(talk, "5 MW spillvarme 65 grader hele året", 1)
    id = await find_listing_id(talk.database, "B-1")
    assert "Gir1" not in said(await ola.does("exchange.together", id))
    own = await ola.does("exchange.open", id)
    assert own.card is not None
    assert "exchange.together" not in [button.do for button in own.card.list_buttons()]
    theirs = await sara.does("exchange.open", id)
    assert theirs.card is not None
    assert "What almost fits" in [button.label for button in theirs.card.list_buttons()]


async def test_one_that_never_goes_to_the_other_is_in_no_sum(talk: Conversation, sara: Someone, ola: Someone) -> None:
    async with talk.database.read() as store:
        there = await store.organisations.find_organisation_by_code("dømeøyra")
    assert there is not None
    await offers(talk, "4 MW spillvarme 65 grader hele året", 1)
    gir = await contact_of(talk, "gir2", "gir2", PLACES[2])
    line = "tilby 4 MW spillvarme 65 grader hele året"
    await gir.submits(await gir.commands(line, "exchange"), reach="except", organisations=(str(there.id),))
    assert "Together" not in said(await look(talk, sara))


async def test_the_facilitators_list_leads_to_it(talk: Conversation, clock: Clock, sara: Someone, ola: Someone) -> None:
    await passes(talk, clock, hours=24)
    post = next(post for post in ola.sees if "Nothing fits" in post.card.title)
    await ola.clicks(post, "Take it up with the facilitator")
    shown = await sara.clicks(await sara.does("matches.desk"), "What almost fits")
    assert "Nothing else is near to it." in said(shown)


async def test_an_offer_in_cascade_serves_two_needs_and_the_second_one_is_told_that_the_return_is_enough(
    talk: Conversation, clock: Clock, sara: Someone
) -> None:
    kari = await contact_of(talk, "kari", "eksempel", PLACES[0])
    form = await kari.commands("tilby 10 MW spillvarme 90/45 grader hele året", "exchange")
    assert form.form is not None
    assert {field.name: field.value for field in form.form.fields}["back"] == "45 °C"
    assert (await kari.submits(form, back="95")).errors == {"back": "What comes back is colder than what is sent out."}
    saved = await kari.submits(form, reach="all")
    assert "Comes back at: 45 °C" in said(saved)
    assert "In cascade" not in said(await look(talk, sara))
    ola = await contact_of(talk, "ola", "dømeøyra", PLACES[1])
    per = await contact_of(talk, "per", "nordvik", PLACES[2])
    await writes(ola, "treng 9 MW varme 80 grader hele året", reach="all")
    await writes(per, "treng 9 MW varme 35 grader hele året", reach="all")
    shown = said(await look(talk, sara))
    assert "In cascade, one after the other:" in shown
    hot, cool = shown.index("Takes the hot part."), shown.index("Takes what comes back at 45 °C.")
    assert shown.index("B-2 Needed: heat, 9 MW, 80 °C") < hot < shown.index("B-3 Needed: heat, 9 MW, 35 °C") < cool
    await passes(talk, clock, minutes=5)
    enough = "What comes back is hot enough for this: the hot part can serve another need first."
    told = {who.user: "\n".join(post.text for post in who.sees) for who in (ola, per)}
    assert (enough in told["per"], enough in told["ola"]) == (True, False)


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("4 MW spillvarme 80/45 grader", 45),
        ("4 MW spillvarme 80 grader, retur 45 grader", 45),
        ("4 MW spillvarme 80 grader hele året", None),
        ("5 MW hot water at 90 °C, return at 50 °C", 50),
    ],
)
def test_what_comes_back_is_read_from_a_line(text: str, back: int | None) -> None:
    assert find_return_temperature(text) == back


async def test_an_owner_sees_what_almost_fits_by_name_and_nothing_of_what_has_none(
    talk: Conversation, sara: Someone, ola: Someone
) -> None:
    await offers(talk, "10 MW spillvarme 12 grader hele året", 1)
    gir = await contact_of(talk, "gir2", "gir2", PLACES[2])
    await gir.submits(await gir.commands("tilby 10 MW spillvarme 14 grader hele året", "exchange"), reach="hidden")
    own = await ola.does("exchange.open", await find_listing_id(talk.database, "B-1"))
    shown = said(await ola.clicks(own, "What almost fits"))
    assert "Fails: temperature. Could be solved with: heat pump." in shown
    assert ("Gir1" in shown, "Gir2" in shown, "14" in shown) == (True, False, False)
    assert "Gir1" not in said(await gir.does("exchange.near", await find_listing_id(talk.database, "B-1")))
    alone = await gir.does("exchange.near", await find_listing_id(talk.database, "B-3"))
    assert "Dømeøyra" in said(alone)
