"""Score distance, 0 to 1: by heat per metre of pipe, or by the kilometres at which a mode is worth half."""

from __future__ import annotations

from math import asin, cos, log, radians, sin, sqrt

#: kilometres. Source: the mean radius of the Earth (IUGG).
EARTH_RADIUS_KM = 6371.0
#: A route is that much longer than the great circle. Source: usual detour of roads and pipes.
ROUTE_DETOUR = 1.3
#: kilometres of route inside one park whose positions are not known
PARK_ROUTE_KM = 0.5
#: MWh a year for each metre of pipe that give 0, and how many times that gives 1.
#: Source: published bands for heat networks; above 1.5 is very good, below 0.5 critical.
LEAST_HEAT_PER_METRE, HEAT_SPAN = 0.3, 10.0
LOG_HEAT_SPAN = log(HEAT_SPAN)
#: Kilometres of route from which heat has a ceiling, and that ceiling. Source: long pipes need a large stable load.
LONGEST_HEAT_KM, FAR_HEAT_CEILING = 30.0, 0.3
#: kilometres at which heat of unknown amount, and steam, are worth half
UNKNOWN_HEAT_HALF_KM, STEAM_HALF_KM = 10.0, 4.0
METRES_PER_KM = 1000.0
#: shorter routes are counted as this: two listings at one position are neighbours
SHORTEST_ROUTE_KM = 0.001

#: a position as a point of the unit sphere: distances of many pairs take no sine and cosine
Vector = tuple[float, float, float]


def compute_position_vector(latitude: float, longitude: float) -> Vector:
    """Return the position, in degrees, as a point of the unit sphere."""
    lat, lon = radians(latitude), radians(longitude)
    return cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)


def compute_straight_km(here: Vector, there: Vector) -> float:
    """Return the length of the great circle."""
    x, y, z = here[0] - there[0], here[1] - there[1], here[2] - there[2]
    half = sqrt(x * x + y * y + z * z) / 2
    return 2 * EARTH_RADIUS_KM * asin(half if half < 1 else 1.0)


def score_heat_distance(delivered_mwh: float, route_km: float) -> float:
    """Return the factor of heat per metre of route. `delivered_mwh` is what arrives in a year."""
    metres = max(route_km, SHORTEST_ROUTE_KM) * METRES_PER_KM
    times = delivered_mwh / metres / LEAST_HEAT_PER_METRE
    if times <= 1:
        return 0.0
    factor = log(times) / LOG_HEAT_SPAN if times < HEAT_SPAN else 1.0
    return FAR_HEAT_CEILING if route_km > LONGEST_HEAT_KM and factor > FAR_HEAT_CEILING else factor


def score_halved_distance(route_km: float, half_km: float) -> float:
    """Return 1 next door, a half at `half_km`, a fifth at twice that."""
    return 1 / (1 + (route_km / half_km) ** 2)
