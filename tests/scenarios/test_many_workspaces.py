"""Two workspaces install the bot, ask and answer each other; one removes it, and takes it back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from bot.app import Bot
from bot.settings import Settings, SlackSettings
from storage.directory.rooms import LOST, OPEN, Room
from tests.platforms.slack import payloads
from tests.scenarios.slack_stage import SlackStage
from tests.scenarios.stage import Json, texts
from tests.scenarios.test_whole_way import ANSWER, QUESTION
from tests.standins import slack as standin
from tests.standins.slack import CLIENT, CLIENT_SECRET, KARI, OLA, House, SlackStandIn

#: house, its room, who is there, its token
NORTH = (House("T1", "Nord", "U0NORTH"), "C1NORTH", KARI, "xoxb-north")
SOUTH = (House("T2", "Sor", "U0SOUTH"), "C2SOUTH", OLA, "xoxb-south")
There = tuple[House, str, str, str]
SECRET = "s" * 32


@dataclass
class Network:
    bot: Bot
    slack: SlackStandIn
    http: aiohttp.ClientSession

    async def installs(self, there: There, token: str = "") -> None:
        house, _, person, first = there
        address = f"http://127.0.0.1:{self.bot.port}/slack"
        async with self.http.get(f"{address}/install", allow_redirects=False) as answer:
            state = parse_qs(urlsplit(answer.headers["Location"]).query)["state"][0]
            cookie = answer.headers["Set-Cookie"].split(";")[0]
        query = {"state": state, "code": self.slack.allow(house, token or first, installer=person)}
        async with self.http.get(f"{address}/oauth_redirect", params=query, headers={"Cookie": cookie}) as answer:
            assert answer.status == 200, await answer.text()
        await self.settles()

    async def tells(self, there: There, payload: Json) -> None:
        house = there[0]
        authorization = {"team_id": house.team, "user_id": house.bot, "is_bot": True}
        body, content_type = payloads.encoded(payload | {"team_id": house.team, "authorizations": [authorization]})
        headers = payloads.signed(body, content_type=content_type)
        async with self.http.post(
            f"http://127.0.0.1:{self.bot.port}/slack/events", data=body, headers=headers
        ) as answer:
            assert answer.status == 200, answer.status
        await self.settles()

    async def says(self, there: There, text: str, **fields: Any) -> None:
        _, channel, person, _ = there
        ts = f"1700000000.{next(_numbers):06d}"
        await self.tells(there, payloads.message(text, **({"channel": channel, "user": person, "ts": ts} | fields)))

    async def removes(self, there: There) -> None:
        """Tokens die first; then both events come, each more than once."""
        house, *_, token = there
        self.slack.houses[token] = replace(house, dead=True)
        revoked = payloads.event("tokens_revoked", tokens={"oauth": [], "bot": [house.bot]})
        for payload in (revoked, payloads.event("app_uninstalled"), revoked):
            await self.tells(there, payload)

    async def settles(self) -> None:
        stage = SlackStage(self.bot.settings)
        stage.bot = self.bot
        await stage.settle()

    def posted(self, there: There) -> list[str]:
        """All texts in its room, and who was able to write them there."""
        kept = self.slack.messages.get(there[1], [])
        return ["\n".join(texts(message.get("blocks", []))) for message in kept]

    async def room(self, there: There) -> Room:
        async with self.bot.database.read() as store:
            found = await store.rooms.find_room_by_channel("slack", there[0].team, there[1])
            assert found is not None
            return found


_numbers = count(1)


@pytest.fixture
async def network(settings: Settings) -> AsyncIterator[Network]:
    async with SlackStandIn() as slack, aiohttp.ClientSession() as http:
        app = SlackSettings(
            "", payloads.SECRET, "", slack.api_url, CLIENT, CLIENT_SECRET,
            redirect_url="https://arena.example.org/slack/oauth_redirect",
        )  # fmt: skip
        async with Bot.from_settings(replace(settings, slack=app, secret_keys=(SECRET,))) as bot:
            async with bot.database.begin() as store:
                for house, channel, *_ in (NORTH, SOUTH):
                    room = await store.rooms.add(
                        Room(platform="slack", workspace=house.team, channel=channel, name="#nett", language="nb")
                    )
                    topic = await store.topics.find_topic_by_slug("nett")
                    await store.rooms.set_room_topics(room.id, {topic.id})
            yield Network(bot, slack, http)


async def test_asked_in_one_and_answered_in_the_other(network: Network) -> None:
    for there in (NORTH, SOUTH):
        await network.installs(there)
        (welcome,) = network.slack.messages[f"D{there[2]}"]
        assert f"Arena er installert i {there[0].name}" in "\n".join(texts(welcome["blocks"]))
    await network.says(NORTH, f"<@U0NORTH> {QUESTION}", kind="app_mention")
    assert all(QUESTION in network.posted(there)[-1] for there in (NORTH, SOUTH))
    card = network.slack.messages[SOUTH[1]][-1]
    await network.says(SOUTH, ANSWER, thread_ts=card["ts"])
    assert ANSWER in network.posted(NORTH)[-1]
    where = {there[3]: {there[1], there[2], f"D{there[2]}"} for there in (NORTH, SOUTH)}
    calls = [
        call for call in network.slack.calls if call.method in ("chat.postMessage", "chat.postEphemeral", "chat.update")
    ]
    assert [call for call in calls if call.arguments["channel"] not in where[call.token]] == [], "each by its own token"


async def test_one_removes_it_and_takes_it_back_and_the_other_notices_nothing(network: Network) -> None:
    for there in (NORTH, SOUTH):
        await network.installs(there)
    await network.removes(NORTH)
    async with network.bot.database.read() as store:
        assert [await store.workspaces.is_awaiting_acceptance("slack", house.team) for house, *_ in (NORTH, SOUTH)] == [
            False,
            False,
        ]
    slack = network.bot.platforms["slack"]
    assert await slack.installs.list_installed_workspaces() == ["T2"]
    assert (await network.room(NORTH)).state == LOST
    await network.says(SOUTH, f"<@U0SOUTH> {QUESTION}", kind="app_mention")
    assert network.posted(NORTH) == []
    assert QUESTION in network.posted(SOUTH)[-1]

    await network.installs(NORTH, "xoxb-north-again")
    assert (await network.room(NORTH)).state == OPEN
    assert "Jeg er tilbake" in network.posted(NORTH)[-1]
    await network.tells(NORTH, payloads.event("app_uninstalled"))
    assert (await network.room(NORTH)).state == OPEN, "the news of the first removal came late"
    await network.says(NORTH, "<@U0NORTH> finn nettkapasitet")
    assert len(network.slack.called("chat.postEphemeral", "xoxb-north-again")) == 1


async def test_a_reply_in_a_shared_channel_counts_once_whichever_workspace_tells_of_it(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """North's channel is shared with South, whose people have the bot at home too."""
    monkeypatch.setitem(standin.PEOPLE, OLA, {**standin.PEOPLE[OLA], "team_id": "T2"})
    for there in (NORTH, SOUTH):
        await network.installs(there)
    await network.says(NORTH, f"<@U0NORTH> {QUESTION}", kind="app_mention")
    card = network.slack.messages[NORTH[1]][-1]
    fields = {"channel": NORTH[1], "user": OLA, "user_team": "T2", "ts": "1700000900.1", "thread_ts": card["ts"]}
    reply = payloads.message(ANSWER, **fields) | {"is_ext_shared_channel": True}
    for there in (SOUTH, NORTH, SOUTH):
        await network.tells(there, reply)
    assert [text.count(ANSWER) for text in network.posted(SOUTH)].count(1) == 1, "once in the other room"
    async with network.bot.database.read() as store:
        question = await store.questions.find_question_by_number(1)
        assert await store.answers.count_answers(question.id) == 1
        known = [await store.people.find_person_by_account("slack", team, OLA) for team in ("T1", "T2")]
        assert [found is not None for found in known] == [False, True], "one person, at home"
    await network.tells(
        SOUTH, payloads.event("channel_left", channel=NORTH[1], actor_id=OLA) | {"is_ext_shared_channel": True}
    )
    assert (await network.room(NORTH)).state == OPEN
