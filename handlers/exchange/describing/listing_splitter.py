"""Split a line that holds more than one listing: each offers or needs something else than the one before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from handlers.exchange.describing.amounts import PLACES, list_amounts
from handlers.exchange.describing.flow_choice import (
    MOST_WEIGHED,
    choose_mention,
    is_amount_of,
    is_hint_only,
    weigh_follower,
    weigh_preposition,
)
from handlers.exchange.describing.person_counts import is_counted
from handlers.exchange.describing.proper_names import leave_names
from handlers.exchange.describing.word_finder import FlowMention, find_known_words, find_mentions
from handlers.exchange.flow_types import STREAM_MEASURES
from handlers.language.direction_words import DirectionCue, choose_direction, find_direction_cues
from handlers.quantities.quantity import Quantity
from handlers.quantities.quantity_scanner import scan_quantities
from handlers.quantities.text_folding import TextToken, fold_signs, fold_words, split_folded_text

#: where another listing may begin
_BOUNDARY = re.compile(r"[;\n]|\.(?= )|,(?!\d)|(?<= )(?:og|and|samt|men|but|pluss|plus|mens|while|also|\+|&)(?= )")
#: what tells of the name before it: "brenngass (CO 55 %, H2 9 %)"
_BRACKETS = re.compile(r"\([^()]*\)")
#: types of one flow by the words for it and for what it is in
_WARM_TYPES = frozenset(("heat", "water", "steam", "cooling"))
#: what somebody has already is no listing: "landstraum har vi alt"
_ALREADY = re.compile(
    r"\b(?:har (?:vi|me|eg|jeg) (?:alt|allerede|allereie|nok av|fra for|fra for av|sjolv|selv)|(?:vi|me|jeg|eg) har "
    r"(?:alt|allerede|allereie|nok)|(?:we|i) (?:already have|have already|have plenty|have our own|have enough)"
    r"|(?:is|are) in place|(?:er|finnes|ligger|ligg|star) (?:pa plass|der alt|der allerede))\b"
)
#: words that begin a clause about what was named before it, or about why
_SUBORDINATES = fold_words(
    """
    som der når siden sidan fordi ettersom hvis dersom viss mot which that who where when since because if instead
    istedenfor replacing erstatter erstattar
    """
)
#: whoever begins with themselves, and neither offers nor needs, tells what they do
_WE = fold_words("vi me eg jeg we i")
#: prepositions of a source or a purpose: what stands behind them is no listing of its own
_MOST_AGAINST = 0.5


@dataclass(frozen=True, slots=True)
class TextClause:
    """Hold a part of a line between two boundaries, and what it names."""

    start: int
    end: int
    mention: FlowMention | None
    cues: list[DirectionCue]
    amounts: list[Quantity]
    warm: bool
    #: begins with what it names, behind "og": "damp og spillvarme"
    begins_named: bool
    #: the sign that it begins with, or a blank
    sign: str
    ends_named: bool
    #: tells of what was named before it, or why: "som vi gir bort", "når biomassen går opp"
    subordinate: bool
    counted: bool

    @property
    def flow(self) -> tuple[str, str | None] | None:
        return (self.mention.flow.type_key, self.mention.flow.kind) if self.mention is not None else None

    @property
    def direction(self) -> str | None:
        return choose_direction(cue for cue in self.cues if cue.strength > 1)

    @property
    def is_listing(self) -> bool:
        """Return True unless the clause only names somebody who may offer or need, or what is measured of them."""
        flow = self.flow
        if flow is not None and flow[0] in PLACES and self.amounts and not self.has_amount:
            # "500 kW spare in the lab building"
            return False
        if flow is None or self.has_amount or self.direction is not None:
            return flow is not None
        return flow[0] not in PLACES and not self.amounts

    @property
    def has_amount(self) -> bool:
        """Return True if the clause has an amount of what it names, or counts persons."""
        flow = self.flow
        return self.counted or (flow is not None and any(is_amount_of(flow[0], said) for said in self.amounts))


def split_listings(text: str) -> list[str]:
    """Return the texts of the listings of a line, in their order; mostly the line itself."""
    clauses = _lend_amounts([*_read_clauses(text)])
    found, current = [clauses[:1]], clauses[0] if clauses else None
    for clause in clauses[1:]:
        assert current is not None
        if _begins_listing(current, clause):
            found.append([])
            current = clause
        elif clause.flow is not None and not (current.is_listing and current.has_amount >= clause.has_amount):
            current = clause
        found[-1].append(clause)
    found = _join_shared_amounts(found)
    return [text[one[0].start : one[-1].end].strip(" ,;.") for one in found if one]


def _lend_amounts(clauses: list[TextClause]) -> list[TextClause]:
    """Return the clauses, a further name with the amount behind its comma: "and also some nitrogen, 25 Nm3/h"."""
    lent = [*clauses]
    for place, (one, behind) in enumerate(pairwise(clauses)):
        further = one.flow is not None and not one.amounts and any(before.has_amount for before in clauses[:place])
        if further and one.flow is not None and behind.flow is None and behind.sign == "," and not behind.subordinate:
            kept = [said for said in behind.amounts if is_amount_of(one.flow[0], said)]
            lent[place] = replace(one, amounts=kept)
    return lent


def _join_shared_amounts(found: list[list[TextClause]]) -> list[list[TextClause]]:
    """Return the listings with those in one that share an amount: "knust tegl og betong, 900 t/mnd"."""
    joined = found[:1]
    for listing in found[1:]:
        before, head = joined[-1], listing[0]
        flows = [one.flow for one in before if one.flow is not None]
        alike = flows != [] and head.flow is not None and flows[-1][0] == head.flow[0] and head.direction is None
        measured = [any(one.amounts for one in part) for part in (before, listing)]
        if alike and measured == [False, True]:
            joined[-1] = [*before, *listing]
        else:
            joined.append(listing)
    return joined


def _begins_listing(before: TextClause, clause: TextClause) -> bool:
    """Return True if a clause names another flow, or the other direction, than the listing before it."""
    if clause.flow is None and before.has_amount and not clause.subordinate:
        # "tilbyr 4 t/h damp, og dessuten trenger vi 20 m3/h deionat": what it is has to be asked
        opposed = before.direction is not None and clause.direction not in (None, before.direction)
        return opposed and any(said.measures in STREAM_MEASURES for said in clause.amounts)
    if before.flow is None or not before.is_listing or clause.flow is None or not clause.is_listing:
        return False
    if clause.subordinate:
        return False
    alike = {before.flow[0], clause.flow[0]} <= _WARM_TYPES or not _differs(before, clause)
    if alike and clause.sign == "." and not clause.has_amount:
        # "vannet holder 62 grader. Noen som vil ha varmen?" is about one flow
        return False
    if alike and before.warm and not clause.has_amount and clause.direction in (None, before.direction or "offer"):
        # "kjølevatn på 38 °C, varmen er gratis"
        return False
    carried = {before.flow[0], clause.flow[0]} <= _WARM_TYPES and before.warm and clause.sign == ","
    if carried and not (before.has_amount or before.cues):
        # "sjøvatn på 6 °C, kan gje 3 MW kjøling"
        return False
    if clause.direction is not None and before.direction is not None and clause.direction != before.direction:
        return True
    if not _differs(before, clause):
        return before.flow == clause.flow and before.warm and clause.warm and before.has_amount and clause.has_amount
    # "restsyre, saltsyre 15 %" says one thing twice
    appositive = clause.flow[0] == before.flow[0] and not before.has_amount
    if (clause.has_amount or clause.direction is not None) and not appositive:
        return True
    listed = (
        not (appositive and clause.sign == ",") and clause.begins_named and before.ends_named and not before.amounts
    )
    return listed and clause.flow[0] not in PLACES


def _differs(before: TextClause, clause: TextClause) -> bool:
    if before.flow is None or clause.flow is None:
        return False
    (one, kind), (other, other_kind) = before.flow, clause.flow
    return one != other or (kind != other_kind and None not in (kind, other_kind))


def _read_clauses(text: str) -> Iterator[TextClause]:
    """Yield the clauses of a line. What only hints at a flow, or is its source or purpose, is not named by it."""
    folded = fold_signs(text)
    ends = _find_boundaries(text, folded)
    for start, end in zip([0, *ends], [*ends, len(text)], strict=True):
        tokens = split_folded_text(folded[start:end])
        cues = find_direction_cues(tokens)
        quantities = scan_quantities(text[start:end])[:MOST_WEIGHED]
        amounts = list_amounts(quantities)
        named = leave_names(text[start:end], tokens, find_mentions(tokens))
        mentions = [one for one in named if _is_named(tokens, one, cues)][:MOST_WEIGHED]
        priced = not amounts and any(said.money for said in quantities)
        known = start > 0 and not amounts and _ALREADY.search(folded, start, end) is not None
        mention = None if known else choose_mention(tokens, mentions, cues, amounts)
        if mention is not None and (
            (priced and mention.flow.type_key in PLACES) or (not (cues or amounts) and tokens[0].text in _WE)
        ):
            # "85 kr/tonn fritt levert kai", "vi tørker trelast og ..."
            mention = None
        warm = any(said.measures == "temperature" for said in quantities)
        skip = 1 if start and folded[start : start + 1] not in ",;.\n" else 0
        begins = mention is not None and mention.first == skip
        ends_so = mention is not None and mention.last == len(tokens)
        counted = mention is not None and is_counted(tokens, quantities, mention)
        subordinate = start > 0 and tokens != [] and tokens[0].text in _SUBORDINATES
        yield TextClause(
            start, end, mention, cues, amounts, warm, begins, text[start : start + 1], ends_so, subordinate, counted
        )


def _find_boundaries(text: str, folded: str) -> list[int]:
    """Return the places where a clause may end: none of them within a phrase, such as "heat and power plant"."""
    phrases = [(one.start, one.end) for one in find_known_words(split_folded_text(folded)) if one.last - one.first > 1]
    places = (found.start() for found in _BOUNDARY.finditer(text))
    phrases += [found.span() for found in _BRACKETS.finditer(text)]
    return [at for at in places if not any(start < at < end for start, end in phrases)]


def _is_named(tokens: Sequence[TextToken], mention: FlowMention, cues: Sequence[DirectionCue]) -> bool:
    against = weigh_preposition(tokens, mention, cues) + weigh_follower(tokens, mention)
    return not is_hint_only(mention) and against < _MOST_AGAINST
