"""Say what is needed before two amounts can be compared that are said in units of different things."""

from __future__ import annotations

from handlers.chat.say import Say
from handlers.exchange.matching.listing_facts import FlowAmount

#: measures that hours of a year turn into each other, as a rate and as an amount of a year
ENERGY, MASS, DRY, VOLUME, GAS, PIECES = "energy", "mass", "dry mass", "volume", "gas volume", "pieces"


def describe_unit_gap(say: Say, offered: FlowAmount, needed: FlowAmount) -> str:
    """Return why the two cannot be compared, and what would be needed."""
    return say("The amounts cannot be compared: it takes {what}.", what=_name_lacking(say, offered, needed))


def _name_lacking(say: Say, offered: FlowAmount, needed: FlowAmount) -> str:
    measures = {offered.measure, needed.measure}
    if len(measures) == 1:
        return say("the hours of a year")
    if measures == {ENERGY, VOLUME}:
        return say("the temperatures of supply and return")
    if measures == {MASS, DRY}:
        return say("the share of dry matter")
    if measures in ({MASS, GAS}, {ENERGY, GAS}):
        return say("which gas it is, or what a cubic metre holds")
    if measures == {MASS, VOLUME}:
        return say("what a cubic metre weighs")
    if measures == {MASS, PIECES}:
        return say("what one of them weighs")
    return say("both in the same unit")
