"""Tell the owner of a listing that nothing fits after a night, with exchanges known from elsewhere; ask what to do."""

from __future__ import annotations

from datetime import timedelta

from handlers.access import rights
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import Arena, RenderContext, Turn, View
from handlers.exchange.cases.case_card import draw_like_cases
from handlers.exchange.cases.case_choice import WantedFlow, choose_cases, list_like_types
from handlers.exchange.listing_labels import title_listing
from handlers.exchange.matches.match_sides import AskedSide, list_listing_contacts, list_listing_ties
from handlers.exchange.matches.pair_facts import PairFacts, build_match_row, read_match_row
from handlers.exchange.matching.class_facts import compute_listing_key
from handlers.exchange.own_words import choose_current_words
from handlers.notifications.scheduled_notifications import schedule_notification
from handlers.questions.private_notices import redraw_subject_notices
from handlers.questions.question_form import draw_question_form
from storage.exchange.cases import ExchangeCase
from storage.exchange.listings import NEED, OFFER, OPEN, Listing
from storage.exchange.unmatched_listings import HELP, LEAVE, UnmatchedListing
from storage.kit.database import Store
from storage.kit.parent_locks import lock_parent

router = Router()
#: one listing of an organisation is told of in this time; the next one follows another night
APART = timedelta(hours=20)
#: how long it is of use to hear of it
EXPIRES = timedelta(days=14)


class UnmatchedNotice(CardArguments, frozen=True):
    template = "exchange.unmatched"

    unmatched: int


def build_unmatched_subject(unmatched_id: int) -> str:
    """Return the outbox subject of what the owner is told."""
    return f"unmatched:{unmatched_id}"


async def tell_unmatched_listing(store: Store, arena: Arena, listing: Listing) -> None:
    """Tell the owner of a listing that was just matched with everything, where its side knows of no match."""
    if await has_known_match(store, listing):
        return
    key = compute_listing_key((await read_listing_facts(store, listing)).classes)
    rows = store.unmatched_listings
    if await rows.is_told(listing.id, key):
        return
    if await rows.is_organisation_told_since(listing.organisation_id, store.now - APART):
        return
    told = await rows.add(UnmatchedListing(listing_id=listing.id, facts_key=key, told_at=store.now))
    for person in await list_listing_contacts(store, listing, listing.organisation_id):
        subject = build_unmatched_subject(told.id)
        await schedule_notification(
            store, arena, person, UnmatchedNotice(told.id), key=f"{subject}:{person.id}", at=store.now,
            subject=subject, expires_at=store.now + EXPIRES,
        )  # fmt: skip


async def has_known_match(store: Store, listing: Listing) -> bool:
    """Return True if the listing's own side was asked about a match that is not over for it.

    One of which the other side alone was asked does not count: who hears nothing would know that somebody is hidden.
    """
    return any(not side.is_over for side in await _list_asked_sides(store, listing))


async def _list_asked_sides(store: Store, listing: Listing) -> list[AskedSide]:
    """Return the matches about which the listing's own side was asked, with those that are over."""
    found = []
    for match in await store.matches.list_matches_of_listing(listing.id):
        side = OFFER if match.offer_id == listing.id else NEED
        vote = (await store.match_votes.map_votes(match.id)).get(side)
        if vote is not None:
            found.append(AskedSide(match, vote))
    return found


async def read_listing_facts(store: Store, listing: Listing) -> PairFacts:
    site = await store.sites.find(listing.site_id)
    assert site is not None
    return read_match_row(build_match_row(listing, site, listing.language))


async def list_like_cases(store: Store, listing: Listing) -> list[ExchangeCase]:
    """Return the known exchanges that are like the listing, the most alike first."""
    facts = (await read_listing_facts(store, listing)).figures
    flow = WantedFlow(listing.direction == OFFER, listing.type, facts.kind, listing.text, listing.language)
    return choose_cases(flow, await store.cases.list_cases_of_types(list_like_types(flow)))


