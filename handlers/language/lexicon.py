"""How common words are: a compact Norwegian and English lexicon (see lexicon-NOTICE.txt), and the trade's own words."""

from __future__ import annotations

import gzip
import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zlib import crc32

FOLDER = Path(__file__).parent
#: the Zipf frequency (log10 of occurrences per billion words) given to words of the trade that the lexicon lacks
TRADE = 3.6
#: and to a word nobody has seen
UNKNOWN = 1.0
#: lines of the lexicon; its checksum says in which line a word is, so that few words are looked through for it
LINES = 2048
#: frequencies are written as one letter each: so many steps of a fifth after "A"
_STEPS = {ord("A") + step: step / 5 for step in range(50)}


def line_of(entry: bytes) -> int:
    """Where in the lexicon a word or a spelling is looked for."""
    return crc32(entry) % LINES


@lru_cache(maxsize=1024)
def frequencies(word: str) -> tuple[float, float]:
    """Zipf frequencies among Norwegian words, those of the trade too, and among English ones; 0 where it is none."""
    line, at = _found(word, b":")
    norwegian, english = (_STEPS[line[at]], _STEPS[line[at + 1]]) if at else (0.0, 0.0)
    return norwegian or (TRADE if word in trade_words() else 0.0), english


def frequency(word: str) -> float:
    """The Zipf frequency of a Norwegian word; 0 for what is none."""
    return frequencies(word)[0]


def spelling(plain: str) -> str:
    """ "losning", "loesning" -> "løsning": the commonest word that is typed so without æ, ø and å; empty for none."""
    line, at = _found(plain, b">")
    listed = line[at : line.index(b" ", at)].decode() if at else ""
    trade = _trade_spellings().get(plain, "")
    return trade if trade and frequency(listed) < TRADE else listed


def plain_spellings(word: str) -> tuple[str, str]:
    """How those type a word who do not find æ, ø and å."""
    letters = word.replace("å", "a").replace("ø", "o").replace("æ", "e")
    return letters, word.replace("å", "aa").replace("ø", "oe").replace("æ", "ae")


def _found(word: str, mark: bytes) -> tuple[bytes, int]:
    """The line of the word, and where in it stands what is said of the word after the mark; 0 for nowhere."""
    key = word.encode()
    line, entry = _lines()[line_of(key)], b" %b%b" % (key, mark)
    at = line.find(entry)
    return line, at + len(entry) if at >= 0 else 0


@cache
def _lines() -> list[bytes]:
    """As tests/lexicon.py writes them. Dicts of the same words would take seven times the memory."""
    return gzip.decompress((FOLDER / "lexicon.txt.gz").read_bytes()).split(b"\n")


@cache
def _trade_spellings() -> dict[str, str]:
    """Spellings of the trade's words that the lexicon lacks."""
    words = sorted(word for word in trade_words() if not word.isascii() and not _found(word, b":")[1])
    return {plain: word for word in words for plain in plain_spellings(word)}


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


def sections(name: str) -> dict[str, tuple[str, ...]]:
    """A file of words under headings ("# heading"): heading -> its words."""
    return {heading: tuple(words.split()) for heading, words in _texts(name).items()}


def wordlist(name: str, file: str = "wordlists.txt") -> frozenset[str]:
    """A section of a file of words; every list is data that grows without touching code."""
    return frozenset(_texts(file)[name].split())


@cache
def _texts(name: str) -> dict[str, str]:
    parts = (part.partition("\n") for part in (FOLDER / name).read_text("utf-8").split("# ")[1:])
    return {heading.strip(): words for heading, _, words in parts}
