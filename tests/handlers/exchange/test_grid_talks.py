"""Two needs for grid capacity: both sides are asked without names whether they go to the grid company together."""

from __future__ import annotations

import pytest

from bot.importers.seeding import seed_records
from handlers.exchange.matches.match_progress import MatchYear
from handlers.pages.figures import build_year_period
from storage.directory.organisations import Organisation
from storage.exchange.matches import (
    CLOSED,
    GRID_TALK,
    INTEREST,
    NOBODY,
    OVER,
    PROPOSED,
    REFUSED,
    RUNNING,
    TALKS,
    ListingMatch,
)
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.exchanges import HERE, THERE, contact_of, find_listing_id, find_matches, known, writes
from tests.handlers.exchange.test_match_leaks import audience_of, everything, found_in, in_bytes
from tests.policy import passes, said

GRID = "Eksempelnett"
WINTER, SUMMER = "treng 4 MW nettkapasitet om vinteren", "treng 5 MW nettkapasitet om sommeren"
YEAR = "treng 5 MW nettkapasitet hele året"
WHERE = {"grid_company": GRID}


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await contact_of(talk, "kari", "eksempel", HERE, **WHERE)


@pytest.fixture
async def ola(talk: Conversation) -> Someone:
    return await contact_of(talk, "ola", "dømeøyra", THERE, **WHERE)


async def crowd(talk: Conversation) -> None:
    """Enough others under the same grid company, who need nothing."""
    for number in range(3):
        await contact_of(talk, f"per{number}", f"tredje{number}", HERE, **WHERE)


def asked(who: Someone) -> list[Post]:
    return [post for post in who.sees if "to the grid company together" in post.text]


async def propose(talk: Conversation, clock: Clock, one: Someone, other: Someone, *lines: str, **reach: str) -> None:
    first, second = lines or (WINTER, SUMMER)
    await writes(one, first, **reach)
    await writes(other, second, **reach)
    await passes(talk, clock, minutes=5)


async def find_talk(talk: Conversation) -> ListingMatch:
    (match,) = await find_matches(talk.database)
    return match


