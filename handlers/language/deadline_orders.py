"""Read a line that would move the deadline of the record it names: "endre fristen på H-2 til 15. januar"."""

from __future__ import annotations

import re
from typing import NamedTuple

from handlers.language.late_patterns import compile_later

#: maximum number of characters: who writes more explains something to people
MOST_CHARACTERS = 160
_CODE = r"(?:[a-zæøå] ?- ?\d{1,6})"
_DEADLINE = r"(?:(?:(?:svar|høring|høyring|innspill|innspel)s?)?frist(?:en|a|ar|er)?|(?:due date|deadline)s?)"
_POLITE = (
    r"(?:(?:hei|hi|please|pls|vennligst|kan|kunne|can|could|would|vil|må|lyt|skal|bør|want|need|have|ønsker|ønskjer"
    r"|du|dere|dykk|you|vi|me|we|jeg|eg|i|å|to)\b,? ?){0,6}"
)
#: verbs that move what they are said of
_MOVING = (
    r"(?:flytt(?:e|a)?|utset(?:t|te|je|ja|ta)?|utvid(?:e|a)?|forleng(?:e|ja|je|a)?|forskyv(?:e)?|skyv(?:e)?"
    r"|framskund(?:e|a)?|fremskynd(?:e)?|move|postpone|extend|delay|reschedule|push(?: back)?|put off|bring forward)"
)
#: verbs that move it only where it is called a deadline
_CHANGING = r"(?:endr(?:e|a)?|sett(?:e)?|set|setje|oppdater(?:e)?|rett(?:e)?|gi|gje|gjev|bytt(?:e)?|change|update|give)"
_BESIDE = (
    r"(?:for|på|til|i|av|of|on|in|the|en|ein|a|an|ny|nytt|new|sin|sitt|ut|back|out|denne?|this|dato(?:en)?|date"
    r"|høring(?:en|a)?|høyring(?:a)?|sak(?:en|a)?|innspillsrunde[nt]?|innspelsrunde[nt]?|runde[nt]?|oppgave[nt]?"
    r"|oppgåv[ea]|consultation|issue|round|task)"
)
_NAMED = rf"(?:{_CODE}(?:['’]s|s|-)?|{_DEADLINE}|{_BESIDE})"
_MOVED = (
    r"(?:(?:er|blir|vert|ble|vart|is|was|has been|har blitt|har vorte) "
    r"(?:nå |no |now )?(?:flytt(?:et|a)|utsatt|utsett|endr(?:et|a)|forleng(?:et|a)|moved|postponed|extended|changed)"
    r"|(?:skal|må|bør|should|must) (?:være|vere|bli|be)|har fått ny frist|har fått ny|has a new)"
)
_TO = r"(?:(?:fram |frem )?til|to|until|till|blir|vert|er|is|innen|:|=)"
#: "endre fristen på H-2 til fredag", "utsett H-2 med en uke"
_TOLD = (
    rf"{_POLITE}(?P<verb>{_MOVING}|{_CHANGING}) {_NAMED}(?: {_NAMED}){{0,7}}?"
    rf"(?: ?{_TO} (?P<day>\S.*)| (?P<bare_day>\d.*)| (?P<amount>(?:med|by) \S.*))?"
)
#: "ny frist for H-2: fredag", "H-2: ny frist fredag"
_NEW = rf"(?:{_CODE}:? )?(?:ny|new) {_DEADLINE}(?: (?:for|på|i|on|of) {_CODE})?(?: ?{_TO}|,)? (?P<new_day>\S.*)"
#: "fristen for H-2 er utsatt til fredag"
_SAID = rf"(?:the )?{_NAMED}(?: {_NAMED}){{0,4}}? {_MOVED}(?: {_DEADLINE})?(?: ?{_TO})? (?P<said_day>\S.*)"
_ORDER = compile_later(rf"{_TOLD}|{_NEW}|{_SAID}", re.IGNORECASE)
_FIND_CODE = compile_later(rf"\b{_CODE}", re.IGNORECASE)
_FIND_DEADLINE = compile_later(_DEADLINE, re.IGNORECASE)
_FIND_MOVING = compile_later(_MOVING, re.IGNORECASE)
_DAYS = ("day", "bare_day", "new_day", "said_day")


class DeadlineOrder(NamedTuple):
    """Hold which record a line names, and the day that its deadline is to be, as typed; "" where it names none."""

    code: str
    day: str


def read_deadline_order(text: str) -> DeadlineOrder | None:
    """Return what a line would move, and to when; None for every other line."""
    line = " ".join(text.split()).rstrip(".!? ")
    if len(line) > MOST_CHARACTERS:
        return None
    match = _ORDER.fullmatch(line)
    if match is None:
        return None
    day = next((match[name] for name in _DAYS if match[name]), "")
    named = line[: len(line) - len(day)]
    codes = _FIND_CODE.findall(named)
    moves = _FIND_MOVING.fullmatch(match["verb"] or "") is not None and bool(day or match["amount"])
    if len(codes) != 1 or not (moves or _FIND_DEADLINE.search(named)):
        return None
    return DeadlineOrder(codes[0], day)