@router.card(UnmatchedNotice)
async def draw_unmatched_notice(view: View[UnmatchedNotice]) -> Card | None:
    row = await view.store.unmatched_listings.find(view.args.unmatched)
    listing = await view.store.listings.find(row.listing_id) if row is not None else None
    if row is None or listing is None or view.person is None:
        return draw_withheld(view)
    if not await list_listing_ties(view.store, view.person, listing, listing.organisation_id):
        return draw_withheld(view)
    waits = listing.state == OPEN and not row.answer and not await has_known_match(view.store, listing)
    out = view.delivery.was_told
    if not waits and not out:
        return None
    return await draw_unmatched(view, row, listing)


async def draw_unmatched(at: RenderContext, row: UnmatchedListing, listing: Listing) -> Card:
    """Draw what nothing fits, what is known from elsewhere, and what its owner can do or has said."""
    say, id = at.say, str(row.id)
    parts: list[Part] = [Text(title_listing(say, listing), "subtle")]
    parts += draw_like_cases(say, await list_like_cases(at.store, listing))
    if row.answer == HELP:
        done = row.settled_at is not None
        told = say("A facilitator has dealt with it.") if done else say("It is on the facilitator's list.")
        parts.append(Text(told, "strong"))
    elif row.answer == LEAVE:
        parts.append(Text(say("Left as it is. It is still matched with what is new."), "strong"))
    elif listing.state == OPEN:
        buttons = (
            Button(say("Take it up with the facilitator"), "exchange.help", id, "primary"),
            Button(say("Ask the network"), "exchange.ask_network", id),
            Button(say("What almost fits"), "exchange.near", str(listing.id)),
            Button(say("Leave it"), "exchange.leave", id),
        )
        parts.append(Buttons(buttons))
    # whoever has just turned something down knows that something did fit
    was_asked, code = await _list_asked_sides(at.store, listing), listing.code
    title = (
        say("Nothing else fits {code} so far", code=code) if was_asked else say("Nothing fits {code} so far", code=code)
    )
    return Card(title, tuple(parts))


async def load_unmatched(turn: Turn, value: str) -> tuple[UnmatchedListing, Listing]:
    """Return what a button names, with the listing locked, for those who look after it. Raises Missing."""
    found, store, person = await turn.store.unmatched_listings.find(parse_id(value)), turn.store, turn.person
    row, listing = await lock_parent(store.listings, found, lambda one: one.listing_id)
    ties = await list_listing_ties(store, person, listing, listing.organisation_id) if listing is not None else ()
    sees = listing is not None and (bool(ties) or person.secretariat)
    rights.need_reader(turn, sees, turn.say("I cannot find that offer or need."))
    assert row is not None
    assert listing is not None
    await rights.need_right(turn, *ties)
    return row, listing


@router.on(Click, "exchange.help")
async def on_unmatched_help(event: Click, turn: Turn) -> Reply:
    """Put it on the facilitator's list."""
    return await _answer(event, turn, HELP)


@router.on(Click, "exchange.leave")
async def on_unmatched_leave(event: Click, turn: Turn) -> Reply:
    return await _answer(event, turn, LEAVE)


async def _answer(event: Click, turn: Turn, answer: str) -> Reply:
    row, listing = await load_unmatched(turn, event.value)
    if not row.answer and listing.state == OPEN:
        row.answer, row.by_id, row.answered_at = answer, turn.person.id, turn.now
        await redraw_subject_notices(turn.store, build_unmatched_subject(row.id))
    shown_by = (build_unmatched_subject(row.id),)
    return Reply(await draw_unmatched(turn, row, listing), replace=event.direct, shown_by=shown_by)


@router.on(Click, "exchange.ask_network", opens=True)
async def on_unmatched_ask(event: Click, turn: Turn) -> Reply:
    """Open the form of a question with the listing's words, which whoever asks can change before it goes out."""
    _, listing = await load_unmatched(turn, event.value)
    say = turn.say
    words = choose_current_words(listing) or title_listing(say, listing).removeprefix(listing.code).strip()
    needs = say("Who could use this? {text}", text=words)
    text = needs if listing.direction == OFFER else say("Who has this to spare? {text}", text=words)
    topic = await turn.store.topics.find(listing.topic_id) if listing.topic_id is not None else None
    return Reply(form=await draw_question_form(turn, text, topic.slug if topic is not None else ""))
