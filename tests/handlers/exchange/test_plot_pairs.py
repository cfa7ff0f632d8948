"""Pairs of plots: together they have what is wanted, near enough, and no figure of one is added to the other's."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.chat.cards import Item, Reply
from handlers.exchange.matching.distance_factor import compute_position_vector
from handlers.exchange.plots.plot_hits import PlotSight
from handlers.exchange.plots.plot_pairs import PlotLocation, PlotPair, find_plot_pairs
from handlers.exchange.plots.plot_wishes import read_plot_query
from tests.conversation import Conversation, Someone
from tests.exchanges import contact_of, opens_part, text_of
from tests.parks import sara

__all__ = ["sara"]
WANTED = "over 100 da med kai og 20 MW"
LAND: dict[str, Any] = {"area": 120.0, "firm_power": 25.0, "quay": False}
QUAY: dict[str, Any] = {"area": 20.0, "quay": True}


def pair_of(*plots: tuple[dict[str, Any], PlotLocation], wanted: str = WANTED) -> list[PlotPair]:
    sights = [PlotSight(n, values, ("vik",)) for n, (values, _) in enumerate(plots)]
    places = {n: place for n, (_, place) in enumerate(plots)}
    return find_plot_pairs(sights, places, read_plot_query(wanted, {"vik", "fjord"}).wishes)


def at(north: float, house: int = 1, municipality: str = "Vik") -> PlotLocation:
    return PlotLocation(house, municipality, compute_position_vector(60 + north, 6))


@pytest.mark.parametrize(
    ("one", "other", "wanted", "km"),
    [
        ((LAND, at(0)), (QUAY, at(0.1, 2)), WANTED, 14),
        ((LAND, at(0)), (QUAY, at(0.3, 2)), WANTED, None),
        # without positions: in one park, in one municipality, or not known to be near
        ((LAND, PlotLocation(1, "Vik", None)), (QUAY, PlotLocation(1, "Vik", None)), WANTED, 0.5),
        ((LAND, PlotLocation(1, "Vik", None)), (QUAY, at(0, 2, "vik")), WANTED, -1),
        ((LAND, PlotLocation(1, "Vik", None)), (QUAY, at(0, 2, "Fjord")), WANTED, None),
        # what goes in a pipe goes less far than a lorry
        (({"area": 120.0}, at(0)), ({"area": 1.0, "steam": True}, at(0.05, 2)), "over 100 da med damp", None),
        (({"area": 120.0}, at(0)), ({"area": 1.0, "steam": True}, at(0.03, 2)), "over 100 da med damp", 4.3),
        # a quay, and a connection to the grid, is in one place; nothing is added
        (({"area": 120.0, "quay": True, "quay_length": 90.0}, at(0)), (QUAY | {"quay_crane": True}, at(0.01, 2)),
         "over 100 da med kran og 80 m kai", None),
        (({"area": 120.0, "firm_power": 25.0}, at(0)), ({"area": 1.0, "voltage": 132.0}, at(0.01, 2)),
         "20 MW og 132 kV", None),
        (({"area": 60.0, "quay": True}, at(0)), ({"area": 60.0, "firm_power": 25.0}, at(0.01, 2)), WANTED, None),
        # where, when and how the ground is zoned is wanted of both
        ((LAND, at(0)), (QUAY, at(0.1, 2)), WANTED + " i Fjord", None),
        ((LAND | {"zoning": "ready"}, at(0)), (QUAY, at(0.1, 2)), WANTED + " byggeklar", None),
    ],
)  # fmt: skip
def test_each_brings_what_the_other_misses(one: Any, other: Any, wanted: str, km: float | None) -> None:
    found = pair_of(one, other, wanted=wanted)
    assert len(found) == (km is not None)
    for pair in found:
        assert (pair.first.id, pair.second.id) == (0, 1), "the one with more of it stands first"
        assert (-1 if pair.km is None else pair.km) == pytest.approx(km, rel=0.05)


def test_the_nearest_three_are_kept_of_many() -> None:
    quays = [(QUAY, at(0.02 * n, n + 2)) for n in range(1, 9)]
    assert [pair.second.id for pair in pair_of((LAND, at(0)), *quays)] == [1, 2, 3]


async def adds(who: Someone, name: str, area: str, quay: str, power: str = "") -> None:
    card = await who.submits(await who.does("plots.write"), name=name, municipality="Testvik", area=area)
    await who.submits(await opens_part(who, card, "Quay, railway and road"), quay=quay)
    await who.submits(await opens_part(who, card, "Grid"), firm_power=power)


def list_pairs(reply: Reply) -> list[Item]:
    assert reply.card is not None
    return [part for part in reply.card.parts if isinstance(part, Item) and "+" in part.title]


async def test_a_search_and_an_inquiry_show_what_two_parks_have_together(talk: Conversation, sara: Someone) -> None:
    kari = await contact_of(talk, "kari", "eksempel", "59,14 9,66")
    ola = await contact_of(talk, "ola", "dømeøyra", "59,15 9,67")
    await adds(kari, "Nordfeltet", "120 da", "no", "25 MW")
    await adds(ola, "Sørkaia", "20 da", "yes")
    shown = await kari.submits(await kari.does("plots.find"), text=WANTED)
    (item,) = list_pairs(shown)
    assert item.title == "P-1 Nordfeltet + P-2 Sørkaia"
    assert item.text == "P-1 has area at least 100 da and free capacity at least 20 MW\nP-2 has quay"
    assert item.note == "Under 10 km apart by road"
    assert "Capacity of the grid stays at its plot" in text_of(shown)
    draft = await sara.submits(
        await sara.does("inquiries.write"), title="Batteri", why=f"Kunden ser etter {WANTED}.", deadline="12 March"
    )
    assert "P-1 Nordfeltet + P-2 Sørkaia" in text_of(draft)
    assert "Asks 2 parks:" in text_of(draft), "both are asked, since they fit together"

    form = await ola.does("plots.write", "2")
    await ola.submits(form, name="Sørkaia", municipality="Testvik", area="20 da", reach="hidden")
    assert list_pairs(await kari.submits(await kari.does("plots.find"), text=WANTED)) == [], (
        "a hidden one is in no pair"
    )
    await adds(kari, "Hele", "130 da", "yes", "30 MW")
    assert list_pairs(await sara.submits(await sara.does("plots.find"), text=WANTED)) == [], "one has all of it"
