"""A guest whom only the roster of Teams knows for one, over HTTP: the members' library is not there for them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.settings import Settings
from handlers.library.solutions.import_export import import_solution_row
from storage.directory.people import MEMBER, Account, Person
from tests.scenarios.conftest import furnish
from tests.scenarios.teams_stage import TeamsStage
from tests.scenarios.test_searches import HEAT
from tests.standins.teams import TENANT, Fault


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
        await import_solution_row(store, HEAT)
    await stage.joins("kari")
    assert HEAT["title"] in (await stage.looks_up("kari", "overskuddsvarme fra ovnen") or "")
    for who in ("gro", "frode"):
        assert HEAT["title"] not in (await stage.looks_up(who, "overskuddsvarme fra ovnen") or "")
        await stage.tells(who, "finn overskuddsvarme fra ovnen")
        await stage.settle()
        assert HEAT["title"] not in "".join(seen.text for seen in await stage.private(who))
        async with stage.bot.database.read() as store:
            known = await store.people.find_person_by_account("teams", TENANT, f"29:{who}")
            assert known is not None
            assert known[0].guest
    assert len(stage.microsoft.lookups) == 3


async def test_a_new_member_is_a_guest_until_the_roster_can_be_read(stage: TeamsStage) -> None:
    async with stage.bot.database.begin() as store:
        await import_solution_row(store, HEAT)
    await meets_in_vain(stage, "kari")
    await stage.joins("kari")
    assert HEAT["title"] not in await finds(stage, "kari")
    assert await is_guest(stage, "kari")
    stage.microsoft.faults.clear()
    assert HEAT["title"] in await finds(stage, "kari")
    assert not await is_guest(stage, "kari")


async def test_a_guest_met_while_the_roster_is_away_never_becomes_a_member_by_it(stage: TeamsStage) -> None:
    await meets_in_vain(stage, "gro")
    stage.microsoft.faults.clear()
    await finds(stage, "gro")
    assert await is_guest(stage, "gro")


async def test_a_member_who_is_known_stays_one_while_the_roster_is_away(stage: TeamsStage) -> None:
    async with stage.bot.database.begin() as store:
        account = Account(platform="teams", workspace=TENANT, user="29:kari", name="Kari")
        await store.people.add_person_with_account(Person(name="Kari", language="nb", role=MEMBER), account)
    await meets_in_vain(stage, "kari")
    assert not await is_guest(stage, "kari")


async def meets_in_vain(stage: TeamsStage, who: str) -> None:
    """The roster is away for good while they write."""
    stage.microsoft.faults = [Fault(503, only="/members/") for _ in range(20)]
    await stage.tells(who, "hei")
    await stage.settle()
    assert stage.microsoft.lookups


async def finds(stage: TeamsStage, who: str) -> str:
    await stage.tells(who, "finn overskuddsvarme fra ovnen")
    await stage.settle()
    return (await stage.private(who))[-1].text


async def is_guest(stage: TeamsStage, who: str) -> bool:
    async with stage.bot.database.read() as store:
        known = await store.people.find_person_by_account("teams", TENANT, f"29:{who}")
    assert known is not None
    assert known[0].guest == known[1].guest
    return known[0].guest
