"""Look up how common words are, in a compact Norwegian and English lexicon and the words of the trade.

See lexicon-NOTICE.txt for its sources.
"""

from __future__ import annotations

import gzip
import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zlib import crc32

FOLDER = Path(__file__).parent
#: Zipf frequency (log10 of occurrences per billion words) of trade words that the lexicon lacks
TRADE = 3.6
#: Zipf frequency of an unknown word
UNKNOWN = 1.0
#: Number of lines of the lexicon. A word's checksum gives its line, so that few words must be searched.
LINES = 2048
#: frequency letter -> Zipf frequency: steps of a fifth from "A"
_STEPS = {ord("A") + step: step / 5 for step in range(50)}


def compute_lexicon_line(entry: bytes) -> int:
    """Return the line of the lexicon in which a word or a spelling is looked for."""
    return crc32(entry) % LINES


@lru_cache(maxsize=1024)
def get_word_frequencies(word: str) -> tuple[float, float]:
    """Return the Zipf frequency as a Norwegian word, trade words included, and as an English word; 0 for none."""
    line, at = _find_lexicon_entry(word, b":")
    norwegian, english = (_STEPS[line[at]], _STEPS[line[at + 1]]) if at else (0.0, 0.0)
    return norwegian or (TRADE if word in load_trade_words() else 0.0), english


def get_norwegian_frequency(word: str) -> float:
    """Return the Zipf frequency of a Norwegian word; 0 for what is none."""
    return get_word_frequencies(word)[0]


def find_norwegian_spelling(plain: str) -> str:
    """Map "losning" and "loesning" to "løsning": the commonest word typed so without æ, ø and å; else empty."""
    line, at = _find_lexicon_entry(plain, b">")
    listed = line[at : line.index(b" ", at)].decode() if at else ""
    trade = _load_trade_spellings().get(plain, "")
    return trade if trade and get_norwegian_frequency(listed) < TRADE else listed


def list_plain_spellings(word: str) -> tuple[str, str]:
    """Return the two spellings of a word by people without the letters æ, ø and å."""
    letters = word.replace("å", "a").replace("ø", "o").replace("æ", "e")
    return letters, word.replace("å", "aa").replace("ø", "oe").replace("æ", "ae")


def _find_lexicon_entry(word: str, mark: bytes) -> tuple[bytes, int]:
    """Return the line of the word and the position of its value after the mark; 0 if it is not there."""
    key = word.encode()
    line, entry = _load_lexicon_lines()[compute_lexicon_line(key)], b" %b%b" % (key, mark)
    at = line.find(entry)
    return line, at + len(entry) if at >= 0 else 0


@cache
def _load_lexicon_lines() -> list[bytes]:
    """Load the lines as tests/lexicon.py writes them. Dicts of the same words would take seven times the
    memory.
    """
    return gzip.decompress((FOLDER / "lexicon.txt.gz").read_bytes()).split(b"\n")


@cache
def _load_trade_spellings() -> dict[str, str]:
    """Return plain spellings of trade words that the lexicon lacks."""
    words = sorted(word for word in load_trade_words() if not word.isascii() and not _find_lexicon_entry(word, b":")[1])
    return {plain: word for word in words for plain in list_plain_spellings(word)}


@cache
def load_trade_words() -> frozenset[str]:
    """Return the single Norwegian words of topics and glossary, in lower case."""
    found = set()
    for topic in load_default_topics():
        found |= {str(keyword["term"]).lower() for keyword in topic["keywords"]}
    for group in load_glossary_terms():
        found |= {word.lower() for language in ("nb", "nn") for word in group.get(language, ())}
    return frozenset(word for word in found if word.isalpha())


def load_default_topics() -> list[dict[str, Any]]:
    """Return the topics that a new database holds, in the form of topics.json."""
    loaded: list[dict[str, Any]] = json.loads((FOLDER / "topics.json").read_text("utf-8"))
    return loaded


def load_glossary_terms() -> list[dict[str, list[str]]]:
    """Return the glossary: groups of words with one meaning, by language.

    Each group has bokmål ("nb"), English ("en"), and nynorsk ("nn") where it differs.
    """
    loaded: list[dict[str, list[str]]] = json.loads((FOLDER / "terms.json").read_text("utf-8"))
    return loaded


def load_word_sections(name: str) -> dict[str, tuple[str, ...]]:
    """Return the sections of a file of words ("# heading"): heading -> its words."""
    return {heading: tuple(words.split()) for heading, words in _load_section_texts(name).items()}


def load_wordlist(name: str, file: str = "wordlists.txt") -> frozenset[str]:
    """Return a section of a file of words; every list is data that grows without touching code."""
    return frozenset(_load_section_texts(file)[name].split())


@cache
def _load_section_texts(name: str) -> dict[str, str]:
    parts = (part.partition("\n") for part in (FOLDER / name).read_text("utf-8").split("# ")[1:])
    return {heading.strip(): words for heading, _, words in parts}
