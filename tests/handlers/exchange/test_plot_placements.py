"""What is taken into use of plots is told in one form, taken back in one tap, and added up in the report."""

from __future__ import annotations

import json

from bot.importers.rows.plots import export_plot_rows
from bot.importers.seeding import seed_records
from handlers.chat.cards import Reply
from storage.exchange.plot_placements import PlotPlacement
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation
from tests.exchanges import text_of
from tests.handlers.exchange.test_plots import adds, list_plots


async def list_placements(database: Database) -> list[PlotPlacement]:
    async with database.read() as store:
        return [*await store.plot_placements.list_all_placements()]


async def test_land_that_is_no_longer_free_is_asked_about_and_taken_down(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    card = await adds(kari, free_area="80 da")
    changed = await kari.submits(await kari.clicks(card, "Change"), free_area="40 da")
    assert "40 da less is free. Was it taken into use?" in text_of(changed)
    form = await kari.clicks(changed, "Taken into use")
    assert (await kari.submits(form, area="", power="")).errors.keys() == {"area"}
    assert (await kari.submits(form, area="300 da")).errors.keys() == {"area"}
    assert (await kari.submits(form, area="40 da", left="200 da")).errors.keys() == {"left"}
    assert (await kari.submits(form, area="40 da", year="2999")).errors.keys() == {"year"}
    assert (await kari.submits(form, area="40", power="4 da")).errors.keys() == {"power"}
    told = await kari.submits(form, area="40", power="12 MW", left="35 da")
    assert "40 da, 12 MW" in text_of(told)
    assert [plot.free_area for plot in await list_plots(talk.database)] == [35]
    ola = await talk.person("ola", organisation="dømeøyra", contact=True)
    assert "40 da, 12 MW" not in text_of(await ola.does("plots.open", str((await list_plots(talk.database))[0].id)))
    (one,) = await list_placements(talk.database)
    assert "Only its owner" in text_of(await ola.does("plots.unplace", str(one.id)))
    async with talk.database.read() as store:
        rows = await export_plot_rows(store)
    assert [(row["placements"][0]["area"], row["placements"][0]["power"]) for row in rows] == [(40, 12)]
    await kari.does("plots.unplace", str(one.id))
    assert await list_placements(talk.database) == []
    assert "taken back already" in text_of(await kari.does("plots.unplace", str(one.id)))
    told = await kari.submits(await kari.clicks(changed, "Taken into use"), area="30", power="")
    assert "30 da" in text_of(told)
    (again,) = await list_placements(talk.database)
    assert (again.id, again.area, again.power) == (one.id, 30, None), "a report that has counted it counts it once"
    await kari.does("plots.unplace", str(one.id))
    await kari.does("plots.remove", str((await list_plots(talk.database))[0].id))
    await seed_records(talk.database, "plots", [json.dumps(row) for row in rows])
    assert [(one.area, one.power) for one in await list_placements(talk.database)] == [(40, 12)]


async def test_a_plot_that_is_removed_and_registered_anew_counts_once(talk: Conversation, clock: Clock) -> None:
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    card = await adds(kari, free_area="80 da")
    changed = await kari.submits(await kari.clicks(card, "Change"), free_area="40 da")
    await kari.submits(await kari.clicks(changed, "Taken into use"), area="40", power="12 MW")
    clock.forward(days=1)
    await kari.does("plots.remove", str((await list_plots(talk.database))[0].id))
    assert len(await list_placements(talk.database)) == 1, "it was taken into use"
    again = await adds(kari, free_area="80 da")
    assert "40 da, 12 MW" in text_of(again), "and stands on its card, where it can be taken back"
    changed = await kari.submits(await kari.clicks(again, "Change"), free_area="40 da")
    form = await kari.clicks(changed, "Taken into use")
    clock.forward(minutes=5)
    await kari.submits(form, area="40", power="12 MW")
    assert [(one.area, one.power) for one in await list_placements(talk.database)] == [(40, 12)]
    clock.forward(minutes=5)
    await kari.submits(form, area="5", power="")
    assert [one.area for one in await list_placements(talk.database)] == [40, 5]


async def test_a_plot_that_is_removed_and_loaded_from_a_file_counts_once(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    card = await adds(kari, free_area="80 da")
    changed = await kari.submits(await kari.clicks(card, "Change"), free_area="40 da")
    for _ in range(2):
        await kari.submits(await kari.clicks(changed, "Taken into use"), area="20", power="")
    async with talk.database.read() as store:
        rows = await export_plot_rows(store)
    await kari.does("plots.remove", str((await list_plots(talk.database))[0].id))
    await seed_records(talk.database, "plots", [json.dumps(row) for row in rows])
    assert [one.area for one in await list_placements(talk.database)] == [20, 20]


async def test_no_year_takes_more_of_a_plot_than_there_is_and_several_are_pointed_out(talk: Conversation) -> None:
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    card = await adds(kari, area="120 da", free_area="120 da")

    async def takes(area: str, year: str) -> Reply:
        return await kari.submits(await kari.clicks(card, "Taken into use"), area=area, year=year)

    assert not (await takes("80 da", "2027")).errors
    assert (await takes("41 da", "2027")).errors.keys() == {"area"}
    full = await takes("40 da", "2027")
    assert "are told" not in text_of(full)
    assert "In all 180 da of 120 da are told." in text_of(await takes("60 da", "2026"))
    (one,) = [one for one in await list_placements(talk.database) if one.year == 2026]
    assert "are told" not in text_of(await kari.does("plots.unplace", str(one.id)))
