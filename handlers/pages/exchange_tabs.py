"""Link the pages of the exchange with each other, and those of the map."""

from __future__ import annotations

from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.pages.addresses import INVESTORS, ROOT
from handlers.pages.page_parts import LinkGroup, PageLink

EXCHANGE, MATCHES, STREAMS, DESK, PLOTS = (
    f"{ROOT}/{name}" for name in ("exchange", "matches", "streams", "desk", "plots")
)
MAP, TOPIC_MAP, FLOWS, PARKS = f"{ROOT}/map", f"{ROOT}/map/topics", f"{ROOT}/map/flows", f"{ROOT}/parks"


def build_exchange_tabs(turn: Turn, here: str) -> tuple[LinkGroup, ...]:
    """Return the links; a guest has only those of what is open."""
    say = turn.say
    land = ((PLOTS, say("Plots")), (INVESTORS, say("Investor sheets")))
    if turn.person.guest:
        return (_build_tabs(say, ((EXCHANGE, say("Offers and needs")), *land), here),)
    labels = [(EXCHANGE, say("Offers and needs")), (MATCHES, say("Matches")), (STREAMS, say("Streams")), *land]
    labels += [(DESK, say("The facilitator's list"))] if turn.person.secretariat else []
    return (_build_tabs(say, tuple(labels), here),)


def build_map_tabs(say: Say, here: str) -> LinkGroup:
    labels = (
        (MAP, say("Parks and what they exchange")),
        (TOPIC_MAP, say("Parks and topics")),
        (FLOWS, say("What flows")),
    )
    return _build_tabs(say, labels, here)


def _build_tabs(say: Say, labels: tuple[tuple[str, str], ...], here: str) -> LinkGroup:
    return LinkGroup(say("Show"), tuple(PageLink(label, path, path == here) for path, label in labels))
