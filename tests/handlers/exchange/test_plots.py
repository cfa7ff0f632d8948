"""Plots: written down in three forms or a table, read as far as their level goes, and found in words."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from bot.cli.record_commands import run_seed_command
from bot.importers.seeding import SeedError, seed_records
from bot.settings import read_settings
from handlers.chat.cards import Item, Reply, Text
from handlers.chat.say import LANGUAGES, Say
from handlers.exchange.plots.plot_facts import FACTS, read_plot_values
from handlers.exchange.plots.plot_fields import write_plot_number
from handlers.exchange.plots.plot_hits import PlotSight, find_plots, list_missed_wishes
from handlers.exchange.plots.plot_labels import label_plot_fact
from handlers.exchange.plots.plot_parser import parse_fact_text
from handlers.exchange.plots.plot_publication import forget_organisation_plots
from handlers.exchange.plots.plot_wish_texts import describe_plot_wish
from handlers.exchange.plots.plot_wishes import read_plot_query
from handlers.exchange.power_sensitive_details import find_power_sensitive_detail
from storage.exchange.plots import Plot
from storage.kit.database import Database
from tests.conversation import Conversation, Someone
from tests.exchanges import opens_part, text_of
from tests.policy import said

SAY = Say("en", ZoneInfo("Europe/Oslo"))
BASICS = {"name": "Nordkaia", "municipality": "Testvik", "area": "120 mål"}
ROW = '{"id": "P-7", "organisation": "eksempel", "name": "Nordkaia", "municipality": "Testvik", "area": 120'


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await talk.person("kari", organisation="eksempel", contact=True)


async def list_plots(database: Database) -> list[Plot]:
    async with database.read() as store:
        return [*await store.plots.list_all_plots()]


async def adds(who: Someone, **values: object) -> Reply:
    return await who.submits(await who.does("plots.write"), **(BASICS | values))


async def test_three_fields_are_enough_and_numbers_are_read_as_members_write_them(
    talk: Conversation, kari: Someone
) -> None:
    assert "No plot is written down yet." in text_of(await kari.commands("tomt", "exchange"))
    await kari.says("bytte tomt ny")
    form = await kari.clicks(kari.last, "Add a plot")
    wrong = await kari.submits(form, name="", municipality="Testvik", area="1.200", free_area="12 MW", picture="x")
    assert wrong.errors == {
        "name": "This is needed.",
        "area": "“1.200” may be 1,200 or 1.2.",
        "free_area": "“12 MW” cannot be an amount of this. It is counted in da.",
        "picture": "“x” is no address. It begins with https://.",
    }
    assert (await kari.submits(form, **BASICS, free_area="13 ha")).errors == {
        "free_area": "The free area is larger than all of it."
    }
    assert (await kari.submits(form, **(BASICS | {"area": "30 000 da"}))).errors == {
        "area": "“30 000 da” is more than any site has. Is the unit right?"
    }
    assert await list_plots(talk.database) == []
    saved = await kari.submits(form, **BASICS, free_area="8 hektar", zoning="adopted", zoned_on="2025-06-01")
    assert saved.card is not None
    assert saved.card.title == "P-1 Nordkaia, Testvik: 120 da"
    assert "Free area: 80 da" in text_of(saved)
    assert "Zoning plan adopted on: 1 June 2025" in text_of(saved)
    form = await opens_part(kari, saved, "Quay, railway and road")
    assert "quay" in (await kari.submits(form, quay="no", quay_draught="9,5 m")).errors
    saved = await kari.submits(form, quay_draught="9,5 m")
    assert "Quay: Yes" in text_of(saved), "a draught tells that there is one"
    assert "Draught at quay: 9.5 m" in text_of(saved)


async def test_no_form_has_more_than_eight_fields_and_each_keeps_what_the_others_say(
    talk: Conversation, kari: Someone
) -> None:
    first = (await kari.does("plots.write")).form
    assert first is not None
    assert len(first.fields) <= 8
    card = await adds(kari)
    for label, values in (
        ("Zoning and ground", {"zoning": "begun"}),
        ("Quay, railway and road", {"rail": "yes"}),
        ("Water, heat and fibre", {"fibre": "yes"}),
        ("Grid", {"firm_power": "20 MW", "grid_company": "Testnett"}),
        ("Reserved and queued", {"queued_power": "30"}),
        ("Ownership and option", {"ownership": "Testvik kommune", "earliest_year": "2029"}),
    ):
        form = await opens_part(kari, card, label)
        assert form.form is not None
        assert form.form.title == label
        assert len(form.form.fields) <= 8
        card = await kari.submits(form, **values)
    for line in ("Free capacity: 20 MW", "Grid company: Testnett", "Capacity in the queue: 30 MW",
                 "Zoning: Being zoned", "Railway", "Fibre",
                 "Ownership: Testvik kommune", "Earliest start: 2029"):  # fmt: skip
        assert line in text_of(card)
    card = await kari.submits(await opens_part(kari, card, "Grid"), firm_power="25 MW")
    history = (await kari.clicks(card, "History")).card
    assert history is not None
    (day,) = history.parts
    assert isinstance(day, Item)
    assert day.text.count("Free capacity") == 1, "what one person changed in a day is told together"
    assert {"Free capacity: 25 MW", "Ownership: Testvik kommune"} <= set(day.text.split(" · "))


async def test_a_form_that_was_opened_before_it_was_parted_is_stored_whole(talk: Conversation, kari: Someone) -> None:
    form = await opens_part(kari, await adds(kari), "Grid")
    saved = await kari.submits(form, firm_power="20", queued_power="30", mature="yes", ownership="Testvik kommune")
    for line in ("Free capacity: 20 MW", "Capacity in the queue: 30 MW", "Ownership: Testvik kommune"):
        assert line in text_of(saved)
    saved = await kari.submits(await opens_part(kari, saved, "Grid"), firm_power="21")
    assert "Capacity in the queue: 30 MW" in text_of(saved), "what the form has no field for stays"
    saved = await kari.submits(await opens_part(kari, saved, "Water, heat and fibre"), fibre="yes", quay_draught="9,5")
    assert "Draught at quay: 9.5 m" in text_of(saved)


async def test_the_language_of_a_plot_is_that_of_its_words_in_whichever_form(talk: Conversation, kari: Someone) -> None:
    card = await adds(kari)
    notes = "Otters live along the stream, and the old stone wall is protected."
    card = await kari.submits(await opens_part(kari, card, "Zoning and ground"), nature_notes=notes)
    assert [plot.language for plot in await list_plots(talk.database)] == ["en"]
    await kari.submits(await kari.clicks(card, "Change"), free_area="60 da")
    assert [plot.language for plot in await list_plots(talk.database)] == ["en"]


async def test_figures_of_the_grid_stand_apart_and_are_never_added(talk: Conversation, kari: Someone) -> None:
    """«med trygg og god nettkapasitet»"""
    form = await opens_part(kari, await adds(kari), "Grid")
    power = {"firm_power": "20 MW", "firm_year": "2028", "conditional_power": "15000 kW"}
    saved = await kari.submits(form, **power, voltage="132 kV", grid_source="letter")
    form = await opens_part(kari, saved, "Reserved and queued")
    saved = await kari.submits(form, reserved_power="8", queued_power="30", mature="yes")
    for line in ("Free capacity: 20 MW from 2028", "Capacity on conditions: 15 MW", "Reserved capacity: 8 MW",
                 "Capacity in the queue: 30 MW", "Voltage: 132 kV", "say different things, and are not added",
                 "Capacity that is reserved cannot be lent"):  # fmt: skip
        assert line in text_of(saved)
    assert not {"28", "35", "43", "73"} & set(text_of(saved).replace(" MW", "").split()), "no sum of them"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Enlinjeskjema ligger på https://example.org/sld.pdf", "drawing"),
        ("See the single-line diagram", "drawing"),
        ("Kabeltrasé langs veien", "cables"),
        ("kart over fjernvarmenettet", "pipes"),
        ("Sårbarhetsanalyse for området", "weaknesses"),
        ("Nordli transformatorstasjon har 40 MVA", "station"),
        ("Trafostasjonen i Vik, 132/22 kV 25 MW", "station"),
        ("2 km til transformatorstasjon. Parken ønsker 20 MW.", None),
        ("Elvemusling i bekken, fredet steingard. 20 MW ledig fra 2028.", None),
        ("Bensinstasjon 2 km unna, 300 kW lading", None),
    ],
)
def test_power_sensitive_details_are_known(text: str, kind: str | None) -> None:
    assert find_power_sensitive_detail(text) == kind


async def test_a_power_sensitive_detail_is_refused_with_the_reason_and_nothing_is_stored(
    talk: Conversation, kari: Someone
) -> None:
    """«med trygg og god nettkapasitet»"""
    refused = await adds(kari, nature_notes="Enlinjeskjema henger på veggen")
    assert "which is power-sensitive information that everybody must keep secret" in refused.errors["nature_notes"]
    table = "Navn;Kommune;Areal;Nettselskap\nNordkaia;Testvik;120;Vestnett, Li transformatorstasjon 40 MVA"
    told = await kari.submits(await kari.does("exchange.import", "plots"), rows=table)
    assert "Row 2, Nettselskap: power-sensitive information, which is not kept" in told.errors["rows"]
    with pytest.raises(SeedError, match="power-sensitive"):
        await seed_records(talk.database, "plots", [ROW + ', "road": "kabelkart"}'])
    site = await kari.does("sites.write")
    await kari.submits(site, name="Verket", municipality="Testvik")
    form = await kari.commands("tilby 4 MW kraft", "exchange")
    assert set((await kari.submits(form, text="Se enlinjeskjema")).errors) == {"text"}
    form = await kari.does("streams.write")
    assert set((await kari.submits(form, type="power", destination="Li transformatorstasjon, 40 MVA")).errors) == {
        "destination"
    }
    async with talk.database.read() as store:
        tables = ("plots", "listings", "streams", "import_drafts", "held_posts", "plot_changes")
        kept = [(await store.session.execute(sa.text(f"SELECT count(*) FROM {table}"))).scalar() for table in tables]
    assert kept == [0, 0, 0, 0, 0, 0]


async def test_guests_read_open_parts_alone_and_search_in_nothing_else(talk: Conversation, kari: Someone) -> None:
    """Each closed fact holds a word of its own, and none of them reaches a guest: in no card, search or list."""
    card = await adds(kari, reach="open", open_parts=("access",), nature_notes="hemmelig-land", picture_credit="")
    await kari.submits(await opens_part(kari, card, "Quay, railway and road"), quay="yes", road="åpen-vei", steam="yes")
    secret = {
        "grid_company": "hemmelig-nett",
        "ownership": "hemmelig-eier",
        "firm_power": "1777",
        "firm_year": "2031",
    }
    card = await kari.submits(await opens_part(kari, card, "Grid"), **secret)
    assert "Open: guests too · Guests read besides: Quay, railway and road" in text_of(card)
    (plot,) = await list_plots(talk.database)
    gus, ola = await talk.person("gus", role="guest"), await talk.person("ola", organisation="dømeøyra")
    shown = [text_of(await gus.does("plots.open", str(plot.id))), text_of(await gus.commands("tomt", "exchange"))]
    for words in ("tomt over 5000 MW", "tomt med damp og kai", "tomt over 100 da og 20 MW før 2029"):
        shown.append(text_of(await gus.commands(words, "exchange")))
    for words in ("hemmelig-nett", "hemmelig-land", "hemmelig-eier", "Nordkaia"):
        shown.append(text_of(await gus.commands(words, "find")))
    assert "Road class: åpen-vei" in shown[0]
    assert "Nordkaia" in shown[-1]
    for text in shown:
        assert not {"hemmelig-land", "1777", "2031"} & set(text.replace("“", " ").replace(",", "").split())
        assert "Steam: Yes" not in text
        assert "Free capacity" not in text or "Not known: free capacity" in text
    assert "P-1" not in shown[2], "what may not be read meets nothing"
    assert "hemmelig-nett" in text_of(await ola.does("plots.open", str(plot.id)))
    for action in ("plots.write", "plots.history", "plots.remove"):
        assert (await gus.does(action, str(plot.id))).form is None
        assert "hemmelig" not in text_of(await gus.does(action, str(plot.id)))


async def test_levels_keep_a_plot_from_others_and_the_history_tells_who_changed_what(
    talk: Conversation, kari: Someone
) -> None:
    card = await adds(kari, reach="hidden")
    (plot,) = await list_plots(talk.database)
    ola, sara = await talk.person("ola", organisation="dømeøyra"), await talk.person("sara", role="secretariat")
    assert "I cannot find that plot." in text_of(await ola.does("plots.open", str(plot.id)))
    assert "Nordkaia" not in text_of(await ola.commands("tomt", "exchange"))
    await sara.submits(await sara.does("plots.write", str(plot.id)), **(BASICS | {"area": "150 da"}), reach="all")
    history = text_of(await kari.clicks(card, "History"))
    assert "Area: 120 da → 150 da" in history
    assert "Hidden: only your organisation and the secretariat → Members" in history
    assert "Nordkaia" in text_of(await ola.commands("tomt", "exchange"))
    await ola.says("P-1")
    assert "Nordkaia, Testvik: 150 da" in ola.last.text
    async with talk.database.begin() as store:
        await forget_organisation_plots(store, plot.organisation_id)
    assert await list_plots(talk.database) == []


SIGHTS = {
    "all": {"area": 200.0, "free_area": 120.0, "quay": True, "firm_power": 25.0, "firm_year": 2027},
    "small": {"area": 200.0, "free_area": 60.0, "quay": True, "firm_power": 25.0},
    "no quay": {"area": 300.0, "quay": False, "firm_power": 30.0},
    "late": {"area": 150.0, "quay": True, "firm_power": 20.0, "firm_year": 2029},
    "on conditions": {"area": 140.0, "quay": True, "firm_power": 12.0, "conditional_power": 40.0},
    "unknown": {"area": 180.0, "quay": True},
    "two": {"area": 20.0, "quay": False, "firm_power": 30.0},
}


def test_a_search_in_words_finds_what_meets_all_and_says_what_is_missed() -> None:
    """«Tilrettelegging for nye industriområder»: conditional capacity never counts as free, nor is it added to it."""
    query = read_plot_query("tomt over 100 da med kai og 20 MW før 2029")
    assert [describe_plot_wish(SAY, wish) for wish in query.wishes] == [
        "area at least 100 da", "free capacity at least 20 MW", "by 2028", "quay",
    ]  # fmt: skip
    assert (query.unread, query.doubtful) == ((), ())
    sights = [PlotSight(n, values, ()) for n, values in enumerate(SIGHTS.values())]
    hits = {list(SIGHTS)[hit.sight.id]: hit.missed for hit in find_plots(sights, query.wishes)}
    assert list(hits) == ["all", "unknown", "no quay", "late", "on conditions", "small"]
    missed = {name: (one.wish.key, one.known) for name, one in hits.items() if one is not None}
    assert missed == {
        "small": ("area", True), "no quay": ("quay", True), "late": ("earliest_year", True),
        "on conditions": ("firm_power", True), "unknown": ("firm_power", False),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("industritomt på 50 dekar ved kai", "area at least 50 da · quay"),
        ("tomt under 2 ha uten jernbane", "area at most 20 da · without railway"),
        ("tomt mellom 100 og 200 mål med 10 m dypgang",
         "area at least 100 da · area at most 200 da · draught at quay at least 10 m"),
        ("tomt med 200 m kai og ISPS", "length of quay at least 200 m · ISPS quay"),
        ("tomt med 30 MW på vilkår og 132 kV", "capacity on conditions at least 30 MW · voltage at least 132 kV"),
        ("regulert tomt på fjell i Testvik", "Testvik · plan adopted / ready to build · rock"),
        ("tomt med vann og avløp", "water · sewage"),
        ("tomt med 50 m3/h prosessvatn innan 2030", "water at least 50 m³/h"),
        ("plot of at least 10 ha with rail and 5 MW by 2030",
         "area at least 100 da · free capacity at least 5 MW · by 2030 · railway"),
    ],
)  # fmt: skip
def test_searches_are_read_in_three_languages(text: str, wishes: str) -> None:
    found = read_plot_query(text, {"testvik"}).wishes
    assert " · ".join(describe_plot_wish(SAY, wish) for wish in found) == wishes


def test_what_is_doubtful_or_unknown_in_a_search_filters_nothing_and_is_told() -> None:
    query = read_plot_query("tomt over 1.200 da med flyplass")
    assert (query.wishes, query.unread, query.doubtful) == ((), ("flyplass",), ("1.200 da",))
    plot = PlotSight(1, {"area": 10.0}, ())
    (missed,) = list_missed_wishes(plot, read_plot_query("tomt med kai").wishes)
    assert (missed.wish.key, missed.known) == ("quay", False)


async def test_a_line_in_the_chat_is_a_search_and_what_finds_nothing_may_be_asked(
    talk: Conversation, kari: Someone
) -> None:
    card = await adds(kari, free_area="110")
    await kari.submits(await opens_part(kari, card, "Quay, railway and road"), quay="yes")
    await kari.submits(await opens_part(kari, card, "Grid"), firm_power="12", conditional_power="25")
    await kari.says("tomt over 100 da med kai og 20 MW før 2029")
    shown = kari.last.card
    assert [part.text for part in shown.parts if isinstance(part, Text)] == [
        "Looks for: area at least 100 da · free capacity at least 20 MW · by 2028 · quay", "These miss one thing:",
    ]  # fmt: skip
    (item,) = [part for part in shown.parts if isinstance(part, Item)]
    assert item.note == (
        "Misses: free capacity at least 20 MW. Has 12 MW. On conditions, which is another thing: 25 MW."
    )
    nothing = await kari.submits(await kari.does("plots.find"), text="over 500 da")
    assert "No plot meets all of this" in text_of(nothing)
    assert "Ask the network" in [one.label for one in nothing.card.list_buttons()]
    assert await kari.clicks(nothing, "Change the search") is not None


async def test_a_table_is_brought_in_whole_and_changes_only_what_has_changed(
    talk: Conversation, kari: Someone, tmp_path: Path, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "Id;Tomt;Kommune;Areal (daa);Regulering;Kai;Ledig MW;Ledig kapasitet, fra år;Dypgang\n"
    form = await kari.clicks(await kari.commands("tomt import", "exchange"), "Paste a table")
    wrong = await kari.submits(form, rows=head + "1;Nord;Testvik;1.200;kanskje;ja;20;1066;9\n2;;Testvik;5;;;;;400")
    told = wrong.errors["rows"]
    for fault in ("Row 2, Areal (daa): “1.200 da” may be 1,200 or 1.2.", "Row 2, Regulering: “kanskje” is none",
                  "Row 2, Ledig kapasitet, fra år: “1066” is no year", "Row 3, Tomt: is required",
                  "Row 3, Dypgang: “400” is more than any site has."):  # fmt: skip
        assert fault in told
    right = head + "1;Nord;Testvik;1 200;Plan vedtatt;ja;20;2028;9\n2;Sør;Testvik;5;;nei;;;"
    preview = await kari.submits(form, rows=right)
    assert "Row 2: Nord, Testvik: 1,200 da (Eksempel" in text_of(preview)
    assert "2 are new" in text_of(await kari.clicks(preview, "Bring it in"))
    (tmp_path / "tomter.csv").write_text(right.replace("1 200", "1 100"), encoding="utf-8")
    settings = read_settings({"DATABASE_URL": sqlite_url})
    assert await run_seed_command(settings, "plots", str(tmp_path / "tomter.csv")) == 0
    assert "2 plots: 0 new, 1 changed, 1 unchanged." in capsys.readouterr().out
    north, south = await list_plots(talk.database)
    known = read_plot_values(north)
    assert known == {
        "name": "Nord", "municipality": "Testvik", "area": 1100.0, "zoning": "adopted", "quay": True,
        "quay_draught": 9.0, "firm_power": 20.0, "firm_year": 2028,
    }  # fmt: skip
    assert (south.quay, south.contact_id) == (False, kari.person_id)


def test_every_fact_has_a_name_in_each_language_and_its_field_takes_back_what_it_writes() -> None:
    for language in LANGUAGES:
        say = Say(language, ZoneInfo("Europe/Oslo"))
        labels = [label_plot_fact(say, key) for key in FACTS]
        assert len(set(labels)) == len(FACTS)
    for number in (0.5, 1.234, 12.0, 1234.5, 15000.0):
        assert parse_fact_text(FACTS["area"], write_plot_number(number, "da")) == number


async def test_a_plot_of_which_nothing_is_free_is_not_offered_as_a_whole(talk: Conversation, kari: Someone) -> None:
    form = await kari.does("plots.write")
    await kari.submits(form, **(BASICS | {"area": "120 da"}), free_area="0 da")
    await kari.submits(form, **(BASICS | {"area": "130 da", "name": "Sørkaia"}), free_area="80 da")
    found = said(await kari.commands("tomt over 100 da", "exchange"))
    assert "No plot meets all of this" in found
    assert "P-1" not in found
    missed = said(await kari.commands("tomt over 100 da regulert", "exchange"))
    assert "Has 130 da" not in missed, "what is free is what counts"
    assert "P-2" not in said(await kari.commands("tomt under 50 da", "exchange"))


async def test_a_column_that_a_table_of_plots_lacks_is_named_in_the_readers_words(
    talk: Conversation, kari: Someone
) -> None:
    async with talk.database.begin() as store:
        (await store.people.load_person(kari.person_id)).language = "nb"
    told = said(await kari.commands("tomt import\nId;Tomt;Areal\n1;Kaia;50", "exchange"))
    assert "Rad 2, Kommune: " in told
    told = said(await kari.commands("tomt import\nTomt;Kommune;Daa;Areal;Ledig\nKaia;Testvik;1;50;80", "exchange"))
    assert "Rad 2, Ledig: går ikke sammen med det raden sier om «Areal»" in told


async def test_a_table_cannot_make_more_of_a_plot_free_than_there_is(talk: Conversation, kari: Someone) -> None:
    await kari.submits(await kari.does("plots.write"), **(BASICS | {"area": "120 da"}), free_area="80 da")
    told = said(await kari.commands("tomt import\nId;Navn;Kommune;Areal\nP-1;Kaia;Testvik;50", "exchange"))
    assert "Row 2, Id: P-1 as it stands does not fit: “Free area” beside “Area”." in told
    whole = said(await kari.commands("tomt import\nId;Navn;Kommune;Areal;Ledig\nP-1;Kaia;Testvik;50;40", "exchange"))
    assert "1 is changed" in whole
