"""Put amounts, temperatures, distances and shares into classes that name no neighbour and give no amount away."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import floor

#: bounds of amounts within a decade: 1 3 10 30 100 300 1 000 ...
CLASS_STEPS = (1, 3)
#: the power of ten that the largest bound has
LARGEST_POWER = 12
AMOUNT_BOUNDS = tuple(step * 10**power for power in range(LARGEST_POWER + 1) for step in CLASS_STEPS)
TEMPERATURE_STEP = 20
#: kilometres in a straight line
DISTANCE_BANDS = (2, 5, 10, 30, 100, 300)
#: least share of a need that is called so; the last one is all of it
PART, HALF, MOST, WHOLE = "part", "half", "most", "whole"
COVER_SHARES = (0.4, 0.6, 0.95)
COVERS = (PART, HALF, MOST, WHOLE)

#: measure -> how much of its carrier one unit of a class is, as a rate and a year
CLASS_UNITS = {
    "energy": (("MW", 1e3), ("GWh/år", 1e6)),
    "mass": (("t/h", 1e3), ("t/år", 1e3)),
    "volume": (("m³/h", 1.0), ("m³/år", 1.0)),
    "gas volume": (("Nm³/h", 1.0), ("Nm³/år", 1.0)),
}


def classify_amount(value: float) -> tuple[int | None, int | None]:
    """Return the bounds of the class. The lower one is None below the smallest bound, the upper above the largest."""
    place = bisect_right(AMOUNT_BOUNDS, value)
    return (
        AMOUNT_BOUNDS[place - 1] if place else None,
        AMOUNT_BOUNDS[place] if place < len(AMOUNT_BOUNDS) else None,
    )


def classify_temperature(celsius: float) -> tuple[int, int]:
    """Return the step of 20 °C that holds the temperature."""
    low = floor(celsius / TEMPERATURE_STEP) * TEMPERATURE_STEP
    return low, low + TEMPERATURE_STEP


def classify_distance(km: float) -> int | None:
    """Return the upper bound of the band, or None beyond the last one."""
    place = bisect_left(DISTANCE_BANDS, km)
    return DISTANCE_BANDS[place] if place < len(DISTANCE_BANDS) else None


def classify_cover(share: float) -> str:
    """Return the word for a share of a need: part, half, most or whole."""
    return COVERS[bisect_right(COVER_SHARES, share)]
