"""A search that finds nothing teaches the bot, with one tap of the topic's lead, the same on every platform."""

from __future__ import annotations

from handlers.library.solutions.import_export import import_solution_row
from tests.scenarios.stage import Stage

HEAT = {
    "id": "L-001", "topic": "energi", "lang": "nb", "title": "Overskuddsvarme fra ovnen til fjernvarme",
    "problem": "Varme gikk ut gjennom taket", "done": "En varmeveksler leverer til nabobedriften",
    "date": "2026-01-20", "verify_by": "2099-01-20",
}  # fmt: skip
WORDS = "gratisgløden"


async def test_what_was_searched_for_in_vain_is_found_after_one_tap(stage: Stage) -> None:
    await stage.joins("kari")
    platform, workspace, _ = stage.channel("energi")
    async with stage.bot.database.begin() as store:
        await import_solution_row(store, HEAT)
        known = await store.people.find_person_by_account(platform, workspace, stage.user("kari"))
        topic = await store.topics.find_topic_by_slug("energi")
        assert known is not None
        assert topic is not None
        await store.topics.set_topic_leads(topic.id, [known[0].id])

    await stage.joins("per")
    await stage.tells("per", f"finn {WORDS}")
    nothing = await stage.last("per", "Fant ikke noe")
    form = await stage.clicks("per", nothing, "Søk")
    assert form is not None
    await stage.fills("per", form, text="varme fra ovn")
    await stage.clicks("per", await stage.last("per", HEAT["title"]), "Vis")
    assert HEAT["done"] in (await stage.last("per", HEAT["done"])).text

    await stage.tells("kari", "tema")
    await stage.clicks("kari", await stage.last("kari", "Hva det er søkt etter"), "Hva det er søkt etter")
    listed = await stage.last("kari", "Funnet med andre ord")
    assert f"«{WORDS}»" in listed.text
    await stage.clicks("kari", listed, "Legg til som søkeord")
    assert f"«{WORDS}» finner L-001" in (await stage.last("kari", "finner L-001")).text

    await stage.tells("per", f"finn {WORDS}")
    assert HEAT["title"] in (await stage.last("per", f"«{WORDS}»")).text
