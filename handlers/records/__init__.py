"""What goes wrong with one row of a file that is read into the database, in words that help to correct the file."""

from __future__ import annotations


class RowError(Exception):
    """`field` names the column; the text says what it must be. Nothing of the row is kept."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(f"{field}: {text}")
        self.field = field
        self.text = text
