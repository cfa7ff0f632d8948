"""Ask for the quality and the waste code of a flow, read as members write them: of a listing, and of a stream."""

from __future__ import annotations

from handlers.chat.cards import Field
from handlers.chat.field_texts import FieldTexts
from handlers.chat.say import Say
from handlers.exchange.quality_text import has_impossible_share, parse_quality_text
from handlers.exchange.waste_codes import parse_waste_code
from handlers.exchange.waste_list import correct_waste_code, is_in_known_group, write_waste_code
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
    elif code and not is_in_known_group(code):
        wrong["waste_code"] = say("The list of waste has no group {group}. Look it up, or leave it empty.",
                                  group=f"{code[:2]} {code[2:4]}")  # fmt: skip
    elif code and correct_waste_code(code) != code:
        listed = write_waste_code(correct_waste_code(code))
        wrong["waste_code"] = say("In the list of waste it is {code}: a star says that it is hazardous.", code=listed)
    return code or ""
