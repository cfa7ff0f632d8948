"""Find the narrowest band of distance that names nobody: one in which enough organisations have a site."""

from __future__ import annotations

from collections.abc import Collection

from handlers.exchange.matching.blind_classes import DISTANCE_BANDS
from handlers.exchange.matching.distance_factor import Vector, compute_position_vector, compute_straight_km
from storage.exchange.sites import Site
from storage.kit.database import Store

#: organisations that a band has to hold
FEWEST = 5
#: hundredths of a degree, as sites keep them
_HUNDREDTHS = 100


async def find_least_band(store: Store, *sites: Site) -> float | None:
    """Return the kilometres of the narrowest band that may be told about these sites; None if no band may.

    Around each of them it holds sites of enough other organisations: else who reads it knows the neighbour.
    """
    every = [(site.organisation_id, compute_site_vector(site)) for site in await store.sites.list_all_sites()]
    placed = [(organisation_id, place) for organisation_id, place in every if place is not None]
    for band in DISTANCE_BANDS:
        if all(count_neighbours(site, placed, band) >= FEWEST for site in sites):
            return float(band)
    return None


def compute_site_vector(site: Site) -> Vector | None:
    if site.latitude is None or site.longitude is None:
        return None
    return compute_position_vector(site.latitude / _HUNDREDTHS, site.longitude / _HUNDREDTHS)


def count_neighbours(site: Site, placed: Collection[tuple[int, Vector]], km: float) -> int:
    """Return how many other organisations have a site within so many kilometres."""
    here = compute_site_vector(site)
    if here is None:
        return 0
    return len(
        {
            organisation_id
            for organisation_id, place in placed
            if organisation_id != site.organisation_id and compute_straight_km(here, place) <= km
        }
    )
