"""List the kinds of material and organic matter, and how far each is worth driving."""

from __future__ import annotations

from typing import Final

#: half distances of road, in kilometres of route
WET_ORGANIC_HALF = 50.0
BULK_HALF = 80.0
CHEMICALS_HALF = 200.0
METALS_HALF = 400.0

_BULK = """
slag gypsum fly_ash bottom_ash ash silica_dust dust dross refractory sand foundry_sand stone lime limestone concrete
mill_scale glass clay soil asphalt red_mud sludge mineral_wool filter_cake brick
"""
_CHEMICALS = """
sulphur sulphuric_acid hydrochloric_acid nitric_acid acid lye salt iron_sulphate iron_chloride solvent oil glycol
ammonia urea carbon plastic paper rubber textile fertiliser catalyst magnesium_hydroxide calcium_chloride
"""
_METALS = "metal steel aluminium copper zinc silicon manganese batteries"
_ORGANIC = """
wood bark sludge fish_sludge food_waste fish_waste manure straw whey spent_grain digestate seaweed fat grain feed
bio_oil compost biochar shells
"""

#: kind -> half distance by road
MATERIAL_KINDS: Final = {
    **dict.fromkeys(_BULK.split(), BULK_HALF),
    **dict.fromkeys(_CHEMICALS.split(), CHEMICALS_HALF),
    **dict.fromkeys(_METALS.split(), METALS_HALF),
}
ORGANIC_KINDS: Final = dict.fromkeys(_ORGANIC.split(), WET_ORGANIC_HALF)


def get_road_half_distance(type_key: str, kind: str | None) -> float:
    """Return the half distance by road of a type and kind; that of bulk where the kind is not known."""
    if type_key == "organic":
        return ORGANIC_KINDS.get(kind or "", WET_ORGANIC_HALF)
    return MATERIAL_KINDS.get(kind or "", BULK_HALF)
