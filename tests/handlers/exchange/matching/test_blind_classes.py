"""Amounts, temperatures, distances and shares fall into the classes that a blind card speaks in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.exchange.matching.blind_classes import (
    AMOUNT_BOUNDS,
    classify_amount,
    classify_cover,
    classify_distance,
    classify_temperature,
)


@pytest.mark.parametrize(
    ("value", "bounds"),
    [(0.5, (None, 1)), (1, (1, 3)), (6, (3, 10)), (10, (10, 30)), (999, (300, 1000)), (1000, (1000, 3000))],
)
def test_an_amount_has_the_bounds_of_its_class(value: float, bounds: tuple[int | None, int]) -> None:
    assert classify_amount(value) == bounds


@given(st.floats(1, 1e11))
def test_a_class_holds_its_amount_and_ends_at_two_neighbouring_bounds(value: float) -> None:
    low, high = classify_amount(value)
    assert low is not None
    assert high is not None
    assert low <= value < high
    assert AMOUNT_BOUNDS.index(high) == AMOUNT_BOUNDS.index(low) + 1


@pytest.mark.parametrize(("celsius", "step"), [(65, (60, 80)), (80, (80, 100)), (7, (0, 20)), (-5, (-20, 0))])
def test_a_temperature_has_its_step_of_twenty_degrees(celsius: float, step: tuple[int, int]) -> None:
    assert classify_temperature(celsius) == step


@pytest.mark.parametrize(("km", "band"), [(0.3, 2), (2, 2), (2.1, 5), (9, 10), (30, 30), (250, 300), (301, None)])
def test_a_distance_has_its_band(km: float, band: int | None) -> None:
    assert classify_distance(km) == band


@pytest.mark.parametrize(
    ("share", "word"), [(0.1, "part"), (0.4, "half"), (0.59, "half"), (0.6, "most"), (0.94, "most"), (0.95, "whole")]
)
def test_a_share_of_the_need_is_said_in_words(share: float, word: str) -> None:
    assert classify_cover(share) == word
