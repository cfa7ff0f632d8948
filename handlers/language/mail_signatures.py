"""Cut what closes a mail: the greeting, with the name, the office and the telephone behind it."""

from __future__ import annotations

import re

from handlers.language import meeting_sentences
from handlers.language.late_patterns import compile_later

_GREETING = r"mvh|m\.v\.h\.?|vh|(?:med )?(?:vennlig|venleg|beste) (?:hilsen|helsing)|hilsen|helsing"
_SIGNED = (
    r"(?:best |kind |warm )?regards|rgds|yours sincerely|sincerely|respectfully|warmly|cheers|klem|signed"
    r"|best wishes|many thanks|br"
)
#: a greeting, which begins anywhere, or what needs a sign before it to be one
_CLOSING = compile_later(
    rf"(?:\s(?:{_GREETING})|(?:[.!?,;/\n]|[-–—]) ?(?:{_SIGNED}))\b[,:.]{{0,2}} (?=[^\W\d])", re.IGNORECASE
)
_CLOCK = compile_later(r"\bkl\b|\d:\d\d|\d ?[ap]m\b", re.IGNORECASE)
#: words of a line before it at the least, and of a signature at the most
_FEWEST, _MOST = 3, 14


def cut_signature(text: str) -> str:
    """Return the text without the signature that ends it: "..., mvh Kari, sentralbordet, Eksempelparken"."""
    for closing in _CLOSING.finditer(text):
        before, after = text[: closing.start()].rstrip(" ,;.-–—/"), text[closing.end() :]
        if len(before.split()) < _FEWEST or len(after.split()) > _MOST:
            continue
        if not (meeting_sentences.DAY_SAID.search(after) or _CLOCK.search(after)):
            return before
    return text
