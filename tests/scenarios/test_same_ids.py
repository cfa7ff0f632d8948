"""Two Slack workspaces and two Teams tenants that give out the same ids: each event is its own, from byte to row."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.settings import Settings
from storage.directory.people import Person
from storage.questions.questions import WITHDRAWN, Question
from tests.platforms.slack import payloads
from tests.scenarios.conftest import furnish
from tests.scenarios.stage import Stage
from tests.scenarios.teams_stage import TeamsStage
from tests.scenarios.test_many_tenants import OTHER
from tests.scenarios.test_many_workspaces import NORTH, Network, network
from tests.standins.slack import KARI, House
from tests.standins.teams import TENANT, activity

__all__ = ["network"]
#: with the person, the channel and the messages of the other
SOUTH = (House("T2", "Sor", "U0NORTH"), NORTH[1], NORTH[2], "xoxb-south")
FIRST, SECOND = "Hvem har erfaring med nettkapasitet i nord?", "Hvem har erfaring med nettkapasitet i sør?"
EDITED = "Hvem har lang erfaring med nettkapasitet i nord?"


async def asked(stage: Stage | Network, platform: str, workspaces: tuple[str, str], user: str) -> list[Question]:
    """The one question of each of the two."""
    found: list[Question] = []
    people: list[Person] = []
    async with stage.bot.database.read() as store:
        for workspace in workspaces:
            known = await store.people.find_person_by_account(platform, workspace, user)
            assert known is not None
            people.append(known[0])
            questions = await store.personal_data.authored_content.list_authored_questions(known[0].id)
            assert len(questions) == 1, [one.text for one in questions]
            found += questions
    assert people[0].id != people[1].id
    assert found[0].source != found[1].source
    return found


async def test_the_same_person_channel_and_message_in_two_slack_workspaces(network: Network) -> None:
    for there in (NORTH, SOUTH):
        await network.installs(there)
        async with network.bot.database.begin() as store:
            (await store.workspaces.ensure_workspace("slack", there[0].team)).accepted = True
    same = {"channel": "D0SAME", "ts": "1700000000.000900", "channel_type": "im"}
    for there, text in ((NORTH, FIRST), (SOUTH, SECOND)):
        await network.says(there, text, **same)
    north, south = await asked(network, "slack", ("T1", "T2"), KARI)
    assert (north.text, south.text) == (FIRST, SECOND)
    message = {"user": KARI, "ts": same["ts"], "text": EDITED, "edited": {"user": KARI, "ts": "1700000001.000000"}}
    changed = payloads.event(
        "message", subtype="message_changed", channel="D0SAME", channel_type="im", message=message,
        previous_message={"user": KARI, "ts": same["ts"], "text": FIRST}, ts="1700000001.000100",
    )  # fmt: skip
    await network.tells(NORTH, changed)
    north, south = await asked(network, "slack", ("T1", "T2"), KARI)
    assert (north.text, south.text) == (EDITED, SECOND)


@pytest.fixture
async def tenants(settings: Settings) -> AsyncIterator[TeamsStage]:
    async with TeamsStage(replace(settings)) as stage:
        await furnish(stage)
        async with stage.bot.database.begin() as store:
            (await store.workspaces.ensure_workspace("teams", OTHER)).installed = True
        yield stage


async def test_the_same_person_chat_and_message_in_two_teams_tenants(tenants: TeamsStage) -> None:
    async def happens(tenant: str, kind: str = "message", **more: object) -> None:
        data = {"tenant": {"id": tenant}, **more.pop("channelData", {})}  # type: ignore[dict-item]
        await tenants._send(activity(kind, id="1700", channelData=data, **more))
        await tenants.settle()

    for tenant, text in ((TENANT, FIRST), (OTHER, SECOND)):
        await happens(tenant, text=text)
    north, south = await asked(tenants, "teams", (TENANT, OTHER), "29:kari")
    assert (north.text, south.text) == (FIRST, SECOND)
    await happens(TENANT, "messageUpdate", text=EDITED, channelData={"eventType": "editMessage"})
    north, south = await asked(tenants, "teams", (TENANT, OTHER), "29:kari")
    assert (north.text, south.text) == (EDITED, SECOND)
    await happens(OTHER, "messageDelete", channelData={"eventType": "softDeleteMessage"})
    north, south = await asked(tenants, "teams", (TENANT, OTHER), "29:kari")
    assert (north.state == WITHDRAWN, south.state == WITHDRAWN) == (False, True)
    async with tenants.bot.database.read() as store:
        kept = [
            await store.conversation_references.map_workspace_references("teams", tenant) for tenant in (TENANT, OTHER)
        ]
    assert all("@29:kari" in one for one in kept)
