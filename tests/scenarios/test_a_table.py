"""A table that a plant has already comes in from a private message, on every platform."""

from __future__ import annotations

import pytest

from bot.maintenance import import_worker
from bot.maintenance.import_worker import ImportWorker
from storage.directory.organisations import CONTACT
from storage.exchange.sites import Site
from tests.scenarios.stage import GRID, Stage

TABLE = "Sted;Energibærer;Forbruk (GWh/år);Formål;År\nVerket;elektrisitet;12;smelteovn 2;2025"
WORDS = "Her er energikartleggingen vår"


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot's own worker looks once, and then leaves all tables to the test."""
    monkeypatch.setattr(import_worker, "LOOK", 3600.0)


async def works(stage: Stage) -> None:
    """What waits is fetched and read."""
    worker = ImportWorker(stage.bot.database, stage.bot.arena, stage.bot.platforms)
    while await worker.work_on_next_table():
        pass
    await stage.settle()


async def test_a_table_comes_in_from_a_message(stage: Stage) -> None:
    """«Har dere energikartleggingen? Send tabellen.»"""
    await stage.joins("kari")
    async with stage.bot.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("eksempel")
        platform, workspace, _ = stage.channel(GRID)
        known = await store.people.find_person_by_account(platform, workspace, stage.user("kari"))
        assert house is not None
        assert known is not None
        await store.organisations.appoint_representative(house.id, known[0].id, CONTACT)
        await store.sites.add(Site(organisation_id=house.id, name="Verket", municipality="Testvik"))
    await stage.sends("kari", WORDS, "kart.csv", TABLE.encode())
    await stage.clicks("kari", await stage.last("kari", "Legg inn tabellen"), "Legg inn tabellen")
    await works(stage)
    shown = await stage.last("kari", "Legg inn")
    assert "Rad 2: Inn: elektrisk kraft, 12 GWh/år (Verket)" in shown.text
    assert "Skal jeg legge inn" not in shown.text, "one message, from first to last"
    await stage.clicks("kari", shown, "Legg inn")
    await stage.settle()
    assert "1 ny" in (await stage.last("kari", "Tabellen er lagt inn")).text
    await stage.sends("kari", "", "kart.csv", TABLE.encode())
    await works(stage)
    assert "Alt står her fra før" in (await stage.last("kari", "1 som før")).text
    assert await stage.room(GRID) == []
