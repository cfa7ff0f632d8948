"""Recognise questions of who has a flow, and of who needs one: "hvem har spillvarme?", "does anyone need steam?"."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.language.late_patterns import compile_later
from handlers.quantities.text_folding import compose_signs, fold_signs

#: characters of the longest question that is read: whoever writes more asks for more than a name
LONGEST_QUESTION = 120

_HAS = (
    r"(?:har|tilbyr|tilbyd|selger|sel|leverer|leverar|gir bort|gjev bort|sitter (?:pa|med)|sit (?:pa|med)"
    r"|kan (?:levere|tilby|selge|selje|avse|gi bort|skaffe)|vil (?:selge|selje|gi bort|bli kvitt|verte kvitt)"
    r"|has|have|offers?|sells?|supply|supplies|is selling|are selling|can (?:supply|offer|sell|spare|deliver))"
)
_NEEDS = (
    r"(?:trenger|treng|onsker|onskjer|ynskjer|ynskje|vil ha|vil kjope|kjoper|mangler|manglar|behover|ser etter"
    r"|leter etter|leitar etter|har (?:bruk|behov) for|kan (?:bruke|bruka|kjope|ta imot|ta i mot)|tar imot|tek imot"
    r"|needs?|wants?|buys?|lacks?|takes|could use|can (?:use|take|receive|buy)|(?:is|are) looking for)"
)
_ANYBODY = r"(?:noen|nokon|nokre|andre|anyone|anybody|somebody|someone)"
_PLACES = r"(?: i nettverket| i parken| her| ellers| elles| else| in the network| in the park)?"
_SUBJECT = (
    rf"(?:(?:hvem|kven|who)(?: er det)?{_PLACES}(?: som)?"
    r"|(?:hvilke|hvilken|kva for|which|what) (?:andre |other )?"
    r"(?:bedrift|bedrifter|park|parker|parkar|organisasjon|organisasjonar|organisasjoner|medlem|medlemmer|medlemer"
    r"|verk|company|companies|parks|organisations|members|plants)(?: er det)?(?: som)?"
    rf"|(?:(?:er|finnes|fins|finst) det|is there|are there) {_ANYBODY}{_PLACES}(?: som| who| that)?"
    rf"|{_ANYBODY}{_PLACES}(?: som| who| that)?)"
)
_BEGINNING = r"^\W*(?:(?:hei|heisann|hallo|hi|hello)\b\W*)?"
_WHERE = (
    r"(?:hvor|kor|kvar) kan (?:vi|me|jeg|eg|man|ein) (?:fa tak i|fa kjopt|fa|kjope|finne|skaffe|hente)"
    r"|where (?:can|could|do) (?:we|i|one) (?:get|buy|find|source)"
)
_LISTED = r"(?: (?:finnes|fins|finst|har vi|er det|are there|do we have))?(?: det)? (?:om|av|pa|for|of)"
_OFFERED = compile_later(
    rf"{_BEGINNING}(?:{_SUBJECT} {_HAS}|har {_ANYBODY}|(?:selger|sel|tilbyr|tilbyd|leverer|leverar) {_ANYBODY}"
    rf"|kan {_ANYBODY} (?:levere|tilby|selge|selje|avse|skaffe)|(?:does|has) {_ANYBODY} (?:have|got|offer|sell|supply)"
    rf"|can {_ANYBODY} (?:supply|offer|sell|spare)|{_ANYBODY} (?:with|selling)|{_WHERE}"
    rf"|(?:hva|kva) (?:finnes|fins|finst|har vi)(?: det)?(?: av| om)(?: tilbud (?:om|av|pa))?"
    rf"|(?:hvilke|kva|what|which) (?:tilbud|offers){_LISTED})\s"
)
_NEEDED = compile_later(
    rf"{_BEGINNING}(?:{_SUBJECT} {_NEEDS}|(?:trenger|treng|onsker|ynskjer|mangler|manglar|kjoper) {_ANYBODY}"
    rf"|har {_ANYBODY} (?:bruk|behov) for|kan {_ANYBODY} (?:bruke|bruka|ta imot|ta i mot|kjope)"
    rf"|(?:does|could) {_ANYBODY} (?:need|want|use|take|buy)|can {_ANYBODY} (?:use|take|receive)"
    rf"|(?:hvilke|kva|what|which) (?:behov|needs){_LISTED})\s"
)

#: what has been done or is known, of which others are asked: "har noen prøvd dette?", "hvem har erfaring med ...?"
_DEEDS = compile_later(
    r"(?:allerede |already |noen |nokon |any |god |gode )?(?:gjort|provd|testa|testet|hort|sett|lest|malt|mottatt|fatt"
    r"|erfaring\w*|lyst|tid|ansvar\w*|hjelp|done|tried|tested|used|heard|seen|experience|time|help)\b"
)


@dataclass(frozen=True, slots=True)
class FlowQuestion:
    """Hold whether it is asked who offers something or who needs it, and the words for what."""

    asks_offers: bool
    words: str


def read_flow_question(text: str) -> FlowQuestion | None:
    """Return what the line asks others for; None for any other line, and for one that tells more."""
    text = compose_signs(text.strip())
    if not 0 < len(text) <= LONGEST_QUESTION:
        return None
    folded = fold_signs(text)
    # "har noen bruk for bark?" begins as "har noen bark?" does
    needed = _NEEDED.match(folded)
    found = needed or _OFFERED.match(folded)
    if found is None or not folded[found.end() :].strip(" ?.!") or _DEEDS.match(folded, found.end()):
        return None
    return FlowQuestion(needed is None, text[found.end() :].strip())
