"""Show what is offered and needed, by name and without, as the chat shows it; and one of it in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange import listing_labels
from handlers.exchange.amount_texts import fill_amount_field
from handlers.exchange.leveled_records import may_see_laid_out
from handlers.exchange.listings.blind_listings import describe_blind_listing, list_blind_listings
from handlers.exchange.listings.listing_card import draw_full_listing
from handlers.exchange.matches.blind_views import BlindListing, describe_area
from handlers.exchange.matches.readable_rests import ReadableRests, load_readable_rests
from handlers.exchange.own_words import choose_current_words
from handlers.pages.exchange_tabs import EXCHANGE, build_exchange_tabs
from handlers.pages.list_choices import ListChoices
from handlers.pages.page_parts import EntryList, PageEntry, PageLink, PageRequest, WebPage
from handlers.pages.record_list_page import RecordListing, Topics, find_listed_record
from storage.exchange.listings import NEED, OFFER, Listing
from storage.pages.record_sources import NEWEST, RecordFilter

LONGEST_TEXT = 200
#: choices in the address
OFFERS, NEEDS, MINE = "offers", "needs", "mine"
_DIRECTIONS = {OFFERS: OFFER, NEEDS: NEED}


def _label_listing_choices(say: Say) -> Mapping[str, str]:
    return {OFFERS: say("Offered"), NEEDS: say("Needed"), MINE: say("Our own")}


def _narrow_listings(_turn: Turn, which: RecordFilter, chosen: str) -> RecordFilter:
    if chosen != MINE:
        return replace(which, direction=_DIRECTIONS[chosen])
    park = which.organisation_ids
    return replace(which, organisation_ids=[id for id in which.own_ids if park is None or id in park])


async def _draw_listing_entries(turn: Turn, rows: Sequence[Listing], _topics: Topics) -> list[PageEntry]:
    rests = await load_readable_rests(turn, [row.id for row in rows])
    return [await _draw_listing_entry(turn, row, rests) for row in rows]


async def _draw_listing_entry(turn: Turn, row: Listing, rests: ReadableRests) -> PageEntry:
    organisation, say = await turn.store.organisations.find(row.organisation_id), turn.say
    title = listing_labels.title_listing(say, row).removeprefix(f"{row.code} ")
    missing = listing_labels.list_missing(say, row)
    notes = (
        organisation.name if organisation else "",
        listing_labels.describe_months(say, row.months),
        rests.describe_rest(row),
        listing_labels.describe_listing_state(say, row),
        say("Missing: {fields}.", fields=say.listed(missing)) if missing else "",
    )
    text = shorten_text(choose_current_words(row), LONGEST_TEXT)
    return PageEntry(title, f"{EXCHANGE}/{row.code}", row.code, text, tuple(filter(None, notes)))


async def _list_listing_cells(turn: Turn, rows: Sequence[Listing], _topics: Topics) -> list[tuple[str, ...]]:
    say, cells = turn.say, list[tuple[str, ...]]()
    rests = await load_readable_rests(turn, [row.id for row in rows])
    for row in rows:
        organisation = await turn.store.organisations.find(row.organisation_id)
        cells.append(
            (
                row.code,
                listing_labels.describe_direction(say, row.direction),
                listing_labels.name_flow(say, row.type),
                fill_amount_field(say, row.amount),
                listing_labels.describe_temperature(say, row),
                listing_labels.describe_months(say, row.months),
                organisation.name if organisation else "",
                row.valid_to.isoformat(),
                row.text,
                rests.describe_rest(row),
            )
        )
    return cells


async def _list_blind_entries(turn: Turn, choices: ListChoices) -> tuple[EntryList, ...]:
    """List what may be known without a name. Whoever asks for an organisation, a park or their own is told none."""
    chosen = choices.values
    if any(chosen.get(name) for name in ("organisation", "park", "figure")) or chosen.get("state") == MINE:
        return ()
    direction = _DIRECTIONS.get(chosen.get("state", ""))
    found = [
        one
        for one in await list_blind_listings(turn.store, turn.person)
        if direction in (None, one.candidate.direction) and chosen.get("type") in (None, one.candidate.type)
    ]
    if not found:
        return ()
    about = turn.say("Their owners show them by name to their circle alone. You learn the name when both say yes.")
    entries = tuple(_describe_blind_entry(turn.say, one) for one in found)
    return (EntryList(entries, about, title=turn.say("Without a name")),)


def _describe_blind_entry(say: Say, one: BlindListing) -> PageEntry:
    return PageEntry(describe_blind_listing(say, one), notes=(describe_area(say, one.view.area),))


LISTINGS = RecordListing(
    kind="listing",
    section="exchange",
    path=EXCHANGE,
    title=lambda say: say("Offers and needs"),
    lead=lambda say: say("What plants have to spare, and what they need."),
    count=lambda say, n: say.many("{n} offer or need", "{n} offers and needs", n),
    hint=lambda say, name: say(
        "Write “exchange” to {name} in the chat to offer something, or to say what is needed.", name=name
    ),
    state=lambda say: say("Which?"),
    states=_label_listing_choices,
    narrow=_narrow_listings,
    orders=(NEWEST,),
    draw_entries=_draw_listing_entries,
    columns=lambda say: (
        say("Code"),
        say("Direction"),
        say("What"),
        say("Amount"),
        say("Temperature"),
        say("When"),
        say("Organisation"),
        say("In force until"),
        say("Text"),
        say("What is left"),
    ),
    list_cells=_list_listing_cells,
    tabs=build_exchange_tabs,
    below=_list_blind_entries,
    typed=True,
    for_guests=True,
)


async def draw_listing_page(turn: Turn, asked: PageRequest) -> WebPage | None:
    listing = await find_listed_record(turn, LISTINGS.kind, asked.code)
    if listing is None or not await may_see_laid_out(turn.store, turn.person, listing):
        return None
    card = await draw_full_listing(turn, listing)
    title = card.title.removeprefix(f"{listing.code} ")
    back = PageLink(turn.say("Offers and needs"), EXCHANGE)
    return WebPage(LISTINGS.section, title, listing.code, back=back, card=card)
