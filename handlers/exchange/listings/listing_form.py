"""Offer or need something in one form, which is filled with what a line says; change it in the same form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Form, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.contacts.contact_messages import draw_contact_button, draw_secretariat_buttons
from handlers.directory.members.unconfirmed_notice import draw_unconfirmed_notice
from handlers.exchange.daily_hours import find_daily_hours
from handlers.exchange.describing import Description, describe_text
from handlers.exchange.describing.temperatures import find_return_temperature
from handlers.exchange.grid_needs import reads_as_conditional
from handlers.exchange.listing_labels import describe_listing
from handlers.exchange.listings.listing_draft import ACTIONS, ASKED, LINE, ListingDraft
from handlers.exchange.listings.listing_fields import (
    draw_listing_fields,
    format_described_amount,
    list_own_sites,
    parse_listing_fields,
)
from handlers.exchange.listings.listing_publication import announce_listing
from handlers.exchange.listings.lookup import load_own_listing
from handlers.exchange.listings.shown_listing import build_saved_listing_reply
from handlers.exchange.matches.exchange_uses import map_listing_uses
from handlers.exchange.matches.match_disclosure import redraw_listing_matches
from handlers.exchange.matches.rest_texts import describe_own_use
from handlers.exchange.matching.pair_factors import TEMPERED_TYPES
from handlers.exchange.quality_text import find_pressure_text
from handlers.exchange.sites.lookup import list_site_organisations, need_site_writer
from handlers.library.solutions.publication import add_months
from storage.directory.people import Person
from storage.exchange.listings import HIDDEN, MEMBERS_LEVEL, NEED, OFFER, Listing
from storage.exchange.sites import Site

router = Router()
#: months for which something is offered or needed, until it is renewed
VALID_MONTHS = 6


@router.on(Click, "exchange.offer", opens=True)
async def on_exchange_offer_open(event: Click, turn: Turn) -> Reply:
    draft = ListingDraft.parse_value(event.value)
    return await open_new_listing(turn, OFFER, draft.text, draft.card)


@router.on(Click, "exchange.need", opens=True)
async def on_exchange_need_open(event: Click, turn: Turn) -> Reply:
    draft = ListingDraft.parse_value(event.value)
    return await open_new_listing(turn, NEED, draft.text, draft.card)


async def open_new_listing(turn: Turn, direction: str, line: str = "", card: str = "") -> Reply:
    """Open the form, filled with what the line says; say first who acts for the organisation, or that a site lacks.

    `card`: where its button stands, as `ListingDraft` has it.
    """
    sites = await list_own_sites(turn)
    if not sites:
        return Reply(await draw_way_to_site(turn))
    line = line[:LINE]
    listing = read_line(turn.person, direction, line)
    fields = await draw_listing_fields(turn, listing, sites)
    title = turn.say("Offer something") if direction == OFFER else turn.say("Say what is needed")
    further, value = describe_further_listings(turn.say, turn.person, line), ListingDraft(card, line).encode_value()
    return Reply(form=Form(title, ACTIONS[direction], fields, turn.say("Save"), value, note=further))


async def draw_way_to_site(turn: Turn) -> Card:
    """Draw how to come on: add a site first, or ask who acts for the organisation."""
    say = turn.say
    if await list_site_organisations(turn):
        text = say("Say first where: add the site, and then what it offers or needs.")
        return Card("", (Text(text), Buttons((Button(say("Add a site"), "sites.write", style="primary"),))))
    unconfirmed = await draw_unconfirmed_notice(turn)
    if unconfirmed:
        return Card("", (Text(say("The contacts of an organisation say what it offers and needs.")), *unconfirmed))
    people = await turn.store.organisations.list_representatives(turn.person.stands_for or 0)
    if not people:
        told = Text(say("The contacts of an organisation say what it offers and needs. Yours has none yet."))
        return Card("", (told, *await draw_secretariat_buttons(turn)))
    names = say.listed([person.name for person in people[:3]])
    text = say("{names} can say what your organisation offers and needs.", names=names)
    return Card("", (Text(text), Buttons(tuple(draw_contact_button(say, person) for person in people[:3]))))


def read_line(person: Person, direction: str, line: str) -> Listing:
    """Return an unsaved listing with what the line says for certain."""
    return _build_listing(person, direction, describe_text(line) if line else Description(), line)


def describe_further_listings(say: Say, person: Person, line: str) -> str:
    """Return what else a line offers or needs, for one form takes one thing; empty if it tells of one."""
    others = describe_text(line).others if line else ()
    found = [_build_listing(person, one.direction, one, "") for one in others if one.direction and one.type_key]
    listings = "; ".join(describe_listing(say, one) for one in found)
    return say("The line tells of more: {listings}. Add each by itself.", listings=listings) if found else ""


def _build_listing(person: Person, direction: str, said: Description, line: str) -> Listing:
    returned = find_return_temperature(line) if said.type_key in TEMPERED_TYPES else None
    return Listing(
        back=None if returned is None else float(returned),
        direction=direction, type=said.type_key or "", amount=format_described_amount(said),
        temperature=None if said.temperature is None else float(said.temperature), months=list(said.months or ()),
        level=MEMBERS_LEVEL, contact_id=person.id, text=line, quality=find_pressure_text(line),
    )  # fmt: skip


@router.on(Submission, "exchange.offer")
async def on_exchange_offer_submit(event: Submission, turn: Turn) -> Reply:
    return await _add_listing(event, turn, OFFER)


@router.on(Submission, "exchange.need")
async def on_exchange_need_submit(event: Submission, turn: Turn) -> Reply:
    return await _add_listing(event, turn, NEED)


async def _add_listing(event: Submission, turn: Turn, direction: str) -> Reply:
    draft = ListingDraft.parse_value(event.value)
    before = read_line(turn.person, direction, draft.text[:LINE])
    listing = await store_new_listing(event, turn, before, await list_own_sites(turn), quality=before.quality)
    return await build_saved_listing_reply(turn, listing, replace=draft.card == ASKED)


async def store_new_listing(
    event: Submission, turn: Turn, before: Listing, sites: Sequence[Site], **beside: Any
) -> Listing:
    """Store what the form says, and return it.

    `before`: what the form was filled with; `beside`: columns that the form does not ask for.
    """
    values = await parse_listing_fields(event, turn, before, sites)
    await need_site_writer(turn, values["organisation_id"])
    listing = Listing(valid_to=compute_last_day(turn), sendings=0, **values, **beside)
    listing.conditional = reads_as_conditional(listing)
    listing.daily_hours = find_daily_hours(listing.text)
    listing = await turn.store.listings.add(listing)
    await announce_listing(turn.store, turn.arena, listing)
    return listing


def compute_last_day(turn: Turn) -> date:
    return add_months(turn.today, VALID_MONTHS)


@router.on(Click, "exchange.edit", opens=True)
async def on_exchange_edit_open(event: Click, turn: Turn) -> Reply:
    listing = await load_own_listing(turn, event.value)
    _refuse_hidden(turn, listing)
    fields = await draw_listing_fields(turn, listing, await _list_sites_of(turn, listing))
    title, note = turn.say("Change {code}", code=listing.code), await _describe_whole(turn, listing)
    return Reply(form=Form(title, "exchange.edit", fields, turn.say("Save"), str(listing.id), note=note))


async def _describe_whole(turn: Turn, listing: Listing) -> str:
    """Return that the amount is all of it, where exchanges take some: who writes what is left has it taken twice."""
    told = describe_own_use(turn.say, listing, await map_listing_uses(turn.store, [listing.id]))
    return turn.say("{use}. The amount here is all of it, what is in use as well.", use=told) if told else ""


@router.on(Submission, "exchange.edit")
async def on_exchange_edit_submit(event: Submission, turn: Turn) -> Reply:
    listing = await load_own_listing(turn, event.value)
    _refuse_hidden(turn, listing)
    values = await parse_listing_fields(event, turn, listing, await _list_sites_of(turn, listing))
    before = listing.contact_id
    for name, value in values.items():
        setattr(listing, name, value)
    listing.changed_at = turn.now
    await announce_listing(turn.store, turn.arena, listing)
    if listing.contact_id != before:
        await redraw_listing_matches(turn.store, listing.id)
    return await build_saved_listing_reply(turn, listing)


async def _list_sites_of(turn: Turn, listing: Listing) -> Sequence[Site]:
    """Return the sites of the listing's organisation: a listing never goes to another one."""
    sites = await turn.store.sites.list_sites_of_organisations([listing.organisation_id])
    rights.need_reader(turn, bool(sites), turn.say("I cannot find that site."))
    return sites


def _refuse_hidden(turn: Turn, listing: Listing) -> None:
    if listing.state == HIDDEN:
        raise UserError(turn.say("The secretariat has hidden {code}.", code=listing.code))
