"""Say what is left of an offer or need beside what runs, as far as a reader may know it.

Its owner and the secretariat read what is in use, by which match, and what is left. Who knows the owner from a match of
two yeses reads how much is left. Others who see the listing by name read a class of what is left. A figure beside the
whole would tell how much somebody takes, and with it who. Who takes of it reads nothing of it, and neither do rooms,
which all read. Who sees no name reads one class, as of any listing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from handlers.chat.say import Say
from handlers.exchange.listing_labels import OWN_MONTHS, describe_months, find_period
from handlers.exchange.matches.exchange_uses import ListingUse, find_flow_use, read_listing_flow
from handlers.exchange.matching.flow_phrases import format_amount_class, format_written_amount
from handlers.exchange.matching.listing_facts import ListingFacts
from handlers.exchange.matching.remaining_flow import LEAST_LEFT, FlowUse, scale_flow, scale_written
from storage.exchange.listings import OFFER, Listing

#: writes such a share of a listing's amount
_ALL = 100
ShareWriter = Callable[[Say, ListingFacts, float], str]


def describe_own_use(say: Say, listing: Listing, uses: Mapping[int, ListingUse]) -> str:
    """Return "3 MW in use (T-1), 1 MW left" for its owner and the secretariat; empty where nothing is in use."""
    use = uses.get(listing.id)
    if use is None:
        return ""
    told, offers = [], listing.direction == OFFER
    flow = find_flow_use(listing, uses)
    if flow is not None:
        codes = say.listed([code for code in use.codes if code not in use.unsaid])
        facts = read_listing_flow(listing)
        taken = write_figure(say, facts, _find_taken_share(flow))
        told += [
            say("{amount} in use ({codes})", amount=taken, codes=codes)
            if offers
            else say("{amount} covered ({codes})", amount=taken, codes=codes),
            describe_rest(say, listing, flow, write_figure),
        ]
    if use.unsaid:
        codes = say.listed(use.unsaid)
        told.append(say("how much {codes} takes is not said: the match has “Next step”", codes=codes))
    return ", ".join(told)


def describe_rest_for_others(
    say: Say, listing: Listing, uses: Mapping[int, ListingUse], reader_ids: Collection[int]
) -> str:
    """Return "1-3 MW left" for who sees the listing by name; empty where nothing is in use.

    `reader_ids`: the reader's organisations. One that takes of it itself would read what others take.
    """
    flow = find_flow_use(listing, uses)
    if flow is None or not uses[listing.id].partner_ids.isdisjoint(reader_ids):
        return ""
    return describe_rest(say, listing, flow, _write_class)


def describe_rest_figure(say: Say, listing: Listing, uses: Mapping[int, ListingUse]) -> str:
    """Return "1 MW left" for who decides by it and knows whose it is; empty where nothing is in use."""
    flow = find_flow_use(listing, uses)
    return "" if flow is None else describe_rest(say, listing, flow, write_figure)


def describe_rest(say: Say, listing: Listing, use: FlowUse, write: ShareWriter) -> str:
    offers = listing.direction == OFFER
    if use.is_spent:
        return say("nothing left now") if offers else say("nothing more needed now")
    left = _write_left(say, read_listing_flow(listing), use, write)
    if not left:
        return say("part of it left") if offers else say("part of it still needed")
    return say("{amount} left", amount=left) if offers else say("{amount} still needed", amount=left)


def _find_taken_share(use: FlowUse) -> float:
    """Return the share that is taken where most is."""
    if not use.is_rate:
        return 1.0 - use.left_share
    return max(own - left for own, left in zip(use.own, use.left, strict=True)) / max(use.own)


def _write_left(say: Say, facts: ListingFacts, use: FlowUse, write: ShareWriter) -> str:
    """Return what is left: a rate by its months where they differ, "1 MW (In winter), 4 MW (In summer)"."""
    if not use.is_rate:
        return write(say, facts, use.left_share)
    groups: dict[str, list[int]] = {}
    for month, (own, left) in enumerate(zip(use.own, use.left, strict=True)):
        share = left / max(use.own)
        if own > 0 and share >= LEAST_LEFT:
            groups.setdefault(write(say, facts, share), []).append(month)
    flowing = sum(own > 0 for own in use.own)
    if [len(months) for months in groups.values()] == [flowing]:
        return next(iter(groups))
    told = []
    for amount, months in sorted(groups.items(), key=lambda one: one[1]):
        when = _write_months(say, [_ALL if at in months else 0 for at in range(len(use.own))])
        told.append(f"{amount} ({when})" if amount else "")
    return ", ".join(filter(None, told))


def _write_months(say: Say, months: Sequence[int]) -> str:
    """Return the months inside a sentence: English writes their names with a capital anyway."""
    when = describe_months(say, months)
    named = say.language == "en" and find_period(months) == OWN_MONTHS
    return when if named else when[:1].lower() + when[1:]


def write_figure(say: Say, facts: ListingFacts, share: float) -> str:
    written = facts.written
    return "" if written is None else format_written_amount(say, scale_written(written, share))


def _write_class(say: Say, facts: ListingFacts, share: float) -> str:
    return format_amount_class(say, replace(facts, amount=scale_flow(facts.amount, share))) or ""
