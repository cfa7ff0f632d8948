"""Whoever belongs to one house, to none, to several, or is a guest, asks, finds and answers; members save as well."""

from __future__ import annotations

import asyncio
import time

from handlers.library.solutions.import_export import import_solution_row
from storage.directory.organisations import Organisation
from storage.directory.people import GUEST, Person
from tests.scenarios.stage import GRID, LOBBY, Stage

HEAT = {
    "id": "L-001", "topic": "energi", "lang": "nb", "title": "Overskuddsvarme fra ovnen til fjernvarme",
    "problem": "Varme gikk ut gjennom taket", "done": "En varmeveksler leverer til nabobedriften",
    "date": "2026-01-20", "verify_by": "2099-01-20", "level": "open",
}  # fmt: skip
#: for members: found by those alone whom a house has confirmed
STEAM = HEAT | {
    "id": "L-002", "title": "Damp fra ovnen til tørkeanlegget", "problem": "Varme ble borte i dampen fra ovnen",
    "level": "members",
}  # fmt: skip
MEMBERS = ("kari", "lise")
#: who -> the houses they belong to
HOUSES = {"kari": ("eksempel",), "ola": (), "per": (), "lise": ("eksempel", "proven")}
QUESTION = "Nettselskapet svarer ikke om tilknytning av {n} MW, hva er riktig neste steg i kapasitetskøen?"


async def furnish(stage: Stage) -> None:
    """Kari belongs to one house, Lise to two, Ola to none, and Per is a guest."""
    for who in HOUSES:
        await stage.tells(who, "hjelp")
    async with stage.bot.database.begin() as store:
        houses = {
            code: await store.organisations.add(Organisation(code=code, name=code.title(), kind="park"))
            for code in ("eksempel", "proven")
        }
        platform, workspace, _ = stage.channel(GRID)
        for who, codes in HOUSES.items():
            known = await store.people.find_person_by_account(platform, workspace, stage.user(who))
            assert known is not None
            person: Person = known[0]
            person.language = "nb"
            if who == "per":
                person.role = GUEST
            for code in codes:
                await store.memberships.add_membership(person, houses[code].id, confirmed=True)
        await import_solution_row(store, HEAT)
        await import_solution_row(store, STEAM)


async def until_read(stage: Stage) -> None:
    """What was saved has its vector, where there is a model."""
    meanings, end = stage.bot.meanings, time.monotonic() + 30
    stage.bot.embedding_worker.wake_embedding_worker()
    while meanings.ready and (meanings.matrix is None or not meanings.matrix.size):
        assert time.monotonic() < end
        await asyncio.sleep(0.05)


async def test_only_whom_a_house_has_confirmed_finds_what_is_for_members(stage: Stage, way: str) -> None:
    await furnish(stage)
    await until_read(stage)
    for who in HOUSES:
        await stage.tells(who, "finn varme fra ovn")
        found = (await stage.last(who)).text
        assert HEAT["title"] in found, who
        assert (STEAM["title"] in found) == (who in MEMBERS), who
        assert ("ser du bare det som er åpent for alle" in found) == (who == "ola"), who
    assert stage.bot.meanings.ready == (way == "meaning")


async def test_each_asks_finds_and_answers_whatever_they_belong_to(stage: Stage, way: str) -> None:
    await furnish(stage)
    await until_read(stage)
    for number, who in enumerate(HOUSES, 1):
        await stage.tells(who, "finn varme fra ovn")
        assert HEAT["title"] in (await stage.last(who)).text, who
        if who == "per":  # a guest asks nobody
            continue
        text = QUESTION.format(n=number)
        await stage.mentions(who, text, LOBBY)
        if not any(text in card.text for card in await stage.room(GRID)):
            await stage.clicks(who, await stage.last(who, "Spør likevel"), "Spør likevel")
        (card,) = [card for card in await stage.room(GRID) if text in card.text]
        answer = f"Be om skriftlig svar innen {number} uker."
        await stage.replies("lise" if who != "lise" else "kari", card, answer)
        told = await stage.last(who, answer)
        await stage.clicks(who, told, "Dette løste det")
        saving = await stage.last(who, "Lagre som løsning")
        form = await stage.clicks(who, saving, "Lagre som løsning")
        assert form is not None
        assert await stage.fills(who, form, title=f"Svar nummer {number}", topic="nett") == {}
    assert stage.bot.meanings.ready == (way == "meaning")
    failures = [
        sample.value
        for metric in stage.bot.metrics.registry.collect()
        for sample in metric.samples
        if sample.name == "arena_meaning_failures_total" or sample.labels.get("outcome") == "failed"
    ]
    assert sum(failures) == 0
