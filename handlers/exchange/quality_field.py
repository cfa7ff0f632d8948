"""Ask for the quality and the waste code of a flow, read as members write them: of a listing, and of a stream."""

from __future__ import annotations

from handlers.chat.cards import Field
from handlers.chat.field_texts import FieldTexts
from handlers.chat.say import Say
from handlers.exchange.quality_text import has_impossible_share, parse_quality_text
from handlers.exchange.waste_codes import parse_waste_code
from storage.exchange.listings import QUALITY


def draw_quality_field(say: Say, quality: str) -> Field:
    hint = say("Pressure, purity, moisture, dry matter: 10 bar, purity over 98 %, must have moisture under 12 %.")
    return Field("quality", say("Quality"), "line", quality, hint, required=False, most=QUALITY)


def parse_quality_field(say: Say, event: FieldTexts, wrong: dict[str, str]) -> str:
    """Return what was written; what cannot be read is added to `wrong`."""
    quality = " ".join(event.get_text("quality").split())[:QUALITY]
    if parse_quality_text(quality) is None:
        wrong["quality"] = say("Write each with its number and unit, such as 10 bar, purity 99.5 %.")
    elif has_impossible_share(quality):
        wrong["quality"] = say("A share is at most 100 %.")
    return quality


def parse_waste_code_field(say: Say, event: FieldTexts, wrong: dict[str, str]) -> str:
    """Return the code, which is empty where none is written; what is none is added to `wrong`."""
    code = parse_waste_code(event.get_text("waste_code"))
    if code is None:
        wrong["waste_code"] = say("Write six digits, with a star if it is hazardous: 10 01 02 or 060405*.")
    return code or ""
