"""Recognise lines that are about no new meeting for all their dates and figures: a signature, a bill, "show me ..."."""

from __future__ import annotations

import re

from handlers.language.late_patterns import compile_later

#: a signature or a bill
_PASTED = compile_later(
    r"\s{0,9}(?:(?:mvh|m\.v\.h\.?|(?:med )?(?:vennlig|venleg|beste) (?:hilsen|helsing)|hilsen|helsing"
    r"|(?:best|kind|warm) regards|yours sincerely)\b(?! (?:fra|frå|from)\b)"
    r"|(?:faktura|invoice|kvittering|receipt|purring|ordrebekreftelse|order confirmation)"
    r"(?: (?:nr|no|nummer|number)\b\.?)?[ :#]{0,3}\d)",
    re.IGNORECASE,
)
#: what there is of a meeting, which somebody asks to see
_SHOWN = compile_later(
    r"\s{0,9}(?:(?:kan|can|could) (?:du|you|jeg|eg|i) )?(?:vise?|syne?|show|send|gi|gje|give|få|get|see|finne?|find)"
    r"(?: (?:meg|oss|me|us))?(?: se| sjå| see)?(?: the)?"
    r" (?:saks?list[ea]n?|saks?lista|dagsorden\w{0,2}|agenda(?:en)?|referat(?:et|a)?|protokollen|minutes)\b",
    re.IGNORECASE,
)


def is_pasted(text: str) -> bool:
    """Return True for a signature or a bill."""
    return _PASTED.match(text) is not None


def asks_to_see(text: str) -> bool:
    """Return True for "show me the agenda of the meeting on Thursday"."""
    return _SHOWN.match(text) is not None
