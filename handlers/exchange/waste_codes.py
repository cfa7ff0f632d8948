"""Read codes of the European list of waste: six digits, with a star where the waste is hazardous."""

from __future__ import annotations

import re
from typing import Final

#: Six digits, in pairs or not ("10 03 08*", "10.03.08"), and a star where the waste is hazardous.
#: Source: the European list of waste, Commission decision 2000/532/EC.
_WASTE_CODE: Final = re.compile(r"(\d\d)[ .-]?(\d\d)[ .-]?(\d\d) ?(\*?)", re.ASCII)
#: what marks waste as hazardous
STAR: Final = "*"


def parse_waste_code(text: str) -> str | None:
    """Return six digits, with a star where it is hazardous; None for what is no code, "" for an empty text."""
    found = _WASTE_CODE.fullmatch(" ".join(text.split()))
    if found is not None:
        return "".join(found.groups())
    return None if text.strip() else ""


def is_hazardous_code(code: str) -> bool:
    """Return True for a code that says by itself that its waste is hazardous."""
    return code.endswith(STAR)


def has_star(value: object) -> bool:
    """Return True for whatever is written with a star: it is hazardous, even if nobody can read its code."""
    return STAR in str(value)
