"""Read what somebody looks for in a plot, from their words: "tomt over 100 da med kai og 20 MW før 2029"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final, NamedTuple

from handlers.quantities.quantity import Quantity
from handlers.quantities.quantity_scanner import scan_quantities
from handlers.quantities.text_folding import compose_signs, fold_signs, fold_spelling, fold_words
from handlers.quantities.units import convert_listed, find_listed_unit

#: How a fact is compared: at least, at most, equal, one of several, no later than a year, in a place.
LEAST, MOST, IS, ONE_OF, BY, IN_PLACE = "least", "most", "is", "one of", "by", "in place"
#: characters of a search
LONGEST: Final = 300
#: what is measured -> the fact that it is of, and the unit that the fact is kept in
_MEASURED: Final = {
    "area": ("area", "da"),
    "power": ("firm_power", "MW"),
    "voltage": ("voltage", "kV"),
    "length": ("quay_length", "m"),
    "volume an hour": ("water", "m3/h"),
}
#: fact -> words by which it is wanted
_FLAGS: Final = {
    "quay": "kai kaia kaien kaiplass dypvannskai djupvasskai industrikai havnekai hamnekai quay quayside wharf",
    "quay_crane": "kran krana kaikran crane",
    "quay_isps": "isps isps-kai",
    "rail": "jernbane jernbanen jarnbane jernbanespor sidespor spor togspor rail railway siding",
    "sewage": "avløp avlaup kloakk sewage",
    "heat": "fjernvarme varme heat heating",
    "steam": "damp steam",
    "gas": "gass gas",
    "fibre": "fiber fibre",
    "ground_investigated": "grunnundersøkt undersøkt investigated",
    "mature": "moden modent mature",
    "option": "opsjon option",
}
_CHOICES: Final = {
    ("zoning", ("adopted", "ready")): "regulert ferdigregulert zoned",
    ("zoning", ("ready",)): "byggeklar byggeklart ready",
    ("ground", ("rock",)): "fjell fjellgrunn rock bedrock",
    ("ground", ("fill",)): "fylling utfylling fyllmasse",
    ("ground", ("clay",)): "leire clay",
}
_WATER: Final = fold_words("vann vatn vannforsyning vassforsyning prosessvann prosessvatn water")
_KEY_OF: Final = {fold_spelling(word): key for key, words in _FLAGS.items() for word in words.split()}
_CHOICE_OF: Final = {fold_spelling(word): choice for choice, words in _CHOICES.items() for word in words.split()}
_WITHOUT: Final = fold_words("uten utan without ikke ikkje not no ingen inga")
_DEEP: Final = fold_words("dypgang dypgåande djupgang dybde dypde dyp djup djupn djupne draught draft depth deep")
#: words that tell how a capacity is meant
_CONDITIONS: Final = fold_words("vilkår vilkåra conditions betingelser tpv")
#: words of a search that filter nothing
_PASSED_OVER: Final = fold_words(
    "tomt tomta tomten tomter industritomt næringstomt areal industriareal næringsareal land plot plots site sites med"
    " og i ved på over under minst inntil opptil mer meir enn maks for før fra frå til et en ein eit ei a an the of"
    " with and at in by near on or eller som har have has stor store stort større ca rundt omtrent about kraft effekt"
    " nett strøm straum nettkapasitet kapasitet capacity power grid ledig ledige fri free available vi trenger treng"
    " need we finn find vis show alle all lang lengde length metre meter dekar year år innen senest seinast tilgang"
    " tilknytning tilknyting est er is are være that which med-kai helst gjerne please park parken kommune kommunen"
)
_YEAR: Final = re.compile(
    r"(?P<word>før|foer|before|innen|senest|seinast|by|within|for|i|in|fra|frå|from|til|until)"
    r" (?:år |året |year )?(?P<year>20\d\d)(?!\d)"
)
_BEFORE: Final = ("før", "foer", "before")
_WORD: Final = re.compile(r"[a-z0-9]+(?:[-/][a-z0-9]+)*")


class PlotWish(NamedTuple):
    """Hold one thing that is wanted: a fact, how it is compared, and with what."""

    key: str
    how: str
    #: a number in the unit of the fact, a year, yes or no, values of a choice, or a place
    value: object
    #: what was said, where it is a place
    said: str = ""


class PlotQuery(NamedTuple):
    """Hold what was read of a search, words that filter nothing, and numbers that have two readings."""

    wishes: tuple[PlotWish, ...]
    unread: tuple[str, ...]
    doubtful: tuple[str, ...]


def read_plot_query(text: str, places: Collection[str] = (), longest: int = LONGEST) -> PlotQuery:
    """Return what a search asks for. `places`: the folded names that may be meant; `longest`: characters read."""
    text = " ".join(compose_signs(text)[:longest].split())
    folded, lower = fold_signs(text), text.lower()
    wishes, spans, doubtful = list[PlotWish](), list[tuple[int, int]](), list[str]()
    for said in scan_quantities(text):
        found = list(_read_measure(folded, said))
        wishes += found
        if found or said.problem == "ambiguous":
            spans.append((said.start, said.end))
        if said.problem == "ambiguous":
            doubtful.append(text[said.start : said.end])
    for year in _YEAR.finditer(lower):
        wishes.append(PlotWish("earliest_year", BY, int(year["year"]) - (year["word"] in _BEFORE)))
        spans.append(year.span())
    for place, start, end in _find_places(folded, places):
        wishes.append(PlotWish("municipality", IN_PLACE, place, text[start:end]))
        spans.append((start, end))
    words, unread = _read_words(folded, spans)
    return PlotQuery(_drop_implied_wishes((*wishes, *words)), tuple(unread), tuple(doubtful))


def _drop_implied_wishes(wishes: Iterable[PlotWish]) -> tuple[PlotWish, ...]:
    """Return each wish once, without a bare one that a figure of the same thing says already: "200 m kai"."""
    measured = {wish.key for wish in wishes if wish.how in (LEAST, MOST) and wish.value}
    implied = {"quay"} if measured & {"quay_length", "quay_draught"} else set()
    bare = implied | ({"water"} & measured)
    kept = [wish for wish in wishes if wish.key not in bare or (wish.how != IS and wish.value)]
    return tuple(dict.fromkeys(kept))


def _read_measure(folded: str, said: Quantity) -> Iterator[PlotWish]:
    """Yield the bounds that a quantity sets. A number alone is the least that is wanted."""
    if said.money or said.unit is None or said.problem is not None or said.measures not in _MEASURED:
        return
    key, unit = _MEASURED[said.measures]
    around = set(_WORD.findall(folded[max(0, said.start - _NEAR) : said.end + _NEAR]))
    behind = set(_WORD.findall(folded[said.end : said.end + _NEAR]))
    if key == "quay_length" and _DEEP & around:
        key = "quay_draught"
    if key == "firm_power" and _CONDITIONS & behind:
        key = "conditional_power"
    low = said.low if said.low is not None or said.high is not None else said.value
    for how, bound in ((LEAST, low), (MOST, said.high)):
        there = find_listed_unit(unit)
        value = convert_listed(bound, said.unit, there) if bound is not None and there is not None else None
        if value is not None and value > 0:
            yield PlotWish(key, how, float(value))


#: characters around a number in which a word about it is looked for
_NEAR: Final = 20


def _find_places(folded: str, places: Collection[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the places that are named, the longest names first, each with where it stands."""
    taken: list[tuple[int, int]] = []
    for place in sorted(places, key=len, reverse=True):
        start = folded.find(place)
        end = start + len(place)
        whole = not folded[max(0, start - 1) : start].isalnum() and not folded[end : end + 1].isalnum()
        if start < 0 or not whole or any(start < last and first < end for first, last in taken):
            continue
        taken.append((start, end))
        yield place, start, end


def _read_words(folded: str, spans: Collection[tuple[int, int]]) -> tuple[list[PlotWish], list[str]]:
    """Return what words ask for, and those that nobody knows."""
    wishes, unread, before = list[PlotWish](), list[str](), ""
    for found in _WORD.finditer(folded):
        if any(start < found.end() and found.start() < end for start, end in spans):
            before = ""
            continue
        word = fold_spelling(found[0])
        wish = _read_word(word, without=before in _WITHOUT)
        if wish is not None:
            wishes.append(wish)
        elif word not in _PASSED_OVER | _WITHOUT | _DEEP | _CONDITIONS:
            unread.append(found[0])
        before = word
    return wishes, unread


def _read_word(word: str, *, without: bool) -> PlotWish | None:
    if word in _KEY_OF:
        return PlotWish(_KEY_OF[word], IS, not without)
    if word in _CHOICE_OF and not without:
        return PlotWish(_CHOICE_OF[word][0], ONE_OF, _CHOICE_OF[word][1])
    return PlotWish("water", LEAST, 0.0) if word in _WATER and not without else None
