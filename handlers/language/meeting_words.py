"""Recognise the words that order a meeting, and lines that ask about one, report one or change one."""

from __future__ import annotations

import re

_POLITE = (
    r"(?:(?:hei|hi|hello|heisann)\W{1,3})?(?:(?:kan|kunne|vil|can|could|would|will) (?:du|dere|de|dykk|you|we|vi)"
    r"(?: please)?\s+)?(?:please\s+|vennligst\s+|ver(?:e)? (?:så )?snill å\s+)?"
)
#: to make one
_MAKE = (
    r"(?:set(?:t|te|je)? (?:opp|up)|før(?:e)? opp|lag(?:e|a)?|opprett(?:e|a)?|book(?:e|a)?|bestill(?:e)?"
    r"|planlegg(?:e|je|ja)?|kall(?:e|a)? inn(?: til)?|innkall(?:e|a)?(?: til)?|(?:ny )?innkalling(?: til)?|schedule"
    r"|arrange|organi[sz]e|arranger(?:e)?|avtal(?:e|a)?|legg(?:e|ja)? inn|(?:create|make|plan|add|call)(?= an? )"
    r"|ta(?= ei?t )|skriv inn|noter|set(?:t|e)? inn|inviter(?:e)?(?: alle)? til"
    r"|invite (?:everyone|everybody|all|members) to):?"
)
#: to have one
_WISH = (
    r"(?:(?:vi|me) (?:tar|tek|har)|(?:vi|eg|jeg|we|i) (?:skal|må|vil|bør|treng|trenger|want to|need to|will|should|need"
    r"|want)(?: (?:ha|have|hold(?:e)?|ta|take))?|la oss (?:ta|ha)|lat oss (?:ta|ha)|let'?s have"
    r"|kan (?:vi|me) (?:ta|ha)|can we have)"
)
_ARTICLE = r"(?:(?:et|eit|en|ein|a|an|nytt|ny|new|the)\s+)*"
_NOUN = r"(?:møt[e]?|møet|mote|moete|meeting|mtg|møtet)"
#: words before what the meeting is; the noun stays, since "møte om nett" is a title
_ORDER = re.compile(
    rf"(?:{_NOUN} (?:ny(?:tt|e)?|new)\b|(?:{_POLITE}{_MAKE}|{_WISH})\s+{_ARTICLE}(?=\S)"
    rf"|(?:ny(?:tt|e)?|new)\s+(?={_NOUN}\b)|(?:ny|new)(?=\s)"
    rf"|(?:jeg |eg |i )?(?:ønsker|ønskjer|want|trenger|treng|need|husk|remember)\s+{_ARTICLE})"
)
_WISH_FIRST = re.compile(rf"{_WISH}\s+{_ARTICLE}\w{{0,30}}{_NOUN}\b")
_MAKE_FIRST = re.compile(
    rf"(?:{_POLITE}{_MAKE}\s+{_ARTICLE}\w{{0,30}}{_NOUN}|(?:ny(?:tt)?|new)\s+{_NOUN}|{_NOUN} (?:ny|new))\b"
)
GENERIC = re.compile(_NOUN + r"\W{0,5}$")
MEETING_WORD = re.compile(
    r"\w*(?:møte|meeting|samling|seminar|webinar|workshop|verkstad|kurs|konferanse|conference|forum|frukost|frokost"
    r"|breakfast|lunsj|lunch|befaring|synfaring|omvisning|omvising|gjennomgang|gjennomgong|review|kick-?off|oppstart"
    r"|stand-?up|hackathon|hackaton|kaffe|kaffi|coffee|drøfting|avklaring|evaluering|opplæring|øving|øvelse|training"
    r"|audit|visit|tour|course|session|talk|briefing|gruppe|group|mtg|møet|middag|dinner|foredrag|lecture|status"
    r"|planlegging|koordinering|orientering|call|sync|check-?in|dialog|intervju|interview|demo|presentasjon|studietur|fagdag|temadag"
    r"|dugnad|forsamling|utveksling)"
    r"(?:en|et|a|s|ene|ane|n|r|ne)?$"
)
#: words that begin a question or a statement, and not what a secretary notes
_ASKING = re.compile(
    r"(?:noen|nokon|any ?one|any ?body|når|hva|kva|hvem|kven|hvor|kor|hvordan|korleis|hvorfor|kvifor|hvilke[nt]?|kan|må"
    r"|har|er|blir|finnes|finst|skal|kommer|kjem|husker|hugsar|vi|me|jeg|eg|what|when|who|where|why|how|which|is|are|do"
    r"|does|did|has|have|was|were|will|any|can|could|should|we|our"
    r"|i(?= (?:can|can't|cannot|am|was|have|will|would|need|want|think|don't))|i'm)\b"
)
#: a cheap sign of a day or a time of day
_TIME_SIGN = re.compile(
    r"\d|\b(?:kl|klokk|halv |noon|i morg|i dag|i kveld|tomorrow|today|tonight|neste |next |hver|kvar|every|annenhver"
    r"|(?:man|mån|tirs|tys|ons|tors|fre|lør|laur|søn|sun)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day|første|last"
    r"|in? (?:jan|feb|mar|apr|ma[iy]|jun|jul|aug|sep|okt|oct|nov|des|dec))"
)
#: how often, where it begins the line: "månedlig møte om nett", "a weekly meeting on noise"
_RHYTHM = re.compile(
    r"(?:(?:et|eit|en|ein|a|an|nytt|ny|new)\s+)*(?:dagleg|daglig|daily|ukentlig|vekentleg|vekevis|ukevis|weekly|bi-?weekly"
    r"|fortnightly|månedlig|månadleg|månadsvis|månedsvis|monthly|kvartalsvis|quarterly|halvårlig|halvårleg|årlig|årleg"
    r"|yearly)t?\s+((?:[\w-]+\s+){0,2}[\w-]+)"
)
_RHYTHM_LAST = re.compile(
    r"([\w-]+)\s.{0,300}\b(?:daglig|dagleg|daily|ukentlig|vekentleg|weekly|månedlig|månadleg|monthly)$"
)
#: several meetings, of which a line says something
_PLURAL = re.compile(r"\w+(?:(?<!semin)(?<!webin)ar|er|ene|ane|ings|shops|inars|calls|sessions|tours|visits)$")
#: A text of more characters or words is no line about a meeting.
LONGEST, MOST = 600, 30
_CHANGING = re.compile(
    r"(?:(?:kan|can|could) (?:du|you|vi|we) )?(?:(?:avlys|flytt|utsett|utset|kanseller|endr|slett|påmeld|remind)\w{0,6}"
    r"|meld\w{0,3} (?:meg|oss|på|av)|cancel\w{0,6}|(?:un|de)register|withdraw|avbestill"
    r"|(?:remove|take) (?:me|us)|(?:trekke?|stryke?) (?:meg|oss|(?:påmelding|plass)\w{0,3})|move"
    r"|postpone|reschedule|delete|change|sign (?:me|us)|register"
    r"|jeg kommer|eg kjem|i'?m coming|minn meg)\b"
)
_QUESTION = re.compile(r"\?(?:$|[ \"'»”)])")
#: asks how others do it: "månedlig møte, hvordan får dere det til"
_HOW = re.compile(
    r"\b(?:hvordan|korleis|how)\b(?: \w+){1,2} (?:dere|de|dykk|du|andre|man|ein|you|others|people)\b"
    r"|, (?:noen|nokon|anyone|anybody) (?:som|who|with|med)\b"
)
_REPORTING = re.compile(
    r"\b(?:møttes|møttest|hadde|var|ble|blei|vart|holdt|heldt|diskuterte|drøftet|drøfta|avklarte|snakket|snakka|deltok"
    r"|gikk|gjekk|kom fram|fikk|fekk|had|was|were|met|discussed|held|went|decided|attended|referat|the minutes|vedtok"
    r"|i går|yesterday|forrige|førre|last week|sist)\b"
)


