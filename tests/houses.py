"""Further organisations of a network in a test, and rooms that are in their houses."""

from __future__ import annotations

from storage.directory.organisations import Organisation
from storage.directory.rooms import Room
from storage.kit.database import Database


async def houses(
    database: Database, *codes: str, kind: str = "park", region: str = "", industry: str = ""
) -> list[int]:
    """The ids of these, made where they are new; and of five without names, where none are given."""
    async with database.begin() as store:
        found = []
        for code in codes or tuple(f"house-{n}" for n in range(5)):
            house = await store.organisations.find_organisation_by_code(code)
            if house is None:
                house = await store.organisations.add(Organisation(code=code, name=code.title(), kind=kind))
            house.kind, house.region, house.industry = kind, region, industry
            found.append(house.id)
        return found


async def house_of(database: Database, room: Room, code: str) -> None:
    """From now on the room is in this organisation's house."""
    (id,) = await houses(database, code)
    async with database.begin() as store:
        row = await store.rooms.find(room.id)
        assert row is not None
        row.organisation_id = id
