"""Recognise a line that may state an offer or a need: it has a figure, and asks nobody anything."""

from __future__ import annotations

import re

from handlers.language.meeting_kinds import names_meeting

#: characters of the longest line; whoever writes more tells a story
LONGEST = 300
#: a figure with a unit in which flows, land, lots and places are counted
_COUNTED = re.compile(
    r"\d[\d .,±-]{0,12}(?:"
    r"°|grad\w{0,3}\b|degrees?\b"
    r"|[kmgt]wh?\b|[kmg]watt|tonn\w{0,2}\b|t(?:s|/\w+)?\b|kg\b|n?m[³3²2]\b|kubikk|kvadrat|kvm\b|l/s\b|liter"
    r"|da\b|daa\b|dekar|mål\b|hektar|acres?\b|bar\b|pall\w{0,4}\b|plass\w{0,3}\b|seats?\b|spaces?\b"
    r")"
)
#: what asks somebody, with or without a question mark
_QUESTION = re.compile(
    r"\?|\b(?:hvem|kven|kem|hva|kva|ka|hvor|hvordan|åssen|korleis|korsn|kor mykje|hvilken|hvilke|hvilket|hvorfor|"
    r"kvifor|koffor|noen|nokon|nåken|nokre|lure\w*|er det|finnes|finst|(?:kan|bør|skal|må) (?:vi|me|man|en|ein)|"
    r"har (?:du|de|dere|dykk|dokker)|anyone|anybody|somebody|who|what|how|where|which|when|why|wonder\w*|"
    r"(?:can|should|must) we|do you|does|is there|are there)\b"
)


def may_state_flow(text: str) -> bool:
    """Return True if the line has a figure of something that flows, lies or stands somewhere, and asks nobody."""
    if len(text) > LONGEST:
        return False
    said = " ".join(text.casefold().split())
    return _COUNTED.search(said) is not None and _QUESTION.search(said) is None and not names_meeting(text)
