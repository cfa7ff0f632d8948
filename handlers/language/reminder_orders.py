"""Recognise the words that ask the bot to remind somebody, and cut them from what it is about."""

from __future__ import annotations

import re

from handlers.language.late_patterns import compile_later
from handlers.language.order_openings import join_choices

_GREETING = r"[\s,;:.!?–-]*+(?:(?:hei|hallo|hello|hi|hey|ok|og)[ ,!.]++)?"
_ASKS = (
    r"(?:(?:(?:kan|kunne|vil|can|could|would|will) (?:du|dere|you)|please|pls|vennligst|vær så snill (?:å|og)"
    r"|ver snill og|du må|fint om du)(?: (?:please|kindly|gjerne))? )?"
)
_ME = r"(?:meg|mæ|mei|me|mig|oss|us)\b"
_EVERYBODY = r"(?:alle?|everyone|everybody|all|dem|dei|de|them|medlem\w*|members|folk|people|gjengen|the team)\b"
#: words that always ask to be reminded
_REMIND = join_choices(
    rf"(?:minne?|minna|påminne?|remind) {_ME}",
    rf"(?:husk|hugs) {_ME} på\b",
    r"(?:set|make|create|sett|lag|opprett|legg inn)(?: opp)?(?: (?:me|meg))? (?:a|an|en|ei|ein) "
    rf"(?:reminder|påminnelse|påminning)\b(?!:? (?:til|åt|to|for) {_EVERYBODY})",
)
#: and those that do where something says of what or when
_NUDGE = join_choices(
    rf"(?:husk|huske|hugs|hugse) {_ME}",
    r"(?:husk|huske|hugs|hugse) for (?:meg|mæ|me)\b",
    rf"(?:mase?|purre?|pirke?|dytte?|dulte?|dunke?|poke|nudge|ping|prompt|varsle) (?:på |borti |på på )?{_ME}",
    rf"(?:ikk?j?e|ikke) lat? {_ME} (?:glemme?|gløyme?|gløyma)\b",
    rf"lat? {_ME} (?:ikk?j?e|ikke) (?:glemme?|gløyme?|gløyma)\b",
    r"(?:do not|don['’]?t) let me forget\b",
    r"(?:gi|gje) (?:meg|mæ) (?:et|eit|en|ein) (?:lite |liten )?(?:dytt|pling|pip|hint|lyd|vink|påminnelse|påminning)\b",
    r"give me an? (?:shout|nudge|ping|poke|reminder)\b",
    r"(?:si|sei|seg) (?:i?fra|i?frå)(?: (?:til|te) (?:meg|mæ))?\b",
    r"(?:make me|help me|hjelp meg å) (?:remember|huske?|hugse?)\b",
    r"(?:(?:set|make|sett|lag|trenger|treng|need|send(?: meg)?) )?(?:(?:a|an|en|ei|ein) )?"
    r"(?:reminder|påminnelse|påminning)\b(?: (?:for|to|til) (?:me|meg)\b)?",
)
_ANYWHERE = compile_later(rf"(?i)\b(?:{_REMIND}|{_NUDGE})")
_OPENING = compile_later(rf"(?i){_GREETING}{_ASKS}(?:{_REMIND}|{_NUDGE})")
#: asks to be told what there is, or how the bot itself should remind of meetings and deadlines
_ASKS_BACK = compile_later(
    r"(?i)[ ,]*(?:(?:på|om|of|about|again|igjen|att) )?"
    r"(?:hva|kva|ka|hvem|kven|hvor|kor|når|hvordan|korleis|hvilke\w*|what|who|when|where|which|how)\b"
)
_OF_MEETINGS = compile_later(
    r"(?i)\b(?:(?:dag(?:en)?|tim[ea]r?|uk[ea]|vek[ea]|days?|hours?|weeks?) (?:før|before)|before) "
    r"(?:(?:the|hvert|kvart|kvar|hver|each|every) )?\w*(?:møte|møta|meeting|høring|høyring|consultation|frist|deadline)"
)
#: "the day before, not the same morning": of how meetings are reminded of
_DAY_BEFORE = compile_later(r"(?i)\bdag(?:en)? før\b")
_INSTEAD = compile_later(r"(?i)\b(?:i stedet|i staden|ikke|ikkje)\b")
_ORDER = compile_later(rf"(?i){_GREETING}{_ASKS}{_REMIND}(?P<rest>.*)", re.DOTALL)
#: between the order and what it is about: "om at jeg skal"
_LINK = compile_later(
    r"(?i)[\s,;:.!?–-]*(?:(?:på|om|that|about|of|at|for|so|så|med)\b[\s,;:]*)*(?:(?:å|og|to)\s+(?=\w))?"
    r"(?:(?:jeg|eg|æ|jæ|vi|me|i|we)\s+(?:skal|ska|må|bør|have to|need to|must|should|can)\s+)?"
)
#: what a time leaves behind at the end, and what is said to be polite
_LOOSE = frozenset(
    ("på", "om", "den", "the", "on", "at", "in", "kl", "til", "innen", "please", "pls", "takk", "thanks")
)
_POLITE, _EDGES = ("er du snill", "er du grei"), " \t\n,.;:!?–-"
#: what says nothing without something to point at
_POINTING = frozenset(
    (
        "det", "dette", "den", "denne", "her", "dette her", "det her", "saken", "saka", "meldingen", "meldinga",
        "it", "this", "that", "this one", "this message",
    )
)  # fmt: skip
_OWN = compile_later(
    r"(?i)[\s]*(?:(?:vis|vise|syn|se|sjå|show|list|åpne|opne|open|hvor er|kvar er|where are)(?: (?:meg|me))? )?"
    r"(?:alle |all )?(?:(?:mine|my) (?:egne |eigne |own )?(?:påminnelser|påminningar|påminninger|reminders)"
    r"|(?:påminnelsene|påminningane) mine)[\s.!?]*"
    r"|\s*(?:hva|kva|ka|what) (?:har (?:jeg|eg|æ)|have i) (?:bedt|bede|bedd|spurt|asked)(?: (?:deg|dere|you))?"
    r"(?: om)? (?:å |om å |to )?(?:minne?|remind) (?:meg|me)(?: (?:på|om|of|about))?[\s.!?]*"
    r"|\s*(?:hva|kva|ka|what) (?:skal|will|should|are) (?:du|you) (?:minne?|remind|going to remind) (?:meg|me)"
    r"(?: (?:på|om|of|about))?[\s.!?]*"
    r"|\s*(?:hvilke|hva slags|kva|kva slags|what|which) (?:påminnelser|påminningar|påminninger|reminders) "
    r"(?:har (?:jeg|eg|æ)|do i have|have i(?: set)?|i have)(?: nå| no| now)?[\s.!?]*"
    # which of them is chosen there, and the way to the bot's own reminders of meetings stands below
    r"|\s*(?:slett|slette|fjern|fjerne|avlys|delete|remove|cancel)(?: alle| all)?(?: mine| my| den| the)? "
    r"(?:påminnelse|påminning|reminder)\w{0,4}\b.*"
)
#: asks that somebody else is reminded, which the bot does in no one's name
_OF_OTHERS = compile_later(
    rf"(?i){_GREETING}{_ASKS}(?:minne?|minna|påminne?|remind) (?!{_ME})(?:\w+ ){{1,3}}(?:på|om|of|about|to|that|at)\b"
)


