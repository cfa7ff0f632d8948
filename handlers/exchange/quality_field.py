"""Ask for the quality of a flow in one line, read as members write it: of an offer or a need, and of a stream."""

from __future__ import annotations

from handlers.chat.cards import Field
from handlers.chat.field_texts import FieldTexts
from handlers.chat.rows import reason
from handlers.chat.say import Say
from handlers.exchange.imports.row_cells import RowCells
from handlers.exchange.quality_text import parse_quality_text
from storage.exchange.listings import QUALITY


def draw_quality_field(say: Say, quality: str) -> Field:
    hint = say("Pressure, purity, moisture, dry matter: 10 bar, purity over 98 %, must have moisture under 12 %.")
    return Field("quality", say("Quality"), "line", quality, hint, required=False, most=QUALITY)


def parse_quality_field(say: Say, event: FieldTexts, wrong: dict[str, str]) -> str:
    """Return what was written; what cannot be read is added to `wrong`."""
    quality = " ".join(event.get_text("quality").split())[:QUALITY]
    if parse_quality_text(quality) is None:
        wrong["quality"] = say("Write each with its number and unit, such as 10 bar, purity 99.5 %.")
    return quality


def parse_quality_cell(row: RowCells) -> str:
    """Return what a cell of a table says of it; what cannot be read is a fault of its row."""
    text = row.parse_text("quality", QUALITY)
    if parse_quality_text(text) is None:
        fault = reason("“{said}” cannot be read. Write it like 10 bar, purity 99.5 %.", said=text[:40])
        row.add_fault("quality", fault)
    return text
