"""Records of a large library, and what people would type who look for one of them.

Half the words of a record are those of questions about its topic, half are the lexicon's, as often as people use them:
so there are common words in very many records, words of the trade in many, and rare ones in few.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from itertools import accumulate

from handlers.language.document_search import Document
from handlers.language.lexicon import FOLDER, get_norwegian_frequency, load_trade_words
from handlers.language.text_analysis import list_meaningful_words

#: words of a query, the fewest and the most, and how many of them say something, if the record has as many
WORDS, TELLING = (8, 12), 4
#: words of a title, and of the rest
TITLE, BODY = 6, (20, 40)


def library(count: int) -> list[Document]:
    """The same ones each time."""
    chance = random.Random(1)
    common, topics = _lexicon(chance), list(_topics().values())

    def text(words: list[str], length: int) -> str:
        return " ".join(chance.choice(words) if chance.random() < 0.5 else common() for _ in range(length))

    records = []
    for id in range(1, count + 1):
        place = chance.randrange(len(topics))
        title, body = text(topics[place], TITLE), text(topics[place], chance.randint(*BODY))
        records.append(Document("question", id, place + 1, "nb", None, "open", title, body, ""))
    return records


def query(chance: random.Random, record: Document) -> str:
    """Some of its words, in any order."""
    words = f"{record.title} {record.body}".split()
    chance.shuffle(words)
    words.sort(key=lambda word: not list_meaningful_words(word))
    asked = words[:TELLING] + chance.sample(words[TELLING:], chance.randint(*WORDS) - TELLING)
    chance.shuffle(asked)
    return " ".join(asked)


def _lexicon(chance: random.Random) -> Callable[[], str]:
    words = _words()
    listed, weights = list(words), list(accumulate(10**zipf for zipf in words.values()))
    return lambda: chance.choices(listed, cum_weights=weights)[0]


def _words() -> dict[str, float]:
    """Norwegian words, and how common they are (Zipf)."""
    entries = gzip.decompress((FOLDER / "lexicon.txt.gz").read_bytes()).decode().split()
    listed = {entry.partition(":")[0] for entry in entries if ":" in entry} | load_trade_words()
    return {word: get_norwegian_frequency(word) for word in sorted(listed) if get_norwegian_frequency(word)}


def _topics() -> dict[str, list[str]]:
    """Topic -> every word of the Norwegian questions about it."""
    found: dict[str, list[str]] = {}
    for line in (FOLDER / "examples.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["lang"] != "en":
            found.setdefault(row["topics"][0], []).extend(word.strip(".,?!:–«»()") for word in row["text"].split())
    return {topic: [word for word in words if word] for topic, words in found.items()}
