"""Tell what is asked of the bot itself from a question to the network, by a linear model.

Lists of words (`bot_question_patterns`) know few ways to say a thing; people find others every day. The weights are
trained on `bot_requests.txt` and on the questions of all topics, and stand in a file: `make bot-request-model`.
"""

from __future__ import annotations

import json
import math
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from zlib import crc32

from handlers.language.bot_question_patterns import UNABLE, classify_bot_question
from handlers.language.lexicon import FOLDER
from handlers.language.text_analysis import split_tokens

FILE = FOLDER / "bot_request_model.zlib"
#: Each feature has one of these slots. Two may share one, which is rare enough to cost nothing.
SLOTS = 1 << 15
#: length of a piece of a word
PIECE = 4
#: highest probability of a question to the network at which the bot still answers itself
UNLIKELY = 0.5
#: maximum numbers of words and of characters: who writes more explains something to people
MOST, LONGEST = 20, 200
_PLAIN = str.maketrans({"å": "a", "ø": "o", "æ": "e"})


@dataclass(frozen=True)
class BotRequestModel:
    """Hold the weights of each kind for each slot."""

    #: the last one is a question to the network
    kinds: tuple[str, ...]
    #: what a weight is multiplied by: they are kept as small whole numbers
    scale: float
    weights: array[int]

    def compute_probabilities(self, text: str) -> list[float]:
        """Return the probability of each kind."""
        slots, size = extract_request_slots(text), len(self.kinds)
        total = [
            sum(column)
            for column in zip(*(self.weights[slot * size : (slot + 1) * size] for slot in slots), strict=True)
        ]
        factor, top = self.scale / math.sqrt(len(slots)), max(total)
        powers = [math.exp(factor * (one - top)) for one in total]
        return [power / sum(powers) for power in powers]


def extract_request_slots(text: str) -> list[int]:
    """Return the slots of a text's words, its pairs of words and the pieces of each word, in their order."""
    words = [word.translate(_PLAIN) for word in split_tokens(text)]
    found = {*words, *(f"{before} {after}" for before, after in zip(["^", *words], [*words, "$"], strict=True))}
    for word in words:
        padded = f"_{word}_"
        found.update(f"#{padded[start : start + PIECE]}" for start in range(max(1, len(padded) - PIECE + 1)))
    return sorted({crc32(feature.encode()) % SLOTS for feature in found})


def find_bot_request(text: str) -> tuple[str, str]:
    """Return what is asked of the bot itself, and of what if it is named; ("", "") for a question to the network."""
    known, of = classify_bot_question(text)
    if known:
        return known, of
    return "signing" if declines_meeting(text) else guess_bot_request(text), ""


def declines_meeting(text: str) -> bool:
    """Return True for "ungen er sjuk, så eg rekk ikkje møtet på torsdag": a meeting and a day, and yet no new one."""
    return not UNABLE.isdisjoint(split_tokens(text)) and guess_bot_request(text) == "meeting"


def guess_bot_request(text: str) -> str:
    """Return the kind of what is asked of the bot itself; empty for what is probably a question to the network."""
    if len(text) > LONGEST or not 1 < len(text.split()) <= MOST:
        return ""
    model = load_bot_request_model()
    *asked, network = model.compute_probabilities(text)
    return model.kinds[asked.index(max(asked))] if network < UNLIKELY else ""


@cache
def load_bot_request_model() -> BotRequestModel:
    head, weights = _split_model_file()
    return BotRequestModel(tuple(head["kinds"]), head["scale"], array("b", weights))


def read_training_hash() -> str:
    """Return the hash of the examples that the file was trained on."""
    return str(_split_model_file()[0]["trained_on"])


def _split_model_file() -> tuple[dict[str, Any], bytes]:
    head, _, weights = zlib.decompress(FILE.read_bytes()).partition(b"\n")
    return json.loads(head), weights


def pack_request_model(kinds: Sequence[str], scale: float, weights: bytes, trained_on: str) -> bytes:
    """Return the content of the file."""
    head = {"trained_on": trained_on, "kinds": [*kinds], "scale": scale}
    return zlib.compress(json.dumps(head).encode() + b"\n" + weights, 9)
