"""What goes wrong with one row of a file that is read into the database, in words that help to correct the file."""

from __future__ import annotations

from handlers.chat.say import Say


class Reason(str):
    """English, as the command line tells it; `told` says it to a reader in chat."""

    __slots__ = ("text", "values")
    text: str
    values: dict[str, object]

    def told(self, reader: Say) -> str:
        """What it names is told in the same language; its text was gathered where the reason is given."""
        return reader(self.text, **{name: told(value, reader) for name, value in self.values.items()})


def reason(text: str, **values: object) -> Reason:
    """`reason("longer than {most} characters", most=9)`: written where it is given, as with `say`."""
    made = Reason(text.format(**values))
    made.text, made.values = text, values
    return made


def told(what: object, say: Say) -> object:
    """A reason in the reader's language; anything else as it is."""
    return what.told(say) if isinstance(what, Reason) else what


class RowError(Exception):
    """`field` names the column; the text says what it must be. Nothing of the row is kept."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(f"{field}: {text}")
        self.field = field
        self.text = text
