"""Find the verb that a mistyped word was meant as, in the language of its reader."""

from __future__ import annotations

import difflib
import re

from handlers.chat.verbs import SPELLINGS, TWO_WORD_VERBS, WORDS, fold_word, parse_command
from handlers.language.spelling import is_one_slip_apart
from handlers.language.text_analysis import is_known_word

_NAMES = {word: name for name, words in WORDS.items() for word in words}
#: minimum number of letters of a word that is taken for a verb although one is wrong
MISTYPED = 4


def find_similar_verb(text: str, language: str) -> str:
    """Return the verb that the first word may have been meant as ("fin nettkø" -> "finn"), or "".

    Only verbs of the reader's language are guessed: "mte" is "møte" for whoever reads bokmål, and never "mute".
    """
    match = re.match(r"\w+", text.strip())
    if match is None or len(text.split()) > 4:
        return ""
    word = fold_word(match.group())
    if any(sign.isdigit() for sign in text):  # "ring meg 91234567": who mistypes a verb has no number after it
        return ""
    spelled = {fold_word(known): known for known in SPELLINGS.get(language, SPELLINGS["nb"])}
    known = [one for one in spelled if len(one) > 3]
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.8)
    if not close:  # two letters of a short one are swapped
        close = [one for one in known if len(one) == len(word) and sorted(one) == sorted(word)]
    return "" if not close or word in _NAMES else spelled[close[0]]


def find_verb_with_slip(text: str, language: str) -> str:
    """Return the name of the verb that is the whole text but for one slip ("møet" -> "meeting"), or "".

    Only verbs of the reader's language are found, and no word that means something else.
    """
    word = text.strip().strip("?.!").casefold()
    if len(word) < MISTYPED or not word.isalpha() or is_known_word(word):
        return ""
    near = [known for known in SPELLINGS.get(language, SPELLINGS["nb"]) if is_one_slip_apart(word, known)]
    found = {_NAMES[fold_word(known)] for known in near if len(known) >= MISTYPED} - {*TWO_WORD_VERBS}
    return found.pop() if len(found) == 1 else ""


def correct_first_word(text: str, verb: str) -> tuple[str, str, str]:
    """Return the line as it may have been meant, the name of its verb, and what follows that.

    Where the line is no command the verb is meant alone.
    """
    line = re.sub(r"^\w+", verb, text.strip(), count=1)
    name, rest = parse_command(line)
    return (line, name, rest) if name in WORDS else (verb, _NAMES[fold_word(verb)], "")
