"""Tell whether a line offers a flow, needs one, or does neither, by a linear model.

Lists of phrases (`direction_words`) know some hundred ways to offer and to need; people find others every day. What
the lists find is a feature among the words. The weights are trained on `flow_lines.txt`, and on questions and
requests that are neither. They stand in a file: `make flow-model`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from handlers.language.cue_features import list_cue_features
from handlers.language.direction_words import CLEAR, find_direction_cues
from handlers.language.late_patterns import compile_later
from handlers.language.lexicon import FOLDER
from handlers.language.linear_model import LinearModel, hash_features, join_neighbours, list_pieces, load_linear_model
from handlers.language.meeting_kinds import names_meeting
from handlers.quantities.quantity_scanner import scan_quantities
from handlers.quantities.text_folding import compose_signs, fold_signs, split_folded_text

FILE = FOLDER / "flow_model.zlib"
#: number of slots of the model
SLOTS = 1 << 16
#: "unclear" names a flow and an amount, and not whether somebody has it or wants it
OFFER, NEED, NEITHER, UNCLEAR = "offer", "need", "neither", "unclear"
KINDS = (OFFER, NEED, NEITHER, UNCLEAR)
#: characters that are read, and of the longest line that is taken for an offer: whoever writes more tells a story
READ_CHARACTERS, LONGEST_LINE = 600, 300
#: lowest probability of an offer and a need together at which the bot asks whether a line is one, and one that asks
LIKELY, LIKELY_IN_QUESTION = 0.65, 0.8
#: the same from which an amount counts more than a word for a meeting: "the workshop has 300 kW of heat to spare"
LIKELY_MEASURED = 0.9
#: beginnings of what an amount of something that flows, lies or stands somewhere measures
_OF_FLOWS = ("power", "energy", "mass", "dry mass", "volume", "gas volume", "area")
#: maximum number of bare words
_BARE = 3
#: asks others in its first clause, with or without a question mark
_ASKING = compile_later(
    r"^[^.,;:!?]*\?|^\W*(?:(?:hei|hallo|hi|hello)\W+(?:alle\W+|all\W+)?)?(?:hvem|kven|noen|nokon|nåken"
    r"|(?:har|kan|er|finnes|finst|trenger|treng|skal|må|får) (?:noen|nokon|du|dere|de|dykk|det|vi|me)"
    r"|who|anyone|anybody|any|does|do|has|is there|are there"
    r"|can|could|should|must)\b"
)
#: who begins so asks how something is done, whatever they name
_HOW = compile_later(r"^\W*(?:hvordan|korleis|hvorfor|kvifor|how|why)\b", re.IGNORECASE)
#: asks others about what is theirs: "we have 2 MW of heat. Who has metered theirs?"
#: asks who has or takes something, of which no amount is told: "kven tek imot brukt blåsesand?"
_WHO = compile_later(r"^\W*(?:hvem|kven|kem|who)\b[^\d]*\?\W*$", re.IGNORECASE)
_THEIRS = compile_later(r"\b(?:sin|sitt|sine|theirs)\?\W*$", re.IGNORECASE)
_NOTHING_SAID = {OFFER: 0.0, NEED: 0.0, NEITHER: 1.0, UNCLEAR: 0.0}
_DIGITS = compile_later(r"\d+")


def extract_flow_slots(text: str) -> list[int]:
    """Return the slots of what tells a direction, in their order.

    They are the words, how they stand together, the pieces of each word, and the phrases of the lists. What stands
    around each phrase is one too.
    """
    folded = fold_signs(compose_signs(text)[:READ_CHARACTERS])
    tokens = split_folded_text(folded)
    words = [_DIGITS.sub("0", token.text) for token in tokens]
    cues = list_cue_features(folded, tokens, words, find_direction_cues(tokens))
    return hash_features(
        (*words, *join_neighbours(words), *list_pieces(words), *cues, *(["?"] if "?" in folded else [])), SLOTS
    )


def may_state_flow(text: str) -> bool:
    """Return True if the line may offer or need something that flows, lies or stands somewhere.

    Who asks others for something asks the network, unless they say how much of it. A few bare words are looked up,
    unless they say what of it.
    """
    if not 0 < len(text) <= LONGEST_LINE or any(pattern.search(text) for pattern in (_HOW, _WHO, _THEIRS)):
        return False
    chances = compute_flow_probabilities(text)
    either = chances[OFFER] + chances[NEED]
    if either < (LIKELY_IN_QUESTION if "?" in text else LIKELY):
        return False
    if (_asks_others(text, chances) or names_meeting(text)) and not (
        either >= LIKELY_MEASURED and _measures_flow(text)
    ):
        return False
    tokens = split_folded_text(fold_signs(text))
    return len(tokens) > _BARE or any(cue.strength >= CLEAR for cue in find_direction_cues(tokens))


def asks_others_for_flow(text: str) -> bool:
    """Return True for a line that begins with a question to others, and needs something if anything."""
    return _asks_others(text, compute_flow_probabilities(text))


def _asks_others(text: str, chances: Mapping[str, float]) -> bool:
    return chances[NEED] > chances[OFFER] and _ASKING.search(text.casefold()) is not None


def _measures_flow(text: str) -> bool:
    """Return True if the line says how much there is of something: "har noen 6 MW spillvarme til overs?"."""
    return any(said.measures.startswith(_OF_FLOWS) and not said.money for said in scan_quantities(text))


def compute_flow_probabilities(text: str) -> dict[str, float]:
    """Return the probability of each kind."""
    model = load_flow_model()
    slots = extract_flow_slots(text)
    return dict(zip(model.kinds, model.compute_probabilities(slots), strict=True)) if slots else _NOTHING_SAID


@cache
def load_flow_model() -> LinearModel:
    return load_linear_model(FILE)
