"""Draw the choice of a time zone, which is found by the name of its city."""

from __future__ import annotations

from handlers.access.option_fields import draw_option_field
from handlers.chat.cards import Field, OptionSource
from handlers.chat.turn import Turn
from handlers.dates import time_zones

ZONE_SEARCH = "zones.find"


def draw_zone_field(turn: Turn, zone: str) -> Field:
    """Draw the field with this zone chosen, which may be one that is not offered, such as "Asia/Calcutta"."""
    options, say = list_zone_options(turn), turn.say
    if zone not in dict(options):
        options = [(zone, _describe_zone(zone)), *options]
    source, hint = OptionSource(ZONE_SEARCH), say("Type a city, such as Oslo.")
    return draw_option_field("zone", say("Time zone"), options, source, chosen=(zone,), required=True, hint=hint)


def list_zone_options(turn: Turn) -> list[tuple[str, str]]:
    """Return the zones as (name, city and continent), those of the arena's continent first."""
    near = turn.arena.zone.key.partition("/")[0]
    names = sorted(time_zones.list_zones_of_places(), key=lambda name: name.partition("/")[0] != near)
    return [(name, _describe_zone(name)) for name in names]


def _describe_zone(name: str) -> str:
    """Return "Oslo (Europe)", or "Salta (America/Argentina)"."""
    region, _, city = name.replace("_", " ").rpartition("/")
    return f"{city} ({region})" if region else city