def find_order_end(text: str) -> int:
    """Return where the words of ordering end in a text in lower case; 0 if there are none."""
    first = _count_edge_signs(text)
    match = _ORDER.match(text, first)
    return match.end() if match else 0


def _count_edge_signs(text: str) -> int:
    """Return how many signs stand before the first letter or figure."""
    return next((n for n, sign in enumerate(text) if sign.isalnum()), len(text))


def begins_with_order(text: str) -> bool:
    """Return True if a verb or "new meeting" begins the line."""
    said = " ".join(text.casefold().split())
    return _MAKE_FIRST.match(said, _count_edge_signs(said)) is not None


def names_meeting(text: str) -> bool:
    """Return True if a word of the text is a kind of meeting."""
    return any(MEETING_WORD.match(word) for word in re.findall(r"[\w-]+", text.casefold()[:1000]))


def may_be_timed(text: str) -> bool:
    """Return True if the text may order a meeting: it has a sign of a time, and asks, reports and changes nothing."""
    if len(text) > LONGEST or len(text.split()) > MOST or is_about_other_meeting(text):
        return False
    return _TIME_SIGN.search(text.casefold()) is not None or names_regular_meeting(text)


def names_regular_meeting(text: str) -> bool:
    """Return True if the line begins with how often and one meeting, or names both the other way round."""
    said = " ".join(text.casefold().split())
    first = _count_edge_signs(said)
    if _HOW.search(said):
        return False
    match = _RHYTHM.match(said, first) or _RHYTHM_LAST.match(said.rstrip(" .!"), first)
    words = match[1].split() if match else []
    return any(MEETING_WORD.match(word) and not _PLURAL.match(word) for word in words)


def is_about_other_meeting(text: str) -> bool:
    """Return True if the line asks about a meeting, reports one, or changes one."""
    said = " ".join(text.casefold().split())
    first = _count_edge_signs(said)
    if _MAKE_FIRST.match(said, first) or _WISH_FIRST.match(said, first):
        return False
    return bool(
        _ASKING.match(said, first)
        or _CHANGING.match(said, first)
        or _REPORTING.search(said)
        or _QUESTION.search(said) is not None
    )
