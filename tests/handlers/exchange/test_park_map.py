"""The map of parks: insiders see all, others what three have told or what they read anyway; and coverage."""

from __future__ import annotations

import pytest

from handlers.chat.cards import Facts, Reply, Text
from handlers.exchange.mapping.park_pairs import PlacedPark, find_park_pairs
from handlers.exchange.matching.distance_factor import compute_position_vector
from storage.exchange.listings import HIDDEN_LEVEL
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.exchanges import contact_of, text_of, writes

COMPANIES = ("en", "to", "tre", "fire")


def rows_of(reply: Reply, park: str) -> dict[str, str]:
    """What stands below the name of a park."""
    assert reply.card is not None, reply
    parts = list(reply.card.parts)
    at = next(n for n, part in enumerate(parts) if isinstance(part, Text) and part.text == park)
    facts = parts[at + 1]
    assert isinstance(facts, Facts)
    return dict(facts.rows)


async def tells(who: Someone, type_: str, direction: str = "out", **values: str) -> None:
    await who.submits(await who.does("streams.write"), type=type_, direction=direction, **values)


@pytest.fixture
async def park(talk: Conversation) -> dict[str, Someone]:
    """A park with four companies, whose contacts have a site each; Kari is the contact of the park itself."""
    people = {"kari": await contact_of(talk, "kari", "eksempel", "59,14 9,66")}
    for name in COMPANIES:
        people[name] = await contact_of(talk, name, f"bedrift-{name}", "59,14 9,66")
    async with talk.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("eksempel")
        assert house is not None
        for name in COMPANIES:
            company = await store.organisations.find_organisation_by_code(f"bedrift-{name}")
            assert company is not None
            company.kind, company.parent_id = "company", house.id
    return people


async def name_of(database: Database, code: str) -> str:
    async with database.read() as store:
        found = await store.organisations.find_organisation_by_code(code)
    assert found is not None
    return found.name


async def test_others_see_what_three_have_told_and_what_they_read_by_name(
    talk: Conversation, park: dict[str, Someone]
) -> None:
    eksempel = await name_of(talk.database, "eksempel")
    ola = await contact_of(talk, "ola", "dømeøyra", "60,15 9,67")
    sara = await talk.person("sara", role="secretariat")
    for name in ("en", "to"):
        await tells(park[name], "heat")
    await tells(park["en"], "water", "in")
    await writes(park["fire"], "tilby 5000 t slagg i året", reach="all")
    await writes(park["tre"], "tilby 2 t/h damp", reach=HIDDEN_LEVEL)
    seen = rows_of(await ola.commands("kart", "exchange"), eksempel)
    assert seen["Has to spare"] == "material"
    assert "heat" in seen["Fewer than 3 have answered"]
    assert "steam" in seen["Fewer than 3 have answered"]
    for who in (park["kari"], sara):
        inside = rows_of(await who.commands("kart", "exchange"), eksempel)
        assert (inside["Has to spare"], inside["Needs or uses"]) == ("heat and material", "water")
        assert "steam" in inside["Nobody has answered"], "what is hidden tells nothing"
    assert rows_of(await park["to"].commands("kart", "exchange"), eksempel)["Has to spare"] == "material"
    await tells(park["to"], "steam", "in")
    await tells(park["tre"], "heat", "in")
    seen = rows_of(await park["to"].commands("kart", "exchange"), eksempel)
    assert "Needs or uses" not in seen, "what one tells oneself does not bring two others to the floor"
    seen = rows_of(await ola.commands("kart", "exchange"), eksempel)
    assert (seen["Has to spare"], seen["Needs or uses"]) == ("heat and material", "heat")


