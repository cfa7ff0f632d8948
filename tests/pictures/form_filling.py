"""Fill in a form as somebody does who has something to say in every field."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from handlers.dates.workdays import find_next_workday

LINE = "Måle i tre uker før vi bestemmer oss"
TEXT = (
    "Vi har målt i tre uker. Om natta står det 2 MW ledig, og på dagtid går alt med. Nettselskapet vil ha en felles"
    " grense for begge bedriftene, med egen måler hos hver. Det trengs en avtale som sier hva som skjer når en av dem"
    " flytter.\n\nVi tror flere parker har det slik, og vil gjerne høre hva dere har gjort."
)
#: fields that take no words
VALUES = {
    "position": "59,14 9,66",
    "link": "https://example.org/dokument",
    "fields": "Effekt dere trenger: tall MW\nHar søkt om mer: valg ja / nei\nHva stopper dere: tekst",
    "amount": "4 MW",
    "temperature": "65 °C",
    "back": "45 °C",
    "capacity": "40",
    "seats_each": "3",
    "repeats": "",
    "zone": "Europe/Oslo",
    "signup": "7 dager før",
    "when": "17. mars 2027 kl. 10-12",
    "mw": "4,5",
    "tonnes": "1200",
    "papers": "Sakspapir https://example.org/sak",
    "others": "Ola Gjest, Testvik",
    "keywords": "",
    "code": "",
    "quality": "fukt under 12 %",
    "waste_code": "",
    "hazardous": "no",
    "picture": "",
    "area": "120",
    "free_area": "80",
    "left": "40",
    "power": "12",
    "needed_power": "20",
    "voltage": "132",
    "quay": "yes",
    "quay_length": "180",
    "quay_draught": "9,5",
    "water": "50",
    "year": "2026",
}
#: ends of names of fields -> what is written there
ENDINGS = {"_year": "2029", "_power": "12"}
#: the same of one form alone
OF_FORM = {
    "exchange.import": {"rows": "Id;Sted;Tilbud eller behov;Type;Mengde;Enhet\nE-1;Smelteverket;Tilbud;varme;3;MW"},
    "sites.write": {"name": "Nordverket"},
    "exchange.amount": {"amount": "12 GWh"},
    "streams.lay_out": {"back": ""},
}
#: days until what is asked for a day, and how far each further day is from it
AHEAD = 21


def fill_form(form: dict[str, Any], now: datetime) -> dict[str, str | tuple[str, ...]]:
    """What is preset stays; of options the first is chosen."""
    days = (f"{find_next_workday((now + timedelta(days=AHEAD + n)).date()):%Y-%m-%d}" for n in range(100))
    known = VALUES | OF_FORM.get(form["do"], {})
    values = {}
    for field in form["fields"]:
        ending = next((said for end, said in ENDINGS.items() if field["name"].endswith(end)), "")
        value = field.get("value", "") or known.get(field["name"], ending)
        if not value and field["name"] not in known:
            options = field.get("options", ())
            match field.get("kind", "line"):
                case "choice":
                    value = options[0][0] if options else ""
                case "choices":
                    value = (options[0][0],) if options else ()
                case "date":
                    value = next(days)
                case "time":
                    value = "10:00"
                case "number":
                    value = "4"
                case "text":
                    value = TEXT[: field.get("most", 3000)]
                case _:
                    value = LINE[: field.get("most", 3000)]
        values[field["name"]] = value
    return values
