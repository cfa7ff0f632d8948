"""List the headings and words by which tables of plots are read, in three languages."""

from __future__ import annotations

from typing import Final

from handlers.chat.rows import reason
from handlers.chat.say import LANGUAGES, Say
from handlers.chat.turn import Arena
from handlers.exchange.imports.table_headings import index_heading_names
from handlers.exchange.plots.plot_facts import FACTS
from handlers.exchange.plots.plot_labels import label_plot_fact, list_plot_choices
from handlers.quantities.text_folding import fold_spelling
from handlers.quantities.units import raise_unit_figures
from storage.exchange.listings import HIDDEN_LEVEL, MEMBERS_LEVEL, OPEN_LEVEL

#: headings of a table besides what its facts are called
_MORE: Final = {
    "id": ("id", "nr", "nummer", "ref", "referanse", "reference", "kode", "code", "no"),
    "organisation": ("organisasjon", "organisation", "park", "bedrift", "verksemd", "virksomhet", "company"),
    "level": ("hvem ser det", "kven ser det", "who sees it", "nivå", "level", "synlighet", "visibility"),
    "name": ("navn", "namn", "tomt", "plot"),
    "municipality": ("kommune",),
    "area": ("areal", "størrelse", "storleik", "dekar", "size"),
    "free_area": ("ledig areal", "ledig"),
    "quay_draught": ("dybde", "djupn", "dypgang", "djupgang", "draught", "draft"),
    "firm_power": ("ledig mw", "mw", "effekt", "firm capacity"),
    "voltage": ("kv", "spenning"),
    "grid_company": ("nettselskap",),
}
#: the first three of each are bokmål, nynorsk and English
_LEVELS: Final = {
    OPEN_LEVEL: ("Åpen", "Open", "Open", "alle", "gjester", "everyone"),
    MEMBERS_LEVEL: ("Medlemmer", "Medlemmer", "Members", "alle medlemmer", "all members"),
    HIDDEN_LEVEL: ("Skjult", "Skjult", "Hidden", "løynd"),
}
PLOT_LEVELS: Final = {fold_spelling(word): key for key, words in _LEVELS.items() for word in (key, *words)}
#: what a fact is called where something is wrong with its column, or with what goes beside it
FACT_NAMES: Final = {
    "name": reason("Name"), "municipality": reason("Municipality"), "area": reason("Area"),
    "free_area": reason("Free area"), "quay": reason("Quay"), "quay_length": reason("Length of quay"),
    "picture": reason("Link to a picture"), "picture_credit": reason("Who took the picture"),
}  # fmt: skip
#: columns of the example
_EXAMPLE: Final = ("name", "municipality", "area", "free_area", "zoning", "quay", "firm_power", "firm_year", "voltage")


def index_plot_headings() -> dict[str, str]:
    """Return heading -> field: what each fact is called in each language, and other words for some of them."""
    zone = Arena().zone
    names = {key: {key, *(label_plot_fact(Say(one, zone), key) for one in LANGUAGES)} for key in FACTS}
    for field, words in _MORE.items():
        names.setdefault(field, set()).update(words)
    return index_heading_names(names)


def build_plot_example(say: Say) -> tuple[str, str]:
    """Return the headings and an example as lines that can be pasted back."""
    heads = ["Id", *(_head_column(say, key) for key in _EXAMPLE)]
    zoning = dict(list_plot_choices(say, "zoning"))["adopted"]
    cells = (say("EXAMPLE"), say("North quay"), "Testvik", "120", "80", zoning, say("Yes"), "20", "2028", "132")
    return "; ".join(heads), "; ".join(cells)


def _head_column(say: Say, key: str) -> str:
    unit, label = FACTS[key].unit, label_plot_fact(say, key)
    return f"{label} ({raise_unit_figures(unit)})" if unit else label
