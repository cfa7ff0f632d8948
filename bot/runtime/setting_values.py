"""Read one value of the environment: a number, one of several choices, a list."""

from __future__ import annotations

from collections.abc import Mapping


class SettingsError(Exception):
    """Report a missing or wrong setting; the text names the variable and says what to do."""


def read_number_setting(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    value = env.get(name, str(default))
    if not (value.isascii() and value.isdigit()) or not low <= int(value) <= high:
        raise SettingsError(f"{name} must be a whole number from {low} to {high}, not {value!r}.")
    return int(value)


def read_choice_setting(env: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    """Read a setting that is one of the choices; the first is the default."""
    value = env.get(name, choices[0])
    if value not in choices:
        raise SettingsError(f"{name} must be one of {', '.join(filter(None, choices))}, not {value!r}.")
    return value


def split_list_setting(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
