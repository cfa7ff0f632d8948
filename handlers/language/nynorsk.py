"""Spell nynorsk words the bokmål way, so that one index serves both."""

from __future__ import annotations

from handlers.language.late_patterns import compile_later
from handlers.language.lexicon import get_norwegian_frequency, load_wordlist

#: whole words, some of them typed dialect
WORDS = dict(pair.split("=") for pair in load_wordlist("nynorsk_words"))
#: parts of words
PARTS = dict(pair.split("=") for pair in load_wordlist("nynorsk_parts"))
#: longer parts are tried first
PART = compile_later("|".join(sorted(PARTS, key=lambda part: (-len(part), part))))
#: endings of longer words
ENDINGS = (
    (compile_later(r"leike?n?$"), "het"),
    (compile_later(r"heite?r?$"), "het"),
    (compile_later(r"legare$"), "ligere"),
    (compile_later(r"legaste$"), "ligste"),
    (compile_later(r"leg(e|t)?$"), r"lig\1"),
    (compile_later(r"(?<=[bdfgklmnprstv])ar$"), "er"),
    (compile_later(r"ane$"), "ene"),
)


def fold_nynorsk(word: str) -> str:
    """Return the word in bokmål spelling; words that are bokmål already stay as they are."""
    if word in WORDS:
        return WORDS[word]
    word = PART.sub(lambda part: PARTS[part[0]], word)
    if len(word) > 5 and not get_norwegian_frequency(word):
        for ending, instead in ENDINGS:
            word, changed = ending.subn(instead, word)
            if changed:
                break
    return word
