"""List what is said before a meeting is ordered: greetings, and the polite ways to ask for it."""

from __future__ import annotations


def join_choices(*patterns: str) -> str:
    """Return a pattern of which one choice has to match."""
    return f"(?:{'|'.join(patterns)})"


#: four in a row at the most: of more, each would begin a search of its own
GREETING = (
    r"(?:(?:dere|dykk|dokker|folkens|alle sammen|alle saman|everyone|team|guys)[,!:]\s+)?"
    r"(?:(?:kjære|dear|hei+|hallo|halla|heisann|hi|hello|hey|morn|god (?:morgen|morgon|dag|kveld|ettermiddag)"
    r"|good (?:morning|afternoon|evening|day)|(?:morning|afternoon|evening)(?=[,!])|ja|jo|eh+"
    r"|(?:sorry|beklager|beklagar|orsak|unnskyld)(?: [\w'’]+){0,5}(?=[,!.])"
    r"|(?:(?:det|dette|it|this) )?(?:haster|hastar|er haste|is urgent)(?: \w+)?(?=[,!.])"
    r"|øh+|ok(?:ay|ei)?|well)(?: (?:alle(?: sammen| saman)?|igjen|there|all|everyone|team|folkens|du|dere|dykk"
    r"|botten?|arena|you))?\W{1,3}){0,4}"
)
_YOU = r"(?:du|dere|de|dykk|you|u|ya|we|vi|me|eg|jeg|i|noen|nokon|someone|somebody|anyone)"
_SOFTLY = r"(?: (?:please|pls|vennligst|gjerne|kanskje|maybe|also|også))*"
_HELP = r"(?: (?:hjelpe?|hjelpa|help)(?: (?:meg|oss|me|us))?(?: (?:med|with))?(?: (?:å|to))?(?: få)?)?"
_KIND = r"(?:snill|vennlig|venleg|vennleg|grei|god|kind|good|nice)"
_POSSIBLE = r"(?:mulig|mogleg|råd|greit|greitt|fint|ok|okay|possible|fine|all right)"
#: what is asked for before the verb, one of these at most
_ASKING = join_choices(
    rf"(?:kan|kunne|vil|can|could|would|will) {_YOU}{_SOFTLY}{_HELP}(?: (?:ha|fått|få))?\s+",
    r"(?:jeg|eg|i) (?:vil|ønsker|ønskjer|want|would like)(?: gjerne)?(?: (?:ha|at))?(?: at)? (?:du|you)(?: to)?\s+",
    r"(?:jeg|eg|i|vi|we)(?: (?:lurer|lurar|lurte) på| was wondering| wonder|'m wondering) (?:om|if)"
    r" (?:du|dere|de|you|vi|me|we)(?: (?:kan|kunne|vil|can|could|would))?\s+",
    r"(?:får|greier|klarer|klarar|rekker|rekk) (?:du|dere|de|dykk)(?: til)? å\s+",
    r"går det an å(?: få)?\s+",
    r"(?:let['’]?s|la oss|lat oss)\s+",
    r"(?:jeg|eg|i|vi|me|we)(?: (?:vil|skal|skulle|må|bør|ønsker|ønskjer|ynskjer|would|should|want|need)|'d)"
    r"(?: (?:gjerne|like|love))?(?: (?:å|to))?(?: få)?\s+",
    r"(?:det (?:er|hadde vært|ville vært|hadde vore) )?(?:fint|flott|bra|supert|nice|great|good) (?:om|hvis"
    r"|viss|if) (?:du|dere|de|dykk|you)"
    r"(?: (?:kan|kunne|vil|could|can|would))?\s+",
    r"(?:(?:jeg|eg|vi|me|we|i) )?(?:trenger|treng|ønsker|ønskjer|need)(?: at)? (?:noen|nokon|someone|du"
    r"|you)(?: (?:som )?(?:to|kan))?\s+",
    r"(?:ønsker|ønskjer|ynskjer|vil gjerne|want|would like|need|trenger|treng) (?:å|to)(?: få)?\s+",
    # "kunne du vore så snill å", "hadde det vært mulig å få", "would you mind"
    rf"(?:kan|kunne|vil|ville|could|would) {_YOU}(?: (?:ha|have))? (?:være|vere|vært|vore|be|been) (?:så|so)"
    rf" {_KIND} (?:å|og|at du|as to|to|and)\s+",
    rf"(?:hadde|ville|would|er|is|kunne) (?:det|it)(?: (?:vært|vore|være|vere|be))? {_POSSIBLE}"
    r"(?: for (?:deg|dere|dykk|meg|oss|you|me|us))? (?:å|om|at|hvis|viss|to|if|that)"
    rf"(?: {_YOU}(?: (?:kan|kunne|can|could))?)?(?: få)?\s+",
    r"(?:har|hadde|have) (?:du|dere|de|dykk|you) (?:mulighet|høve|anledning|tid|time) (?:til |for )?(?:å|to)"
    r"(?: få)?\s+",
    r"(?:would|do) you mind\s+",
    r"(?:kan|kunne|får|can|could|may|might) (?:jeg|eg|vi|me|i|we) (?:be|spørre|spørje|ask|trouble)"
    r"(?: (?:deg|dere|dykk|you))?(?: om)? (?:å|to)(?: få)?\s+",
    r"(?:jeg|eg|vi|me|i|we)(?: (?:hadde|ville|would)|'d) (?:(?:ha )?(?:satt|sett) pris på|appreciate it"
    r"|vært takknemlig|be (?:very )?(?:grateful|happy)) (?:om|hvis|viss|if) (?:du|dere|de|you)"
    r"(?: (?:kan|kunne|can|could|would))?\s+",
    r"(?:(?:du )?(?:må )?(?:husk|hugs|remember|don'?t forget|ikke glem|ikkje gløym)(?: på)?)"
    r" (?:å|to)\s+",
)
POLITE = (
    rf"{GREETING}{_ASKING}?"
    r"(?:(?:bare|berre|just)\s+)?(?:(?:pleas?e?(?: to)?|plese|kindly|pls|plz|vennligst"
    r"|v[eæ]re? (?:så |so )?"
    rf"{_KIND} (?:å|og))\s+)?"
)
