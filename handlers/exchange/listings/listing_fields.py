"""Draw and read the form of a listing. Only type and site are required: a partial listing is a listing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from handlers.access.option_fields import draw_option_field
from handlers.access.visibility.audience_fields import fold_organisations
from handlers.chat.cards import Field, OptionSource
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.field_texts import FieldTexts
from handlers.chat.record_ids import parse_id
from handlers.chat.say import Say
from handlers.chat.turn import RenderContext, Turn
from handlers.exchange import listing_labels
from handlers.exchange.amount_texts import fill_amount_field
from handlers.exchange.describing import Description
from handlers.exchange.flow_types import FLOW_TYPES
from handlers.exchange.level_fields import draw_level_fields, parse_level_fields
from handlers.exchange.listings.listing_publication import find_listing_topic
from handlers.exchange.matching.flow_phrases import format_unit_name
from handlers.exchange.matching.listing_texts import parse_celsius_text, parse_quantity_text
from handlers.exchange.matching.pair_factors import HEAT_NEEDS, TEMPERED_TYPES
from handlers.exchange.plausibility.matter_doubts import find_refused_figure
from handlers.exchange.power_sensitive_details import add_power_sensitive_faults
from handlers.exchange.sites.lookup import list_sites_written_by
from handlers.language import detect_language
from handlers.quantities.units import raise_unit_figures
from storage.access.audiences import build_region_key
from storage.directory.people import Person
from storage.exchange.listings import (
    AMOUNT,
    DIRECTIONS,
    HIDDEN_LEVEL,
    OFFER,
    OPEN_LEVEL,
    TEXT,
    Listing,
)
from storage.exchange.sites import Site

#: searches for options of these fields
SITE_SEARCH, CONTACT_SEARCH = "exchange.find_site", "exchange.find_contact"


async def list_own_sites(turn: Turn) -> Sequence[Site]:
    """Return the sites at which this person may offer and need something, those of the own organisation first."""
    return await list_sites_written_by(turn.store, turn.person)


async def draw_listing_fields(turn: Turn, listing: Listing, sites: Sequence[Site]) -> tuple[Field, ...]:
    """Draw the fields, filled with what is known. `sites`: those to choose from, which a listing keeps afterwards.

    Behind More is what has a value that mostly is right, and what few know.
    """
    chosen = next((one for one in sites if one.id == listing.site_id), sites[0])
    who, organisations = await _draw_audience_fields(turn, listing, chosen.organisation_id)
    who, organisations = fold_organisations(turn.say, who, organisations)
    return (
        *_draw_flow_fields(turn.say, listing),
        draw_site_field(turn.say, sites, listing.site_id),
        who,
        organisations,
        await _draw_contact_field(turn, listing, chosen.organisation_id),
    )


def draw_site_field(say: Say, sites: Sequence[Site], chosen: int | None) -> Field:
    """Draw the choice of a site, filled with the first where none is chosen; a choice of one stands behind More."""
    field = draw_option_field(
        "site", say("Where?"), list_site_options(sites), OptionSource(SITE_SEARCH),
        chosen=(str(chosen or sites[0].id),), required=True,
    )  # fmt: skip
    return replace(field, folded=len(sites) == 1)


def _draw_flow_fields(say: Say, listing: Listing) -> tuple[Field, ...]:
    """Draw what it is, how much, how warm, when, and in which words."""
    own = [(listing_labels.OWN_MONTHS, listing_labels.describe_months(say, listing.months))]
    period = listing_labels.find_period(listing.months or ())
    periods = (*listing_labels.list_period_options(say), *(own if period == listing_labels.OWN_MONTHS else ()))
    directions = tuple((one, listing_labels.describe_direction(say, one)) for one in DIRECTIONS)
    warm = listing_labels.describe_temperature(say, listing)
    returned = listing_labels.describe_return(say, listing)
    filled = fill_amount_field(say, listing.amount or "")
    amount = say("With its unit: 4 MW, 5-10 GWh/yr, 1 200 t/yr.")
    celsius = say("In °C, such as 65: of heat, steam, cold or water.")
    back = say("In °C: the return, where there is one.")
    return (
        Field("type", say("What?"), "choice", listing.type or "", options=listing_labels.list_type_options(say)),
        Field("direction", say("Offered or needed?"), "choice", listing.direction, options=directions, folded=True),
        Field("amount", say("How much?"), "line", filled, amount, required=False, most=AMOUNT),
        Field("temperature", say("Temperature"), "line", warm, celsius, required=False, most=20),
        Field("back", say("Comes back at"), "line", returned, back, required=False, most=20, folded=True),
        Field("text", say("In your words"), "text", listing.text or "", required=False, most=TEXT),
        Field("when", say("When?"), "choice", period, required=False, options=periods),
    )


async def _draw_audience_fields(turn: Turn, listing: Listing, organisation_id: int) -> tuple[Field, Field]:
    say, new = turn.say, listing.id is None
    labels = {level: listing_labels.describe_listing_level(say, level) for level in (OPEN_LEVEL, HIDDEN_LEVEL)}
    hint = say("Members outside a region or your choice read it without a name.")
    usual = await _find_usual_circle(turn, organisation_id) if new else ""
    return await draw_level_fields(turn, listing, labels, hint, usual)


async def _find_usual_circle(turn: Turn, organisation_id: int) -> str:
    """Return the option of its region, which sees a new listing by name unless whoever writes it says otherwise.

    Empty for an organisation of which no region is known.
    """
    own = await turn.store.organisations.find(organisation_id)
    return build_region_key(own.region) if own is not None and own.region else ""


async def _draw_contact_field(turn: Turn, listing: Listing, organisation_id: int) -> Field:
    people = await list_contact_options(turn, organisation_id)
    options = [(str(person.id), person.name) for person in people]
    source = OptionSource(CONTACT_SEARCH, str(organisation_id))
    field = draw_option_field("contact", turn.say("Contact"), options, source, chosen=(str(listing.contact_id),))
    return replace(field, folded=True)


def list_site_options(sites: Sequence[Site]) -> list[tuple[str, str]]:
    return [(str(site.id), f"{site.name}, {site.municipality}") for site in sites]


async def list_contact_options(turn: Turn, organisation_id: int) -> list[Person]:
    """Return who may answer for a listing of the organisation: its contacts first, then its confirmed people."""
    first = await turn.store.organisations.list_representatives(organisation_id)
    people = await turn.store.memberships.list_confirmed_members(organisation_id)
    known = {person.id for person in first}
    return [*first, *(one for one in people if one.id not in known and not one.guest)]


async def parse_listing_fields(
    event: Submission, turn: Turn, listing: Listing, sites: Sequence[Site]
) -> dict[str, Any]:
    """Return the columns of the listing. Raise UserError with what is wrong at each field."""
    wrong: dict[str, str] = {}
    site = next((one for one in sites if str(one.id) == event.get_text("site")), None)
    values = parse_flow_fields(event, turn, wrong)
    values["back"] = _parse_return(event, turn, values, wrong)
    add_power_sensitive_faults(turn.say, {"text": event.get_text("text")}, wrong)
    if refused := find_refused_figure(turn.say, event.get_text("text")):
        wrong.setdefault("text", refused)
    if site is None:
        wrong["site"] = turn.say("Choose a site.")
    if wrong or site is None:
        raise UserError("", wrong)
    values |= await parse_level_fields(event, turn, listing)
    values |= {"site_id": site.id, "organisation_id": site.organisation_id}
    values["months"] = listing_labels.PERIODS.get(event.get_text("when"), [])
    if event.get_text("when") == listing_labels.OWN_MONTHS:
        values["months"] = list(listing.months or [])
    values["text"] = event.get_text("text")[:TEXT]
    values["language"] = detect_language(values["text"]) if values["text"] else turn.say.language
    values["contact_id"] = await choose_contact(event, turn, site.organisation_id)
    return values | {"topic_id": await find_listing_topic(turn.store, values["type"])}


def parse_flow_fields(event: FieldTexts, turn: RenderContext, wrong: dict[str, str]) -> dict[str, Any]:
    """Return what flows, how much of it and how warm; add what is wrong to `wrong`."""
    say, type_, warm = turn.say, event.get_text("type"), event.get_text("temperature")
    amount = " ".join(event.get_text("amount").split())[:AMOUNT]
    if type_ not in FLOW_TYPES:
        wrong["type"] = say("Choose what it is.")
    elif amount and not is_amount_text_of(type_, amount):
        units = say.listed([raise_unit_figures(format_unit_name(say, unit)) for unit in FLOW_TYPES[type_].units])
        wrong["amount"] = say("Write a number and a unit that it can be counted in, such as {units}.", units=units)
    celsius = parse_celsius_text(warm) if warm else None
    if warm and celsius is None:
        wrong["temperature"] = say("Write degrees, such as 65 °C.")
    direction = event.get_text("direction")
    return {
        "type": type_, "amount": amount, "direction": direction if direction in DIRECTIONS else OFFER,
        "temperature": celsius if type_ in TEMPERED_TYPES else None,
    }  # fmt: skip


def _parse_return(event: Submission, turn: Turn, values: dict[str, Any], wrong: dict[str, str]) -> float | None:
    """Return the °C at which it comes back; add to `wrong` what is none, and a return that is hotter than the flow."""
    text, type_, warm = event.get_text("back"), values["type"], values["temperature"]
    if not text or type_ not in TEMPERED_TYPES:
        return None
    celsius = parse_celsius_text(text)
    if celsius is None:
        wrong["back"] = turn.say("Write degrees, such as 65 °C.")
    elif warm is not None and type_ in HEAT_NEEDS and celsius >= warm:
        wrong["back"] = turn.say("What comes back is colder than what is sent out.")
    return celsius


def is_amount_text_of(type_: str, amount: str) -> bool:
    """Return True if the text is one quantity that may measure this type."""
    quantity = parse_quantity_text(amount, None)
    measured = quantity is not None and quantity.middle > 0 and quantity.unit is not None
    return (
        measured
        and quantity is not None
        and quantity.unit is not None
        and (quantity.unit.measures in FLOW_TYPES[type_].accepted_measures)
    )


async def choose_contact(event: Submission, turn: Turn, organisation_id: int) -> int | None:
    """Return the chosen person of the organisation; without one whoever writes, else the organisation's contact."""
    people = [person.id for person in await list_contact_options(turn, organisation_id)]
    chosen = parse_id(event.get_text("contact"))
    if chosen in people:
        return chosen
    return turn.person.id if turn.person.id in people else next(iter(people), None)


def format_described_amount(said: Description) -> str:
    """Return the amount of a line as its field takes it back; empty where it was not said or is doubtful.

    One of a week is left out: whoever fills in the form says how much it is in a time that there is a unit for.
    """
    if said.unit is None or said.weekly or "amount" in said.asks or "unit" in said.asks:
        return ""
    if said.low is not None and said.high is not None:
        return f"{said.low:f}-{said.high:f} {said.unit}".replace(".", ",")
    return f"{said.amount:f} {said.unit}".replace(".", ",") if said.amount is not None else ""
