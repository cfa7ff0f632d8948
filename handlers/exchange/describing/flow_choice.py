"""Choose the flow that a text is about, of all that it names: by the words around each, and by the units of amounts."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.exchange.describing.clauses import find_clause, stands_aside
from handlers.exchange.describing.word_finder import HINT, WORD, FlowMention
from handlers.exchange.flow_types import FLOW_TYPES, STREAM_MEASURES
from handlers.language.direction_words import DirectionCue
from handlers.quantities.quantity import Quantity
from handlers.quantities.text_folding import TextToken, fold_spelling, fold_words
from handlers.quantities.unit_table import UNLISTED
from handlers.quantities.units import find_listed_unit

#: what speaks for a mention: an amount of its unit beside it, right before it, or
#: anywhere; a verb before it; being the first
BESIDE_AMOUNT, COUNTED, FITS_AMOUNT, BEHIND_VERB, FIRST = 1.5, 0.45, 0.8, 1.0, 0.4
#: tokens between a mention and an amount, a verb or a preposition that belongs to it
NEAR_AMOUNT, NEAR_VERB, NEAR_PREPOSITION = 3, 6, 3
#: mentions and quantities of one listing that are weighed against each other: a text of any length is read in its time
MOST_WEIGHED = 12
#: what speaks against it: the word before it says that it is source, purpose or something to be replaced
_AGAINST = {
    1.5: "fra frå from av of uten utan without stedet staden instead erstatte erstatter erstattar replace replaces "
    "mest mostly mainly hovedsakelig hovudsakleg inneholder inneheld contains containing bestående "
    "replacing fyrt fired brenne burning burn into than enn retur return no ingen inga ikkje ikke",
    1.2: "til for into som as",
    0.7: "med with i in ved hos pr per på at bak behind under utenfor utanfor outside nær near via gjennom through",
}
_PENALTIES = {fold_spelling(word): penalty for penalty, words in _AGAINST.items() for word in words.split()}
#: "behov for damp" and "tilgang til damp" are about steam
_BEFORE_PREPOSITION = fold_words(
    "behov behovet bruk brukt need demand tilgang access jakt looking plenty lots surplus excess overskudd overskot"
)
#: "10 m3 of manure" and "2 GWh i året med spillvarme"
_OF = frozenset(("of", "av", "med", "with"))
_PERIOD_ENDS = fold_words("året år year yr y month mo mnd måneden day d døgnet døgn timen hour uka uke week wk")
_UNLISTED = fold_words(UNLISTED)
_PER = frozenset(("per", "pr"))
#: what speaks against a mention that only tells of a plant
AGENT = 1.5
_AGENTS = fold_words(
    "plant plants works company factory mill boiler pump network producer turbine engine supplier cooler "
    "kiln furnace tenant neighbour mill refinery tank tanks silo line linja anlegg anlegget kjel kjele kjelen "
    "resistant proof bestandig fast"
)
_PLACES = ("area", "capacity")
#: types whose English names stand in two words, the last of which tells what it is
_MATTER = ("material", "organic")
#: what speaks against what heat is in, and the words between them
SOURCE = 2.0
_CONDENSATE = ("kondensat", "condensate")
_WITHIN = fold_words("i in")
_FEW = fold_words("tre fire fem seks sju syv åtte ni ti two three four five six seven eight nine ten")
_NAMED_GASES, _GAS = ("co2", "hydrogen", "oxygen", "gas"), fold_words("gas gass gassen")
_GASES = (*_MATTER, "hydrogen", "co2", "oxygen")
_AT = fold_words("på ved i hos fra frå on at in from")
_OUR = fold_words("the our a vår våre vårt en ei ein et eit")
#: parts of words for rooms to store or work in, which are let by their size: "lagerplass, 300 m2"
_STORES = ("lager", "stor", "warehouse", "depot", "verkst", "workshop", "plass", "space", "rom")


def choose_mention(
    tokens: Sequence[TextToken],
    mentions: Sequence[FlowMention],
    cues: Sequence[DirectionCue],
    amounts: Sequence[Quantity],
) -> FlowMention | None:
    """Return the mention that a listing is about; None where nothing is named."""
    mentions = [one for one in mentions if not _is_unit(tokens, one, amounts) and not _is_attribute(one, mentions)]
    mentions = [
        one for one in mentions if not _is_condensate(tokens, one, mentions) and not _is_state(tokens, one, mentions)
    ]
    if not mentions:
        return None
    firsts = [one for one in mentions if one.flow.weight == WORD] or list(mentions)

    def score_mention(one: FlowMention) -> float:
        score = one.flow.weight - weigh_preposition(tokens, one, cues) - weigh_follower(tokens, one)
        score -= SOURCE if _is_source(tokens, one, mentions) else 0
        score -= AGENT if stands_aside(tokens, one.start, one.end) else 0
        fitting = [said for said in amounts if _may_measure(tokens, one, said)]
        if any(is_beside(tokens, one, said) for said in fitting):
            score += BESIDE_AMOUNT
        score -= AGENT if _is_numbered_place(tokens, one, amounts) else 0
        if _is_head_count(tokens, one):
            score += BESIDE_AMOUNT + FITS_AMOUNT
        score += COUNTED if any(_is_counted_by(tokens, one, said) for said in fitting) else 0
        score += FITS_AMOUNT if fitting else 0
        score += BEHIND_VERB if any(_follows(tokens, one, cue) for cue in cues) else 0
        return score + (FIRST if one is firsts[0] else 0)

    return max(mentions, key=lambda one: (score_mention(one), -one.first))


def _follows(tokens: Sequence[TextToken], mention: FlowMention, cue: DirectionCue) -> bool:
    """Return True for what stands behind a phrase of a direction; of a place, where no sign parts them."""
    if not 0 <= mention.first - cue.last <= NEAR_VERB:
        return False
    joined = find_clause(tokens, mention.start, mention.end)[0] <= tokens[cue.first].start
    return joined or mention.flow.type_key not in _PLACES or mention.first - cue.last <= 1


def _is_numbered_place(tokens: Sequence[TextToken], mention: FlowMention, amounts: Sequence[Quantity]) -> bool:
    """Return True for a place with its number behind it: "bygg 7"."""
    behind = tokens[mention.last : mention.last + 1]
    numbered = behind != [] and behind[0].text.isdigit() and behind[0].start == mention.end + 1
    return (
        mention.flow.type_key in _PLACES
        and numbered
        and not any(said.start <= behind[0].start < said.end for said in amounts)
    )


def _is_head_count(tokens: Sequence[TextToken], mention: FlowMention) -> bool:
    """Return True for persons with their number right before them: "2 lærlinger"."""
    before = tokens[mention.first - 1] if mention.first else None
    counted = before is not None and (before.text.isdigit() or before.text in _FEW)
    joined = before is not None and counted and before.end + 1 == mention.start
    return joined and mention.flow.type_key == "people"


def _is_counted_by(tokens: Sequence[TextToken], mention: FlowMention, said: Quantity) -> bool:
    """Return True for "4 MW heat" and "4 MW of heat"."""
    between = [token.text for token in tokens if said.end <= token.start < mention.start]
    return mention.start == said.end + 1 or (between[:1] != [] and mention.start <= said.end + 4 and between[0] in _OF)


def _is_source(tokens: Sequence[TextToken], mention: FlowMention, mentions: Sequence[FlowMention]) -> bool:
    """Return True for the gas or the water that heat is in: "restvarme i avgassen"."""
    led = mention.first and tokens[mention.first - 1].text in _WITHIN
    return bool(led) and any(one.last == mention.first - 1 and one.flow.type_key == "heat" for one in mentions)


def _is_condensate(tokens: Sequence[TextToken], mention: FlowMention, mentions: Sequence[FlowMention]) -> bool:
    """Return True for what steam becomes and comes back as: "6 t/h of steam, condensate must come back"."""
    named = tokens[mention.first].text.startswith(_CONDENSATE)
    return named and any(one.flow.type_key == "steam" for one in mentions)


def _is_state(tokens: Sequence[TextToken], mention: FlowMention, mentions: Sequence[FlowMention]) -> bool:
    """Return True for what a gas that is named is like: "CO2, liquid or gas"."""
    named = any(one.flow.type_key in _NAMED_GASES and one.flow.weight == WORD for one in mentions)
    return named and tokens[mention.first].text in _GAS and mention.last - mention.first == 1


def _may_measure(tokens: Sequence[TextToken], mention: FlowMention, said: Quantity) -> bool:
    """Return True if a mention may be measured so: of what lends its time only stores have a size."""
    if mention.flow.type_key == "capacity" and said.measures == "area":
        return is_store(tokens, mention)
    return is_amount_of(mention.flow.type_key, said)


def _is_unit(tokens: Sequence[TextToken], mention: FlowMention, amounts: Sequence[Quantity]) -> bool:
    """Return True for what only counts something else: "14 containers of glass", "8 tonn per skift"."""
    if mention.first and tokens[mention.first - 1].text in _PER:
        return True
    return any(said.problem == "unit" and said.start < mention.start < said.end for said in amounts)


def _is_attribute(mention: FlowMention, mentions: Sequence[FlowMention]) -> bool:
    """Return True for the first part of a name in two words: "scrap wood" is wood, "off-gas hydrogen" hydrogen.

    "Bottling line operators" are people.
    """
    key = mention.flow.type_key
    named = ("people",) if key in _PLACES else _GASES if key == "fuel_gas" else _MATTER
    return any(
        one.first == mention.last and one.start == mention.end + 1 and one.flow.weight >= WORD
        and one.flow.type_key in named
        for one in mentions
    )  # fmt: skip


def is_hint_only(mention: FlowMention) -> bool:
    return mention.flow.weight <= HINT


def is_place_only(
    tokens: Sequence[TextToken], mention: FlowMention, mentions: Sequence[FlowMention], amounts: Sequence[Quantity]
) -> bool:
    """Return True for a place or a source of something whose name is not said: "12 000 tonnes, on the quay"."""
    if mention.flow.type_key not in _PLACES or any(said.measures not in STREAM_MEASURES for said in amounts):
        return False
    placed = [one for one in mentions if one.flow.type_key in _PLACES]
    if not amounts:
        return len(placed) == len(mentions) and all(_stands_behind(tokens, one) for one in placed)
    return amounts[0].end <= mention.start and all(_stands_behind(tokens, one) for one in placed)


def _stands_behind(tokens: Sequence[TextToken], mention: FlowMention) -> bool:
    """Return True if a preposition of place or source stands right before a mention, or before its "our"."""
    before = [token.text for token in tokens[max(0, mention.first - 2) : mention.first]]
    return bool(before) and (before[-1] in _AT or (before[-1] in _OUR and before[0] in _AT))


def is_amount_of(type_key: str, said: Quantity) -> bool:
    """Return True if an amount of this type may be measured so."""
    return said.measures != "" and said.measures in FLOW_TYPES[type_key].measures


def is_measured(tokens: Sequence[TextToken], mention: FlowMention, amounts: Sequence[Quantity]) -> bool:
    """Return True for a flow that is named outright with an amount of it beside: "cooling, 300 kW"."""
    fitting = [said for said in amounts if is_amount_of(mention.flow.type_key, said)]
    return mention.flow.weight == WORD and any(is_beside(tokens, mention, said) for said in fitting)


def is_beside(tokens: Sequence[TextToken], mention: FlowMention, said: Quantity, within: int = NEAR_AMOUNT) -> bool:
    """Return True if fewer words than `within` stand between a mention and a quantity."""
    first, last = sorted(((mention.start, mention.end), (said.start, said.end)))
    return sum(last[0] >= token.end and token.start >= first[1] for token in tokens) < within


def weigh_preposition(tokens: Sequence[TextToken], mention: FlowMention, cues: Sequence[DirectionCue]) -> float:
    """Return how much the words right before a mention speak against it. A verb between them ends their reach."""
    weight, begin = 0.0, max(0, mention.first - NEAR_PREPOSITION)
    begin = max((cue.last for cue in cues if begin < cue.last <= mention.first), default=begin)
    for at in range(begin, mention.first):
        before = tokens[at - 1].text if at else ""
        joined = at > 0 and tokens[at].start == tokens[at - 1].end + 1
        measured = (
            joined
            and tokens[at].text in _OF
            and (before in _PERIOD_ENDS or before in _UNLISTED or find_listed_unit(before) is not None)
        )
        if before not in _BEFORE_PREPOSITION and not measured:
            weight = max(weight, _PENALTIES.get(tokens[at].text, 0.0))
    return weight


def is_store(tokens: Sequence[TextToken], mention: FlowMention) -> bool:
    """Return True for a room to store or work in, which has a size."""
    return any(part in token.text for token in tokens[mention.first : mention.last] for part in _STORES)


def weigh_follower(tokens: Sequence[TextToken], mention: FlowMention) -> float:
    """Return how much the word behind a mention speaks against it: a "biogas plant" is no gas."""
    return AGENT if mention.last < len(tokens) and tokens[mention.last].text in _AGENTS else 0.0
