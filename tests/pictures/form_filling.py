"""Fill in a form as somebody does who has something to say in every field."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

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
}
#: days until what is asked for a day, and how far each further day is from it
AHEAD = 21


def fill_form(form: dict[str, Any], now: datetime) -> dict[str, str | tuple[str, ...]]:
    """What is preset stays; of options the first is chosen."""
    days = (f"{now + timedelta(days=AHEAD + n):%Y-%m-%d}" for n in range(100))
    values = {}
    for field in form["fields"]:
        value = field.get("value", "") or VALUES.get(field["name"], "")
        if not value and field["name"] not in VALUES:
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
