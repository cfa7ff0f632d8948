"""Propose the title of a solution from what was done: its first telling sentence, whole and without its small words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.chat.rich_text.plain_text import extract_plain_text
from handlers.language.smalltalk import classify_smalltalk
from handlers.library.solutions.forms import TITLE

#: fewer words name nothing
FEWEST_WORDS = 3
#: characters of a text that are looked at
LOOKED_AT = 1000
_SENTENCE_END = re.compile(r"[.!?](?= [A-ZÆØÅ])|\n")
#: words that begin an answer and no title
_OPENERS = {"hei", "hi", "hello", "ja", "jo", "joda", "nei", "yes", "no", "well", "så", "so", "og", "and", "men", "but"}
#: what may stand behind a whole phrase
_JOINTS = (";", " – ", " - ", ": ", ", ", " og ", " and ", " fordi ", " because ", " slik at ", " so that ")


def propose_title(text: str) -> str:
    """Return a line of at most `TITLE` characters; "" if no sentence of the text names what was done."""
    for sentence in _list_sentences(extract_plain_text(text)[:LOOKED_AT]):
        line = _cut_at_joint(_strip_openers(sentence))
        if len(line.split()) >= FEWEST_WORDS and not classify_smalltalk(line):
            return line[0].upper() + line[1:]
    return ""


def _list_sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text that ask nothing, without their full stops."""
    begin = 0
    for end in (*_SENTENCE_END.finditer(text), None):
        sentence = text[begin : end.end() if end else None].strip()
        begin = end.end() if end else begin
        if sentence and not sentence.endswith("?"):
            yield " ".join(sentence.lstrip("-•> ").rstrip(".! ").split())


def _strip_openers(line: str) -> str:
    words = line.split()
    while words and words[0].strip(",!.").casefold() in _OPENERS:
        words = words[1:]
    return " ".join(words)


def _cut_at_joint(line: str) -> str:
    """Return the longest whole phrase at the beginning of the line that fits; "" if none does."""
    if len(line) <= TITLE:
        return line
    begin = line[: TITLE + 1]
    places = [begin.rfind(joint) for joint in _JOINTS]
    fitting = [place for place in places if len(begin[: max(place, 0)].split()) >= FEWEST_WORDS]
    return begin[: max(fitting)].rstrip(" ,;:–-") if fitting else ""
