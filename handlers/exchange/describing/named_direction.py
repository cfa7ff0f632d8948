"""Settle whether the flow that a text names is offered or needed: the phrases beside its name count most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.exchange.describing.clauses import find_clause
from handlers.exchange.describing.direction_choice import find_strength, settle_direction
from handlers.exchange.describing.word_finder import FlowMention
from handlers.language.direction_words import (
    CERTAIN,
    CLEAR,
    Direction,
    DirectionCue,
    choose_direction,
    infer_direction,
)
from handlers.language.flow_model import NEED, OFFER, compute_flow_probabilities
from handlers.language.late_patterns import compile_later
from handlers.quantities.text_folding import TextToken, fold_words

#: what there is room for, and words for room
_MATTER = ("material", "organic")
_ROOM = fold_words("kapasitet kapasiteten capacity plass room space mottak")
#: "lageret har plass til", "the store can take"
_HAS, _SPACE, _FOR = fold_words("har has have"), fold_words("plass rom room space"), fold_words("til for")
_COURSES = ("kurs", "course")
_TAKE = fold_words("ta take hold imot motta accept receive romme")
_SOMEBODY = fold_words("noen nokon anyone anybody someone hvem kven who")
_NEEDING = fold_words("trenger treng need needs mangler manglar søker søkjer")
#: how many times likelier the other direction is where phrases elsewhere tell it as well, and it is asked
TWICE = 2
#: lowest probability at which a sentence tells a direction without a phrase
TELLS_ITSELF = 0.6
_SENTENCE_END = compile_later(r"[.!?\n](?: |$)")
_DIRECTIONS: frozenset[Direction] = frozenset(("offer", "need"))
#: "har dere to sveisere å låne bort?": who asks others what they have needs it
_ASKED_TO_GIVE = compile_later(
    r"(?:^|[.!?\n] )(?:(?:hei|hi|hello|og|men|and)\b[ ,!]{0,2})?"
    r"(?:har (?:dere|de|dykk|dokker|du|noen|nokon)|(?:do|does) (?:you|anyone|anybody) have|have you(?: got)?)\b"
    r"[^.!?\n]{1,80}?\b(?:a (?:lane|leie|leige) (?:bort|ut)|a (?:avse|avsja|selge|selje)|a gi (?:bort|fra seg)"
    r"|a gje bort|til (?:overs|utlan|utleie|utleige|leie|leige|salgs?|sals)|to (?:lend|spare|hire out|sell|give away)"
    r"|for (?:sale|hire))\b"
    r"[^.!?\n]{0,60}\?"
)

#: words for both directions at once: "kjøp/salg av flis", "leie eller leie ut"; "til leie eller salg" is only one
_OPPOSITES = (
    (r"(?:kjope?|buy(?:ing)?|purchases?)", r"(?:salg?|selge|selje|sell(?:ing)?|sales?)"),
    (r"(?:leie|leige|lane?|rent(?:ing)?)", r"(?:utleie|utleige|utlan|(?:leie|leige|lane) (?:ut|bort)|let(?:ting)?)"),
    (r"(?:behov|ettersporsel|needs?|demand|wanted)", r"(?:tilbud|tilbod|offers?|offered|supply)"),
)
_OR = r"(?: ?/ ?| eller | or )"
_BOTH_WAYS = compile_later(
    r"\b(?:" + "|".join(f"{one}{_OR}{other}|{other}{_OR}{one}" for one, other in _OPPOSITES) + r")\b"
)


def settle_named_direction(
    folded: str,
    tokens: Sequence[TextToken],
    mention: FlowMention,
    cues: Sequence[DirectionCue],
    chances: Mapping[str, float],
) -> Direction | None:
    """Return the direction of the flow that is named; None where it has to be asked.

    Where nothing is certain the clear phrases of the clause that names it count alone: "damp søkes. Rør ligger klart".
    """
    if _BOTH_WAYS.search(folded):
        return None
    if any(found.start() <= mention.start < found.end() for found in _ASKED_TO_GIVE.finditer(folded)):
        return "need"
    first, last = find_clause(tokens, mention.start, mention.end)
    near = [cue for cue in cues if first <= tokens[cue.first].start and tokens[cue.last - 1].end <= last]
    is_certain, is_near = find_strength(cues) >= CERTAIN, find_strength(near) >= CLEAR
    counting = near if is_near and not is_certain else cues
    told = choose_direction(counting) or _infer_from_name(folded, tokens, mention)
    direction = settle_direction(chances, told, counting, asks="?" in folded)
    if told is None and not cues and direction is not None and not _tells_itself(folded, mention, direction):
        return None
    if counting is near and direction is not None and _tell_other(cues, direction) and _leans_other(chances, direction):
        return None
    if direction == "offer" and _needs_somebody(tokens, mention, cues):
        return "need"
    if direction == "offer" and not is_certain and _is_room_for(tokens, mention):
        return None
    if not is_certain and (room := _find_room(tokens, mention, near)) is not None:
        return room
    opposites = _DIRECTIONS - {cue.direction for cue in near if cue.strength >= CLEAR}
    return None if is_near and not is_certain and opposites == {direction} else direction


def _tells_itself(folded: str, mention: FlowMention, direction: Direction) -> bool:
    """Return True if the sentence that names the flow tells the direction where the others say nothing of it.

    "Damp 5 t/t. Saken har ligget siden 2019." tells none.
    """
    ends = [found.end() for found in _SENTENCE_END.finditer(folded)]
    start = max((end for end in ends if end <= mention.start), default=0)
    stop = min((end for end in ends if end >= mention.end), default=len(folded))
    if (start, stop) == (0, len(folded)):
        return True
    chances = compute_flow_probabilities(folded[start:stop])
    return chances[OFFER if direction == "offer" else NEED] >= TELLS_ITSELF


def _needs_somebody(tokens: Sequence[TextToken], mention: FlowMention, cues: Sequence[DirectionCue]) -> bool:
    """Return True for work that somebody is needed for: "trenger noen som kan dreie for oss" offers nothing."""
    needs = any(tokens[cue.first].text in _NEEDING and cue.last - cue.first > 1 for cue in cues)
    return needs and mention.flow.type_key in ("capacity", "people")


def _is_room_for(tokens: Sequence[TextToken], mention: FlowMention) -> bool:
    """Return True for matter that there is room for, which may be taken: "ledig kapasitet: 5000 t matavfall"."""
    before = {token.text for token in tokens[: mention.first]}
    return mention.flow.type_key in _MATTER and not _ROOM.isdisjoint(before)


def _find_room(tokens: Sequence[TextToken], mention: FlowMention, near: Sequence[DirectionCue]) -> Direction | None:
    """Return "offer" for a place that has room, or that can take something: "lageret har plass til 180 pallar".

    Who asks for somebody that has room needs it.
    """
    words = [token.text for token in tokens]
    course = any(part in word for part in _COURSES for word in words[mention.first : mention.last])
    if mention.flow.type_key != "capacity" and not course:
        return None
    steps = zip(words, words[1:], words[2:], strict=False)
    room = any(one in _HAS and other in _SPACE and last in _FOR for one, other, last in steps)
    takes = any(cue.last - cue.first > 1 and words[cue.last - 1] in _TAKE and cue.first == mention.last for cue in near)
    return "need" if room and not _SOMEBODY.isdisjoint(words) else "offer" if room or takes else None


def _tell_other(cues: Sequence[DirectionCue], direction: Direction) -> bool:
    return any(cue.strength >= CLEAR and cue.direction != direction for cue in cues)


def _leans_other(chances: Mapping[str, float], direction: Direction) -> bool:
    return chances[NEED if direction == "offer" else OFFER] > TWICE * chances[direction]


def _infer_from_name(folded: str, tokens: Sequence[TextToken], mention: FlowMention) -> Direction | None:
    following = [token.text for token in tokens[mention.last : mention.last + 2]]
    return infer_direction(folded[mention.start : mention.end], following)


def leads_to_flow(mention: FlowMention, cues: Sequence[DirectionCue]) -> bool:
    """Return True for a clear phrase right before the name of what flows: "me treng hydrogen"."""
    return any(cue.strength >= CLEAR and cue.last == mention.first for cue in cues)
