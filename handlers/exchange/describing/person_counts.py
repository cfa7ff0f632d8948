"""Count the persons of a listing: "4 welders", "mannskap på seks", "sveisere, 4 stk", but not "vi er 31 ansatte"."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.exchange.describing.amount_periods import SPANS
from handlers.exchange.describing.word_finder import WORD, FlowMention, find_mentions
from handlers.exchange.flow_types import PIECE_MEASURES
from handlers.language.direction_words import CLEAR, DirectionCue, find_direction_cues
from handlers.quantities.quantity import Quantity, join_bounds
from handlers.quantities.text_folding import TextToken, fold_spelling, fold_words

_LENT = """
vi_kan me_kan som_kan vi_kunne we_can we_could who_can to_lend to_spare to_hire å_låne å_leie å_leige til_utleie
til_utleige til_leie til_leige til_utlån til_overs på_utlån ledig_i ledige_i free_in available_in
"""
#: words behind a number of employees who are lent
_TO_LEND = frozenset(tuple(fold_spelling(words).split("_")) for words in _LENT.split())
#: words before a number that tells how large somebody is: "we're 120 staff ourselves"
_WE, _ARE = fold_words("vi me we"), fold_words("er are re")
#: words between a number and the persons that it counts, at the most
_MOST_WORDS = 3
#: what is more is the number of a phone
_MOST_PERSONS = 999
#: words between the two ends of a range
_UP_TO = fold_words("til to eller or")
#: what stands before one person, and before so many that nobody has counted them
_ONE = fold_words("en én ei ein éin a an one")
_MANY = fold_words(
    "gjeng lag team crew couple few pair number lot par haug gruppe group bunch rekke pool handfull handful"
)
#: endings of words for several persons
_TEAMS = tuple(fold_words("lag skap crew team folk gjeng skift shift gruppe staff kraft kurs course"))
#: what is no other end behind "til": "ein elektrikar til låns"
_LENT_OUT = (["lans"], ["leie"], ["leige"], ["overs"], ["utlan"], ["utleie"], ["utleige"], ["disposisjon"])
#: words between "en" and the person, at the most
_MOST_BETWEEN = 2
#: words between a mention and the number behind it
_OF_SO_MANY = (["pa"], ["of"])


def find_person_count(
    tokens: Sequence[TextToken], quantities: Sequence[Quantity], mention: FlowMention
) -> Quantity | None:
    """Return the number of persons that a listing is about: the nearest to where they are named."""
    persons = [mention, *(one for one in find_mentions([*tokens]) if one.flow.type_key == "people" and one != mention)]
    for said in sorted(quantities, key=lambda one: abs(one.start - mention.start)):
        if _is_staff_to_lend(tokens, said):
            return said
        bare = said.unit is None and not said.money and not _is_own_staff(tokens, said) and not _is_week(tokens, said)
        if bare and any(is_right_before(tokens, said, one) or _leads_to(tokens, said, one) for one in persons):
            return said
    cues = [cue for cue in find_direction_cues([*tokens]) if cue.strength >= CLEAR]
    return next(
        (
            said for said in quantities
            if (said.measures in PIECE_MEASURES and said.problem is None)
            or (_is_few(said) and is_handed(tokens, cues, said))
        ), None,
    )  # fmt: skip


def names_one_person(tokens: Sequence[TextToken], mention: FlowMention) -> bool:
    """Return True for "en ledig sveiser", not for "en gjeng sveisere": nobody has counted those."""
    noun = tokens[mention.last - 1].text
    before = [token.text for token in tokens[max(0, mention.first - _MOST_BETWEEN - 1) : mention.first]]
    ones = [place for place, word in enumerate(before) if word in _ONE]
    behind = [token.text for token in tokens[mention.last : mention.last + 2]]
    if not ones or noun.endswith(_TEAMS) or (behind[:1] and behind[0] in _UP_TO and behind[1:] not in _LENT_OUT):
        return False
    between = [*before[ones[-1] + 1 :], *(token.text for token in tokens[mention.first : mention.last])]
    return not _MANY.intersection(between)


def widen_count(tokens: Sequence[TextToken], quantities: Sequence[Quantity], count: Quantity) -> Quantity:
    """Return the number of persons with its other end: "2-3 sveisere"."""
    before = next((said for said in reversed(quantities) if said.end <= count.start), None)
    if before is None or before.unit is not None or before.money or count.unit is not None or _is_week(tokens, before):
        return count
    between = [token.text for token in tokens if before.end <= token.start < count.start]
    joined = count.start == before.end + 1 if not between else len(between) == 1 and between[0] in _UP_TO
    rises = before.value is not None and count.value is not None and 0 < before.value < count.value
    return join_bounds(before, count, None) if joined and rises else count


def has_further_persons(tokens: Sequence[TextToken], quantities: Sequence[Quantity], count: Quantity) -> bool:
    """Return True if persons of another trade are counted as well: "4 sveisere og 2 mekanikere"."""
    persons = [one for one in find_mentions([*tokens]) if one.flow.type_key == "people" and one.flow.weight >= WORD]
    others = [said for said in quantities if said.unit is None and not said.money and said != count and said.value]
    counted = {one.first for one in persons if _stands_right_before(tokens, count, one)}
    if not counted:
        # "to truckførarar kan lånast ut, altså 2 mann"
        others = [said for said in others if said.value != count.value]
    return any(
        one.first not in counted and _stands_right_before(tokens, said, one) for one in persons for said in others
    )


def _stands_right_before(tokens: Sequence[TextToken], said: Quantity, mention: FlowMention) -> bool:
    return 0 <= mention.start - said.end <= 1 or (
        mention.first > 0 and 0 <= tokens[mention.first - 1].start - said.end <= 1
    )


def is_counted(tokens: Sequence[TextToken], quantities: Sequence[Quantity], mention: FlowMention) -> bool:
    """Return True for persons with their number before them: "seks mann"."""
    return mention.flow.type_key == "people" and any(
        said.unit is None
        and not said.money
        and said.value
        and said.value <= _MOST_PERSONS
        and is_right_before(tokens, said, mention)
        for said in quantities
    )


def is_handed(tokens: Sequence[TextToken], cues: Sequence[DirectionCue], said: Quantity) -> bool:
    """Return True for an amount right behind a clear phrase, which is what is offered or needed: "gir bort 40 kg"."""
    return any(cue.strength >= CLEAR and said.start == tokens[cue.last - 1].end + 1 for cue in cues)


def _is_week(tokens: Sequence[TextToken], said: Quantity) -> bool:
    return any(token.text in SPANS for token in [one for one in tokens if one.end <= said.start][-1:])


def _is_few(said: Quantity) -> bool:
    return said.unit is None and not said.money and said.value is not None and 0 < said.value <= _MOST_PERSONS


def is_right_before(tokens: Sequence[TextToken], said: Quantity, mention: FlowMention) -> bool:
    """Return True for "4 welders", and for the number behind "mannskap på" and "a crew of"."""
    behind = [token.text for token in tokens if mention.end <= token.start < said.start]
    if behind in _OF_SO_MANY:
        return True
    between = [token for token in tokens if said.end <= token.start < mention.start]
    return said.start < mention.start and len(between) <= 1


def _leads_to(tokens: Sequence[TextToken], said: Quantity, mention: FlowMention) -> bool:
    """Return True for a number whose noun ends with the persons: "4 bottling line operators"."""
    between = [token for token in tokens if said.end <= token.start < mention.start]
    ends = [said.end, *(token.end for token in between)]
    starts = [*(token.start for token in between), mention.start]
    joined = all(start == end + 1 for end, start in zip(ends, starts, strict=True))
    return len(between) <= _MOST_WORDS and joined and not any(token.text in SPANS for token in between)


def is_countable(said: Quantity) -> bool:
    """Return True for a number of persons: more than none."""
    return all(value > 0 for value in (said.value, said.low, said.high) if value is not None)


def _is_staff_to_lend(tokens: Sequence[TextToken], said: Quantity) -> bool:
    """Return True for "tre tilsette vi kan leige ut". "Vi er 31 tilsette" tells how large somebody is."""
    behind = tuple(token.text for token in tokens if token.start >= said.end)[:2]
    return said.measures == "employees" and said.value is not None and behind in _TO_LEND


def _is_own_staff(tokens: Sequence[TextToken], said: Quantity) -> bool:
    before = [token.text for token in tokens if token.end <= said.start][-2:]
    if "short" in [token.text for token in tokens if token.start >= said.end][:_MOST_WORDS]:
        # "we're three fitters short"
        return False
    return before[-1:] != [] and before[-1] in _ARE and before[0] in _WE
