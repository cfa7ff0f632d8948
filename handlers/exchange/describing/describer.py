"""Describe a line in which a member offers or needs something. It guesses nothing: what is unclear is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from handlers.exchange.describing.amount_doubts import has_vague_amount, mark_packages
from handlers.exchange.describing.amounts import (
    PLACES,
    build_read_amount,
    list_amounts,
    read_amount,
)
from handlers.exchange.describing.counted_amounts import mark_counted
from handlers.exchange.describing.description import Description
from handlers.exchange.describing.direction_choice import (
    seems_other_matter,
    weigh_kinds,
)
from handlers.exchange.describing.flow_choice import (
    MOST_WEIGHED,
    is_amount_of,
    is_hint_only,
    is_measured,
    is_place_only,
)
from handlers.exchange.describing.listing_parts import add_amount, add_conditions
from handlers.exchange.describing.listing_splitter import split_listings
from handlers.exchange.describing.measured_mentions import choose_measured_mention, is_foreign_mention
from handlers.exchange.describing.mention_types import choose_kind, choose_mention_type, is_for_capacity
from handlers.exchange.describing.named_direction import leads_to_flow, settle_named_direction
from handlers.exchange.describing.other_matters import is_news, is_other_matter
from handlers.exchange.describing.packings import is_packing_counted, list_packings, names_packing
from handlers.exchange.describing.person_counts import is_counted, is_handed
from handlers.exchange.describing.plant_capacity import describe_plant_capacity
from handlers.exchange.describing.proper_names import leave_names
from handlers.exchange.describing.shared_details import share_details
from handlers.exchange.describing.temperatures import ReadTemperature, leave_degrees, read_temperature
from handlers.exchange.describing.told_in_passing import is_in_passing, is_told_of
from handlers.exchange.describing.unnamed_flows import describe_unnamed
from handlers.exchange.describing.word_finder import FlowMention, find_mentions
from handlers.exchange.describing.written_forms import write_out
from handlers.language.direction_words import (
    CLEAR,
    Direction,
    DirectionCue,
    find_direction_cues,
)
from handlers.language.flow_model import NEED, OFFER, compute_flow_probabilities
from handlers.quantities.quantity import Quantity
from handlers.quantities.quantity_scanner import scan_quantities
from handlers.quantities.text_folding import TextToken, compose_signs, fold_signs, split_folded_text

#: characters of a line that are read
LONGEST = 2000
#: what plants treat: their spare capacity for it is another thing
_TREATED = ("water", "material", "organic")
#: words of a part at the least that tells a story
FEWEST_OF_STORY = 6
#: probability of the other direction from which a listing has not that of its neighbour
CONTRADICTS = 0.5
#: words of a part at the least that has a say in it: "og varme" has none
FEWEST_TO_CONTRADICT = 3


def describe_text(text: str) -> Description:
    """Return what a line says. Of several listings the first has the others in `others`, and asks "split"."""
    if is_news(split_folded_text(fold_signs(text[:LONGEST]))):
        return Description(asks=("type",))
    text = write_out(compose_signs(text)[:LONGEST])
    parts = split_listings(text)
    pairs = [(part, _describe_listing(part, alone=len(parts) == 1)) for part in parts]
    pairs = [(part, one) for part, one in pairs if one.type_key is not None or _is_measured(one)] or pairs[:1]
    if any(_is_measured(one) for _, one in pairs):
        pairs = [(part, one) for part, one in pairs if not _is_story(part, one)]
    pairs = share_details(pairs)
    found = [one for _, one in pairs]
    if len(found) > 1:
        found = [_inherit_direction(part, one, found, at) for at, (part, one) in enumerate(pairs)]
    places = [place for (part, _), one in zip(pairs, found, strict=True) for place in _list_handed_places(part, one)]
    further = (*found[1:], *places)
    return replace(found[0].ask_fields("split"), others=further) if further else found[0]


def _list_handed_places(part: str, one: Description) -> Iterator[Description]:
    """Yield the land without a name that is offered or needed beside a flow: "trenger 15 daa og 2 MW strøm"."""
    if one.type_key is None or one.type_key in PLACES:
        return
    tokens, quantities = split_folded_text(fold_signs(part)), scan_quantities(part)[:MOST_WEIGHED]
    amounts, cues = list_amounts(quantities), find_direction_cues(tokens)
    said = next((said for said in amounts if said.measures == "area" and is_handed(tokens, cues, said)), None)
    if said is not None:
        yield add_amount(Description(one.direction, "area"), build_read_amount(tokens, quantities, said, amounts))


def _is_measured(one: Description) -> bool:
    """Return True for an amount that is offered or needed, even of something whose name was not understood."""
    return one.direction is not None and _has_amount(one)


def _has_amount(one: Description) -> bool:
    return (one.amount, one.low, one.high) != (None, None, None)


def _is_story(part: str, one: Description) -> bool:
    """Return True for a part that only tells how it came: "our algae eat CO2 all day, so we need 15 kg/h of it"."""
    told = one.direction is not None or _has_amount(one) or "amount" in one.asks or "unit" in one.asks
    return not told and len(part.split()) >= FEWEST_OF_STORY


def _inherit_direction(part: str, one: Description, found: list[Description], at: int) -> Description:
    """Return a listing with the direction of its nearest neighbour, where it says none of its own.

    What seems to say the other is asked about: "me kan by fram 4 MW varme og treng 2 t/h damp".
    """
    if one.direction is not None:
        return one
    near = [other.direction for other in (*reversed(found[:at]), *found[at + 1 :]) if other.direction is not None]
    asks = tuple(field for field in one.asks if field != "direction")
    chances = compute_flow_probabilities(part)
    says_more = len(part.split()) >= FEWEST_TO_CONTRADICT
    if not near or (says_more and chances[OFFER if near[0] == "need" else NEED] >= CONTRADICTS):
        return one
    return replace(one, direction=near[0], asks=asks)


def _describe_listing(text: str, *, alone: bool) -> Description:
    """Describe one listing; `alone`: the line tells of nothing else, which its phrases could be about."""
    folded = fold_signs(text)
    tokens = split_folded_text(folded)
    quantities = mark_counted(folded, mark_packages(tokens, scan_quantities(text)[:MOST_WEIGHED]))
    cues, mentions = find_direction_cues(tokens), leave_names(text, tokens, find_mentions(tokens)[:MOST_WEIGHED])
    packings, amounts = list_packings(tokens, mentions), list_amounts(quantities)
    mentions = [one for one in mentions if not names_packing(one, packings)]
    handed = [said for said in amounts if is_handed(tokens, cues, said)]
    mention = choose_measured_mention(tokens, mentions, cues, amounts, handed)
    chances, counted = weigh_kinds(text, tokens, cues), mention is not None and is_counted(tokens, quantities, mention)
    has_amount = bool(amounts) or counted
    leads = alone and mention is not None and mention.flow.type_key not in PLACES and leads_to_flow(mention, cues)
    passing = is_in_passing(tokens, mention)
    measured = mention is not None and is_measured(tokens, mention, amounts)
    if is_other_matter(tokens, cues, has_amount=has_amount) or (
        not leads and seems_other_matter(text, chances, cues, has_amount=has_amount, passing=passing, measured=measured)
    ):
        return Description(asks=("type",))
    treated = describe_plant_capacity(tokens, mention, amounts, cues, chances, asks="?" in text)
    if treated is not None:
        return add_conditions(treated, ReadTemperature(), folded, tokens, quantities)
    enough = mention is not None and (_is_hint_enough(mention, cues, amounts) or (bool(cues) and counted))
    unnamed = mention is None or (is_hint_only(mention) and not enough)
    if (
        mention is None
        or unnamed
        or is_place_only(tokens, mention, mentions, amounts)
        or is_foreign_mention(mention, mentions, amounts, handed)
    ):
        is_bare = all(one.flow.type_key in PLACES for one in mentions)
        return describe_unnamed(text, quantities, cues, chances, is_bare=is_bare)
    direction = settle_named_direction(folded, tokens, mention, cues, chances)
    if direction is None and not (cues or has_amount) and is_told_of(tokens, mention, chances):
        return Description(asks=("type",))
    described = _describe_named(folded, tokens, quantities, mention, direction)
    return described if _has_amount(described) else _ask_uncounted(described, tokens, packings, quantities)


def _ask_uncounted(
    one: Description, tokens: list[TextToken], packings: list[TextToken], quantities: list[Quantity]
) -> Description:
    """Ask what a listing without an amount says of one all the same: "et par MW", "25 big bags of sulphur"."""
    if has_vague_amount(tokens) and "unit" not in one.asks:
        return one.ask_fields("amount")
    return one.ask_fields("unit") if is_packing_counted(tokens, packings, quantities) else one


def _describe_named(
    folded: str, tokens: list[TextToken], quantities: list[Quantity], mention: FlowMention, direction: Direction | None
) -> Description:
    """Describe what a name stands for, with the amount and the degrees that belong to it."""
    amounts = list_amounts(quantities)
    warm = read_temperature(tokens, quantities, mention.start, mention.flow.type_key)
    celsius = None if warm.value is None else float(warm.value)
    type_key = choose_mention_type(tokens, mention, celsius, amounts, is_need=direction == "need")
    read = read_amount(tokens, leave_degrees(tokens, quantities, type_key), type_key, mention)
    described = _name_flow(tokens, mention, type_key, direction)
    described = add_amount(described.ask_fields(*(() if direction else ("direction",))), read)
    return add_conditions(described, warm, folded, tokens, quantities)


def _name_flow(
    tokens: list[TextToken], mention: FlowMention, type_key: str, direction: Direction | None
) -> Description:
    """Return a flow by its name; its type is asked about where a plant that treats it may be meant."""
    if type_key in _TREATED and is_for_capacity(tokens):
        return Description(direction).ask_fields("type")
    return Description(direction, type_key, choose_kind(mention, type_key))


def _is_hint_enough(mention: FlowMention, cues: list[DirectionCue], amounts: list[Quantity]) -> bool:
    """Return True if an amount stands beside a word that only hints at its type, or that is free."""
    if not amounts and mention.flow.type_key == "capacity":
        return any(cue.strength >= CLEAR and cue.first < mention.first < cue.last for cue in cues)
    return bool(cues and amounts) or any(is_amount_of(mention.flow.type_key, said) for said in amounts)
