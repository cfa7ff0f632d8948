"""Fold names: into what is compared when somebody chooses one, and into what an address or a file is called by."""

from __future__ import annotations

import re
import unicodedata

#: letters that people type in two ways, beside those that only lack a mark
_PLAIN = (("ø", "o"), ("æ", "ae"), ("aa", "a"), ("oe", "o"))
#: letters that Unicode decomposition does not turn into ASCII
_SPELT = {ord("æ"): "ae", ord("ø"): "o"}
#: maximum number of characters of a slug
_LONGEST_SLUG = 60


def fold_name(name: str) -> str:
    """Return the name in one case, with single spaces."""
    return " ".join(name.split()).casefold()


def fold_marks(name: str) -> str:
    """Return the name in one case, without accents, with one spelling of Norwegian letters."""
    marked = unicodedata.normalize("NFKD", fold_name(name))
    plain = "".join(letter for letter in marked if not unicodedata.combining(letter))
    for letters, one in _PLAIN:
        plain = plain.replace(letters, one)
    return plain


def make_slug(name: str) -> str:
    """Make an ASCII slug: "Nett og nettkø" -> "nett-og-nettko"."""
    spelt = name.casefold().translate(_SPELT)
    plain_letters = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain_letters).strip("-")[:_LONGEST_SLUG].strip("-") or "tema"
