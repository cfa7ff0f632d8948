"""Make more examples of lines about meetings: each once more, with the title and the place of others.

What is put in stood behind the same word, and began in the same way, so that most of the lines still read like lines.
What the rules make of them is read anew.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from handlers.dates.date_words import list_words

#: words that a title may begin with which tell more of the line than of the title
_BEGINNINGS = list_words(
    "møte møtet nytt meeting mtg prat gjennomgang befaring kurs et eit ei en a an the samtale workshop call om about"
)
#: number of others from which one is drawn at least, and of words from which on a title is a long one
_LEAST, _LONG = 4, 5
_LAST_SIGN = re.compile(r"(\w+|[^\w\s])\s*$")
Example = dict[str, Any]


def swap_spans(examples: Sequence[Example]) -> list[Example | None]:
    """Return each line with another title and another place of these examples; None where there is no other."""
    chance = random.Random(1)
    pools: defaultdict[tuple[object, ...], list[str]] = defaultdict(list)
    spans = [{what: _find_span(example, what) for what in ("title", "place")} for example in examples]
    for example, found in zip(examples, spans, strict=True):
        for what, at in found.items():
            if at is not None:
                pools[_describe_place(example, what, at)].append(example["text"][at : at + len(example[what])])
    return [_swap(example, found, pools, chance) for example, found in zip(examples, spans, strict=True)]


def _swap(
    example: Example, spans: dict[str, int | None], pools: dict[tuple[object, ...], list[str]], chance: random.Random
) -> Example | None:
    swapped = {what: example[what] for what in ("text", "title", "place")}
    known = sorted(((at, what) for what, at in spans.items() if at is not None), reverse=True)
    if len(known) > 1 and known[1][0] + len(example[known[1][1]]) > known[0][0]:
        return None
    for at, what in known:
        pool = pools[_describe_place(example, what, at)]
        if len(pool) >= _LEAST:
            swapped[what] = chance.choice(pool)
            swapped["text"] = swapped["text"][:at] + swapped[what] + swapped["text"][at + len(example[what]) :]
    return swapped if swapped["text"] != example["text"] else None


def _find_span(example: Example, what: str) -> int | None:
    """Return where the title or the place begins; None where it is not said, or more than once."""
    text, said = example["text"].casefold(), example[what].casefold()
    return text.find(said) if said and text.count(said) == 1 and len(text) == len(example["text"]) else None


def _describe_place(example: Example, what: str, at: int) -> tuple[object, ...]:
    """Return what stands before it, and how it begins: those that agree in it may take each other's place."""
    before = _LAST_SIGN.search(example["text"][:at])
    beside = before[1].casefold() if before else ""
    words = example["text"][at : at + len(example[what])].split()
    if what == "place":
        return (what, beside, words[0][:1].isupper())
    first = words[0].casefold()
    return (what, beside, first if first in _BEGINNINGS else "", words[0][:1].isupper(), len(words) >= _LONG)
