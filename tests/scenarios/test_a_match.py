"""A match, the same on every platform: asked without names, two yeses, a next step; and nobody is named before."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.chat.say import Say
from handlers.exchange.listings.listing_publication import announce_listing
from storage.directory.organisations import CONTACT, Organisation
from storage.directory.people import SECRETARIAT
from storage.exchange.listings import HIDDEN_LEVEL, NEED, OFFER, Listing
from storage.exchange.sites import Site
from tests.conftest import Clock
from tests.scenarios.stage import GRID, Seen, Stage
from tests.scenarios.test_a_round import passes

NB = Say("nb", ZoneInfo("Europe/Oslo"))
MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)
KARI, OLA, PER = "kari", "ola", "per"
#: of Kari's organisation, site and words
PLANTED = ("Kvernvika", "Steinbrottet", "Hemmelighuset")
YEAR = [100] * 12
TITLE = "Treff for B-"


@pytest.fixture
async def stage(stage: Stage, clock: Clock) -> Stage:
    await add_sides(stage, clock, HIDDEN_LEVEL)
    return stage


async def add_sides(stage: Stage, clock: Clock, level: str) -> None:
    """Add the contacts of two plants that fit, and one of the secretariat. `level`: who may see what Kari offers."""
    clock.set(MONDAY)
    stage.bot.database.clock = clock
    for who in (KARI, OLA, PER):
        await stage.tells(who, "hjelp")
    platform, workspace, _ = stage.channel(GRID)
    async with stage.bot.database.begin() as store:
        for who, name, direction, celsius in (
            (KARI, "Kvernvika", OFFER, 65),
            (OLA, "Dømeøyra", NEED, 50),
            (PER, "", "", 0),
        ):
            known = await store.people.find_person_by_account(platform, workspace, stage.user(who))
            assert known is not None
            person = known[0]
            person.language, person.digest = "nb", False
            if who == PER:
                person.role = SECRETARIAT
                continue
            house = await store.organisations.add(Organisation(code=who, name=name, kind="park"))
            person.organisation_id, person.confirmed = house.id, True
            await store.organisations.appoint_representative(house.id, person.id, CONTACT)
            place = "Steinbrottet" if who == KARI else "Verket"
            site = await store.sites.add(
                Site(organisation_id=house.id, name=place, municipality="Testvik", latitude=5914, longitude=966)
            )
            listing = await store.listings.add(
                Listing(
                    organisation_id=house.id, site_id=site.id, direction=direction, type="heat", amount="4 MW",
                    temperature=celsius, months=YEAR, language="nb", contact_id=person.id, valid_to=date(2027, 9, 1),
                    text="Fra Hemmelighuset" if who == KARI else "Til tørking", sendings=0,
                    **({"level": level} if who == KARI else {}),
                )
            )  # fmt: skip
            await announce_listing(store, stage.bot.arena, listing)


async def find_named(stage: Stage, who: str) -> list[str]:
    """Return the planted words in anything that this person sees, buttons and drawn bytes included."""
    seen: list[Seen] = await stage.private(who)
    told = "\n".join(f"{one.text} {one.labels} {one.raw!r}" for one in seen)
    return [word for word in PLANTED if word in told]


async def test_a_match_is_asked_blind_and_told_after_two_yeses(stage: Stage, clock: Clock) -> None:
    await passes(stage, clock, minutes=5)
    assert await find_named(stage, OLA) == []
    assert not [seen for seen in await stage.private(OLA) if TITLE in seen.text], "its owner is asked first"
    await stage.clicks(KARI, await stage.last(KARI, TITLE), "Interessant")
    await stage.settle()
    await passes(stage, clock, minutes=5)
    card = await stage.last(OLA, TITLE)
    assert "3-10 MW varme på 60-80 °C" in card.text
    for line in ("bytte treff", "bytte", "hjem", "finn varme"):
        await stage.tells(OLA, line)
    await stage.settle()
    assert await find_named(stage, OLA) == []
    await stage.clicks(OLA, await stage.last(OLA, "Interessant"), "Interessant")
    await stage.settle()
    for who in (KARI, OLA, PER):
        told = await stage.last(who, "T-1: begge sier ja")
        assert [word for word in (*PLANTED, "Dømeøyra", "Til tørking") if word not in told.text] == []
    opened = await stage.clicks(OLA, await stage.last(OLA, "T-1: begge sier ja"), "Neste steg")
    assert opened is not None
    assert await stage.fills(OLA, opened, stage="pilot", step="Måle i tre uker", day="2027-04-20") == {}
    await stage.settle()
    for who in (KARI, PER):
        assert "Måle i tre uker" in (await stage.last(who, "T-1")).text
