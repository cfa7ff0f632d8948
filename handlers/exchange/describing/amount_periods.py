"""Find the times that a text says an amount is of: "i året", "per month", "hver 14. dag"."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.quantities.text_folding import TextToken, fold_spelling, fold_words

_PERIODS = {
    "år": """
        i_året per_år pr_år årlig årleg årlige årlege hvert_år kvart_år yearly annually annual a_year per_year per_annum
        pr_annum p_a på_årsbasis each_year every_year om_året
    """,
    "mnd": """
        kvar_måned om_måneden pr_månad hver_månad kvar_månad om_månaden hver_mnd kvar_mnd
        i_måneden i_mnd per_måned pr_måned månedlig månadleg monthly i_månaden per_månad a_month per_month hver_måned
        pr_mnd per_mnd
    """,
    "d": """
        i_dagen hvert_døgn kvart_døgn om_døgnet hvert_døger kvart_døger om_døgeret
        per_dag pr_dag daglig dagleg daily i_døgnet i_døgeret per_døgn per_døger pr_døgn pr_døger om_dagen a_day per_day
        hver_dag kvar_dag
    """,
    "h": "kvar_time om_timen i_timen per_time pr_time hourly per_hour an_hour hver_time",
    "": """
        kvar_uke om_uken pr_veke hver_veke om_veka om_kvartalet om_halvåret om_skiftet
        i_uka i_uken per_uke pr_uke ukentlig i_veka per_veke vekentleg weekly a_week per_week hver_uke kvar_veke om_uka
        i_kvartalet per_kvartal pr_kvartal quarterly a_quarter per_quarter i_halvåret per_halvår pr_halvår
        hvert_kvartal kvart_kvartal every_quarter each_quarter hvert_halvår kvart_halvår halvårlig halvårleg
        per_skift pr_skift i_skiftet per_shift a_shift hvert_skift kvart_skift every_shift
        fortnightly a_fortnight per_fortnight every_fortnight biweekly bi_weekly
    """,
}
_PHRASES = {
    tuple(fold_spelling(word) for word in phrase.split("_")): ending
    for ending, phrases in _PERIODS.items()
    for phrase in phrases.split()
}
#: habits that say nothing of a power: "5 MW hver vinter"
HABITS = {("hvert", "ar"), ("kvart", "ar"), ("every", "year"), ("each", "year"), ("arlig",), ("arleg",), ("annual",)}
#: "every second week": a time of several, for which there is no unit. What stands between is a number above one
_EVERY = fold_words("hver hvert hvar kvar kvart every each per pr")
_SEVERAL = fold_words("""
    annen annet annan anna andre other second to two tredje third tre three fjerde fourth fire four femte fifth sjette
    sjuende syvende tiende tenth ti fjortende fjortande fjorten fourteen
""")
SPANS = fold_words("""
    dag dager dagar døgn døger day days uke uka uken uker veke veka veker week weeks måned måneder månad månader month
    months kvartal år year years
""")
#: "annenhver uke" in one word or in two
_ALTERNATE = fold_words("annenhver annethvert annankvar annakvar annakvart annatkvart annanhver annahvert")
_ALTERNATE_PAIRS = frozenset((first, second) for first in fold_words("annen annet annan anna annat")
                             for second in fold_words("hver hvert kvar kvart"))  # fmt: skip
#: "twice a month": the amount is that of each time
_TIMES = frozenset((first, second) for first in _SEVERAL for second in fold_words("ganger gonger times"))
_TWICE = fold_words("twice")


def find_periods(tokens: Sequence[TextToken]) -> list[tuple[int, int, tuple[str, ...], str]]:
    """Return start, end, words and ending of each time; the ending is empty for one that no unit has."""
    found = []
    for at in range(len(tokens)):
        several = _measure_several(tokens, at)
        if several:
            found.append(_take_words(tokens, at, several, ""))
            continue
        for length in (3, 2, 1):
            words = tuple(token.text for token in tokens[at : at + length])
            if len(words) == length and words in _PHRASES:
                ending = "" if _is_repeated(tokens, at) else _PHRASES[words]
                found.append(_take_words(tokens, at, length, ending))
                break
    return found


def _take_words(
    tokens: Sequence[TextToken], at: int, length: int, ending: str
) -> tuple[int, int, tuple[str, ...], str]:
    taken = tokens[at : at + length]
    return taken[0].start, taken[-1].end, tuple(token.text for token in taken), ending


def _measure_several(tokens: Sequence[TextToken], at: int) -> int:
    """Return how many words say a time of several days, weeks or months; 0 where none do."""
    first, second, third = (*(token.text for token in tokens[at : at + 3]), "", "", "")[:3]
    if first in _ALTERNATE and second in SPANS:
        return 2
    if third not in SPANS:
        return 0
    counted = first in _EVERY and (second in _SEVERAL or _is_above_one(second))
    return 3 if counted or (first, second) in _ALTERNATE_PAIRS else 0


def _is_above_one(word: str) -> bool:
    figures = word.rstrip(".")
    return figures.isdecimal() and figures not in ("0", "1")


def _is_repeated(tokens: Sequence[TextToken], at: int) -> bool:
    """Return True for what is said of a month or a week in which it happens several times."""
    before = [token.text for token in tokens[max(at - 2, 0) : at]]
    return before[-1:] != [] and (before[-1] in _TWICE or tuple(before) in _TIMES)
