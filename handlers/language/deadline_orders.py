"""Read a line that would move the deadline of the record it names: "endre fristen på H-2 til 15. januar", "two more
weeks for H-2".
"""

from __future__ import annotations

import re
from typing import NamedTuple

from handlers.language.late_patterns import compile_later

#: maximum number of characters: who writes more explains something to people
MOST_CHARACTERS = 160
#: "H2" is read too: whether there is such a record is seen later
_CODE = r"(?:[a-zæøå](?: ?- ?)?\d{1,6})"
_DEADLINE = r"(?:(?:(?:svar|høring|høyring|innspill|innspel)s?)?frist(?:en|a|ar|er)?|(?:due date|deadline)s?)"
_POLITE = (
    r"(?:(?:hei|hi|please|pls|vennligst|kan|kunne|can|could|would|vil|må|lyt|skal|bør|want|need|have|ønsker|ønskjer"
    r"|du|dere|dykk|you|vi|me|we|jeg|eg|i|å|to)\b,? ?){0,6}"
)
#: verbs that move what they are said of
_MOVING = (
    r"(?:flytt(?:e|a)?|utset(?:t|te|je|ja|ta)?|utvid(?:e|a)?|forleng(?:e|ja|je|a)?|forskyv(?:e)?|skyv(?:e)?"
    r"|fr[ae]mskynd(?:e)?|framskund(?:e|a)?|move|postpone|extend|delay|reschedule|push(?: back)?|put off|bring forward)"
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
_WEEKS = r"(?:uker?|veker?|weeks?|dag(?:er|ar)?|days?|måned(?:er)?|månad(?:er|ar)?|months?)"
_MORE = r"more|extra|additional|til|mer|meir|ekstra|lenger|lengre|lengje|fram|frem"
#: numbers that stand before weeks without "med": "to" is one of them there, and no "until"
_NUMBER = (
    r"(?:\d{1,2}|en|ei|ein|én|ett|eitt|to|tre|fire|fem|seks|sju|syv|åtte|ni|ti"
    r"|a|an|one|two|three|four|five|six|seven|eight|nine|ten|another)"
)
#: "endre fristen på H-2 til fredag", "utsett H-2 med en uke", "utsett H-2 to uker"
_TOLD = (
    rf"{_POLITE}(?P<verb>{_MOVING}|{_CHANGING}) {_NAMED}(?: {_NAMED}){{0,7}}?"
    rf"(?: (?P<counted>{_NUMBER} (?:(?:{_MORE}|nye) )?{_WEEKS}(?: (?:{_MORE}))?)"
    rf"| ?{_TO} (?P<day>\S.*)| (?P<bare_day>\d.*)| (?:med|by) (?P<amount>\S.*))?"
)
#: "ny frist for H-2: fredag", "H-2: ny frist fredag"
_NEW = rf"(?:{_CODE}:? )?(?:ny|new) {_DEADLINE}(?: (?:for|på|i|on|of) {_CODE})?(?: ?{_TO}|,)? (?P<new_day>\S.*)"
#: "fristen for H-2 er utsatt til fredag"
_SAID = rf"(?:the )?{_NAMED}(?: {_NAMED}){{0,4}}? {_MOVED}(?: {_DEADLINE})?(?: ?{_TO})? (?P<said_day>\S.*)"
_SPAN = (
    r"(?P<count>another|\d{1,2}|[a-zæøåé]{1,8}) "
    rf"(?P<more>(?:{_MORE}|nye) )?(?P<unit>{_WEEKS})(?: (?P<end>{_MORE}))?"
)
#: "gi H-2 to uker til", "gi dem en uke ekstra på H-2", "two more weeks for H-2"
_LONGER = (
    rf"{_POLITE}(?:(?:gi|gje|gjev|give) (?:(?:{_CODE}|dem|dei|them|oss|us|alle|everyone|everybody) )?)?"
    rf"(?P<span>{_SPAN})(?: {_DEADLINE})?(?: (?:for|på|to|on|i) {_NAMED}(?: {_NAMED}){{0,3}})?"
)
_ORDER = compile_later(rf"{_TOLD}|{_NEW}|{_SAID}", re.IGNORECASE)
_EXTENSION = compile_later(_LONGER, re.IGNORECASE)
_READ_SPAN = compile_later(_SPAN, re.IGNORECASE)
_FIND_EARLIER = compile_later(r"fr[ae]msk[uy]nd(?:e|a)?|bring forward", re.IGNORECASE)
_FIND_CODE = compile_later(rf"\b{_CODE}", re.IGNORECASE)
_FIND_DEADLINE = compile_later(_DEADLINE, re.IGNORECASE)
_FIND_MOVING = compile_later(_MOVING, re.IGNORECASE)
_DAY_GROUPS = ("day", "bare_day", "new_day", "said_day")


DAYS, WEEKS, MONTHS = "days", "weeks", "months"
#: first letter of its word -> unit
_UNITS = {"d": DAYS, "u": WEEKS, "v": WEEKS, "w": WEEKS, "m": MONTHS}


class DeadlineShift(NamedTuple):
    """Hold how far a deadline is moved from what it is: "to" weeks later, or earlier."""

    #: number as typed, in figures or letters; it may be no number at all
    number: str
    #: one of DAYS, WEEKS, MONTHS
    unit: str
    earlier: bool = False


class DeadlineOrder(NamedTuple):
    """Hold which record a line names, and the day that its deadline is to be, as typed; "" where it names none."""

    code: str
    day: str
    #: how far it is moved instead
    shift: DeadlineShift | None = None


def read_deadline_order(text: str) -> DeadlineOrder | None:
    """Return what a line would move, and to when; None for every other line."""
    line = " ".join(text.split()).rstrip(".!? ")
    if len(line) > MOST_CHARACTERS:
        return None
    return _read_move(line) or _read_extension(line)


def _read_move(line: str) -> DeadlineOrder | None:
    match = _ORDER.fullmatch(line)
    if match is None:
        return None
    day = next((match[name] for name in _DAY_GROUPS if match[name]), "")
    named = line[: len(line) - len(day)]
    codes = _FIND_CODE.findall(named)
    verb = match["verb"] or ""
    amount = match["counted"] or match["amount"] or ""
    moves = _FIND_MOVING.fullmatch(verb) is not None and bool(day or amount)
    if len(codes) != 1 or not (moves or _FIND_DEADLINE.search(named)):
        return None
    shift = _read_shift(amount, earlier=_FIND_EARLIER.fullmatch(verb) is not None)
    return DeadlineOrder(codes[0], day, shift)


def _read_extension(line: str) -> DeadlineOrder | None:
    """Read "two more weeks for H-2"; None without a word that says more, as in "two weeks for H-2"."""
    match = _EXTENSION.fullmatch(line)
    if match is None:
        return None
    codes, longer = _FIND_CODE.findall(line), match["more"] or match["end"] or match["count"].casefold() == "another"
    return DeadlineOrder(codes[0], "", _read_shift(match["span"])) if longer and len(codes) == 1 else None


def _read_shift(amount: str, *, earlier: bool = False) -> DeadlineShift | None:
    """Read "to uker" and "another month"; None for what names no unit of time."""
    match = _READ_SPAN.fullmatch(amount)
    if match is None:
        return None
    count = match["count"].casefold()
    return DeadlineShift("1" if count == "another" else count, _UNITS[match["unit"][0].casefold()], earlier)
