"""Find what puts an amount in doubt: another of the same kind, or a number that nothing explains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from handlers.exchange.describing.clauses import find_clause, stands_aside
from handlers.exchange.describing.flow_choice import is_beside
from handlers.exchange.describing.person_counts import is_right_before
from handlers.exchange.describing.rival_amounts import is_as_likely
from handlers.exchange.describing.word_finder import FlowMention
from handlers.exchange.flow_types import PIECE_MEASURES
from handlers.language.direction_words import CLEAR, DirectionCue, find_direction_cues
from handlers.quantities.quantity import Quantity
from handlers.quantities.text_folding import TextToken, fold_words
from handlers.quantities.units import find_listed_unit

#: words for a number that is not told
_SOME = fold_words("par noen nokre flere fleire several few couple")
#: numbers that are years
_YEARS = range(1900, 2101)
#: words right before a number that tells how much of a place there is: behind any other word it is a name
_ABOUT = fold_words("ca cirka circa omtrent rundt kring about around roughly approx approximately lag")
_AMOUNT_WORDS = _ABOUT | fold_words(
    """
    nær nesten almost nearly some mengde mengd mengden volum volume volumet amount quantity kapasitet capacity
    anslagsvis anslått estimert estimated har have has got we vi me på er is are gi gje levere supply offer avgi trenger
    treng need over under opptil
    """
)
#: what a number right behind is the name of, where a flow that is measured is told of: "omn 4"
_NAMES = fold_words(
    """
    hall ovn omn linje line kai quay bygg building port gate uke uka uker veke veker week weeks wk nr no number tank
    kjele kjel boiler furnace fase phase kl trinn step skift shift rom room silo blokk block unit anlegg rute route ring
    call mob mobil tlf phone tel lokal intern kode code pn dn klasse class type serie grad grade kammer del part side
    """
)
#: numbers of digits in the groups of a phone
_PHONES = ((2, 2, 2, 2), (3, 2, 3))
#: words for a part, and how many words stand before the whole at the most
_SHARES = fold_words(
    "half third quarter part parts most halvparten halve halva tredel tredelen firedel del deler delar"
)
_NEAR_SHARE = 4
#: what is packed, words between it and how much one holds, and how many words these are
_PACKAGES = tuple(
    fold_words("fat ibc sekk storsekk bigbag bags bag tønne tønner drum dunk kanne kanner flaske bottles")
)
_EACH_OF, _PAIR = fold_words("à a på of @"), 2
#: words behind a number that it counts out of something: "3000 av den grå filterkaka i året"
_OF_WORDS = fold_words(
    "av of i in at ved per pr om a an hver kvar each every stk ledig ledige free available spare vacant"
)


def leave_asides(tokens: Sequence[TextToken], amounts: Sequence[Quantity]) -> list[Quantity]:
    """Return the amounts that do not only tell why something is needed; all of them where each does."""
    return [said for said in amounts if not stands_aside(tokens, said.start, said.end)] or [*amounts]


def has_vague_amount(tokens: Sequence[TextToken]) -> bool:
    """Return True for a unit with no number before it but a word for some: "et par MW", "several tonnes"."""
    counting = [token.text for token in tokens if token.text != "of"]
    return any(one in _SOME and find_listed_unit(other) is not None for one, other in pairwise(counting))


def mark_packages(tokens: Sequence[TextToken], quantities: Sequence[Quantity]) -> list[Quantity]:
    """Return the quantities without those of one package: "12 m3 glykol, IBC à 1000 l". One alone has no clear unit."""
    packages = [said for said in quantities if said.unit is not None and _is_of_package(tokens, said)]
    others = [
        said for said in quantities if said not in packages and said.measures in {one.measures for one in packages}
    ]
    if others:
        return [said for said in quantities if said not in packages]
    return [replace(said, unit=None, problem="unit") if said in packages else said for said in quantities]


def _is_of_package(tokens: Sequence[TextToken], said: Quantity) -> bool:
    before = [token.text for token in tokens if token.end <= said.start][-2:]
    return len(before) == _PAIR and before[1] in _EACH_OF and before[0].startswith(_PACKAGES)


def has_rival(
    tokens: Sequence[TextToken], mention: FlowMention | None, chosen: Quantity, amounts: Sequence[Quantity]
) -> bool:
    """Return True if another amount of the same kind may be meant as well: "we have a right to 120 m3/h, and 70 are".

    The one whose clause names the flow is meant, unless another clause alone says that something is offered or needed.
    """
    rivals = [other for other in amounts if _is_like(chosen, other)]
    if not rivals:
        return False
    if any(is_as_likely(tokens, chosen, other) for other in rivals):
        return True
    cues = [cue for cue in find_direction_cues([*tokens]) if cue.strength >= CLEAR]
    named, told = _stands_near_name(tokens, mention, chosen), _stands_near_cue(tokens, cues, chosen)
    return not named or any(
        _stands_near_name(tokens, mention, other) or (not told and _stands_near_cue(tokens, cues, other))
        for other in rivals
    )


def _is_like(chosen: Quantity, other: Quantity) -> bool:
    same = chosen.measures == other.measures and chosen.problem is other.problem is None
    return same and (chosen.value, chosen.low, chosen.high) != (other.value, other.low, other.high)


def _stands_near_name(tokens: Sequence[TextToken], mention: FlowMention | None, said: Quantity) -> bool:
    if mention is None:
        return False
    first, last = find_clause(tokens, said.start, said.end)
    return first <= mention.start and mention.end <= last and is_beside(tokens, mention, said)


def _stands_near_cue(tokens: Sequence[TextToken], cues: Sequence[DirectionCue], said: Quantity) -> bool:
    first, last = find_clause(tokens, said.start, said.end)
    return any(first <= tokens[cue.first].start and tokens[cue.last - 1].end <= last for cue in cues)


def is_share_of(tokens: Sequence[TextToken], said: Quantity) -> bool:
    """Return True for what only a part of is meant: "half of our 8 MW", "en tredel av 12 MW"."""
    before = [token.text for token in tokens if token.end <= said.start][-_NEAR_SHARE:]
    return any(one in _SHARES and other in ("of", "av") for one, other in pairwise(before))


def has_sides(tokens: Sequence[TextToken]) -> bool:
    """Return True for the size of a room that is told by its sides: "hall til leie, 22 x 60 m"."""
    words = [token.text for token in tokens]
    return any(
        one.isdigit() and sign == "x" and other.isdigit()
        for one, sign, other in zip(words, words[1:], words[2:], strict=False)
    )


def is_bare_amount(tokens: Sequence[TextToken], mention: FlowMention, said: Quantity, *, named: bool) -> bool:
    """Return True for a number alone that may tell how much there is. Years, dates and names do not.

    With `named` it is one as well right before the flow or behind it: "2500 gips", "waste heat 1500". What stands so
    beside a place is its name.
    """
    if said.measures in (*PIECE_MEASURES, "pallets"):
        return True
    if said.unit is not None or said.money or not said.figures or said.problem not in (None, "ambiguous"):
        return False
    if any(token.start < said.end < token.end for token in tokens) or _is_phone(tokens, said):
        # "the 3D printing lot"
        return False
    if said.value is not None and (said.value <= 0 or (said.value in _YEARS and not _is_taken_of(tokens, said))):
        return False
    if named and (said.start == mention.end + 1 or is_right_before(tokens, said, mention)):
        return True
    if not _leads_to_number(tokens, said, named=named):
        return False
    return _is_about(tokens, said) or _ends_behind_number(tokens, said)


def _is_phone(tokens: Sequence[TextToken], said: Quantity) -> bool:
    """Return True for a number of the eight digits of a phone, in groups as they are written: "90 11 22 33"."""
    groups = [token for token in tokens if token.text.isdigit()]
    for size in map(len, _PHONES):
        for place in range(len(groups) - size + 1):
            run = groups[place : place + size]
            joined = all(other.start == one.end + 1 for one, other in pairwise(run))
            if joined and tuple(len(one.text) for one in run) in _PHONES and run[0].start <= said.start < run[-1].end:
                return True
    return False


def _leads_to_number(tokens: Sequence[TextToken], said: Quantity, *, named: bool) -> bool:
    before = [token for token in tokens if token.end <= said.start][-1:]
    if not before:
        return True
    apart = said.start - before[0].end
    if apart != 1:
        return apart > 1
    word = before[0].text
    return word not in _NAMES and not word.isdigit() if named else word in _AMOUNT_WORDS


def _is_taken_of(tokens: Sequence[TextToken], said: Quantity) -> bool:
    """Return True for "2000 av den grå filterkaka"."""
    behind = next((token for token in tokens if token.start >= said.end), None)
    return behind is not None and behind.text in ("av", "of") and behind.start == said.end + 1


def _is_about(tokens: Sequence[TextToken], said: Quantity) -> bool:
    """Return True for "ca. 4", whatever follows."""
    return bool(_ABOUT.intersection(token.text for token in [one for one in tokens if one.end <= said.start][-1:]))


def _ends_behind_number(tokens: Sequence[TextToken], said: Quantity) -> bool:
    after, end = [token for token in tokens if token.start >= said.end], said.end
    while after and after[0].text.isdigit() and after[0].start == end + 1:
        # "3-4, 55 °C"
        end = after.pop(0).end
    if not after:
        return True
    apart = after[0].start - end
    return after[0].text in _OF_WORDS if apart == 1 else apart > 1
