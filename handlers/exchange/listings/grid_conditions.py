"""Ask who needs grid capacity whether they take a connection on conditions, and read it from what they write."""

from __future__ import annotations

import re

from handlers.chat.cards import Field
from handlers.chat.events import Submission
from handlers.chat.say import Say
from storage.exchange.listings import NEED, Listing

POWER = "power"
YES, NO = "yes", "no"
#: "tilknytning med vilkår", as members write it
_CONDITIONS = re.compile(
    r"\b(?:(?:med|på) vilkår|vilkårstilknyt\w+|(?:with|on) conditions|conditional|fleksibel til\w+|flexible conn\w+)",
    re.IGNORECASE,
)
#: what turns the words behind it round: "ikke med vilkår"
_DENIED = re.compile(r"\b(?:ikke|ikkje|not|no|uten|utan|without)\b[^.;:]{0,30}$", re.IGNORECASE)


def is_grid_need(listing: Listing) -> bool:
    """Return True for a need for grid capacity."""
    return listing.direction == NEED and listing.type == POWER


def says_conditions(text: str) -> bool:
    """Return True if a line says that a connection on conditions will do."""
    words = " ".join(text.split())
    return any(_DENIED.search(words[: found.start()]) is None for found in _CONDITIONS.finditer(words))


def draw_conditions_field(say: Say, listing: Listing) -> Field:
    options = ((YES, say("Yes")), (NO, say("No")))
    help = say("The grid company may then cut your power at times.")
    label = say("Do you take a connection on conditions?")
    return Field("conditional", label, "choice", YES if listing.conditional else NO, help, options=options)


def read_conditions_field(event: Submission, listing: Listing) -> bool:
    """Return what was chosen; False for what is no need for grid capacity."""
    return is_grid_need(listing) and event.get_text("conditional") == YES
