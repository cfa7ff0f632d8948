"""What is told of a listing without its name is shared by five organisations, or is left out."""

from __future__ import annotations

import pytest

from handlers.exchange.matching.blind_areas import (
    COUNTRY,
    FEWEST_SHARING,
    MIDDLE,
    NORTH,
    PARTS,
    WEST,
    BlindPool,
    BlindView,
    SharedFacts,
    list_areas,
)


def heat(owner: int, region: str = "Vestland", amount: str | None = "3-10", warm: str | None = "60-80") -> SharedFacts:
    return SharedFacts(owner, "offer", "heat", amount, warm, region)


def find_blind_view(facts: SharedFacts, pool: list[SharedFacts]) -> BlindView | None:
    return BlindPool(pool).find_blind_view(facts)


def others(count: int, *, since: int = 2, **facts: str | None) -> list[SharedFacts]:
    return [heat(owner, **facts) for owner in range(since, since + count)]  # type: ignore[arg-type]


def test_a_class_that_five_of_a_region_share_is_told_with_the_region() -> None:
    assert find_blind_view(heat(1), [heat(1), *others(4)]) == BlindView("Vestland", "3-10", "60-80")
    assert find_blind_view(heat(1), [heat(1), *others(4, region=" vestland")]) == BlindView("Vestland", "3-10", "60-80")


def test_a_region_in_which_fewer_share_it_is_widened_to_its_part_and_to_the_country() -> None:
    near, far = others(2), others(2, since=9, region="Rogaland")
    assert find_blind_view(heat(1), [heat(1), *near, *far]) == BlindView(WEST, "3-10", "60-80")
    north = others(2, since=9, region="Nordland")
    assert find_blind_view(heat(1), [heat(1), *near, *north]) == BlindView(COUNTRY, "3-10", "60-80")
    assert find_blind_view(heat(1, region="Liksom"), [heat(1), *near, *north]) == BlindView(COUNTRY, "3-10", "60-80")


def test_a_class_that_is_shared_nowhere_is_left_out() -> None:
    cold = others(4, warm="20-40")
    assert find_blind_view(heat(1), [heat(1), *cold]) == BlindView("Vestland", "3-10", None)
    small = others(4, amount="1-3")
    assert find_blind_view(heat(1), [heat(1), *small]) == BlindView("Vestland", None, "60-80")
    mixed = [*others(2, warm="20-40"), *others(2, since=9, amount="1-3")]
    assert find_blind_view(heat(1), [heat(1), *mixed]) == BlindView("Vestland", None, None)


def test_what_five_do_not_even_share_the_type_of_is_told_to_nobody() -> None:
    steam = [one._replace(type="steam") for one in others(9)]
    needs = [one._replace(direction="need") for one in others(9)]
    assert find_blind_view(heat(1), [heat(1), *others(3), *steam, *needs]) is None


def test_many_listings_of_one_organisation_hide_nobody() -> None:
    assert find_blind_view(heat(1), [heat(1), *[heat(2)] * 9, *others(2, since=3)]) is None


@pytest.mark.parametrize("known", range(1, FEWEST_SHARING + 3))
def test_whatever_is_told_fits_five_owners(known: int) -> None:
    pool = [heat(owner, "Agder" if owner % 2 else "Troms", f"{owner % 3}", f"{owner % 2}") for owner in range(known)]
    for facts in pool:
        view = find_blind_view(facts, pool)
        fits = {
            one.owner
            for one in pool
            if view is not None
            and view.area in list_areas(one.region)
            and view.amount in (None, one.amount)
            and view.temperature in (None, one.temperature)
        }
        assert (view is None) == (known < FEWEST_SHARING)
        assert view is None or len(fits) >= FEWEST_SHARING


def test_every_county_lies_in_a_part_of_the_country() -> None:
    counties = (
        "Agder", "Akershus", "Buskerud", "Finnmark", "Innlandet", "Møre og Romsdal", "Nordland", "Oslo", "Rogaland",
        "Telemark", "Troms", "Trøndelag", "Vestfold", "Vestland", "Østfold",
    )  # fmt: skip
    assert [county for county in counties if county.casefold() not in PARTS] == []
    assert list_areas("Nordland") == ["Nordland", NORTH, COUNTRY]
    assert list_areas("Trøndelag") == ["Trøndelag", MIDDLE, COUNTRY]
    assert list_areas("") == [COUNTRY]
