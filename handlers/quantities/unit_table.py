"""List every unit that the bot knows: what it measures, how much of it one is, and how people spell it.

A unit of a flow is one of these for each period of `PERIODS`: "t" is also "t/år", "t/h" and so on.
"""

from __future__ import annotations

from decimal import Decimal

#: what is measured -> unit -> how much one is, and its other spellings, folded
UNITS: dict[str, dict[str, tuple[str, str]]] = {
    "power": {
        "W": ("1", "watt"),
        "kW": ("1000", "kilowatt"),
        "MW": ("1000000", "megawatt megawatts mwth mwel mwe"),
        "GW": ("1000000000", "gigawatt"),
    },
    # in kilojoules, so that kWh and GJ are both whole
    "energy": {
        "kWh": ("3600", "kilowattime kilowattimer kilowatt-timer kilowatt-hours kilowatthours kilowatt_hours"),
        "MWh": ("3600000", "megawattime megawattimar megawattimer megawatt-timer megawatt-hours megawatt_hours"),
        "GWh": ("3600000000", "gigawattime gigawattimar gigawattimer gigawatt-timer gigawatt-hours gigawatt_hours"),
        "TWh": ("3600000000000", "terawattime terawattimer"),
        "MJ": ("1000", "megajoule"),
        "GJ": ("1000000", "gigajoule gigajoules"),
        "TJ": ("1000000000", "terajoule"),
        "PJ": ("1000000000000", "petajoule"),
    },
    "mass": {
        "kg": ("1", "kilo kilos kilogram kilograms"),
        "t": ("1000", "tonn tonnes tonne tons ton tonna"),
        "kt": ("1000000", "kilotonn kilotonnes kilotonne ktonn"),
        "Mt": ("1000000000", "megatonn megatonnes mtonn"),
    },
    "dry mass": {"kg TS": ("1", ""), "t TS": ("1000", "")},
    "gas volume": {
        "Nm3": ("1", "normalkubikk normalkubikkmeter nm^3"),
        "kNm3": ("1000", ""),
        # 15 °C against 0 °C, at the same pressure
        "Sm3": ("0.948", "standardkubikk standardkubikkmeter"),
    },
    "volume": {
        "l": ("0.001", "liter litre litres liters litar"),
        "m3": ("1", "kubikk kubikkmeter kubikkmetar cubes kbm cbm m^3 cubic_metres cubic_metre cubic_meters"),
        "km3": ("1000000000", ""),
    },
    "area": {
        "m2": ("1", "kvm kvadratmeter kvadratmetar kvadrat m^2 sqm sq_m square_metres square_meters"),
        "da": ("1000", "dekar decare decares dekarar mal daa mala"),
        "ha": ("10000", "hektar hectare hectares"),
        "km2": ("1000000", "kvadratkilometer"),
    },
    "length": {
        "mm": ("0.001", "millimeter"),
        "cm": ("0.01", "centimeter"),
        "m": ("1", "meter metar metres metre meters"),
        "km": ("1000", "kilometer kilometers kilometre kilometres kilometar"),
        "mil": ("10000", ""),
    },
    "voltage": {"V": ("1", "volt"), "kV": ("1000", "kilovolt")},
    "pressure": {
        "bar": ("1", "barg bar(g) bar-g bars"),
        "kPa": ("0.01", "kilopascal"),
        "MPa": ("10", "megapascal"),
        "mbar": ("0.001", "millibar mbarg mbar(g)"),
    },
    "absolute pressure": {"bara": ("1", "bar(a) bar-a bar_a")},
    "temperature": {
        "°C": (
            "1",
            ("c ° °_c gr grd gr_c celsius celcius grader gradar grad grada graders grader_celsius gradar_celsius"
            " grader_c gradar_c degrees degree deg deg_c degc degrees_c degrees_celsius degree_celsius"
            " plussgrader plussgradar varmegrader"),
        ),
    },
    "other temperature": {
        "K": ("1", "kelvin grader_kelvin °k °_k"),
        "°F": ("1", "fahrenheit f °_f degrees_f degrees_fahrenheit grader_fahrenheit grader_f"),
    },
    "frost": {"minusgrader": ("1", "kuldegrader minusgradar kuldegradar")},
    "share": {"%": ("1", "prosent percent pst")},
    "emissions": {"t CO2e": ("1000", ""), "kt CO2e": ("1000000", "")},
    "employees": {"ansatte": ("1", "tilsette tilsett ansatt employees employee people fte")},
    "full-time jobs": {"årsverk": ("1", "full-time")},
    "pieces": {"stk": ("1", "antall tal antal number pieces pcs stykk stykker")},
    "hours": {"timer": (
        "1",
        "timar tima hours hrs timers h kaitimer kaitimar krantimer krantimar maskintimer maskintimar labtimer labtimar",
    )},
    "pallets": {"paller": (
        "1",
        "pallar pallets pallet pall palle europaller europallar pallplasser pallplassar palleplasser palleplassar",
    )},
    "places": {"plasser": ("1", "plass plassar places place seats seat kursplasser kursplassar")},
}  # fmt: skip
#: what may be said of a time: "t/år", "m3/h"
FLOWS = ("energy", "mass", "dry mass", "gas volume", "volume", "emissions", "pieces")
#: ending of a unit -> period, what the unit then measures, how many of it are in a year or a day, other spellings
PERIODS: dict[str, tuple[str, str, int, str]] = {
    "år": ("year", "a year", 1, "ar aret aar aaret yr year years y a annum arlig arleg"),
    "mnd": ("month", "a year", 12, "mnd maned maneden maaned manad manaden maanad mo month"),
    "d": ("day", "an hour", 1, "d dag dagen dogn dognet doegn doegnet doger dogeret day"),
    "h": ("hour", "an hour", 24, "h time timen hour hr"),
    "min": ("minute", "an hour", 24 * 60, "min minutt minuttet minute"),
    "s": ("second", "an hour", 24 * 60 * 60, "s sek sekund sekundet sec second"),
}
#: units with their period in one word
SHORT_FORMS = {
    "tpa": "t/år", "tpy": "t/år", "tpd": "t/d", "tph": "t/h", "tpm": "t/mnd", "ktpa": "kt/år", "ktpy": "kt/år",
    "lpm": "l/min", "lps": "l/s", "kgph": "kg/h", "m3ph": "m3/h", "cmh": "m3/h", "nm3ph": "Nm3/h",
}  # fmt: skip
#: periods that no unit has
WEEKS = """
uke uka uken veke veka week weeks wk vecka kvartal kvartalet quarter halvar halvaret skift skiftet shift
"""
#: units of other countries and of habit: recognised so that they are asked about, never converted
UNLISTED = """
lass container containere containerar containarar konteinerar containers konteiner konteinere konteinarar truckloads
truckload loads tonner fat barrels barrel sekker sekkar bags bigbags storsekk storsekker gallons gallon gal btu mmbtu
mbtu hk hp lbs lb pounds scf cfm gpm acres acre mva kva kcal gcal mcal toe fm3 lm3 fastkubikk loskubikk rummeter hl
vogner vognlass billass esker kwt mwt gwt mt kw/h mw/h dunker spann kasser kassar botter skips skip skipsladning
skipslast shipload shiploads cargoes bins bin crates bales bale baller ballar rundballer rundballar vogntog
trailerlass trailerloads lorryload lorryloads lorry_loads truck_loads skuffer skuffar shovelfuls buckets barrows
wheelbarrows tubs trays kolli stabler stablar bobiner bushels ounces quarts feet foot fot sqft ft2 ft3
"""


def list_spellings(name: str, others: str) -> list[str]:
    """Return each spelling of a unit, folded, its own name first."""
    return [name.lower().replace("å", "a"), *(other.replace("_", " ") for other in others.split())]


def count_per_period(ending: str) -> Decimal:
    """Return how many periods with this ending are in the period that flows are compared by."""
    return Decimal(PERIODS[ending][2])
