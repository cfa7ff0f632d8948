"""Sites: contacts write them down, and nobody but their organisation and the secretariat sees them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.importers.seeding import SeedError, seed_records
from handlers.chat.cards import Reply
from handlers.chat.say import Say
from handlers.exchange.sites.positions import WrongPosition, parse_position_text, round_degrees, write_position
from storage.directory.organisations import Organisation
from storage.exchange.sites import Site
from storage.kit.database import Database
from tests.conversation import Conversation, Someone
from tests.exchanges import text_of

ROW = '{"id": "A-7", "organisation": "eksempel", "name": "Nordverket", "municipality": "Testvik"'


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    """The contact of a park."""
    return await talk.person("kari", organisation="eksempel", contact=True)


async def list_sites(database: Database) -> list[Site]:
    async with database.read() as store:
        return list(await store.sites.list_all_sites())


async def add_site(who: Someone, **values: Any) -> Reply:
    return await who.submits(
        await who.commands("sted nytt", "exchange"), **{"name": "Nordverket", "municipality": "Testvik"} | values
    )


async def test_a_contact_adds_a_site_in_one_form_and_sees_what_is_not_known(talk: Conversation, kari: Someone) -> None:
    added = await add_site(kari, position="59,1388 9,6555", quay="yes")
    assert "Position: 59.14 9.66" in text_of(added)
    assert "Quay: Yes" in text_of(added)
    assert "Not known yet: grid company, price area and railway." in text_of(added)
    assert "Nordverket" in text_of(await kari.commands("sted", "exchange"))
    assert "Offers and needs" in text_of(await kari.commands("flaum", "exchange")), "no word of ours, so all there is"
    (site,) = await list_sites(talk.database)
    assert (site.code, site.latitude, site.longitude, site.rail) == ("A-1", 5914, 966, None)


@pytest.mark.parametrize(
    ("municipality", "position", "asked"),
    [
        ("Porsgrunn", "59.14 9.66", ""),
        ("porsgrunn kommune", "58.94 9.66", ""),
        ("Porsgrunn", "61.14 9.66", "⚠️ The position is about 220 km from Porsgrunn. Is it right?"),
        ("Sunnfjord", "60.39 5.32", "⚠️ The position is about 110 km from Sunnfjord. Is it right?"),
        ("Alver", "60.63 5.20", ""),
        ("Sør-Odal", "69.65 18.96", "⚠️ The position is about 1,100 km from Sør-Odal. Is it right?"),
        ("Liksomvik", "61.14 9.66", ""),
        ("Porsgrunn", "55.68 12.57", "⚠️ The position is outside Norway. Is it right?"),
        ("Porsgrunn", "", ""),
    ],
)
async def test_a_position_far_from_its_municipality_is_kept_and_asked_about(
    kari: Someone, municipality: str, position: str, asked: str
) -> None:
    """Whoever wrote it sees the question on the card; a place that no list knows is not measured."""
    shown = text_of(await add_site(kari, municipality=municipality, position=position))
    assert [line for line in shown.splitlines() if "⚠️" in line] == ([asked] if asked else [])


async def test_a_line_in_the_chat_offers_the_form(kari: Someone) -> None:
    await kari.says("bytte sted nytt")
    assert (await kari.clicks(kari.last, "Add a site")).form is not None


@pytest.mark.parametrize(
    ("line", "name", "municipality"),
    [
        ("bytte sted nytt Fôrkaia", "Fôrkaia", ""),
        ("byte stad ny Fôrkaia, Sunndal", "Fôrkaia", "Sunndal"),
        ("exchange site new The feed quay", "The feed quay", ""),
    ],
)
async def test_a_line_that_names_the_site_fills_the_form(
    talk: Conversation, kari: Someone, line: str, name: str, municipality: str
) -> None:
    await kari.says(line)
    opened = await kari.clicks(kari.last, "Add a site")
    assert opened.form is not None
    assert {field.name: field.value for field in opened.form.fields[:2]} == {"name": name, "municipality": municipality}
    await kari.submits(opened, municipality="Sunndal")
    assert [site.name for site in await list_sites(talk.database)] == [name]


async def test_a_site_is_changed_and_removed(talk: Conversation, kari: Someone) -> None:
    form = await kari.clicks(await add_site(kari, rail="no"), "Change")
    changed = await kari.submits(form, name="Sørverket", price_area="NO2")
    assert "Price area: NO2" in text_of(changed)
    assert "Railway: No" in text_of(changed)
    assert [site.name for site in await list_sites(talk.database)] == ["Sørverket"]
    await kari.clicks(changed, "Remove")
    assert await list_sites(talk.database) == []


async def test_what_is_wrong_stands_at_its_field(kari: Someone) -> None:
    await add_site(kari)
    again = await add_site(kari, name="nordverket", municipality="Annetvik")
    assert again.errors == {"name": "Nordverket is there already."}
    empty = await add_site(kari, name=" ", municipality="", position="nord")
    assert set(empty.errors) == {"name", "municipality", "position"}


async def test_a_colleague_reads_and_others_do_not(talk: Conversation, kari: Someone) -> None:
    await add_site(kari)
    (site,) = await list_sites(talk.database)
    ola = await talk.person("ola", organisation="eksempel")
    seen = await ola.does("sites.open", str(site.id))
    assert seen.card is not None
    assert not list(seen.card.list_buttons())
    bea = await talk.person("bea", organisation="dømeøyra", contact=True)
    assert "I cannot find that site." in text_of(await bea.does("sites.open", str(site.id)))
    assert "Nordverket" not in text_of(await bea.commands("sted", "exchange"))
    sara = await talk.person("sara", role="secretariat")
    listed = await sara.commands("sted", "exchange")
    assert "Organisation: Eksempel" in text_of(await sara.clicks(listed, "Show"))


async def test_nobody_adds_a_site_for_whom_they_do_not_act(talk: Conversation, kari: Someone) -> None:
    ola = await talk.person("ola", organisation="eksempel")
    assert "Only the organisation's contacts" in text_of(await ola.does("sites.write"))
    async with talk.database.begin() as store:
        other = await store.organisations.add(Organisation(code="annet", name="Annet", kind="park"))
    forged = await kari.submits(
        await kari.does("sites.write"), name="Nordverket", municipality="Testvik", organisation=str(other.id)
    )
    assert forged.errors == {"organisation": "Choose an organisation."}
    gus = await talk.person("gus", organisation="eksempel", role="guest")
    assert "Guests can answer" in text_of(await gus.commands("sted", "exchange"))
    assert await list_sites(talk.database) == []


async def test_whoever_acts_for_several_chooses_for_which(talk: Conversation, kari: Someone) -> None:
    sara = await talk.person("sara", role="secretariat")
    async with talk.database.begin() as store:
        other = await store.organisations.add(Organisation(code="annet", name="Annet", kind="park"))
    form = await sara.commands("sted nytt", "exchange")
    unsaid = await sara.submits(form, name="Nordverket", municipality="Testvik")
    assert unsaid.errors == {"organisation": "Choose an organisation."}
    added = await sara.submits(form, name="Nordverket", municipality="Testvik", organisation=str(other.id))
    assert "Organisation: Annet" in text_of(added)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("59.14, 9.66", (5914, 966)), ("59,14 9,66", (5914, 966)), ("59,14, 9,66", (5914, 966)), ("59 9", (5900, 900)),
        ("59.1449° N 9.6551° Ø", (5914, 966)), ("-33.86 151.21", (-3386, 15121)), ("", None),
    ],
)  # fmt: skip
def test_a_position_is_read_as_people_write_it(written: str, read: tuple[int, int] | None) -> None:
    assert parse_position_text(written) == read


@pytest.mark.parametrize("written", ["59,14", "9.66 59.14", "91 9", "59 9 12", "Testvik 59 9", "59.14 S 9.66"])
def test_what_is_no_position_is_refused(written: str) -> None:
    with pytest.raises(WrongPosition):
        parse_position_text(written)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_position_is_written_as_the_form_reads_it(language: str) -> None:
    say = Say(language, ZoneInfo("Europe/Oslo"))
    for place in ((5914, 966), (-3386, -17900), (5900, 900)):
        assert parse_position_text(write_position(say, *place)) == place
    assert round_degrees(Decimal("9.655")) == 966


@pytest.mark.parametrize(
    "wrong",
    ['"latitude": 59.14', '"latitude": 95, "longitude": 9', '"price_area": "NO9"', '"latitude": "x", "longitude": 1'],
)
async def test_a_row_that_says_no_place_is_refused(talk: Conversation, kari: Someone, wrong: str) -> None:
    with pytest.raises(SeedError):
        await seed_records(talk.database, "sites", [f"{ROW}, {wrong}}}"])
    await seed_records(talk.database, "sites", [f'{ROW}, "latitude": 59.1388, "longitude": 9.66}}'])
    (site,) = await list_sites(talk.database)
    assert (site.latitude, site.longitude) == (5914, 966)
