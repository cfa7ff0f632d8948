"""Draw a listing: the card in rooms of its topic, and the whole of it for one person."""

from __future__ import annotations

from datetime import timedelta

from handlers.access.visibility import audience_texts
from handlers.chat.button_values import RecordValue
from handlers.chat.cards import Button, Buttons, Card, Facts, Item, Part, Text
from handlers.chat.routing import Router
from handlers.chat.turn import ReaderContext, RenderContext, Turn, View
from handlers.exchange import listing_labels
from handlers.exchange.asking.question_outcomes import list_answer_history
from handlers.exchange.leveled_records import find_record_contact
from handlers.exchange.listings.blind_listings import describe_blind_listing
from handlers.exchange.listings.blind_publication import find_blind_listing, is_blind_listing
from handlers.exchange.listings.listing_publication import ListingCard, is_listing_published
from handlers.exchange.listings.lookup import may_change_listing
from handlers.exchange.listings.waste_checklist import describe_pair, is_matter_offered
from handlers.exchange.matches.blind_views import describe_area
from handlers.exchange.matches.readable_rests import load_readable_rests
from handlers.exchange.organisation_records import is_own_record
from handlers.exchange.own_words import quote_own_words
from handlers.exchange.plausibility.listing_doubts import draw_doubts, list_listing_doubts
from handlers.exchange.seats.seat_facts import draw_own_seats, draw_taken_seats, list_seat_facts
from storage.exchange.listings import DOWN, EXPIRED, MEMBERS_LEVEL, OPEN, Listing

router = Router()
#: to renew a listing that is in force for longer changes next to nothing
FRESH = timedelta(days=150)


@router.card(ListingCard)
async def draw_listing_card(view: View[ListingCard]) -> Card | None:
    """Draw the card in rooms; it is redrawn after every change, and taken back when the listing is over."""
    listing, say = await view.store.listings.find(view.args.listing), view.say
    if listing is None or not is_listing_published(listing) or view.args.sending != listing.sendings:
        return None
    row = (Button(say("Show more"), "exchange.open", str(listing.id)),)
    buttons = Buttons(row, more=(_draw_report_button(view, listing),))
    return Card(listing_labels.title_listing(say, listing), (*await _draw_facts(view, listing), buttons))


def _draw_report_button(at: RenderContext, listing: Listing) -> Button:
    return Button(at.say("Report"), "moderation.more", RecordValue("listing", listing.id).encode_value())


async def _draw_facts(at: RenderContext, listing: Listing, rest: str = "") -> list[Part]:
    """Draw what everybody who may see the listing may know: whose it is and where, when, and in which words.

    `rest`: what is left of it, as the reader may know it. A room has readers who may not.
    """
    say = at.say
    organisation = await at.store.organisations.find(listing.organisation_id)
    site = await at.store.sites.find(listing.site_id)
    contact = await find_record_contact(at.store, listing)
    rows = (
        (say("Organisation"), organisation.name if organisation else ""),
        (say("Site"), f"{site.name}, {site.municipality}" if site else ""),
        (say("Now"), rest),
        (say("Comes back at"), listing_labels.describe_return(say, listing)),
        (say("When"), listing_labels.describe_months(say, listing.months)),
        *listing_labels.list_quality_facts(say, listing),
        *await list_seat_facts(at, listing),
        (say("Contact"), contact.name if contact else ""),
    )
    parts: list[Part] = [Facts(tuple((label, text) for label, text in rows if text))]
    parts += quote_own_words(say, listing)
    missing = listing_labels.list_missing(say, listing)
    if missing:
        parts.append(Text(say("Missing: {fields}.", fields=say.listed(missing)), "subtle"))
    if listing.type == "power":
        parts.append(
            Text(say("Capacity that is reserved cannot be lent: talk to the grid company together."), "subtle")
        )
    return parts


async def draw_full_listing(at: ReaderContext, listing: Listing) -> Card:
    """Draw the listing for one person, with what this person may do."""
    own = at.person.secretariat or await is_own_record(at.store, at.person, listing)
    rests = await load_readable_rests(at, [listing.id])
    parts = [*await _draw_facts(at, listing, rests.describe_rest(listing))]
    if own:
        state = listing_labels.describe_listing_state(at.say, listing)
        parts.append(Text(f"{state} · {await _describe_readers(at, listing)}", "subtle"))
        outside = await _describe_outside(at, listing)
        parts += [Text(outside, "subtle")] if outside else []
        parts += await draw_taken_seats(at, listing)
    parts += await draw_own_seats(at, listing)
    if await may_change_listing(at, listing):
        parts += [Text(line, "subtle") for line in await list_answer_history(at, listing)]
        parts += draw_doubts(list_listing_doubts(at.say, listing))
        look = "exchange.together" if at.person.secretariat else "exchange.near"
        near = Button(at.say("What almost fits"), look, str(listing.id))
        more = (near,) if listing.state == OPEN else ()
        matter = is_matter_offered(listing)
        pair = describe_pair(at.say, listing) if matter else ""
        parts += [Text(pair, "subtle")] if pair else []
        asks = (Button(at.say("Product or waste?"), "exchange.waste", str(listing.id)),) if matter else ()
        parts.append(Buttons((*_draw_owner_buttons(at, listing), *more), asks))
    elif not at.person.guest:
        parts.append(Buttons((_draw_report_button(at, listing),)))
    return Card(listing_labels.title_listing(at.say, listing), tuple(parts))


async def _describe_readers(at: ReaderContext, listing: Listing) -> str:
    if listing.level != MEMBERS_LEVEL:
        return listing_labels.describe_listing_level(at.say, listing.level)
    audience = await at.store.audiences.find(listing.reach_id)
    return await audience_texts.describe_audience(at.store, audience, at.say)


async def _describe_outside(at: ReaderContext, listing: Listing) -> str:
    """Return what those outside the circle read, or why they read nothing; empty for a listing of no circle."""
    if not await is_blind_listing(at.store, listing):
        return ""
    one, say = await find_blind_listing(at.store, listing), at.say
    if one is None:
        return say("Others do not see it: too few organisations share what it is, and they would know whose it is.")
    what, area = describe_blind_listing(say, one), describe_area(say, one.view.area)
    return say("Others read, without a name: {what} ({area}).", what=what, area=area)


def _draw_owner_buttons(at: ReaderContext, listing: Listing) -> tuple[Button, ...]:
    say, id = at.say, str(listing.id)
    if listing.state in (DOWN, EXPIRED):
        return (Button(say("Renew"), "exchange.renew", id, "primary"), Button(say("Change"), "exchange.edit", id))
    if listing.state != OPEN:
        return (Button(say("Show"), "exchange.open", id),)
    renewed = listing.valid_to - at.today > FRESH
    return (
        Button(say("Matches"), "exchange.matches", id, "primary"),
        Button(say("Change"), "exchange.edit", id),
        Button(say("More about it"), "exchange.quality", id),
        *(() if renewed else (Button(say("Renew"), "exchange.renew", id),)),
        Button(say("Take down"), "exchange.withdraw", id),
    )


def draw_listing_item(turn: Turn, listing: Listing, text: str = "", note: str = "") -> Item:
    show = Button(turn.say("Show"), "exchange.open", str(listing.id))
    return Item(listing_labels.title_listing(turn.say, listing), text, note, (show,))
