"""One thread, many rooms: what is said in one house stands in the threads of all others, once and as it is now."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

import aiohttp
import pytest

from bot.app import Bot
from bot.settings import Settings, SlackSettings
from storage.directory.rooms import LOST
from tests.platforms.slack import payloads
from tests.scenarios.four_houses import Home, SlackHome, TeamsHome, settled, storm
from tests.scenarios.stage import texts
from tests.scenarios.teams_stage import TeamsStage
from tests.scenarios.test_many_workspaces import NORTH, SECRET, SOUTH, Network
from tests.scenarios.test_whole_way import QUESTION
from tests.standins.slack import CLIENT, CLIENT_SECRET, Failure, House, SlackStandIn
from tests.standins.teams import TENANT, Fault, Microsoft

OTHER_TENANT = "77777777-8888-4777-8666-555555555555"
PICTURE = {"name": "kart.png", "mimetype": "image/png", "permalink": "https://nord.slack.com/files/U1KARI/F1/kart.png"}


@dataclass
class Network4:
    """Teams A asks; the others answer. `dead` is a room that cannot be written to."""

    asks: TeamsHome
    slack: SlackHome
    north: SlackHome
    teams: TeamsHome
    dead: SlackHome

    @property
    def homes(self) -> list[Home]:
        return [self.asks, self.slack, self.north, self.teams]


@pytest.fixture
async def network(settings: Settings) -> AsyncIterator[Network4]:
    async with AsyncExitStack() as stack:
        slack, http = await stack.enter_async_context(SlackStandIn()), aiohttp.ClientSession()
        await stack.enter_async_context(http)
        stage = TeamsStage(settings)
        stage.microsoft = await stack.enter_async_context(Microsoft().listening())
        both = replace(
            settings,
            teams=replace(stage.credentials(), allowed_tenants=(TENANT, OTHER_TENANT)),
            slack=SlackSettings(
                "", payloads.SECRET, "", slack.api_url, CLIENT, CLIENT_SECRET,
                redirect_url="https://arena.example.org/slack/oauth_redirect",
            ),
            secret_keys=(SECRET,),
        )  # fmt: skip
        bot = await stack.enter_async_context(Bot.from_settings(both))
        yield await furnished(bot, http, slack, stage.microsoft)


async def furnished(bot: Bot, http: aiohttp.ClientSession, slack: SlackStandIn, microsoft: Microsoft) -> Network4:
    def at_slack(there: tuple[House, str, str, str], channel: str, name: str, where: str) -> SlackHome:
        house, _, user, _ = there
        return SlackHome(bot, http, house.team, channel, user, name, where, slack=slack, house=house)

    def at_teams(tenant: str, channel: str, user: str, name: str, where: str) -> TeamsHome:
        return TeamsHome(bot, http, tenant, channel, user, name, where, microsoft=microsoft)

    four = Network4(
        asks=at_teams(TENANT, "19:a@thread.tacv2", "29:asta", "Asta Berg", "Aurland"),
        slack=at_slack(SOUTH, SOUTH[1], "Ola Hansen", "Bremanger"),
        north=at_slack(NORTH, NORTH[1], "Kari Nordmann", "Drammen"),
        teams=at_teams(OTHER_TENANT, "19:b@thread.tacv2", "29:per", "Per Persen", "Elverum"),
        dead=replace(at_slack(NORTH, "C9DEAD", "Nils Nord", "Fauske"), user="U9NILS"),
    )
    slack.without_bot.add("C9DEAD")
    for home in (*four.homes, four.dead):
        await home.furnish("nett")
    for there in (NORTH, SOUTH):
        await Network(bot, slack, http).installs(there)
    for home in (four.asks, four.teams):
        await home.arrives()
    four.asks.ask(QUESTION)
    await four.asks.tell()
    return four


async def test_every_room_ends_with_the_same_thread(network: Network4) -> None:
    asks, slack, north, teams = network.asks, network.slack, network.north, network.teams
    first = slack.say("Ring dem.")
    await slack.tell()
    assert "Ola Hansen, Bremanger, fra Slack" in asks.thread()[0]
    assert north.thread()[0].startswith("Ola Hansen, Bremanger\n") or "fra Slack" not in north.thread()[0]
    told = ["\n".join(texts(call["blocks"])) for call in slack.slack.called("chat.postEphemeral")]
    assert len(told) == 1
    assert "leses i andre rom også. Synlig for 5 organisasjoner." in told[0]
    assert "🔒" in told[0]
    second = teams.say("Hvilket nummer?")
    await teams.tell()
    asks.say("Takk, men de svarer ikke.")
    await asks.tell()
    slack.edit(first, "Skriv til dem.")
    await slack.tell()
    teams.delete(second)
    await teams.tell()
    picture = north.say("", beside=[PICTURE])
    await north.tell()
    north.say("🔒 bare for oss i Drammen")
    slack.say("intern: og dette for oss i Bremanger")
    for home in (north, slack):
        await home.tell()
        await home.echo() if isinstance(home, SlackHome) else None
    for home in network.homes:
        said = home.thread()
        assert not any("bare for oss" in one or "dette for oss" in one for one in said if one not in home.own.values())
        ours = [one for one in said if "for oss" not in one]
        assert [part in text for part, text in zip(("Skriv til dem.", "de svarer ikke"), ours, strict=False)] == [
            True
        ] * 2
        assert len(ours) == (2 if home is north else 3)
    assert "[bilde kart.png: vises i Slack]" in asks.thread()[-1]
    assert "Åpne i Slack" in asks.thread()[-1]

    asks.react(asks.order[-1], "like")
    slack.react(next(id for id in slack.posts if "kart.png" in slack.shows(id)), "+1")
    north.react(picture, "heart")
    asks.react(asks.card, "2705_whiteheavycheckmark")
    for home in network.homes:
        await home.tell()
    for home in network.homes:
        assert "Svar fra Kari Nordmann, Drammen: 👍 2 · ❤️ 1" in home.shows(home.card)
    asks.react(next(id for id in asks.posts if "Skriv til dem." in asks.shows(id)), "checkmark")
    await asks.tell()
    for home in network.homes:
        assert "✅ Løst" in home.shows(home.card)
        assert "Skriv til dem." in home.shows(home.card)
    slack.say("Tusen takk!")
    await slack.tell()
    assert "✅ Løst" in north.shows(north.card)
    slack.say("Det gjelder ikke lenger, for fristen er flyttet til fredag.")
    await slack.tell()
    assert "✅ Løst" not in north.shows(north.card)


@pytest.mark.parametrize("seed", [2])
async def test_also_when_events_come_twice_and_in_any_order_under_throttling_and_with_a_dead_room(
    network: Network4, seed: int
) -> None:
    rng = random.Random(seed)
    slack, microsoft = network.slack.slack, network.asks.microsoft
    for method in ("chat.postMessage", "chat.update", "chat.delete"):
        slack.fail(method, *(Failure("ratelimited", 429, retry_after=1) for _ in range(3)))
    for only in ("POST /v3", "PUT /v3"):
        microsoft.faults += [Fault(429, {}, {"Retry-After": "1"}, only=only) for _ in range(3)]
    for number in range(3):
        for home in network.homes:
            message = home.say(f"svar {home.organisation} {number}.")
            match rng.randrange(5):
                case 0:
                    home.edit(message, f"endret {home.organisation} {number}.")
                    home.edit(message, f"endret igjen {home.organisation} {number}.")
                case 1:
                    home.delete(message)
                case 2:
                    home.edit(message, f"🔒 internt {home.organisation} {number}.")
                case 3:
                    home.edit(message, f"🔒 internt {home.organisation} {number}.")
                    home.edit(message, f"likevel {home.organisation} {number}.")
        await storm(network.homes, rng)
    await same_everywhere(network)
    async with network.dead.bot.database.read() as store:
        room = await store.rooms.find_room_by_channel("slack", network.dead.workspace, network.dead.channel)
        assert room is not None
        assert room.state == LOST


async def same_everywhere(network: Network4) -> None:
    """Each message as its author left it, once in every room: carried by the bot, but where it was written."""
    await settled(network.asks.bot)
    wanted = {
        (home.organisation, text)
        for home in network.homes
        for text in home.own.values()
        if text and not text.startswith("🔒")
    }
    orders: list[list[str]] = []
    for home in network.homes:
        carried = "\n".join(home.shows(id) for id in home.posts if id != home.card)
        expected = {text for where, text in wanted if where != home.organisation}
        assert {text: carried.count(text) for text in expected} == dict.fromkeys(expected, 1)
        assert "🔒" not in carried
        assert not any(text in carried for where, text in wanted if where == home.organisation)
        lines = [line for line in carried.split("\n") if line in expected]
        assert len(lines) == len([line for line in carried.split("\n") if line.endswith(".")]), carried
        orders.append(lines)
    for one in orders:
        for other in orders:
            both = set(one) & set(other)
            assert [text for text in one if text in both] == [text for text in other if text in both]
