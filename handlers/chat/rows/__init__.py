"""Describe what is wrong with one row of an imported file, in words that help to correct the file."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handlers.chat.say import Say  # catalogues and what speaks of topics: the reader of sources needs neither


class RowFault(str):
    """Hold a fault in English, as the command line shows it; `translate_fault` translates it for a reader in chat."""

    __slots__ = ("text", "values")
    text: str
    values: dict[str, object]

    def translate_fault(self, reader: Say) -> str:
        """Return the fault in the reader's language, with its values translated too.

        The text was extracted for translation where the fault is given.
        """
        return reader(self.text, **{name: translate_if_fault(value, reader) for name, value in self.values.items()})


def reason(text: str, **values: object) -> RowFault:
    """Build a fault: `reason("longer than {most} characters", most=9)`.

    The text stands where it is given, as with `say`, so that extraction finds it.
    """
    made = RowFault(text.format(**values))
    made.text, made.values = text, values
    return made


def translate_if_fault(what: object, say: Say) -> object:
    """Return a fault and a decimal number in the reader's language; anything else as it is."""
    if isinstance(what, Decimal):
        return say.format_decimal(what)
    return what.translate_fault(say) if isinstance(what, RowFault) else what


class RowError(Exception):
    """Report a row that is refused; `field` names the column, the text says what it must be.

    Nothing of the row is kept.
    """

    def __init__(self, field: str, text: str) -> None:
        super().__init__(f"{field}: {text}")
        self.field = field
        self.text = text
