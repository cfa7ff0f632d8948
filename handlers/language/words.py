"""From a text to its telling words: typed form, stem, parts of compounds, and how much each says."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import Stemmer

from handlers.language.compounds import split
from handlers.language.lexicon import UNKNOWN, frequencies, frequency, spelling, wordlist
from handlers.language.nynorsk import fold

#: characters of a text that are looked at; nobody asks in more, and no text may take long
LONGEST = 4000
#: telling words of a text that are looked at
MOST_WORDS = 300
#: letters of the longest word
LONGEST_WORD = 40

#: the Zipf frequency from which a verb is known
VERB = 2.8
#: how much commoner a word is than its spelling without Norwegian letters, where that is no word of its own
RATHER = 2.0

TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
#: characters that are not seen, and combining ones that NFKC could not join
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\u0300-\u036f]")
#: these say nothing about the matter; bokmål forms, since nynorsk is folded first
STOP_NB = wordlist("stop_nb")
STOP_EN = wordlist("stop_en")
#: short words that end in a vowel, as their endings follow it
AFTER_VOWEL = wordlist("after_vowel")
#: words whose end looks like an ending: "planet" is no "plan"
WHOLE = wordlist("never_stemmed")
#: forms that no rule leads back: "føtter" is "fot", "brøt" is "bryte"
IRREGULAR = dict(pair.split("=") for pair in wordlist("irregular"))


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text."""

    #: as it was written, in lower case
    typed: str
    stem: str
    #: stems of a compound's parts, first part first; empty for a simple word
    parts: tuple[str, ...]
    #: how much it says by itself, 0..1: common words say little
    weight: float
    stop: bool


@lru_cache(maxsize=4)  # the same text is often read for several things, one after the other
def clean(text: str) -> str:
    """The text as it is compared: one Unicode form, nothing unseen, lower case, at most `LONGEST` characters."""
    joined = unicodedata.normalize("NFKC", text[:LONGEST])[: 2 * LONGEST]
    return UNSEEN.sub("", joined).casefold()


def tokens(text: str) -> list[str]:
    """Words as written, in lower case. "OT-nett" gives "ot-nett"."""
    return TOKEN.findall(clean(text))


def read(text: str, language: str = "nb") -> list[Word]:
    """Every word in its order, stop words too (marked). A word with a hyphen gives its parts after it."""
    found: list[Word] = []
    english = language == "en"
    for token in tokens(text):
        if "-" not in token:
            found.append(analyse(token[:LONGEST_WORD], english))
        else:
            found.extend(analyse(piece, english) for piece in _pieces(token))
        if len(found) >= MOST_WORDS:
            break
    return found


def telling(text: str, language: str = "nb") -> list[Word]:
    """The words that say something."""
    return [word for word in read(text, language) if not word.stop]


def _pieces(token: str) -> list[str]:
    """What a word with hyphens is read as: its parts, after the whole where a part is short."""
    parts = token.split("-")
    whole = "".join(parts)
    if len(whole) <= 4:
        return [whole]
    joined = [whole[:LONGEST_WORD]] if min(map(len, parts)) <= 2 else []
    return joined + [part[:LONGEST_WORD] for part in parts if len(part) > 1]


@cache
def _stemmer(name: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(name, 0)  # without its own cache of 10 000 words: `analyse` has one


def stem(word: str, english: bool = False) -> str:
    """The stem of a folded word."""
    word = word if english else IRREGULAR.get(word, word)
    if not word.isalpha() or len(word) < 4:
        return word
    if english:
        found: str = _stemmer("english").stemWord(word)
        return found
    if word.endswith(("ig", "ige")):  # "billig" is no "bil", "ledig" no "leder"
        return word.removesuffix("e")
    if word.endswith("s") and frequency(word) > frequency(word[:-1]):  # "kurs", "mars"
        return word
    return _norwegian_stem(word)


def _after_vowel(word: str) -> str:
    """ "køen" and "kaia" without their article: Snowball takes no ending off that follows a vowel. Else empty."""
    for ending in ("ene", "ens", "en", "et", "er", "a"):
        base = word.removesuffix(ending)
        if base != word and base in AFTER_VOWEL:
            return base
    return ""


def _norwegian_stem(word: str) -> str:
    """Until nothing more comes off: "sommeren" would else end as "sommer", and "sommer" as "som"."""
    last = ""
    while word != last and len(word) > 3 and word not in WHOLE:
        last, word = word, _stemmed_once(word)
    return word


def _stemmed_once(word: str) -> str:
    known = IRREGULAR.get(word) or _after_vowel(word)
    if known:
        return known
    once: str = _stemmer("norwegian").stemWord(word)
    if once.endswith("itet"):  # "kapasiteten" has lost its article, "kapasitet" loses "et" too
        return once[:-2]
    return once[:-1] if once.endswith("mm") else once  # "rommet" and "rom"


@lru_cache(maxsize=8192)
def analyse(token: str, english: bool = False) -> Word:
    """What there is to know about one word, out of its text."""
    if english and is_english(token):
        plain = token in STOP_EN or len(token) < 2
        return Word(token, stem(token, english=True), (), _weight(frequencies(token)[1]), plain or _number(token))
    word = fold(restored(token))
    stop = word in STOP_NB or token in STOP_EN or len(token) < 2 or _number(token)
    root = stem(word)
    parts = () if stop else tuple(dict.fromkeys(stem(part) for part in split(word))) or _verb(root)
    return Word(token, root, parts, _weight(frequency(word)), stop)


def _verb(root: str) -> tuple[str, ...]:
    """The verb in a noun made of it: "lading" is what is done when one loads ("lade")."""
    base = root.removesuffix("ing")
    return (base,) if base != root and len(base) > 2 and frequency(base + "e") >= VERB else ()


def _number(token: str) -> bool:
    """Figures say nothing about the matter, except as the name of a standard."""
    return token.isdigit() and (len(token) < 4 or token[:2] in ("19", "20"))


def _weight(zipf: float) -> float:
    """From 0.15 for the commonest words to 1 for those that few texts hold."""
    return max(0.15, min(1.0, (7.0 - (zipf or UNKNOWN)) / 2.8))


def is_english(token: str) -> bool:
    """Whether the word is rather English than Norwegian."""
    here, there = frequencies(token)
    return token in STOP_EN or there > here or not here


def exists(token: str) -> bool:
    """Whether the word is in a lexicon, so that it is no misspelling."""
    return any(frequencies(token))


def restored(token: str) -> str:
    """The word with its Norwegian letters, where it was typed without them and means nothing, or hardly ever, so."""
    if not token.isascii():
        return token
    lettered = _lettered(token)
    if lettered != token and frequency(lettered) > frequency(token) + RATHER:  # "paa", which old books have
        return lettered
    if len(token) < 4 or frequency(token):
        return token
    # compounds are in no list: "stoeyskjerm" is split to see whether its Norwegian spelling has known parts
    return spelling(token) or (lettered if lettered != token and split(lettered) else token)


def _lettered(token: str) -> str:
    return token.replace("aa", "å").replace("oe", "ø").replace("ae", "æ")