def orders_reminder(text: str) -> bool:
    """Return True for a line that begins by asking to be reminded of something: it is for nobody else."""
    found = _ORDER.match(text)
    return found is not None and not (_ASKS_BACK.match(found["rest"]) or _sets_hours(found["rest"]))


def asks_to_be_told(text: str) -> bool:
    """Return True for a line that wants to know something at once: "remind me what I promised"."""
    found = _ORDER.match(text)
    return found is not None and _ASKS_BACK.match(found["rest"]) is not None


def begins_with_reminder(text: str) -> bool:
    """Return True for a line to the bot that begins so, whatever it asks for: "minn meg på hva vi ble enige om"."""
    return _ORDER.match(text) is not None


def reminds_others(text: str) -> bool:
    """Return True for "minn Kari på å svare": an order that goes out to nobody before its writer has said so."""
    return _OF_OTHERS.match(text) is not None


def asks_own_reminders(text: str) -> bool:
    """Return True for "mine påminnelser", "what have I asked you to remind me of?", "slett påminnelsen om kaffe"."""
    return _OWN.fullmatch(text) is not None


def names_reminder_order(text: str) -> bool:
    """Return True where words that ask for it stand anywhere in the line: "..., pirk borti meg da"."""
    return _ANYWHERE.search(text) is not None


def opens_with_reminder_order(text: str) -> bool:
    """Return True where the words that ask for it stand before what it is about."""
    return _OPENING.match(text) is not None


def cut_reminder_order(text: str) -> str:
    """Return what to remind of: the words without the order before them; all of them where it stands elsewhere.

    Empty for what only points at something: "minn meg om dette".
    """
    found = _OPENING.match(text)
    if found is None:
        return text.strip()
    rest = text[found.end() :]
    link = _LINK.match(rest)
    rest = _cut_loose_end(rest[link.end() if link else 0 :])
    return "" if rest.casefold() in _POINTING else rest[:1].upper() + rest[1:]


def _sets_hours(text: str) -> bool:
    """Return True for what says how meetings and deadlines are to be reminded of."""
    if _OF_MEETINGS.search(text):
        return True
    return _DAY_BEFORE.search(text) is not None and _INSTEAD.search(text) is not None


def _cut_loose_end(text: str) -> str:
    words = text.strip(_EDGES).split()
    for polite in map(str.split, _POLITE):
        if [word.casefold() for word in words[-len(polite) :]] == polite:
            words = words[: -len(polite)]
    while words and words[-1].strip(_EDGES).casefold() in _LOOSE:
        words.pop()
    return " ".join(words).rstrip(_EDGES)
