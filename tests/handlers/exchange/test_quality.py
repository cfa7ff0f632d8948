"""What a listing says of quality, waste and distance is read as members write it, and decides matches."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.exchange.daily_hours import find_daily_hours
from handlers.exchange.grid_needs import says_conditions
from handlers.exchange.matches.pair_facts import read_match_row
from handlers.exchange.matching.class_facts import compute_listing_key
from handlers.exchange.quality_text import build_offered_values, build_wishes, parse_quality_text
from tests.conftest import Clock
from tests.conversation import Conversation
from tests.exchanges import HERE, THERE, contact_of, find_matches, writes
from tests.policy import passes, said

HAZARD = "tilby 500 t filterstøv i året"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("10 bar, renhet 99,5 %", {"pressure": 10.0, "purity": 99.5}),
        ("fukt 12 %; tørrstoff 88 %", {"moisture": 12.0, "dry_matter": 88.0}),
        ("purity over 98 % and chloride 0.2 %", {"purity": 98.0, "chloride": 0.2}),
        ("", {}),
    ],
)
def test_what_an_offer_has_is_read(text: str, values: dict[str, float]) -> None:
    assert build_offered_values(text) == values


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("minst 10 bar", {"pressure": {"min": 10.0, "max": None, "must": False}}),
        ("renhet 98 %", {"purity": {"min": 98.0, "max": None, "must": False}}),
        ("må ha fukt under 12 %", {"moisture": {"min": None, "max": 12.0, "must": True}}),
        ("klor 0,1 %", {"chloride": {"min": None, "max": 0.1, "must": False}}),
    ],
)
def test_what_a_need_asks_is_a_bound_in_the_better_direction(text: str, wishes: dict[str, Any]) -> None:
    assert build_wishes(text) == wishes


@pytest.mark.parametrize("text", ["ganske ren", "98 %", "renhet", "10 bar, 12 bar", "renhet 1.200 %"])
def test_what_cannot_be_read_is_told(text: str) -> None:
    assert parse_quality_text(text) is None


def row(direction: str, quality: str, **more: object) -> tuple[tuple[str, object], ...]:
    fields: dict[str, object] = {
        "id": 1,
        "organisation": "1",
        "direction": direction,
        "type": "organic",
        "text": "flis",
    }
    return tuple((fields | {"quality_text": quality} | more).items())


def test_those_outside_match_with_shares_in_steps_and_a_row_without_quality_keeps_its_key() -> None:
    here, there = (read_match_row(row("offer", text)) for text in ("fukt 41 %, 12 bar", "fukt 39 %, 25 bar"))
    assert here.figures.values == {"moisture": 41.0}
    assert here.classes.values == there.classes.values == {"moisture": 40.0}
    assert here.classes.pressure == there.classes.pressure
    assert compute_listing_key(here.classes) == compute_listing_key(there.classes)
    plain = read_match_row(row("offer", ""))
    assert compute_listing_key(plain.classes) != compute_listing_key(here.classes)
    assert plain.figures.pressure is None


async def test_the_pressure_of_a_line_is_kept_as_it_was_said(talk: Conversation) -> None:
    kari = await contact_of(talk, "kari", "eksempel", HERE)
    ola = await contact_of(talk, "ola", "dømeøyra", THERE)
    assert "Quality: 7-8 bar" in said(await writes(kari, "tilby 5 t/h damp på 7-8 bar hele året"))
    assert "1 possible match" not in said(await writes(ola, "treng 4 t/h damp på 12 bar hele året"))
    assert "1 possible match" in said(await writes(ola, "treng 4 t/h damp på 6 bar hele året"))
    assert "Quality" not in said(await writes(kari, "tilby 5 t/h damp på 6 bar og 4 t/h damp på 3 bar"))


async def test_hazardous_waste_goes_only_to_who_takes_it_and_with_its_code(talk: Conversation) -> None:
    kari = await contact_of(talk, "kari", "eksempel", HERE)
    ola = await contact_of(talk, "ola", "dømeøyra", THERE)
    await writes(ola, "treng 500 t filterstøv i året")
    card = await writes(kari, HAZARD)
    assert "1 possible match" in said(card)
    form = await kari.clicks(card, "More about it")
    wrong = (await kari.submits(form, hazardous="yes", quality="ganske ren", max_km="9999")).errors
    assert sorted(wrong) == ["max_km", "quality", "waste_code"]
    told = said(await kari.submits(form, waste_code="10 02 07*", quality="fukt 12 %"))
    assert "100207*" in told
    assert "fukt 12 %" in told
    async with talk.database.read() as store:
        assert [match.closing for match in await store.matches.list_all_matches()] == ["over"]
    need = await ola.does("exchange.quality", "1")
    await ola.submits(need, hazardous="yes")
    async with talk.database.read() as store:
        assert [match.stage for match in await store.matches.list_all_matches() if match.stage != "closed"]


async def test_a_must_and_a_longest_distance_keep_apart(talk: Conversation) -> None:
    kari = await contact_of(talk, "kari", "eksempel", HERE)
    ola = await contact_of(talk, "ola", "dømeøyra", THERE)
    offer = await writes(kari, "tilby 6 000 t flis i året")
    await kari.submits(await kari.clicks(offer, "More about it"), quality="fukt 45 %")
    need = await writes(ola, "treng 6 000 t flis i året")
    assert "1 possible match" in said(need)
    await ola.submits(await ola.clicks(need, "More about it"), quality="må ha fukt under 30 %")
    async with talk.database.read() as store:
        assert {match.stage for match in await store.matches.list_all_matches()} == {"closed"}
    await ola.submits(await ola.does("exchange.quality", "2"), quality="fukt under 50 %", max_km="1")
    async with talk.database.read() as store:
        assert "proposed" not in {match.stage for match in await store.matches.list_all_matches()}
    assert "Write a number of kilometres" in str(
        (await ola.submits(await ola.does("exchange.quality", "2"), max_km="x")).errors
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("treng 5 MW nettkapasitet, tilknytning med vilkår", True),
        ("5 MW på vilkår er greit", True),
        ("need 5 MW, a conditional connection will do", True),
        ("treng 5 MW nettkapasitet, ikke med vilkår", False),
        ("treng 5 MW uten tilknytning med vilkår", False),
        ("treng 5 MW nettkapasitet", False),
    ],
)
def test_a_line_says_whether_conditions_will_do(text: str, *, says: bool) -> None:
    assert says_conditions(text) is says


async def test_a_need_for_grid_capacity_takes_conditions_or_not(talk: Conversation) -> None:
    kari = await contact_of(talk, "kari", "eksempel", HERE)
    need = await writes(kari, "treng 5 MW nettkapasitet med vilkår")
    assert "Connection on conditions: Yes" in said(need)
    form = await kari.clicks(need, "More about it")
    assert "Connection on conditions" not in said(await kari.submits(form, conditional="no"))
    heat = await kari.clicks(await writes(kari, "treng 4 MW varme 55 grader, med vilkår"), "More about it")
    assert heat.form is not None
    assert "conditional" not in [field.name for field in heat.form.fields]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("tilby 4 MW spillvarme 65 grader døgnet rundt", "round"),
        ("treng damp 2 t/h, kvardagar på dagtid", "working_days"),
        ("offer 2 MW of heat in the daytime", "day"),
        ("tilby 40 t slam, kommer satsvis", "batches"),
        ("tilby 4 MW spillvarme 65 grader hele året", ""),
    ],
)
def test_a_line_says_at_which_hours_it_flows(text: str, hours: str) -> None:
    assert find_daily_hours(text) == hours


async def test_hours_of_the_day_count_and_can_be_changed(talk: Conversation, clock: Clock) -> None:
    kari = await contact_of(talk, "kari", "eksempel", HERE)
    ola = await contact_of(talk, "ola", "dømeøyra", THERE)
    offer = await writes(kari, "tilby 4 MW spillvarme 65 grader hele året på hverdager", reach="all")
    assert "Hours of the day: Working days, daytime" in said(offer)
    await writes(ola, "treng 4 MW varme 55 grader hele året, døgnet rundt", reach="all")
    await passes(talk, clock, minutes=5)
    assert await find_matches(talk.database) == []  # 60 hours of 168 are too few
    form = await kari.clicks(offer, "More about it")
    assert "Hours of the day: Round the clock" in said(await kari.submits(form, daily_hours="round"))
    await passes(talk, clock, minutes=5)
    assert [match.factors["time"] for match in await find_matches(talk.database)] == [1.0]
    forged = await kari.submits(form, daily_hours="now and then")
    assert "Hours of the day" not in said(forged)


async def test_what_physics_does_not_allow_is_refused_in_a_form_and_in_a_table(talk: Conversation) -> None:
    kari = await contact_of(talk, "kari", "eksempel", HERE)
    head = "Sted;Tilbud eller behov;Type;Mengde;Temperatur;Retur;Kvalitet"
    told = said(await kari.commands(f"import\n{head}\nkari verk;Tilbud;heat;4 MW;65;80;renhet 140 %", "exchange"))
    assert "Row 2, Retur: What comes back is colder than what is sent out." in told
    assert "Row 2, Kvalitet: A share is at most 100 %." in told
    await writes(kari, HAZARD)
    form = await kari.does("exchange.quality", "1")
    assert (await kari.submits(form, quality="renhet 140 %")).errors == {"quality": "A share is at most 100 %."}
    assert not (await kari.submits(form, quality="renhet 99,5 %")).errors
