"""Find in a text what would tell the other side who wrote it: names, addresses and numbers of telephones."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

#: a mail address, an address of a page, eight digits or more with what people write between them
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++\.[\w.-]++")
_PAGE = re.compile(r"\b(?:https?://|www\.)\S++|(?<![\w.-])(?:[\w-]++\.)++(?:no|com|org|net|eu)\b", re.IGNORECASE)
_PHONE = re.compile(r"(?<!\d)\+?\d(?:[ .-]?\d){7,11}(?!\d)")
#: shortest part of a name that is looked for by itself
_SHORTEST = 4
#: parts of names that tell nobody apart
_COMMON = frozenset(("industripark", "industri", "park", "verk", "verket", "company", "norge", "norway", "gruppen"))


def find_giveaways(text: str, names: Iterable[str]) -> list[str]:
    """Return what gives away who wrote it, as it stands in the text, each once."""
    found = [match[0] for pattern in (_MAIL, _PAGE, _PHONE) for match in pattern.finditer(text)]
    for part in dict.fromkeys(part for name in names for part in _split_name(name)):
        # "Eksempels varme" tells it as well
        named = rf"(?<!\w){re.escape(part)}(?:['’]?s)?(?!\w)"
        found += [match[0] for match in re.finditer(named, text, re.IGNORECASE)]
    return _drop_parts(list(dict.fromkeys(found)))


def _split_name(name: str) -> list[str]:
    """Return the whole name, then those of its words that tell it apart."""
    words = re.findall(r"\w+", name)
    own = [word for word in words if len(word) >= _SHORTEST and word.casefold() not in _COMMON]
    return [name.strip(), *own] if name.strip() else []


def _drop_parts(found: list[str]) -> list[str]:
    return [one for one in found if not _is_within_another(one, found)]


def _is_within_another(one: str, found: Collection[str]) -> bool:
    return any(one != other and one in other for other in found)
