"""Say why two needs have their grid company to talk to together: without names in classes, then with names."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from handlers.chat.cards import Part, Text
from handlers.chat.say import Say
from handlers.chat.turn import RenderContext
from handlers.exchange.daily_hours import name_daily_hours
from handlers.exchange.listing_labels import describe_months
from handlers.exchange.matches.blind_views import describe_area, find_blind_listings
from handlers.exchange.matches.distance_bands import find_least_band
from handlers.exchange.matches.grid_talk_finder import list_crowded_grids
from handlers.exchange.matches.pair_facts import build_match_row, read_match_row
from handlers.exchange.matching.explanation import get_reader_say
from handlers.exchange.matching.fact_phrases import describe_distance
from handlers.exchange.matching.flow_phrases import format_amount_class
from handlers.exchange.matching.grid_talks import HARDLY_OVERLAP, GridTalk, find_grid_talk
from handlers.exchange.matching.listing_facts import ListingFacts
from handlers.language.name_folding import fold_name
from storage.exchange.listings import NEED, OFFER, Listing
from storage.exchange.matches import TALKS, ListingMatch
from storage.exchange.sites import Site
from storage.kit.database import Store


class TalkSide(NamedTuple):
    """Hold a need with its site, and its facts as the reader may compare them."""

    listing: Listing
    site: Site
    facts: ListingFacts


async def explain_grid_talk(store: Store, match: ListingMatch, language: str, side: str, today: date) -> str:
    """Return what a side is asked; without a side what both know by name. Empty where a listing is gone."""
    sides = [await _load_side(store, match, one, blind=bool(side)) for one in (OFFER, NEED)]
    found = [one for one in sides if one is not None]
    if len(found) < len(sides):
        return ""
    say, talk = get_reader_say(language), find_grid_talk(found[0].facts, found[1].facts, today)
    if not side:
        return " ".join((*_tell_by_name(say, found[0].site, talk), tell_who_decides(say)))
    mine, theirs = found if side == OFFER else found[::-1]
    told = [await _describe_other(store, say, match, mine, theirs, talk)]
    if talk is not None and talk.conditions:
        told.append(say("At least one of you takes a connection on conditions."))
    told.append(say("Do you want to talk to the grid company together?"))
    return " ".join((*told, tell_who_decides(say), say("Names are shown when both say yes.")))


def tell_who_decides(say: Say) -> str:
    return say("Only the grid company can say whether one connection would do for both. Reserved capacity is not lent.")


async def _load_side(store: Store, match: ListingMatch, side: str, *, blind: bool) -> TalkSide | None:
    listing = await store.listings.find(match.get_listing_id(side))
    site = await store.sites.find(listing.site_id) if listing is not None else None
    if listing is None or site is None:
        return None
    facts = read_match_row(build_match_row(listing, site, listing.language))
    return TalkSide(listing, site, facts.choose_facts(named=match.named or not blind))


def _tell_by_name(say: Say, site: Site, talk: GridTalk | None) -> list[str]:
    told = [say("Two needs for grid capacity under {company}.", company=site.grid_company)]
    if are_months_apart(talk):
        told.append(say("They are needed in mostly different months."))
    if talk is not None and talk.conditions:
        told.append(say("At least one of them takes a connection on conditions."))
    return told


def are_months_apart(talk: GridTalk | None) -> bool:
    return talk is not None and talk.overlap is not None and talk.overlap < HARDLY_OVERLAP


async def _describe_other(
    store: Store, say: Say, match: ListingMatch, mine: TalkSide, theirs: TalkSide, talk: GridTalk | None
) -> str:
    """Return what may be told of the other need: classes, an area where its grid company is not named, a band.

    Which months it is needed in is told by none of it.
    """
    crowded = fold_name(mine.site.grid_company) in await list_crowded_grids(store)
    views = [] if crowded else await find_blind_listings(store, [theirs.listing])
    km = await _find_band(store, match, (mine.site, theirs.site), talk)
    facts = (
        format_amount_class(say, theirs.facts),
        *(describe_area(say, one.view.area) for one in views),
        None if km is None else describe_distance(say, km, km, "", blind=True),
        say("in mostly other months than yours") if are_months_apart(talk) else None,
    )
    told = ", ".join(fact for fact in facts if fact) or say("more is not known")
    if crowded:
        return say(
            "Another need for grid capacity under {company}: {facts}.", company=mine.site.grid_company, facts=told
        )
    return say("Another need for grid capacity under the same grid company: {facts}.", facts=told)


async def _find_band(
    store: Store, match: ListingMatch, sites: tuple[Site, Site], talk: GridTalk | None
) -> float | None:
    """Return the kilometres whose band may be told; None where no distance is known, or none may be told."""
    if talk is None or talk.km is None:
        return None
    least = 0.0 if match.named else await find_least_band(store, *sites)
    return None if least is None else max(talk.km, least)


def list_need_facts(say: Say, listing: Listing) -> tuple[tuple[str, str], ...]:
    """Return what the grid company asks of a need, beside what and where; an empty text is not known."""
    return (
        (say("When"), describe_months(say, listing.months)),
        (say("Hours of the day"), name_daily_hours(say, listing.daily_hours)),
        (say("Connection on conditions"), say("Yes") if listing.conditional else ""),
    )


async def draw_grid_talk_advice(at: RenderContext, match: ListingMatch) -> list[Part]:
    """Draw what comes next, and what two of one industry must keep out of it."""
    say, parts = at.say, list[Part]()
    if match.stage == TALKS:
        parts.append(Text(say("Write to the grid company together: how much, where and when each of you needs it.")))
    if await are_of_one_industry(at.store, match):
        parts.append(Text(say("Both are of one industry: talk of the grid, not of prices, customers or production.")))
    return parts


async def are_of_one_industry(store: Store, match: ListingMatch) -> bool:
    """Return True for two sides whose industry is known and the same."""
    sides = [await store.organisations.find(match.get_organisation_id(side)) for side in (OFFER, NEED)]
    named = [one.industry.strip().casefold() for one in sides if one is not None and one.industry]
    return len(named) == len(sides) and len(set(named)) == 1
