"""Build the template of offers and needs: headings, an example, and lists of the words that columns take."""

from __future__ import annotations

from functools import cache

from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.documents.tables.workbook_writer import write_template_workbook
from handlers.exchange.imports.listing_words import HEADINGS, list_template_headings, list_template_words

#: where the template is served, which holds nothing of anybody
TEMPLATE_PATH = "/data/template/listings-{language}.xlsx"


def build_example_lines(say: Say) -> tuple[str, str]:
    """Return the headings and an example as lines that can be pasted back."""
    return "; ".join(list_template_headings(say.language)), "; ".join(_build_example_row(say))


def _build_example_row(say: Say) -> tuple[str, ...]:
    words = list_template_words(say.language)
    return (
        say("EXAMPLE"), say("North works"), words["direction"][0], words["type"][0], "4", "MW", "65", "45",
        say("all year"), "", "", say("Cooling water of furnace 2"), words["level"][2], "",
    )  # fmt: skip


@cache
def build_template_workbook(language: str) -> bytes:
    """Return the template as an .xlsx file. Its example is passed over when it comes back."""
    say = Say(language, Arena().zone)
    fields = [name for name in HEADINGS if name != "organisation"]
    words = {fields.index(name): said for name, said in list_template_words(language).items()}
    words = dict(sorted(words.items()))
    rows = (list_template_headings(language), _build_example_row(say))
    return write_template_workbook(say("Offers and needs"), rows, say("Words"), words)
