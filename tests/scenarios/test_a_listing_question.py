"""What an offer does not say is asked of its owner and answered in a form, the same on every platform."""

from __future__ import annotations

from datetime import UTC, date, datetime

from handlers.exchange.listings.listing_publication import announce_listing
from storage.directory.organisations import CONTACT, Organisation
from storage.exchange.listings import NEED, OFFER, Listing
from storage.exchange.sites import Site
from tests.conftest import Clock
from tests.scenarios.stage import GRID, Stage
from tests.scenarios.test_a_round import passes

MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)


async def add_pair(stage: Stage, who: str) -> None:
    """Who offers heat of which the amount is not known, and a neighbour whose need all members read by name."""
    platform, workspace, _ = stage.channel(GRID)
    async with stage.bot.database.begin() as store:
        known = await store.people.find_person_by_account(platform, workspace, stage.user(who))
        assert known is not None
        person = known[0]
        for code, direction, amount in (("kvernvika", OFFER, ""), ("domeoyra", NEED, "4 MW")):
            house = await store.organisations.add(Organisation(code=code, name=code.title(), kind="park"))
            if direction == OFFER:
                person.organisation_id, person.confirmed, person.language, person.digest = house.id, True, "nb", False
                await store.organisations.appoint_representative(house.id, person.id, CONTACT)
            site = await store.sites.add(
                Site(organisation_id=house.id, name="Verket", municipality="Testvik", latitude=5914, longitude=966)
            )
            listing = await store.listings.add(
                Listing(
                    organisation_id=house.id, site_id=site.id, direction=direction, type="heat", amount=amount,
                    temperature=65.0 if direction == OFFER else 50.0, months=[100] * 12, language="nb",
                    contact_id=person.id if direction == OFFER else None, valid_to=date(2027, 9, 1), sendings=0,
                )
            )  # fmt: skip
            await announce_listing(store, stage.bot.arena, listing)


async def test_an_answer_takes_the_place_of_its_question_and_stands_once(stage: Stage, clock: Clock) -> None:
    clock.set(MONDAY)
    stage.bot.database.clock = clock
    await stage.tells("kari", "hjelp")
    await add_pair(stage, "kari")
    clock.forward(days=1)
    for work in stage.bot.router.works.values():
        await work(stage.bot.database, stage.bot.arena)
    await passes(stage, clock, minutes=5)
    asked = await stage.last("kari", "Et spørsmål om B-1")
    form = await stage.clicks("kari", asked, "Svar")
    assert form is not None
    assert "amount" in await stage.fills("kari", form, amount="mye")
    assert await stage.fills("kari", form, amount="5 MW") == {}
    await stage.settle()
    # a dialog of Teams shows it in front of the chat until it is closed
    chat = [seen for seen in await stage.private("kari") if "heading" not in seen.raw]
    answers = [seen.text for seen in chat if "Mengde: 5 MW, oppgitt av" in seen.text]
    assert len(answers) == 1, "the message that asked says it, and nothing stands below it"
    assert "Svar om B-1" in answers[0]
