"""The lexicon, made anew from the data of wordfreq (`make lexicon`): see handlers/language/lexicon-NOTICE.txt.

Every line is a handful of entries between spaces, and the checksum of an entry's key says in which line it is:

    kraft:MD           a word, how common it is in Norwegian and in English (steps of a fifth; "A" is nought)
    losning>løsning    a spelling without æ, ø and å, and the commonest word that it stands for
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from itertools import islice

import wordfreq

from handlers.language.lexicon import FOLDER, LINES, compute_lexicon_line, list_plain_spellings

#: of each language so many words, the commonest
NORWEGIAN, ENGLISH = 45_000, 12_000
#: letters alone say nothing, long words are compounds, and figures and other scripts are no words of ours
WORD = re.compile(r"[a-zåæèéòôø]{2,24}")
#: letters of the shortest word whose spelling is looked up
SHORTEST = 4


def lexicon() -> bytes:
    norwegian, english = dict(islice(_words("nb"), NORWEGIAN)), dict(islice(_words("en"), ENGLISH))
    lines: list[list[str]] = [[] for _ in range(LINES)]
    for word in sorted(norwegian | english):
        steps = (norwegian.get(word, 0), english.get(word, 0))
        lines[compute_lexicon_line(word.encode())].append(word + ":" + "".join(chr(ord("A") + step) for step in steps))
    for plain, word in _spellings(norwegian).items():
        lines[compute_lexicon_line(plain.encode())].append(f"{plain}>{word}")
    return "\n".join(f" {' '.join(entries)} " for entries in lines).encode()


def _words(language: str) -> Iterator[tuple[str, int]]:
    """Every word with its Zipf frequency in steps of a fifth, the commonest first."""
    for below_one, words in enumerate(wordfreq.get_frequency_list(language, "large")):
        step = round((9 - below_one / 100) * 5)
        yield from ((word, step) for word in words if WORD.fullmatch(word))


def _spellings(norwegian: Mapping[str, int]) -> dict[str, str]:
    """Those that are no words themselves."""
    found: dict[str, str] = {}
    for word in sorted(norwegian, key=lambda word: (-norwegian[word], word)):
        for plain in list_plain_spellings(word):
            if plain.isascii() and len(plain) >= SHORTEST and plain not in norwegian:
                found.setdefault(plain, word)
    return found


if __name__ == "__main__":
    (FOLDER / "lexicon.txt.gz").write_bytes(gzip.compress(lexicon(), mtime=0))
