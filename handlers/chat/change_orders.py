"""Recognise lines that begin with an order to change what is planned: "move …", "kan du utsette …"."""

from __future__ import annotations

import re

#: words that may stand before the order, and those with which somebody speaks of themselves
_POLITE = (
    "please pls hi can could would you want have has to",
    "vennligst hei kan kunne vil du må lyt skal ønsker ønskjer å at",
)
_WE = ("we i need", "me vi eg jeg")
_ORDERS = (
    "move postpone reschedule cancel delay rename change",
    "flytt flytte flytta utsett utsette utset utsetje avlys avlyse avlysa forskyv forskyve endre endra",
)
_PARTICLES = r"call off|put off|push back|bring forward"


def _compile_orders(before: tuple[str, ...]) -> re.Pattern[str]:
    polite, orders = "|".join(" ".join(before).split()), "|".join(" ".join(_ORDERS).split())
    return re.compile(rf"\A\W*+(?:(?:{polite})\W+){{0,5}}(?:{orders}|{_PARTICLES})\b", re.IGNORECASE)


_ORDER, _CHANGE = _compile_orders(_POLITE), _compile_orders((*_POLITE, *_WE))


def begins_with_order_to_change(text: str) -> bool:
    """Return True for a line that tells somebody to change what is planned."""
    return _ORDER.match(text) is not None


def begins_with_change(text: str) -> bool:
    """Return True for a line that would change what is planned, whatever that is: "can we move …?" as well.

    Only with the name of what is planned does the line mean it: "Change of owner, who has tried?" is a question.
    """
    return _CHANGE.match(text) is not None
