"""Write figures as a question names them: three figures, in the unit that fits their size."""

from __future__ import annotations

from decimal import Decimal

from handlers.chat.say import Say

_THOUSAND = Decimal(1000)
#: figures that are shown: more would say what nobody measured
_FIGURES = 3


def write_power(say: Say, kilowatts: Decimal) -> str:
    if kilowatts >= _THOUSAND:
        return say("{number} MW", number=_write_number(say, kilowatts / _THOUSAND))
    return say("{number} kW", number=_write_number(say, kilowatts))


def write_energy(say: Say, kilowatt_hours: Decimal) -> str:
    """Return the energy of a year."""
    if kilowatt_hours >= _THOUSAND * _THOUSAND:
        return say("{number} GWh", number=_write_number(say, kilowatt_hours / _THOUSAND / _THOUSAND))
    return say("{number} MWh", number=_write_number(say, kilowatt_hours / _THOUSAND))


def write_celsius(say: Say, celsius: Decimal | int) -> str:
    return say("{number} °C", number=_write_number(say, Decimal(celsius)))


def write_rate(say: Say, value: Decimal, unit: str) -> str:
    return f"{_write_number(say, value)} {unit}"


def _write_number(say: Say, number: Decimal) -> str:
    digits = _FIGURES - 1 - number.adjusted() if number else 0
    return say.format_decimal(round(number, max(digits, 0)).normalize() + 0)