async def test_both_are_asked_and_two_yeses_show_them(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    await crowd(talk)
    await writes(kari, WINTER)
    assert "1 possible match now." in said(await writes(ola, SUMMER))
    await passes(talk, clock, minutes=5)
    for who, code, names in ((kari, "B-1", ("ola", "dømeøyra")), (ola, "B-2", ("kari", "eksempel "))):
        (post,) = asked(who)
        assert post.card.title == f"{code}: to the grid company together?"
        assert (
            "Another need for grid capacity under Eksempelnett: 3-10 MW, under 2 km away, in mostly other months than"
            " yours. Do you want to talk to the grid company together? Only the grid company can say" in post.text
        )
        told = post.text.casefold()
        assert not [name for name in (*names, "july", "january", "summer", "winter") if name in told]
    why = said(await kari.clicks(asked(kari)[0], "Why?"))
    assert "Months apart: fits well" in why
    assert "Temperature" not in why
    await kari.clicks(asked(kari)[0], "Interesting")
    assert (await find_talk(talk)).stage == INTEREST
    assert "Interesting" in asked(ola)[0].labels, "nobody learns that a yes was given"
    await ola.clicks(asked(ola)[0], "Interesting")
    for who in (kari, ola, sara):
        (post,) = known(who)
        for told in (
            "Needs: Eksempel", "Needs: Dømeøyra", "kari verk", "ola verk", "When: In winter", "When: In summer",
            "Only the grid company can say", "Write to the grid company together",
        ):  # fmt: skip
            assert told in post.text, told
        assert "Offers" not in post.text
    match = await find_talk(talk)
    assert (match.purpose, match.stage, match.facilitator_id) == (GRID_TALK, TALKS, sara.person_id)


async def test_what_was_agreed_is_no_exchange_that_runs(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    await propose(talk, clock, kari, ola)
    for who in (kari, ola):
        await who.clicks(asked(who)[0], "Interesting")
    form = await kari.clicks(known(kari)[0], "Next step")
    assert form.form is not None
    (stages,) = [field.options for field in form.form.fields if field.name == "stage"]
    assert dict(stages)[RUNNING] == "Joint connection agreed"
    await kari.submits(form, stage=RUNNING, step="Skrive til nettselskapet", day="2028-02-01")
    match = await find_talk(talk)
    shown = await kari.does("matches.open", str(match.id))
    assert "Stage: Joint connection agreed" in said(shown)
    assert shown.card is not None
    labels = [button.label for button in shown.card.list_buttons()]
    assert not {"Say how much", "Planned stops"} & {*labels}
    assert "while it runs" in said(await kari.does("exchange.amount", MatchYear(match.id).encode_value()))
    assert "while it runs" in said(await kari.does("exchange.stop", str(match.id)))
    async with talk.database.read() as store:
        assert await store.matches.list_running_exchanges() == []
        assert await store.exchange_map.list_running_types() == []
        period = build_year_period(talk.arena, clock().year)
        counted = [
            len(await store.figure_ids.list_network_record_ids(name, period))
            for name in ("matches-known", "matches-running", "matches-without-amount")
        ]
        assert counted == [1, 0, 0]
    assert "Joint talk with the grid company · Joint connection agreed" in str(await sara.does("matches.desk"))


async def test_a_refusal_is_silent_and_holds_for_the_same_facts(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await propose(talk, clock, kari, ola)  # on a Monday
    before = asked(ola)[0].text
    await passes(talk, clock, days=2)
    await kari.clicks(asked(kari)[0], "Not relevant")
    await passes(talk, clock, days=1)
    assert [post.text for post in asked(ola)] == [before]
    await passes(talk, clock, days=5)
    assert [post for post in ola.sees if "A possible match for B-2 is closed" in post.text]
    await kari.does("exchange.withdraw", await find_listing_id(talk.database, "B-1"))
    await writes(kari, WINTER)
    await passes(talk, clock, days=1)
    assert (await find_talk(talk)).closing == REFUSED, "a listing that says the same is refused already"


async def test_it_is_closed_when_the_months_meet_and_found_anew_when_one_takes_conditions(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await propose(talk, clock, kari, ola)
    id = await find_listing_id(talk.database, "B-2")
    await ola.submits(await ola.does("exchange.edit", id), when="year")
    assert (await find_talk(talk)).closing == OVER
    form = await kari.does("exchange.quality", await find_listing_id(talk.database, "B-1"))
    await kari.submits(form, conditional="yes")
    await passes(talk, clock, days=1)
    stages = [(match.stage, match.purpose) for match in await find_matches(talk.database)]
    assert stages == [(CLOSED, GRID_TALK), (PROPOSED, GRID_TALK)]
    assert "At least one of you takes a connection on conditions." in asked(ola)[-1].text
    assert "other months" not in asked(ola)[-1].text


@pytest.mark.parametrize("lines", [(YEAR, YEAR), (WINTER, SUMMER.replace("treng", "tilby"))])
async def test_needs_that_meet_and_offers_have_nothing_to_share(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, lines: tuple[str, str]
) -> None:
    await propose(talk, clock, kari, ola, *lines)
    assert [one for one in await find_matches(talk.database) if one.purpose == GRID_TALK] == []


async def test_another_grid_company_has_nothing_to_share(talk: Conversation, clock: Clock, kari: Someone) -> None:
    await propose(talk, clock, kari, await contact_of(talk, "ola", "dømeøyra", THERE, grid_company="Annet nett"))
    assert await find_matches(talk.database) == []


async def test_few_under_a_grid_company_are_not_asked_without_names(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone, sara: Someone
) -> None:
    """The question would name the other one: the facilitator has it, until enough others are there."""
    async with talk.database.begin() as store:
        house = await store.organisations.add(Organisation(code="fjerde", name="Fjerde", kind="park"))
    chosen = {"reach": "chosen", "organisations": (str(house.id),)}
    await propose(talk, clock, kari, ola, **chosen)  # type: ignore[arg-type]  # several are chosen
    assert asked(kari) == asked(ola) == []
    assert (await find_talk(talk)).first_side == NOBODY
    assert "Nobody is asked: the question would tell who the other one is" in str(await sara.does("matches.desk"))
    await crowd(talk)
    await passes(talk, clock, days=1)
    await passes(talk, clock, days=1)
    for who in (kari, ola):
        (post,) = asked(who)
        assert "under Eksempelnett: 3-10 MW, in mostly" in post.text, "a distance would tell who it is"


async def test_where_few_are_the_grid_company_is_not_named(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await propose(talk, clock, kari, ola)
    assert "under the same grid company: 3-10 MW, under 2 km away, in" in asked(kari)[0].text
    assert GRID not in asked(kari)[0].text


async def test_nothing_tells_who_the_other_one_is_or_which_months_it_needs(
    talk: Conversation, clock: Clock, ola: Someone
) -> None:
    await crowd(talk)
    owner = await contact_of(talk, "torbjørg", "kvernvika", HERE, "Steinbrottet", **WHERE)
    await writes(ola, WINTER)
    await writes(owner, f"{SUMMER} til Hemmelighuset", **await audience_of(talk, "chosen"))
    await passes(talk, clock, minutes=5)
    await owner.clicks(asked(owner)[0], "Interesting")
    await passes(talk, clock, days=1)
    (post,) = asked(ola)
    told = in_bytes([post.card, await ola.clicks(post, "Why?")])
    assert [word for word in ("june", "july", "august", "summer", "sommer") if word in told] == []
    assert found_in(await everything(ola)) == []


async def test_what_is_hidden_is_told_to_its_owner_first(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await crowd(talk)
    await writes(kari, WINTER)
    await writes(ola, SUMMER, reach="hidden")
    await passes(talk, clock, minutes=5)
    assert (len(asked(kari)), len(asked(ola))) == (0, 1)
    await ola.clicks(asked(ola)[0], "Interesting")
    await passes(talk, clock, minutes=5)
    assert len(asked(kari)) == 1


async def test_the_night_finds_what_came_from_a_file(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    rows = (
        f'{{"id": "B-{code}", "site": "A-{site}", "direction": "need", "type": "power", "amount": "4 MW",'
        f' "months": {months}, "valid_to": "2027-09-01"}}'
        for code, site, months in ((7, 1, [100] * 6 + [0] * 6), (8, 2, [0] * 6 + [100] * 6))
    )
    await seed_records(talk.database, "listings", [*rows])
    assert await find_matches(talk.database) == []
    await passes(talk, clock, minutes=5)
    match = await find_talk(talk)
    assert (match.purpose, match.factors["time"]) == (GRID_TALK, 1.0)
    assert len(asked(kari)) == len(asked(ola)) == 1
    await passes(talk, clock, days=2)
    assert len(await find_matches(talk.database)) == 1


async def test_a_question_goes_without_a_name_and_says_that_the_other_one_needs_too(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    await propose(talk, clock, kari, ola)
    form = await kari.clicks(asked(kari)[0], "Ask without a name")
    preview = await kari.submits(form, text="Når trenger dere det?")
    assert "the other one who needs" in str(preview)
    await kari.clicks(preview, "Send it")
    (post,) = [post for post in ola.sees if "Når trenger dere det?" in post.text]
    assert "the other one who needs" in str(post.card)


async def test_two_of_one_industry_are_told_what_to_leave_out(
    talk: Conversation, clock: Clock, kari: Someone, ola: Someone
) -> None:
    async with talk.database.begin() as store:
        for one in await store.organisations.list_all_organisations():
            one.industry = "Prosess"
    await propose(talk, clock, kari, ola)
    assert "one industry" not in asked(kari)[0].text, "it would tell of the other one"
    for who in (kari, ola):
        await who.clicks(asked(who)[0], "Interesting")
    assert "Both are of one industry" in known(kari)[0].text
