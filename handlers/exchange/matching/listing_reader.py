"""Read a listing from a JSON object. What cannot be read is not known, and its field is named as unread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.chat.say import LANGUAGES
from handlers.exchange.matching.amount_fields import read_amount_fields
from handlers.exchange.matching.distance_factor import Vector, compute_position_vector
from handlers.exchange.matching.field_reader import FieldReader
from handlers.exchange.matching.flow_amounts import convert_water_heat
from handlers.exchange.matching.listing_facts import ListingFacts
from handlers.exchange.matching.listing_texts import TextFacts, read_text_facts
from handlers.exchange.matching.quality_factor import QualityRequirement
from handlers.exchange.matching.time_factor import WEEK_SHARES
from handlers.exchange.waste_codes import has_star, is_hazardous_code

#: text of a field that is no value in this command, but one of these words
DIRECTIONS, BASES = ("offer", "need"), ("measured", "calculated", "estimated")
DAYS = (*WEEK_SHARES, "batches")
#: media of heat in which a heat exchanger has a gas on a side
GAS, WATER = "gas", "water"
WATER_MEDIA = frozenset(("water", "vann", "vatn"))
GAS_MEDIA = frozenset(("air", "gas", "flue_gas", "flue gas", "exhaust", "luft", "røykgass", "avgass"))


class WrongListing(ValueError):
    """Say which required field a listing lacks."""


def read_listing(row: Mapping[str, Any]) -> ListingFacts:
    """Return the facts of a listing. Raise WrongListing if it has no id, organisation, direction, type or text."""
    if row.get("id") is None or isinstance(row["id"], bool | list | dict) or row["id"] == "":
        raise WrongListing("id: is missing")
    fields = FieldReader(row)
    organisation = fields.read_name("organisation")
    if organisation is None:
        raise WrongListing("organisation: is missing")
    if row.get("type") is None and not fields.read_text("text"):
        raise WrongListing("type or text: is missing")
    told = read_text_facts(fields.read_text("text"), fields.read_text("type"), fields.read_kind("kind"))
    direction = fields.read_choice("direction", DIRECTIONS)
    if direction is None:
        raise WrongListing("direction: must be offer or need")
    if told.type is None:
        fields.add_unread("type")
    return _build_facts(fields, row["id"], organisation, told, is_offer=direction == "offer")


def _build_facts(fields: FieldReader, id_: Any, organisation: str, told: TextFacts, *, is_offer: bool) -> ListingFacts:
    amount, written = read_amount_fields(fields, told.type, told.kind)
    temperature, back = fields.read_celsius("temperature"), fields.read_celsius("back")
    code, hazardous = fields.read_waste_code("waste_code"), fields.read_flag("hazardous")
    # A star that cannot be read makes waste hazardous, and lets nobody take it.
    starred = has_star(fields.row.get("waste_code")) if is_offer else is_hazardous_code(code or "")
    return ListingFacts(
        id=id_,
        organisation=organisation,
        is_offer=is_offer,
        type=told.type,
        kind=told.kind,
        amount=_choose_heat(told.type, amount, temperature, back),
        heat=None if amount is None else convert_water_heat(amount, temperature, back),
        written=written,
        months=fields.read_months("months"),
        day=fields.read_choice("day", DAYS),
        temperature=temperature,
        temperature_max=fields.read_celsius("temperature_max"),
        back=back,
        pressure=fields.read_number("pressure"),
        medium=(medium := read_medium(fields)),
        in_gas=medium == GAS,
        values={} if not is_offer else fields.read_values("quality"),
        wishes={} if is_offer else read_wishes(fields),
        hazardous=hazardous or starred,
        waste_code=code,
        modes=fields.read_modes(told.type),
        max_km=fields.read_number("max_km"),
        park=fields.read_name("park"),
        position=_read_position(fields),
        price_area=fields.read_name("price_area"),
        grid_company=fields.read_name("grid_company"),
        valid_from=fields.read_date("valid_from"),
        valid_to=fields.read_date("valid_to"),
        basis=fields.read_choice("basis", BASES),
        never=fields.read_names("never"),
        language=fields.read_choice("language", LANGUAGES) or "nb",
        unread=fields.list_unread(),
    )


def _choose_heat(type_: str | None, amount: Any, temperature: float | None, back: float | None) -> Any:
    """Return the amount as heat where heat is said in cubic metres with two temperatures."""
    if amount is None or type_ != "heat":
        return amount
    return convert_water_heat(amount, temperature, back) or amount


def read_medium(fields: FieldReader) -> str | None:
    """Return what carries the heat, which may stand apart or under quality: water, gas, or None."""
    quality = fields.row.get("quality")
    inside = quality.get("medium") if isinstance(quality, Mapping) else None
    said = {medium.strip().casefold() for medium in (fields.row.get("medium"), inside) if isinstance(medium, str)}
    if said & GAS_MEDIA:
        return GAS
    return WATER if said & WATER_MEDIA else None


def _read_position(fields: FieldReader) -> Vector | None:
    """Return the position as given. Return None if one of the two is not known, or no place of the Earth."""
    latitude, longitude = fields.read_number("lat", negative=True), fields.read_number("lon", negative=True)
    if latitude is None or longitude is None:
        return None
    for name, value, most in (("lat", latitude, 90.0), ("lon", longitude, 180.0)):
        if abs(value) > most:
            fields.add_unread(name)
            return None
    return compute_position_vector(latitude, longitude)


def read_wishes(fields: FieldReader) -> dict[str, QualityRequirement]:
    """Return what a need asks of each value. A bound that cannot be read is not known."""
    wishes = {}
    for name, asked in fields.iterate_quality("quality"):
        if not isinstance(asked, Mapping):
            fields.add_unread(f"quality.{name}")
            continue
        bounds = {}
        for end in ("min", "max"):
            bounds[end] = fields.parse_number(asked.get(end))
            if asked.get(end) is not None and bounds[end] is None:
                fields.add_unread(f"quality.{name}")
        if bounds["min"] is not None or bounds["max"] is not None:
            wishes[name] = QualityRequirement(bounds["min"], bounds["max"], must=asked.get("must") is True)
    return wishes
