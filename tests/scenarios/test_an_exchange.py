"""A whole exchange: offered on Teams, needed on Slack, and followed by the secretariat in the playground.

Each reads it in a language of their own, from the first line to the amount of a year.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bot.app import Bot
from bot.settings import Settings
from handlers.chat.say import Say
from storage.directory.organisations import CONTACT, Organisation
from storage.directory.people import SECRETARIAT, Account, Person
from storage.exchange.listings import NEED, Listing
from storage.exchange.sites import Site
from storage.kit.database import Store
from tests.conftest import Clock
from tests.scenarios.playground_stage import PlaygroundStage
from tests.scenarios.slack_stage import SlackStage
from tests.scenarios.stage import GRID, Stage
from tests.scenarios.teams_stage import TeamsStage
from tests.scenarios.test_a_round import passes
from tests.standins.slack import SlackStandIn
from tests.standins.teams import Microsoft

MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)
#: what only one side knows before both have said yes
PLANTED = {"kari": ("Kvernvika", "Steinbrottet", "Kari"), "ola": ("Dømeøyra", "Verket", "Ola Hansen")}

#: the one organisation that both let see theirs by name
CIRCLE = "tredje"


@dataclass
class Party:
    """Somebody on the platform and in the language of their own."""

    stage: Stage
    who: str
    language: str

    def say(self, text: str) -> str:
        return Say(self.language, ZoneInfo("Europe/Oslo"))(text)

    async def press(self, label: str, on: str = "", **values: str) -> None:
        """Press a button on the newest message with these words, and send the form that it opens."""
        seen = await self.stage.last(self.who, on or self.say(label))
        opened = await self.stage.clicks(self.who, seen, self.say(label))
        if opened is not None:
            assert await self.stage.fills(self.who, opened, **values) == {}
        await self.stage.settle()

    async def write(self, line: str) -> None:
        await self.stage.tells(self.who, line)
        await self.stage.settle()

    async def read(self, containing: str = "") -> str:
        return (await self.stage.last(self.who, containing)).text

    async def read_all(self) -> str:
        """All that this person was shown, drawn bytes included."""
        return "\n".join(f"{seen.text} {seen.raw!r}" for seen in await self.stage.private(self.who))


@pytest.fixture
async def parties(settings: Settings, clock: Clock) -> AsyncIterator[tuple[Party, Party, Party]]:
    """Around one bot: who offers, who needs, and the secretariat."""
    clock.set(MONDAY)
    async with AsyncExitStack() as stack:
        teams, slack, page = TeamsStage(settings), SlackStage(settings), PlaygroundStage(settings)
        teams._stack = slack._stack = stack
        teams.microsoft = await stack.enter_async_context(Microsoft().listening())
        slack.slack = await stack.enter_async_context(SlackStandIn())
        every = replace(settings, teams=teams.credentials(), slack=slack.credentials())
        bot = await stack.enter_async_context(Bot.from_settings(every, playground=True))
        bot.database.clock = clock
        await teams.open(bot)
        await slack.open(bot)
        page.bot, page.url = bot, f"http://127.0.0.1:{bot.port}"
        page.http = await stack.enter_async_context(aiohttp.ClientSession())
        found = Party(teams, "kari", "nb"), Party(slack, "ola", "nn"), Party(page, "per", "en")
        for party in found[:2]:
            await party.write("hjelp")
        async with bot.database.begin() as store:
            per = Person(name="Per", language="en", role=SECRETARIAT, asked_where_at=store.now, digest=False)
            await store.people.add_person_with_account(
                per, Account(platform="playground", workspace="local", user="per", name="Per")
            )
            await store.organisations.add(Organisation(code=CIRCLE, name="Tredje", kind="park"))
            for party in found[:2]:
                await appoint_contact(store, party)
        yield found


async def appoint_contact(store: Store, party: Party) -> None:
    """Make them contact of an organisation with one site; the two are neighbours."""
    platform, workspace, _ = party.stage.channel(GRID)
    known = await store.people.find_person_by_account(platform, workspace, party.stage.user(party.who))
    assert known is not None
    house, site, _ = PLANTED[party.who]
    organisation = await store.organisations.add(Organisation(code=party.who, name=house, kind="park"))
    person = known[0]
    person.organisation_id, person.confirmed = organisation.id, True
    person.language, person.digest = party.language, False
    await store.organisations.appoint_representative(organisation.id, person.id, CONTACT)
    await store.sites.add(
        Site(organisation_id=organisation.id, name=site, municipality="Testvik", latitude=5914, longitude=966)
    )


async def need_alike(bot: Bot) -> None:
    """Four others far away need as much as Ola: so all members may read of what Ola needs, without a name."""
    async with bot.database.begin() as store:
        for n in range(4):
            other = await store.organisations.add(Organisation(code=f"lik{n}", name=f"Lik {n}", kind="park"))
            site = Site(organisation_id=other.id, name="Nordre", municipality="Nordvik", latitude=6900, longitude=1800)
            await store.sites.add(site)
            await store.listings.add(
                Listing(
                    organisation_id=other.id, site_id=site.id, direction=NEED, type="heat", amount="4 MW",
                    temperature=55.0, months=[100] * 12, language="nb", valid_to=date(2028, 1, 1),
                )
            )  # fmt: skip


async def pass_night(stage: Stage, clock: Clock) -> None:
    """Into the next day: all is matched, and who owns what is asked what is missing."""
    clock.forward(days=1)
    for work in stage.bot.router.works.values():
        await work(stage.bot.database, stage.bot.arena)
    await passes(stage, clock, minutes=5)


@pytest.mark.parametrize("way", ["words"], indirect=True)
async def test_from_a_line_to_the_amount_of_a_year(parties: tuple[Party, Party, Party], clock: Clock) -> None:
    kari, ola, per = parties
    async with kari.stage.bot.database.read() as store:
        circle = await store.organisations.find_organisation_by_code(CIRCLE)
    assert circle is not None
    await kari.write("bytte tilby spillvarme 65 grader hele året")
    await kari.press("Offer something", reach="chosen", organisations=str(circle.id))
    assert "Mangler: mengde." in await kari.read()
    await ola.write("byte treng 4 MW varme 55 grader heile året")
    await ola.press("Say what is needed", reach="chosen", organisations=str(circle.id))
    assert "1 mogleg treff no." in await ola.read()
    await passes(kari.stage, clock, minutes=5)
    assert "Namn blir viste når begge seier ja." in await ola.read("Treff for B-2")
    for line in ("hjem", "bytte", "bytte treff", "finn varme", "B-1"):
        await ola.write(line)
    # what was missing is asked without a name and answered, each having read what goes to the other side
    await ola.press("Ask without a name", "Treff for B-2", text="Kor mykje er det?")
    await ola.press("Send it", "Kor mykje er det?")
    await passes(kari.stage, clock, minutes=5)
    await kari.press("Answer without a name", "Kor mykje er det?", text="Om lag 5 MW.")
    await kari.press("Send it", "Om lag 5 MW.")
    # the bot asks it too, after the night, and tells no number of what it may not name
    await need_alike(kari.stage.bot)
    await pass_night(kari.stage, clock)
    assert "Ett eller flere behov i nettverket avhenger av svaret." in await kari.read("Et spørsmål om B-1")
    await kari.press("Answer", "Et spørsmål om B-1", amount="5 MW")
    assert "Mengde: 5 MW, oppgitt av" in await kari.read()
    await pass_night(kari.stage, clock)  # what is changed is matched at night, with what is blind
    assert "– tilbydaren" in await ola.read("Om lag 5 MW.")
    await kari.press("Interesting", "Treff for B-1")
    await passes(kari.stage, clock, minutes=5)
    for party, other in ((kari, ola), (ola, kari)):
        told = await party.read_all()
        assert [word for word in PLANTED[other.who] if word in told] == []
    await ola.press("Interesting", "Treff for B-2")
    for party, title in ((kari, "T-2: begge sier ja"), (ola, "T-2: begge seier ja"), (per, "T-2: both say yes")):
        told = await party.read(title)
        assert [word for words in PLANTED.values() for word in words if word not in told] == []
    # from talks to running, each step taken on another platform
    await per.press("Next step", "T-2: both say yes", stage="study", step="Draw the pipe", day="2027-04-20")
    await ola.press("Next step", ola.say("Facilitator"), stage="pilot", step="Måle i tre veker", day="2027-05-20")
    await kari.press("Next step", kari.say("Facilitator"), stage="running", step="Lese av måleren", day="2028-02-01")
    assert "I drift" in await ola.read(ola.say("Facilitator"))
    clock.set(datetime(2028, 1, 10, 10, tzinfo=UTC))
    await kari.press("Say how much", kari.say("Facilitator"), amount="30 GWh")
    await ola.press("Say how much", ola.say("Facilitator"), amount="29 GWh")
    await passes(kari.stage, clock, minutes=5)
    for party, amounts in (
        (kari, "levert: 30 GWh · mottatt: 29 GWh"),
        (ola, "levert: 30 GWh · motteke: 29 GWh"),
        (per, "supplied: 30 GWh · received: 29 GWh"),
    ):
        assert amounts in await party.read(party.say("Facilitator")), party.who
