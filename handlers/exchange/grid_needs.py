"""Tell needs for grid capacity from others; ask whether a connection on conditions will do, and read it from a line."""

from __future__ import annotations

import re
from typing import Protocol

from handlers.chat.cards import Field
from handlers.chat.events import Submission
from handlers.chat.say import Say
from handlers.exchange.matching.grid_talks import POWER
from storage.exchange.listings import NEED, Listing

YES, NO = "yes", "no"
#: "tilknytning med vilkår", as members write it
_CONDITIONS = re.compile(
    r"\b(?:(?:med|på) vilkår|vilkårstilknyt\w+|(?:with|on) conditions|conditional|fleksibel til\w+|flexible conn\w+)",
    re.IGNORECASE,
)
#: what turns the words behind it round: "ikke med vilkår"
_DENIED = re.compile(r"\b(?:ikke|ikkje|not|no|uten|utan|without)\b[^.;:]{0,30}$", re.IGNORECASE)


class DirectedFlow(Protocol):
    """Declare what flows, and whether it is offered or needed."""

    @property
    def direction(self) -> str: ...

    @property
    def type(self) -> str: ...


def is_grid_need(one: DirectedFlow) -> bool:
    """Return True for a need for grid capacity."""
    return one.direction == NEED and one.type == POWER


def says_conditions(text: str) -> bool:
    """Return True if a line says that a connection on conditions will do."""
    words = " ".join(text.split())
    return any(_DENIED.search(words[: found.start()]) is None for found in _CONDITIONS.finditer(words))


def reads_as_conditional(listing: Listing) -> bool:
    """Return True for a need for grid capacity whose own line says that conditions will do."""
    return is_grid_need(listing) and says_conditions(listing.text)


def draw_conditions_field(say: Say, listing: Listing) -> Field:
    options = ((YES, say("Yes")), (NO, say("No")))
    help = say("The grid company may then cut your power at times.")
    label = say("Do you take a connection on conditions?")
    return Field("conditional", label, "choice", YES if listing.conditional else NO, help, options=options)


def read_conditions_field(event: Submission, listing: Listing) -> bool:
    """Return what was chosen; False for what is no need for grid capacity."""
    return is_grid_need(listing) and event.get_text("conditional") == YES
