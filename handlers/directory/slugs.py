"""Make short names of ASCII letters, by which files identify topics and organisations."""

from __future__ import annotations

import re
import unicodedata

#: characters of a slug
LONGEST = 60
#: letters that no decomposition makes ASCII
SPELT = {ord("æ"): "ae", ord("ø"): "o"}


def make_slug(name: str) -> str:
    """Make an ASCII slug: "Nett og nettkø" -> "nett-og-nettko"."""
    spelt = name.casefold().translate(SPELT)
    plain_letters = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain_letters).strip("-")[:LONGEST].strip("-") or "tema"
