"""Give what somebody wrote into the fields of a form, whether a chat or a web page showed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class FieldTexts(Protocol):
    """Describe what a form came back with; a submission of a chat is one of these."""

    def get_text(self, name: str) -> str: ...


@dataclass(frozen=True, slots=True)
class WrittenFields:
    """Hold what was written into the fields of a web page, by their names.

    Whatever a browser sends besides is in it as well, and nobody asks for it.
    """

    values: Mapping[str, str]

    def get_text(self, name: str) -> str:
        """Return the text without the blanks around it; empty for a field that did not come."""
        return self.values.get(name, "").strip()
