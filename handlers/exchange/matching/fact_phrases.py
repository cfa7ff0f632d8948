"""Say the factors of a pair in a few words each, from the numbers of its score."""

from __future__ import annotations

from handlers.chat.say import Say
from handlers.exchange.flow_types import PIPE, SHIP
from handlers.exchange.matching.blind_classes import DISTANCE_BANDS, HALF, MOST, PART, classify_cover, classify_distance
from handlers.exchange.matching.flow_phrases import format_figure
from handlers.exchange.matching.listing_facts import ListingFacts
from handlers.exchange.matching.time_factor import PEAK

#: shares are told in steps of five per cent, and of one below ten
COVER_STEP, FINE_BELOW = 5, 10
#: least share of its time that is called most of it
MOST_TIME = 0.7
#: figures of a distance that are shown
DISTANCE_FIGURES = 2
_MONTH_NAMES = (
    lambda say: say("January"),
    lambda say: say("February"),
    lambda say: say("March"),
    lambda say: say("April"),
    lambda say: say("May"),
    lambda say: say("June"),
    lambda say: say("July"),
    lambda say: say("August"),
    lambda say: say("September"),
    lambda say: say("October"),
    lambda say: say("November"),
    lambda say: say("December"),
)


def round_cover(share: float) -> int:
    """Return a share in per cent, in steps that claim no more than is known."""
    percent = share * 100
    return max(1, round(percent)) if percent < FINE_BELOW else COVER_STEP * round(percent / COVER_STEP)


def describe_cover(say: Say, cover: float, *, blind: bool) -> str:
    """Return "covers about 80 % of the need", or in words."""
    word = classify_cover(cover)
    percent = round_cover(cover)
    if not blind and percent < 100:
        return say("covers about {percent} % of the need", percent=percent)
    if not blind:
        return say("covers all of the need")
    if word == PART:
        return say("covers part of the need")
    if word == HALF:
        return say("covers about half of the need")
    return say("covers most of the need") if word == MOST else say("covers all of the need")


def describe_time(say: Say, time: float, offer: ListingFacts) -> str:
    """Return when the offer is there: all year, or beside the need."""
    if offer.months is not None and min(offer.months) >= PEAK:
        return say("all year")
    if time >= 1:
        return say("whenever it is needed")
    return say("most of the time it is needed") if time >= MOST_TIME else say("part of the time it is needed")


def describe_heat_fit(say: Say, temperature: float, need: ListingFacts) -> str:
    if temperature < 1:
        return say("with a heat pump")
    return say("cold enough") if need.type == "cooling" else say("hot enough")


def describe_quality(say: Say, quality: float) -> str:
    return say("of the quality that is wished") if quality >= 1 else say("nearly of the quality that is wished")


def describe_distance(say: Say, straight_km: float | None, route_km: float, mode: str, *, blind: bool) -> str:
    """Return the straight line and the route, or a band. Without positions both sides are in one park."""
    if blind:
        band = classify_distance(route_km if straight_km is None else straight_km)
        if band is None:
            return say("over {km} km away", km=DISTANCE_BANDS[-1])
        return say("under {km} km away", km=band)
    route = format_figure(say, route_km, DISTANCE_FIGURES)
    counted = describe_route(say, route, mode)
    if straight_km is None:
        return say("in the same park ({counted})", counted=counted)
    straight = format_figure(say, straight_km, DISTANCE_FIGURES)
    if straight == "0":
        return say("at the same place")
    return say("about {km} km in a straight line ({counted})", km=straight, counted=counted)


def describe_route(say: Say, km: str, mode: str) -> str:
    if mode == PIPE:
        return say("counted as {km} km of pipe", km=km)
    if mode == SHIP:
        return say("counted as {km} km by sea", km=km)
    return say("counted as {km} km by road", km=km)


def describe_weak_amount(say: Say, offered: float, needed: float) -> str:
    return say("the offer is larger than the need") if offered > needed else say("the offer is smaller than the need")


def describe_weak_time(say: Say, offer: ListingFacts, need: ListingFacts, *, blind: bool) -> str:
    """Return the month in which most is lacking, or that hours of the day do not fit."""
    lacking = [wants - has for has, wants in zip(offer.months or (), need.months or (), strict=False)]
    if not lacking or max(lacking) <= 0:
        return say("the hours of the day do not quite fit")
    if blind:
        return say("the seasons do not quite fit")
    return say("the need is largest in {month}", month=_MONTH_NAMES[lacking.index(max(lacking))](say))


def name_failing(say: Say, failing: str) -> str:
    return {
        "amount": say("amount"), "time": say("months"), "temperature": say("temperature"),
        "distance": say("distance"), "quality": say("quality"), "hazardous": say("hazardous waste"),
    }[failing]  # fmt: skip


def name_known_bridge(say: Say, bridge: str | None) -> str:
    """Return what is known to bridge it; empty for nothing."""
    return {
        "heat_pump": say("heat pump"), "storage": say("storage"), "drying": say("drying"),
        "crushing": say("crushing"), "neutralising": say("neutralising"), "compressing": say("compressing"),
        "together": say("several together"), "lorry": say("a lorry with a return load"),
    }.get(bridge or "", "")  # fmt: skip
