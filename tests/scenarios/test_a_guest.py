"""A guest whom only the roster of Teams knows for one, over HTTP: the members' library is not there for them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.settings import Settings
from handlers.solutions.records import seed_row
from tests.scenarios.conftest import furnish
from tests.scenarios.teams_stage import TeamsStage
from tests.scenarios.test_searches import HEAT
from tests.standins.teams import TENANT


@pytest.fixture
async def stage(settings: Settings) -> AsyncIterator[TeamsStage]:
    async with TeamsStage(settings) as stage:
        await furnish(stage)
        home = {"kari": TENANT, "gro": TENANT, "frode": "11111111-2222-4333-8444-555555555555"}
        for who, tenant in home.items():
            role = "guest" if who == "gro" else "user"
            stage.microsoft.members[f"29:{who}"] = {"id": f"29:{who}", "tenantId": tenant, "userRole": role}
        yield stage


async def test_a_guest_by_the_roster_finds_none_of_the_members_solutions(stage: TeamsStage) -> None:
    async with stage.bot.database.begin() as store:
        await seed_row(store, HEAT)
    assert HEAT["title"] in (await stage.looks_up("kari", "overskuddsvarme fra ovnen") or "")
    for who in ("gro", "frode"):
        assert HEAT["title"] not in (await stage.looks_up(who, "overskuddsvarme fra ovnen") or "")
        await stage.tells(who, "finn overskuddsvarme fra ovnen")
        await stage.settle()
        assert HEAT["title"] not in "".join(seen.text for seen in await stage.private(who))
        async with stage.bot.database.read() as store:
            known = await store.people.by_account("teams", TENANT, f"29:{who}")
            assert known is not None
            assert known[0].guest
    assert len(stage.microsoft.lookups) == 3