@pytest.mark.draws("streams.reminder")
async def test_a_park_sees_who_has_answered_and_reminds_the_others_once_a_week(
    talk: Conversation, park: dict[str, Someone], clock: Clock
) -> None:
    """«samarbeid om kartlegging av energi- og materialstrømmer»"""
    await tells(park["en"], "heat", amount="4 MW", basis="measured", year="2024")
    await tells(park["en"], "water")
    await park["to"].clicks(await park["to"].commands("flyt", "exchange"), "No streams to tell of")
    seen = await park["kari"].commands("kart", "exchange")
    coverage = await park["kari"].clicks(seen, "Who has answered")
    said = text_of(coverage)
    for line in ("Have answered: 2 of 5", "Streams with an amount: 1 of 2", "Measured: 100 %", "Oldest year: 2024"):
        assert line in said
    assert "Not answered yet:" in said
    assert "3 organisations are asked, at most once a week." in text_of(
        await park["kari"].clicks(coverage, "Remind them")
    )
    await park["kari"].clicks(coverage, "Remind them")
    await talk.settle()
    asked = [post for post in park["tre"].sees if "What flows in and out of" in post.text]
    assert len(asked) == 1
    assert "2 of 5" in asked[0].text
    assert "no streams to tell of, as of" in text_of(await park["tre"].clicks(asked[0], "No streams to tell of"))
    await tells(park["fire"], "heat")
    clock.forward(hours=7 * 24)
    again = await park["kari"].clicks(coverage, "Remind them")
    assert "1 organisation is asked" in text_of(again), "the park itself has not answered"
    value = next(one.value for one in seen.card.list_buttons() if one.label == "Who has answered")
    for who in (park["en"], await contact_of(talk, "ola", "dømeøyra", "60,15 9,67")):
        assert "Only" in text_of(await who.does("streams.coverage", value)), (
            "not for the companies in it, nor for others"
        )


def parks(km: float, **flows: str) -> list[PlacedPark]:
    """Two parks on a line: what each has to spare and needs, as "heat,water>steam"."""
    found = []
    for n, (name, said) in enumerate(flows.items()):
        spare, _, needs = said.partition(">")
        place = compute_position_vector(60 + n * km / 1.3 / 111.2, 6)
        found.append(PlacedPark(name, frozenset(spare.split(",")), frozenset(needs.split(",")), [place]))
    return found


@pytest.mark.parametrize(
    ("km", "first", "second", "told"),
    [
        (20, "heat>material", "material>heat", (("heat",), ("material",))),
        (20, "heat>material", "material>water", None),  # one way alone complements nobody
        (40, "heat>material", "material>heat", None),  # heat goes no farther
        (200, "co2>material", "material>co2", (("co2",), ("material",))),
        (400, "co2>material", "material>co2", None),
        (5, "steam>water", "water>heat", (("steam",), ("water",))),  # steam serves as heat
        (5, "power>water", "water>power", None),  # capacity is nobody's to lend
    ],
)
def test_two_parks_complement_each_other_where_something_goes_each_way(
    km: float, first: str, second: str, told: tuple[tuple[str, ...], tuple[str, ...]] | None
) -> None:
    pairs = find_park_pairs(parks(km, Vest=first, Aust=second))
    assert [(pair.there, pair.back) for pair in pairs] == ([] if told is None else [told])


async def test_the_secretariat_alone_reads_which_parks_complement_each_other(
    talk: Conversation, park: dict[str, Someone]
) -> None:
    ola = await contact_of(talk, "ola", "dømeøyra", "59,18 9,67")
    await tells(park["en"], "heat")
    await tells(park["en"], "material", "in")
    await tells(ola, "material")
    await tells(ola, "heat", "in")
    sara = await talk.person("sara", role="secretariat")
    shown = text_of(await sara.commands("kart", "exchange"))
    (line,) = [line for line in shown.splitlines() if line.startswith("Dømeøyra – Eksempel")]
    assert line == "Dømeøyra – Eksempel: material the one way, heat the other; under 10 km"
    for who in (ola, park["kari"]):
        assert "complement" not in text_of(await who.commands("kart", "exchange"))
