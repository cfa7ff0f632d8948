"""Tell a line that wants a new meeting from one that only has the same words, by a linear model.

The rules (`order_words`, `meeting_words`) know some hundred ways to order a meeting; people find others every day,
wrapped in reasons and greetings. The model has not seen what the rules make of a line: each is heard beside the other.
Its weights stand in a file: `make meeting-order-model`.
"""

from __future__ import annotations

from functools import cache

from handlers.language.late_patterns import compile_later
from handlers.language.lexicon import FOLDER
from handlers.language.linear_model import LinearModel, hash_features, join_neighbours, list_pieces, load_linear_model

FILE = FOLDER / "meeting_order_model.zlib"
#: number of slots of the model
SLOTS = 1 << 16
OTHER, ORDER = "other", "order"
KINDS = (OTHER, ORDER)
#: From here on a line that other readers claim is left to the reader of meetings.
CERTAIN = 0.9
#: lowest probability of an order: that the model alone is believed, and that somebody is asked
PROBABLE, POSSIBLE = 0.75, 0.3
#: below it nothing is an order without asking, whatever the rules say
UNLIKELY = 0.1
#: A text of more characters or words is no line about a meeting; one of fewer words says too little to be guessed.
MOST_CHARACTERS, MOST_WORDS, FEWEST_WORDS = 600, 80, 4
_TOKEN = compile_later(r"https?://\S+|[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+|[.,:;?!@]")
#: any day of the week and any month is as good as another, and so is any address
_WEEKDAY = compile_later(
    r"(?:man|mån|tirs|tys|ons|tors|fre|lør|laur|søn|sun)dag(?:en|ar|er)?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
)
_MONTH = compile_later(
    r"jan(?:uary?)?|feb(?:ruary?)?|mars|march|mar|apr(?:il)?|mai|may|jun[ie]?|jul[iy]?|aug(?:ust)?|sept?(?:ember)?"
    r"|o[kc]t(?:ober)?|nov(?:ember)?|de[sc](?:ember)?"
)


def extract_order_slots(text: str) -> list[int]:
    """Return the slots of the words and signs, of how they stand together, and of the pieces of words."""
    tokens = [_fold_token(token) for token in _TOKEN.findall(text[:MOST_CHARACTERS].casefold())]
    words = [token for token in tokens if token[0].isalpha()]
    asked = f"?{'?' in tokens:d}{tokens[-1:] == ['?']:d}"
    return hash_features((*tokens, *join_neighbours(tokens), *list_pieces(words), asked), SLOTS) if words else []


def _fold_token(token: str) -> str:
    if token.isdecimal():
        return "0"
    if token.startswith("http"):
        return "<link>"
    return "<day>" if _WEEKDAY.fullmatch(token) else "<month>" if _MONTH.fullmatch(token) else token


def compute_order_probability(text: str) -> float:
    """Return how probably the line wants a new meeting."""
    slots = extract_order_slots(text)
    return load_meeting_order_model().compute_probabilities(slots)[KINDS.index(ORDER)] if slots else 0.0


def guess_meeting_order(text: str) -> float:
    """Return the same for a line that no rule knows: 0 where it is too short or too long to be guessed."""
    guessed = FEWEST_WORDS <= len(text.split()) <= MOST_WORDS and len(text) <= MOST_CHARACTERS
    return compute_order_probability(text) if guessed else 0.0


@cache
def load_meeting_order_model() -> LinearModel:
    return load_linear_model(FILE)
