"""Belonging, the same on every platform: joined, confirmed, linked, switched and left."""

from __future__ import annotations

import re

import pytest

from storage.directory.organisations import CONTACT, Organisation
from storage.directory.people import SECRETARIAT
from tests.conftest import Clock
from tests.meetings import MONDAY
from tests.scenarios.stage import GRID, Stage

KARI, OLA, PER = "kari", "ola", "per"


@pytest.fixture
def stage(stage: Stage, clock: Clock) -> Stage:
    """At an hour at which people are told."""
    clock.set(MONDAY)
    stage.bot.database.clock = clock
    return stage


async def furnish(stage: Stage) -> None:
    """Ola is contact of two parks; all three have written to the bot."""
    for who in (KARI, OLA, PER):
        await stage.tells(who, "hjelp")
    platform, workspace, _ = stage.channel(GRID)
    async with stage.bot.database.begin() as store:
        for code in ("eksempel", "proven"):
            house = await store.organisations.add(Organisation(code=code, name=code.title(), kind="park"))
            found = await store.people.find_person_by_account(platform, workspace, stage.user(OLA))
            assert found is not None
            await store.memberships.add_membership(found[0], house.id, confirmed=True)
            await store.organisations.appoint_representative(house.id, found[0].id, CONTACT)
        for who in (KARI, OLA, PER):
            found = await store.people.find_person_by_account(platform, workspace, stage.user(who))
            assert found is not None
            found[0].language = "nb"


async def joins(stage: Stage, who: str, house: str) -> None:
    await stage.tells(who, "meg")
    label = (
        "Velg organisasjonen din"
        if "Velg organisasjonen din" in (await stage.last(who)).labels
        else "Legg til en organisasjon"
    )
    form = await stage.clicks(who, await stage.last(who, label), label)
    assert form is not None
    await stage.fills(who, form, other=house)
    await stage.clicks(OLA, await stage.last(OLA, "Bekreft"), "Bekreft")


async def test_joined_confirmed_linked_switched_and_left(stage: Stage) -> None:
    await furnish(stage)
    await joins(stage, KARI, "Eksempel")
    assert "Du hører nå til Eksempel" in (await stage.last(KARI)).text
    await joins(stage, KARI, "Proven")

    await stage.tells(KARI, "meg koble")
    (code,) = re.findall(r"meg koble (\w{8})", (await stage.last(KARI, "meg koble")).text)
    await stage.tells(PER, "meg koble AAAACCCC")
    assert "ikke riktig" in (await stage.last(PER)).text
    await stage.tells(PER, f"meg koble {code}")
    assert any("Kontoene dine er koblet" in seen.text for seen in await stage.private(PER))
    assert "Kontoene dine er koblet" in (await stage.last(KARI)).text

    await stage.tells(PER, "meg bytt til Proven")
    assert "Du opptrer for Proven fra nå av" in (await stage.last(PER)).text
    await stage.tells(OLA, "hvem Proven")
    assert "Kontaktperson" in (await stage.last(OLA)).text

    for house in ("Eksempel", "Proven"):
        await stage.tells(KARI, "meg slutt")
        form = await stage.clicks(KARI, await stage.last(KARI, "Gå ut"), "Gå ut")
        assert form is not None
        assert await stage.fills(KARI, form) == {}, house
    await stage.tells(KARI, "tema")
    assert "Du har gått ut av nettverket" in (await stage.last(KARI)).text
    await stage.tells(PER, "finn nett")
    assert "Du har gått ut av nettverket" in (await stage.last(PER)).text
    await stage.clicks(OLA, await stage.last(OLA, "Angre"), "Angre")
    assert "hører til" in (await stage.last(KARI)).text


async def test_the_only_one_of_an_organisation_leaves_by_a_form_without_fields(stage: Stage) -> None:
    """The secretariat takes over; what the form says stands above its button."""
    await furnish(stage)
    platform, workspace, _ = stage.channel(GRID)
    async with stage.bot.database.begin() as store:
        house = await store.organisations.add(Organisation(code="alene", name="Alene", kind="company"))
        found = await store.people.find_person_by_account(platform, workspace, stage.user(PER))
        other = await store.people.find_person_by_account(platform, workspace, stage.user(KARI))
        assert found is not None
        assert other is not None
        await store.memberships.add_membership(found[0], house.id, confirmed=True)
        other[0].role = SECRETARIAT
    await stage.tells(PER, "meg slutt")
    form = await stage.clicks(PER, await stage.last(PER, "Gå ut"), "Gå ut")
    assert form is not None
    assert form.fields == {}
    assert await stage.fills(PER, form) == {}
    assert "Per" in (await stage.last(KARI, "hører ikke lenger til Alene")).text
