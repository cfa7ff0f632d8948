"""How common words are: a compact Norwegian and English lexicon (see lexicon-NOTICE.txt), and the trade's own words."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
#: the Zipf frequency (log10 of occurrences per billion words) given to words of the trade that the lexicon lacks
TRADE = 3.6
#: and to a word nobody has seen
UNKNOWN = 1.0


@cache
def frequencies() -> dict[str, dict[str, float]]:
    """Language ("nb", "en") -> word -> Zipf frequency."""
    words: dict[str, dict[str, float]] = {}
    here: dict[str, float] = {}
    for line in gzip.decompress((FOLDER / "lexicon.txt.gz").read_bytes()).decode().splitlines():
        first, *rest = line.split(" ")
        if first == "#":
            here = words.setdefault(rest[0], {})
        else:
            here.update(dict.fromkeys(rest, float(first)))
    for word in trade_words():
        words["nb"].setdefault(word, TRADE)
    return words


@cache
def trade_words() -> frozenset[str]:
    """Single Norwegian words of the topics and of the glossary, in lower case."""
    found = set()
    for topic in topics():
        found |= {str(keyword["term"]).lower() for keyword in topic["keywords"]}
    for group in terms():
        found |= {word.lower() for language in ("nb", "nn") for word in group.get(language, ())}
    return frozenset(word for word in found if word.isalpha())


def topics() -> list[dict[str, Any]]:
    """The topics a new database holds, in the form of topics.json."""
    loaded: list[dict[str, Any]] = json.loads((FOLDER / "topics.json").read_text("utf-8"))
    return loaded


def terms() -> list[dict[str, list[str]]]:
    """The glossary: words in bokmål ("nb"), nynorsk ("nn", where they differ) and English ("en") that mean the same."""
    loaded: list[dict[str, list[str]]] = json.loads((FOLDER / "terms.json").read_text("utf-8"))
    return loaded


@cache
def sections(name: str) -> dict[str, tuple[str, ...]]:
    """A file of words under headings ("# heading"): heading -> its words."""
    found: dict[str, tuple[str, ...]] = {}
    for section in (FOLDER / name).read_text("utf-8").split("# ")[1:]:
        heading, *words = section.split()
        found[heading] = tuple(words)
    return found


def wordlist(name: str) -> frozenset[str]:
    """A section of wordlists.txt; every list is data that grows without touching code."""
    return frozenset(sections("wordlists.txt")[name])
