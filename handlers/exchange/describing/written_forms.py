"""Write out what a line has glued together or shortened, as it is read."""

from __future__ import annotations

import re
from typing import Final

from handlers.language.late_patterns import compile_later

#: what is written -> how it is read
_FORMS: Final = (
    # "damp 12 t/t", which is tonnes an hour: what flows is measured in no kilos a tonne
    (compile_later(r"(?<=\d)( ?(?:kg|t|tonn)/)t\b", re.IGNORECASE), r"\1h"),
    # "H2,40 kg/h" is hydrogen, and forty
    (compile_later(r"(?<=[A-Za-z]\d),(?=\d)"), ", "),
    # "2x750 kW" is two of them
    (compile_later(r"(?<=\d)[x×](?=\d)", re.IGNORECASE), " x "),
    # "30 kt fines pa"
    (compile_later(r"(?<=[a-z)] )pa(?=\W*$|[,;.])"), "p.a."),
)


def write_out(text: str) -> str:
    """Return the text with the spaces and the periods that are left out in it."""
    for pattern, written in _FORMS:
        text = pattern.sub(written, text)
    return text
