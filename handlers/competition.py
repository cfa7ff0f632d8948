"""Competition law: the standing reminder, and a private hint when a text looks like what competitors must not share."""

from __future__ import annotations

import re

from handlers.chat.cards import Part, Text
from handlers.chat.say import Say

#: an amount of money for an amount of something: "82 øre/kWh", "450 kr per tonn", "EUR 60/MWh"
_MONEY = r"(?:kr|kroner|nok|øre|ore|eur|euro|€|sek|dkk|usd|\$)"
_UNIT = r"(?:kwh|mwh|gwh|kw|mw|tonn\w*|t|kg|m2|m²|m3|m³|kvm|kubikk\w*|liter|stk|time|dekar|da|mål|unit|ton|tonne)"
_PER = r"\s*(?:/|per|pr\.?|kvar|hver|a)\s*"
_RATE = rf"(?:\d\s*{_MONEY}|{_MONEY}\s*\d[\d\s.,]*){_PER}{_UNIT}\b"
#: whose it is: what is public is nobody's
_OUR = r"(?:vår|vårt|våre|vores|min|mitt|mine|deres|dykkar|our|my|your|their)"
_WE = r"(?:vi|me|eg|jeg|we|i)"
_PRICES = (
    _RATE,
    rf"\b{_OUR}\s+(?:\w+\s+)?(?:pris\w*|price\w*|pricing|margin\w*|rabatt\w*|discount\w*|påslag\w*|kostpris\w*)\b",
    r"\b(?:prisen|prisane|prisene|priser|pris|marginen|marginane|marginene|rabatten|påslaget)\s+(?:vår|våre|vårt)\b",
    rf"\b{_WE}\s+(?:tar|tek|krever|krev|charge|betaler|betalar|pay)\s+\d[\d\s.,]*\s*(?:{_MONEY}|%|prosent|percent)",
    r"\bpris(?:en|er|ar)?\s+til\s+kund\w+",
    r"\b(?:rabatt\w*|discount\w*|(?:fortjeneste|forteneste|sales )margin\w*|dekningsbidrag\w*)\b",
    r"\b(?:hva|kva)\s+(?:tar|tek|betaler|betalar)\s+(?:dere|de|dykk)\b",
    r"\bwhat\s+do\s+you\s+(?:charge|pay)\b",
)
_AMOUNT = r"\d[\d\s.,]*\s*(?:tonn\w*|t|tons?|tonnes?|m3|m³|stk|units?|enheter|einingar)\b"
_LINE = r"(?:produksjon\w*|ovn\w*|omn\w*|linje\w*|production|furnace|line)"
_VOLUMES = (
    rf"\b{_WE}\s+(?:produserer|produserar|selger|sel|leverer|leverar|produce|sell|deliver|ship)\s+(?:\w+\s+){{0,2}}{_AMOUNT}",
    r"\b(?:salgs|sals|produksjons|leverings|ordre)volum\w*\b",
    r"\b(?:sales|production|order)\s+volumes?\b",
    r"\b(?:kapasitetsutnytt\w+|capacity\s+utili[sz]ation|ordrebok\w*|ordrereserve\w*|order\s+book)\b",
    rf"\b{_WE}\s+(?:stanser|stansar|stenger|stengjer|shut\s+down|stop)\s+(?:\w+\s+)?{_LINE}\b",
)
_BIDS = (
    rf"\b{_WE}\s+(?:byr|bydde|bød|bid|bids|gir\s+anbud|gjev\s+anbod|går\s+inn\s+med|legger\s+inn|legg\s+inn)\b",
    rf"\b{_OUR}\s+(?:\w+\s+)?(?:bud|bod|anbud\w*|anbod\w*|bids?|tender\w*|offer\s+price)\b",
    r"\b(?:budet|bodet|anbudet|anbodet)\s+(?:vårt|deres|dykkar)\b",
    r"\b(?:anbudssum\w*|anbodssum\w*|bid\s+price)\b",
)
_CUSTOMERS = (
    rf"\b{_OUR}\s+(?:\w+\s+)?(?:kund\w+|customers?|clients?)\b",
    r"\b(?:kundene|kundane|kunden|kunder|kundar)\s+(?:våre|vår|deres|dykkar)\b",
    r"\b(?:kundelist\w+|customer\s+lists?)\b",
    r"\b(?:dele|fordele|split|share\s+out)\s+(?:\w+\s+)?(?:kund\w+|marked\w*|marknad\w*|customers|markets?)\b",
)
_KINDS = {
    kind: re.compile("|".join(patterns), re.IGNORECASE)
    for kind, patterns in (
        ("prices", _PRICES),
        ("volumes", _VOLUMES),
        ("bids", _BIDS),
        ("customers", _CUSTOMERS),
    )
}


def sensitive(text: str) -> frozenset[str]:
    """What the text looks like: "prices", "volumes", "bids", "customers". A guess, to hint by and never to block by.

    Words alone say little, since tariffs, quota prices and statistics are public: it takes an amount, or an owner.
    """
    line = " ".join(text.split())
    return frozenset(kind for kind, pattern in _KINDS.items() if pattern.search(line))


def hint(say: Say, text: str) -> list[Part]:
    """For the one who wrote it, and for nobody else."""
    if not sensitive(text):
        return []
    about = say("This may be competition-sensitive. Do not share prices, volumes, bids or customers here.")
    return [Text(f"⚠️ {about}"), Text(say("The bot is no legal advice. Ask the secretariat if in doubt."), "subtle")]


def reminder(say: Say) -> Text:
    """Stands on top of every agenda."""
    return Text(
        say(
            "Competition law: we keep to the agenda. Nobody shares prices, discounts, margins, volumes, capacity use, "
            "customers or bids. If it comes up, object, leave the meeting, and have it noted in the minutes."
        ),
        "subtle",
    )
