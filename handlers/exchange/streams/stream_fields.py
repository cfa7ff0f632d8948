"""Draw and read the form of a stream. Only type and site are required; the next one keeps site, year and basis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from handlers.chat.cards import Field
from handlers.chat.errors import UserError
from handlers.chat.field_texts import FieldTexts
from handlers.chat.say import Say
from handlers.chat.turn import RenderContext
from handlers.exchange.amount_texts import fill_amount_field
from handlers.exchange.listing_labels import (
    OWN_MONTHS,
    PERIODS,
    describe_months,
    find_period,
    list_period_options,
)
from handlers.exchange.listings.listing_fields import draw_site_field, parse_flow_fields
from handlers.exchange.matching.pair_factors import TEMPERED_TYPES
from handlers.exchange.power_sensitive_details import add_power_sensitive_faults
from handlers.exchange.quality_field import draw_quality_field, parse_quality_field, parse_waste_code_field
from handlers.exchange.streams.stream_labels import describe_stream_direction, list_basis_options, list_stream_types
from storage.exchange.listings import AMOUNT
from storage.exchange.sites import Site
from storage.exchange.streams import BASES, DESTINATION, DIRECTIONS, NAME, OUT, Stream

#: earliest year of an amount
FIRST_YEAR = 1990


def draw_stream_fields(say: Say, stream: Stream, sites: Sequence[Site]) -> tuple[Field, ...]:
    """Draw the fields, filled with what is known. Behind More is what an account of the year asks for."""
    period = find_period(stream.months or ())
    own = ((OWN_MONTHS, describe_months(say, stream.months)),) if period == OWN_MONTHS else ()
    directions = tuple((one, describe_stream_direction(say, one)) for one in DIRECTIONS)
    celsius = "" if stream.temperature is None else f"{stream.temperature:g} °C"
    amount = say("With its unit: 4 MW, 5-10 GWh/yr, 1 200 t/yr.")
    return (
        Field("type", say("What?"), "choice", stream.type or "", options=list_stream_types(say)),
        Field("direction", say("In or out?"), "choice", stream.direction, options=directions),
        Field("name", say("Name"), value=stream.name or "", required=False, most=NAME),
        Field("amount", say("How much?"), "line", fill_amount_field(say, stream.amount or ""), amount, required=False,
              most=AMOUNT),
        Field("basis", say("How is it known?"), "choice", stream.basis or "", required=False,
              options=list_basis_options(say), folded=True),
        Field("year", say("Year"), "number", str(stream.year or ""), required=False, most=4, folded=True),
        Field("temperature", say("Temperature"), "line", celsius,
              say("In °C, such as 65: of heat, steam, cold or water."), required=False, most=20),
        replace(draw_quality_field(say, stream.quality or ""), folded=True),
        Field("when", say("When?"), "choice", period, required=False, options=(*list_period_options(say), *own)),
        Field("destination", say("Where it goes today, or comes from"), value=stream.destination or "",
              required=False, most=DESTINATION, folded=True),
        Field("waste_code", say("Waste code"), "line", stream.waste_code or "", say("Six digits, such as 10 01 02."),
              required=False, most=12, folded=True),
        draw_site_field(say, sites, stream.site_id),
    )  # fmt: skip


def parse_stream_fields(
    event: FieldTexts, turn: RenderContext, stream: Stream, sites: Sequence[Site]
) -> dict[str, Any]:
    """Return the columns of the stream. Raise UserError with what is wrong at each field."""
    wrong: dict[str, str] = {}
    values = parse_flow_fields(event, turn, wrong)
    add_power_sensitive_faults(turn.say, {name: event.get_text(name) for name in ("name", "destination")}, wrong)
    quality = parse_quality_field(turn.say, event, wrong)
    direction, basis = event.get_text("direction"), event.get_text("basis")
    site = next((one for one in sites if str(one.id) == event.get_text("site")), None)
    year, code = (
        parse_stream_year(event.get_text("year"), turn.now.year),
        parse_waste_code_field(turn.say, event, wrong),
    )
    if site is None:
        wrong["site"] = turn.say("Choose a site.")
    if year == 0:
        wrong["year"] = turn.say("Write a year from 1990 until now.")
    if wrong or site is None:
        raise UserError("", wrong)
    period = event.get_text("when")
    return values | {
        "direction": direction if direction in DIRECTIONS else OUT, "basis": basis if basis in BASES else "",
        "quality": quality, "site_id": site.id, "organisation_id": site.organisation_id, "year": year,
        "waste_code": code,
        "name": " ".join(event.get_text("name").split())[:NAME],
        "destination": " ".join(event.get_text("destination").split())[:DESTINATION],
        "months": list(stream.months or []) if period == OWN_MONTHS else PERIODS.get(period, []),
        "temperature": values["temperature"] if values["type"] in TEMPERED_TYPES else None,
    }  # fmt: skip


def parse_stream_year(text: str, this_year: int) -> int | None:
    """Return the year; None for an empty text, and nought for what is no year that has begun."""
    text = text.strip()
    if not text:
        return None
    said = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else 0
    return said if FIRST_YEAR <= said <= this_year else 0
