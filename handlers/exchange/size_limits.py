"""Tell amounts of a size that no site has: the unit is mostly a slip, so it is asked about.

Numbers are screening rules of the network's secretariat, well above the largest industrial site of the country.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from handlers.quantities.quantity import Quantity

#: what is measured -> the most that one listing may be, in the units of `handlers/quantities/unit_table.py`
MOST: Final = {
    # 1 GW
    "power": Decimal(10) ** 9,
    # 10 TWh, in kilojoules
    "energy": Decimal(36) * 10**12,
    "energy a year": Decimal(36) * 10**12,
    # 100 million tonnes, in kilograms
    "mass": Decimal(10) ** 11,
    "mass a year": Decimal(10) ** 11,
    # 20 000 da, in square metres
    "area": Decimal(2) * 10**7,
}


def is_size_doubtful(said: Quantity) -> bool:
    """Return True if an amount is larger than any that one site has."""
    values = [one for one in (said.value, said.low, said.high) if one is not None]
    if said.unit is None or not values or said.measures not in MOST:
        return False
    return max(values) * said.unit.factor > MOST[said.measures]
