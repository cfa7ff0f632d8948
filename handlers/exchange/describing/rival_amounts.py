"""Tell when one amount is no more meant than another of its kind: of two seasons, of today and tomorrow, of a sum."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.exchange.describing.clauses import find_clause
from handlers.exchange.describing.months import read_months
from handlers.quantities.quantity import Quantity
from handlers.quantities.text_folding import TextToken, fold_words

#: what is so today is not what is offered or needed, where another amount stands beside it
_TODAY = fold_words("dag nå today now currently bruker brukar use uses using")
#: what the rest of something, or of the time, is said with
_REST = fold_words("resten rest ellers elles otherwise remaining remainder øvrig øvrige andre")
#: what adds an amount to the one before it, and words between
_PLUS, _MORE = fold_words("og and samt pluss plus"), fold_words("ca about another ytterligere dessuten")
_REACH = 2


def is_as_likely(tokens: Sequence[TextToken], chosen: Quantity, other: Quantity) -> bool:
    """Return True if the other amount may be meant as well, whatever names the flow: it has to be asked."""
    mine, theirs = _list_clause(tokens, chosen), _list_clause(tokens, other)
    if _has_season(mine) and _has_season(theirs):
        # "1,5 MW om sommeren, 0,6 MW om vinteren"
        return True
    if any(token.text in _REST for token in theirs):
        return True
    # "vi leverer i dag 12 GWh og kan øke med 5 GWh"
    return _is_of_today(mine, chosen, other) or _is_added(tokens, chosen, other)


def _list_clause(tokens: Sequence[TextToken], said: Quantity) -> list[TextToken]:
    first, last = find_clause(tokens, said.start, said.end)
    return [token for token in tokens if first <= token.start and token.end <= last]


def _has_season(clause: list[TextToken]) -> bool:
    return read_months(" ".join(token.text for token in clause), clause) != (None, False)


def _is_of_today(clause: Sequence[TextToken], chosen: Quantity, other: Quantity) -> bool:
    """Return True if a word for what is so today stands nearer to the amount than to the other one."""
    return any(
        token.text in _TODAY and abs(token.start - chosen.start) < abs(token.start - other.start) for token in clause
    )


def _is_added(tokens: Sequence[TextToken], chosen: Quantity, other: Quantity) -> bool:
    """Return True for "500 tonn grus 0-16 og 200 tonn 16-32", in either order."""
    later = max(chosen, other, key=lambda said: said.start)
    before = [token.text for token in tokens if token.end <= later.start][-_REACH:]
    return before != [] and (before[-1] in _PLUS or (before[0] in _PLUS and before[-1] in _MORE))
