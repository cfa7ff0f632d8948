"""Read in which months something flows: seasons, named months, spans across the new year, and exceptions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handlers.quantities.text_folding import TextToken, fold_spelling, fold_words

Months = tuple[int, ...]
_NAMES = """
januar january jan|februar february feb|mars march mar|april apr|mai may|juni june jun|juli july jul|august aug|
september sept sep|oktober october okt oct|november nov|desember december des dec
"""
_MONTHS = {word: number for number, words in enumerate(_NAMES.split("|")) for word in words.split()}
#: names that are other words too: accepted in a span or a list, or behind one of `_IN`
_DOUBTFUL = fold_words("jan mar may jul sep des dec mai jun mars march")
_IN = frozenset(
    [
        "i",
        "in",
        "om",
        "fra",
        "during",
        "throughout",
        "gjennom",
        "ut",
        "from",
        "til",
        "to",
        "through",
        "until",
        "and",
        "og",
        "mellom",
        "between",
        "utenom",
        "unntatt",
        "except",
        "since",
    ]
)
_SPAN_WORDS = frozenset(("-", "til", "to", "through", "until", "til og med", "t o m", "tom", "tm", "thru"))
_ALL = frozenset(range(12))
_SEASONS = {
    "hele_året heile_året hele_år året_rundt heile_år year_round all_year all_year_round whole_year the_whole_year "
    "throughout_the_year entire_year året_igjennom året_gjennom the_year_round alle_måneder alle_månader": _ALL,
    "sommer sommeren sommar sommaren sommerstid sommertid sommartid summer summertime sommermånedene sommarmånadene "
    "summer_months sommersesongen sommarsesongen summers": frozenset((5, 6, 7)),
    "vinter vinteren vinterstid vintertid winter wintertime vintermånedene vintermånadene winter_months winters "
    "vintersesongen": frozenset((11, 0, 1)),
    "om_våren på_våren in_spring in_the_spring spring_months vårmånedene": frozenset((2, 3, 4)),
    "om_høsten på_høsten om_hausten på_hausten in_autumn in_the_autumn in_the_fall høstmånedene": frozenset((8, 9, 10)),
    "vår_og_høst vår_og_haust høst_og_vår haust_og_vår autumn_and_spring "
    "spring_and_autumn spring_and_fall": frozenset((2, 3, 4, 8, 9, 10)),
    "fyringssesongen fyringssesong fyringstida fyringstiden heating_season heating_seasons oppvarmingssesongen "
    "fyringsperioden fyringssesongane": frozenset((9, 10, 11, 0, 1, 2, 3)),
    "sommerhalvåret sommarhalvåret sommerhalvår summer_half": frozenset((3, 4, 5, 6, 7, 8)),
    "vinterhalvåret vinterhalvår winter_half": frozenset((9, 10, 11, 0, 1, 2)),
}  # fmt: skip
_PHRASES = {
    fold_spelling(phrase).replace("_", " "): months
    for phrases, months in _SEASONS.items()
    for phrase in phrases.split()
}
_LONGEST = 4
#: words shortly before a season that take it away, or say that there is only more or less of it then
_EXCEPT = """
unntatt unntak bortsett utenom utanom except excluding minus ikke ikkje not outside stengt stans stopp revisjon
revisjonsstans vedlikeholdsstans vedlikehaldsstans apart closed shutdown shut stoppet untatt
"""
#: the same right before it or its preposition: "uten oppdrag i januar", "nothing in summer"
_WITHOUT = fold_words("uten utan without nothing none nil zero null ingenting ingen inga inkje intet")
_MORE = """
mest størst høyest høgast mindre minst lavest lågast mer meir peak peaks hovedsakelig hovudsakleg mainly mostly
spesielt særlig særleg highest lowest less more topp especially primarily større lavere lågare toppen best
"""
#: words that add to the amount before them, where no preposition of a season follows
_ADDED, _SEASON_PREPOSITIONS = fold_words("mer meir more"), fold_words("om i på in during")
_EXCEPT_WORDS = fold_words(_EXCEPT)
_MORE_WORDS = fold_words(_MORE)
#: words before "sommer" that make it one summer, and no season of each year
_ONCE = fold_words("neste til denne next fra from innen siden last sist")
#: words before one of this year, and verbs behind it of what is over
_THIS, _PAST = fold_words("i this"), fold_words("vart var ble blei hadde gikk gjekk kom fikk fekk was were had went")
_SEASON_WORDS = fold_words("sommer sommar sommeren sommaren vinter vinteren summer winter")
#: what comes before or after a season is of one year: "før sommeren"
_DEFINITE, _AROUND = fold_words("sommeren sommaren vinteren"), fold_words("før etter")
#: words for autumn, and those before them of one that begins something
_BEGINS = fold_words("for before etter after")
_AUTUMN = fold_words("høst høsten haust hausten autumn")
#: words before a month that make it the beginning or the end of something
_LIMITS = fold_words("fra frå from since siden innen by til until")
_REACH = 3
#: letters of a month that is shortened, at the most: "aug. 14"
_SHORT = 4


@dataclass(frozen=True, slots=True)
class NamedSeason:
    """Hold the months that one phrase names, and where it stands."""

    months: frozenset[int]
    first: int
    last: int
    #: of this year, so that months that are named say it better: "i sommer"
    once: bool = False


def read_months(folded: str, tokens: list[TextToken]) -> tuple[Months | None, bool]:
    """Return the twelve percentages, and whether they have to be asked. (None, False): nothing is said of months."""
    taken, added, whole, unclear = frozenset[int](), frozenset[int](), False, False
    seasons = [*_find_seasons(folded, tokens)]
    seasons = [one for one in seasons if not one.once] or seasons
    for season in seasons:
        before = _list_qualifiers(tokens, season.first)
        more = season.last < len(tokens) and tokens[season.last].text in _MORE_WORDS
        bound = season.last + 1 < len(tokens) and tokens[season.last + 1].text[0].isdigit()  # "nov-mars, minst 800 kW"
        if before & _MORE_WORDS or (more and not bound):
            unclear = True
        elif before & _EXCEPT_WORDS or _WITHOUT.intersection(
            token.text for token in tokens[max(0, season.first - 2) : season.first]
        ):
            taken |= season.months
        elif season.months == _ALL:
            whole = True
        else:
            added |= season.months
    if unclear or _has_unread_season(tokens, seasons) or (whole and added):
        return None, True
    if not (whole or added or taken):
        return None, False
    left = (_ALL if whole or not added else added) - taken
    return (tuple(100 if month in left else 0 for month in range(12)), False) if left else (None, True)


def _list_qualifiers(tokens: list[TextToken], first: int) -> set[str]:
    """Return the words shortly before a season; none that bounds a number: "minst 65 grader, oktober til april".

    Nor one that adds to an amount: "treng 3 MW meir varme om vinteren".
    """
    return {
        tokens[at].text
        for at in range(max(0, first - _REACH), first)
        if tokens[at].text not in _MORE_WORDS or not (tokens[at + 1].text[0].isdigit() or _adds_to_amount(tokens, at))
    }


def _adds_to_amount(tokens: list[TextToken], at: int) -> bool:
    behind = at > 1 and tokens[at - 2].text[0].isdigit() and tokens[at].text in _ADDED
    return behind and tokens[at + 1].text not in _SEASON_PREPOSITIONS


def _has_unread_season(tokens: list[TextToken], seasons: list[NamedSeason]) -> bool:
    """Return True for an autumn that no season holds, and from which nothing begins: "1 °C haust og vinter"."""
    read = {at for season in seasons for at in range(season.first, season.last)}
    return any(
        token.text in _AUTUMN
        and at not in read
        and not _has_year(tokens, at + 1)
        and not (_LIMITS | _ONCE | _THIS | _BEGINS).intersection(_list_words(tokens, at - 2, at))
        for at, token in enumerate(tokens)
    )


def _list_words(tokens: list[TextToken], first: int, last: int) -> set[str]:
    return {token.text for token in tokens[max(0, first) : last]}


def _find_seasons(folded: str, tokens: list[TextToken]) -> Iterator[NamedSeason]:
    at = 0
    while at < len(tokens):
        season = _match_season(tokens, at) or _match_months(folded, tokens, at)
        if season is not None:
            yield season
        at = season.last if season is not None else at + 1


def _match_season(tokens: list[TextToken], at: int) -> NamedSeason | None:
    for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
        months = _PHRASES.get(" ".join(token.text for token in tokens[at : at + length]))
        if months is not None:
            before = tokens[at - 1].text if at else ""
            once = tokens[at].text in _SEASON_WORDS and before in _ONCE
            once = once or (tokens[at].text in _DEFINITE and before in _AROUND)
            behind = tokens[at + length].text if at + length < len(tokens) else ""
            past = before == "i" and behind in _PAST
            return None if once or past else NamedSeason(months, at, at + length, once=before in _THIS)
    return None


def _match_months(folded: str, tokens: list[TextToken], at: int) -> NamedSeason | None:
    """Return the months from a name on: a span, or one month that is no date."""
    here = _MONTHS.get(tokens[at].text)
    if here is None or _has_year(tokens, at + 1):
        return None
    end, last = _find_span_end(folded, tokens, at)
    if end is not None and not _has_year(tokens, last):
        return NamedSeason(frozenset((here + step) % 12 for step in range((end - here) % 12 + 1)), at, last)
    before = tokens[at - 1].text if at else ""
    dated = (before.isdigit() and _is_joined(folded, tokens, at)) or (
        at + 1 < len(tokens) and _is_day_behind(folded, tokens[at], tokens[at + 1])
    )
    excepted = any(token.text in _EXCEPT_WORDS for token in tokens[max(0, at - 2) : at])
    start = before in _LIMITS and not excepted
    listed = at + 2 < len(tokens) and (tokens[at + 1].text in _MONTHS or _is_listed_pair(tokens, at))
    if dated or start or (tokens[at].text in _DOUBTFUL and before not in _IN and before not in _MONTHS and not listed):
        return None
    return NamedSeason(frozenset((here,)), at, at + 1)


def _is_joined(folded: str, tokens: list[TextToken], at: int) -> bool:
    """Return True for "14. august", and not for "bygg 8, august"."""
    return folded[tokens[at - 1].end : tokens[at].start].strip() in ("", ".")


def _is_listed_pair(tokens: list[TextToken], at: int) -> bool:
    """Return True for "jan og feb"."""
    return tokens[at + 1].text in ("og", "and") and tokens[at + 2].text in _MONTHS


def _is_day_behind(folded: str, month: TextToken, behind: TextToken) -> bool:
    """Return True for "august 14"; in "august, 70 grader" and "august. 18 rack" no day follows."""
    between = folded[month.end : behind.start]
    ended = between == ". " and len(month.text) > _SHORT
    return behind.text.isdigit() and between.strip() in ("", ".") and not ended


def _find_span_end(folded: str, tokens: list[TextToken], at: int) -> tuple[int | None, int]:
    """Return the month at the other end of a span, and the number of the token behind it."""
    for last in range(at + 1, min(at + 6, len(tokens))):
        month = _MONTHS.get(tokens[last].text)
        if month is None:
            continue
        between = re.sub(r"[0-9.]++", "", folded[tokens[at].end : tokens[last].start]).strip()
        both = between in ("og", "and") and at > 0 and tokens[at - 1].text in ("mellom", "between")
        return (month, last + 1) if " ".join(between.split()) in _SPAN_WORDS or both else (None, at)
    return None, at


def _has_year(tokens: list[TextToken], at: int) -> bool:
    """Return True if a year stands there: then a date is meant, and no month of each year."""
    return at < len(tokens) and re.fullmatch(r"20\d\d", tokens[at].text) is not None
